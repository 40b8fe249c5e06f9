//! The desk over HTTP, as a browser without script uses it: pages are read, their forms
//! filled in and posted.

mod access;
mod affairs;
mod changes;
mod conflict;
mod desk_page;
mod facts;
mod given_back;
mod groups;
pub(crate) mod helpers;
mod marks;
mod news;
mod saving;
mod short_path;
