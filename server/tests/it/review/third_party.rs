//! The review, from the invitation to the verdict.

use domain::{Command, Role};
use workflow::AssessmentKey;

use super::{WITHHELD, filed, form_of, readings, withhold};
use crate::desk::helpers::{Desk, fill_everything, start};
use crate::helpers::TestApp;

const ASSIGNMENT: &str = "/desk/assignments/992011/1/juten/";
const COMMENT: &str = "項目への意見の言葉";
const ORGAN: &str = "見本市個人情報保護審議会";

/// A 重点項目評価書 that was checked in the house, beside its filed 基礎項目評価書.
async fn checked(app: &TestApp) -> (Desk, Desk) {
    let (kiso, approver, coordinator) = filed(app).await;
    let base = start(&kiso.browser, "juten", "1").await;
    let at = |desk: Desk| Desk {
        browser: desk.browser,
        base: base.clone(),
    };
    let (editor, approver, coordinator) = (at(kiso), at(approver), at(coordinator));
    fill_everything(&editor).await;
    withhold(&editor, "I.1.content").await;
    let submitted = editor.stage("", "submit", "").await;
    assert_eq!(submitted.status, 303, "{}", submitted.text());
    assert_eq!(approver.stage("review", "check", "").await.status, 303);
    (editor, coordinator)
}

async fn hand_over(app: &TestApp) {
    let coordinator = app.actor(Role::Coordinator).await;
    let key = AssessmentKey::parse("992011/1/juten").unwrap();
    let workflow = app.workflow();
    let open = workflow.open_assessment(&coordinator, &key).await.unwrap();
    workflow
        .act(&coordinator, &key, open.revision, Command::HandOver)
        .await
        .unwrap();
}

#[actix_web::test]
async fn an_invited_reviewer_reads_the_full_text_comments_and_gives_a_verdict() {
    let app = TestApp::spawn().await;
    let (editor, coordinator) = checked(&app).await;
    let reviewer = app.signed_in(Role::ThirdPartyReviewer).await;
    assert!(reviewer.get("/desk/assignments/").await.status == 200);
    assert_eq!(reviewer.get(ASSIGNMENT).await.status, 404);

    let page = coordinator.get("third-party").await;
    let invite = form_of(&page, "form:has(#email)")
        .set("email", "third-party-reviewer@demo.invalid")
        .set("organ", ORGAN);
    let refused = invite.clone().set("organ", " ");
    let refused = refused.press(&coordinator.browser, "engage").await;
    assert_eq!(refused.status, 422);
    let kept = refused.attribute("#email", "value");
    assert_eq!(kept.unwrap(), "third-party-reviewer@demo.invalid");
    for _ in 0..2 {
        let invited = invite.press(&coordinator.browser, "engage").await;
        assert_eq!(invited.status, 303, "{}", invited.text());
    }
    assert_eq!(reviewer.get(ASSIGNMENT).await.status, 404);
    hand_over(&app).await;

    let inbox = reviewer.get("/desk/inbox").await;
    assert!(inbox.text().contains(ASSIGNMENT), "{}", inbox.text());
    let list = reviewer.get("/desk/assignments/").await;
    assert_eq!(
        list.attribute("main a[href^='/desk/assignments/9']", "href"),
        Some(ASSIGNMENT.to_owned())
    );
    assert_eq!(readings(&app).await, 0);
    let page = reviewer.get(ASSIGNMENT).await;
    assert_eq!(page.status, 200);
    assert_eq!(readings(&app).await, 1);
    let mark = "[id='I.1.content'] mark.withheld[data-reason=location]";
    assert_eq!(page.all(mark), [WITHHELD]);

    let comment = form_of(&page, "form:has(#item)")
        .set("item", "I.1.content")
        .set("body", COMMENT);
    for _ in 0..2 {
        let said = comment.press(&reviewer, "comment").await;
        assert_eq!(said.status, 303, "{}", said.text());
    }
    let page = reviewer.get(ASSIGNMENT).await;
    assert_eq!(page.all(".thread .prose-text"), [COMMENT]);
    let seen = coordinator.get("third-party").await;
    assert_eq!(seen.all(".thread .prose-text"), [COMMENT]);
    let seen = editor.get("third-party").await;
    let long = "答".repeat(2_001);
    let answer = form_of(&seen, "form:has([name=body])").set("body", &long);
    let refused = answer.press(&editor.browser, "answer").await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.all("details[open] textarea"),
        [long],
        "it comes back"
    );

    let review = form_of(&page, "form[action$='#checklist']").set("result", "記した結果");
    let incomplete = review.press(&reviewer, "verdict").await;
    assert_eq!(incomplete.status, 422);
    let page = reviewer.get(ASSIGNMENT).await;
    let mut review = form_of(&page, "form[action$='#checklist']");
    assert_eq!(review.get("result"), "記した結果");
    for question in &crate::helpers::content().checklist.questions {
        review = review.set(&format!("check~{}", question.id), "fits");
    }
    let today = app.workflow().today().to_string();
    let review = review
        .set("on", &today)
        .set("kind", "suitable")
        .set("method", &format!("{ORGAN}による点検"));
    let given = review.press(&reviewer, "verdict").await;
    assert_eq!(given.status, 303, "{}", given.text());
    let inbox = coordinator.browser.get("/desk/inbox").await;
    assert!(
        inbox.text().contains(&coordinator.at("third-party")),
        "{}",
        inbox.text()
    );
    let overview = editor.get("third-party").await;
    assert!(overview.text().contains("適"), "{}", overview.text());
}

#[actix_web::test]
async fn who_was_not_invited_or_no_longer_is_finds_nothing() {
    let app = TestApp::spawn().await;
    let (editor, coordinator) = checked(&app).await;
    let reviewer = app.signed_in(Role::ThirdPartyReviewer).await;
    let page = coordinator.get("third-party").await;
    let invite = form_of(&page, "form:has(#email)")
        .set("email", "third-party-reviewer@demo.invalid")
        .set("organ", ORGAN);
    let invited = invite.press(&coordinator.browser, "engage").await;
    assert_eq!(invited.status, 303);
    hand_over(&app).await;
    let other = "other.reviewer@demo.invalid";
    app.person_at(other, Role::ThirdPartyReviewer, "").await;
    let stranger = app.browser();
    stranger.sign_in(other, crate::helpers::PASSWORD).await;
    let commission = app.signed_in(Role::PpcReviewer).await;
    for browser in [&stranger, &editor.browser, &commission] {
        assert_eq!(browser.get(ASSIGNMENT).await.status, 404);
    }
    for page in ["third-party", "commission"] {
        for browser in [&stranger, &reviewer, &commission] {
            let path = coordinator.at(page);
            assert_eq!(browser.get(&path).await.status, 404, "{page}");
        }
    }
    let page = coordinator.get("third-party").await;
    let release = form_of(&page, "form:has([name=engagement])");
    let released = release.press(&coordinator.browser, "release").await;
    assert_eq!(released.status, 303);
    assert_eq!(reviewer.get(ASSIGNMENT).await.status, 404);
}
