//! The only SQL: repositories on SQLite and PostgreSQL.
//!
//! A [`Store`] opens a database, [`Store::begin`] and [`Store::begin_read`] give a [`Tx`],
//! and each module below holds the functions of one repository: `bodies::find(&mut tx, …)`.
//! Several calls in one [`Tx`] succeed or vanish together; the audit row of an act belongs
//! into the act's own transaction, as its last step.
//!
//! Not found is `None`. A row that breaks a rule of the program is
//! [`StoreError::Corrupt`], naming table, column and row. Every function may also fail as
//! the database does: [`StoreError::Unavailable`], [`StoreError::Busy`].
//! Lists come in pages: pass the last key of the page before and a limit.
//!
//! What is deliberately absent: rules of the domain, rights, a clock (times are
//! arguments), and the text of an answer in any error.
//!
//! To add a repository: a migration (see `migrations/README.md`), one file with a table's
//! functions and a private reading function, and its behaviours in `tests/it/`, which run
//! on both databases. What only one of them can do belongs into [`dialect`].

pub mod affair_judgements;
pub mod affairs;
pub mod agencies;
pub mod answers;
pub mod assessments;
pub mod audit;
pub mod bodies;
pub mod calendar_feeds;
pub mod changes;
pub mod commission_overview;
pub mod consultations;
pub mod dialect;
pub mod editions;
pub mod engagements;
pub mod error;
pub mod handovers;
pub mod incidents;
pub mod inquiries;
pub mod invitations;
pub mod jobs;
pub mod mail_outbox;
pub mod meta;
mod migrate;
pub mod notice_receipts;
pub mod notices;
pub mod notifications;
pub mod opinion_answers;
pub mod opinion_masks;
pub mod opinions;
pub mod plans;
pub mod review_comments;
pub mod reviews;
pub mod revisions;
pub mod schedules;
pub mod scope;
pub mod scratch;
pub mod second_factors;
mod secret;
pub mod sessions;
pub mod sign_in_attempts;
pub mod span_judgements;
mod sql;
mod store;
pub mod submission_talk;
pub mod submissions;
pub mod union_members;
pub mod users;
pub mod waivers;
pub mod withheld_phrases;

pub use dialect::Dialect;
pub use error::StoreError;
pub use scope::Scope;
pub use secret::Secret;
pub use store::{Store, Tx};

/// A new identifier that sorts by time: a UUID of version 7 for the instant `now`.
#[must_use]
pub fn new_id(now: jiff::Timestamp) -> String {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    let time = uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos);
    uuid::Uuid::new_v7(time).to_string()
}
