//! `--only public`: a published folder and its index, and nothing else.

use crate::helpers::TestApp;

#[tokio::test]
async fn a_public_host_opens_no_database_and_has_no_portal() {
    let app = TestApp::spawn_public();
    for (path, status) in [
        ("/", 200),
        ("/search?q=x", 200),
        ("/api/v1/search", 200),
        ("/assets/style.css", 200),
        ("/readyz", 200),
        ("/desk/", 404),
        ("/desk/sign-in", 404),
        ("/desk/account", 404),
    ] {
        assert_eq!(app.get(path).await.status, status, "{path}");
    }
    assert!(app.get("/readyz").await.json().get("database").is_none());
    let data = app.folder.path().join("data");
    let names: Vec<_> = std::fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        names.iter().all(|name| name == "site" || name == "search"),
        "{names:?}"
    );
}

#[tokio::test]
async fn a_portal_alone_leads_to_the_desk() {
    let app = TestApp::spawn_with(|config| config.server.only = server::config::Only::Portal).await;
    let answer = app.get("/").await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/"));
    for path in ["/search", "/api/v1/search", "/index.html"] {
        assert_eq!(app.get(path).await.status, 404, "{path}");
    }
    assert_eq!(app.get("/desk/sign-in").await.status, 200);
}
