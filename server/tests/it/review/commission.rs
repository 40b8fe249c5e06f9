//! The commission's desk, and that nothing of it is published.

use std::path::Path;

use domain::Role;

use super::{WITHHELD, filed, form_of, readings};
use crate::helpers::{Answer, TestApp};

const ADVICE: &str = "かなりあの助言";
const NOTE: &str = "かなりあのメモ";
const JUDGEMENT: &str = "かなりあの所見";
const ANSWER: &str = "かなりあの対応";

fn first(inbox: &Answer) -> String {
    let link = "main a[href^='/desk/submissions/0']";
    inbox.attribute(link, "href").expect("a submission")
}

#[actix_web::test]
async fn the_commission_receives_judges_and_advises_and_none_of_it_is_published() {
    let app = TestApp::spawn().await;
    let (editor, approver, _) = filed(&app).await;
    let officer = app.signed_in(Role::PpcReviewer).await;
    assert_eq!(officer.get(&editor.base).await.status, 404);
    let news = officer.get("/desk/inbox").await;
    assert!(news.text().contains("/desk/submissions/?body=992011"));
    let inbox = officer
        .get("/desk/submissions/?body=992011&order=newest")
        .await;
    assert_eq!(inbox.status, 200);
    let here = first(&inbox);
    assert_eq!(readings(&app).await, 0);
    let page = officer.get(&here).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(readings(&app).await, 1);
    let mark = "[id='I.1.summary'] mark.withheld[data-reason=location]";
    assert_eq!(page.all(mark), [WITHHELD]);
    assert!(page.text().contains("了承・承認の手続はありません"));

    let today = app.workflow().today().to_string();
    let receipt = form_of(&page, "form:has(#number)").set("on", &today);
    let blank = receipt
        .clone()
        .set("number", " ")
        .press(&officer, "receive")
        .await;
    assert_eq!(blank.status, 422);
    let received = receipt
        .set("number", "見本第1号")
        .press(&officer, "receive")
        .await;
    assert_eq!(received.status, 303, "{}", received.text());
    let page = officer.get(&here).await;
    let forms = [
        (form_of(&page, "form:has(#memo)").set("memo", NOTE), "note"),
        (
            form_of(&page, "form:has([name=judgement])")
                .set("judgement", "too-wide")
                .set("note", JUDGEMENT),
            "judge",
        ),
        (
            form_of(&page, "form:has(#kind)")
                .set("kind", "advice")
                .set("body", ADVICE),
            "advise",
        ),
    ];
    for (form, op) in forms {
        for _ in 0..2 {
            let done = form.press(&officer, op).await;
            assert_eq!(done.status, 303, "{op}: {}", done.text());
        }
    }
    let page = officer.get(&here).await;
    for word in [NOTE, JUDGEMENT, ADVICE] {
        assert_eq!(page.text().matches(word).count(), 1, "{word}");
    }

    let seen = editor.get("commission").await;
    assert!(seen.text().contains(ADVICE) && seen.text().contains("見本第1号"));
    assert!(!seen.text().contains(NOTE) && !seen.text().contains(JUDGEMENT));
    let answer = form_of(&seen, "form:has([name=body])").set("body", ANSWER);
    let long = format!("{ANSWER}{}", "。".repeat(2_000));
    let refused = answer.clone().set("body", &long);
    let refused = refused.press(&editor.browser, "answer").await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.all("details[open] textarea"),
        [long],
        "it comes back"
    );
    let answered = answer.press(&editor.browser, "answer").await;
    assert_eq!(answered.status, 303, "{}", answered.text());
    assert!(officer.get(&here).await.text().contains(ANSWER));

    let page = approver.get("publish").await;
    let published = form_of(&page, "main form")
        .press(&approver.browser, "")
        .await;
    assert_eq!(published.status, 200, "{}", published.text());
    for word in [WITHHELD, ADVICE, NOTE, JUDGEMENT, ANSWER, "見本第1号"] {
        assert!(!is_in_a_file(&app.site_dir, word), "{word}");
    }
}

fn is_in_a_file(dir: &Path, word: &str) -> bool {
    let files = walkdir::WalkDir::new(dir).into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .any(|entry| {
            let bytes = std::fs::read(entry.path()).unwrap();
            bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        })
}

#[actix_web::test]
async fn the_commissions_desk_is_for_the_commission_only() {
    let app = TestApp::spawn().await;
    let (editor, ..) = filed(&app).await;
    let officer = app.signed_in(Role::PpcApprover).await;
    let here = first(&officer.get("/desk/submissions/").await);
    let reviewer = app.signed_in(Role::ThirdPartyReviewer).await;
    for browser in [&editor.browser, &reviewer] {
        for path in [
            "/desk/submissions/",
            &here,
            "/desk/standings/",
            "/desk/standings.csv",
        ] {
            assert_eq!(browser.get(path).await.status, 404, "{path}");
        }
    }
    let table = officer.get("/desk/standings/").await;
    assert!(table.text().contains("見本市"), "{}", table.text());
    let csv = officer.get("/desk/standings.csv").await;
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert!(csv.text().contains("\"992011\",\"見本県\",\"見本市\""));
    let unknown = officer.get("/desk/submissions/nothing").await;
    assert_eq!(unknown.status, 404);
}
