//! What can go wrong while the site is written.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// Any error of another library, as [`std::error::Error`] objects travel.
pub type BoxedError = Box<dyn std::error::Error + Send + Sync>;

/// Why the site could not be written. Whatever the variant, the live site is as it was.
/// No variant carries text of an assessment.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// Another writer holds the lock. Try again later.
    #[error("site {dir} is being written by another process, still after {waited:?}")]
    Busy {
        /// The published folder.
        dir: PathBuf,
        /// How long this writer waited.
        waited: Duration,
    },
    /// The file system refused: a full disk, a missing right, no hard links.
    #[error("cannot {action} {path}")]
    Io {
        /// What was tried, as `write`.
        action: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
    /// A machine-readable list could not be encoded.
    #[error("cannot encode {what}")]
    Encode {
        /// Which list, as `feed.xml`.
        what: &'static str,
        /// Why.
        #[source]
        source: BoxedError,
    },
    /// A text of the shipped content is not well formed.
    #[error("content of {page} is not well formed")]
    Content {
        /// The page, as `notices/sokanki-285/index.html`.
        page: String,
        /// Where and why.
        #[source]
        source: markup::MarkupError,
    },
    /// The caller's source of list entries failed.
    #[error("source of list entries failed")]
    Source(#[source] BoxedError),
}

impl SiteError {
    /// Wraps a file system error, for `map_err`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// Wraps an encoder's error, for `map_err`.
    pub(crate) fn encode<E>(what: &'static str) -> impl FnOnce(E) -> Self
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        move |source| Self::Encode {
            what,
            source: Box::new(source),
        }
    }
}
