//! What a person does in the browser, in a person's words.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use thirtyfour::prelude::*;
use workflow::{Clock, SystemClock, TotpSecret};

use super::chromium::{Chromium, Scripts};
use super::program::{PASSWORD, Server};
use crate::helpers::TestApp;

/// How long something may take to become true.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser that looks at a server.
pub struct Tab<'a> {
    chromium: Chromium,
    looks_at: LooksAt<'a>,
    scripts: Scripts,
}

/// What a browser looks at.
#[derive(Clone, Copy)]
enum LooksAt<'a> {
    /// The built program, with the demo's accounts.
    Program(&'a Server),
    /// A program within the test, whose clock is moved by hand.
    App(&'a TestApp),
}

impl<'a> Tab<'a> {
    /// A fresh browser.
    pub async fn open(server: &'a Server, scripts: Scripts) -> Self {
        Self::start(LooksAt::Program(server), scripts).await
    }

    /// A fresh browser before a program within the test.
    pub async fn before(app: &'a TestApp, scripts: Scripts) -> Self {
        Self::start(LooksAt::App(app), scripts).await
    }

    async fn start(looks_at: LooksAt<'a>, scripts: Scripts) -> Self {
        let chromium = Chromium::start(scripts).await;
        Self {
            chromium,
            looks_at,
            scripts,
        }
    }

    /// The server.
    ///
    /// # Panics
    /// The program runs within the test.
    pub fn server(&self) -> &Server {
        match self.looks_at {
            LooksAt::Program(server) => server,
            LooksAt::App(_) => panic!("the program runs within the test"),
        }
    }

    fn base(&self) -> &str {
        match self.looks_at {
            LooksAt::Program(server) => server.base(),
            LooksAt::App(app) => &app.base,
        }
    }

    /// The browser.
    pub fn chromium(&self) -> &Chromium {
        &self.chromium
    }

    /// Whether pages may run scripts.
    pub fn scripts(&self) -> Scripts {
        self.scripts
    }

    fn driver(&self) -> &WebDriver {
        self.chromium.driver()
    }

    /// Opens an address of the server.
    pub async fn go(&self, path: &str) {
        self.driver()
            .goto(format!("{}{path}", self.base()))
            .await
            .unwrap();
    }

    /// The path of this page.
    pub async fn path(&self) -> String {
        self.driver().current_url().await.unwrap().path().to_owned()
    }

    /// The part after `#`, if there is one, as people read it.
    pub async fn fragment(&self) -> String {
        let url = self.driver().current_url().await.unwrap();
        let fragment = url.fragment().unwrap_or_default();
        percent_encoding::percent_decode_str(fragment)
            .decode_utf8()
            .unwrap()
            .into_owned()
    }

    /// The one element for a selector, once it is there.
    pub async fn find(&self, css: &str) -> WebElement {
        self.wait_for(By::Css(css), css).await
    }

    async fn wait_for(&self, by: By, what: &str) -> WebElement {
        let found = self.driver().query(by).first().await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{what} is not on {}: {error}", self.described().await),
        }
    }

    /// Where this is, and what is to be read there.
    async fn described(&self) -> String {
        let body = self.driver().find(By::Css("main, body")).await;
        let text = match body {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        let beginning: String = text.chars().take(600).collect();
        format!("{}, where it says:\n{beginning}\n", self.path().await)
    }

    /// How many elements there are now.
    pub async fn count(&self, css: &str) -> usize {
        self.driver().find_all(By::Css(css)).await.unwrap().len()
    }

    /// The words of an element, as they are shown.
    pub async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// What is typed in a field.
    pub async fn value(&self, css: &str) -> String {
        self.find(css)
            .await
            .prop("value")
            .await
            .unwrap()
            .unwrap_or_default()
    }

    /// Waits until an element's words hold these.
    pub async fn sees(&self, css: &str, words: &str) {
        let begun = Instant::now();
        loop {
            let seen = self.text(css).await;
            if seen.contains(words) {
                return;
            }
            let waited = begun.elapsed() < PATIENCE;
            assert!(
                waited,
                "{css} says {seen:?}, not {words} on {}",
                self.described().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into a field.
    pub async fn types(&self, css: &str, words: &str) {
        self.find(css).await.send_keys(words).await.unwrap();
    }

    /// Clicks something that stays on the page.
    pub async fn click(&self, css: &str) {
        let element = self.find(css).await;
        hit(&element).await;
    }

    /// Clicks something that leads to another page, and waits for that.
    pub async fn follow(&self, css: &str) {
        let element = self.find(css).await;
        self.leave_by(&element).await;
    }

    /// Follows the link with these words.
    pub async fn follow_link(&self, words: &str) {
        let element = self.wait_for(By::LinkText(words), words).await;
        self.leave_by(&element).await;
    }

    /// Presses the button with these words, which leads to another page.
    pub async fn press(&self, words: &str) {
        let path = format!("//button[not(@aria-hidden)][normalize-space()='{words}']");
        let element = self.wait_for(By::XPath(path), words).await;
        self.leave_by(&element).await;
    }

    async fn leave_by(&self, element: &WebElement) {
        self.leaving(async || hit(element).await).await;
    }

    /// Does something that leads to another page, and waits for that.
    pub async fn leaving(&self, act: impl AsyncFnOnce()) {
        let page = self.driver().find(By::Tag("html")).await.unwrap();
        act().await;
        page.wait_until().stale().await.unwrap();
    }

    /// Writes what the screen shows to a file.
    pub async fn take_picture(&self, file: &Path) {
        self.driver().screenshot(file).await.unwrap();
    }

    /// Opens the `details` that an element lies in.
    pub async fn unfold(&self, inside: &WebElement) {
        let details = inside
            .find(By::XPath("ancestor::details[1]"))
            .await
            .unwrap();
        if details.attr("open").await.unwrap().is_none() {
            let summary = details.find(By::XPath("summary")).await.unwrap();
            hit(&summary).await;
        }
    }

    /// Runs a script in the page, as the driver may even where pages may not.
    pub async fn evaluate(&self, script: &str, arguments: Vec<Value>) -> Value {
        let returned = self.driver().execute(script, arguments).await.unwrap();
        returned.json().clone()
    }

    /// Forgets who is signed in.
    pub async fn forget(&self) {
        self.driver().delete_all_cookies().await.unwrap();
    }

    /// Signs in on the sign-in page, with a code where the role needs one.
    pub async fn sign_in(&self, email: &str) {
        self.go("/desk/sign-in").await;
        self.types("#email", email).await;
        self.types("#password", PASSWORD).await;
        self.press("サインイン").await;
        if self.path().await == "/desk/sign-in/code" {
            let code = self.code_of(email);
            self.types("input[name=code]", &code).await;
            self.follow("main form button").await;
        }
        assert_eq!(self.path().await, "/desk/");
    }

    /// The code of an account's second factor now. Where the clock is moved by hand, it goes on
    /// by half a minute before, for each code works once.
    fn code_of(&self, email: &str) -> String {
        if let LooksAt::App(app) = self.looks_at {
            app.clock.advance(30);
            return app.browser().code();
        }
        let accounts = self.server().program().path("data/demo-accounts.txt");
        let accounts = std::fs::read_to_string(accounts).unwrap();
        let line = accounts.lines().find(|line| line.starts_with(email));
        let secret = line.unwrap().split('\t').nth(2).unwrap();
        let secret = TotpSecret::parse(secret).unwrap();
        secret.code_at(Clock::now(&SystemClock))
    }

    /// The script of a page has come to life. Without scripts, it has not.
    pub async fn islands_are_ready(&self) {
        match self.scripts {
            Scripts::On => drop(self.find(".mark-tools:not([hidden])").await),
            Scripts::Off => {
                assert!(self.count(".mark-tools").await > 0);
                assert_eq!(self.count(".mark-tools:not([hidden])").await, 0);
                assert!(!self.find(".mark-tools").await.is_displayed().await.unwrap());
            }
        }
    }

    /// The browser's own complaints since they were last asked for: scripts that failed,
    /// files that are missing, what the policy for content refused.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver().browser_log().await.unwrap();
        let is_bad = |level: &str| matches!(level, "SEVERE" | "WARNING");
        let bad = log.into_iter().filter(|entry| is_bad(&entry.level));
        bad.map(|entry| entry.message).collect()
    }
}

/// Brings an element to the middle of the screen, where no bar covers it, and clicks it.
async fn hit(element: &WebElement) {
    element.scroll_into_view().await.unwrap();
    element.click().await.unwrap();
}
