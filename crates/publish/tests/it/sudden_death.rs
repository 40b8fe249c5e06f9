//! Writers that are really killed, over and over.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use publish::{Exchange, Site};

use crate::tree::{files, path, swap};

/// Tells this test binary to be the writer, and how to exchange trees.
const FOLDER: &str = "PUBLISH_TEST_WRITER_FOLDER";
const TWO_RENAMES: &str = "PUBLISH_TEST_TWO_RENAMES";
/// Each release changes one file in this many.
const TURNS: usize = 5;
const PAGES: usize = 20;

/// The writing process; as a test of its own it has nothing to do.
#[test]
fn a_writer_publishes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let site = Site::open(Path::new(&folder)).unwrap();
    let site = match std::env::var_os(TWO_RENAMES) {
        Some(_) => site.with_exchange(Exchange::TwoRenames),
        None => site,
    };
    for number in number_of(site.dir()) + 1.. {
        publish(&site, number);
        println!("\npublished {number}");
    }
}

/// Release `number`: one page in five, the list, and a file that only this release has.
fn publish(site: &Site, number: usize) {
    let mut staging = site.begin().unwrap();
    let before = format!("only/{}/index.html", number - 1);
    staging.remove(&path(&before)).unwrap();
    for (name, bytes) in written_by(number) {
        staging.write(&path(&name), &bytes).unwrap();
    }
    swap(staging);
}

fn written_by(number: usize) -> BTreeMap<String, Vec<u8>> {
    let pages = (0..PAGES).filter(|page| page % TURNS == number % TURNS);
    let mut written: BTreeMap<String, Vec<u8>> = pages
        .map(|page| (format!("pages/{page}/index.html"), page_of(number, page)))
        .collect();
    written.insert("list.csv".to_owned(), page_of(number, PAGES));
    written.insert(format!("only/{number}/index.html"), page_of(number, 0));
    written
}

fn page_of(number: usize, page: usize) -> Vec<u8> {
    format!("第{number}版の第{page}頁。")
        .repeat(800)
        .into_bytes()
}

/// Exactly what release `number` consists of.
fn expected(number: usize) -> BTreeMap<String, Vec<u8>> {
    let mut expected = BTreeMap::new();
    for earlier in 1..=number {
        expected.extend(written_by(earlier));
        expected.remove(&format!("only/{}/index.html", earlier - 1));
    }
    expected
}

/// The number of the live release; every byte of it must be of that release.
fn number_of(live: &Path) -> usize {
    let files = files(live);
    let only = files.keys().filter_map(|name| name.strip_prefix("only/"));
    let only: Vec<usize> = only
        .map(|name| name.split('/').next().unwrap().parse().unwrap())
        .collect();
    assert!(only.len() <= 1, "{only:?}");
    let number = only.first().copied().unwrap_or(0);
    assert!(
        files == expected(number),
        "the site is not release {number}"
    );
    number
}

#[test]
fn fifty_killed_writers_leave_no_torn_site() {
    let folder = tempfile::tempdir().unwrap();
    let live = folder.path().join("site");
    let mut last = 0;
    for round in 0..50 {
        let reported = write_for(&live, pause(round), false);
        let number = number_of(&live);
        assert!(
            number >= last.max(reported),
            "release {number} after {last}, {reported}"
        );
        last = number;
    }
    assert!(last >= 50, "every writer published once: {last}");
    let site = Site::open(&live).unwrap();
    publish(&site, last + 1);
    assert_eq!(number_of(&live), last + 1);
}

#[test]
fn killed_writers_that_rename_twice_leave_a_whole_site_to_open() {
    let folder = tempfile::tempdir().unwrap();
    let live = folder.path().join("site");
    let mut last = 0;
    for round in 0..20 {
        let reported = write_for(&live, pause(round), true);
        let site = Site::open(&live).unwrap();
        let number = number_of(site.dir());
        assert!(
            number >= last.max(reported),
            "release {number} after {last}, {reported}"
        );
        last = number;
    }
    assert!(last >= 20, "every writer published once: {last}");
}

/// Different from round to round, so that writers die in the midst of different things.
fn pause(round: u64) -> Duration {
    Duration::from_micros(5_000 + round * 7_919 % 50_000)
}

/// Runs the writing process until its first release or whole start, and a while longer;
/// kills it and returns the last release it reported.
fn write_for(live: &Path, time: Duration, two_renames: bool) -> usize {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "--nocapture",
            "sudden_death::a_writer_publishes_until_it_is_killed",
        ])
        .env(FOLDER, live)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if two_renames {
        command.env(TWO_RENAMES, "1");
    }
    let mut writer = command.spawn().unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let number = |line: &str| line.strip_prefix("published ")?.parse::<usize>().ok();
    let first = lines.by_ref().find_map(|line| number(&line.ok()?)).unwrap();
    std::thread::sleep(time);
    writer.kill().unwrap();
    let later = lines.map_while(Result::ok).filter_map(|line| number(&line));
    let last = later.last().unwrap_or(first);
    writer.wait().unwrap();
    last
}
