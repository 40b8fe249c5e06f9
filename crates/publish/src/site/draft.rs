//! A file on its way into the standby: written beside the trees, then renamed to its place.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::sync;
use crate::error::SiteError;
use crate::path::SitePath;

/// Bytes held in memory of a file.
const BUFFER: usize = 64 * 1024;

/// A file being written, for content that is too long to hold in memory. [`Write`] into it,
/// then hand it to [`Staging::place`](super::Staging::place). Dropped, it is nothing.
#[derive(Debug)]
pub struct Draft {
    path: SitePath,
    temporary: PathBuf,
    file: BufWriter<File>,
    hasher: DefaultHasher,
    length: u64,
}

/// A complete draft.
pub(super) struct Finished {
    pub(super) path: SitePath,
    pub(super) temporary: PathBuf,
    pub(super) hash: u64,
    length: u64,
}

impl Draft {
    pub(super) fn create(folder: &Path, number: usize, path: &SitePath) -> Result<Self, SiteError> {
        let temporary = folder.join(number.to_string());
        let file = File::create_new(&temporary).map_err(SiteError::io("create", &temporary))?;
        Ok(Self {
            path: path.clone(),
            temporary,
            file: BufWriter::with_capacity(BUFFER, file),
            hasher: DefaultHasher::new(),
            length: 0,
        })
    }

    pub(super) fn finish(mut self) -> Result<Finished, SiteError> {
        self.file
            .flush()
            .map_err(SiteError::io("write", &self.temporary))?;
        Ok(Finished {
            path: self.path,
            temporary: self.temporary,
            hash: self.hasher.finish(),
            length: self.length,
        })
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.write(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Finished {
    /// Whether the file at `other` has the same bytes.
    pub(super) fn equals(&self, other: &Path) -> Result<bool, SiteError> {
        if fs::metadata(other).map_or(true, |there| there.len() != self.length) {
            return Ok(false);
        }
        same_content(&self.temporary, other, self.length).map_err(SiteError::io("compare", other))
    }

    /// Throws the draft away.
    pub(super) fn discard(&self) -> Result<(), SiteError> {
        sync::remove_file(&self.temporary)
    }
}

/// Compares two files of `length` bytes.
fn same_content(one: &Path, other: &Path, length: u64) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    let (mut left, mut right) = (vec![0; BUFFER], vec![0; BUFFER]);
    let mut rest = length;
    while rest > 0 {
        let step = usize::try_from(rest).map_or(BUFFER, |rest| rest.min(BUFFER));
        one.read_exact(&mut left[..step])?;
        other.read_exact(&mut right[..step])?;
        if left[..step] != right[..step] {
            return Ok(false);
        }
        rest -= step as u64;
    }
    Ok(true)
}

/// Makes the folder of drafts, empty: whatever is in it belongs to a writer that was killed.
pub(super) fn clear(folder: &Path) -> Result<(), SiteError> {
    sync::remove_tree(folder)?;
    fs::create_dir_all(folder).map_err(SiteError::io("create", folder))
}
