//! The hidden `.release` of a tree: which release it is and how it differs from the one before.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{flush, sync};
use crate::error::SiteError;
use crate::path::SitePath;

const NAME: &str = ".release";

/// What a tree says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Release {
    /// A number and a hash over everything since the first release.
    pub(super) id: String,
    /// The id of the release before; `None` for the first.
    pub(super) previous: Option<String>,
    /// Files written since.
    pub(super) changed: Vec<String>,
    /// Files removed since.
    pub(super) removed: Vec<String>,
}

/// A change of one file: the hash of its new content, `None` if it was removed.
pub(super) type Change = Option<u64>;

/// The changed files of a tree.
pub(super) type Changes = BTreeMap<SitePath, Change>;

impl Release {
    /// The release after `previous`. Equal histories have equal ids.
    pub(super) fn after(previous: Option<&Self>, changes: &Changes) -> Self {
        let mut release = Self {
            id: String::new(),
            previous: previous.map(|previous| previous.id.clone()),
            changed: Vec::new(),
            removed: Vec::new(),
        };
        let mut hasher = DefaultHasher::new();
        release.previous.hash(&mut hasher);
        for (path, change) in changes {
            (path, change).hash(&mut hasher);
            let list = if change.is_some() {
                &mut release.changed
            } else {
                &mut release.removed
            };
            list.push(path.as_str().to_owned());
        }
        let number = previous.map_or(0, Self::number) + 1;
        release.id = format!("{number}-{:016x}", hasher.finish());
        release
    }

    fn number(&self) -> u64 {
        let number = self.id.split('-').next().unwrap_or_default();
        number.parse().unwrap_or(0)
    }

    /// Reads it; `None` when it is missing or damaged.
    pub(super) fn read(tree: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(file(tree)).ok()?).ok()
    }

    /// Writes it as a new file.
    pub(super) fn write(&self, tree: &Path) -> Result<(), SiteError> {
        let path = file(tree);
        sync::remove_file(&path)?;
        let mut new = fs::File::create_new(&path).map_err(SiteError::io("create", &path))?;
        let json = serde_json::to_vec(self).map_err(SiteError::encode(NAME))?;
        new.write_all(&json)
            .map_err(SiteError::io("write", &path))?;
        new.sync_all().map_err(SiteError::io("flush", &path))
    }
}

fn file(tree: &Path) -> PathBuf {
    tree.join(NAME)
}

/// Says that a tree is no release, before it is changed.
pub(super) fn forget(tree: &Path) -> Result<(), SiteError> {
    sync::remove_file(&file(tree))?;
    flush::one(tree)
}

/// Says that `standby` is the same release as `live`.
pub(super) fn share(live: &Path, standby: &Path) -> Result<(), SiteError> {
    sync::link(&file(live), &file(standby))
}
