//! The second factor: nothing opens before it, and each code works once.

use domain::Role;
use workflow::TotpSecret;

use crate::helpers::{Answer, BODY, Browser, PASSWORD, SECRET, TestApp};

const CODE: &str = "/desk/sign-in/code";
const ENROL: &str = "/desk/sign-in/second-factor";
const BEGIN: &str = "/desk/sign-in/second-factor/begin";

async fn type_code(browser: &Browser, code: &str) -> Answer {
    browser.submit(CODE, CODE, &[("code", code)]).await
}

/// The secret that a page of enrolment shows.
fn shown(page: &Answer) -> TotpSecret {
    let grouped = page.all(".secret").remove(0);
    TotpSecret::parse(&grouped.replace(' ', "")).unwrap()
}

fn code_of(secret: &TotpSecret, app: &TestApp) -> String {
    secret.code_at(app.workflow().clock().now())
}

#[tokio::test]
async fn every_role_that_needs_a_second_factor_enrols_before_anything_else() {
    let app = TestApp::spawn().await;
    for role in Role::ALL {
        let email = format!("{}@demo.invalid", role.as_str());
        app.person_without_factor(&email, role, BODY).await;
        let browser = app.browser();
        let answer = browser.type_password(&email, PASSWORD).await;
        assert_eq!(answer.status, 303);
        let page = format!("{ENROL}?next=%2Fdesk%2F");
        let expected = match role.needs_second_factor() {
            true => page.as_str(),
            false => "/desk/",
        };
        assert_eq!(answer.location(), expected, "{role:?}");
        let account = browser.get("/desk/account").await;
        let status = if role.needs_second_factor() { 303 } else { 200 };
        assert_eq!(account.status, status, "{role:?}");
    }
}

#[tokio::test]
async fn enrolment_shows_the_secret_and_then_the_recovery_codes_once() {
    let app = TestApp::spawn().await;
    let email = "body-admin@demo.invalid";
    app.person_without_factor(email, Role::BodyAdmin, BODY)
        .await;
    let browser = app.browser();
    browser.type_password(email, PASSWORD).await;
    let page = browser.get(ENROL).await;
    assert_eq!(page.status, 200);
    assert!(page.all(".secret").is_empty(), "reading draws no secret");
    assert!(page.all(".site-nav").is_empty(), "nothing else opens");
    let begun = browser.submit(ENROL, BEGIN, &[("next", "/desk/users")]);
    let begun = begun.await;
    let again = format!("{ENROL}?next=%2Fdesk%2Fusers");
    assert_eq!((begun.status, begun.location()), (303, again.as_str()));
    let page = browser.get(begun.location()).await;
    assert_eq!(page.all("svg.qr").len(), 1);
    assert!(!page.text().contains(" style="), "the policy forbids it");
    let uri = page.attribute("a[href^=otpauth]", "href").unwrap();
    let secret = shown(&page);
    assert!(uri.contains(&secret.base32()));
    assert!(uri.starts_with("otpauth://totp/Hyokasho:body%2Dadmin%40demo%2Einvalid?"));
    let wrong = browser.submit(ENROL, ENROL, &[("code", "12345")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.all("#code-problem").len(), 1);
    assert_eq!(shown(&wrong).base32(), secret.base32());

    let code = code_of(&secret, &app);
    let fields = [("code", code.as_str()), ("next", "/desk/users")];
    let done = browser.submit(ENROL, ENROL, &fields).await;
    assert_eq!(done.status, 200);
    let codes = done.all(".recovery-codes code");
    assert_eq!(codes.len(), 10);
    let next = done.attribute("main a.button-main", "href");
    assert_eq!(next.as_deref(), Some("/desk/users"));
    assert_eq!(browser.get("/desk/users").await.status, 200);
    assert_eq!(browser.get(ENROL).await.status, 303);

    // The code that confirmed it is used up; a recovery code works, once.
    let other = app.browser();
    let answer = other.type_password(email, PASSWORD).await;
    assert!(answer.location().starts_with(CODE));
    let refused = type_code(&other, &code).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("既に使われています"));
    let recovery = [("recovery", codes[0].as_str())];
    let answer = other.submit(CODE, CODE, &recovery).await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/"));
    let third = app.browser();
    third.type_password(email, PASSWORD).await;
    assert_eq!(third.submit(CODE, CODE, &recovery).await.status, 422);
    let account = other.get("/desk/account").await;
    assert!(account.text().contains("あと9個"));
}

#[tokio::test]
async fn a_half_open_session_reaches_nothing_else() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::BodyAdmin).await;
    let browser = app.browser();
    browser.type_password(&email, PASSWORD).await;
    for path in [
        "/desk/",
        "/desk",
        "/desk/account",
        "/desk/account/second-factor",
        "/desk/users",
        "/desk/users/x",
        "/desk/assessments/new",
        "/desk/assessments/992011/1/kiso/",
        "/desk/notices",
        "/desk/no/such/page",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 303, "{path}");
        let leads = answer.location();
        assert!(
            leads == "/desk/" || leads.starts_with("/desk/sign-in?next="),
            "{path}: {leads}"
        );
    }
    // From the sign-in page on to what is owed, and back to where the person wanted to go.
    let sign_in = browser.get("/desk/sign-in?next=%2Fdesk%2Fusers").await;
    let step = "/desk/sign-in/code?next=%2Fdesk%2Fusers";
    assert_eq!((sign_in.status, sign_in.location()), (303, step));
    let csrf = browser.get(step).await.csrf();
    for path in [
        "/desk/users/invite",
        "/desk/users/disable",
        "/desk/account/password",
        "/desk/account/second-factor",
        "/desk/account/second-factor/begin",
        "/desk/account/second-factor/remove",
        "/desk/account/sign-out-everywhere",
        "/desk/assessments/new",
    ] {
        let fields = [
            ("csrf", csrf.as_str()),
            ("user", "x"),
            ("current", PASSWORD),
        ];
        let answer = browser.post(path, &fields).await;
        assert_eq!(answer.status, 401, "{path}");
    }
    // It enrols nobody either: there is a factor already.
    let fields = [("csrf", csrf.as_str())];
    assert_eq!(browser.post(BEGIN, &fields).await.status, 404);
    let page = browser.get(ENROL).await;
    assert!(page.location().starts_with(CODE));
    let fields = [
        ("csrf", csrf.as_str()),
        ("code", &browser.code()),
        ("next", "/desk/users"),
    ];
    let answer = browser.post(CODE, &fields).await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/users"));
}

#[tokio::test]
async fn the_session_is_another_one_after_the_code_and_the_half_open_one_is_gone() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::SystemAdmin).await;
    let browser = app.browser();
    browser.type_password(&email, PASSWORD).await;
    let half = browser.cookie("hyokasho-session").unwrap();
    let code = browser.code();
    assert_eq!(type_code(&browser, &code).await.status, 303);
    assert_ne!(browser.cookie("hyokasho-session").unwrap(), half);
    let thief = app.browser();
    thief.set_cookie("hyokasho-session", &half);
    assert_eq!(thief.get(CODE).await.status, 303);
    assert_eq!(thief.get("/desk/account").await.status, 303);
}

#[tokio::test]
async fn a_code_is_taken_from_its_own_page_only() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::BodyAdmin).await;
    let browser = app.browser();
    browser.type_password(&email, PASSWORD).await;
    for csrf in ["", "x"] {
        let fields = [("csrf", csrf), ("code", &*browser.code())];
        let answer = browser.post(CODE, &fields).await;
        assert_eq!(answer.status, 403);
        assert!(!answer.text().contains(&browser.code()));
    }
    let answer = app.browser().post(CODE, &[("code", "123456")]).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/desk/sign-in?"));
}

#[tokio::test]
async fn wrong_codes_have_to_wait_and_the_person_is_told() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::BodyAdmin).await;
    let browser = app.browser();
    browser.type_password(&email, PASSWORD).await;
    let mut last = type_code(&browser, "1").await;
    for _ in 0..6 {
        assert_eq!(last.status, 422);
        last = type_code(&browser, "1").await;
    }
    assert_eq!(last.status, 429);
    assert_eq!(last.header("retry-after"), "30");
    assert!(last.text().contains("30秒待ってから"));
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("接続元: 127.0.0.1"), "{}", mails[0]);
    app.clock.advance(31);
    let code = browser.code();
    assert_eq!(type_code(&browser, &code).await.status, 303);
}

#[tokio::test]
async fn whoever_does_not_want_to_go_on_signs_in_as_somebody_else() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::BodyAdmin).await;
    let browser = app.browser();
    browser.type_password(&email, PASSWORD).await;
    let half = browser.cookie("hyokasho-session").unwrap();
    let answer = browser.submit(CODE, "/desk/sign-in/cancel", &[]).await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/sign-in"));
    assert_eq!(browser.get("/desk/sign-in").await.status, 200);
    browser.set_cookie("hyokasho-session", &half);
    assert_eq!(browser.get(CODE).await.status, 303);
}

#[tokio::test]
async fn a_second_factor_of_ones_own_wish_comes_and_goes_with_the_password() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::Editor).await;
    let page = "/desk/account/second-factor";
    let begin = "/desk/account/second-factor/begin";
    let wrong = browser.submit(page, begin, &[("current", "ちがう")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.all("#current-begin-problem").len(), 1);
    let right = [("current", PASSWORD)];
    assert_eq!(browser.submit(page, begin, &right).await.status, 303);
    let secret = shown(&browser.get(page).await);
    let code = code_of(&secret, &app);
    let done = browser.submit(page, page, &[("code", &code)]).await;
    assert_eq!(done.all(".recovery-codes code").len(), 10);
    let other = app.browser();
    let answer = other.type_password("editor@demo.invalid", PASSWORD).await;
    assert!(answer.location().starts_with(CODE));
    app.clock.advance(30);
    let code = code_of(&secret, &app);
    assert_eq!(type_code(&other, &code).await.status, 303);

    let codes = "/desk/account/second-factor/recovery-codes";
    let renewed = browser.submit(page, codes, &right).await;
    assert_eq!(renewed.all(".recovery-codes code").len(), 10);
    let remove = "/desk/account/second-factor/remove";
    let answer = browser.submit(page, remove, &right).await;
    assert_eq!((answer.status, answer.location()), (303, page));
    let fresh = app.browser();
    let again = fresh.type_password("editor@demo.invalid", PASSWORD).await;
    assert_eq!(again.location(), "/desk/");
    // Whoever must have one is not offered to do without.
    let admin = app.signed_in(Role::BodyAdmin).await;
    let shown = admin.get(page).await;
    assert!(!shown.text().contains("second-factor/remove"));
    assert_eq!(admin.submit(page, remove, &right).await.status, 422);
}

#[tokio::test]
async fn a_forgotten_password_is_answered_alike_and_the_second_factor_stays() {
    let app = TestApp::spawn().await;
    let email = app.person(Role::BodyAdmin).await;
    let page = "/desk/forgotten-password";
    let mut seen = Vec::new();
    for asked in [email.as_str(), "nobody@demo.invalid"] {
        let browser = app.browser();
        let answer = browser.submit(page, page, &[("email", asked)]).await;
        assert_eq!((answer.status, answer.location()), (303, "/desk/sign-in"));
        seen.push(browser.get("/desk/sign-in").await.all(".notice-done"));
    }
    assert_eq!(seen[0], seen[1]);
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    let link = mails[0]
        .lines()
        .find(|line| line.contains("/desk/invitations/"));
    let path = format!("/desk/{}", link.unwrap().split("/desk/").nth(1).unwrap());
    let browser = app.browser();
    assert!(browser.get(&path).await.text().contains("新しいパスワード"));
    let new = "もっと長い合い言葉に変える";
    let fields = [("password", new), ("password_again", new)];
    let answer = browser.submit(&path, &path, &fields).await;
    assert!(answer.location().starts_with(CODE), "{}", answer.location());
    assert_eq!(browser.get("/desk/account").await.status, 303);
    let code = browser.code();
    assert_eq!(type_code(&browser, &code).await.status, 303);
    assert_eq!(browser.get("/desk/account").await.status, 200);
}

#[tokio::test]
async fn a_link_in_a_mail_does_not_lead_where_the_request_says() {
    let app = TestApp::spawn().await;
    app.person(Role::Editor).await;
    let browser = app.browser();
    let page = "/desk/forgotten-password";
    let csrf = browser.get(page).await.csrf();
    let body = format!("csrf={csrf}&email=editor%40demo.invalid");
    let request = browser.form(page).header("host", "evil.example");
    assert_eq!(browser.send(request.body(body)).await.status, 303);
    assert!(!app.mails().await[0].contains("evil.example"));
}

#[tokio::test]
async fn a_secret_is_on_its_page_and_in_no_log_or_debug() {
    let secret = TotpSecret::parse(SECRET).unwrap();
    assert!(!format!("{secret:?}").contains(SECRET));
}
