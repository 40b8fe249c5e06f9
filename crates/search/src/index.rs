//! The trait that an engine implements.

use std::borrow::Cow;

use crate::entry::{EntryKey, SearchEntry};
use crate::error::{BoxedError, SearchError};
use crate::page::Page;
use crate::query::Query;

/// One change of the index.
#[derive(Debug, Clone)]
pub enum Change {
    /// Add an entry, or put it in the place of the one with its key.
    Replace(SearchEntry),
    /// Take the entry with this key out, if there is one.
    Remove(EntryKey),
}

/// A full-text index of published assessments.
///
/// Calls block; an async caller uses `spawn_blocking`. One index may be shared by threads,
/// and by processes as far as the engine says so. When a writing call returns, its changes
/// are on disk and visible; when it fails or the process dies, nothing has changed.
pub trait SearchIndex: Send + Sync {
    /// Applies changes, all or none, in order. Entries with other keys are not touched.
    ///
    /// # Errors
    /// [`SearchError::Busy`] while another writer is at work; engine and file errors.
    fn update(&self, changes: &mut dyn Iterator<Item = Change>) -> Result<(), SearchError>;

    /// Adds an entry, or puts it in the place of the one with its key.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    fn replace(&self, entry: SearchEntry) -> Result<(), SearchError> {
        self.update(&mut std::iter::once(Change::Replace(entry)))
    }

    /// Takes an entry out; an unknown key is no error.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    fn remove(&self, key: &EntryKey) -> Result<(), SearchError> {
        self.update(&mut std::iter::once(Change::Remove(key.clone())))
    }

    /// Builds the index anew from a stream of entries, in bounded memory. Until it is
    /// complete, readers see the old one. Of several entries with one key the last stays.
    ///
    /// # Errors
    /// [`SearchError::Source`] with the stream's first error; else as
    /// [`update`](Self::update).
    fn rebuild(
        &self,
        entries: &mut dyn Iterator<Item = Result<SearchEntry, BoxedError>>,
    ) -> Result<(), SearchError>;

    /// Finds entries: best first, then newest first.
    ///
    /// # Errors
    /// Engine and file errors; never for what the query says.
    fn search(&self, query: &Query) -> Result<Page, SearchError>;

    /// Every string that this engine would store or index for an entry, in the very form in
    /// which it would. The leak gate scans them before the entry is indexed.
    fn scan_text<'a>(&self, entry: &'a SearchEntry) -> Vec<Cow<'a, str>>;

    /// Whether the index can answer, for a readiness probe. Cheap.
    ///
    /// # Errors
    /// What a search would fail with.
    fn check(&self) -> Result<(), SearchError>;
}
