//! What can go wrong with an index.

use std::path::{Path, PathBuf};

/// Any error of another library, as [`std::error::Error`] objects travel.
pub type BoxedError = Box<dyn std::error::Error + Send + Sync>;

/// Why an index could not be opened, written or read. No variant carries indexed text.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Files are missing or damaged. Build it again; nothing is lost, an index holds only
    /// what was published.
    #[error("search index in {dir} is damaged: {detail}")]
    Corrupt {
        /// The folder of the index.
        dir: PathBuf,
        /// Which file, as far as known.
        detail: String,
    },
    /// Written by another version of the program. Build it again.
    #[error("search index in {dir} has format {found}, this program writes {expected}")]
    Outdated {
        /// The folder of the index.
        dir: PathBuf,
        /// The format found.
        found: u32,
        /// The format of this program.
        expected: u32,
    },
    /// Another writer, perhaps another process, holds the lock. Try again later.
    #[error("search index in {dir} is being written by another process")]
    Busy {
        /// The folder of the index.
        dir: PathBuf,
    },
    /// The file system refused.
    #[error("cannot {action} {path}")]
    Io {
        /// What was tried, as `create`.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
    /// The engine refused.
    #[error("search engine failed")]
    Engine(#[source] BoxedError),
    /// The caller's source of entries failed in the middle of a rebuild; the old index stays.
    #[error("source of search entries failed")]
    Source(#[source] BoxedError),
}

impl SearchError {
    /// Whether building the index anew is the remedy.
    #[must_use]
    pub fn needs_rebuild(&self) -> bool {
        matches!(self, Self::Corrupt { .. } | Self::Outdated { .. })
    }

    /// Wraps a file system error, for `map_err`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}
