//! The gate in the way of a release.

use publish::{CheckError, Gate, HitKind, Site};

use crate::tree::{all_files, files, path};
use crate::world::World;

const SECRET: &str = "地下1階の東側電算室";

/// A published site with one withheld place, and the world around it.
fn published(folder: &std::path::Path) -> (Site, World) {
    let mut world = World::new();
    let place = format!("庁舎の｛非公表:場所｜{SECRET}｝に置く。30日で消す。｛非公表:期間｜30日｝");
    world.publish(0, "1", "住民台帳の評価書", &place);
    let site = Site::open(&folder.join("site")).unwrap();
    let mut staging = site.begin().unwrap();
    world.write_all(&mut staging).unwrap();
    let gate = Gate::new(world.phrases());
    let report = staging.check(gate.scan()).unwrap();
    assert_eq!(
        (
            report.report().phrases_searched,
            report.report().phrases_too_short
        ),
        (1, 1)
    );
    report.swap().unwrap();
    (site, world)
}

/// The files named by the hits that stop the last publication.
fn files_with_hits(site: &Site, world: &World) -> Vec<String> {
    let mut staging = site.begin().unwrap();
    world.write_last(&mut staging).unwrap();
    let gate = Gate::new(world.phrases());
    match staging.check(gate.scan()) {
        Err(CheckError::Leak(report)) => report.hits.into_iter().map(|hit| hit.file).collect(),
        Err(error) => panic!("{error}"),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn a_withheld_phrase_is_nowhere_in_a_published_site() {
    let folder = tempfile::tempdir().unwrap();
    let (site, world) = published(folder.path());
    for (name, bytes) in all_files(site.dir()) {
        assert!(
            !String::from_utf8(bytes).unwrap().contains("電算室"),
            "{name}"
        );
    }
    let report = Gate::new(world.phrases()).scan_folder(site.dir()).unwrap();
    assert!(report.is_clean(), "{report}");
    assert_eq!(report.files, all_files(site.dir()).len());
    let page = site.dir().join(world.key(0, "1").page().as_str());
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains(
        "庁舎の<span class=\"withheld\" data-reason=\"location\">非公表（設置場所）</span>に置く。"
    ));
}

#[test]
fn a_secret_in_the_title_of_the_same_body_is_found_in_every_list() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut world) = published(folder.path());
    let live = files(site.dir());
    let release = site.release();
    world.publish(0, "2", &format!("{SECRET}の評価書"), "庁舎に置く。");
    let own = format!("assessments/{}/2/zenkomoku", world.bodies[0].code);
    let expected = [
        format!("{own}/editions/1/index.html"),
        format!("{own}/editions/1/index.json"),
        format!("{own}/editions/index.html"),
        format!("{own}/index.html"),
        format!("{own}/index.json"),
        format!("bodies/{}/index.html", world.bodies[0].code),
        "feed.xml".to_owned(),
        "index.html".to_owned(),
        "open-data/assessments.csv".to_owned(),
        "open-data/assessments.ndjson".to_owned(),
    ];
    assert_eq!(files_with_hits(&site, &world), expected);
    assert!(files(site.dir()) == live);
    assert_eq!(site.release(), release);
}

#[test]
fn the_same_words_in_a_page_of_another_body_are_no_hit() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut world) = published(folder.path());
    world.publish(2, "1", "評価書", &format!("庁舎の{SECRET}に置く。"));
    assert_eq!(files_with_hits(&site, &world), [""; 0]);
}

#[test]
fn a_number_with_the_secret_is_found_in_the_sitemap() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut world) = published(folder.path());
    world.publish(0, SECRET, "評価書", "庁舎に置く。");
    assert!(files_with_hits(&site, &world).contains(&"sitemaps/01.xml".to_owned()));
}

#[test]
fn a_secret_that_would_be_indexed_stops_the_release() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut world) = published(folder.path());
    world.publish(0, "2", "評価書", "庁舎に置く。");
    let mut staging = site.begin().unwrap();
    world.write_last(&mut staging).unwrap();
    let gate = Gate::new(world.phrases());
    let mut scan = gate.scan();
    scan.strings(
        "検索索引",
        Some(&world.bodies[0].code),
        ["庁舎", &format!("x{SECRET}")],
    );
    let Err(CheckError::Leak(report)) = staging.check(scan) else {
        panic!("not found")
    };
    assert_eq!(report.hits.len(), 1);
    let hit = &report.hits[0];
    assert_eq!(
        (hit.file.as_str(), hit.offset, hit.kind),
        ("検索索引", 1, HitKind::Phrase)
    );
    assert_eq!(hit.item.as_deref(), Some("II[1].II.6.place"));
}

#[test]
fn unchanged_files_are_not_scanned_again() {
    let folder = tempfile::tempdir().unwrap();
    let (site, world) = published(folder.path());
    let mut staging = site.begin().unwrap();
    world.write_all(&mut staging).unwrap();
    staging.write(&path("assets/x.css"), b"p {}").unwrap();
    let gate = Gate::new(world.phrases());
    let checked = staging.check(gate.scan()).unwrap();
    assert_eq!((checked.report().files, checked.report().bytes), (1, 4));
}

#[test]
fn neither_the_old_nor_the_new_withheld_words_are_in_the_pages_of_the_history() {
    let folder = tempfile::tempdir().unwrap();
    let (site, mut world) = published(folder.path());
    let other = "別棟の奥にある保管庫の棚";
    let place =
        format!("新庁舎の｛非公表:場所｜{other}｝に置く。30日で消す。｛非公表:期間｜30日｝");
    world.publish(0, "1", "住民台帳の評価書", &place);
    assert_eq!(files_with_hits(&site, &world), [""; 0]);
    let mut staging = site.begin().unwrap();
    world.write_last(&mut staging).unwrap();
    crate::tree::swap(staging);
    let page = site.dir().join(world.key(0, "1").changes(2).as_str());
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("新庁舎の") && page.contains("data-change=\"changed\""));
    for (name, bytes) in all_files(site.dir()) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            !text.contains("電算室") && !text.contains("保管庫"),
            "{name}"
        );
    }
}
