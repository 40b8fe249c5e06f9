//! The portal's other pages.

use app::pages::{
    DeskRow, DeskView, FindingView, LeakHit, PreviewView, PublishOutcome, PublishView, ReviewView,
    SignInView, StageButton, render_desk, render_publish, render_review, render_sign_in,
};
use app::render::Link;
use app::routes::AssessmentPaths;

use crate::samples::{SECRET, attribute, count, document, form, parse, portal_frame, words};

fn paths() -> AssessmentPaths {
    AssessmentPaths::new("011002", "1", "zenkomoku")
}

#[test]
fn the_review_shows_full_text_beside_the_public_text() {
    let (form, document) = (form(), document());
    let preview = PreviewView {
        paths: paths(),
        form: &form,
        document: &document,
        title: "住民基本台帳に関する事務".to_owned(),
        body_name: "見本市".to_owned(),
        stage: ("internal-review".to_owned(), "庁内確認中".to_owned()),
    };
    let finding = FindingView {
        rule: "MS-07-1".to_owned(),
        severity: "error".to_owned(),
        item: "II[1].II.6.place".to_owned(),
        label: "Ⅱ（1）6. ① 保管場所".to_owned(),
        message: "措置を書いてください。".to_owned(),
        href: None,
    };
    let button = StageButton {
        op: "return".to_owned(),
        label: "差し戻す".to_owned(),
        needs_reason: true,
        main: false,
        reason: String::new(),
        day: None,
        day_label: String::new(),
        choices: Vec::new(),
        until: None,
        confirm: None,
        items: Vec::new(),
        obstacles: Vec::new(),
    };
    let view = ReviewView {
        preview,
        revision: 12,
        edited: "11月23日".to_owned(),
        findings: vec![finding],
        waivers: Vec::new(),
        buttons: vec![button],
    };
    let page = parse(&render_review(&portal_frame(), &view));
    let item = r#"[id="II[1].II.6.place"]"#;
    let full = format!(r#"{item} mark.withheld[data-reason="location"]"#);
    assert_eq!(words(&page, &full), SECRET);
    let public = format!("{item} .beside-public");
    assert!(words(&page, &public).contains("非公表（設置場所）"));
    assert!(!words(&page, &public).contains(SECRET));
    let finding =
        r#"li.finding[data-rule="MS-07-1"][data-severity="error"][data-item="II[1].II.6.place"]"#;
    assert_eq!(count(&page, finding), 1);
    assert_eq!(count(&page, r#"textarea[name="reason"][required]"#), 1);
    assert_eq!(
        attribute(&page, r#".stage-form input[name="revision"]"#, "value").as_deref(),
        Some("12")
    );
}

#[test]
fn the_portal_has_one_external_script_with_the_nonce_and_nothing_inline() {
    let html = render_desk(&portal_frame(), &DeskView::default());
    let page = parse(&html);
    assert_eq!(count(&page, "script"), 1);
    assert_eq!(
        count(
            &page,
            r#"script[src="/assets/islands.js"][nonce="nonce-of-the-page"]"#
        ),
        1
    );
    assert_eq!(count(&page, "[style], style, [onclick]"), 0);
    assert!(html.starts_with("<!DOCTYPE html><html lang=\"ja\">"));
}

#[test]
fn the_desk_says_what_to_do_when_it_is_empty() {
    let view = DeskView {
        may_create: true,
        ..DeskView::default()
    };
    let page = parse(&render_desk(&portal_frame(), &view));
    assert!(words(&page, ".empty").contains("新しい評価書を作る"));
    assert_eq!(
        count(&page, r#"a.button-main[href="/desk/assessments/new"]"#),
        1
    );
}

#[test]
fn the_desk_shows_state_and_next_step() {
    let row = DeskRow {
        title: "住民基本台帳に関する事務".to_owned(),
        subtitle: "評価書番号1".to_owned(),
        href: paths().overview(),
        stage: ("drafting".to_owned(), "作成中".to_owned()),
        next_step: "あと3か所を直してください。".to_owned(),
        mine: true,
        action: Some(Link::new("続きを書く", paths().edit("I"))),
        changed: "11月23日 20:41".to_owned(),
    };
    let page = parse(&render_desk(
        &portal_frame(),
        &DeskView {
            rows: vec![row],
            ..DeskView::default()
        },
    ));
    assert!(words(&page, r#"[data-state="drafting"]"#).contains("あと3か所"));
}

#[test]
fn signing_in_keeps_the_address_and_never_the_password() {
    let view = SignInView {
        email: "editor@example.jp".to_owned(),
        next: "/desk/".to_owned(),
        problem: Some("メールアドレス又はパスワードが違います。".to_owned()),
    };
    let page = parse(&render_sign_in(&portal_frame(), &view));
    assert_eq!(
        attribute(&page, "#email", "value").as_deref(),
        Some("editor@example.jp")
    );
    assert_eq!(attribute(&page, "#password", "value").as_deref(), Some(""));
    assert_eq!(count(&page, r#"[role="alert"]"#), 1);
}

#[test]
fn a_leak_is_told_by_item_and_file() {
    let hit = LeakHit {
        item: "II[1].II.6.place".to_owned(),
        label: "保管場所".to_owned(),
        found_item: "IV.2.how".to_owned(),
        found_label: "Ⅳ 2. 具体的な方法".to_owned(),
        file: "assessments/011002/1/zenkomoku/index.html".to_owned(),
        offset: 1204,
    };
    let view = PublishView {
        paths: paths(),
        state: "approved".to_owned(),
        title: "住民基本台帳に関する事務".to_owned(),
        revision: 12,
        withheld: 1,
        warnings: Vec::new(),
        obstacles: Vec::new(),
        outcome: PublishOutcome::Leaked(vec![hit]),
    };
    let html = render_publish(&portal_frame(), &view);
    assert!(html.contains("assessments/011002/1/zenkomoku/index.html:1204"));
    assert!(!html.contains(SECRET));
}
