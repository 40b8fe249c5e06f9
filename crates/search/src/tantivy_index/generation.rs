//! Generations: complete indexes in numbered folders.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, MmapDirectory};
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy, Searcher, TantivyError};

use super::{engine, schema};
use crate::error::SearchError;

/// The name of a generation's folder, as `v1-000007`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// Counts up over all formats.
    pub number: u64,
    /// Format of its data.
    pub format: u32,
}

impl Name {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (format, number) = text.strip_prefix('v')?.split_once('-')?;
        Some(Self {
            number: number.parse().ok()?,
            format: format.parse().ok()?,
        })
    }

    pub(super) fn path(self, dir: &Path) -> PathBuf {
        dir.join(format!("v{}-{:06}", self.format, self.number))
    }
}

/// The generation that counts.
pub(super) fn newest(dir: &Path) -> Result<Option<Name>, SearchError> {
    Ok(list(dir)?.into_iter().max())
}

/// All generations, in no order.
pub(super) fn list(dir: &Path) -> Result<Vec<Name>, SearchError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(SearchError::io("read", dir))? {
        let entry = entry.map_err(SearchError::io("read", dir))?;
        names.extend(entry.file_name().to_str().and_then(Name::parse));
    }
    Ok(names)
}

/// Starts an empty Tantivy index in a folder that exists and is empty.
pub(super) fn create(path: &Path) -> Result<Index, SearchError> {
    Index::builder()
        .schema(schema::schema())
        .settings(IndexSettings::default())
        .tokenizers(schema::tokenizers())
        .create_in_dir(path)
        .map_err(engine)
}

/// Which commit is being read: time and inode of `meta.json`, which every commit replaces.
/// Clocks of file systems tick slowly; two commits within a tick differ in the inode.
type Stamp = (SystemTime, u64);

fn stamp(dir: &Path, name: Name) -> Result<Stamp, SearchError> {
    let meta = name.path(dir).join("meta.json");
    let read = || {
        let metadata = fs::metadata(&meta)?;
        Ok((metadata.modified()?, metadata.ino()))
    };
    read().map_err(|error| match is_refusal(&error) {
        true => SearchError::io("read", &meta)(error),
        false => corrupt(dir, &"meta.json is missing"),
    })
}

/// An open generation.
pub(super) struct Generation {
    name: Name,
    index: Index,
    reader: IndexReader,
    stamp: Mutex<Stamp>,
}

impl Generation {
    /// Opens a generation and the segments of its last commit.
    pub(super) fn open(dir: &Path, name: Name) -> Result<Self, SearchError> {
        Self::open_checked(dir, name, |_| Ok(()))
    }

    /// As [`open`](Self::open), after comparing every file with its checksum.
    pub(super) fn open_verified(dir: &Path, name: Name) -> Result<Self, SearchError> {
        Self::open_checked(dir, name, |index| verify(dir, index))
    }

    fn open_checked(
        dir: &Path,
        name: Name,
        check: impl FnOnce(&Index) -> Result<(), SearchError>,
    ) -> Result<Self, SearchError> {
        if name.format != schema::FORMAT {
            let (found, expected) = (name.format, schema::FORMAT);
            return Err(SearchError::Outdated {
                dir: dir.to_owned(),
                found,
                expected,
            });
        }
        // Taken first: a commit in between is then noticed by the next search.
        let stamp = Mutex::new(stamp(dir, name)?);
        let directory =
            MmapDirectory::open(name.path(dir)).map_err(|error| corrupt(dir, &error))?;
        let mut index = Index::open(directory).map_err(|error| failed(dir, error))?;
        if index.schema() != schema::schema() {
            return Err(corrupt(dir, &"unexpected fields"));
        }
        check(&index)?;
        index.set_tokenizers(schema::tokenizers());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into();
        let reader = reader.map_err(|error| failed(dir, error))?;
        Ok(Self {
            name,
            index,
            reader,
            stamp,
        })
    }

    pub(super) fn name(&self) -> Name {
        self.name
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Moves on to the newest commit, if another process made one.
    pub(super) fn reload_if_changed(&self, dir: &Path) -> Result<(), SearchError> {
        let newest = stamp(dir, self.name)?;
        let mut known = self.stamp.lock().unwrap_or_else(PoisonError::into_inner);
        if *known != newest {
            self.reload(dir)?;
            *known = newest;
        }
        Ok(())
    }

    /// Moves on to the newest commit.
    pub(super) fn reload(&self, dir: &Path) -> Result<(), SearchError> {
        self.reader.reload().map_err(|error| failed(dir, error))
    }
}

/// Compares the files of the last commit with their checksums. Missing ones are left to the
/// reader, which knows the optional ones. Tantivy's own `validate_checksum` passes over
/// files that its list for garbage collection has lost.
fn verify(dir: &Path, index: &Index) -> Result<(), SearchError> {
    let files = index
        .load_metas()
        .map_err(|error| failed(dir, error))?
        .list_segment_files();
    for file in files {
        let present = index.directory().exists(&file);
        if !present.map_err(|error| failed(dir, error.into()))? {
            continue;
        }
        let valid = index.directory().validate_checksum(&file);
        if !valid.map_err(|error| failed(dir, error.into()))? {
            return Err(corrupt(dir, &format!("checksum of {}", file.display())));
        }
    }
    Ok(())
}

fn corrupt(dir: &Path, detail: &dyn std::fmt::Display) -> SearchError {
    SearchError::Corrupt {
        dir: dir.to_owned(),
        detail: detail.to_string(),
    }
}

/// Tells a damaged index from a refusal of the machine.
fn failed(dir: &Path, error: TantivyError) -> SearchError {
    let refused = match &error {
        TantivyError::LockFailure(..) | TantivyError::SystemError(_) => true,
        TantivyError::IoError(io) => is_refusal(io),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            is_refusal(io_error)
        }
        _ => false,
    };
    if refused {
        engine(error)
    } else {
        corrupt(dir, &error)
    }
}

/// What the system says has a number; what a decoder says has none. A missing file is damage.
fn is_refusal(error: &std::io::Error) -> bool {
    error.raw_os_error().is_some() && error.kind() != std::io::ErrorKind::NotFound
}
