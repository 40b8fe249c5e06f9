//! Files of the embedded engine: reopening, sharing, damage, sudden death.

use std::fs;
use std::path::{Path, PathBuf};

use search::{Change, Query, SearchError, SearchIndex, TantivyIndex};

use crate::entries::{fill, sample};

fn total(index: &TantivyIndex, text: &str) -> usize {
    index.search(&Query::text(text)).unwrap().total
}

fn open(path: &Path) -> TantivyIndex {
    TantivyIndex::open(path).unwrap()
}

/// All files below a folder.
fn files(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        // A writer at work may have renamed a file since it was listed.
        if let Err(error) = fs::copy(file, target) {
            assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
        }
    }
}

#[test]
fn an_index_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    fill(&open(folder.path()), &[sample("1", &["本文"])]);
    assert_eq!(total(&open(folder.path()), "本文"), 1);
}

#[test]
fn an_update_that_was_killed_before_its_commit_can_be_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let (before, path) = (tempfile::tempdir().unwrap(), folder.path());
    // So many that one removed does not make the engine merge.
    let numbers: Vec<String> = (1..=20).map(|number| number.to_string()).collect();
    let samples: Vec<_> = numbers
        .iter()
        .map(|number| sample(number, &["本文"]))
        .collect();
    fill(&open(path), &samples);
    copy(path, before.path());
    let update = || open(path).replace(sample("1", &["新しい文"]).entry());
    update().unwrap();
    // The files of the update stay; what its commit replaced or removed is there again.
    copy(before.path(), path);
    assert_eq!(total(&open(path), "新しい文"), 0);
    update().unwrap();
    assert_eq!(total(&open(path), "新しい文"), 1);
    assert_eq!(total(&open(path), "本文"), 19);
}

#[test]
fn another_process_sees_commits_and_rebuilds() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, reader) = (open(folder.path()), open(folder.path()));
    fill(&writer, &[sample("1", &["本文"])]);
    assert_eq!(total(&reader, "本文"), 1);
    writer
        .rebuild(&mut [Ok(sample("2", &["別の文"]).entry())].into_iter())
        .unwrap();
    assert_eq!(total(&reader, "本文"), 0);
    assert_eq!(total(&reader, "別の文"), 1);
    fill(&reader, &[sample("3", &["別の文"])]);
    assert_eq!(total(&writer, "別の文"), 2);
}

#[test]
fn an_update_that_was_cut_off_leaves_the_old_index() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    fill(&index, &[sample("1", &["旧い文"])]);
    let snapshots = tempfile::tempdir().unwrap();
    let mut taken = 0;
    let mut changes = (0..200).map(|number| {
        if number % 50 == 49 {
            copy(folder.path(), &snapshots.path().join(taken.to_string()));
            taken += 1;
        }
        Change::Replace(sample(&format!("{number}"), &["新しい文"]).entry())
    });
    index.update(&mut changes).unwrap();
    for number in 0..4 {
        let cut_off = open(&snapshots.path().join(number.to_string()));
        assert_eq!((total(&cut_off, "旧い文"), total(&cut_off, "")), (1, 1));
        fill(&cut_off, &[sample("2", &["新しい文"])]);
        assert_eq!(total(&cut_off, ""), 2);
    }
}

#[test]
fn a_rebuild_that_was_cut_off_leaves_the_old_index_and_is_swept() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    fill(&index, &[sample("1", &["旧い文"])]);
    let snapshot = tempfile::tempdir().unwrap();
    let mut entries = (0..100).map(|number| {
        if number == 99 {
            copy(folder.path(), snapshot.path());
        }
        Ok(sample(&format!("{number}"), &["新しい文"]).entry())
    });
    index.rebuild(&mut entries).unwrap();
    assert!(snapshot.path().join("building").exists());
    let cut_off = open(snapshot.path());
    assert_eq!((total(&cut_off, "旧い文"), total(&cut_off, "")), (1, 1));
    assert!(!snapshot.path().join("building").exists());
}

#[test]
fn a_rebuild_removes_the_generation_before() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    fill(&index, &[sample("1", &["地下二階"])]);
    index.rebuild(&mut std::iter::empty()).unwrap();
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["lock", "v1-000002"]);
}

#[test]
fn any_damaged_file_is_reported_and_a_build_mends_it() {
    let whole = tempfile::tempdir().unwrap();
    fill(
        &open(whole.path()),
        &[sample("1", &["本文"]), sample("2", &["本文"])],
    );
    let damages: [fn(&mut Vec<u8>); 3] = [
        Vec::clear,
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0xff;
        },
    ];
    for file in files(whole.path()) {
        let name = file.strip_prefix(whole.path()).unwrap();
        // Locks hold nothing.
        let matters = !name.to_string_lossy().contains("lock");
        for damage in damages.iter().filter(|_| matters) {
            let folder = tempfile::tempdir().unwrap();
            copy(whole.path(), folder.path());
            let mut bytes = fs::read(&file).unwrap();
            damage(&mut bytes);
            fs::write(folder.path().join(name), bytes).unwrap();
            expect_repair(folder.path(), name);
        }
    }
}

fn expect_repair(folder: &Path, name: &Path) {
    match TantivyIndex::open(folder) {
        Err(error) => assert!(error.needs_rebuild(), "{}: {error:?}", name.display()),
        // A slip in the list of files to collect may pass: nothing is read through it.
        Ok(index) => {
            assert!(
                name.ends_with(".managed.json"),
                "damage of {} is not seen",
                name.display()
            );
            assert_eq!(total(&index, "本文"), 2);
        }
    }
    let entries = [Ok(sample("1", &["本文"]).entry())];
    let mended = TantivyIndex::build(folder, &mut entries.into_iter()).unwrap();
    assert_eq!(total(&mended, "本文"), 1);
    drop(mended);
    assert_eq!(total(&open(folder), "本文"), 1);
}

#[test]
fn a_missing_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    fill(&open(folder.path()), &[sample("1", &["本文"])]);
    let store = files(folder.path())
        .into_iter()
        .find(|file| file.extension() == Some("store".as_ref()));
    fs::remove_file(store.unwrap()).unwrap();
    assert!(matches!(
        TantivyIndex::open(folder.path()),
        Err(SearchError::Corrupt { .. })
    ));
}

#[test]
fn an_index_of_another_version_asks_for_a_rebuild() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    fs::rename(
        folder.path().join("v1-000001"),
        folder.path().join("v0-000001"),
    )
    .unwrap();
    let error = TantivyIndex::open(folder.path()).err().unwrap();
    assert!(
        matches!(
            error,
            SearchError::Outdated {
                found: 0,
                expected: 1,
                ..
            }
        ),
        "{error}"
    );
    let built = TantivyIndex::build(folder.path(), &mut std::iter::empty()).unwrap();
    assert_eq!(total(&built, ""), 0);
    assert!(!folder.path().join("v0-000001").exists());
}
