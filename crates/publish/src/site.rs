//! The published folder, changed all at once.
//!
//! Two trees lie side by side on one file system:
//!
//! ```text
//! site/              the live tree: what web servers read
//! .site.standby/     the other one: brought up to date, changed, then exchanged
//! .site.writing/     files being written, before they take their places
//! .site.lock         held by the one writer
//! .site.previous     for an instant only, where trees cannot be exchanged in one step
//! ```
//!
//! **Exchange.** `renameat2(RENAME_EXCHANGE)` swaps the two names in one step of the kernel:
//! a reader opens a file of the old site or of the new one. File systems and kernels without
//! it get two renames; between them, for microseconds, there is no live folder, and a writer
//! killed just there is repaired by the next [`Site::open`] or [`Site::begin`], which put the old tree back.
//!
//! **Shared files.** Unchanged files are hard links, one file under two names, so no file is
//! ever modified in place: each is written anew and renamed to its place in the standby.
//!
//! **Catching up.** Each tree carries a hidden `.release`: an id chained over all contents,
//! the id before it, and what changed between the two. If the standby is the live tree's
//! previous release, only those paths are linked anew, so the cost of a publication does not
//! grow with the site. In any other case (first run, a writer that was killed, a folder that
//! was restored or tampered with) both trees are walked and inode numbers compared.
//!
//! **Death at any instant.** Before the exchange the live tree is not touched. A standby that
//! is being changed has no `.release`, so nobody takes it for anything. Files and folders are
//! flushed to the disk before a `.release` vouches for them and before the exchange, the
//! exchange itself after it.
//!
//! The folder belongs to this program: foreign files in it do not survive. It must be a
//! folder within a file system with hard links, not a mount point of its own.

mod check;
mod draft;
mod exchange;
mod flush;
mod lock;
mod release;
mod staging;
mod sync;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::SiteError;
pub use check::{CheckError, Checked, Verdict};
pub use draft::Draft;
pub use exchange::Exchange;
use lock::Lock;
use release::Release;
pub use staging::{Staging, SwapReport};

/// A published folder.
#[derive(Debug, Clone)]
pub struct Site {
    trees: Trees,
    exchange: Exchange,
    patience: Duration,
}

/// The places around a published folder.
#[derive(Debug, Clone)]
struct Trees {
    live: PathBuf,
    standby: PathBuf,
    writing: PathBuf,
    previous: PathBuf,
    lock: PathBuf,
}

impl Site {
    /// Opens a folder, or makes an empty one; puts right what a killed writer left.
    ///
    /// # Errors
    /// [`SiteError::Io`]; [`SiteError::Busy`] if the folder is missing and another writer is
    /// at work.
    pub fn open(dir: &Path) -> Result<Self, SiteError> {
        let site = Self {
            trees: Trees::around(dir)?,
            exchange: Exchange::Atomic,
            patience: Duration::from_secs(10),
        };
        if !site.trees.live.is_dir() {
            let _lock = site.lock()?;
            site.trees.recover()?;
        }
        Ok(site)
    }

    /// Waits this long for another writer before [`SiteError::Busy`]; 10 seconds if not set.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Chooses how the trees take each other's place; [`Exchange::Atomic`] if not set.
    #[must_use]
    pub fn with_exchange(mut self, exchange: Exchange) -> Self {
        self.exchange = exchange;
        self
    }

    /// The folder, without links in its path.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.trees.live
    }

    /// The id of the release that is live; `None` before the first one.
    #[must_use]
    pub fn release(&self) -> Option<String> {
        Release::read(&self.trees.live).map(|release| release.id)
    }

    /// Begins a release: takes the lock and brings the standby up to date.
    ///
    /// # Errors
    /// [`SiteError::Busy`], [`SiteError::Io`].
    pub fn begin(&self) -> Result<Staging, SiteError> {
        let lock = self.lock()?;
        self.trees.recover()?;
        draft::clear(&self.trees.writing)?;
        sync::catch_up(&self.trees.live, &self.trees.standby)?;
        Ok(Staging::new(self.trees.clone(), self.exchange, lock))
    }

    fn lock(&self) -> Result<Lock, SiteError> {
        Lock::acquire(&self.trees.lock, &self.trees.live, self.patience)
    }
}

impl Trees {
    fn around(dir: &Path) -> Result<Self, SiteError> {
        let live = real_path(dir)?;
        let (parent, name) = place_of(&live).map_err(SiteError::io("use", dir))?;
        let beside = |suffix: &str| {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(suffix);
            parent.join(hidden)
        };
        Ok(Self {
            standby: beside(".standby"),
            writing: beside(".writing"),
            previous: beside(".previous"),
            lock: beside(".lock"),
            live,
        })
    }

    /// Undoes an exchange by two renames that was cut off between or after them.
    fn recover(&self) -> Result<(), SiteError> {
        if self.previous.is_dir() {
            let place = if self.live.is_dir() {
                &self.standby
            } else {
                &self.live
            };
            if place == &self.standby {
                sync::remove_tree(&self.standby)?;
            }
            fs::rename(&self.previous, place).map_err(SiteError::io("rename", &self.previous))?;
        }
        fs::create_dir_all(&self.live).map_err(SiteError::io("create", &self.live))
    }
}

/// The folder without links in its path, so that what lies beside it is on its file system.
fn real_path(dir: &Path) -> Result<PathBuf, SiteError> {
    if let Ok(real) = fs::canonicalize(dir) {
        return Ok(real);
    }
    let (parent, name) = place_of(dir).map_err(SiteError::io("use", dir))?;
    let parent = if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    };
    fs::create_dir_all(parent).map_err(SiteError::io("create", parent))?;
    let parent = fs::canonicalize(parent).map_err(SiteError::io("open", parent))?;
    Ok(parent.join(name))
}

fn place_of(dir: &Path) -> std::io::Result<(&Path, &OsStr)> {
    dir.parent().zip(dir.file_name()).ok_or_else(|| {
        std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            "a site needs a folder of its own",
        )
    })
}
