//! A writer that is really killed, over and over.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use search::{Change, Query, SearchIndex, TantivyIndex};

use crate::entries::sample;

/// Tells this test binary to be the writer.
const FOLDER: &str = "SEARCH_TEST_WRITER_FOLDER";

/// The writing process; as a test of its own it has nothing to do.
#[test]
fn a_writer_process_writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let index = TantivyIndex::open(Path::new(&folder)).unwrap();
    for version in last_version(&index).unwrap_or(0) + 1.. {
        write(&index, version);
        println!("\nwritten {version}");
    }
}

/// Writes two entries of one version: mostly by an update, sometimes by a rebuild.
fn write(index: &TantivyIndex, version: usize) {
    let text = format!("第{version}版");
    let entries = ["1", "2"].map(|number| sample(number, &[&text]).entry());
    if version.is_multiple_of(3) {
        index.rebuild(&mut entries.into_iter().map(Ok)).unwrap();
    } else {
        index
            .update(&mut entries.into_iter().map(Change::Replace))
            .unwrap();
    }
}

/// The version of both entries; they must be of the same.
fn last_version(index: &TantivyIndex) -> Option<usize> {
    let page = index.search(&Query::text("第")).unwrap();
    let texts: Vec<_> = page
        .hits
        .iter()
        .map(|hit| hit.snippets[0].html.as_str())
        .collect();
    if texts.is_empty() {
        return None;
    }
    assert_eq!((page.total, texts[0]), (2, texts[1]));
    let digits: String = texts[0].chars().filter(char::is_ascii_digit).collect();
    Some(digits.parse().unwrap())
}

#[test]
fn a_killed_writer_leaves_everything_it_reported_and_nothing_by_half() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..8 {
        let reported = write_for(folder.path(), Duration::from_millis(120 + 37 * round));
        let index = TantivyIndex::open(folder.path()).unwrap();
        let version = last_version(&index).unwrap_or(0);
        assert!(version >= reported, "version {version} of {reported}");
        assert!(!folder.path().join("building").exists());
    }
    let index = TantivyIndex::open(folder.path()).unwrap();
    assert!(last_version(&index).unwrap() > 1);
}

/// Runs the writing process for a while, kills it and returns the last version it reported.
fn write_for(folder: &Path, time: Duration) -> usize {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("sudden_death::a_writer_process_writes_until_it_is_killed")
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(time);
    writer.kill().unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let versions = lines.filter_map(|line| line.strip_prefix("written ")?.parse().ok());
    let last = versions.max().unwrap_or(0);
    writer.wait().unwrap();
    last
}
