//! The pages that are looked at for accessibility and for their looks, and who sees them.

use super::chromium::Scripts;
use super::program::{Program, Server, demo_copy};
use super::tab::Tab;

/// A page of the demo.
pub struct Page {
    /// Its name, also that of its screenshots.
    pub name: &'static str,
    /// Where it is.
    pub path: &'static str,
    /// A selector for something that makes it worth looking at.
    pub shows: &'static str,
}

const fn page(name: &'static str, path: &'static str, shows: &'static str) -> Page {
    Page { name, path, shows }
}

/// The draft of a complete 全項目評価書.
pub const DRAFT: &str = "/desk/assessments/992011/7/zenkomoku";

const PUBLIC: &[Page] = &[
    page("home", "/", ".hero [role=search]"),
    page(
        "assessment",
        "/assessments/992011/1/zenkomoku/",
        "article .withheld",
    ),
    page(
        "assessment-item",
        "/assessments/992011/1/zenkomoku/#II[1].II.6.place",
        "article .layer[data-layer=ms-platform]",
    ),
    page(
        "edition",
        "/assessments/992011/1/zenkomoku/editions/1/",
        ".notice-attention",
    ),
    page(
        "assessment-juten",
        "/assessments/993018/1/juten/",
        "article",
    ),
    page(
        "search",
        "/search?q=%E4%B8%AD%E9%96%93%E3%82%B5%E3%83%BC%E3%83%90%E3%83%BC",
        ".hit .snippet mark",
    ),
    page("search-nothing", "/search?q=%E8%9E%BA%E9%88%BF", ".empty"),
    page("search-blank", "/search", "[role=search]"),
    page("notices", "/notices/", "main a"),
    page("notice", "/notices/sokanki-285/", "main a"),
    page("guidance", "/guidance/2014-08/", "main [id]"),
    page(
        "examples",
        "/examples/2014-08/",
        "main [data-layer=ms-platform], main pre, main blockquote",
    ),
    page("prefectures", "/prefectures/", "main a"),
    page("prefecture", "/prefectures/99/", "main a"),
    page("body", "/bodies/992011/", "main a[href*=assessments]"),
    page("terms", "/terms/", "main p"),
    page("accessibility", "/accessibility/", "main p"),
    page("not-found", "/nothing/", "main a"),
    page("sign-in", "/desk/sign-in", "#password"),
];

const EDITOR: &[Page] = &[
    page("desk", "/desk/", ".desk-row[data-state=draft]"),
    page("new", "/desk/assessments/new", "#number"),
    page(
        "overview",
        "/desk/assessments/992011/7/zenkomoku/",
        "#sections a",
    ),
    page(
        "editor",
        "/desk/assessments/992011/7/zenkomoku/edit/II%5B1%5D",
        ".mark-tools",
    ),
    page(
        "editor-item",
        "/desk/assessments/992011/7/zenkomoku/edit/II%5B1%5D#II[1].II.6.place",
        "details.help .example",
    ),
    page(
        "editor-list",
        "/desk/assessments/992011/7/zenkomoku/edit/II",
        "button[value^='remove:']",
    ),
    page(
        "editor-diagram",
        "/desk/assessments/992011/7/zenkomoku/edit/I",
        ".mark-tools",
    ),
    page(
        "preview",
        "/desk/assessments/992011/7/zenkomoku/preview",
        "mark.withheld",
    ),
    page(
        "facts",
        "/desk/assessments/992011/7/zenkomoku/facts",
        "main form",
    ),
    page(
        "history",
        "/desk/assessments/992011/7/zenkomoku/history",
        "main li, main tr",
    ),
    page(
        "read-only",
        "/desk/assessments/992011/2/juten/edit/I",
        "fieldset:disabled",
    ),
    page("account", "/desk/account", "#current"),
    page(
        "desk-not-found",
        "/desk/assessments/992011/99/kiso/",
        "main a",
    ),
];

const APPROVER: &[Page] = &[
    page("desk-approver", "/desk/", ".desk-row[data-mine=true]"),
    page(
        "review",
        "/desk/assessments/992011/2/juten/review",
        "button[value=check]",
    ),
];

/// Everything to look at, by who looks; `None` is anybody.
pub const ALL: &[(Option<&str>, &[Page])] = &[
    (None, PUBLIC),
    (Some("editor@demo.invalid"), EDITOR),
    (
        Some("editor.kaku@demo.invalid"),
        &[page(
            "returned",
            "/desk/assessments/993026/1/kiso/",
            ".notice-attention",
        )],
    ),
    (Some("approver@demo.invalid"), APPROVER),
    (
        Some("approver.shisaku@demo.invalid"),
        &[page(
            "publish",
            "/desk/assessments/993018/2/kiso/publish",
            "form[action$=publish] button",
        )],
    ),
    (
        Some("admin@demo.invalid"),
        &[page("users", "/desk/users", "#email")],
    ),
    (
        Some("provider@demo.invalid"),
        &[
            page("provider-notices", "/desk/notices", "main a"),
            page("provider-examples", "/desk/examples", "main a"),
        ],
    ),
    (
        Some("system@demo.invalid"),
        &[page("desk-system", "/desk/", ".cards")],
    ),
];

/// A server with the demo, and a draft of a complete 全項目評価書.
pub fn demo() -> Server {
    let program = Program::new();
    program.run(&["demo"]);
    let draft = demo_copy(&program, "7", |_| {});
    program.run(&["assessment", "import", draft.to_str().unwrap()]);
    program.serve()
}

impl Tab<'_> {
    /// Signs in as this person, or out.
    pub async fn be(&self, who: Option<&str>) {
        self.forget().await;
        if let Some(email) = who {
            self.sign_in(email).await;
        }
    }

    /// Opens a page and waits until its script, if it has one, has come to life.
    pub async fn look_at(&self, page: &Page) {
        self.go(page.path).await;
        let headings = self.count("main h1").await;
        assert_eq!(headings, 1, "{} has one heading", page.name);
        let shows = self.count(page.shows).await > 0;
        assert!(shows, "{} shows no {}", page.name, page.shows);
        if self.scripts() == Scripts::On && self.count(".mark-tools").await > 0 {
            self.islands_are_ready().await;
        }
    }
}
