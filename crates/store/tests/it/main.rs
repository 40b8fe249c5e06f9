//! The behaviours of the store, each on SQLite and on PostgreSQL.
//!
//! A file per repository; `testkit::on_both!` at its head lists the behaviours, and the
//! compiler points at a function that is not listed. Values that only tests need are in
//! `helpers`.
#![allow(clippy::unwrap_used)]

mod affairs;
mod answers;
mod assessments;
mod audit;
mod bodies;
mod changes;
mod consultations;
mod editions;
mod helpers;
mod immutable;
mod inquiries;
mod invitations;
mod jobs;
mod meta;
mod migrations;
mod notices;
mod notifications;
mod plans;
mod schedules;
mod scope;
mod second_factors;
mod sessions;
mod sign_in_attempts;
mod sqlite_file;
mod submissions;
mod texts;
mod third_party_review;
mod transactions;
mod users;
mod withdrawn;
mod withheld_phrases;
