use std::collections::BTreeSet;
use std::path::Path;

use content::Content;
use domain::form::{Conditional, Required};
use domain::{FormEdition, Kind, Layer, Node, NoticeKind};

fn shipped() -> Content {
    Content::embedded().unwrap_or_else(|error| panic!("{error}"))
}

fn nodes(form: &FormEdition) -> Vec<&Node> {
    let mut nodes = Vec::new();
    form.walk(&mut |node, _| nodes.push(node));
    nodes
}

#[test]
fn the_built_in_copy_and_the_folder_are_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let read = Content::from_folder(&folder).unwrap_or_else(|error| panic!("{error}"));
    let built_in = shipped();
    assert_eq!(read.forms, built_in.forms);
    assert_eq!(read.catalog, built_in.catalog);
    assert_eq!(read.prefectures, built_in.prefectures);
    assert_eq!(read.pages, built_in.pages);
}

#[test]
fn every_form_has_all_its_items_fields_and_confirmations() {
    let content = shipped();
    // Items, fields (neither heading nor repeat), confirmed items, confirmed fields.
    let expected = [
        ("juten", [177, 133, 25, 16]),
        ("keikaku", [34, 27, 10, 6]),
        ("kiso", [45, 32, 33, 22]),
        ("zenkomoku", [294, 232, 86, 56]),
    ];
    assert_eq!(content.forms.len(), expected.len());
    for (id, counts) in expected {
        let nodes = nodes(content.form(id, "2014-04").unwrap());
        let field = |node: &&&Node| !matches!(node.kind, Kind::Section | Kind::Repeat);
        let confirmed = |node: &&&Node| node.confirmed;
        let found = [
            nodes.len(),
            nodes.iter().filter(field).count(),
            nodes.iter().filter(confirmed).count(),
            nodes.iter().filter(confirmed).filter(field).count(),
        ];
        assert_eq!(found, counts, "{id}");
    }
}

#[test]
fn the_newest_edition_is_the_one_that_is_shipped_today() {
    let content = shipped();
    assert_eq!(
        content.newest("zenkomoku").unwrap().edition.as_str(),
        "2014-04"
    );
    assert!(content.newest("unknown").is_none());
    assert!(content.form("zenkomoku", "1999-01").is_none());
    let keikaku = content.newest("keikaku").unwrap();
    assert!(keikaku.warning.as_deref().unwrap().contains("復元"));
}

#[test]
fn choices_conditions_and_layers_are_data() {
    let content = shipped();
    let form = content.newest("zenkomoku").unwrap();
    let term = form.node("II.6.period.term").unwrap();
    assert_eq!(term.choice(7).unwrap().label, "6年以上10年未満");
    let links = form.node("I.2.system.links").unwrap();
    assert!(links.choice(7).unwrap().takes_text());
    let Required::Conditional(Conditional { conditional, when }) =
        &form.node("I.6.law").unwrap().required
    else {
        panic!("I.6.law is conditional")
    };
    assert_eq!(conditional, "①=1又は3");
    assert_eq!(when.as_ref().unwrap().items()[0].as_str(), "I.6.do");
    let measures = form.node("III.6.risk1.measures").unwrap();
    let layers: Vec<Layer> = measures.blocks.iter().map(|block| block.layer).collect();
    assert_eq!(layers, Layer::ALL[1..]);
}

#[test]
fn only_conditions_that_no_answer_decides_are_left_in_words() {
    let content = shipped();
    let in_words = |form: &FormEdition| -> Vec<String> {
        let undecided = |node: &&Node| {
            matches!(
                &node.required,
                Required::Conditional(Conditional { when: None, .. })
            )
        };
        nodes(form)
            .into_iter()
            .filter(undecided)
            .map(|node| node.id.to_string())
            .collect()
    };
    let all: Vec<String> = content.forms.iter().flat_map(in_words).collect();
    assert_eq!(all, ["att2", "att1.orange", "att", "VI.2.short", "att3"]);
}

#[test]
fn the_letters_are_linked_to_each_other() {
    let catalog = shipped().catalog;
    let kinds: Vec<_> = catalog
        .notices
        .iter()
        .map(|notice| (notice.number.as_str(), notice.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("総官企第285号", NoticeKind::Notice),
            ("特個第364号", NoticeKind::Acknowledgement),
            ("総官企第276号", NoticeKind::Request),
        ]
    );
    assert_eq!(catalog.notices[0].date.to_string(), "2014-08-08");
    for notice in &catalog.notices {
        let related: BTreeSet<_> = notice.related.iter().map(|(_, id)| id.clone()).collect();
        let others = catalog.notices.iter().filter(|other| other.id != notice.id);
        assert_eq!(
            related,
            others.map(|other| other.id.clone()).collect(),
            "{}",
            notice.id
        );
    }
}

#[test]
fn every_symbol_has_its_part_of_the_guidance_with_words_in_it() {
    let catalog = shipped().catalog;
    let guidance = catalog.guidance("2014-08").unwrap();
    let symbols: Vec<&str> = guidance
        .items
        .iter()
        .map(|item| item.symbol.as_str())
        .collect();
    assert_eq!(symbols.len(), 15);
    assert_eq!((symbols[0], symbols[14]), ("(ア)", "⑭"));
    let tree = markup::parse(&guidance.markdown).unwrap();
    for item in &guidance.items {
        let text = tree.section(&item.anchor).unwrap().to_text();
        assert!(text.chars().count() > 20, "{}: {text}", item.symbol);
    }
}

#[test]
fn the_notice_gives_examples_for_8_software_and_12_platform_places() {
    let content = shipped();
    let examples = &content.catalog.examples;
    let count = |layer| {
        examples
            .iter()
            .filter(|example| example.layer == layer)
            .count()
    };
    assert_eq!(
        (
            count(Layer::MsSoftware),
            count(Layer::MsPlatform),
            examples.len()
        ),
        (8, 12, 20)
    );
    let form = content.newest("zenkomoku").unwrap();
    let promised = |flag: fn(&Node) -> bool| nodes(form).into_iter().filter(|n| flag(n)).count();
    assert_eq!(promised(|node| node.example_sw), 8);
    assert_eq!(promised(|node| node.example_pf), 12);
    let marks = |flag: fn(&domain::Coverage) -> bool| {
        content
            .catalog
            .coverage
            .iter()
            .filter(|row| flag(row))
            .count()
    };
    assert_eq!((marks(|row| row.sw), marks(|row| row.pf)), (8, 12));
}

#[test]
fn the_focused_form_borrows_the_examples_of_the_full_one() {
    let content = shipped();
    let form = content.newest("juten").unwrap();
    let ids = |item: &str| -> Vec<String> {
        let node = form.node(item).unwrap();
        content
            .catalog
            .examples_for(form, node)
            .iter()
            .map(|example| example.id())
            .collect()
    };
    assert_eq!(ids("II.6.place"), ["2014-08/II.6.place/ms-platform"]);
    // Risk 2 of this form is risk 5 of the full one.
    assert_eq!(
        ids("III.6.risk2.measures"),
        ["2014-08/III.6.risk5.measures/ms-software"]
    );
    assert_eq!(
        ids("III.6.other"),
        [
            "2014-08/III.6.other/ms-software",
            "2014-08/III.6.other/ms-platform"
        ]
    );
    assert_eq!(
        ids("III.7.risk1.other"),
        [
            "2014-08/III.7.risk1.physical_how/ms-platform",
            "2014-08/III.7.risk1.technical_how/ms-platform"
        ]
    );
    assert!(ids("II.7").is_empty());
}

#[test]
fn all_47_prefectures_are_there_in_order_with_their_readings() {
    let prefectures = shipped().prefectures;
    let numbers: Vec<String> = prefectures
        .iter()
        .map(|body| body.code.prefecture().to_owned())
        .collect();
    assert_eq!(
        numbers,
        (1..=47).map(|n| format!("{n:02}")).collect::<Vec<_>>()
    );
    assert_eq!(
        (prefectures[12].name.as_str(), prefectures[12].kana.as_str()),
        ("東京都", "トウキョウト")
    );
}

#[test]
fn the_site_has_its_terms_and_its_accessibility_statement() {
    let content = shipped();
    for (id, word) in [("terms", "未確認"), ("accessibility", "JIS X 8341-3:2016")] {
        let page = content.page(id).unwrap();
        assert!(page.markdown.contains(word), "{id}");
        assert!(markup::parse(&page.markdown).is_ok());
    }
}
