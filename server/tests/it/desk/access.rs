//! Who may see and do what: tables over roles and addresses.

use domain::Role;

use super::helpers::{Desk, file_at_once, fill_everything, form_of};
use crate::helpers::{Browser, PASSWORD, TestApp};

const PAGES: [&str; 10] = [
    "changes",
    "compare",
    "",
    "edit/cover",
    "edit/I",
    "facts",
    "preview",
    "review",
    "history",
    "publish",
];
const POSTS: [&str; 5] = ["edit/cover", "facts", "stage", "publish", "changes"];

/// Somebody of the other body.
async fn stranger(app: &TestApp, role: Role) -> Browser {
    let email = format!("stranger-{}@demo.invalid", role.as_str());
    app.person_at(&email, role, "993018").await;
    let browser = app.browser();
    browser.sign_in(&email, PASSWORD).await;
    browser
}

#[actix_web::test]
async fn an_assessment_of_another_body_is_not_found_at_any_address() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    desk.type_into("cover", "cover.title", "見本市だけの題名")
        .await;
    for role in [
        Role::Editor,
        Role::Approver,
        Role::BodyAdmin,
        Role::Provider,
        Role::SystemAdmin,
    ] {
        let browser = stranger(&app, role).await;
        let csrf = browser.get("/desk/").await.csrf();
        for page in PAGES {
            let there = browser.get(&desk.at(page)).await;
            assert_eq!(there.status, 404, "{role:?} {page:?}");
            assert!(
                !there.text().contains("見本市だけの題名"),
                "{role:?} {page:?}"
            );
        }
        let nowhere = desk.base.replace("/1/", "/999/");
        for page in POSTS {
            let ops = ["save", "submit", "withdraw", "check", "send-back", "amend"];
            for op in ops {
                let fields = [
                    ("csrf", csrf.as_str()),
                    ("op", op),
                    ("revision", "1"),
                    ("reason", "x"),
                ];
                let there = browser.post(&desk.at(page), &fields).await;
                let none = browser.post(&format!("{nowhere}{page}"), &fields).await;
                assert_eq!(
                    (there.status, none.status),
                    (404, 404),
                    "{role:?} {page} {op}"
                );
            }
        }
        let list = browser.get("/desk/").await;
        assert!(!list.text().contains("見本市だけの題名"), "{role:?}");
    }
    assert_eq!(desk.read("cover", "cover.title").await, "見本市だけの題名");
}

#[actix_web::test]
async fn each_role_does_what_is_its_part() {
    let app = TestApp::spawn().await;
    let editor = Desk::new(&app, "kiso").await;
    fill_everything(&editor).await;
    let status = async |desk: &Desk, page: &str, op: &str| {
        let csrf = desk.browser.get("/desk/").await.csrf();
        let revision = desk
            .get("review")
            .await
            .attribute("input[name=revision]", "value");
        let revision = revision.unwrap_or_else(|| "1".to_owned());
        let fields = [
            ("csrf", csrf.as_str()),
            ("op", op),
            ("revision", &revision),
            ("reason", "理由"),
        ];
        desk.browser.post(&desk.at(page), &fields).await.status
    };
    let approver = editor.with(app.signed_in(Role::Approver).await);
    let admin = editor.with(app.signed_in(Role::BodyAdmin).await);
    let provider = editor.with(app.signed_in(Role::Provider).await);
    let system = editor.with(app.signed_in(Role::SystemAdmin).await);
    for (who, desk) in [
        ("approver", &approver),
        ("admin", &admin),
        ("provider", &provider),
        ("system", &system),
    ] {
        for (page, op) in [("edit/cover", "save"), ("facts", ""), ("stage", "submit")] {
            let status = status(desk, page, op).await;
            assert!(
                status == 404 || (status, page) == (409, "facts"),
                "{who} {page} {op}: {status}"
            );
        }
    }
    assert_eq!(status(&editor, "stage", "submit").await, 303);
    for (who, desk) in [
        ("editor", &editor),
        ("admin", &admin),
        ("provider", &provider),
        ("system", &system),
    ] {
        for op in ["check", "send-back"] {
            assert_eq!(status(desk, "stage", op).await, 404, "{who} {op}");
        }
        assert_eq!(status(desk, "publish", "").await, 404, "{who} publish");
        assert_eq!(desk.get("publish").await.status, 404, "{who} publish");
    }
    assert_eq!(status(&approver, "stage", "check").await, 303);
}

#[actix_web::test]
async fn pages_of_roles_are_found_by_those_roles_only() {
    let app = TestApp::spawn().await;
    let table = [
        (Role::Editor, 200, 404),
        (Role::Approver, 404, 404),
        (Role::BodyAdmin, 404, 404),
        (Role::Provider, 404, 200),
        (Role::SystemAdmin, 404, 404),
    ];
    for (role, new, provider) in table {
        let browser = app.signed_in(role).await;
        assert_eq!(browser.get("/desk/").await.status, 200, "{role:?}");
        assert_eq!(
            browser.get("/desk/assessments/new").await.status,
            new,
            "{role:?}"
        );
        // Everybody but the administrator has notices of some kind.
        let has_notices = role != Role::SystemAdmin;
        assert_eq!(
            browser.get("/desk/notices").await.status == 200,
            has_notices,
            "{role:?}"
        );
        assert_eq!(
            browser.get("/desk/examples").await.status,
            provider,
            "{role:?}"
        );
        let fields = [("form", "kiso"), ("number", "9"), ("agency", "見本市長")];
        if role != Role::Editor {
            let answer = browser
                .submit("/desk/", "/desk/assessments/new", &fields)
                .await;
            assert_eq!(answer.status, 404, "{role:?}");
        }
    }
}

#[actix_web::test]
async fn addresses_that_are_none_are_not_found() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    for path in [
        "/desk/assessments/992011/1/keikaku/",
        "/desk/assessments/992011/1/nonsense/",
        "/desk/assessments/123456/1/kiso/",
        "/desk/assessments/992011/%20/kiso/",
        "/desk/assessments/992011/1/kiso/edit/XYZ",
        "/desk/assessments/992011/1/kiso/edit/II%5B7%5D",
        "/desk/assessments/992011/1/kiso/edit/%3Cscript%3E",
        "/desk/assessments/992011/1/kiso/history?before=x",
    ] {
        assert_eq!(desk.browser.get(path).await.status, 404, "{path}");
    }
}

#[actix_web::test]
async fn the_provider_sees_how_much_examples_are_used_but_no_text() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "zenkomoku").await;
    fill_everything(&desk).await;
    let page = desk.browser.get(&desk.section("II[1]")).await;
    let op = "insert:II[1].II.6.place:ms-platform";
    form_of(&page, "#editor-form")
        .press(&desk.browser, op)
        .await;
    let provider = app.signed_in(Role::Provider).await;
    let count = async || {
        let page = provider.get("/desk/examples").await;
        let rows = page.all("tbody tr");
        rows.iter().filter(|row| row.ends_with('1')).count()
    };
    assert_eq!(count().await, 0, "a draft is nobody else's business");
    let approver = desk.with(app.signed_in(Role::Approver).await);
    file_at_once(&app, &desk).await;
    let form = form_of(&approver.get("publish").await, "main form");
    form.press(&approver.browser, "").await;
    assert_eq!(count().await, 1);
}
