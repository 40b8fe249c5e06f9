#![allow(clippy::unwrap_used)]
mod deciding;
mod items;
mod texts;

use proptest::prelude::*;

use super::*;
use crate::answer::{Answer, Answers, LongText, Row};
use crate::form::FormHead;
use crate::ids::{EditionId, FormId};
use crate::notation::parse_typed;
use crate::redact::{Publication, redact};
use crate::sample::{self, documents, item};

/// A small form with marks, a repeat, a table and a table of changes.
fn marked_form() -> FormEdition {
    let field = |id: &str, kind: &str, number: &str, label: &str| {
        serde_json::json!({
            "id": id, "number": number, "label": label, "kind": kind,
            "required": false, "confirmed": true,
        })
    };
    let with = |mut node: serde_json::Value, more: serde_json::Value| {
        for (key, value) in more.as_object().unwrap() {
            node[key] = value.clone();
        }
        node
    };
    let mark = || serde_json::json!({ "mark": "※" });
    let choices = serde_json::json!({ "choices": [
        { "n": 1, "label": "発生あり" }, { "n": 2, "label": "発生なし" },
    ] });
    let timing = serde_json::json!({ "choices": [
        { "n": 1, "label": "事前" }, { "n": 2, "label": "事後" },
    ] });
    let children = |list: Vec<serde_json::Value>| serde_json::json!({ "children": list });
    let items = vec![
        field("cover.title", "text", "", "評価書名"),
        with(
            field("cover.day", "date", "", "公表日"),
            serde_json::json!({ "set_at_publication": true }),
        ),
        with(field("I.5", "longtext", "Ⅰ 5.", "個人番号の利用"), mark()),
        with(
            field("II", "repeat", "Ⅱ", "ファイル"),
            children(vec![
                field("II.1", "text", "Ⅱ 1.", "ファイル名"),
                with(
                    field("II.6.place", "longtext", "Ⅱ 6. ①", "保管場所"),
                    mark(),
                ),
                field("II.list", "table", "（別添2）", "記録項目"),
            ]),
        ),
        with(
            with(field("III", "section", "Ⅲ", "リスク対策"), mark()),
            children(vec![
                field("III.other", "text", "Ⅲ 1.", "その他の措置"),
                with(
                    with(
                        field("III.incident", "choice", "Ⅲ 7. ⑨", "重大事故の発生"),
                        choices,
                    ),
                    serde_json::json!({ "mark_excluded": true }),
                ),
            ]),
        ),
        with(
            field("att", "table", "（別添3）", "変更箇所"),
            children(vec![
                field("att.date", "date", "", "変更日"),
                field("att.item", "text", "", "項目"),
                field("att.before", "longtext", "", "変更前の記載"),
                field("att.after", "longtext", "", "変更後の記載"),
                with(field("att.timing", "choice", "", "提出時期"), timing),
                field("att.timing_note", "longtext", "", "提出時期に係る説明"),
            ]),
        ),
    ];
    let items = serde_json::from_value(items.into()).unwrap();
    let head = FormHead {
        id: FormId::parse("marked").unwrap(),
        edition: EditionId::parse("2014-04").unwrap(),
        edition_label: "平成26年4月".to_owned(),
        title: "見本の様式".to_owned(),
        style: "様式0".to_owned(),
        warning: None,
    };
    FormEdition::new(head, items).unwrap()
}

fn document(answers: Answers) -> Document {
    Document {
        form: FormId::parse("marked").unwrap(),
        form_edition: EditionId::parse("2014-04").unwrap(),
        body: crate::BodyCode::parse("992011").unwrap(),
        agency: "見本市長".to_owned(),
        number: crate::AssessmentNumber::parse("1").unwrap(),
        facts: crate::Facts::default(),
        answers,
    }
}

fn text(typed: &str) -> Answer {
    Answer::Text(parse_typed(typed).unwrap())
}

fn long(typed: &str) -> Answer {
    Answer::Longtext(LongText::parse_typed(typed).unwrap())
}

fn answers(list: &[(&str, Answer)]) -> Answers {
    list.iter()
        .map(|(id, answer)| (item(id), answer.clone()))
        .collect()
}

fn file(name: &str, place: &str) -> Answers {
    answers(&[("II.1", text(name)), ("II.6.place", long(place))])
}

/// (path, kind, before, after, candidate) of every change.
fn found(before: &Answers, after: &Answers) -> Vec<(String, ChangeKind, String, String, bool)> {
    let form = marked_form();
    let (before, after) = (document(before.clone()), document(after.clone()));
    changes_between(&form, &before, &after, "見本市")
        .into_iter()
        .map(|change| {
            (
                change.path.to_string(),
                change.kind,
                to_typed(&change.before),
                to_typed(&change.after),
                change.candidate,
            )
        })
        .collect()
}

fn edition(number: u32) -> Publication {
    Publication {
        edition: number,
        published: jiff::civil::date(2015, 1, 5),
    }
}
