//! Invitations: a link, used once.

use domain::{BodyCode, Role};
use workflow::{NewUser, Operator};

use crate::helpers::{BODY, PASSWORD, TestApp};

async fn invite(app: &TestApp) -> String {
    let body = Some(BodyCode::parse(BODY).unwrap());
    let new = NewUser {
        email: "new@demo.invalid".to_owned(),
        role: Role::Editor,
        body,
    };
    let invitation = app
        .workflow()
        .invite_user_as_operator(Operator, new)
        .await
        .unwrap();
    format!("/desk/invitations/{}", invitation.token.reveal())
}

#[tokio::test]
async fn an_invited_person_chooses_a_password_and_is_signed_in() {
    let app = TestApp::spawn().await;
    let (link, browser) = (invite(&app).await, app.browser());
    let page = browser.get(&link).await;
    assert_eq!(page.status, 200);
    assert!(
        page.text()
            .contains("見本市の作成担当（業務主管課）として招待されています。")
    );
    let fields = [("password", PASSWORD), ("password_again", PASSWORD)];
    let answer = browser.submit(&link, &link, &fields).await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/"));
    assert_eq!(browser.get("/desk/account").await.status, 200);
    assert_eq!(
        app.browser()
            .sign_in("new@demo.invalid", PASSWORD)
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn a_password_that_is_too_short_or_typed_differently_can_be_mended() {
    let app = TestApp::spawn().await;
    let (link, browser) = (invite(&app).await, app.browser());
    for (first, again, field) in [
        ("短い", "短い", "password"),
        (PASSWORD, "別のもの", "password_again"),
    ] {
        let answer = browser
            .submit(
                &link,
                &link,
                &[("password", first), ("password_again", again)],
            )
            .await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.all(&format!("#{field}-problem")).len(), 1, "{field}");
        assert!(!answer.text().contains(PASSWORD));
    }
    let fields = [("password", PASSWORD), ("password_again", PASSWORD)];
    assert_eq!(browser.submit(&link, &link, &fields).await.status, 303);
}

#[tokio::test]
async fn used_expired_and_unknown_links_look_the_same() {
    let app = TestApp::spawn().await;
    let used = invite(&app).await;
    let fields = [("password", PASSWORD), ("password_again", PASSWORD)];
    app.browser().submit(&used, &used, &fields).await;
    let unknown = format!("/desk/invitations/{}", "A".repeat(43));
    let expired = invite(&app).await;
    app.clock.advance(8 * 24 * 3600);
    for link in [used.as_str(), &unknown, "/desk/invitations/x", &expired] {
        let page = app.get(link).await;
        assert_eq!(page.status, 404, "{link}");
        assert_eq!(page.all("h1"), ["この招待は使えません"]);
    }
}
