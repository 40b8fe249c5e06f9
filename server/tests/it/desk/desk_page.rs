//! My desk: what is there, and what waits for me.

use domain::Role;

use super::helpers::{Desk, fill_everything, start};
use crate::helpers::TestApp;

#[actix_web::test]
async fn an_empty_desk_says_how_to_begin() {
    let app = TestApp::spawn().await;
    let editor = app.signed_in(Role::Editor).await;
    let page = editor.get("/desk/").await;
    assert_eq!(page.all(".empty").len(), 1);
    assert_eq!(page.all("a[href='/desk/assessments/new']").len(), 1);
    let approver = app.signed_in(Role::Approver).await.get("/desk/").await;
    assert_eq!(approver.all("a[href='/desk/assessments/new']").len(), 0);
}

#[actix_web::test]
async fn what_waits_for_a_person_stands_first() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    fill_everything(&desk).await;
    desk.stage("", "submit", "").await;
    app.clock.advance(60);
    start(&desk.browser, "kiso", "2").await;
    let states = |page: &crate::helpers::Answer| {
        ["[data-mine=true]", "[data-mine=false]"].map(|mine| page.all(&format!("li{mine} .state")))
    };
    let page = desk.browser.get("/desk/").await;
    assert_eq!(states(&page), [vec!["作成中"], vec!["庁内確認中"]]);
    let approver = app.signed_in(Role::Approver).await;
    let page = approver.get("/desk/").await;
    assert_eq!(states(&page), [vec!["庁内確認中"], vec!["作成中"]]);
    let order: Vec<String> = page.all(".desk-row .state");
    assert_eq!(order, ["庁内確認中", "作成中"]);
    assert_eq!(
        page.attribute("li[data-mine=true] a.button", "href"),
        Some(desk.at("review"))
    );
}

#[actix_web::test]
async fn a_long_list_comes_in_pages() {
    let app = TestApp::spawn().await;
    let editor = app.signed_in(Role::Editor).await;
    for number in 1..=51 {
        app.clock.advance(1);
        start(&editor, "kiso", &number.to_string()).await;
    }
    let first = editor.get("/desk/").await;
    assert_eq!(first.all(".desk-row").len(), 50);
    let next = first.attribute("nav.pages a", "href").unwrap();
    let second = editor.get(&next).await;
    assert_eq!(second.all(".desk-row").len(), 1);
    assert!(second.all(".desk-row")[0].contains("評価書番号 1・"));
}

#[actix_web::test]
async fn roles_without_assessments_find_their_places() {
    let app = TestApp::spawn().await;
    for (role, href) in [
        (Role::Provider, "/desk/notices"),
        (Role::Provider, "/desk/examples"),
        (Role::SystemAdmin, "/desk/users"),
        (Role::BodyAdmin, "/desk/users"),
    ] {
        let browser = app.browser();
        let email = format!("{}-{}@demo.invalid", role.as_str(), href.len());
        app.person_at(&email, role, crate::helpers::BODY).await;
        browser.sign_in(&email, crate::helpers::PASSWORD).await;
        let page = browser.get("/desk/").await;
        assert_eq!(
            page.all(&format!(".card a[href='{href}']")).len(),
            1,
            "{role:?} {href}"
        );
    }
}
