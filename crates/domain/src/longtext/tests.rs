#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::redact::redact_text;
use crate::sample::marked_texts;

const PLATFORM: &str = "＜中間サーバー・プラットフォームにおける措置＞";

fn marked(typed: &str) -> MarkedText {
    parse_typed(typed).unwrap()
}

fn plain(typed: &str) -> LongText {
    LongText::Plain(marked(typed))
}

fn sections(typed: &str) -> Vec<(Option<Layer>, String)> {
    let sections = plain(typed).sections().into_iter();
    sections
        .map(|(layer, text)| (layer, to_typed(&text)))
        .collect()
}

#[test]
fn headings_divide_a_text_into_layers() {
    let typed = format!(
        "前置き\n＜見本市における措置＞\n施錠する。\n\n{PLATFORM}\n｛非公表:場所｜地下｝に置く。"
    );
    let expected = [
        (None, "前置き".to_owned()),
        (Some(Layer::Body), "施錠する。".to_owned()),
        (
            Some(Layer::MsPlatform),
            "｛非公表:場所｜地下｝に置く。".to_owned(),
        ),
    ];
    assert_eq!(sections(&typed), expected);
    assert!(plain(&typed).has_layer(Layer::MsPlatform));
    assert!(!plain(&typed).has_layer(Layer::MsSoftware));
}

#[test]
fn text_without_headings_is_one_passage_as_it_stands() {
    assert_eq!(sections("一\n\n二\n"), [(None, "一\n\n二\n".to_owned())]);
    assert_eq!(sections(""), [(None, String::new())]);
}

#[test]
fn a_heading_stands_alone_on_its_line() {
    for typed in [
        format!("本文{PLATFORM}"),
        format!("｛非公表:技術｜a｝{PLATFORM}"),
    ] {
        assert_eq!(sections(&typed), [(None, typed)]);
    }
    let typed = format!("{PLATFORM}｛非公表:技術｜a｝");
    assert_eq!(sections(&typed), [(None, typed)]);
}

#[test]
fn typed_headings_make_layers_and_typed_text_without_stays_plain() {
    let layers =
        LongText::parse_typed(&format!("施錠する。\n{PLATFORM}\n入退室を管理する。")).unwrap();
    let LongText::Layers(parts) = &layers else {
        panic!("no layers")
    };
    let found: Vec<_> = parts
        .iter()
        .map(|part| (part.layer, part.text.full_text()))
        .collect();
    let expected = [
        (Layer::Body, "施錠する。"),
        (Layer::MsPlatform, "入退室を管理する。"),
    ];
    assert_eq!(
        found,
        expected.map(|(layer, text)| (layer, text.to_owned()))
    );
    assert_eq!(
        LongText::parse_typed("施錠する。").unwrap(),
        plain("施錠する。")
    );
}

#[test]
fn a_heading_between_two_braces_of_a_pair_leaves_the_text_whole() {
    let typed = format!("{{\n{PLATFORM}\n}}");
    assert_eq!(LongText::parse_typed(&typed).unwrap(), plain(&typed));
    let refused = plain(&typed).with_passage(Layer::Body, &marked("a"), None);
    assert_eq!(refused, Err(TextProblem::LooksLikeMark));
}

#[test]
fn a_passage_goes_under_its_heading_and_nothing_is_lost() {
    let passage = marked("記載例の文。");
    let example = || Some("2014-08/II.6.place/ms-platform".to_owned());
    let text = plain("自庁の措置。")
        .with_passage(Layer::MsPlatform, &passage, example())
        .unwrap();
    let text = text
        .with_passage(Layer::MsSoftware, &passage, None)
        .unwrap();
    let text = text
        .with_passage(Layer::MsPlatform, &marked("続き。"), None)
        .unwrap();
    let LongText::Layers(parts) = text else {
        panic!("no layers")
    };
    let found: Vec<_> = parts
        .iter()
        .map(|part| (part.layer, part.text.full_text()))
        .collect();
    let expected = [
        (Layer::Body, "自庁の措置。"),
        (Layer::MsSoftware, "記載例の文。"),
        (Layer::MsPlatform, "記載例の文。\n続き。"),
    ];
    assert_eq!(
        found,
        expected.map(|(layer, text)| (layer, text.to_owned()))
    );
    assert_eq!(parts[2].example, example());
}

#[test]
fn a_passage_in_an_empty_answer_is_its_only_layer() {
    let text = plain(" ")
        .with_passage(Layer::MsPlatform, &marked("文。"), None)
        .unwrap();
    assert_eq!(text.sections(), [(Some(Layer::MsPlatform), marked("文。"))]);
}

/// Texts that neither end in line breaks nor hold headings of their own.
fn passages() -> impl Strategy<Value = MarkedText> {
    marked_texts().prop_filter("heading or line break", |text| {
        let typed = to_typed(text);
        !typed.ends_with('\n')
            && !typed
                .split('\n')
                .any(|line| Layer::from_heading_line(line).is_some())
    })
}

proptest! {
    #[test]
    fn layers_are_typed_and_read_back(
        parts in proptest::collection::vec((select(Layer::ALL.to_vec()), passages()), 1..4),
    ) {
        let layers =
            parts.into_iter().map(|(layer, text)| LayerText { layer, text, example: None });
        let text = LongText::Layers(layers.collect());
        prop_assert_eq!(LongText::parse_typed(&text.to_typed("見本市")).unwrap(), text);
    }

    #[test]
    fn dividing_a_public_text_is_making_the_passages_public(text in marked_texts()) {
        let public: Vec<_> = LongText::Plain(text.clone())
            .sections()
            .into_iter()
            .map(|(layer, text)| PublicSection { layer, text: redact_text(&text) })
            .collect();
        prop_assert_eq!(public_sections(&redact_text(&text)), public);
    }
}
