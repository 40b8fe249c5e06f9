//! What is withheld later than it was public, and builds that meet it.

use jiff::civil::date;
use search::{Query, SearchIndex};
use server::site::{Mended, PublishError};
use workflow::{AssessmentKey, Operator};

use super::{CANARY, leaks, parse, serve, withheld};
use crate::publish::house::{House, demo, with};

const OPEN: &str = "assessments/992011/1/kiso/index.html";

/// A house in which one assessment of a town says openly what its next one withholds, as a
/// program without today's gate could leave it.
async fn both_ways() -> House {
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    house.publish(&demo("shisaku-3-kiso")).await.unwrap();
    house
        .publish(&with(&demo("mihon-1-kiso"), "I.6", CANARY))
        .await
        .unwrap();
    let secret = with(&demo("mihon-2-kiso"), "I.1.summary", withheld(CANARY));
    let (key, revision) = house.filed(&secret).await;
    let approver = house.approver(&key.body).await;
    let workflow = &house.state.workflow;
    let pending = workflow.begin_publication(&approver, &key, revision).await;
    pending.unwrap().commit().await.unwrap();
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_same_body_has_published_already_cannot_be_withheld_by_its_next_document() {
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    house
        .publish(&with(&demo("mihon-1-kiso"), "I.6", CANARY))
        .await
        .unwrap();
    let before = house.site();
    let secret = with(&demo("mihon-2-kiso"), "I.1.summary", withheld(CANARY));

    let recorded =
        house
            .state
            .publisher
            .record_published(Operator, vec![parse(&secret)], date(2014, 6, 1));
    assert!(matches!(recorded.await, Err(PublishError::Leaked(_))));
    let (found, _) = leaks(house.publish(&secret).await);

    let pages = found.places.iter().filter(|place| place.file == OPEN);
    let pages: Vec<_> = pages.collect();
    assert_eq!(pages.len(), 1, "{found:?}");
    assert_eq!(pages[0].item.as_deref(), Some("I.1.summary"));
    assert_eq!(pages[0].found_item.as_deref(), Some("I.6"));
    let key = |text| Some(AssessmentKey::parse(text).unwrap());
    assert_eq!(pages[0].assessment, key("992011/2/kiso"));
    assert_eq!(pages[0].found_in, key("992011/1/kiso"));
    let told = found.lines().join("");
    assert!(
        told.contains("公表される欄: 992011/1/kiso の項目 I.6"),
        "{told}"
    );
    assert!(!told.contains(CANARY));
    assert!(house.site() == before);
    house.state.publisher.build_all().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_edition_that_says_it_openly_is_named_with_what_can_be_done() {
    let house = House::new().await;
    let document = demo("mihon-1-kiso");
    house
        .publish(&with(&document, "I.6", CANARY))
        .await
        .unwrap();
    let before = house.site();
    let next = with(&document, "I.1.summary", withheld(CANARY));
    let (found, message) = leaks(house.publish(&next).await);
    assert!(found.are_past(), "{found:?}");
    assert!(
        found
            .places
            .iter()
            .all(|place| place.past_edition == Some(1))
    );
    assert!(message.contains("第1版で公表した文に、今回非公表にした語があります"));
    assert!(found.lines()[0].contains("公表済みの版は変えられません"));
    assert!(house.site() == before);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bodys_leak_holds_back_its_page_and_everything_else_is_built() {
    let house = both_ways().await;
    std::fs::remove_dir_all(house.site_dir()).unwrap();
    let next = house.reopened().await;
    let Mended::Built(built) = next.publisher.bring_up_to_date().await.unwrap() else {
        panic!("there was no site");
    };
    let held: Vec<&str> = built
        .held_back
        .iter()
        .map(|held| held.assessment.as_str())
        .collect();
    assert_eq!(held, ["992011/1/kiso"]);
    assert!(!built.held_back[0].has_page);
    let hit = built.report.hits.iter().find(|hit| hit.file == OPEN);
    let told = hit.unwrap().to_string();
    assert!(told.contains("992011/2/kiso の項目 I.1.summary"), "{told}");

    let site = house.site();
    assert!(!site.contains_key(OPEN));
    for page in [
        "index.html",
        "assessments/992011/2/kiso/index.html",
        "assessments/993018/3/kiso/index.html",
        "bodies/992011/index.html",
    ] {
        assert!(site.contains_key(page), "{page}");
    }
    assert_nowhere_linked(&house, "/assessments/992011/1/kiso/");
    assert_eq!(
        house.index.search(&Query::text("カナリア")).unwrap().total,
        0
    );
    assert!(!next.publisher.is_outdated().await.unwrap());

    // Others go on publishing, and their lists do not bring it back.
    house.publish(&demo("kaku-2-kiso")).await.unwrap();
    assert_nowhere_linked(&house, "/assessments/992011/1/kiso/");
}

fn assert_nowhere_linked(house: &House, address: &str) {
    for (name, bytes) in house.site() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(address), "{name} links to it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_there_before_stays_and_is_told_of() {
    let house = both_ways().await;
    let before = house.site();
    let built = house.state.publisher.build_all().await.unwrap();
    assert!(house.site()[OPEN] == before[OPEN]);
    assert!(built.held_back.is_empty() && !built.report.is_clean());
    let page = "assessments/992011/2/kiso/index.html";
    assert!(house.site().contains_key(page));
    assert!(!house.state.publisher.scan_live().await.unwrap().is_clean());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_cannot_build_its_first_site_is_not_ready() {
    let house = House::new().await;
    let base = serve(&house);
    let ready = || async { reqwest::get(format!("{base}/readyz")).await.unwrap() };
    assert_eq!(ready().await.status(), 200);
    // The folder is gone for good: a file has its name.
    std::fs::remove_dir_all(house.site_dir()).unwrap();
    std::fs::write(house.site_dir(), "").unwrap();
    assert!(house.state.publisher.bring_up_to_date().await.is_err());
    let answer = ready().await;
    assert_eq!(answer.status(), 503);
    assert!(answer.text().await.unwrap().contains("\"site\":\"failed\""));
}
