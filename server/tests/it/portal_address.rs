//! A portal with an address of its own, beside that of the public site.

use domain::Role;

use crate::helpers::TestApp;

const PORTAL: &str = "https://portal.example";
const SITE: &str = "https://site.example";

async fn app() -> TestApp {
    TestApp::spawn_with(|config| {
        config.server.base_url = Some(SITE.to_owned().try_into().unwrap());
        config.server.portal_url = Some(PORTAL.to_owned().try_into().unwrap());
        config.server.secure_cookies = Some(false);
    })
    .await
}

#[tokio::test]
async fn links_lead_to_the_portal_and_never_to_the_site() {
    let app = app().await;
    let admin = app.signed_in(Role::BodyAdmin).await;
    let fields = [("email", "new@demo.invalid"), ("role", "editor")];
    let invited = admin
        .submit("/desk/users", "/desk/users/invite", &fields)
        .await;
    assert_eq!(invited.status, 303);
    let page = "/desk/forgotten-password";
    let asked = [("email", "body-admin@demo.invalid")];
    app.browser().submit(page, page, &asked).await;
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2);
    for mail in mails {
        assert!(
            mail.contains(&format!("{PORTAL}/desk/invitations/")),
            "{mail}"
        );
        assert!(!mail.contains(SITE));
    }
    let subscribed = admin
        .submit(
            "/desk/calendar",
            app::routes::CALENDAR_FEED,
            &[("op", "subscribe")],
        )
        .await;
    assert!(
        subscribed
            .text()
            .contains(&format!("{PORTAL}/desk/calendar"))
    );
}

#[tokio::test]
async fn forms_come_from_the_portal_and_not_from_the_site() {
    let app = app().await;
    let admin = app.signed_in(Role::BodyAdmin).await;
    let csrf = admin.get("/desk/users").await.csrf();
    let body = format!("csrf={csrf}&email=new%40demo.invalid&role=editor");
    for (origin, status) in [(SITE, 403), (PORTAL, 303)] {
        let form = admin.form("/desk/users/invite").header("origin", origin);
        let answer = admin.send(form.body(body.clone())).await;
        assert_eq!(answer.status, status, "{origin}");
    }
}
