//! A release in the making.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use walkdir::WalkDir;

use super::draft::{Draft, Finished};
use super::exchange::{self, Exchange};
use super::lock::Lock;
use super::release::{self, Changes, Release};
use super::{Trees, flush, sync};
use crate::error::SiteError;
use crate::path::SitePath;

/// A release in the making: the standby tree, up to date, and what was changed in it.
///
/// Dropped, it leaves the live site as it is and puts the standby right.
#[derive(Debug)]
pub struct Staging {
    trees: Trees,
    how: Exchange,
    changes: Changes,
    /// What was written, changed or not: what belongs to the site.
    written: BTreeSet<SitePath>,
    unchanged: usize,
    drafts: usize,
    /// Whether the standby differs, or may differ, from the live tree.
    dirty: bool,
    // Last, so that it is let go of last.
    _lock: Lock,
}

/// What a release changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwapReport {
    /// The id of the release that is live now.
    pub release: String,
    /// How many files are new or different.
    pub written: usize,
    /// How many files are gone.
    pub removed: usize,
    /// How many files were written as they already were.
    pub unchanged: usize,
}

impl Staging {
    pub(super) fn new(trees: Trees, how: Exchange, lock: Lock) -> Self {
        Self {
            trees,
            how,
            changes: Changes::new(),
            written: BTreeSet::new(),
            unchanged: 0,
            drafts: 0,
            dirty: false,
            _lock: lock,
        }
    }

    /// Writes a file; one that is like the live one is not touched. Says whether it differs.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn write(&mut self, path: &SitePath, bytes: &[u8]) -> Result<bool, SiteError> {
        if self.read_live(path)?.is_some_and(|live| live == bytes) {
            self.keep_live(path)?;
            return Ok(false);
        }
        let mut draft = self.draft(path)?;
        draft
            .write_all(bytes)
            .map_err(SiteError::io("write", &path.under(&self.trees.standby)))?;
        let draft = draft.finish()?;
        self.put(draft)?;
        Ok(true)
    }

    /// Begins a file that is written bit by bit.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn draft(&mut self, path: &SitePath) -> Result<Draft, SiteError> {
        self.drafts += 1;
        Draft::create(&self.trees.writing, self.drafts, path)
    }

    /// Puts a draft into its place; one that is like the live file changes nothing. Says
    /// whether it differs.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn place(&mut self, draft: Draft) -> Result<bool, SiteError> {
        let draft = draft.finish()?;
        if draft.equals(&draft.path.under(&self.trees.live))? {
            draft.discard()?;
            self.keep_live(&draft.path)?;
            return Ok(false);
        }
        self.put(draft)?;
        Ok(true)
    }

    fn put(&mut self, draft: Finished) -> Result<(), SiteError> {
        self.soil()?;
        let place = draft.path.under(&self.trees.standby);
        sync::make_room(&place)?;
        // Noted first: a place half taken is put right like one that is taken.
        self.changes.insert(draft.path.clone(), Some(draft.hash));
        fs::rename(&draft.temporary, &place).map_err(SiteError::io("write", &place))?;
        self.written.insert(draft.path);
        Ok(())
    }

    /// The file shall be as in the live tree.
    fn keep_live(&mut self, path: &SitePath) -> Result<(), SiteError> {
        if self.changes.contains_key(path) {
            sync::relink(&self.trees.live, &self.trees.standby, path)?;
            self.changes.remove(path);
        }
        self.unchanged += 1;
        self.written.insert(path.clone());
        Ok(())
    }

    /// Removes a file. Says whether there was one.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn remove(&mut self, path: &SitePath) -> Result<bool, SiteError> {
        if !path.under(&self.trees.standby).is_file() {
            return Ok(false);
        }
        self.soil()?;
        self.changes.insert(path.clone(), None);
        sync::remove(&self.trees.standby, path)?;
        if !path.under(&self.trees.live).is_file() {
            self.changes.remove(path);
        }
        self.written.remove(path);
        Ok(true)
    }

    /// Whether the site will have this file.
    #[must_use]
    pub fn has(&self, path: &SitePath) -> bool {
        path.under(&self.trees.standby).is_file()
    }

    /// Makes everything below a folder as it is in the live site.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn take_back(&mut self, folder: &SitePath) -> Result<(), SiteError> {
        let below = format!("{folder}/");
        let changes = self.changes.keys();
        let changed: Vec<SitePath> = changes
            .filter(|path| path.as_str().starts_with(&below))
            .cloned()
            .collect();
        for path in changed {
            if path.under(&self.trees.live).is_file() {
                self.keep_live(&path)?;
            } else {
                sync::remove(&self.trees.standby, &path)?;
                self.changes.remove(&path);
                self.written.remove(&path);
            }
        }
        Ok(())
    }

    /// Removes everything below a folder, as `assessments/011002/1/kiso`. Says how many
    /// files there were.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn remove_tree(&mut self, folder: &SitePath) -> Result<usize, SiteError> {
        self.remove_below(&folder.under(&self.trees.standby), &mut |_| true)
    }

    /// Removes every file that `keep` does not name. Says how many. Walks the whole site.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn keep_only(
        &mut self,
        keep: &mut dyn FnMut(&SitePath) -> bool,
    ) -> Result<usize, SiteError> {
        let standby = self.trees.standby.clone();
        self.remove_below(&standby, &mut |path| !keep(path))
    }

    /// Removes every file that was not written to this staging, changed or not: the end of
    /// a full publication. Says how many. Walks the whole site.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn remove_unwritten(&mut self) -> Result<usize, SiteError> {
        let written = std::mem::take(&mut self.written);
        let removed = self.keep_only(&mut |path| written.contains(path));
        self.written = written;
        removed
    }

    fn remove_below(
        &mut self,
        folder: &Path,
        unwanted: &mut dyn FnMut(&SitePath) -> bool,
    ) -> Result<usize, SiteError> {
        if !folder.is_dir() {
            return Ok(0);
        }
        let mut removed = 0;
        // Contents first: a folder that is emptied is no longer needed by the walk.
        for entry in WalkDir::new(folder).contents_first(true) {
            let entry = entry.map_err(sync::walking(folder))?;
            let path = sync::path_within(&self.trees.standby, &entry);
            let path = path.filter(|_| entry.file_type().is_file());
            if let Some(path) = path.filter(|path| unwanted(path)) {
                removed += usize::from(self.remove(&path)?);
            }
        }
        Ok(removed)
    }

    /// The bytes of a file of the live site; `None` if there is none.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn read_live(&self, path: &SitePath) -> Result<Option<Vec<u8>>, SiteError> {
        let file = path.under(&self.trees.live);
        match fs::read(&file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SiteError::io("read", &file)(error)),
        }
    }

    /// The files that are new or different, in order.
    pub fn changed(&self) -> impl Iterator<Item = &SitePath> {
        self.changes
            .iter()
            .filter(|(_, change)| change.is_some())
            .map(|(path, _)| path)
    }

    /// The files that are gone, in order.
    pub fn removed(&self) -> impl Iterator<Item = &SitePath> {
        self.changes
            .iter()
            .filter(|(_, change)| change.is_none())
            .map(|(path, _)| path)
    }

    /// The tree that will be live.
    pub(super) fn tree(&self) -> &Path {
        &self.trees.standby
    }

    /// From now on the standby is no release.
    fn soil(&mut self) -> Result<(), SiteError> {
        if !self.dirty {
            self.dirty = true;
            release::forget(&self.trees.standby)?;
        }
        Ok(())
    }

    /// Makes it the live site. Private to the gate: see [`super::Checked::swap`].
    pub(super) fn swap(mut self) -> Result<SwapReport, SiteError> {
        let current = Release::read(&self.trees.live);
        let removed = self.removed().count();
        let mut report = SwapReport {
            release: String::new(),
            written: self.changes.len() - removed,
            removed,
            unchanged: self.unchanged,
        };
        if let Some(current) = current.as_ref().filter(|_| self.changes.is_empty()) {
            report.release.clone_from(&current.id);
            return Ok(report);
        }
        self.soil()?;
        let release = Release::after(current.as_ref(), &self.changes);
        flush::changes(&self.trees.standby, &self.changes)?;
        release.write(&self.trees.standby)?;
        flush::one(&self.trees.standby)?;
        exchange::exchange(&self.trees, self.how)?;
        // The standby is the old release now, complete with its own `.release`.
        self.dirty = false;
        exchange::settle(&self.trees)?;
        report.release = release.id;
        Ok(report)
    }

    /// Makes the standby equal to the live tree again.
    fn undo(&self) -> Result<(), SiteError> {
        release::forget(&self.trees.standby)?;
        for path in self.changes.keys() {
            if path.under(&self.trees.live).is_file() {
                sync::relink(&self.trees.live, &self.trees.standby, path)?;
            } else {
                sync::remove(&self.trees.standby, path)?;
            }
        }
        match Release::read(&self.trees.live) {
            Some(_) => release::share(&self.trees.live, &self.trees.standby),
            None => Ok(()),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // A failure leaves a standby without `.release`, which the next writer compares.
        if self.dirty
            && let Err(error) = self.undo()
        {
            tracing::warn!("cannot put the standby right: {error}");
        }
        if let Err(error) = sync::remove_tree(&self.trees.writing) {
            tracing::warn!("cannot remove drafts: {error}");
        }
    }
}
