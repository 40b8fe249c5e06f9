//! Which static pages exist, where they go, the leak gate and the atomic swap.
//!
//! # How a release comes about
//!
//! ```no_run
//! # use publish::{BaseUrl, Gate, Site, SiteWriter};
//! # fn release(renderer: &dyn publish::Renderer, gate: &Gate, publication: &publish::Publication<'_>,
//! #     around: &mut publish::Surroundings<'_>, indexed: &[String]) -> Result<(), Box<dyn std::error::Error>> {
//! let site = Site::open("data/site".as_ref())?;
//! let base = BaseUrl::new(None);
//! let mut staging = site.begin()?;                  // the lock; a copy of the live site
//! SiteWriter::new(&mut staging, renderer, &base).publication(publication, around)?;
//! let mut scan = gate.scan();
//! scan.strings("検索索引", Some(&publication.body.code), indexed);
//! let checked = staging.check(scan)?;               // the gate: every changed file
//! let report = checked.swap()?;                     // one step; readers see old or new
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//!
//! - Readers see the old site or the new one, whenever a writer dies ([`site`](Site)).
//! - Nothing becomes live that the gate has not seen ([`gate`]).
//! - A publication writes the files of [`AssessmentKey::touched_by_publication`] and no
//!   others; its cost does not grow with the site, except for the lists of all assessments.
//! - The same input gives the same bytes: no clock, no chance, no order of a hash map.
//!
//! # What it leaves out
//!
//! - The store. This crate cannot fetch a draft; it is handed public values.
//! - How pages look: a [`Renderer`] is handed in.
//! - The search index, which the server updates from the same public values; what would be
//!   indexed is shown to the gate as strings.
//! - Async. Calls block; servers use `spawn_blocking`.
//!
//! To add a kind of page, see [`pages`]; a format for the gate to read, `gate/reading.rs`.

mod base;
mod consultations;
mod error;
pub mod gate;
mod listed;
pub mod machine;
pub mod pages;
mod path;
pub mod paths;
mod public_texts;
mod site;
mod writer;

pub use base::BaseUrl;
pub use consultations::ListedConsultation;
pub use error::{BoxedError, SiteError};
pub use gate::{Gate, GateReport, Hit, HitKind, Scan, WithheldPhrase};
pub use listed::{ListedAssessment, ListedWithdrawal, ReleaseRow};
pub use pages::Renderer;
pub use path::{SitePath, SitePathProblem, segment};
pub use paths::AssessmentKey;
pub use public_texts::{texts_of_catalog, texts_of_form};
pub use site::{CheckError, Checked, Draft, Exchange, Site, Staging, SwapReport, Verdict};
pub use writer::{
    Edition, Entries, Publication, SiteWriter, Surroundings, WithdrawnAssessment,
    WithdrawnConsultation,
};
