//! Content that is broken on purpose, and what must be said about it.

use std::fs;
use std::path::Path;

use content::{Content, ContentError};
use tempfile::TempDir;

pub(crate) const ZENKOMOKU: &str = "forms/zenkomoku/2014-04.yaml";

/// A copy of the shipped content, to be broken.
pub(crate) fn copy() -> TempDir {
    fn copy_folder(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy_folder(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"),
        folder.path(),
    );
    folder
}

pub(crate) fn load(folder: &TempDir) -> ContentError {
    Content::from_folder(folder.path()).expect_err("the content is broken")
}

/// Replaces the first `from` of a file, which must be there.
pub(crate) fn replace(folder: &TempDir, path: &str, from: &str, to: &str) {
    let file = folder.path().join(path);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{path} has no {from:?}");
    fs::write(&file, text.replacen(from, to, 1)).unwrap();
}

/// Breaks one file and expects a message with these words about it; returns its line.
pub(crate) fn fault(path: &str, from: &str, to: &str, words: &[&str]) -> Option<usize> {
    let folder = copy();
    replace(&folder, path, from, to);
    expect(&load(&folder), &folder, path, words)
}

pub(crate) fn expect(
    error: &ContentError,
    folder: &TempDir,
    path: &str,
    words: &[&str],
) -> Option<usize> {
    let file = format!("{}/{path}", folder.path().display());
    let fits = |message: &str| words.iter().all(|word| message.contains(word));
    let found = error
        .problems()
        .iter()
        .find(|p| p.file == file && fits(&p.message));
    let found = found.unwrap_or_else(|| panic!("no {words:?} about {path} in: {error}"));
    assert!(error.to_string().contains(&found.to_string()));
    found.line
}

/// The line of a text in the shipped file.
pub(crate) fn line_of(path: &str, text: &str) -> usize {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../content")
        .join(path);
    let found = fs::read_to_string(file)
        .unwrap()
        .lines()
        .position(|line| line.contains(text));
    found.unwrap_or_else(|| panic!("{path} has no {text:?}")) + 1
}
