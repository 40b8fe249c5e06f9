//! The account page.

use domain::Role;

use crate::helpers::{PASSWORD, TestApp};

const NEW: &str = "もっと長い合い言葉に変える";

#[tokio::test]
async fn changing_the_password_ends_the_other_sessions_and_keeps_this_one() {
    let app = TestApp::spawn().await;
    let here = app.signed_in(Role::Editor).await;
    let elsewhere = app.browser();
    elsewhere.sign_in("editor@demo.invalid", PASSWORD).await;
    assert!(
        here.get("/desk/account")
            .await
            .text()
            .contains("いま3か所で"),
        "accepting the invitation signed in, too"
    );
    let fields = [
        ("current", PASSWORD),
        ("password", NEW),
        ("password_again", NEW),
    ];
    let answer = here
        .submit("/desk/account", "/desk/account/password", &fields)
        .await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/account"));
    let page = here.get("/desk/account").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.all(".notice-done").len(), 1);
    assert!(page.text().contains("パスワードを変えました"));
    assert!(page.text().contains("いま1か所で"));
    assert_eq!(elsewhere.get("/desk/account").await.status, 303);
    assert_eq!(
        app.browser()
            .sign_in("editor@demo.invalid", PASSWORD)
            .await
            .status,
        422
    );
    assert_eq!(
        app.browser()
            .sign_in("editor@demo.invalid", NEW)
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn a_password_is_changed_only_with_the_right_one_and_typed_twice() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::Editor).await;
    for (current, first, again, field) in [
        ("ちがう合い言葉です", NEW, NEW, "current"),
        (PASSWORD, "短い", "短い", "password"),
        (PASSWORD, NEW, "別のもの", "password_again"),
    ] {
        let fields = [
            ("current", current),
            ("password", first),
            ("password_again", again),
        ];
        let answer = browser
            .submit("/desk/account", "/desk/account/password", &fields)
            .await;
        assert_eq!(answer.status, 422, "{field}");
        assert_eq!(answer.all(&format!("#{field}-problem")).len(), 1, "{field}");
        assert!(!answer.text().contains(NEW));
    }
    assert_eq!(
        app.browser()
            .sign_in("editor@demo.invalid", PASSWORD)
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() {
    let app = TestApp::spawn().await;
    let here = app.signed_in(Role::Editor).await;
    let elsewhere = app.browser();
    elsewhere.sign_in("editor@demo.invalid", PASSWORD).await;
    let answer = here
        .submit("/desk/account", "/desk/account/sign-out-everywhere", &[])
        .await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/sign-in"));
    for browser in [&here, &elsewhere] {
        assert_eq!(browser.get("/desk/account").await.status, 303);
    }
}

#[tokio::test]
async fn a_person_signs_out_in_another_place_or_in_all_others() {
    let app = TestApp::spawn().await;
    let here = app.signed_in(Role::Editor).await;
    let (one, two) = (app.browser(), app.browser());
    for browser in [&one, &two] {
        browser.sign_in("editor@demo.invalid", PASSWORD).await;
        app.clock.advance(60);
    }
    let page = here.get("/desk/account").await;
    assert!(page.text().contains("127.0.0.1"));
    let id = page.attribute("input[name=session]", "value").unwrap();
    let end = "/desk/account/sessions/end";
    let answer = here.submit("/desk/account", end, &[("session", &id)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/account"));
    assert_eq!(two.get("/desk/account").await.status, 303);
    assert_eq!(one.get("/desk/account").await.status, 200);
    let others = "/desk/account/sessions/end-others";
    let answer = here.submit("/desk/account", others, &[]).await;
    assert_eq!(answer.status, 303);
    assert_eq!(one.get("/desk/account").await.status, 303);
    assert!(
        here.get("/desk/account")
            .await
            .text()
            .contains("いま1か所で")
    );
}
