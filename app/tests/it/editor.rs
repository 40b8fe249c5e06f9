//! The editor's page.

use std::collections::BTreeMap;

use app::components::field::FieldContext;
use app::components::findings::FindingView;
use app::components::forms::Problem;
use app::components::help::{ExampleHelp, Help};
use app::forms::{Section, Typed, fill};
use app::pages::{EditorView, SectionLink, render_editor};
use app::routes::AssessmentPaths;
use domain::Layer;

use crate::samples::{SECRET, answers, attribute, count, form, parse, portal_frame, words};

fn view(key: &str) -> EditorView {
    let (form, answers) = (form(), answers());
    let section = Section::find(&form, &answers, key).unwrap();
    let typed = fill(&section, &answers, "見本市");
    let example = ExampleHelp {
        key: "ms-platform".to_owned(),
        layer: Layer::MsPlatform,
        text: "例の文".to_owned(),
        source: "総官企第285号 別紙".to_owned(),
    };
    let help = Help {
        guidance: Vec::new(),
        examples: vec![example],
    };
    EditorView {
        paths: AssessmentPaths::new("011002", "1", "zenkomoku"),
        title: "住民基本台帳に関する事務".to_owned(),
        stage: ("drafting".to_owned(), "作成中".to_owned()),
        revision: 12,
        section,
        nav: Vec::new(),
        context: FieldContext {
            typed,
            problems: Vec::new(),
            findings: Vec::new(),
            help: BTreeMap::from([("II.6.place".to_owned(), help)]),
            body_name: "見本市".to_owned(),
        },
        read_only: None,
        returned: None,
    }
}

#[test]
fn fields_carry_their_path_as_id_and_name() {
    let page = parse(&render_editor(&portal_frame(), &view("II[1]")));
    let area = r#"textarea[id="II[1].II.6.place"][name="II[1].II.6.place"]"#;
    assert_eq!(count(&page, area), 1);
    assert!(words(&page, area).contains("｛非公表:場所｜地下1階の電算室｝"));
    assert_eq!(
        count(&page, r#"[id="II[1].II.6"]"#),
        1,
        "a section has its id"
    );
    assert_eq!(count(&page, r#"[data-state="drafting"]"#), 1);
    assert_eq!(
        attribute(&page, r#"input[name="revision"]"#, "value").as_deref(),
        Some("12")
    );
    assert_eq!(
        attribute(&page, r#"#editor-form input[name="csrf"]"#, "value").as_deref(),
        Some("csrf-of-the-page")
    );
}

#[test]
fn every_kind_of_field_shows_what_is_saved() {
    let page = parse(&render_editor(&portal_frame(), &view("I")));
    assert_eq!(
        count(
            &page,
            r#"input[type="radio"][name="I.3"][value="2"][checked]"#
        ),
        1
    );
    assert_eq!(
        count(&page, r#"input[type="checkbox"][name="I.4"][checked]"#),
        2
    );
    assert_eq!(
        attribute(&page, r#"input[name="I.4~2"]"#, "value").as_deref(),
        Some("後期高齢者システム")
    );
    assert_eq!(
        count(&page, r#"input[name="I.6"][value="false"][checked]"#),
        1
    );
    assert_eq!(count(&page, r#"section[id="I.sys[2]"]"#), 1);
    assert_eq!(count(&page, r#"button[name="op"][value="up:I.sys[2]"]"#), 1);
    assert_eq!(count(&page, r#"button[name="op"][value="add:I.sys"]"#), 1);
    assert_eq!(count(&page, r#"textarea[name="I.fig~alt"]"#), 1);
}

#[test]
fn a_problem_stands_on_top_and_beside_its_field_and_the_text_is_kept() {
    let mut view = view("II[1]");
    let path = "II[1].II.6.place".to_owned();
    view.context.typed = Typed::from_pairs([(path.clone(), "｛非公表:期間｜30日".to_owned())]);
    view.context.problems = vec![Problem {
        field: path,
        label: "保管場所".to_owned(),
        message: "1行1文字目: 閉じていません。".to_owned(),
    }];
    let page = parse(&render_editor(&portal_frame(), &view));
    let link = r##"[role="alert"] a[href="#II[1].II.6.place"]"##;
    assert_eq!(count(&page, link), 1);
    assert!(words(&page, r#"[id="II[1].II.6.place-problem"]"#).contains("閉じていません"));
    let area = r#"textarea[name="II[1].II.6.place"][aria-invalid="true"]"#;
    assert_eq!(words(&page, area).trim(), "｛非公表:期間｜30日");
}

#[test]
fn an_example_can_be_inserted_without_script() {
    let page = parse(&render_editor(&portal_frame(), &view("II[1]")));
    let button = r#"#editor-form button[name="op"][value="insert:II[1].II.6.place:ms-platform"]"#;
    assert_eq!(count(&page, button), 1);
}

#[test]
fn island_properties_carry_ids_and_no_text() {
    let html = render_editor(&portal_frame(), &view("II[1]"));
    let page = parse(&html);
    let islands: Vec<String> = page
        .select(&crate::samples::selector("leptos-island"))
        .filter_map(|island| island.attr("data-props").map(str::to_owned))
        .collect();
    assert!(islands.len() >= 3);
    assert!(islands.iter().all(|props| !props.contains(SECRET)));
}

#[test]
fn a_change_is_saved_by_the_first_button_when_enter_is_pressed() {
    let page = parse(&render_editor(&portal_frame(), &view("I")));
    assert_eq!(
        attribute(&page, "#editor-form button", "value").as_deref(),
        Some("save")
    );
}

/// What tears a page apart when it is written as it is, and what a browser reads otherwise.
const HOSTILE: &str = "\n</textarea><script>alert(1)</script>?id=1&section=2&lt=3&amp;<b>";

#[test]
fn typed_text_comes_back_to_the_letter_and_never_as_markup() {
    let fields = [
        ("I", "I.fig~alt"),
        ("II[1]", "II[1].II.6.place"),
        ("II[1]", "II[1].II.att2"),
        ("att3", "att3[1].att3.before"),
    ];
    for (section, field) in fields {
        let mut view = view(section);
        view.context.typed.set(field, HOSTILE);
        let page = parse(&render_editor(&portal_frame(), &view));
        assert_eq!(count(&page, "script"), 1, "{field}: only the page's own");
        assert_eq!(count(&page, "main b"), 0, "{field}");
        let typed = words(&page, &format!(r#"textarea[id="{field}"]"#));
        assert_eq!(typed, HOSTILE, "{field}");
    }
}

#[test]
fn a_blank_item_is_marked_quietly_and_never_once_something_is_typed() {
    let blank = |item: &str| FindingView {
        rule: "REQ-1".to_owned(),
        severity: "error".to_owned(),
        item: item.to_owned(),
        label: String::new(),
        message: "空欄です。".to_owned(),
        href: None,
    };
    let mut view = view("I");
    view.context.findings = vec![blank("I.5"), blank("I.fig")];
    view.context.typed = Typed::from_pairs([("I.5".to_owned(), "12".to_owned())]);
    let page = parse(&render_editor(&portal_frame(), &view));
    assert_eq!(count(&page, r#".finding[data-item="I.5"]"#), 0);
    let quiet =
        r#".item-head .finding[data-rule="REQ-1"][data-severity="error"][data-item="I.fig"]"#;
    assert_eq!(words(&page, quiet), "未記入");
    assert!(!words(&page, "main").contains("空欄です。"));
    assert_eq!(
        count(&page, r#"input[type="hidden"][name="I.fig~attachment"]"#),
        1
    );
}

#[test]
fn the_page_of_a_file_is_called_by_the_files_name() {
    let link = |key: &str, title: &str| SectionLink {
        key: key.to_owned(),
        title: title.to_owned(),
        href: format!("/desk/{key}"),
        done: 0,
        asked: 0,
        errors: 0,
    };
    let nav = vec![
        link("II", "Ⅱ（一覧）"),
        link("II[1]", "Ⅱ（1）住民基本台帳ファイル"),
    ];
    for key in ["II[1]", "II"] {
        let mut view = view(key);
        view.nav.clone_from(&nav);
        let page = parse(&render_editor(&portal_frame(), &view));
        assert!(
            words(&page, "h1, [id='II[1]'] a").contains("Ⅱ（1）住民基本台帳ファイル"),
            "{key}"
        );
    }
}
