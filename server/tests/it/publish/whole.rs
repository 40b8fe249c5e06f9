//! The whole site at once.

use std::collections::{BTreeMap, BTreeSet};

use std::sync::Arc;

use publish::Site;
use search::{Query, SearchIndex, TantivyIndex};
use server::site::{self, Publisher};
use server::startup;

use super::house::{House, demo, tree};

#[tokio::test(flavor = "multi_thread")]
async fn a_full_build_has_the_same_bytes_twice_and_as_if_it_had_grown_edition_by_edition() {
    let house = House::new().await;
    let publisher = &house.state.publisher;
    assert!(publisher.is_outdated().await.unwrap());
    publisher.build_all().await.unwrap();
    assert!(!publisher.is_outdated().await.unwrap());
    for name in [
        "mihon-1-kiso",
        "shisaku-3-kiso",
        "kaku-2-kiso",
        "shisaku-3-kiso-edition-2",
    ] {
        house.publish(&demo(name)).await.unwrap();
    }
    let grown = house.site();
    let built = publisher.build_all().await.unwrap();
    assert_eq!((built.assessments, built.written, built.removed), (3, 0, 0));
    assert!(built.report.is_clean());
    assert_eq!(house.site(), grown);

    let dir = house.folder.path().join("elsewhere");
    let index =
        Arc::new(TantivyIndex::open(&house.folder.path().join("elsewhere.search")).unwrap());
    let site = Site::open(&dir).unwrap();
    let elsewhere = Publisher::into_place(
        &house.state.public,
        &house.state.workflow,
        site,
        index.clone(),
    );
    elsewhere.build_elsewhere().await.unwrap();
    assert!(tree(&dir) == grown);
    let all = Query::default();
    assert_eq!(
        index.search(&all).unwrap().hits,
        house.index.search(&all).unwrap().hits
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_that_a_page_links_to_is_there() {
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    house.publish(&demo("shisaku-3-kiso")).await.unwrap();
    house
        .publish(&demo("shisaku-3-kiso-edition-2"))
        .await
        .unwrap();
    let site = house.site();
    let mut checked = 0;
    for (name, bytes) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
        let page = scraper::Html::parse_document(std::str::from_utf8(bytes).unwrap());
        let links = scraper::Selector::parse("a[href^='/'], link[href^='/']").unwrap();
        for link in page.select(&links) {
            let href = link.attr("href").unwrap().split(['#', '?']).next().unwrap();
            if href == "/search" {
                continue;
            }
            let path = publish::SitePath::of_request(href).unwrap();
            assert!(site.contains_key(path.as_str()), "{name} links to {href}");
            checked += 1;
        }
    }
    assert!(checked > 500, "{checked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_or_an_index_that_is_gone_or_damaged_is_built_anew() {
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    house.publish(&demo("shisaku-3-kiso")).await.unwrap();
    let site = house.site();

    std::fs::remove_dir_all(house.site_dir()).unwrap();
    assert!(!site::is_built(&house.site_dir()));
    let next = startup::open(&house.config).await.unwrap();
    next.publisher.bring_up_to_date().await.unwrap();
    assert_eq!(differing(&house.site(), &site), Vec::<String>::new());

    let damaged = walkdir::WalkDir::new(house.config.search_dir())
        .into_iter()
        .flatten();
    for file in damaged.filter(|entry| entry.path().extension().is_some_and(|kind| kind == "idx")) {
        let mut bytes = std::fs::read(file.path()).unwrap();
        bytes[0] ^= 0xff;
        std::fs::write(file.path(), bytes).unwrap();
    }
    let next = startup::open(&house.config).await.unwrap();
    assert!(next.publisher.is_outdated().await.unwrap());
    next.publisher.bring_up_to_date().await.unwrap();
    let found = next.public.index.search(&Query::default()).unwrap();
    assert_eq!(found.total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_does_not_belong_to_the_site_goes_with_the_next_full_build() {
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    let site = house.site();
    std::fs::write(house.site_dir().join("left-over.html"), "left over").unwrap();
    house.state.publisher.build_all().await.unwrap();
    assert!(house.site() == site);
}

/// The names of files that are not the same in both.
fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differs = |name: &&String| one.get(*name) != other.get(*name);
    names.into_iter().filter(differs).cloned().collect()
}
