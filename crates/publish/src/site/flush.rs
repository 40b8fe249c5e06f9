//! Making sure that the disk has what was written, before anything builds on it.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

use super::release::Changes;
use crate::error::SiteError;

/// From this many files on, the file system is flushed as a whole.
const MANY: usize = 64;

/// Flushes a file or a folder.
pub(super) fn one(path: &Path) -> Result<(), SiteError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(SiteError::io("flush", path))
}

/// Flushes the file system of a tree.
pub(super) fn all(tree: &Path) -> Result<(), SiteError> {
    let root = File::open(tree).map_err(SiteError::io("open", tree))?;
    rustix::fs::syncfs(&root).map_err(|error| SiteError::io("flush", tree)(error.into()))
}

/// Flushes the files of a tree that were changed, and the folders that name them or did.
pub(super) fn changes(tree: &Path, changes: &Changes) -> Result<(), SiteError> {
    if changes.len() > MANY {
        return all(tree);
    }
    let mut folders = BTreeSet::new();
    for (path, change) in changes {
        let file = path.under(tree);
        if change.is_some() {
            one(&file)?;
        }
        let above = file.ancestors().skip(1);
        let above = above.take_while(|folder| folder.starts_with(tree));
        folders.extend(above.filter(|folder| folder.is_dir()).map(Path::to_owned));
    }
    folders.iter().try_for_each(|folder| one(folder))
}
