//! Publishing: which files change, what a cut-off publication leaves, the whole site.

pub mod house;
mod killed;
mod one_by_one;
mod standing;
mod whole;

use std::collections::BTreeSet;

use domain::Stage;
use publish::AssessmentKey;
use search::{Query, SearchIndex};
use server::site::PublishError;
use workflow::WorkflowError;

use house::{House, changed, demo, with};

fn touched(body: &str, number: &str, edition: u32) -> BTreeSet<String> {
    let key = AssessmentKey {
        body: domain::BodyCode::parse(body).unwrap(),
        number: domain::AssessmentNumber::parse(number).unwrap(),
        form: domain::FormId::parse("kiso").unwrap(),
    };
    let paths = key.touched_by_publication(edition);
    paths.iter().map(ToString::to_string).collect()
}

fn without(mut paths: BTreeSet<String>, unchanged: &[&str]) -> BTreeSet<String> {
    for path in unchanged {
        assert!(paths.remove(*path), "{path} is none of them");
    }
    paths
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_changes_the_pages_of_the_assessment_and_the_lists_it_is_in_and_no_others() {
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    let empty = house.site();
    let published = house.publish(&demo("mihon-1-kiso")).await.unwrap();
    assert_eq!((published.edition, published.is_shown), (1, true));
    assert_eq!(published.href, "/assessments/992011/1/kiso/");
    let first = house.site();
    assert_eq!(changed(&empty, &first), touched("992011", "1", 1));

    house.publish(&demo("shisaku-3-kiso")).await.unwrap();
    let second = house.site();
    // The prefecture's part of the sitemap is in the index already.
    let expected = without(touched("993018", "3", 1), &["sitemap.xml"]);
    assert_eq!(changed(&first, &second), expected);

    house.clock.advance(24 * 60 * 60);
    house
        .publish(&demo("shisaku-3-kiso-edition-2"))
        .await
        .unwrap();
    let third = house.site();
    // No count changes with a second edition.
    let counts = [
        "sitemap.xml",
        "prefectures/index.html",
        "prefectures/99/index.html",
    ];
    assert_eq!(
        changed(&second, &third),
        without(touched("993018", "3", 2), &counts)
    );
    let past = third["assessments/993018/3/kiso/editions/1/index.html"].clone();
    assert!(String::from_utf8(past).unwrap().contains("過去の版"));
    assert!(third["index.html"] != second["index.html"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_found_at_once_and_only_in_its_newest_edition() {
    let house = House::new().await;
    let document = demo("shisaku-3-kiso");
    house
        .publish(&with(&document, "I.5.dept", "旧い名前の課"))
        .await
        .unwrap();
    let find = |text: &str| house.index.search(&Query::text(text)).unwrap();
    let page = find("い名前の");
    assert_eq!(
        (page.total, page.hits[0].url.as_str()),
        (1, "/assessments/993018/3/kiso/")
    );
    house
        .publish(&with(&document, "I.5.dept", "新しい名前の課"))
        .await
        .unwrap();
    assert_eq!(find("旧い名前").total, 0);
    assert_eq!(find("新しい名前").total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_out_of_turn_changes_nothing() {
    let house = House::new().await;
    let (key, revision) = house.filed(&demo("mihon-1-kiso")).await;
    let before = house.site();
    let approver = house.approver(&key.body).await;
    let other = house
        .state
        .publisher
        .publish(&approver, &key, revision + 1)
        .await;
    assert!(matches!(
        other,
        Err(PublishError::Workflow(WorkflowError::Refused(_)))
    ));
    let editor = house.editor(&key.body).await;
    let editors = house.state.publisher.publish(&editor, &key, revision).await;
    assert!(matches!(
        editors,
        Err(PublishError::Workflow(WorkflowError::NotFound))
    ));
    assert_eq!(house.site(), before);
    assert!(matches!(
        house.open(&key).await.stage,
        Stage::Submitted { .. }
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_that_was_cut_off_after_its_commit_is_made_good_at_the_next_start() {
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    let (key, revision) = house.filed(&demo("mihon-1-kiso")).await;
    let approver = house.approver(&key.body).await;
    let pending = house
        .state
        .workflow
        .begin_publication(&approver, &key, revision)
        .await
        .unwrap();
    pending.commit().await.unwrap();
    // The process dies here: the edition exists, the site does not show it.
    assert!(
        !house
            .site()
            .contains_key("assessments/992011/1/kiso/index.html")
    );
    assert_eq!(
        house
            .state
            .workflow
            .unfinished_site_jobs()
            .await
            .unwrap()
            .len(),
        1
    );

    let next = house.reopened().await;
    next.publisher.bring_up_to_date().await.unwrap();
    let site = house.site();
    assert!(site.contains_key("assessments/992011/1/kiso/index.html"));
    assert_eq!(
        house
            .index
            .search(&Query::text("住民基本台帳"))
            .unwrap()
            .total,
        1
    );
    assert!(
        next.workflow
            .unfinished_site_jobs()
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(next.publisher.converge().await.unwrap(), 0);
    next.publisher.build_all().await.unwrap();
    assert_eq!(house.site(), site);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_publish_at_once_both_get_their_pages() {
    let house = House::new().await;
    let (one, other) = (demo("mihon-1-kiso"), demo("shisaku-3-kiso"));
    let (one, other) = tokio::join!(house.publish(&one), house.publish(&other));
    let hrefs = [one.unwrap().href, other.unwrap().href];
    let csv = String::from_utf8(house.site()["open-data/assessments.csv"].clone()).unwrap();
    for href in hrefs {
        assert!(csv.contains(&href), "{href}");
    }
}
