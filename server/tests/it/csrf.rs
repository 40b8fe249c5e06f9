//! Forms are taken only from pages of this site, and what was typed is never lost.

use domain::Role;

use crate::helpers::{PASSWORD, TestApp};

const FORM: &str = "/desk/users/invite";

#[tokio::test]
async fn a_form_without_the_right_token_is_refused_and_shows_what_was_typed() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    let other = app.browser();
    app.person_at("other@demo.invalid", Role::BodyAdmin, "993018")
        .await;
    other.sign_in("other@demo.invalid", PASSWORD).await;
    let foreign = other.get("/desk/users").await.csrf();
    for csrf in [None, Some(""), Some("x"), Some(foreign.as_str())] {
        let mut fields = vec![
            ("email", "長く打ち込んだ@demo.invalid"),
            ("password", "ひみつ"),
        ];
        fields.extend(csrf.map(|csrf| ("csrf", csrf)));
        let answer = browser.post(FORM, &fields).await;
        assert_eq!(answer.status, 403, "{csrf:?}");
        assert_eq!(answer.all("dd"), ["長く打ち込んだ@demo.invalid"]);
        assert!(!answer.text().contains("ひみつ"));
        assert_eq!(answer.all(".who-name a"), ["body-admin@demo.invalid"]);
    }
    let users = browser.get("/desk/users").await;
    assert_eq!(users.all("tbody tr").len(), 1);
}

#[tokio::test]
async fn a_form_sent_by_another_site_is_refused_even_with_the_token() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    let csrf = browser.get("/desk/users").await.csrf();
    let body = format!("csrf={csrf}&email=new%40demo.invalid&role=editor");
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let answer = browser
            .send(browser.form(FORM).header(name, value).body(body.clone()))
            .await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
    let own = browser
        .form(FORM)
        .header("origin", &app.base)
        .header("sec-fetch-site", "same-origin");
    assert_eq!(browser.send(own.body(body)).await.status, 303);
}

#[tokio::test]
async fn a_form_of_an_ended_session_comes_back_with_everything_typed() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    let csrf = browser.get("/desk/users").await.csrf();
    app.clock.advance(24 * 3600);
    let text = "一時間かけて書いた文章\n二行目";
    let answer = browser
        .post(FORM, &[("csrf", &csrf), ("II[1].II.6.place", text)])
        .await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.all("dt"), ["II[1].II.6.place"]);
    assert_eq!(answer.all("dd"), [text]);
    assert_eq!(answer.all("main a[href='/desk/sign-in']").len(), 1);
}

#[tokio::test]
async fn signing_in_needs_the_token_of_the_page_too() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::Editor).await;
    let browser = app.browser();
    let fields = [("email", email.as_str()), ("password", PASSWORD)];
    let answer = browser.post("/desk/sign-in", &fields).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.all("dd"), [email.as_str()]);
    assert!(!answer.text().contains(PASSWORD));
    // The token of one guest is no use with the cookie of another.
    let csrf = app.get("/desk/sign-in").await.csrf();
    browser.get("/desk/sign-in").await;
    let fields = [
        ("csrf", csrf.as_str()),
        ("email", &email),
        ("password", PASSWORD),
    ];
    assert_eq!(browser.post("/desk/sign-in", &fields).await.status, 403);
}

#[tokio::test]
async fn what_is_no_form_or_no_text_is_refused_in_words() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    for body in ["email=%FF", "email=%ED%A0%80", "email=%00"] {
        let answer = browser.send(browser.form(FORM).body(body)).await;
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(answer.all("h1"), ["読み取れない文字があります"]);
    }
    let json = browser
        .request(reqwest::Method::POST, FORM)
        .header("content-type", "application/json");
    assert_eq!(browser.send(json.body("{}")).await.status, 415);
    let many = browser.form(FORM).body("a&".repeat(20_001));
    assert_eq!(browser.send(many).await.status, 413);
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    let csrf = browser.get("/desk/users").await.csrf();
    let fits = format!("csrf={csrf}&a={}", "x".repeat(7 * 1024 * 1024));
    assert_eq!(
        browser.send(browser.form(FORM).body(fits)).await.status,
        422
    );
    let body = "x".repeat(server::forms::MAX_BYTES + 1);
    let answer = browser.send(browser.form(FORM).body(body)).await;
    assert_eq!(answer.status, 413);
}
