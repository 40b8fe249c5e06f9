//! The pages of what changed.

use std::collections::BTreeSet;

use app::pages::{ChangeLineView, ChangesDeskView, render_changes_desk};
use app::public::{ChangesView, Chooser, EditionLink, render_changes};
use app::render::Link;
use app::routes::AssessmentPaths;
use domain::{Answer, Document, LongText, changes_between, public_changes_between};

use crate::samples::{
    SECRET, attribute, count, document, form, parse, portal_frame, public_frame, words,
};

/// The sample with its place written anew.
fn changed() -> Document {
    let mut after = document();
    let place = domain::ItemPath::parse("II[1].II.6.place").unwrap();
    let text = LongText::parse_typed("別棟の｛非公表:場所｜奥の保管庫の棚｝に置く。").unwrap();
    let scope = after.answers.scope_mut(&place).unwrap();
    scope.set(place.item().clone(), Answer::Longtext(text));
    after
}

fn edition(number: u32) -> EditionLink {
    EditionLink {
        number,
        published: format!("202{number}-11-01"),
        href: format!("/editions/{number}/"),
        kind: Some(domain::EditionKind::Amendment),
        changes: None,
        is_withdrawn: false,
    }
}

fn public_page(chooser: Option<Chooser>) -> String {
    let form = form();
    let publish = |document: &Document, edition| {
        let publication = domain::Publication {
            edition,
            published: "2026-11-01".parse().unwrap(),
        };
        domain::redact(&form, document, publication)
    };
    let (before, after) = (publish(&document(), 1), publish(&changed(), 2));
    let changes = public_changes_between(&form, &before, &after, &BTreeSet::new(), "見本市");
    let view = ChangesView {
        title: after.title(),
        editions: Some([edition(1), edition(2)]),
        changes: &changes,
        other_form: false,
        history: Link::new("版の履歴", "/editions/"),
        chooser,
        problem: None,
    };
    render_changes(&public_frame(), &view)
}

#[test]
fn a_public_page_of_changes_says_what_is_gone_and_what_is_new_without_colour_or_secrets() {
    let html = public_page(None);
    for secret in [SECRET, "保管庫"] {
        assert!(!html.contains(secret));
    }
    let page = parse(&html);
    let change = "[id='II[1].II.6.place'][data-change=changed]";
    assert_eq!(count(&page, change), 1);
    assert_eq!(count(&page, "script, [style], form"), 0);
    assert!(words(&page, &format!("{change} .diff")).contains("［追加］"));
    assert_eq!(count(&page, "h1"), 1);
}

#[test]
fn editions_are_chosen_by_a_form_without_script() {
    let chooser = Chooser {
        action: "/compare".to_owned(),
        editions: vec![2, 1],
        from: 1,
        to: 2,
    };
    let page = parse(&public_page(Some(chooser)));
    assert_eq!(attribute(&page, "form", "method").as_deref(), Some("get"));
    assert_eq!(count(&page, "#from option"), 2);
    assert_eq!(
        attribute(&page, "#from option[selected]", "value").as_deref(),
        Some("1")
    );
    assert_eq!(count(&page, "label[for=from], label[for=to]"), 2);
}

#[test]
fn a_candidate_is_asked_about_and_everything_typed_stands_there() {
    let changes = changes_between(&form(), &document(), &changed(), "見本市");
    let line = |change: &domain::Change<domain::MarkedText>| ChangeLineView {
        digest: change.digest().as_str().to_owned(),
        change: change.clone(),
        edit: "/edit".to_owned(),
        timing: "after".to_owned(),
        note: "\n説明".to_owned(),
        weight: "important".to_owned(),
        reason: "理由".to_owned(),
        by_hand: false,
        is_open: true,
    };
    let view = ChangesDeskView {
        paths: AssessmentPaths::new("011002", "1", "zenkomoku"),
        title: "題".to_owned(),
        state: "draft".to_owned(),
        revision: 3,
        origin: "修正".to_owned(),
        is_amendment: true,
        basis: Some("第1版".to_owned()),
        lines: changes.iter().map(line).collect(),
        changed_on: "2026-04-01".to_owned(),
        open: 1,
        is_written: false,
        earlier_rows: 1,
        findings: Vec::new(),
        problems: Vec::new(),
        read_only: None,
    };
    let html = render_changes_desk(&portal_frame(), &view);
    let page = parse(&html);
    assert_eq!(count(&page, "[name='weight[1]']"), 3);
    assert_eq!(
        attribute(&page, "[name='timing[1]'][checked]", "value").as_deref(),
        Some("after")
    );
    assert_eq!(words(&page, "[name='note[1]']").trim(), "説明");
    assert_eq!(words(&page, "[name='reason[1]']").trim(), "理由");
    assert!(html.contains("修正では提出できません"), "the way is a redo");
    assert_eq!(
        attribute(&page, "[name=revision]", "value").as_deref(),
        Some("3")
    );
    let read_only = ChangesDeskView {
        read_only: Some("公表済みです。".to_owned()),
        ..view
    };
    let page = parse(&render_changes_desk(&portal_frame(), &read_only));
    assert_eq!(
        (
            count(&page, "fieldset[disabled]"),
            count(&page, "main form button")
        ),
        (1, 0)
    );
}
