//! What a publication touches, and what a whole site consists of.

use std::path::Path;

use publish::{Site, Staging};

use crate::tree::{all_files, files, swap};
use crate::world::{World, body};

/// Two hundred assessments of twenty bodies in two prefectures, with withheld places.
fn two_hundred() -> World {
    let mut world = World::new();
    world.bodies = (0..20)
        .map(|number| match number % 2 {
            0 => body(
                &format!("01{:03}", 300 + number),
                "北海道",
                &format!("見本{number}町"),
            ),
            _ => body(
                &format!("13{:03}", 300 + number),
                "東京都",
                &format!("見本{number}町"),
            ),
        })
        .collect();
    for number in 0..200 {
        let title = format!("事務{number}の評価書");
        let place = format!("施設{number}の｛非公表:場所｜地下{number}階の東側電算室｝に置く。");
        world.publish(number % 20, &format!("{}", number / 20 + 1), &title, &place);
    }
    world
}

fn build(world: &World, dir: &Path) -> Site {
    let site = Site::open(dir).unwrap();
    let mut staging = site.begin().unwrap();
    world.write_all(&mut staging).unwrap();
    staging.remove_unwritten().unwrap();
    swap(staging);
    site
}

fn changed(staging: &Staging) -> Vec<String> {
    assert_eq!(staging.removed().count(), 0);
    staging.changed().map(ToString::to_string).collect()
}

#[test]
fn a_site_built_twice_has_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let one = build(&two_hundred(), &folder.path().join("one"));
    let other = build(&two_hundred(), &folder.path().join("other"));
    assert!(all_files(one.dir()) == all_files(other.dir()));
    let before = one.release();
    build(&two_hundred(), one.dir());
    assert_eq!(one.release(), before, "a third time changes nothing");
}

#[test]
fn publishing_one_of_two_hundred_touches_only_what_it_must() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = two_hundred();
    let site = build(&world, &folder.path().join("site"));
    world.publish(
        4,
        "11",
        "新しい事務の評価書",
        "庁舎の｛非公表:場所｜地下1階の東側電算室｝に置く。",
    );
    let mut staging = site.begin().unwrap();
    world.write_last(&mut staging).unwrap();
    let code = &world.bodies[4].code;
    let expected = [
        format!("assessments/{code}/11/zenkomoku/editions/1/index.html"),
        format!("assessments/{code}/11/zenkomoku/editions/1/index.json"),
        format!("assessments/{code}/11/zenkomoku/editions/index.html"),
        format!("assessments/{code}/11/zenkomoku/index.html"),
        format!("assessments/{code}/11/zenkomoku/index.json"),
        format!("bodies/{code}/index.html"),
        "feed.xml".to_owned(),
        "index.html".to_owned(),
        "open-data/assessments.csv".to_owned(),
        "open-data/assessments.ndjson".to_owned(),
        "prefectures/01/index.html".to_owned(),
        "prefectures/index.html".to_owned(),
        "sitemaps/01.xml".to_owned(),
    ];
    assert_eq!(changed(&staging), expected);
    swap(staging);
    // And it is what a whole build would have written.
    let whole = build(&world, &folder.path().join("whole"));
    assert!(files(site.dir()) == files(whole.dir()));
}

#[test]
fn a_second_edition_touches_the_pages_of_the_first_but_not_its_data() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = two_hundred();
    let site = build(&world, &folder.path().join("site"));
    world.publish(4, "1", "改めた事務の評価書", "庁舎に置く。");
    let mut staging = site.begin().unwrap();
    world.write_last(&mut staging).unwrap();
    let code = &world.bodies[4].code;
    let expected = [
        format!("assessments/{code}/1/zenkomoku/editions/1/index.html"),
        format!("assessments/{code}/1/zenkomoku/editions/2/changes/index.html"),
        format!("assessments/{code}/1/zenkomoku/editions/2/index.html"),
        format!("assessments/{code}/1/zenkomoku/editions/2/index.json"),
        format!("assessments/{code}/1/zenkomoku/editions/index.html"),
        format!("assessments/{code}/1/zenkomoku/index.html"),
        format!("assessments/{code}/1/zenkomoku/index.json"),
        format!("bodies/{code}/index.html"),
        "feed.xml".to_owned(),
        "index.html".to_owned(),
        "open-data/assessments.csv".to_owned(),
        "open-data/assessments.ndjson".to_owned(),
        "sitemaps/01.xml".to_owned(),
    ];
    assert_eq!(
        changed(&staging),
        expected,
        "counts stay, so that prefectures do"
    );
    swap(staging);
    let whole = build(&world, &folder.path().join("whole"));
    assert!(files(site.dir()) == files(whole.dir()));
}

#[test]
fn a_publication_keeps_within_the_paths_that_are_announced() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::new();
    let site = build(&world, &folder.path().join("site"));
    for (body, number) in [(0, "1"), (2, "A/1"), (0, "1"), (1, "第1号"), (0, "1")] {
        world.publish(body, number, "評価書", "庁舎に置く。");
        let mut staging = site.begin().unwrap();
        world.write_last(&mut staging).unwrap();
        let edition = world
            .listed()
            .iter()
            .find(|listed| *listed.key() == world.key(body, number))
            .unwrap()
            .row()
            .edition;
        let announced = world.key(body, number).touched_by_publication(edition);
        let mut outside = staging.changed().filter(|path| !announced.contains(path));
        assert_eq!(outside.next(), None);
        drop(outside);
        swap(staging);
    }
    let whole = build(&world, &folder.path().join("whole"));
    assert!(files(site.dir()) == files(whole.dir()));
}

#[test]
fn a_full_publication_removes_pages_that_no_longer_belong() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::new();
    world.publish(0, "1", "評価書", "庁舎に置く。");
    let site = build(&world, &folder.path().join("site"));
    let with_one = files(site.dir());
    world.publish(2, "2", "評価書", "庁舎に置く。");
    build(&world, site.dir());
    let mut world = World::new();
    world.publish(0, "1", "評価書", "庁舎に置く。");
    build(&world, site.dir());
    assert!(files(site.dir()) == with_one);
}
