//! Repair: standbys that are not what they should be, exchanges cut off, refused writes.

use std::fs;
use std::path::Path;
use std::process::Command;

use publish::{Exchange, Site, SiteError};

use crate::tree::{beside, files, names, path, release, site, text};

/// Whether the next writer walks the whole standby: only then it finds a foreign file.
fn is_walked(site: &Site) -> bool {
    let foreign = beside(site, "standby").join("foreign");
    fs::write(&foreign, "x").unwrap();
    drop(site.begin().unwrap());
    let walked = !foreign.exists();
    if !walked {
        fs::remove_file(foreign).unwrap();
    }
    walked
}

#[test]
fn the_whole_site_is_compared_only_when_the_standby_is_not_the_release_before() {
    let (_folder, site) = site();
    release(&site, &[("a", "一")]);
    assert!(is_walked(&site), "the first release had no other");
    release(&site, &[("a", "二")]);
    assert!(!is_walked(&site), "the release before");
    assert!(!is_walked(&site), "already up to date");
    let mut staging = site.begin().unwrap();
    staging.write(&path("a"), b"never").unwrap();
    drop(staging);
    assert!(!is_walked(&site), "put right by the writer that gave up");
    fs::remove_file(beside(&site, "standby").join(".release")).unwrap();
    assert!(is_walked(&site), "left by a killed writer");
}

#[test]
fn damage_to_either_tree_is_mended_by_the_next_release() {
    let damages: [fn(&Site); 7] = [
        |site| fs::write(site.dir().join(".release"), "{").unwrap(),
        |site| fs::remove_file(site.dir().join(".release")).unwrap(),
        |site| {
            let release = r#"{"id":"9-0","previous":null,"changed":[],"removed":[]}"#;
            fs::write(beside(site, "standby").join(".release"), release).unwrap();
        },
        |site| fs::remove_dir_all(beside(site, "standby")).unwrap(),
        |site| {
            let release = fs::read_to_string(site.dir().join(".release")).unwrap();
            fs::write(
                site.dir().join(".release"),
                release.replace("\"b\"", "\"../../etc/passwd\""),
            )
            .unwrap();
        },
        |site| {
            let standby = beside(site, "standby");
            fs::remove_file(standby.join(".release")).unwrap();
            fs::remove_file(standby.join("a")).unwrap();
            fs::create_dir_all(standby.join("a/b")).unwrap();
            fs::create_dir_all(standby.join(".hidden/empty")).unwrap();
            std::os::unix::fs::symlink("/etc", standby.join("link")).unwrap();
        },
        |site| {
            fs::create_dir_all(beside(site, "writing")).unwrap();
            fs::write(beside(site, "writing").join("1"), "half").unwrap();
        },
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let (_folder, site) = site();
        release(&site, &[("a", "一"), ("b", "二"), ("c/d", "三")]);
        release(&site, &[("b", "四")]);
        damage(&site);
        release(&site, &[("e", "五")]);
        release(&site, &[("e", "六")]);
        assert_eq!(names(&site), ["a", "b", "c/d", "e"], "damage {number}");
        assert_eq!(
            (text(&site, "a"), text(&site, "b")),
            ("一".into(), "四".into()),
            "damage {number}"
        );
    }
}

#[test]
fn two_renames_do_where_trees_cannot_be_exchanged() {
    let (_folder, site) = site();
    let site = site.with_exchange(Exchange::TwoRenames);
    for round in ["一", "二", "三"] {
        release(&site, &[("a", round), ("b", "同")]);
        assert_eq!(
            (text(&site, "a"), text(&site, "b")),
            (round.into(), "同".into())
        );
    }
    assert!(!is_walked(&site));
}

#[test]
fn a_writer_killed_between_two_renames_is_put_right_by_opening() {
    let (_folder, site) = site();
    release(&site, &[("a", "一")]);
    release(&site, &[("a", "二")]);
    let live = files(site.dir());
    fs::rename(site.dir(), beside(&site, "previous")).unwrap();
    let site = Site::open(site.dir()).unwrap();
    assert_eq!(files(site.dir()), live);
    release(&site, &[("a", "三")]);
    // After the second rename and before the third.
    fs::rename(beside(&site, "standby"), beside(&site, "previous")).unwrap();
    release(&site, &[("b", "四")]);
    assert_eq!(
        (text(&site, "a"), text(&site, "b")),
        ("三".into(), "四".into())
    );
    assert!(!beside(&site, "previous").exists());
}

/// Tells this test binary to be a writer whose files may not grow long.
const CRAMPED: &str = "PUBLISH_TEST_CRAMPED_FOLDER";

/// The cramped writer; as a test of its own it has nothing to do.
#[test]
fn a_cramped_writer_fails() {
    let Some(folder) = std::env::var_os(CRAMPED) else {
        return;
    };
    let site = Site::open(Path::new(&folder)).unwrap();
    let mut staging = site.begin().unwrap();
    staging.write(&path("a"), b"changed").unwrap();
    let error = staging
        .write(&path("long"), &[b'x'; 1024 * 1024])
        .unwrap_err();
    assert!(
        matches!(
            error,
            SiteError::Io {
                action: "write",
                ..
            }
        ),
        "{error:?}"
    );
    drop(staging);
}

#[test]
fn a_write_that_the_system_refuses_leaves_the_live_site() {
    let (_folder, site) = site();
    release(&site, &[("a", "一"), ("b", "二")]);
    let live = files(site.dir());
    // A limit on the size of files is refused like a full disk, and needs no rights to set.
    let cramped = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "repair::a_cramped_writer_fails"])
        .env(CRAMPED, site.dir())
        .output()
        .unwrap();
    assert!(
        cramped.status.success(),
        "{}",
        String::from_utf8_lossy(&cramped.stdout)
    );
    assert_eq!(files(site.dir()), live);
    release(&site, &[("c", "三")]);
    assert_eq!(names(&site), ["a", "b", "c"]);
    assert_eq!(text(&site, "a"), "一");
}
