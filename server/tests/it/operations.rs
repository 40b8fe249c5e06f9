//! What operators ask.

use reqwest::Method;
use server::config::Secret;

use crate::helpers::TestApp;

#[tokio::test]
async fn a_ready_program_names_its_parts() {
    let app = TestApp::spawn().await;
    assert_eq!(app.get("/healthz").await.json()["status"], "ok");
    let ready = app.get("/readyz").await;
    assert_eq!(ready.status, 200);
    assert_eq!(
        ready.json(),
        serde_json::json!({ "database": "ok", "index": "ok", "disk": "ok" })
    );
}

#[tokio::test]
async fn a_program_without_its_database_is_not_ready() {
    let app = TestApp::spawn().await;
    app.workflow().store().close().await;
    let ready = app.get("/readyz").await;
    assert_eq!(ready.status, 503);
    assert_eq!(ready.json()["database"], "failed");
    assert_eq!(app.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn figures_count_answers_and_are_for_this_machine_or_the_token_only() {
    let token = Some(Secret::new("figures-token"));
    let app = TestApp::spawn_with(|config| config.metrics.token = token).await;
    app.get("/search?q=ひみつのことば").await;
    app.get("/nothing").await;
    let figures = app.get("/metrics").await;
    assert_eq!(figures.status, 200);
    for line in [
        r#"hyokasho_http_requests_total{group="Search",status="200"} 1"#,
        r#"hyokasho_http_requests_total{group="Site",status="404"} 1"#,
    ] {
        assert!(figures.text().contains(line), "{}", figures.text());
    }
    assert!(!figures.text().contains("ひみつ"));
    let browser = app.browser();
    let passed_on = || {
        browser
            .request(Method::GET, "/metrics")
            .header("x-forwarded-for", "192.0.2.1")
    };
    assert_eq!(browser.send(passed_on()).await.status, 404);
    let with = |token: &str| passed_on().header("authorization", format!("Bearer {token}"));
    assert_eq!(browser.send(with("other")).await.status, 404);
    assert_eq!(browser.send(with("figures-token")).await.status, 200);
}
