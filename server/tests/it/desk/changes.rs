//! From a published edition to the next one: the table of changes is decided at the desk, and
//! anybody reads what changed.

use domain::Role;

use super::helpers::{Desk, fill_everything, form_of, keep_plans};
use crate::helpers::TestApp;

const OLD: &str = "かなりあ七三号室";
const NEW: &str = "うぐいす八四号室";

fn hidden(place: &str) -> String {
    format!("庁舎の｛非公表:場所｜{place}｝に置く。")
}

async fn publish(app: &TestApp, editor: &Desk) -> String {
    let approver = editor.with(app.signed_in(Role::Approver).await);
    let form = form_of(&approver.get("publish").await, "form[action$='publish']");
    let published = form.press(&approver.browser, "").await;
    assert_eq!(published.status, 200);
    published.attribute(".notice-done a", "href").unwrap()
}

/// An assessment with a published edition; its public address.
async fn published(app: &TestApp) -> (Desk, String) {
    let editor = Desk::new(app, "kiso").await;
    fill_everything(&editor).await;
    editor.type_into("I", "I.1.summary", &hidden(OLD)).await;
    assert_eq!(editor.stage("", "submit", "").await.status, 303);
    let approver = editor.with(app.signed_in(Role::Approver).await);
    assert_eq!(approver.stage("review", "check", "").await.status, 303);
    let coordinator = editor.with(app.signed_in(Role::Coordinator).await);
    keep_plans(app).await;
    assert_eq!(coordinator.stage("", "file", "").await.status, 303);
    let address = publish(app, &editor).await;
    (editor, address)
}

#[actix_web::test]
async fn an_amendment_is_decided_at_the_desk_and_read_by_anybody() {
    let app = TestApp::spawn().await;
    let (editor, address) = published(&app).await;
    assert_eq!(editor.stage("", "amend", "").await.status, 303);
    editor.type_into("I", "I.1.summary", &hidden(NEW)).await;
    editor
        .type_into("cover", "cover.title", "改めた事務の評価書")
        .await;
    let refused = editor.stage("", "file", "").await;
    assert!(
        refused.text().contains("変更箇所の表に"),
        "{}",
        refused.text()
    );

    let page = editor.get("changes").await;
    assert_eq!(page.all(".change").len(), 2);
    assert_eq!(
        page.all("[data-path='I.1.summary'] del mark.withheld")
            .len(),
        1
    );
    let form = form_of(&page, "main form");
    // What cannot be read comes back with everything else that was typed.
    let wrong = form
        .clone()
        .set("note[1]", "｛非公表:場所｜")
        .set("note[2]", "そのまま");
    let answer = wrong.press(&editor.browser, "").await;
    assert_eq!(answer.status, 422);
    let again = form_of(&answer, "main form");
    assert_eq!(again.get("note[1]").trim(), "｛非公表:場所｜");
    assert_eq!(again.get("note[2]").trim(), "そのまま");
    let mut form = form;
    for n in 1..=2 {
        form = form
            .set(&format!("timing[{n}]"), "after")
            .set(&format!("note[{n}]"), "重要な変更に当たらない。");
    }
    assert_eq!(form.press(&editor.browser, "").await.status, 303);
    let done = editor.get("changes").await;
    assert_eq!(
        done.attribute("[data-open]", "data-open").as_deref(),
        Some("0")
    );
    // The same form again, as after a double click.
    assert_eq!(form.press(&editor.browser, "").await.status, 303);
    let compared = editor.get("compare").await;
    assert_eq!(compared.all("[data-change] del mark.withheld").len(), 1);

    assert_eq!(editor.stage("", "file", "").await.status, 303);
    publish(&app, &editor).await;
    let pages = [
        address.clone(),
        format!("{address}index.json"),
        format!("{address}editions/"),
        format!("{address}editions/2/"),
        format!("{address}editions/2/changes/"),
        format!("{address}compare?from=1&to=2"),
        "/feed.xml".to_owned(),
        "/open-data/assessments.csv".to_owned(),
        "/api/v1/search?q=庁舎".to_owned(),
    ];
    for page in &pages {
        let answer = app.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        for secret in [OLD, NEW] {
            assert!(!answer.text().contains(secret), "{page}");
        }
    }
    let changes = app.get(&pages[4]).await;
    assert_eq!(
        changes
            .all("[id='I.1.summary'][data-change=withheld-only]")
            .len(),
        1
    );
    assert_eq!(
        changes
            .all("[id='cover.title'][data-change=changed] ins")
            .len(),
        1
    );
    let compared = app.get(&pages[5]).await;
    assert_eq!(compared.all("[data-change]").len(), 2);
    let history = app.get(&pages[2]).await;
    assert_eq!(history.all("tbody tr").len(), 2);
    assert!(history.all("tbody tr")[0].contains("修正"));
}

#[actix_web::test]
async fn a_decision_on_an_older_revision_comes_back_unsaved() {
    let app = TestApp::spawn().await;
    let (editor, _) = published(&app).await;
    editor.stage("", "amend", "").await;
    editor
        .type_into("cover", "cover.title", "改めた評価書")
        .await;
    let form = form_of(&editor.get("changes").await, "main form");
    editor.type_into("I", "I.1.summary", "別の概要").await;
    let answer = form
        .set("note[1]", "打った説明")
        .press(&editor.browser, "")
        .await;
    assert_eq!(answer.status, 409);
    assert_eq!(
        form_of(&answer, "main form").get("note[1]").trim(),
        "打った説明"
    );
    assert_eq!(
        answer.all(".change").len(),
        2,
        "with what changed meanwhile"
    );
}

#[actix_web::test]
async fn a_comparison_of_nothing_says_why() {
    let app = TestApp::spawn().await;
    let (editor, address) = published(&app).await;
    let same = app.get(&format!("{address}compare?from=1&to=1")).await;
    assert_eq!((same.status, same.all("[role=alert]").len()), (200, 1));
    let none = app.get(&format!("{address}compare?from=1&to=7")).await;
    assert_eq!((none.status, none.all("[role=alert]").len()), (200, 1));
    let nowhere = address.replace("/1/", "/9/");
    assert_eq!(app.get(&format!("{nowhere}compare")).await.status, 404);
    let first = editor.get("changes").await;
    assert_eq!((first.status, first.all(".empty").len()), (200, 1));
    assert_eq!(editor.get("compare?from=x&to=99").await.status, 200);
}
