//! The headers that every response carries, whatever it is.

use domain::Role;

use crate::helpers::{Answer, TestApp};

fn assert_common(answer: &Answer, what: &str) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(
        answer.header("cross-origin-opener-policy"),
        "same-origin",
        "{what}"
    );
    assert!(
        answer.header("permissions-policy").contains("camera=()"),
        "{what}"
    );
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ] {
        assert!(policy.contains(part), "{part} missing for {what}: {policy}");
    }
    assert!(!policy.contains("unsafe-inline"), "{what}");
    assert!(!answer.header("x-request-id").is_empty(), "{what}");
    assert!(
        !answer.headers.contains_key("strict-transport-security"),
        "{what}"
    );
}

#[tokio::test]
async fn every_kind_of_response_says_what_it_may_load_and_who_may_frame_it() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    for (path, status) in [
        ("/", 200),
        ("/nothing", 404),
        ("/search", 200),
        ("/search?q=x", 200),
        ("/api/v1/search?q=x", 200),
        ("/api/v1/nothing", 404),
        ("/api/v1/openapi.json", 200),
        ("/assets/style.css", 200),
        ("/assets/pkg/hyokasho.js", 404),
        ("/favicon.ico", 308),
        ("/healthz", 200),
        ("/desk/sign-in", 200),
        ("/desk/", 303),
        ("/desk/nothing", 303),
        ("/desk/invitations/nothing", 404),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_common(&answer, path);
        assert!(
            !answer.header("cache-control").is_empty() || status == 308,
            "{path}"
        );
    }
    let refused = browser.post("/search", &[]).await;
    assert_eq!(refused.status, 405);
    assert_common(&refused, "POST /search");
}

#[tokio::test]
async fn a_page_of_the_portal_runs_its_one_script_and_is_never_kept() {
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    for path in ["/desk/users", "/desk/account", "/desk/nothing"] {
        let page = browser.get(path).await;
        let nonce = page.attribute("script", "nonce").unwrap();
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains(&format!("script-src 'nonce-{nonce}'")),
            "{policy}"
        );
        assert!(policy.contains("'wasm-unsafe-eval'") && policy.contains("connect-src 'self'"));
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(page.all("style, [style], [onclick]").is_empty());
        let again = browser.get(path).await;
        assert_ne!(again.attribute("script", "nonce").unwrap(), nonce);
    }
}

#[tokio::test]
async fn a_public_page_may_run_no_script_at_all() {
    let app = TestApp::spawn().await;
    let page = app.get("/search?q=x").await;
    assert!(
        !page
            .header("content-security-policy")
            .contains("script-src")
    );
    assert!(page.all("script, style, [style]").is_empty());
}

#[tokio::test]
async fn https_is_insisted_on_where_the_site_is_configured_with_it() {
    let base = "https://hyokasho.example".to_owned();
    let app = TestApp::spawn_with(|config| config.server.base_url = base.try_into().ok()).await;
    assert_eq!(
        app.get("/").await.header("strict-transport-security"),
        "max-age=31536000"
    );
    let page = app.get("/desk/sign-in").await;
    let cookies = page.set_cookies();
    assert_eq!(cookies.len(), 1);
    assert!(
        cookies[0].starts_with("__Host-hyokasho-guest="),
        "{cookies:?}"
    );
    for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookies[0].contains(flag), "{flag} missing: {cookies:?}");
    }
}
