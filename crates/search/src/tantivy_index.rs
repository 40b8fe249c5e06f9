//! The embedded engine: Tantivy in a folder.
//!
//! The folder holds numbered generations, each a complete Tantivy index, and a lock file:
//!
//! ```text
//! lock
//! v1-000007/      the generation that counts: the highest number
//! building/       a rebuild at work, or the rest of one that was killed
//! ```
//!
//! A rebuild fills `building/` and renames it, which is the instant it takes effect.
//! Updates commit within the current generation. Every search looks for a newer generation
//! or commit, so that other processes' writes are seen without a watcher thread.

mod generation;
mod gram_tokenizer;
mod schema;
mod text_query;
mod writer;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use tantivy::Order;
use tantivy::Searcher;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString};
use tantivy::collector::{Count, TopDocs};

use crate::entry::{Record, SearchEntry};
use crate::error::{BoxedError, SearchError};
use crate::index::{Change, SearchIndex};
use crate::page::{Hit, Page};
use crate::query::{Needles, PAGE_SIZE, Query};
use crate::snippet::snippets;
use generation::{Generation, Name};

/// A search index in a folder of its own. Several processes may open the same folder; one
/// of them writes at a time.
pub struct TantivyIndex {
    dir: PathBuf,
    current: RwLock<Arc<Generation>>,
}

impl TantivyIndex {
    /// Opens the index in a folder, or begins an empty one where there is none. Reads every
    /// file once to compare checksums and sweeps up after writers that were killed.
    ///
    /// # Errors
    /// [`SearchError::Corrupt`] and [`SearchError::Outdated`] ask for
    /// [`build`](Self::build); else file and engine errors.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        std::fs::create_dir_all(dir).map_err(SearchError::io("create", dir))?;
        let current = match open_newest(dir, Generation::open_verified)? {
            Some(current) => current,
            None => writer::create_first(dir)?,
        };
        writer::sweep(dir);
        Ok(Self {
            dir: dir.to_owned(),
            current: RwLock::new(Arc::new(current)),
        })
    }

    /// Builds a new index in a folder, whatever is there now: the remedy for one that
    /// cannot be opened. The old one stays until the new one is complete.
    ///
    /// # Errors
    /// As [`SearchIndex::rebuild`].
    pub fn build(
        dir: &Path,
        entries: &mut dyn Iterator<Item = Result<SearchEntry, BoxedError>>,
    ) -> Result<Self, SearchError> {
        std::fs::create_dir_all(dir).map_err(SearchError::io("create", dir))?;
        let current = writer::rebuild(dir, entries)?;
        Ok(Self {
            dir: dir.to_owned(),
            current: RwLock::new(Arc::new(current)),
        })
    }

    /// The newest generation with its newest commit.
    fn current(&self) -> Result<Arc<Generation>, SearchError> {
        let known = Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner));
        if generation::newest(&self.dir)?.is_none_or(|newest| newest == known.name()) {
            match known.reload_if_changed(&self.dir) {
                Ok(()) => return Ok(known),
                // Swept away since it was listed.
                Err(_) if generation::newest(&self.dir)? != Some(known.name()) => {}
                Err(error) => return Err(error),
            }
        }
        let Some(opened) = open_newest(&self.dir, Generation::open)? else {
            return Ok(known);
        };
        let opened = Arc::new(opened);
        self.put(&opened);
        Ok(opened)
    }

    fn put(&self, generation: &Arc<Generation>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(generation);
    }
}

impl SearchIndex for TantivyIndex {
    fn update(&self, changes: &mut dyn Iterator<Item = Change>) -> Result<(), SearchError> {
        let _lock = writer::lock(&self.dir)?;
        let generation = self.current()?;
        writer::apply(&self.dir, &generation, changes)?;
        generation.reload(&self.dir)
    }

    fn rebuild(
        &self,
        entries: &mut dyn Iterator<Item = Result<SearchEntry, BoxedError>>,
    ) -> Result<(), SearchError> {
        let built = writer::rebuild(&self.dir, entries)?;
        self.put(&Arc::new(built));
        Ok(())
    }

    fn search(&self, query: &Query) -> Result<Page, SearchError> {
        let started = Instant::now();
        let searcher = self.current()?.searcher();
        let needles = query.needles();
        let (total, records) = find(&searcher, query, &needles).map_err(engine)?;
        let hits = records
            .into_iter()
            .map(|record| hit(record, &needles))
            .collect();
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(Page {
            total,
            took_ms,
            hits,
        })
    }

    fn scan_text<'a>(&self, entry: &'a SearchEntry) -> Vec<Cow<'a, str>> {
        schema::texts(entry)
    }

    fn check(&self) -> Result<(), SearchError> {
        self.current().map(|_| ())
    }
}

/// Opens the newest generation, again if another process sweeps it away meanwhile.
fn open_newest(
    dir: &Path,
    open: impl Fn(&Path, Name) -> Result<Generation, SearchError>,
) -> Result<Option<Generation>, SearchError> {
    let mut newest = generation::newest(dir)?;
    while let Some(name) = newest {
        let opened = open(dir, name);
        newest = generation::newest(dir)?;
        if opened.is_ok() || newest == Some(name) {
            return opened.map(Some);
        }
    }
    Ok(None)
}

/// The number of matches and the records of the asked page.
fn find(
    searcher: &Searcher,
    query: &Query,
    needles: &Needles,
) -> tantivy::Result<(usize, Vec<Record>)> {
    let wanted = text_query::build(searcher.schema(), query, needles);
    // Beyond the last document there is nothing; the collector reserves what it may skip.
    let offset = query
        .offset()
        .min(usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX));
    let order = (
        SortBySimilarityScore,
        (
            SortByStaticFastValue::<i64>::for_field(schema::PUBLISHED),
            Order::Desc,
        ),
        (SortByString::for_field(schema::KEY), Order::Asc),
    );
    let page = TopDocs::with_limit(PAGE_SIZE)
        .and_offset(offset)
        .order_by(order);
    let (total, found) = searcher.search(&wanted, &(Count, page))?;
    let records = found
        .into_iter()
        .map(|(_, address)| schema::record(searcher, address));
    Ok((total, records.collect::<tantivy::Result<_>>()?))
}

fn hit(record: Record, needles: &Needles) -> Hit {
    let snippets = snippets(&record.items, needles);
    Hit {
        body_code: record.body_code,
        body_name: record.body_name,
        agency: record.agency,
        number: record.number,
        form: record.form,
        title: record.title,
        published: record.published,
        url: record.url,
        snippets,
    }
}

fn engine(error: tantivy::TantivyError) -> SearchError {
    SearchError::Engine(Box::new(error))
}
