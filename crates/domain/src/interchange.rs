//! The interchange format `hyokasho/assessment`, version 1: documents as JSON.
//!
//! [`export`] and [`import`] are for whoever may read everything; [`export_public`] is what
//! anyone may download. A published edition is stored as [`release_json`] and read back by
//! [`read_release`], the second door to public types: only text whose digest fits passes.
//! The store keeps one JSON value per top-level item ([`answers_to_map`]).
//!
//! Deliberately absent: files, attachments' bytes, permission. To add a kind of answer,
//! follow the compiler: `answer_out`, `answer_in`, `public_out`, `release`; then `schema`.

mod answer_in;
mod answer_out;
mod export;
mod import;
mod json;
mod path;
mod problem;
mod public_out;
mod reader;
mod release;
mod schema;
mod stored;
mod text_in;
mod typed;

pub use export::{ended_release, export, export_public, release_json, to_text};
pub use import::{Head, Imported, import, read_head};
pub use problem::{Fault, ImportProblem, SyntaxFault};
pub use release::{ReleaseError, read_release};
pub use schema::schema;
pub use stored::{answer_from_value, answer_to_value, answers_from_map, answers_to_map};
pub use typed::{long_text_from_typed, text_from_typed, typed_text};

/// The value of the key `format`.
pub const FORMAT: &str = "hyokasho/assessment";
/// The value of the key `version`.
pub const VERSION: u64 = 1;
/// The longest text that is taken in, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

#[cfg(test)]
mod tests;
