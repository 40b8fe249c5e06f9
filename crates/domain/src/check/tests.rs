#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;
use crate::facts::Facts;
use crate::ids::{AssessmentNumber, BodyCode};
use crate::interchange::answers_from_map;
use crate::sample::{form, item};

fn document(answers: &Value) -> Document {
    let form = form();
    let map = answers.as_object().unwrap().clone().into_iter().collect();
    Document {
        form: form.id.clone(),
        form_edition: form.edition.clone(),
        body: BodyCode::parse("011002").unwrap(),
        agency: "札幌市長".to_owned(),
        number: AssessmentNumber::parse("1").unwrap(),
        facts: Facts::default(),
        answers: answers_from_map(&form, &map).unwrap(),
    }
}

fn found(document: &Document) -> Vec<(&'static str, String)> {
    check(&form(), document)
        .into_iter()
        .map(|finding| (finding.rule, finding.item))
        .collect()
}

/// Answers that leave nothing to find.
fn complete() -> Value {
    json!({
        "cover.title": "評価書", "I.content": "内容", "I.do": 2, "I.links": [1],
        "I.plan": { "alt": "流れ図" },
        "II": [{ "II.name": "台帳", "II.size": 0, "II.entrust": [1], "II.list": ["氏名"] }],
    })
}

#[test]
fn a_complete_document_has_no_findings() {
    assert_eq!(found(&document(&complete())), []);
}

#[test]
fn an_empty_document_lacks_every_required_item_once_in_printed_order() {
    let lacks = [
        "cover.title",
        "I.content",
        "I.do",
        "I.links",
        "I.plan",
        "II",
    ];
    let expected = lacks.map(|item| ("REQ-1", item.to_owned()));
    assert_eq!(found(&document(&json!({}))), expected);
}

#[test]
fn every_group_is_looked_into() {
    let mut answers = complete();
    answers["I.do"] = json!(1);
    answers["II"] = json!([
        { "II.name": " ", "II.size": 1, "II.entrust": [1], "II.list": ["氏名"] },
        { "II.name": "台帳", "II.size": 1, "II.entrust": [2], "II.list": ["氏名"],
          "II.item": [{ "II.item.title": "封入", "II.item.sub": 1 }] },
    ]);
    answers["att"] = json!([{ "att.item": "Ⅱ" }]);
    answers["III.any"] = json!("管理する");
    let expected = [
        "I.law",
        "II[1].II.name",
        "II[2].II.item[1].II.item.why",
        "att[1].att.date",
    ];
    assert_eq!(
        found(&document(&answers)),
        expected.map(|item| ("REQ-1", item.to_owned()))
    );
}

#[test]
fn an_answer_that_the_form_does_not_offer_is_found() {
    let mut document = document(&complete());
    document.answers.set(item("I.do"), Answer::Choice(9));
    document.answers.set(item("cover.title"), Answer::Number(1));
    let words = MarkedText::plain("語").unwrap();
    document.answers.set(
        item("I.links"),
        Answer::Multichoice([(1, Some(words))].into()),
    );
    let expected = ["cover.title", "I.do", "I.links"].map(|item| ("CHOICE-1", item.to_owned()));
    assert_eq!(found(&document), expected);
}

#[test]
fn a_my_number_is_found_in_public_and_withheld_text_and_not_repeated() {
    let mut answers = complete();
    let split = json!(["個人番号は1234", { "withheld": "56789018", "reason": "other" }]);
    answers["I.content"] = split;
    answers["II"][0]["II.list"] = json!(["氏名", "マイナンバー 1234-5678-9018"]);
    let document = document(&answers);
    assert_eq!(
        found(&document),
        [
            ("MYNO-1", "I.content".to_owned()),
            ("MYNO-1", "II[1].II.list".to_owned())
        ]
    );
    let findings = check(&form(), &document);
    assert!(!format!("{findings:?}").contains("5678"));
}

#[test]
fn findings_are_written_with_the_words_of_the_contract() {
    let finding = check(&form(), &document(&json!({}))).remove(0);
    let value = serde_json::to_value(&finding).unwrap();
    assert_eq!(value["rule"], "REQ-1");
    assert_eq!(value["severity"], "error");
    assert_eq!(value["item"], "cover.title");
    assert!(value["message"].as_str().unwrap().contains("評価書名"));
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        assert_eq!(serde_json::to_value(severity).unwrap(), severity.as_str());
    }
}

#[test]
fn words_withheld_in_one_item_and_open_in_another_are_found_where_they_are_open() {
    let mut answers = complete();
    answers["I.content"] =
        json!(["倉庫は", { "withheld": "地下1階の電算室", "reason": "location" }]);
    answers["II"][0]["II.name"] = json!("台帳（地下１階の 電算室）");
    let document = document(&answers);
    assert_eq!(found(&document), [("OPEN-1", "II[1].II.name".to_owned())]);
    assert!(!check(&form(), &document)[0].message.contains("電算室"));
}

#[test]
fn short_words_and_amounts_may_be_withheld_here_and_written_there() {
    let mut answers = complete();
    answers["I.content"] = json!([
        { "withheld": "30日以内", "reason": "period" }, "に、",
        { "withheld": "電算室", "reason": "location" },
    ]);
    answers["II"][0]["II.name"] = json!("30日以内に電算室で");
    assert_eq!(found(&document(&answers)), []);
}
