//! Signing in and out.

use domain::Role;

use crate::helpers::{PASSWORD, TestApp};

const SESSION: &str = "hyokasho-session";

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_sign_in_and_back() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::Editor).await;
    let browser = app.browser();
    let asked = browser.get("/desk/account?x=1").await;
    let page = "/desk/sign-in?next=%2Fdesk%2Faccount%3Fx%3D1";
    assert_eq!((asked.status, asked.location()), (303, page));
    let next = browser
        .get(page)
        .await
        .attribute("input[name=next]", "value")
        .unwrap();
    assert_eq!(next, "/desk/account?x=1");
    let fields = [
        ("email", email.as_str()),
        ("password", PASSWORD),
        ("next", &next),
    ];
    let answer = browser.submit(page, "/desk/sign-in", &fields).await;
    assert_eq!(
        (answer.status, answer.location()),
        (303, "/desk/account?x=1")
    );
    assert_eq!(browser.get("/desk/account").await.status, 200);
    assert_eq!(browser.get("/desk/sign-in").await.location(), "/desk/");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::Editor).await;
    let wrong = app.browser().sign_in(&email, "これではない合い言葉").await;
    let unknown = app.browser().sign_in("nobody@demo.invalid", PASSWORD).await;
    assert_eq!((wrong.status, unknown.status), (422, 422));
    let problem = |answer: &crate::helpers::Answer| answer.all("[role=alert]");
    assert_eq!(problem(&wrong), problem(&unknown));
    assert_eq!(problem(&wrong).len(), 1);
    assert_eq!(
        wrong.attribute("#email", "value").as_deref(),
        Some(email.as_str())
    );
    assert!(!wrong.text().contains("これではない合い言葉"));
}

#[tokio::test]
async fn too_many_failures_have_to_wait_even_with_the_right_password() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::Editor).await;
    let browser = app.browser();
    let mut status = 422;
    for _ in 0..50 {
        status = browser.sign_in(&email, "これではない合い言葉").await.status;
        if status == 429 {
            break;
        }
    }
    assert_eq!(status, 429);
    let refused = browser.sign_in(&email, PASSWORD).await;
    assert_eq!(refused.status, 429);
    let seconds: i64 = refused.header("retry-after").parse().unwrap();
    assert!(seconds > 0);
    app.clock.advance(seconds + 1);
    assert_eq!(browser.sign_in(&email, PASSWORD).await.status, 303);
}

#[tokio::test]
async fn an_address_of_another_site_is_never_the_next_page() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::Editor).await;
    for next in [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/desk/\\..",
        "/search",
    ] {
        let page = format!("/desk/sign-in?next={}", app::routes::encode(next));
        let browser = app.browser();
        let shown = browser
            .get(&page)
            .await
            .attribute("input[name=next]", "value");
        assert_eq!(shown.as_deref(), Some("/desk/"), "{next}");
        let fields = [
            ("email", email.as_str()),
            ("password", PASSWORD),
            ("next", next),
        ];
        let answer = browser.submit(&page, "/desk/sign-in", &fields).await;
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/desk/"),
            "{next}"
        );
    }
}

#[tokio::test]
async fn the_session_is_new_at_every_sign_in_and_the_one_before_ends() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::Editor).await;
    let browser = app.browser();
    // Somebody plants a value before the person signs in.
    let planted = "A".repeat(43);
    browser.set_cookie(SESSION, &planted);
    let answer = browser.sign_in(&email, PASSWORD).await;
    let first = browser.cookie(SESSION).unwrap();
    assert_ne!(first, planted);
    let line = answer
        .set_cookies()
        .into_iter()
        .find(|line| line.starts_with(SESSION))
        .unwrap();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(line.contains(flag), "{flag} missing: {line}");
    }
    assert!(
        !line.contains("Max-Age") && !line.contains("Expires"),
        "{line}"
    );

    // Two tabs at the sign-in page: the second sign-in ends the first session.
    let guest = app.browser();
    let csrf = guest.get("/desk/sign-in").await.csrf();
    let guest_cookie = guest.cookie("hyokasho-guest").unwrap();
    browser.set_cookie("hyokasho-guest", &guest_cookie);
    let fields = [
        ("csrf", csrf.as_str()),
        ("email", &email),
        ("password", PASSWORD),
        ("next", ""),
    ];
    assert_eq!(browser.post("/desk/sign-in", &fields).await.status, 303);
    assert_ne!(browser.cookie(SESSION).unwrap(), first);
    let old = app.browser();
    old.set_cookie(SESSION, &first);
    assert_eq!(old.get("/desk/account").await.status, 303);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_says_so_once() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::Editor).await;
    let session = browser.cookie(SESSION).unwrap();
    let answer = browser.submit("/desk/account", "/desk/sign-out", &[]).await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/sign-in"));
    assert_eq!(browser.cookie(SESSION), None);
    let flash = ".notice-done";
    assert_eq!(
        browser.get("/desk/sign-in").await.all(flash),
        ["サインアウトしました。"]
    );
    assert!(browser.get("/desk/sign-in").await.all(flash).is_empty());
    browser.set_cookie(SESSION, &session);
    assert_eq!(browser.get("/desk/account").await.status, 303);
    // Once more, with the page of before: signed out is signed out.
    let again = browser.post("/desk/sign-out", &[("csrf", "x")]).await;
    assert_eq!((again.status, again.location()), (303, "/desk/sign-in"));
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::Editor).await;
    app.clock.advance(7 * 3600);
    assert_eq!(browser.get("/desk/account").await.status, 200);
    app.clock.advance(9 * 3600);
    assert_eq!(browser.get("/desk/account").await.status, 303);
}
