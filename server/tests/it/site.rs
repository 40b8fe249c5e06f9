//! The published folder over HTTP.

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::helpers::TestApp;

#[tokio::test]
async fn files_come_with_their_type_and_their_charset() {
    let app = TestApp::spawn_public();
    for (path, kind) in [
        ("terms/index.html", "text/html; charset=utf-8"),
        ("open-data/assessments.csv", "text/csv; charset=utf-8"),
        (
            "open-data/assessments.ndjson",
            "application/x-ndjson; charset=utf-8",
        ),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        (
            "assessments/992011/第1号/kiso/index.json",
            "application/json; charset=utf-8",
        ),
    ] {
        app.publish_file(path, path);
        let encoded: Vec<String> = path.split('/').map(app::routes::encode).collect();
        let answer = app.get(&format!("/{}", encoded.join("/"))).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, kind),
            "{path}"
        );
        assert_eq!(answer.text(), path);
        assert!(
            answer
                .header("cache-control")
                .starts_with("public, max-age=")
        );
        assert!(!answer.headers.contains_key("content-disposition"));
    }
}

#[tokio::test]
async fn a_page_has_a_slash_at_its_end_and_keeps_its_query() {
    let app = TestApp::spawn_public();
    app.publish_file("terms/index.html", "terms");
    app.publish_file("assessments/992011/A~2F1/kiso/index.html", "slash");
    assert_eq!(app.get("/terms/").await.text(), "terms");
    let answer = app.get("/terms?a=b").await;
    assert_eq!((answer.status, answer.location()), (308, "/terms/?a=b"));
    assert_eq!(
        app.get("/assessments/992011/A%2F1/kiso/").await.text(),
        "slash"
    );
    assert_eq!(app.get("/assessments/").await.status, 404);
}

/// Sends a path as it is: clients tidy up what they are given.
async fn raw(app: &TestApp, path: &str) -> String {
    let mut stream = TcpStream::connect(app.base.trim_start_matches("http://"))
        .await
        .unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn nothing_outside_the_folder_and_nothing_hidden_can_be_read() {
    let app = TestApp::spawn_public();
    let secret = "ただしく隠れている";
    std::fs::write(app.folder.path().join("data/secret.txt"), secret).unwrap();
    app.publish_file(".release", secret);
    app.publish_file(".hidden/index.html", secret);
    app.publish_file("sub/index.html", "sub");
    for path in [
        "/../secret.txt",
        "/sub/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/sub/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/sub/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "/./../secret.txt",
        "/%252e%252e/secret.txt",
        "/sub/%00/../../secret.txt",
        "/.release",
        "/%2erelease",
        "/.hidden/",
        "/sub/../.release",
        "/%FF",
    ] {
        let answer = raw(&app, path).await;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(["404", "400"].contains(&status), "{path}: {answer}");
        assert!(!answer.contains(secret), "{path}");
    }
    let answer = raw(&app, "//evil.example/..").await;
    assert!(!answer.to_lowercase().contains("location:"), "{answer}");
}

#[tokio::test]
async fn what_a_browser_has_already_is_not_sent_again() {
    let app = TestApp::spawn_public();
    let browser = app.browser();
    for path in ["/", "/assets/style.css"] {
        let tag = browser.get(path).await.header("etag").to_owned();
        assert!(!tag.is_empty(), "{path}");
        let request = browser
            .request(Method::GET, path)
            .header("if-none-match", &tag);
        let again = browser.send(request).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), tag);
        let request = browser
            .request(Method::GET, path)
            .header("if-none-match", "\"other\"");
        assert_eq!(browser.send(request).await.status, 200, "{path}");
    }
    let modified = browser.get("/").await.header("last-modified").to_owned();
    let request = browser
        .request(Method::GET, "/")
        .header("if-modified-since", modified);
    assert_eq!(browser.send(request).await.status, 304);
}

#[tokio::test]
async fn a_page_is_compressed_for_who_understands_that() {
    let app = TestApp::spawn_public();
    app.publish_file("long/index.html", &"評価書".repeat(5000));
    let browser = app.browser();
    let request = browser
        .request(Method::GET, "/long/")
        .header("accept-encoding", "gzip");
    let answer = browser.send(request).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert!(
        answer
            .header("vary")
            .to_lowercase()
            .contains("accept-encoding")
    );
    assert!(answer.body.len() < 2000);
    assert!(
        browser
            .get("/long/")
            .await
            .header("content-encoding")
            .is_empty()
    );
}

#[tokio::test]
async fn head_answers_like_get_without_a_body() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    for path in [
        "/",
        "/search?q=x",
        "/healthz",
        "/assets/style.css",
        "/desk/sign-in",
        "/nothing",
    ] {
        let get = browser.get(path).await;
        let head = browser.send(browser.request(Method::HEAD, path)).await;
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        assert_eq!(
            head.header("content-type"),
            get.header("content-type"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_missing_page_leads_to_what_exists_nearby() {
    let app = TestApp::spawn_public();
    app.publish_file("bodies/992011/index.html", "body");
    let page = app.get("/assessments/992011/9/kiso/").await;
    assert_eq!(page.status, 404);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(
        page.all("main a[href='/bodies/992011/']"),
        ["この団体の評価書の一覧"]
    );
    assert!(page.all("main a[href='/prefectures/99/']").is_empty());
    assert_eq!(page.all("main input[name=q]").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_see_the_old_site_or_the_new_one_while_they_change_places() {
    let app = TestApp::spawn_public();
    let other = app.folder.path().join("data/other");
    std::fs::create_dir_all(&other).unwrap();
    std::fs::write(other.join("index.html"), "new").unwrap();
    app.publish_file("index.html", "old");
    let live = app.site_dir.clone();
    let swaps = tokio::task::spawn_blocking(move || {
        let spare = live.with_file_name("spare");
        for _ in 0..200 {
            // Two renames, with a gap between them: the worst that a file system allows.
            std::fs::rename(&live, &spare).unwrap();
            std::fs::rename(&other, &live).unwrap();
            std::fs::rename(&spare, &other).unwrap();
            std::thread::yield_now();
        }
    });
    let browser = app.browser();
    while !swaps.is_finished() {
        let answer = browser.get("/").await;
        assert_eq!(answer.status, 200);
        assert!(["old", "new"].contains(&answer.text()), "{}", answer.text());
    }
    swaps.await.unwrap();
}
