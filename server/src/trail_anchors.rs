//! What was seen of the audit trail, kept in a file beside the database: whoever cuts the
//! end of the trail off and rewinds the recorded end in the database is found by it.
//!
//! A line per verification: place, hash, time. Deliberately absent: any secret. Copy the
//! file to another machine with the backups; whoever holds both can still forge both.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::Timestamp;
use store::audit::Anchor;

use crate::config::Config;

/// Where the file lies.
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    config.data_dir().join("audit-anchors.txt")
}

/// What was seen so far; nothing without a file.
///
/// # Errors
/// The file cannot be read, or a line of it is none.
pub fn read(path: &Path) -> anyhow::Result<Vec<Anchor>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            parse(line).with_context(|| format!("{}:{} is no anchor", path.display(), number + 1))
        })
        .collect()
}

fn parse(line: &str) -> Option<Anchor> {
    let mut parts = line.split_whitespace();
    let seq = parts.next()?.parse().ok()?;
    let hash = parts.next()?;
    (hash.len() == 64).then(|| Anchor {
        seq,
        hash: hash.to_owned(),
    })
}

/// Adds the end of a trail that was found whole, unless it was the last one seen.
///
/// # Errors
/// The file cannot be written.
pub fn add(path: &Path, anchor: &Anchor, at: Timestamp) -> anyhow::Result<()> {
    if read(path)?.last() == Some(anchor) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    writeln!(file, "{} {} {at:.0}", anchor.seq, anchor.hash)?;
    file.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_seen_is_read_back_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/anchors.txt");
        assert_eq!(read(&path).unwrap(), []);
        let anchor = |seq| Anchor {
            seq,
            hash: "a".repeat(64),
        };
        for seq in [3, 3, 7] {
            add(&path, &anchor(seq), Timestamp::UNIX_EPOCH).unwrap();
        }
        assert_eq!(read(&path).unwrap(), [anchor(3), anchor(7)]);
    }

    #[test]
    fn a_broken_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("anchors.txt");
        fs::write(&path, "\nnonsense\n").unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.ends_with("anchors.txt:2 is no anchor"), "{error}");
    }
}
