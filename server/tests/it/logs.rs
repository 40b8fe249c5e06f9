//! The log: enough for an operator, nothing of what people typed or who they are.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use domain::Role;
use tracing_subscriber::fmt::MakeWriter;

use crate::helpers::{PASSWORD, TestApp};

/// All that the program and its libraries say, without the test's own browser.
const EVERYTHING: &str = "trace,html5ever=off,selectors=off,reqwest=off,hyper=off,hyper_util=off";

/// A log in memory.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    pub fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn requests_are_logged_by_their_pattern_and_never_with_what_was_typed() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_env_filter(EVERYTHING)
        .with_writer(log.clone())
        .with_ansi(false)
        .init();
    let app = TestApp::spawn().await;
    let browser = app.signed_in(Role::BodyAdmin).await;
    let invite = [("email", "typed.address@demo.invalid"), ("role", "editor")];
    browser
        .submit("/desk/users", "/desk/users/invite", &invite)
        .await;
    let mail = app.mails().await.pop().unwrap();
    let token = mail.split("/desk/invitations/").nth(1).unwrap();
    let token = token.lines().next().unwrap().to_owned();
    browser.get(&format!("/desk/invitations/{token}")).await;
    browser
        .get("/search?q=%E3%81%B2%E3%81%BF%E3%81%A4%E3%81%AE%E8%AA%9E")
        .await;
    app.browser()
        .sign_in("typed.address@demo.invalid", "ちがう合い言葉をひとつ")
        .await;
    let csrf = browser.get("/desk/account").await.csrf();
    let failed = browser
        .post(
            "/desk/users/invite",
            &[("email", "x"), ("note", "打ち込んだ本文")],
        )
        .await;
    app.workflow().store().close().await;
    let broken = browser.get("/desk/account").await;

    let text = log.text();
    for line in [
        "http.route=\"/desk/invitations/{token}\"",
        "http.route=\"/search\" http.status=200",
        "GET /desk/users answered 200 in",
        &format!("request {} failed", broken.header("x-request-id")),
    ] {
        assert!(text.contains(line), "{line} not in\n{text}");
    }
    assert_eq!((failed.status, broken.status), (403, 500));
    let session = browser.cookie("hyokasho-session").unwrap();
    for typed in [
        "typed.address",
        "body-admin@",
        PASSWORD,
        "ちがう合い言葉",
        "ひみつの語",
        "%E3%81%B2",
        "打ち込んだ本文",
        &token,
        &session,
        &csrf,
    ] {
        let line = text.lines().find(|line| line.contains(typed));
        assert_eq!(line, None, "{typed}");
    }
}
