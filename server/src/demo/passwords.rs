//! The file in which the demo's passwords stand: one account a line, for its owner alone.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::commands::Failure;

const HEAD: &str = "# 架空のデータのアカウント。この機械の持ち主だけが読めるファイルです。";

/// Passwords by e-mail address; none without a file.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(Failure::file(path, error)),
    };
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('\t'));
    Ok(pairs
        .map(|(email, password)| (email.to_owned(), password.to_owned()))
        .collect())
}

/// Writes them, in one step, readable by the owner only.
pub(super) fn write(path: &Path, passwords: &BTreeMap<String, String>) -> Result<(), Failure> {
    let beside = path.with_extension("tmp");
    let written = || {
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside)?;
        writeln!(file, "{HEAD}")?;
        for (email, password) in passwords {
            writeln!(file, "{email}\t{password}")?;
        }
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    written().map_err(|error| Failure::file(path, error))
}
