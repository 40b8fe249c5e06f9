//! The lists for machines.

use std::path::Path;

use atom_syndication::Feed;
use jiff::Timestamp;
use publish::{ListedAssessment, Site, SiteError, SiteWriter};

use crate::plain::Plain;
use crate::tree::{files, path, swap};
use crate::world::{World, entries};

fn world() -> World {
    let mut world = World::new();
    world.publish(0, "1", "年金, \"第1\"の評価書", "庁舎に置く。");
    world.publish(
        2,
        "第2号",
        "税<務>&の｛非公表:その他｜内部呼称アルファ｝評価書",
        "庁舎に置く。",
    );
    world.publish(0, "1", "年金の評価書\n改", "庁舎に置く。");
    world
}

fn file(world: &World, name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::open(&folder.path().join("site")).unwrap();
    let mut staging = site.begin().unwrap();
    world.write_all(&mut staging).unwrap();
    swap(staging);
    String::from_utf8(files(site.dir()).remove(name).unwrap()).unwrap()
}

#[test]
fn the_csv_has_a_mark_a_header_and_a_line_for_each_current_edition() {
    let url = "https://pia.example.jp/assessments";
    let expected = [
        "\u{feff}body_code,body_name,prefecture_name,agency,number,form,form_edition,title,edition,published,url,json_url",
        &format!(
            "011002,見本市,北海道,見本市長,1,zenkomoku,2014-04,年金の評価書 改,2,2015-01-03,{url}/011002/1/zenkomoku/,{url}/011002/1/zenkomoku/index.json"
        ),
        &format!(
            "131016,仮区,東京都,仮区長,第2号,zenkomoku,2014-04,税<務>&の非公表（セキュリティ上のリスク）評価書,1,2015-01-02,{url}/131016/%E7%AC%AC2%E5%8F%B7/zenkomoku/,{url}/131016/%E7%AC%AC2%E5%8F%B7/zenkomoku/index.json"
        ),
        "",
    ];
    assert_eq!(
        file(&world(), "open-data/assessments.csv"),
        expected.join("\r\n")
    );
}

#[test]
fn csv_and_ndjson_say_the_same() {
    let mut world = world();
    world.publish(1, "3", "引用\"付き\",改行の評価書", "庁舎に置く。");
    let csv = file(&world, "open-data/assessments.csv");
    let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let header = rows.headers().unwrap().clone();
    let ndjson = file(&world, "open-data/assessments.ndjson");
    let lines: Vec<serde_json::Value> = ndjson
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), lines.len()), (3, 3));
    for (row, line) in rows.iter().zip(&lines) {
        assert_eq!(line.as_object().unwrap().len(), header.len());
        for (name, value) in header.iter().zip(row) {
            let said = &line[name];
            assert_eq!(
                said.as_str()
                    .map_or_else(|| said.to_string(), str::to_owned),
                value
            );
        }
    }
}

#[test]
fn the_feed_is_atom_with_ids_that_stay() {
    let mut world = world();
    let feed: Feed = file(&world, "feed.xml").parse().unwrap();
    assert_eq!(feed.id, "urn:hyokasho:feed");
    let entries: Vec<(&str, &str)> = feed
        .entries
        .iter()
        .map(|entry| (entry.id.as_str(), entry.title.as_str()))
        .collect();
    let expected = [
        ("urn:hyokasho:011002:1:zenkomoku:2", "年金の評価書 改"),
        (
            "urn:hyokasho:131016:%E7%AC%AC2%E5%8F%B7:zenkomoku:1",
            "税<務>&の非公表（セキュリティ上のリスク）評価書",
        ),
    ];
    assert_eq!(entries, expected);
    let newest = world.newest()[0].row().published_at;
    let instant = |text: String| text.parse::<Timestamp>().unwrap();
    assert_eq!(instant(feed.updated.to_rfc3339()), newest);
    assert_eq!(instant(feed.entries[0].updated.to_rfc3339()), newest);
    assert_eq!(
        feed.entries[0].links[0].href,
        "https://pia.example.jp/assessments/011002/1/zenkomoku/"
    );
    assert_eq!(feed.entries[0].authors[0].name, "見本市長");
    world.base = publish::BaseUrl::new(Some("https://other.example.jp"));
    let moved: Feed = file(&world, "feed.xml").parse().unwrap();
    assert_eq!(moved.entries[0].id, feed.entries[0].id);
}

#[test]
fn the_feed_holds_the_newest_fifty() {
    let mut world = World::new();
    for number in 1..=60 {
        world.publish(
            0,
            &number.to_string(),
            &format!("評価書{number}"),
            "庁舎に置く。",
        );
    }
    let feed: Feed = file(&world, "feed.xml").parse().unwrap();
    assert_eq!(feed.entries.len(), 50);
    assert_eq!(
        (
            feed.entries[0].title.as_str(),
            feed.entries[49].title.as_str()
        ),
        ("評価書60", "評価書11")
    );
    let empty: Feed = file(&World::new(), "feed.xml").parse().unwrap();
    assert_eq!(empty.entries.len(), 0);
}

#[test]
fn the_sitemap_has_a_part_for_the_pages_and_for_each_prefecture_with_publications() {
    let mut world = World::new();
    world.publish(0, "2", "評価書", "庁舎に置く。");
    world.publish(0, "1", "評価書", "庁舎に置く。");
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
 <sitemap>
  <loc>https://pia.example.jp/sitemaps/pages.xml</loc>
 </sitemap>
 <sitemap>
  <loc>https://pia.example.jp/sitemaps/consultations.xml</loc>
 </sitemap>
 <sitemap>
  <loc>https://pia.example.jp/sitemaps/01.xml</loc>
 </sitemap>
</sitemapindex>
"#;
    assert_eq!(file(&world, "sitemap.xml"), expected);
    let part = file(&world, "sitemaps/01.xml");
    let pages: Vec<&str> = part
        .lines()
        .filter_map(|line| line.trim().strip_prefix("<loc>https://pia.example.jp"))
        .collect();
    let expected = [
        "/prefectures/01/</loc>",
        "/bodies/011002/</loc>",
        "/assessments/011002/1/zenkomoku/</loc>",
        "/assessments/011002/2/zenkomoku/</loc>",
    ];
    assert_eq!(pages, expected);
    assert!(part.contains("<lastmod>2015-01-02</lastmod>"));
    let pages = file(&world, "sitemaps/pages.xml");
    assert!(pages.contains("/notices/285/</loc>") && pages.contains("/terms/</loc>"));
    assert!(
        file(&world, "robots.txt").ends_with("\nSitemap: https://pia.example.jp/sitemap.xml\n")
    );
}

#[test]
fn a_source_that_fails_leaves_the_live_lists() {
    let world = world();
    let folder = tempfile::tempdir().unwrap();
    let site = Site::open(&folder.path().join("site")).unwrap();
    let mut staging = site.begin().unwrap();
    world.write_all(&mut staging).unwrap();
    swap(staging);
    let live = files(site.dir());
    let mut staging = site.begin().unwrap();
    let mut broken = entries(world.listed()).chain([Err("connection lost".into())]);
    let mut writer = SiteWriter::new(&mut staging, &Plain, &world.base);
    let error = writer.open_data(&mut broken).unwrap_err();
    assert!(matches!(error, SiteError::Source(_)));
    assert_eq!(staging.changed().count(), 0);
    drop(staging);
    assert!(files(site.dir()) == live);
    assert!(
        Path::new(site.dir())
            .join(path("feed.xml").as_str())
            .exists()
    );
}

#[test]
fn what_the_store_kept_is_read_back_and_nonsense_is_refused() {
    let listed = world().listed().remove(0);
    let row = listed.row().clone();
    assert_eq!(ListedAssessment::from_release_row(row.clone()), Ok(listed));
    for spoil in [
        |row: &mut publish::ReleaseRow| row.body_code = "011003".to_owned(),
        |row: &mut publish::ReleaseRow| row.number = "..".to_owned(),
        |row: &mut publish::ReleaseRow| row.form = "../x".to_owned(),
        |row: &mut publish::ReleaseRow| row.form_edition = String::new(),
    ] {
        let mut row = row.clone();
        spoil(&mut row);
        assert!(ListedAssessment::from_release_row(row).is_err());
    }
}
