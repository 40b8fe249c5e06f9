//! Making the standby equal to the live tree, by hard links.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::flush;
use super::release::{self, Changes, Release};
use crate::error::SiteError;
use crate::path::SitePath;

/// Brings the standby up to date: by the list of changes where it is the release before,
/// else by comparing the trees.
pub(super) fn catch_up(live: &Path, standby: &Path) -> Result<(), SiteError> {
    fs::create_dir_all(standby).map_err(SiteError::io("create", standby))?;
    let (current, behind) = (Release::read(live), Release::read(standby));
    if let (Some(current), Some(behind)) = (&current, &behind) {
        if current.id == behind.id {
            return Ok(());
        }
        // A list that cannot be followed is damage: compare the trees then.
        if current.previous.as_ref() == Some(&behind.id) && follow(current, live, standby).is_ok() {
            return release::share(live, standby);
        }
    }
    tracing::info!("compare the whole site with its standby");
    release::forget(standby)?;
    clear_differences(live, standby)?;
    link_missing(live, standby)?;
    flush::all(standby)?;
    match current {
        Some(_) => release::share(live, standby),
        None => Ok(()),
    }
}

fn follow(
    current: &Release,
    live: &Path,
    standby: &Path,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut followed = Changes::new();
    for path in &current.removed {
        let path = SitePath::parse(path)?;
        remove(standby, &path)?;
        followed.insert(path, None);
    }
    for path in &current.changed {
        let path = SitePath::parse(path)?;
        relink(live, standby, &path)?;
        // Nothing of the file itself needs to be flushed: it is that of the live tree.
        followed.insert(path, None);
    }
    Ok(flush::changes(standby, &followed)?)
}

/// Removes from the standby what the live tree does not have just so.
fn clear_differences(live: &Path, standby: &Path) -> Result<(), SiteError> {
    let mut walk = WalkDir::new(standby).min_depth(1).into_iter();
    while let Some(entry) = walk.next() {
        let entry = entry.map_err(walking(standby))?;
        let there = path_within(standby, &entry).and_then(|path| metadata(&path.under(live)));
        let here = entry.metadata().map_err(walking(standby))?;
        if entry.file_type().is_dir() {
            if !there.is_some_and(|there| there.is_dir()) {
                walk.skip_current_dir();
                remove_tree(entry.path())?;
            }
        } else if !there.is_some_and(|there| is_same(&here, &there)) {
            remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn link_missing(live: &Path, standby: &Path) -> Result<(), SiteError> {
    for entry in WalkDir::new(live).min_depth(1) {
        let entry = entry.map_err(walking(live))?;
        let path = path_within(live, &entry).filter(|_| entry.file_type().is_file());
        if let Some(path) = path {
            relink(live, standby, &path)?;
        }
    }
    Ok(())
}

/// The path of an entry of a tree; `None` for what does not belong to a site.
pub(super) fn path_within(tree: &Path, entry: &DirEntry) -> Option<SitePath> {
    SitePath::of_relative(entry.path().strip_prefix(tree).ok()?)
}

/// Makes a file of the standby the same file as in the live tree.
pub(super) fn relink(live: &Path, standby: &Path, path: &SitePath) -> Result<(), SiteError> {
    let (from, to) = (path.under(live), path.under(standby));
    if let (Some(from), Some(to)) = (metadata(&from), metadata(&to))
        && is_same(&from, &to)
    {
        return Ok(());
    }
    make_room(&to)?;
    link(&from, &to)
}

/// Puts a second name on a file, in place of what may have been there.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), SiteError> {
    remove_file(to)?;
    fs::hard_link(from, to).map_err(SiteError::io("link", to))
}

/// Makes the folders above a file.
pub(super) fn make_room(file: &Path) -> Result<(), SiteError> {
    match file.parent() {
        Some(parent) => fs::create_dir_all(parent).map_err(SiteError::io("create", parent)),
        None => Ok(()),
    }
}

/// Removes a file of a tree, and the folders that it leaves empty.
pub(super) fn remove(tree: &Path, path: &SitePath) -> Result<(), SiteError> {
    let file = path.under(tree);
    remove_file(&file)?;
    let folders = file
        .ancestors()
        .skip(1)
        .take_while(|folder| *folder != tree);
    for folder in folders {
        if let Err(error) = fs::remove_dir(folder) {
            return match error.kind() {
                ErrorKind::DirectoryNotEmpty => Ok(()),
                ErrorKind::NotFound => continue,
                _ => Err(SiteError::io("remove", folder)(error)),
            };
        }
    }
    Ok(())
}

/// Removes a file, if it is there.
pub(super) fn remove_file(path: &Path) -> Result<(), SiteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(SiteError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

/// Removes a folder with everything in it, if it is there.
pub(super) fn remove_tree(path: &Path) -> Result<(), SiteError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(SiteError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

fn metadata(path: &Path) -> Option<Metadata> {
    fs::symlink_metadata(path).ok()
}

fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.is_file() && (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Wraps an error of a walk, for `map_err`.
pub(super) fn walking(root: &Path) -> impl Fn(walkdir::Error) -> SiteError {
    |error| {
        let path = error.path().unwrap_or(root).to_owned();
        SiteError::io("read", &path)(error.into())
    }
}
