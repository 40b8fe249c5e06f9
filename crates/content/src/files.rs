//! The files of the content, by path below its folder: built in, or read from disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_embed::RustEmbed;

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "../../content"]
#[include = "*.md"]
#[include = "*.yaml"]
#[include = "*.csv"]
struct Shipped;

/// Texts by path with `/`, as `forms/kiso/2014-04.yaml`.
pub(crate) struct Files {
    /// What stands before every path in messages.
    root: String,
    texts: BTreeMap<String, String>,
}

impl Files {
    /// The files built into the binary.
    pub(crate) fn embedded() -> (Self, Vec<Problem>) {
        let mut files = Self {
            root: "content".to_owned(),
            texts: BTreeMap::new(),
        };
        let mut problems = Vec::new();
        for path in Shipped::iter() {
            if let Some(file) = Shipped::get(&path) {
                files.add(&path, file.data.into_owned(), &mut problems);
            }
        }
        (files, problems)
    }

    /// The files of a folder. What cannot be read is a problem, not a gap.
    pub(crate) fn from_folder(folder: &Path) -> (Self, Vec<Problem>) {
        let mut files = Self {
            root: folder.display().to_string(),
            texts: BTreeMap::new(),
        };
        let mut problems = Vec::new();
        files.read_folder(folder, "", &mut problems);
        (files, problems)
    }

    /// The text at this path.
    pub(crate) fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// The paths below `folder/` that end so, in order.
    pub(crate) fn paths(&self, folder: &str, suffix: &str) -> Vec<&str> {
        let start = format!("{folder}/");
        let fits = |path: &&str| path.starts_with(&start) && path.ends_with(suffix);
        self.texts.keys().map(String::as_str).filter(fits).collect()
    }

    /// The path as messages show it.
    pub(crate) fn shown(&self, path: &str) -> String {
        if path.is_empty() {
            self.root.clone()
        } else {
            format!("{}/{path}", self.root)
        }
    }

    fn read_folder(&mut self, folder: &Path, path: &str, problems: &mut Vec<Problem>) {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(path, &error.to_string(), problems),
        };
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let below = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}/{name}")
            };
            if entry.path().is_dir() {
                self.read_folder(&entry.path(), &below, problems);
            } else if [".md", ".yaml", ".csv"]
                .iter()
                .any(|suffix| name.ends_with(suffix))
            {
                match fs::read(entry.path()) {
                    Ok(bytes) => self.add(&below, bytes, problems),
                    Err(error) => self.unreadable(&below, &error.to_string(), problems),
                }
            }
        }
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>, problems: &mut Vec<Problem>) {
        match String::from_utf8(bytes) {
            Ok(text) => {
                self.texts
                    .insert(path.to_owned(), text.replace("\r\n", "\n"));
            }
            Err(_) => self.unreadable(path, "the file is not UTF-8", problems),
        }
    }

    fn unreadable(&self, path: &str, message: &str, problems: &mut Vec<Problem>) {
        problems.push(Problem {
            file: self.shown(path),
            line: None,
            message: message.to_owned(),
        });
    }
}
