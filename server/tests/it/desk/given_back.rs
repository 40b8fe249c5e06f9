//! What was typed is given back where it cannot be saved.

use super::helpers::{Desk, form_of};
use crate::helpers::{PASSWORD, TestApp};

const EMAIL: &str = "editor@demo.invalid";

#[actix_web::test]
async fn a_session_that_ended_while_typing_gives_the_text_back_and_leads_back_to_the_section() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "zenkomoku").await;
    desk.open("II").await.press(&desk.browser, "add:II").await;
    let text = "長い時間をかけて書いた文章\n二行目";
    let form = desk.open("II[1]").await.set("II[1].II.6.place", text);
    app.clock.advance(24 * 3600);
    let answer = form.press(&desk.browser, "save").await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.all("dd"), [text]);
    let link = "main a[href^='/desk/sign-in?next=']";
    let href = answer.attribute(link, "href").unwrap();
    let sign_in = desk.browser.get(&href).await;
    let form = form_of(&sign_in, "main form")
        .set("email", EMAIL)
        .set("password", PASSWORD);
    let signed_in = form.press(&desk.browser, "").await;
    assert_eq!(
        (signed_in.status, signed_in.location()),
        (303, desk.section("II[1]").as_str())
    );
    assert_eq!(desk.read("II[1]", "II[1].II.6.place").await, "");
}

#[actix_web::test]
async fn the_facts_and_a_new_assessment_lead_back_after_signing_in_too() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    let nobody = app.browser();
    let facts = desk.at("facts");
    for page in [facts.as_str(), "/desk/assessments/new"] {
        let answer = nobody.post(page, &[("staff", "30")]).await;
        assert_eq!((answer.status, answer.all("dd")), (401, vec!["30".into()]));
        let next = app::routes::encode(page);
        let link = format!("main a[href='/desk/sign-in?next={next}']");
        assert_eq!(answer.all(&link).len(), 1, "{page}");
    }
    let answer = nobody.post(&desk.at("stage"), &[("reason", "理由")]).await;
    assert_eq!(answer.all("main a[href='/desk/sign-in']").len(), 1);
}

#[actix_web::test]
async fn of_a_form_with_something_unreadable_the_rest_is_given_back() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    let csrf = desk.open("cover").await.get("csrf").to_owned();
    let field = |name: &str, value: &str| format!("{name}={value}");
    for (bad, shown) in [("a%00b", "a\u{FFFD}b"), ("a%FFb", "a\u{FFFD}b")] {
        let body = [
            field("csrf", &csrf),
            field("cover.title", &app::routes::encode("読める題名 <b>")),
            field("I.1.law", bad),
            field("op", "save"),
        ]
        .join("&");
        let request = desk.browser.form(&desk.section("cover")).body(body);
        let answer = desk.browser.send(request).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.all("dt"), ["cover.title", "I.1.law"]);
        assert_eq!(answer.all("dd"), ["読める題名 <b>", shown]);
        assert!(
            answer.all("p.lead")[0].contains('\u{FFFD}'),
            "it says what stands for it"
        );
        let back = format!("main a[href='{}']", desk.section("cover"));
        assert_eq!(answer.all(&back).len(), 1);
        assert_eq!(answer.all(".who-name a"), [EMAIL], "still signed in");
    }
    assert_eq!(desk.read("cover", "cover.title").await, "");
}

#[actix_web::test]
async fn a_form_that_is_too_large_says_that_it_is_not_given_back_and_what_to_do() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    for size in [server::forms::MAX_BYTES + 1, 3 * server::forms::MAX_BYTES] {
        let body = format!("cover.title={}", "x".repeat(size));
        let request = desk.browser.form(&desk.section("cover")).body(body);
        let answer = desk.browser.send(request).await;
        assert_eq!(answer.status, 413);
        let words = &answer.all("p.lead")[0];
        for said in ["保存していません", "お返しできません", "「戻る」"] {
            assert!(words.contains(said), "{said}: {words}");
        }
    }
}
