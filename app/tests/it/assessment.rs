//! The public page of an assessment.

use app::public::{AssessmentView, EditionLink, render_assessment};
use app::render::Link;
use domain::PublicAssessment;

use crate::samples::{SECRET, count, form, parse, public_assessment, public_frame, words};

fn render(assessment: &PublicAssessment, current: Option<Link>) -> String {
    let form = form();
    let edition = |number: u32| EditionLink {
        number,
        published: format!("202{number}-11-01"),
        href: format!("/assessments/011002/1/zenkomoku/editions/{number}/"),
        kind: (number == 2).then_some(domain::EditionKind::Amendment),
        changes: (number == 2).then(|| "/changes/".to_owned()),
        is_withdrawn: false,
    };
    let view = AssessmentView {
        form: &form,
        assessment,
        title: "住民基本台帳に関する事務".to_owned(),
        ended: None,
        body: Link::new("見本市", "/bodies/011002/"),
        edition: 2,
        published: "2022-11-01".to_owned(),
        editions: vec![edition(2), edition(1)],
        history: Link::new("版の履歴", "/assessments/011002/1/zenkomoku/editions/"),
        current,
        downloads: vec![Link::new("JSON", "index.json")],
        warning: None,
    };
    render_assessment(&public_frame(), &view)
}

#[test]
fn withheld_text_is_a_fixed_token_with_its_reason() {
    let html = render(&public_assessment(), None);
    assert!(!html.contains(SECRET));
    let page = parse(&html);
    let token = r#"[id="II[1].II.6.place"] section.layer[data-layer="body"] span.withheld[data-reason="location"]"#;
    assert_eq!(words(&page, token), "非公表（設置場所）");
    assert_eq!(count(&page, "mark.withheld"), 0);
    assert_eq!(count(&page, ".withheld:not([data-reason])"), 0);
}

#[test]
fn items_stand_in_printed_order_with_their_ids() {
    let html = render(&public_assessment(), None);
    let page = parse(&html);
    let ids = [
        "cover.title",
        "I.3",
        "I.sys[2].I.sys.name",
        "II[1]",
        "II[1].II.6.place",
        "att3",
    ];
    let places: Vec<usize> = ids
        .iter()
        .map(|id| html.find(&format!("id=\"{id}\"")).expect(id))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(count(&page, r#"article[data-state="published"]"#), 1);
    let layer = r#"[id="II[1].II.6.place"] section.layer[data-layer="ms-platform"] .layer-heading"#;
    assert_eq!(
        words(&page, layer),
        "＜中間サーバー・プラットフォームにおける措置＞"
    );
}

#[test]
fn unconfirmed_items_carry_a_mark_that_the_page_explains() {
    let page = parse(&render(&public_assessment(), None));
    assert_eq!(words(&page, r#"[id="I.3"] > .unconfirmed"#), "欄名未確認");
    assert!(!words(&page, r#"[id="I.3"] .item-heading"#).contains("未確認"));
    assert!(words(&page, "article > p.meta").contains("記載内容についての表示ではありません。"));
}

#[test]
fn an_earlier_edition_says_so_and_links_to_the_current_one() {
    let current = Link::new("現在の版", "/assessments/011002/1/zenkomoku/");
    let page = parse(&render(&public_assessment(), Some(current)));
    assert!(words(&page, ".notice-attention").contains("過去の版"));
    assert_eq!(count(&page, "#editions li"), 2);
}

#[test]
fn the_page_holds_no_script_and_no_separators() {
    let html = render(&public_assessment(), None);
    assert_eq!(
        count(&parse(&html), "script, style, [style], leptos-island"),
        0
    );
    assert!(!html.contains("<!>"));
}

#[test]
fn heading_levels_never_skip_and_files_are_headings() {
    let page = parse(&render(&public_assessment(), None));
    let levels: Vec<u32> = page
        .select(&crate::samples::selector(
            "main h1, main h2, main h3, main h4, main h5, main h6",
        ))
        .map(|heading| heading.value().name()[1..].parse().unwrap())
        .collect();
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{levels:?}");
    }
    assert_eq!(words(&page, r#"[id="II[1]"] > h3"#), "Ⅱ（1）");
    assert!(words(&page, r#"[id="I.sys[2]"] > h4"#).contains("システム2 宛名"));
    assert_eq!(words(&page, r##"nav.side a[href="#II[1]"]"##), "Ⅱ（1）");
}
