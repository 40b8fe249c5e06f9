//! Which pages there are and what they are given.

use publish::{BaseUrl, Site};

use crate::tree::{files, swap};
use crate::world::World;

/// The files of a whole site as text.
fn build(world: &World) -> std::collections::BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::open(&folder.path().join("site")).unwrap();
    let mut staging = site.begin().unwrap();
    world.write_all(&mut staging).unwrap();
    swap(staging);
    let files = files(site.dir()).into_iter();
    files
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect()
}

fn world() -> World {
    let mut world = World::new();
    world.publish(0, "A/1", "旧い評価書", "庁舎に置く。");
    world.publish(0, "A/1", "新しい評価書", "別棟に置く。");
    world
}

#[test]
fn a_site_has_these_files() {
    let names: Vec<String> = build(&world()).into_keys().collect();
    let expected = [
        "404.html",
        "assessments/011002/A~2F1/zenkomoku/editions/1/index.html",
        "assessments/011002/A~2F1/zenkomoku/editions/1/index.json",
        "assessments/011002/A~2F1/zenkomoku/editions/2/changes/index.html",
        "assessments/011002/A~2F1/zenkomoku/editions/2/index.html",
        "assessments/011002/A~2F1/zenkomoku/editions/2/index.json",
        "assessments/011002/A~2F1/zenkomoku/editions/index.html",
        "assessments/011002/A~2F1/zenkomoku/index.html",
        "assessments/011002/A~2F1/zenkomoku/index.json",
        "bodies/011002/index.html",
        "bodies/012025/index.html",
        "bodies/131016/index.html",
        "consultations/index.html",
        "examples/2014-08/index.html",
        "feed.xml",
        "guidance/2014-08/index.html",
        "index.html",
        "notices/276/index.html",
        "notices/285/index.html",
        "notices/index.html",
        "open-data/assessments.csv",
        "open-data/assessments.ndjson",
        "prefectures/01/index.html",
        "prefectures/13/index.html",
        "prefectures/index.html",
        "qa/index.html",
        "robots.txt",
        "sitemap.xml",
        "sitemaps/01.xml",
        "sitemaps/consultations.xml",
        "sitemaps/pages.xml",
        "terms/index.html",
    ];
    assert_eq!(names, expected);
}

#[test]
fn editions_lead_to_each_other_and_to_their_data() {
    let site = build(&world());
    let own = "assessments/011002/A~2F1/zenkomoku";
    let current = &site[&format!("{own}/index.html")];
    assert!(current.contains(&format!(
        "<link rel=\"canonical\" href=\"https://pia.example.jp/{own}/\">"
    )));
    for number in [1, 2] {
        assert!(current.contains(&format!(
            "<a href=\"/{own}/editions/{number}/\">第{number}版</a>"
        )));
    }
    assert!(current.contains(&format!("<a href=\"/{own}/index.json\">JSON</a>")));
    assert!(current.contains("別棟に置く。") && !current.contains("現在の版"));
    let first = &site[&format!("{own}/editions/1/index.html")];
    assert!(first.contains(&format!("<a href=\"/{own}/\">現在の版（第2版）</a>")));
    assert!(first.contains("<title>旧い評価書（第1版）</title>") && first.contains("庁舎に置く。"));
    assert!(first.contains(&format!(
        "href=\"https://pia.example.jp/{own}/editions/1/\""
    )));
    let second = &site[&format!("{own}/editions/2/index.html")];
    assert!(second.contains(&format!(
        "<link rel=\"canonical\" href=\"https://pia.example.jp/{own}/\">"
    )));
    assert_eq!(
        site[&format!("{own}/index.json")],
        site[&format!("{own}/editions/2/index.json")]
    );
    assert!(
        current.contains(
            "content=\"見本市長の全項目評価書「新しい評価書」（第2版、2015-01-02公表）\""
        )
    );
}

#[test]
fn every_page_says_the_way_to_it() {
    let site = build(&world());
    let current = &site["assessments/011002/A~2F1/zenkomoku/index.html"];
    let mut rest = current.as_str();
    for crumb in [
        "<a href=\"/\">はじめのページ</a>",
        "<a href=\"/prefectures/\">都道府県からさがす</a>",
        "<a href=\"/prefectures/01/\">北海道</a>",
        "<a href=\"/bodies/011002/\">見本市</a>",
    ] {
        let at = rest.find(crumb).unwrap_or_else(|| panic!("{crumb}"));
        rest = &rest[at + crumb.len()..];
    }
}

#[test]
fn letters_guidance_and_examples_lead_to_each_other() {
    let site = build(&world());
    let letter = &site["notices/285/index.html"];
    for link in [
        "<a href=\"/notices/276/\">了承依頼</a>",
        "<a href=\"/guidance/2014-08/\">評価の実施に当たって</a>",
        "<a href=\"/examples/2014-08/\">記載例</a>",
        "<h2 id=\"list\">記</h2>",
    ] {
        assert!(letter.contains(link), "{link}");
    }
    let guidance = &site["guidance/2014-08/index.html"];
    assert!(guidance.contains("<a href=\"#g1\">① 保管</a>"));
    // The page has a title of its own above the text.
    assert!(
        guidance.contains("<h2 id=\"s1\">1. はじめに</h2>") && guidance.contains("<h3 id=\"g1\">")
    );
    let examples = &site["examples/2014-08/index.html"];
    assert!(examples.contains("<h2>Ⅱ 6. ① 保管場所</h2><p>データセンターに設置する。</p>"));
}

#[test]
fn malformed_content_is_named_by_its_page() {
    let mut world = world();
    world.catalog.guidance[0].markdown = "<b>生のHTML</b>".to_owned();
    let folder = tempfile::tempdir().unwrap();
    let site = Site::open(&folder.path().join("site")).unwrap();
    let error = world.write_all(&mut site.begin().unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "content of guidance/2014-08/index.html is not well formed"
    );
}

#[test]
fn without_an_address_of_its_own_a_site_has_no_absolute_ones() {
    let mut world = world();
    world.base = BaseUrl::new(None);
    let site = build(&world);
    let namespaces = [
        "http://www.w3.org/2005/Atom",
        "http://www.sitemaps.org/schemas/sitemap/0.9",
    ];
    for (name, text) in &site {
        let text = namespaces
            .iter()
            .fold(text.clone(), |text, namespace| text.replace(namespace, ""));
        assert!(!text.contains("http"), "{name}");
    }
    assert!(!site["robots.txt"].contains("Sitemap"));
    assert!(site["sitemaps/01.xml"].contains("<loc>/assessments/011002/A~2F1/zenkomoku/</loc>"));
}
