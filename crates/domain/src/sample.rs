//! Arbitrary documents for property tests (feature `sample`): a form that has every kind
//! of item, and strategies that fill any form with answers a person could have given.

use std::collections::BTreeMap;

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::answer::{Answer, Answers, Diagram, LayerText, LongText, Row};
use crate::document::Document;
use crate::facts::{Facts, FileUnit};
use crate::form::{FormEdition, FormHead, Kind, Node};
use crate::ids::{AssessmentNumber, BodyCode, EditionId, FormId, ItemId};
use crate::layer::Layer;
use crate::marked_text::{MarkedText, Segment};
use crate::reason::Reason;
use crate::redact::Publication;

/// A small made-up form, `sample` `2014-04`, with every kind of item, a repeat within a
/// repeat, both kinds of tables and conditions.
///
/// # Panics
/// Never: the form is part of the program.
#[must_use]
#[allow(clippy::unwrap_used)]
pub fn form() -> FormEdition {
    let items: Vec<Node> = serde_json::from_str(include_str!("sample/form.json")).unwrap();
    let head = FormHead {
        id: FormId::parse("sample").unwrap(),
        edition: EditionId::parse("2014-04").unwrap(),
        edition_label: "平成26年4月".to_owned(),
        title: "見本の様式".to_owned(),
        style: "様式0".to_owned(),
        warning: None,
    };
    FormEdition::new(head, items).unwrap()
}

/// Documents of a form, some nearly empty, some nearly full.
pub fn documents(form: &FormEdition) -> impl Strategy<Value = Document> + use<> {
    let (id, edition) = (form.id.clone(), form.edition.clone());
    (
        bodies(),
        "[一-十A-Za-z ]{0,8}長",
        numbers(),
        facts(),
        scope(form.items()),
    )
        .prop_map(move |(body, agency, number, facts, answers)| Document {
            form: id.clone(),
            form_edition: edition.clone(),
            body,
            agency: agency.trim().to_owned(),
            number,
            facts,
            answers,
        })
}

/// Editions and days of publication.
pub fn publications() -> impl Strategy<Value = Publication> {
    (1_u32..50, dates()).prop_map(|(edition, published)| Publication { edition, published })
}

/// Texts with withheld spans, brackets, line breaks, quotes and headings in them.
pub fn marked_texts() -> impl Strategy<Value = MarkedText> + Clone {
    vec(segments(), 0..5).prop_filter_map("not well formed", |segments| {
        MarkedText::from_segments(segments).ok()
    })
}

fn segments() -> impl Strategy<Value = Segment> + Clone {
    let plain = plain().prop_map(Segment::Plain);
    let note =
        option::of("[ぁ-ん（）():]{1,6}".prop_filter("blank", |note| !note.trim().is_empty()));
    let withheld =
        (plain_withheld(), select(Reason::ALL.to_vec()), note).prop_map(|(text, reason, note)| {
            Segment::Withheld {
                text,
                reason,
                note: note.filter(|_| reason == Reason::Other),
            }
        });
    prop_oneof![3 => plain, 1 => withheld]
}

fn plain() -> impl Strategy<Value = String> + Clone {
    let odd = select(vec![
        "\n＜中間サーバー・プラットフォームにおける措置＞\n",
        "＜見本市における措置＞\n",
        "{a}",
        "{",
        "｝",
        "｛注：1｜2｝",
        "\"\\ud800\\",
        "😀\u{200d}e\u{301}",
        "非公表",
        "\t",
        "　\n\n",
        "</script>&amp;",
    ]);
    prop_oneof![4 => "[あ-おア-オ一-十a-c0-9、。＜＞<>:|\n]{0,12}", 1 => odd.prop_map(str::to_owned)]
}

fn plain_withheld() -> impl Strategy<Value = String> + Clone {
    "[か-こA-F0-9 \n]{0,6}[か-こA-F0-9](\\{[0-9]\\}|｛[あ-う]｝|[:|｜]|)"
}

fn long_texts() -> impl Strategy<Value = LongText> {
    let layer = (
        select(Layer::ALL.to_vec()),
        marked_texts(),
        option::of("[A-Za-z0-9/._-]{1,20}"),
    );
    let layer = layer.prop_map(|(layer, text, example)| LayerText {
        layer,
        text,
        example,
    });
    prop_oneof![
        marked_texts().prop_map(LongText::Plain),
        vec(layer, 0..4).prop_map(LongText::Layers),
    ]
}

fn scope(nodes: &[Node]) -> BoxedStrategy<Answers> {
    let fields = FormEdition::fields(nodes).into_iter();
    let answers: Vec<_> = fields
        .map(|node| {
            let id = node.id.clone();
            answer(node).prop_map(move |answer| (id.clone(), answer))
        })
        .collect();
    let count = answers.len();
    // How much is answered varies from document to document.
    (answers, vec(0_u8..100, count), 5_u8..100)
        .prop_map(|(answers, dice, share)| {
            let answered = answers
                .into_iter()
                .zip(dice)
                .filter(|(_, dice)| *dice < share);
            answered.map(|(answer, _)| answer).collect::<Answers>()
        })
        .boxed()
}

fn answer(node: &Node) -> BoxedStrategy<Answer> {
    match node.kind {
        Kind::Section | Kind::Text => marked_texts().prop_map(Answer::Text).boxed(),
        Kind::Longtext => long_texts().prop_map(Answer::Longtext).boxed(),
        Kind::Choice => {
            let numbers: Vec<u32> = node.choices.iter().map(|choice| choice.n).collect();
            select(numbers).prop_map(Answer::Choice).boxed()
        }
        Kind::Multichoice => choices(node),
        Kind::Date => dates().prop_map(Answer::Date).boxed(),
        Kind::Number => any::<i64>().prop_map(Answer::Number).boxed(),
        Kind::Boolean => any::<bool>().prop_map(Answer::Boolean).boxed(),
        Kind::Table if node.children.is_empty() => vec(marked_texts().prop_map(Row::Text), 0..3)
            .prop_map(Answer::Table)
            .boxed(),
        Kind::Table => {
            let row = scope(&node.children).prop_map(Row::Cells);
            vec(row, 0..3).prop_map(Answer::Table).boxed()
        }
        Kind::Repeat => vec(scope(&node.children), 0..3)
            .prop_map(Answer::Repeat)
            .boxed(),
        Kind::Diagram => (option::of("[0-9a-f]{64}"), marked_texts(), any::<bool>())
            .prop_map(|(attachment, alt, withheld)| {
                Answer::Diagram(Diagram {
                    attachment,
                    alt,
                    withheld,
                })
            })
            .boxed(),
    }
}

fn choices(node: &Node) -> BoxedStrategy<Answer> {
    let printed: Vec<(u32, bool)> = node
        .choices
        .iter()
        .map(|choice| (choice.n, choice.takes_text()))
        .collect();
    let count = printed.len();
    (subsequence(printed, 0..=count), option::of(marked_texts()))
        .prop_map(|(chosen, words)| {
            let chosen = chosen
                .into_iter()
                .map(|(n, takes_text)| (n, words.clone().filter(|_| takes_text)));
            Answer::Multichoice(chosen.collect::<BTreeMap<_, _>>())
        })
        .boxed()
}

fn bodies() -> impl Strategy<Value = BodyCode> {
    let codes = ["010006", "011002", "130001", "271004", "138011"];
    let codes: Vec<BodyCode> = codes
        .into_iter()
        .filter_map(|code| BodyCode::parse(code).ok())
        .collect();
    select(codes)
}

fn numbers() -> impl Strategy<Value = AssessmentNumber> {
    "[0-9A-Z一-十-]{1,20}".prop_filter_map("number", |text| AssessmentNumber::parse(&text).ok())
}

fn dates() -> impl Strategy<Value = Date> {
    let day = (1900_i16..2100, 1_i8..=12, 1_i8..=31);
    day.prop_filter_map("no such day", |(year, month, day)| {
        Date::new(year, month, day).ok()
    })
}

fn facts() -> impl Strategy<Value = Facts> {
    let unit = option::of(select(vec![FileUnit::Integrated, FileUnit::Separate]));
    let count = || option::of(0_u64..1_000_000_000);
    let yes_no = any::<[Option<bool>; 6]>();
    (yes_no, unit, count(), count(), option::of(dates())).prop_map(
        |(
            [
                uses_ms,
                uses_pf,
                ms_obtain,
                ms_provide,
                ms_entrust,
                incident,
            ],
            file_unit,
            headcount,
            staff,
            as_of,
        )| {
            Facts {
                uses_ms,
                uses_pf,
                ms_obtain,
                ms_provide,
                ms_entrust,
                file_unit,
                headcount,
                staff,
                incident,
                as_of,
            }
        },
    )
}

/// An item id that is known to be well formed.
///
/// # Panics
/// When it is not.
#[must_use]
#[allow(clippy::unwrap_used)]
pub fn item(id: &str) -> ItemId {
    ItemId::parse(id).unwrap()
}
