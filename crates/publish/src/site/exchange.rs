//! The instant at which the new site becomes the live one.

use std::fs;
use std::io;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::{Trees, flush};
use crate::error::SiteError;

/// How the trees take each other's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    /// In one step of the kernel; by two renames where the file system does not know it.
    Atomic,
    /// By two renames, for file systems that only pretend to know the one step.
    TwoRenames,
}

/// Exchanges the live tree and the standby.
pub(super) fn exchange(trees: &Trees, how: Exchange) -> Result<(), SiteError> {
    if how == Exchange::TwoRenames || !swap_names(trees)? {
        rename_twice(trees)?;
    }
    Ok(())
}

/// Flushes the exchange to the disk.
pub(super) fn settle(trees: &Trees) -> Result<(), SiteError> {
    match trees.live.parent() {
        Some(parent) => flush::one(parent),
        None => Ok(()),
    }
}

/// Whether the file system could do it.
fn swap_names(trees: &Trees) -> Result<bool, SiteError> {
    match renameat_with(CWD, &trees.standby, CWD, &trees.live, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(SiteError::io("exchange", &trees.live)(io::Error::from(
            error,
        ))),
    }
}

fn rename_twice(trees: &Trees) -> Result<(), SiteError> {
    let rename = |from, to| fs::rename(from, to).map_err(SiteError::io("rename", from));
    rename(&trees.live, &trees.previous)?;
    if let Err(error) = rename(&trees.standby, &trees.live) {
        rename(&trees.previous, &trees.live)?;
        return Err(error);
    }
    rename(&trees.previous, &trees.standby)
}
