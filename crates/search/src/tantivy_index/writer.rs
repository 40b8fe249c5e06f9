//! Writing: one writer at a time, small buffers, a rename at the end of a rebuild.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::generation::{self, Generation, Name};
use super::{engine, schema};
use crate::entry::{EntryKey, SearchEntry};
use crate::error::{BoxedError, SearchError};
use crate::index::Change;

/// Bytes buffered by each thread before a segment is written.
const BUFFER: usize = 15_000_000;

/// Bytes of text handed over before a rebuild waits for the threads. Tantivy's own limit is
/// ten thousand documents, however large.
const QUEUE: usize = 8_000_000;

/// How long to wait for another writer. A rebuild of everything may take longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Share of removed entries at which a segment is written anew without them.
const MAX_REMOVED: f32 = 0.1;

/// Waits for the right to write; dropping the file gives it back, and so does being killed.
pub(super) fn lock(dir: &Path) -> Result<File, SearchError> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(lock) = try_lock(dir)? {
            return Ok(lock);
        }
        if Instant::now() > deadline {
            return Err(SearchError::Busy {
                dir: dir.to_owned(),
            });
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn try_lock(dir: &Path) -> Result<Option<File>, SearchError> {
    let path = dir.join("lock");
    let options = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path);
    let file = options.map_err(SearchError::io("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(SearchError::io("lock", &path)(error)),
    }
}

/// Begins the first generation, unless another process was faster.
pub(super) fn create_first(dir: &Path) -> Result<Generation, SearchError> {
    let lock = lock(dir)?;
    match generation::newest(dir)? {
        Some(newest) => Generation::open(dir, newest),
        None => build(dir, &lock, &mut std::iter::empty()),
    }
}

/// Applies changes to a generation in one commit. The caller holds the lock.
pub(super) fn apply(
    dir: &Path,
    generation: &Generation,
    changes: &mut dyn Iterator<Item = Change>,
) -> Result<(), SearchError> {
    let index = generation.index();
    remove_uncommitted(&generation.name().path(dir), index)?;
    let mut writer = open_writer(index, 1)?;
    for change in changes {
        match change {
            Change::Replace(entry) => put(&writer, index, &entry)?,
            Change::Remove(key) => delete(&writer, index, &key),
        }
    }
    writer.commit().map_err(engine)?;
    // Tantivy writes the files through but not the renaming of the last one.
    sync(&generation.name().path(dir))?;
    writer.wait_merging_threads().map_err(engine)
}

/// Removes what a writer left that was killed before its commit. Tantivy names lists of
/// removed documents by a number that the next writer counts up to again, and refuses then.
fn remove_uncommitted(path: &Path, index: &Index) -> Result<(), SearchError> {
    let committed = index.load_metas().map_err(engine)?.list_segment_files();
    let listed = fs::read_dir(path).map_err(SearchError::io("read", path))?;
    for entry in listed {
        let name = PathBuf::from(entry.map_err(SearchError::io("read", path))?.file_name());
        if name.extension().is_some_and(|kind| kind == "del") && !committed.contains(&name) {
            let left = path.join(name);
            fs::remove_file(&left).map_err(SearchError::io("remove", &left))?;
        }
    }
    Ok(())
}

/// Builds a new generation and makes it the one that counts.
pub(super) fn rebuild(
    dir: &Path,
    entries: &mut dyn Iterator<Item = Result<SearchEntry, BoxedError>>,
) -> Result<Generation, SearchError> {
    let lock = lock(dir)?;
    let built = build(dir, &lock, entries)?;
    sweep_older(dir, &lock);
    Ok(built)
}

fn build(
    dir: &Path,
    _lock: &File,
    entries: &mut dyn Iterator<Item = Result<SearchEntry, BoxedError>>,
) -> Result<Generation, SearchError> {
    let building = building(dir);
    remove_folder(&building)?;
    fs::create_dir(&building).map_err(SearchError::io("create", &building))?;
    let filled = fill(&building, entries);
    if filled.is_err() {
        // The error of the source counts; what is left will be swept later.
        remove_folder(&building).ok();
    }
    filled?;
    let number = generation::newest(dir)?.map_or(1, |newest| newest.number + 1);
    let name = Name {
        number,
        format: schema::FORMAT,
    };
    let path = name.path(dir);
    sync(&building)?;
    fs::rename(&building, &path).map_err(SearchError::io("rename", &building))?;
    sync(dir)?;
    Generation::open(dir, name)
}

fn fill(
    path: &Path,
    entries: &mut dyn Iterator<Item = Result<SearchEntry, BoxedError>>,
) -> Result<(), SearchError> {
    let index = generation::create(path)?;
    let mut writer = open_writer(&index, 2)?;
    let mut waiting = 0;
    for entry in entries {
        let entry = entry.map_err(SearchError::Source)?;
        put(&writer, &index, &entry)?;
        waiting += entry.text_bytes();
        if waiting > QUEUE {
            // Nobody reads this folder yet: the commit only empties the queue.
            writer.commit().map_err(engine)?;
            waiting = 0;
        }
    }
    writer.commit().map_err(engine)?;
    writer.wait_merging_threads().map_err(engine)
}

fn open_writer(index: &Index, threads: usize) -> Result<IndexWriter, SearchError> {
    let options = IndexWriterOptions::builder()
        .memory_budget_per_thread(BUFFER)
        .num_worker_threads(threads)
        .num_merge_threads(1)
        .build();
    let writer: IndexWriter = index.writer_with_options(options).map_err(engine)?;
    let mut merging = LogMergePolicy::default();
    merging.set_del_docs_ratio_before_merge(MAX_REMOVED);
    writer.set_merge_policy(Box::new(merging));
    Ok(writer)
}

fn put(writer: &IndexWriter, index: &Index, entry: &SearchEntry) -> Result<(), SearchError> {
    delete(writer, index, &entry.key());
    let document: TantivyDocument = schema::document(&index.schema(), entry)
        .map_err(|error| SearchError::Engine(Box::new(error)))?;
    writer.add_document(document).map_err(engine)?;
    Ok(())
}

fn delete(writer: &IndexWriter, index: &Index, key: &EntryKey) {
    let field = schema::field(&index.schema(), schema::KEY);
    writer.delete_term(Term::from_field_text(field, key.as_str()));
}

/// Removes what killed writers left, unless one is at work now.
pub(super) fn sweep(dir: &Path) {
    match try_lock(dir) {
        Ok(Some(lock)) => sweep_older(dir, &lock),
        Ok(None) => {}
        Err(error) => tracing::debug!(%error, "search index is not writable, not swept"),
    }
}

/// Readers that have files of an older generation open can go on reading them.
fn sweep_older(dir: &Path, _lock: &File) {
    let Ok(mut names) = generation::list(dir) else {
        return;
    };
    names.sort();
    names.pop();
    let left = names
        .into_iter()
        .map(|name| name.path(dir))
        .chain([building(dir)]);
    for path in left {
        if let Err(error) = remove_folder(&path) {
            tracing::warn!(%error, "old search index could not be removed");
        }
    }
}

fn building(dir: &Path) -> PathBuf {
    dir.join("building")
}

fn remove_folder(path: &Path) -> Result<(), SearchError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(SearchError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

fn sync(dir: &Path) -> Result<(), SearchError> {
    File::open(dir)
        .and_then(|file| file.sync_all())
        .map_err(SearchError::io("sync", dir))
}
