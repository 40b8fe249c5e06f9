//! The use cases, each on SQLite and on PostgreSQL, with real hashes, sessions and rows.
//!
//! [`world`] holds a small form, bodies and people; the other files follow the front page of
//! the crate. `rights` tries every use case in every role.
#![allow(clippy::unwrap_used)]

mod administering;
mod affair_rights;
mod affair_world;
mod affairs;
mod at_once;
mod auditing;
mod changing;
mod clocks;
mod commission;
mod deciding;
mod deciding_twice;
mod distribution;
mod due;
mod due_days;
mod ending;
mod exporting;
mod hearing;
mod history;
mod importing;
mod inbox;
mod inquiries;
mod invitations;
mod known_by_whom;
mod mailing;
mod notices;
mod people;
mod plan_submissions;
mod plans;
mod publishing;
mod reading;
mod reviewing_rights;
mod rights;
mod saving;
mod second_factor;
mod second_factor_resets;
mod sessions;
mod signing_in;
mod third_party;
mod world;
