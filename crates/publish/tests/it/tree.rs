//! Looking at folders.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use publish::{Gate, Site, SitePath, Staging, SwapReport};
use tempfile::TempDir;

/// Every file below a folder with its bytes; hidden ones too, except `.release`.
pub fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = all_files(root);
    found.remove(".release");
    found
}

/// Every file below a folder with its bytes.
pub fn all_files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(root, "", &mut found);
    found
}

fn collect(folder: &Path, above: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{above}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(path).unwrap());
        }
    }
}

pub fn path(text: &str) -> SitePath {
    SitePath::parse(text).unwrap()
}

/// Makes a staging the live site; there is nothing to leak.
pub fn swap(staging: Staging) -> SwapReport {
    let gate = Gate::new([]);
    staging.check(gate.scan()).unwrap().swap().unwrap()
}

/// Publishes one release in which these files are written.
pub fn release(site: &Site, written: &[(&str, &str)]) -> SwapReport {
    let mut staging = site.begin().unwrap();
    for (name, text) in written {
        staging.write(&path(name), text.as_bytes()).unwrap();
    }
    swap(staging)
}

/// A site in a folder of its own; the folder goes with the first value.
pub fn site() -> (TempDir, Site) {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::open(&folder.path().join("site")).unwrap();
    (folder, site)
}

pub fn names(site: &Site) -> Vec<String> {
    files(site.dir()).into_keys().collect()
}

pub fn text(site: &Site, name: &str) -> String {
    fs::read_to_string(site.dir().join(name)).unwrap()
}

pub fn beside(site: &Site, suffix: &str) -> PathBuf {
    site.dir().with_file_name(format!(".site.{suffix}"))
}

pub fn inode(file: &Path) -> u64 {
    fs::metadata(file).unwrap().ino()
}
