//! The whole program over HTTP, on a fresh database each. One file per feature; what
//! they share is in `helpers`.
#![allow(clippy::unwrap_used)]

mod account;
mod browser;
mod commands;
mod csrf;
mod desk;
mod errors;
mod headers;
mod helpers;
mod invitations;
mod leak;
mod logs;
mod notices;
mod only_public;
mod operations;
mod opinions;
mod portal_address;
mod publish;
mod review;
mod rights;
mod search;
mod second_factor;
mod sign_in;
mod site;
mod users;
