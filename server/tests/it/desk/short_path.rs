//! The whole short path: an editor writes and submits, an approver checks, the coordinator
//! submits to the commission, the approver publishes.

use domain::Role;

use super::helpers::{Desk, fill_everything, keep_plans};
use crate::helpers::TestApp;

const CANARY: &str = "かなりあ七三号室";

#[actix_web::test]
async fn three_people_carry_an_assessment_to_publication_without_script() {
    let app = TestApp::spawn().await;
    let editor = Desk::new(&app, "kiso").await;
    fill_everything(&editor).await;
    let text = format!("庁舎の｛非公表:場所｜{CANARY}｝に置く。");
    let saved = editor.type_into("I", "I.1.summary", &text).await;
    assert_eq!(saved.status, 303);
    let overview = editor.get("").await;
    assert_eq!(
        overview.all(".finding[data-severity=error]"),
        Vec::<String>::new()
    );
    assert_eq!(editor.stage("", "submit", "").await.status, 303);
    assert_eq!(
        editor.get("").await.all("[data-state=in-review] h1").len(),
        1
    );

    let approver = editor.with(app.signed_in(Role::Approver).await);
    let review = approver.get("review").await;
    let withheld = "[id='I.1.summary'] mark.withheld[data-reason=location]";
    assert_eq!(review.all(withheld), [CANARY]);
    let public = "[id='I.1.summary'] .beside-public span.withheld";
    assert_eq!(review.all(public), ["非公表（設置場所）"]);
    assert_eq!(approver.stage("review", "check", "").await.status, 303);
    let coordinator = editor.with(app.signed_in(Role::Coordinator).await);
    keep_plans(&app).await;
    assert_eq!(coordinator.stage("", "file", "").await.status, 303);

    let page = approver.get("publish").await;
    assert!(
        page.text().contains("非公表にする部分は1か所"),
        "{}",
        page.text()
    );
    let form = super::helpers::form_of(&page, "main form");
    let published = form.press(&approver.browser, "").await;
    assert_eq!(published.status, 200);
    assert!(
        published.text().contains("第1版を公表しました"),
        "{}",
        published.text()
    );
    let href = published.attribute(".notice-done a", "href").unwrap();
    let public = app.get(&href).await;
    assert_eq!(public.status, 200);
    assert!(public.text().contains("庁舎の"));
    assert!(!public.text().contains(CANARY));
    assert_eq!(
        public.all("[id='I.1.summary'] span.withheld"),
        ["非公表（設置場所）"]
    );
    assert_eq!(
        editor.get("").await.all("[data-state=published] h1").len(),
        1
    );
}

#[actix_web::test]
async fn every_form_can_be_filled_in_completely() {
    // 重点 brings the 基礎項目評価書 of the same affair with it.
    for form in ["kiso", "juten"] {
        let app = TestApp::spawn().await;
        let editor = Desk::new(&app, form).await;
        fill_everything(&editor).await;
        let overview = editor.get("").await;
        assert_eq!(
            overview.all(".finding[data-severity=error]"),
            Vec::<String>::new(),
            "{form}"
        );
        assert_eq!(editor.stage("", "submit", "").await.status, 303, "{form}");
    }
}

#[actix_web::test]
async fn what_is_incomplete_is_not_submitted_and_says_what_is_missing() {
    let app = TestApp::spawn().await;
    let editor = Desk::new(&app, "kiso").await;
    let answer = editor.stage("", "submit", "").await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.all("[role=alert]").len(), 1);
    let finding = "li.finding[data-rule='REQ-1'][data-severity=error][data-item='cover.title']";
    assert_eq!(answer.all(finding).len(), 1);
    assert_eq!(answer.all("[data-state=draft] h1").len(), 1);
}

#[actix_web::test]
async fn a_return_needs_a_reason_and_the_editor_reads_it() {
    let app = TestApp::spawn().await;
    let editor = Desk::new(&app, "kiso").await;
    fill_everything(&editor).await;
    editor.stage("", "submit", "").await;
    let approver = editor.with(app.signed_in(Role::Approver).await);
    let answer = approver.stage("review", "send-back", "  ").await;
    assert_eq!(answer.status, 422);
    assert!(answer.all("[role=alert]")[0].contains("理由"));
    let reason = "対象人数の根拠を書いてください。";
    assert_eq!(
        approver.stage("review", "send-back", reason).await.status,
        303
    );
    let overview = editor.get("").await;
    assert!(overview.all(".notice-attention")[0].contains(reason));
    let page = editor.browser.get(&editor.section("cover")).await;
    assert!(page.text().contains(reason), "it stands in the editor, too");
}

#[actix_web::test]
async fn a_check_of_another_revision_than_the_submitted_one_is_refused() {
    let app = TestApp::spawn().await;
    let editor = Desk::new(&app, "kiso").await;
    fill_everything(&editor).await;
    editor.stage("", "submit", "").await;
    let approver = editor.with(app.signed_in(Role::Approver).await);
    let csrf = approver.get("review").await.csrf();
    for revision in ["1", "0", "", "x"] {
        let fields = [
            ("csrf", csrf.as_str()),
            ("revision", revision),
            ("op", "check"),
        ];
        let answer = approver.browser.post(&approver.at("stage"), &fields).await;
        assert_eq!(answer.status, 409, "revision {revision:?}");
        assert_eq!(answer.all("[role=alert]").len(), 1);
    }
    assert_eq!(
        approver
            .get("")
            .await
            .all("[data-state=in-review] h1")
            .len(),
        1
    );
}
