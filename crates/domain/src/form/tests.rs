#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;
use crate::sample;

fn problems(items: &Value) -> Vec<FormProblem> {
    let sample = sample::form();
    let head = FormHead {
        id: sample.id,
        edition: sample.edition,
        edition_label: sample.edition_label,
        title: sample.title,
        style: sample.style,
        warning: None,
    };
    let items = serde_json::from_value(items.clone()).unwrap();
    FormEdition::new(head, items).err().unwrap_or_default()
}

fn node(id: &str, kind: &str, more: &Value) -> Value {
    let mut node = json!({
        "id": id, "number": "", "label": id, "kind": kind, "required": true, "confirmed": true,
    });
    let more = more.as_object().unwrap().clone();
    node.as_object_mut().unwrap().extend(more);
    node
}

#[test]
fn every_problem_is_named_not_only_the_first() {
    let id = |id: &str| sample::item(id);
    let choices = json!({ "choices": [{ "n": 1, "label": "a" }, { "n": 3, "label": "b" }] });
    let when = json!({ "required": { "conditional": "c", "when": { "item": "a", "is": [2] } } });
    let items = json!([
        node("a", "choice", &choices),
        node("a", "text", &json!({})),
        node("b", "choice", &json!({})),
        node("c", "text", &when),
        node(
            "d",
            "text",
            &json!({ "children": [node("d.1", "text", &json!({}))] })
        ),
        node("e", "repeat", &json!({})),
        node(
            "f",
            "table",
            &json!({ "children": [node("f.1", "diagram", &json!({}))] })
        ),
    ]);
    let condition = FormProblem::Condition {
        item: id("c"),
        reads: id("a"),
    };
    let expected = [
        FormProblem::DuplicateId(id("a")),
        FormProblem::ChoiceNumbers(id("a")),
        FormProblem::NoChoices(id("b")),
        condition,
        FormProblem::Children(id("d")),
        FormProblem::EmptyRepeat(id("e")),
        FormProblem::Column(id("f.1")),
    ];
    assert_eq!(problems(&items), expected);
}

#[test]
fn unknown_keys_of_an_item_are_refused() {
    let items = json!([node("a", "text", &json!({ "colour": "red" }))]);
    assert!(serde_json::from_value::<Vec<Node>>(items).is_err());
}

#[test]
fn items_are_found_with_everything_above_them() {
    let form = sample::form();
    let chain: Vec<_> = form
        .chain("II.item.why")
        .iter()
        .map(|node| node.id.as_str())
        .collect();
    assert_eq!(chain, ["II", "II.more", "II.item", "II.item.why"]);
    assert!(form.chain("nowhere").is_empty());
    assert_eq!(
        form.node("I.do").unwrap().choice(2).unwrap().label,
        "実施しない"
    );
}

#[test]
fn the_fields_of_a_scope_look_through_headings_and_stop_at_groups() {
    let form = sample::form();
    let fields = FormEdition::fields(&form.node("II").unwrap().children);
    let ids: Vec<_> = fields.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(
        ids,
        ["II.name", "II.size", "II.entrust", "II.item", "II.list"]
    );
}

#[test]
fn brackets_in_a_choice_leave_room_for_words() {
    let form = sample::form();
    let takes: Vec<_> = form
        .node("I.links")
        .unwrap()
        .choices
        .iter()
        .map(Choice::takes_text)
        .collect();
    assert_eq!(takes, [false, false, true]);
}

#[test]
fn a_full_label_tells_an_item_from_all_others() {
    let numbered = |id: &str, kind: &str, number: &str, label: &str, children: Vec<Value>| {
        let more = json!({ "number": number, "label": label, "children": children });
        node(id, kind, &more)
    };
    let leaf = |id: &str, number: &str, label: &str| numbered(id, "text", number, label, vec![]);
    let system = numbered(
        "sys",
        "repeat",
        "システム1～",
        "システム（1件ごと）",
        vec![leaf("sys.name", "①", "システムの名称")],
    );
    let period = numbered(
        "period",
        "section",
        "Ⅱ 6. ②",
        "保管期間",
        vec![
            leaf("term", "期間", "期間"),
            leaf("business", "・業務関係情報", "業務関係情報"),
        ],
    );
    let risk = numbered(
        "risk",
        "section",
        "Ⅱ 7. リスク1",
        "漏えい",
        vec![leaf("other", "リスク1", "その他の措置")],
    );
    let items = json!([
        numbered(
            "cover",
            "section",
            "",
            "表紙",
            vec![leaf("title", "", "評価書名")]
        ),
        numbered(
            "I",
            "section",
            "Ⅰ",
            "基本情報",
            vec![numbered(
                "I.2",
                "section",
                "Ⅰ 2.",
                "使うシステム",
                vec![system]
            )]
        ),
        numbered(
            "II",
            "repeat",
            "Ⅱ",
            "ファイルの概要",
            vec![leaf("II.1", "Ⅱ 1.", "ファイル名"), period, risk]
        ),
        numbered(
            "att3",
            "table",
            "（別添3）",
            "変更箇所",
            vec![leaf("att3.date", "変更日", "変更日")]
        ),
    ]);
    let sample = sample::form();
    let head = FormHead {
        id: sample.id,
        edition: sample.edition,
        edition_label: sample.edition_label,
        title: sample.title,
        style: sample.style,
        warning: None,
    };
    let form = FormEdition::new(head, serde_json::from_value(items).unwrap()).unwrap();
    for (path, label) in [
        ("title", "評価書名"),
        ("sys", "Ⅰ 2. システム（1件ごと）"),
        ("sys[2]", "Ⅰ 2. システム2"),
        ("sys[2].sys.name", "Ⅰ 2. システム2 ① システムの名称"),
        ("II[1]", "Ⅱ（1） ファイルの概要"),
        ("II[1].II.1", "Ⅱ（1）1. ファイル名"),
        ("II[1].term", "Ⅱ（1）6. ② 期間"),
        ("II[3].business", "Ⅱ（3）6. ② 業務関係情報"),
        ("II[1].other", "Ⅱ（1）7. リスク1 その他の措置"),
        ("att3[4].att3.date", "（別添3）4行目 変更日"),
        ("gone", "gone"),
    ] {
        let path = crate::ItemPath::parse(path).unwrap();
        assert_eq!(form.full_label(&path), label, "{path}");
    }
    let named = form.node("II").and_then(Node::name_item);
    assert_eq!(named.map(|node| node.id.as_str()), Some("II.1"));
}
