//! The exact shapes of the format.

use super::*;
use crate::answer::{Answer, Answers};
use crate::ids::ItemId;
use crate::sample::item;

#[test]
fn keys_come_in_the_order_of_the_format_and_answers_as_printed() {
    let value = with_answers(&json!({
        "II": [{ "II.size": 3, "II.name": "台帳" }],
        "I.do": 2,
        "cover.title": "評価書",
    }));
    let text = to_text(&export(&form(), &imported(&value)));
    let places: Vec<usize> = [
        "\"format\"",
        "\"version\"",
        "\"form\"",
        "\"form_edition\"",
        "\"body\"",
        "\"agency\"",
        "\"number\"",
        "\"facts\"",
        "\"answers\"",
        "\"cover.title\"",
        "\"I.do\"",
        "\"II\"",
        "\"II.name\"",
        "\"II.size\"",
    ]
    .into_iter()
    .map(|key| text.find(key).unwrap())
    .collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn every_kind_keeps_its_shape() {
    let digest = crate::digest::digest_of(b"picture").to_string();
    let answers = json!({
        "cover.title": "一行",
        "cover.approval": "2014-10-01",
        "I.content": { "layers": [
            { "layer": "body", "text": ["サーバー室は", { "withheld": "地下1階", "reason": "location" }] },
            { "layer": "ms-platform", "text": "施錠する。", "example": "2014-08/II.6.place/ms-platform" },
        ] },
        "I.do": 3,
        "I.links": [1, { "choice": 3, "text": "宛名" }],
        "I.plan": { "attachment": digest, "alt": "流れ図", "withheld": false },
        "I.plan.ok": true,
        "II": [
            { "II.name": "台帳", "II.size": -5, "II.item": [{ "II.item.title": "封入" }],
              "II.list": ["氏名", ["住所", { "withheld": "方書", "reason": "other", "note": "少数" }]] },
            {},
        ],
        "att": [{ "att.date": "2015-01-05", "att.item": "Ⅱ" }, {}],
    });
    let value = with_answers(&answers);
    assert_eq!(export(&form(), &imported(&value)), value);
}

#[test]
fn facts_and_the_edition_keep_their_shape() {
    let mut value = with_answers(&json!({}));
    value["facts"] = json!({
        "uses_ms": true, "uses_pf": true, "ms_obtain": true, "ms_provide": true,
        "ms_entrust": false, "file_unit": "integrated", "headcount": 120_000, "staff": 320,
        "incident": false, "as_of": "2014-10-01",
    });
    assert_eq!(export(&form(), &imported(&value)), value);
    let mut short = value.clone();
    short.as_object_mut().unwrap().remove("form_edition");
    assert_eq!(export(&form(), &imported(&short)), value);
}

#[test]
fn what_the_form_does_not_have_is_left_out() {
    let mut document = imported(&with_answers(&json!({ "I.do": 1 })));
    document.answers.set(item("gone"), Answer::Number(1));
    document.answers.set(item("cover.title"), Answer::Number(1));
    assert_eq!(export(&form(), &document)["answers"], json!({ "I.do": 1 }));
}

#[test]
fn a_byte_order_mark_is_no_obstacle() {
    let text = format!("\u{feff}{}", with_answers(&json!({})));
    assert!(import_sample(&text).is_ok());
}

#[test]
fn answers_of_the_store_are_one_value_per_top_level_item() {
    let answers: Answers = [
        (item("I.do"), Answer::Choice(1)),
        (item("II"), Answer::Repeat(vec![Answers::default()])),
    ]
    .into_iter()
    .collect();
    let stored = answers_to_map(&form(), &answers);
    let keys: Vec<ItemId> = stored.keys().map(|key| item(key)).collect();
    assert_eq!(keys, [item("I.do"), item("II")]);
    assert_eq!(stored["II"], json!([{}]));
}
