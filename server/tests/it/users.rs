//! The page of users.

use domain::Role;

use crate::helpers::{Browser, PASSWORD, TestApp};

const PAGE: &str = "/desk/users";

/// The page of a person on the list, and the id.
async fn person(browser: &Browser, email: &str) -> (String, String) {
    let list = format!("{PAGE}?q={}", app::routes::encode(email));
    let list = browser.get(&list).await;
    let page = list.attribute("tbody a", "href").unwrap();
    let user = page.rsplit('/').next().unwrap().to_owned();
    (page, user)
}

/// The address of a one-time link in a mail, on this server.
fn path_in(mail: &str) -> String {
    let token = mail.split("/desk/invitations/").nth(1).unwrap();
    format!("/desk/invitations/{}", token.lines().next().unwrap())
}

#[tokio::test]
async fn an_administrator_invites_somebody_by_a_link_that_goes_by_mail() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    let fields = [("email", "new@demo.invalid"), ("role", "editor")];
    let answer = browser.submit(PAGE, "/desk/users/invite", &fields).await;
    assert_eq!((answer.status, answer.location()), (303, PAGE));
    let page = browser.get(PAGE).await;
    assert!(page.text().contains("招待中"));
    assert!(!page.text().contains("/desk/invitations/"));
    let mail = app.mails().await.pop().unwrap();
    let path = &path_in(&mail);
    assert_eq!(app.get(path).await.status, 200);
    let fields = [("password", PASSWORD), ("password_again", PASSWORD)];
    let guest = app.browser();
    assert_eq!(guest.submit(path, path, &fields).await.status, 303);
    assert_eq!(guest.get(PAGE).await.status, 404);
    // Somebody who has a password is not invited again.
    let fields = [("email", "new@demo.invalid"), ("role", "editor")];
    let again = browser.submit(PAGE, "/desk/users/invite", &fields).await;
    assert_eq!(again.status, 422);
    assert_eq!(again.all("#email-problem").len(), 1);
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
    let (page, user) = person(&admin, "editor@demo.invalid").await;
    let answer = admin
        .submit(&page, "/desk/users/disable", &[("user", &user)])
        .await;
    assert_eq!((answer.status, answer.location()), (303, page.as_str()));
    assert_eq!(editor.get("/desk/account").await.status, 303);
    assert_eq!(
        app.browser()
            .sign_in("editor@demo.invalid", PASSWORD)
            .await
            .status,
        422
    );
    let again = admin.get(&page).await;
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
    let (page, user) = person(&system, "other@demo.invalid").await;
    let admin = app.signed_in(Role::BodyAdmin).await;
    assert!(!admin.get(PAGE).await.text().contains("other@demo.invalid"));
    let answer = admin
        .submit(PAGE, "/desk/users/disable", &[("user", &user)])
        .await;
    assert_eq!(answer.status, 404);
    assert_eq!(admin.get(&page).await.status, 404);
    let invite = [
        ("email", "x@demo.invalid"),
        ("role", "editor"),
        ("body", "993018"),
    ];
    let invited = admin.submit(PAGE, "/desk/users/invite", &invite).await;
    assert_eq!(invited.status, 303);
    assert!(
        !system
            .get(PAGE)
            .await
            .all("tbody tr")
            .iter()
            .any(|row| row.contains("x@demo.invalid") && row.contains("試作町"))
    );
}

#[tokio::test]
async fn a_list_is_narrowed_and_comes_in_pages() {
    let app = TestApp::spawn().await;
    let admin = app.signed_in(Role::BodyAdmin).await;
    for n in 0..51 {
        let new = workflow::NewUser {
            email: format!("p{n:02}@demo.invalid"),
            role: Role::Editor,
            body: Some(domain::BodyCode::parse(crate::helpers::BODY).unwrap()),
        };
        let invited = app
            .workflow()
            .invite_user_as_operator(workflow::Operator, new);
        invited.await.unwrap();
    }
    let first = admin.get("/desk/users?state=invited&q=%E3%80%80P").await;
    assert_eq!(first.all("tbody tr").len(), 50);
    let more = first.attribute(".pages a", "href").unwrap();
    let last = admin.get(&more).await;
    assert_eq!(last.all("tbody th"), ["p50@demo.invalid"]);
    assert_eq!(last.attribute("#filter-q", "value").unwrap(), "\u{3000}P");
    let chosen = last.attribute("#filter-state option[selected]", "value");
    assert_eq!(chosen.as_deref(), Some("invited"));
    let none = admin.get("/desk/users?role=approver").await;
    assert_eq!(none.all(".empty").len(), 1);
}

#[tokio::test]
async fn an_administrator_changes_a_role_and_resets_a_password_by_mail() {
    let app = TestApp::spawn().await;
    let admin = app.signed_in(Role::BodyAdmin).await;
    let editor = app.signed_in(Role::Editor).await;
    let (page, user) = person(&admin, "editor@demo.invalid").await;
    let change = [
        ("user", user.as_str()),
        ("from", "editor"),
        ("role", "approver"),
    ];
    let answer = admin.submit(&page, "/desk/users/role", &change).await;
    assert_eq!((answer.status, answer.location()), (303, page.as_str()));
    assert_eq!(editor.get("/desk/account").await.status, 303);
    let shown = admin.get(&page).await;
    assert!(
        shown
            .text()
            .contains("役割を「作成担当（業務主管課）」から")
    );
    // The page that was open before shows another role by now.
    let late = [
        ("user", user.as_str()),
        ("from", "editor"),
        ("role", "coordinator"),
    ];
    let refused = admin.submit(&page, "/desk/users/role", &late).await;
    assert_eq!(refused.status, 409);
    let wrong = [
        ("user", user.as_str()),
        ("from", "approver"),
        ("role", "provider"),
    ];
    let refused = admin.submit(&page, "/desk/users/role", &wrong).await;
    assert_eq!(refused.all("#role-problem").len(), 1);

    let link = [("user", user.as_str())];
    let answer = admin.submit(&page, "/desk/users/link", &link).await;
    assert_eq!(answer.status, 303, "the link is not shown");
    let mail = app.mails().await.pop().unwrap();
    let path = path_in(&mail);
    let new = "もっと長い合い言葉に変える";
    let fields = [("password", new), ("password_again", new)];
    let guest = app.browser();
    assert_eq!(guest.submit(&path, &path, &fields).await.status, 303);
    assert_eq!(guest.get("/desk/account").await.status, 200);
}

#[tokio::test]
async fn the_own_account_is_changed_by_others_only() {
    let app = TestApp::spawn().await;
    let admin = app.signed_in(Role::BodyAdmin).await;
    let (page, user) = person(&admin, "body-admin@demo.invalid").await;
    assert!(admin.get(&page).await.all("main form").is_empty());
    for path in ["disable", "link", "second-factor"] {
        let path = format!("/desk/users/{path}");
        let refused = admin.submit(PAGE, &path, &[("user", &user)]).await;
        assert_eq!(refused.status, 422, "{path}");
        assert_eq!(refused.all("main [role=alert] li").len(), 1, "{path}");
    }
    let system = app.signed_in(Role::SystemAdmin).await;
    let fields = [("user", user.as_str())];
    let refused = system.submit(&page, "/desk/users/disable", &fields).await;
    assert!(refused.text().contains("最後の管理者"));
}
