//! The glue between what is published and where people read it: rendering pages with
//! [`app::public`], staging them, the leak gate, the swap, the index.
//!
//! [`Publisher`] is what handlers and commands know. One publication holds, in this order:
//! the process's turn, the site's file lock, the database's write transaction
//! (`docs/decisions/0003`). A full publication holds the first two and one read transaction.
//!
//! What a process that is killed leaves behind is a job; [`Publisher::converge`] writes the
//! pages and the entry of such an assessment again, from the database, as often as needed.
//!
//! Deliberately absent: what a page looks like (`app`), where files lie (`publish`), what an
//! edition is (`workflow`).
//!
//! To publish a new kind of page, see `publish::pages`; then a method in `renderer.rs`, and
//! a call in `whole.rs`, and in `stage.rs` if publishing an assessment changes it.

mod change;
mod error;
mod fingerprint;
mod hearing;
mod notices;
mod outcome;
mod phrases;
mod publisher;
mod reader;
mod renderer;
mod repair;
mod schedule;
mod stage;
mod whole;
mod worker;

use std::path::Path;

pub use change::{ChangeError, PublicAct};
pub use error::{BuildError, PublishError};
pub use outcome::{Built, HeldBack, LeakPlace, Leaks, Mended, PublishedEdition, ShownConsultation};
pub use phrases::{
    gate_for, of_consultations as phrases_of_consultations,
    of_hearings_about as phrases_of_hearings,
};
pub use publisher::Publisher;
pub use renderer::AppRenderer;
pub use repair::mark_outdated;

/// Whether the published folder has had its first build.
#[must_use]
pub fn is_built(site: &Path) -> bool {
    site.join("index.html").is_file()
}
