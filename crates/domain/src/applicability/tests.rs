#![allow(clippy::unwrap_used)]
use super::*;
use crate::interchange::answers_from_map;
use crate::sample::form;
use serde_json::{Value, json};

fn answers(value: &Value) -> Answers {
    let map = value.as_object().unwrap().clone().into_iter().collect();
    answers_from_map(&form(), &map).unwrap()
}

fn state(given: &Value, path: &str) -> AnswerState {
    let form = form();
    let path = ItemPath::parse(path).unwrap();
    answer_state(
        &form,
        &answers(given),
        &path,
        form.node(path.item().as_str()).unwrap(),
    )
}

fn required(given: &Value, path: &str) -> bool {
    let form = form();
    let path = ItemPath::parse(path).unwrap();
    is_required(
        &form,
        &answers(given),
        &path,
        form.node(path.item().as_str()).unwrap(),
    )
}

#[test]
fn missing_empty_and_answered_are_three_things() {
    assert_eq!(state(&json!({}), "cover.title"), AnswerState::Missing);
    assert_eq!(
        state(&json!({ "cover.title": " \n" }), "cover.title"),
        AnswerState::Empty
    );
    assert_eq!(
        state(&json!({ "cover.title": "題" }), "cover.title"),
        AnswerState::Answered
    );
    assert_eq!(
        state(&json!({ "I.links": [] }), "I.links"),
        AnswerState::Empty
    );
    assert_eq!(state(&json!({ "II": [] }), "II"), AnswerState::Empty);
}

#[test]
fn a_condition_decides_whether_an_item_is_asked() {
    assert_eq!(
        state(&json!({ "I.do": 2, "I.law": "x" }), "I.law"),
        AnswerState::NotApplicable
    );
    assert_eq!(state(&json!({ "I.do": 3 }), "I.law"), AnswerState::Missing);
    assert!(required(&json!({ "I.do": 3 }), "I.law"));
    assert!(!required(&json!({ "I.do": 2 }), "I.law"));
    assert!(
        !required(&json!({}), "I.law"),
        "an open question asks nothing further yet"
    );
}

#[test]
fn what_national_agencies_write_is_never_asked() {
    assert_eq!(
        state(&json!({}), "cover.approval"),
        AnswerState::NotApplicable
    );
    assert!(!required(&json!({}), "cover.approval"));
}

#[test]
fn a_condition_that_answers_cannot_decide_asks_without_demanding() {
    assert_eq!(state(&json!({}), "I.short"), AnswerState::Missing);
    assert!(!required(&json!({}), "I.short"));
}

#[test]
fn a_condition_reads_its_own_group() {
    let given = json!({ "II": [
        { "II.entrust": [1], "II.item": [{ "II.item.sub": 1 }] },
        { "II.entrust": [2], "II.item": [{ "II.item.sub": 1 }, { "II.item.sub": 2 }] },
    ] });
    assert_eq!(state(&given, "II[1].II.item"), AnswerState::NotApplicable);
    assert_eq!(state(&given, "II[2].II.item"), AnswerState::Answered);
    let why = |group: &str| state(&given, &format!("{group}.II.item.why"));
    assert_eq!(why("II[1].II.item[1]"), AnswerState::NotApplicable);
    assert_eq!(why("II[2].II.item[1]"), AnswerState::Missing);
    assert_eq!(why("II[2].II.item[2]"), AnswerState::NotApplicable);
}

#[test]
fn a_condition_outside_the_groups_reads_all_of_them() {
    let none = json!({ "II": [{ "II.entrust": [1] }, {}] });
    let one = json!({ "II": [{ "II.entrust": [1] }, { "II.entrust": [2] }] });
    assert_eq!(state(&none, "III.any"), AnswerState::NotApplicable);
    assert_eq!(state(&one, "III.any"), AnswerState::Missing);
}

#[test]
fn an_optional_heading_makes_no_demands() {
    assert!(!required(&json!({}), "I.free.note"));
    assert!(required(&json!({}), "I.content"));
}

#[test]
fn print_is_not_asked_for() {
    assert!(!required(&json!({}), "cover.edition"));
}
