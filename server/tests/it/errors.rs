//! What a person sees when something is wrong.

use domain::Role;

use crate::helpers::TestApp;

#[tokio::test]
async fn a_broken_database_is_told_with_a_number_and_without_its_details() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::Editor).await;
    app.workflow().store().close().await;
    let page = browser.get("/desk/account").await;
    assert_eq!(page.status, 500);
    let id = page.header("x-request-id");
    assert_eq!(page.all("p.meta"), [format!("問い合わせ番号 {id}")]);
    assert!(!page.text().contains("pool") && !page.text().contains("database"));
    // The public site does not need it.
    assert_eq!(browser.get("/").await.status, 200);
    assert_eq!(browser.get("/search?q=x").await.status, 200);
}

#[tokio::test]
async fn an_unknown_page_of_the_portal_keeps_the_navigation() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    let page = browser.get("/desk/nothing/here").await;
    assert_eq!(page.status, 404);
    assert_eq!(page.all("h1"), ["ページが見つかりません"]);
    let nav = page.all(".site-nav a");
    assert_eq!(nav.first().map(String::as_str), Some("作業一覧"));
    assert!(nav.contains(&"利用者".to_owned()), "{nav:?}");
    assert_eq!(browser.get("/desk").await.location(), "/desk/");
}

#[tokio::test]
async fn programs_are_answered_in_json() {
    let app = TestApp::spawn().await;
    let answer = app.get("/api/v1/nothing").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));
}
