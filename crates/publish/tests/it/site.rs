//! Releases: what they change, what they share, what they leave alone.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use publish::{Site, SiteError};

use crate::tree::{beside, files, inode, names, path, release, site, swap, text};

#[test]
fn a_site_begins_empty_and_takes_releases() {
    let (_folder, site) = site();
    assert_eq!((names(&site).len(), site.release()), (0, None));
    let first = release(&site, &[("index.html", "一"), ("a/b/index.html", "二")]);
    assert_eq!((first.written, first.removed, first.unchanged), (2, 0, 0));
    assert_eq!(site.release(), Some(first.release.clone()));
    let second = release(&site, &[("index.html", "三"), ("a/b/index.html", "二")]);
    assert_eq!(
        (second.written, second.removed, second.unchanged),
        (1, 0, 1)
    );
    assert_ne!(first.release, second.release);
    assert_eq!(
        (text(&site, "index.html"), text(&site, "a/b/index.html")),
        ("三".into(), "二".into())
    );
}

#[test]
fn a_release_without_a_change_changes_nothing() {
    let (_folder, site) = site();
    let first = release(&site, &[("index.html", "一")]);
    let inodes = (inode(site.dir()), inode(&site.dir().join("index.html")));
    let second = release(&site, &[("index.html", "一")]);
    assert_eq!(
        (second.release, second.written, second.unchanged),
        (first.release, 0, 1)
    );
    assert_eq!(
        inodes,
        (inode(site.dir()), inode(&site.dir().join("index.html")))
    );
}

#[test]
fn a_reader_who_opened_a_file_reads_it_to_its_end() {
    let (_folder, site) = site();
    release(&site, &[("index.html", "旧い頁")]);
    let mut open = fs::File::open(site.dir().join("index.html")).unwrap();
    for round in 0..4 {
        release(&site, &[("index.html", &format!("新しい頁{round}"))]);
    }
    let mut read = String::new();
    std::io::Read::read_to_string(&mut open, &mut read).unwrap();
    assert_eq!(read, "旧い頁");
}

#[test]
fn readers_find_the_old_page_or_the_new_one_at_any_time() {
    let (_folder, site) = site();
    let page = |round: usize| format!("第{round}版。").repeat(500);
    release(&site, &[("index.html", &page(0))]);
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut last, mut reads) = (0, 0);
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let read = text(&site, "index.html");
                let round: usize = read[3..read.find("版").unwrap()].parse().unwrap();
                assert!(read == page(round) && round >= last, "{round} after {last}");
                last = round;
                reads += 1;
            }
            reads
        });
        for round in 1..60 {
            release(&site, &[("index.html", &page(round))]);
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(reader.join().unwrap() > 0);
    });
}

#[test]
fn unchanged_files_are_shared_and_changed_ones_are_new() {
    let (_folder, site) = site();
    release(&site, &[("index.html", "一"), ("same.txt", "同")]);
    let before = (
        inode(&site.dir().join("index.html")),
        inode(&site.dir().join("same.txt")),
    );
    release(&site, &[("index.html", "二")]);
    assert_ne!(inode(&site.dir().join("index.html")), before.0);
    assert_eq!(inode(&site.dir().join("same.txt")), before.1);
    // Hard links outlive their trees: the old file is whole under its other name.
    let old = beside(&site, "standby").join("index.html");
    assert_eq!(
        (inode(&old), fs::read_to_string(old).unwrap()),
        (before.0, "一".to_owned())
    );
}

#[test]
fn removed_files_take_their_empty_folders_with_them() {
    let (_folder, site) = site();
    release(
        &site,
        &[
            ("a/b/c/index.html", "一"),
            ("a/index.html", "二"),
            ("d/e/f", "三"),
            ("d/e/g", "四"),
        ],
    );
    let mut staging = site.begin().unwrap();
    assert!(staging.remove(&path("a/b/c/index.html")).unwrap());
    assert!(!staging.remove(&path("a/b/c/index.html")).unwrap());
    assert_eq!(staging.remove_tree(&path("d/e")).unwrap(), 2);
    assert_eq!(staging.remove_tree(&path("nowhere")).unwrap(), 0);
    let report = swap(staging);
    assert_eq!((report.written, report.removed), (0, 3));
    assert_eq!(names(&site), ["a/index.html"]);
    assert!(!site.dir().join("a/b").exists() && !site.dir().join("d").exists());
    // The other tree follows.
    release(&site, &[("a/index.html", "五")]);
    assert_eq!(names(&site), ["a/index.html"]);
    assert!(!site.dir().join("a/b").exists() && !site.dir().join("d").exists());
}

#[test]
fn what_is_changed_back_before_the_swap_is_no_change() {
    let (_folder, site) = site();
    let first = release(&site, &[("a", "一"), ("b", "二")]);
    let shared = inode(&site.dir().join("a"));
    let mut staging = site.begin().unwrap();
    staging.write(&path("a"), b"other").unwrap();
    staging.remove(&path("b")).unwrap();
    staging.write(&path("c"), b"new").unwrap();
    assert_eq!(
        staging
            .changed()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["a", "c"]
    );
    assert_eq!(
        staging
            .removed()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["b"]
    );
    staging.write(&path("a"), "一".as_bytes()).unwrap();
    staging.write(&path("b"), "二".as_bytes()).unwrap();
    staging.remove(&path("c")).unwrap();
    assert_eq!(
        staging.read_live(&path("a")).unwrap().as_deref(),
        Some("一".as_bytes())
    );
    let report = swap(staging);
    assert_eq!(
        (report.release, report.written, report.removed),
        (first.release, 0, 0)
    );
    release(&site, &[("d", "三")]);
    assert_eq!(names(&site), ["a", "b", "d"]);
    assert_eq!(inode(&site.dir().join("a")), shared);
}

#[test]
fn drafts_are_files_and_like_drafts_change_nothing() {
    let (_folder, site) = site();
    let long = "長い一覧\n".repeat(50_000);
    let write = |text: &str| {
        let mut staging = site.begin().unwrap();
        let mut draft = staging.draft(&path("list.csv")).unwrap();
        draft.write_all(text.as_bytes()).unwrap();
        let changed = staging.place(draft).unwrap();
        (changed, swap(staging).written)
    };
    assert_eq!(write(&long), (true, 1));
    assert_eq!(write(&long), (false, 0));
    assert_eq!(write(&long.replacen('長', "永", 1)), (true, 1));
    assert_eq!(write(&format!("{long}一")), (true, 1));
    assert_eq!(text(&site, "list.csv"), format!("{long}一"));
}

#[test]
fn a_full_publication_removes_what_no_longer_belongs() {
    let (_folder, site) = site();
    release(&site, &[("a", "一"), ("old/b", "二"), ("old/c", "三")]);
    let mut staging = site.begin().unwrap();
    staging.write(&path("a"), "一".as_bytes()).unwrap();
    staging.write(&path("old/c"), "四".as_bytes()).unwrap();
    assert_eq!(staging.remove_unwritten().unwrap(), 1);
    swap(staging);
    assert_eq!(names(&site), ["a", "old/c"]);
    let mut staging = site.begin().unwrap();
    assert_eq!(
        staging.keep_only(&mut |path| path.as_str() == "a").unwrap(),
        1
    );
    swap(staging);
    assert_eq!(names(&site), ["a"]);
}

#[test]
fn a_dropped_staging_leaves_the_live_site_and_the_next_release_is_whole() {
    let (_folder, site) = site();
    release(&site, &[("a", "一"), ("b", "二")]);
    release(&site, &[("a", "三")]);
    let live = files(site.dir());
    let mut staging = site.begin().unwrap();
    staging.write(&path("a"), b"never").unwrap();
    staging.write(&path("new/file"), b"never").unwrap();
    staging.remove(&path("b")).unwrap();
    drop(staging);
    assert_eq!(files(site.dir()), live);
    assert_eq!(files(&beside(&site, "standby")), live);
    release(&site, &[("c", "四")]);
    assert_eq!(names(&site), ["a", "b", "c"]);
    assert_eq!(text(&site, "a"), "三");
}

#[test]
fn one_writer_at_a_time() {
    let (_folder, site) = site();
    let staging = site.begin().unwrap();
    let hasty = site.clone().with_patience(Duration::from_millis(30));
    assert!(matches!(hasty.begin(), Err(SiteError::Busy { .. })));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| release(&site, &[("a", "二")]));
        let mut staging = staging;
        staging.write(&path("a"), "一".as_bytes()).unwrap();
        swap(staging);
        assert_eq!(waiting.join().unwrap().written, 1);
    });
    assert_eq!(text(&site, "a"), "二");
}

#[test]
fn a_site_may_be_named_in_any_way() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("disk/公開");
    fs::create_dir_all(&real).unwrap();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let site = Site::open(&link).unwrap();
    release(&site, &[("a", "一")]);
    release(&site, &[("a", "二")]);
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(link.join("a")).unwrap(), "二");
    assert!(matches!(
        Site::open(Path::new("/")),
        Err(SiteError::Io { .. })
    ));
}
