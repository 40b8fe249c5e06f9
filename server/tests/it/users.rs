//! The page of users.

use domain::Role;

use crate::helpers::{PASSWORD, TestApp};

const PAGE: &str = "/desk/users";

#[tokio::test]
async fn an_administrator_invites_somebody_by_a_link_that_is_shown_once() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    let fields = [("email", "new@demo.invalid"), ("role", "editor")];
    let answer = browser.submit(PAGE, "/desk/users/invite", &fields).await;
    assert_eq!(answer.status, 200);
    let link = answer.all(".notice-done code").remove(0);
    let path = link.strip_prefix(&app.base).unwrap();
    assert_eq!(app.get(path).await.status, 200);
    let page = browser.get(PAGE).await;
    assert!(page.all(".notice-done").is_empty());
    assert!(page.text().contains("招待中"));
    let fields = [("password", PASSWORD), ("password_again", PASSWORD)];
    let guest = app.browser();
    assert_eq!(guest.submit(path, path, &fields).await.status, 303);
    assert_eq!(guest.get(PAGE).await.status, 404);
    // Somebody who has a password gets a link that sets another one.
    let fields = [("email", "new@demo.invalid"), ("role", "editor")];
    let again = browser.submit(PAGE, "/desk/users/invite", &fields).await;
    assert_eq!(
        again.all(".notice-done h2"),
        ["パスワードを決め直すリンクを作りました"]
    );
    assert!(again.text().contains("まで使えます。"));
}

#[tokio::test]
async fn what_is_wrong_with_an_invitation_stands_beside_its_field_and_nothing_is_lost() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    for (email, role, field) in [
        ("no address", "editor", "email"),
        ("a@demo.invalid", "king", "role"),
    ] {
        let fields = [("email", email), ("role", role)];
        let answer = browser.submit(PAGE, "/desk/users/invite", &fields).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.all(&format!("#{field}-problem")).len(), 1, "{field}");
        assert_eq!(answer.attribute("#email", "value").as_deref(), Some(email));
    }
    let system = [("email", "b@demo.invalid"), ("role", "system-admin")];
    assert_eq!(
        browser
            .submit(PAGE, "/desk/users/invite", &system)
            .await
            .status,
        422
    );
    assert_eq!(browser.get(PAGE).await.all("tbody tr").len(), 1);
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once() {
    let app = TestApp::spawn().await;
    let (admin, editor) = (
        app.signed_in(Role::BodyAdmin).await,
        app.signed_in(Role::Editor).await,
    );
    let user = admin
        .get(PAGE)
        .await
        .attribute("input[name=user]", "value")
        .unwrap();
    let answer = admin
        .submit(PAGE, "/desk/users/disable", &[("user", &user)])
        .await;
    assert_eq!((answer.status, answer.location()), (303, PAGE));
    assert_eq!(editor.get("/desk/account").await.status, 303);
    assert_eq!(
        app.browser()
            .sign_in("editor@demo.invalid", PASSWORD)
            .await
            .status,
        422
    );
    let again = admin.get(PAGE).await;
    assert_eq!(again.all(".notice-done").len(), 1);
    assert!(again.text().contains("停止"));
}

#[tokio::test]
async fn people_of_another_body_cannot_be_seen_or_touched() {
    let app = TestApp::spawn().await;
    app.person_at("other@demo.invalid", Role::Editor, "993018")
        .await;
    let system = app.signed_in(Role::SystemAdmin).await;
    let all = system.get(PAGE).await;
    assert!(all.text().contains("other@demo.invalid"));
    assert_eq!(all.all("#body").len(), 1);
    let user = all.attribute("input[name=user]", "value").unwrap();
    let admin = app.signed_in(Role::BodyAdmin).await;
    assert!(!admin.get(PAGE).await.text().contains("other@demo.invalid"));
    let answer = admin
        .submit(PAGE, "/desk/users/disable", &[("user", &user)])
        .await;
    assert_eq!(answer.status, 404);
    let invite = [
        ("email", "x@demo.invalid"),
        ("role", "editor"),
        ("body", "993018"),
    ];
    let invited = admin.submit(PAGE, "/desk/users/invite", &invite).await;
    assert_eq!(invited.status, 200);
    assert!(
        !system
            .get(PAGE)
            .await
            .all("tbody tr")
            .iter()
            .any(|row| row.contains("x@demo.invalid") && row.contains("試作町"))
    );
}
