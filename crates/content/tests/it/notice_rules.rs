//! Every rule of the notice, with the shipped forms: one document that it finds something in
//! and one that it does not.

#![allow(clippy::needless_pass_by_value)] // `json!` is passed as it is written.

mod affair;
mod care;
mod connection;
mod examples;
mod file;
mod plan;
mod publication;
mod whole;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use content::Content;
use domain::check::{Finding, Severity, check, notice};
use domain::interchange::answers_from_map;
use domain::{AssessmentNumber, BodyCode, Document};
use serde_json::{Value, json};

pub static CONTENT: LazyLock<Content> = LazyLock::new(|| Content::embedded().unwrap());

/// A rule, the place where it must speak, and what it must speak of and be silent about.
pub struct Case {
    rule: &'static str,
    item: &'static str,
    fires: Situation,
    silent: Vec<Situation>,
}

/// A form with facts and answers.
pub struct Situation {
    form: &'static str,
    facts: Value,
    answers: Value,
}

pub fn zenkomoku(facts: &str, answers: Value) -> Situation {
    situation("zenkomoku", facts, answers)
}

/// Facts in short: `ms`, `pf`, `obtain`, `provide`, `entrust`, each with `-` in front for no.
pub fn situation(form: &'static str, facts: &str, answers: Value) -> Situation {
    let mut map = serde_json::Map::new();
    for word in facts.split_whitespace() {
        let (word, value) = word
            .strip_prefix('-')
            .map_or((word, true), |word| (word, false));
        let (key, value) = match word {
            "ms" => ("uses_ms", json!(value)),
            "pf" => ("uses_pf", json!(value)),
            "obtain" => ("ms_obtain", json!(value)),
            "provide" => ("ms_provide", json!(value)),
            "entrust" => ("ms_entrust", json!(value)),
            "separate" => ("file_unit", json!("separate")),
            other => panic!("no fact {other}"),
        };
        map.insert(key.to_owned(), value);
    }
    Situation {
        form,
        facts: Value::Object(map),
        answers,
    }
}

pub fn document(situation: &Situation) -> Document {
    let form = CONTENT.newest(situation.form).unwrap();
    let map = situation.answers.as_object().unwrap();
    let map = map.clone().into_iter().collect();
    Document {
        form: form.id.clone(),
        form_edition: form.edition.clone(),
        body: BodyCode::parse("992011").unwrap(),
        agency: "見本市長".to_owned(),
        number: AssessmentNumber::parse("1").unwrap(),
        facts: serde_json::from_value(situation.facts.clone()).unwrap(),
        answers: answers_from_map(form, &map).unwrap(),
    }
}

pub fn findings(situation: &Situation) -> Vec<Finding> {
    let form = CONTENT.newest(situation.form).unwrap();
    check(form, &document(situation))
}

fn speaks(case: &Case, situation: &Situation) -> bool {
    let found = findings(situation);
    found
        .iter()
        .any(|finding| finding.rule == case.rule && finding.item == case.item)
}

fn all_cases() -> Vec<Case> {
    [
        whole::cases(),
        plan::cases(),
        affair::cases(),
        file::cases(),
        connection::cases(),
        care::cases(),
        publication::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_rule_speaks_where_it_must_and_is_silent_where_it_must() {
    for case in all_cases() {
        assert!(speaks(&case, &case.fires), "{} does not speak", case.rule);
        for (number, silent) in (1..).zip(&case.silent) {
            assert!(!speaks(&case, silent), "{} speaks, {number}", case.rule);
        }
    }
}

#[test]
fn every_rule_that_answers_can_break_has_a_case() {
    let tried: BTreeSet<&str> = all_cases().iter().map(|case| case.rule).collect();
    // The examples have a test of their own, the procedure's two as well.
    let elsewhere = ["MS-00-6", "MS-15-2", "MS-15-3"];
    let rules: BTreeSet<&str> = notice::rules()
        .map(|rule| rule.id)
        .filter(|id| !elsewhere.contains(id))
        .collect();
    assert_eq!(tried, rules);
}

#[test]
fn there_are_as_many_rules_of_each_weight_as_the_model_counts() {
    let count = |severity| {
        notice::rules()
            .filter(|rule| rule.severity == severity)
            .count()
    };
    assert_eq!(notice::rules().count(), 62);
    assert_eq!(count(Severity::Error), 34);
    assert_eq!(count(Severity::Warning), 19);
    assert_eq!(count(Severity::Advice), 9);
    let ids: BTreeSet<&str> = notice::rules().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), 62);
}

#[test]
fn a_reading_for_another_form_is_no_error_and_says_what_it_is() {
    let found = findings(&situation(
        "juten",
        "ms pf",
        json!({ "II": [{ "II.1": "台帳" }] }),
    ));
    let place = found
        .iter()
        .find(|finding| finding.rule == "MS-07-1")
        .unwrap();
    assert_eq!(place.severity, Severity::Warning);
    assert!(place.message.contains("読み替えた"), "{}", place.message);
    let errors = found
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let of_the_notice: Vec<&str> = errors
        .map(|found| found.rule)
        .filter(|rule| rule.starts_with("MS-"))
        .collect();
    assert_eq!(of_the_notice, [""; 0]);
}

#[test]
fn nothing_is_said_of_facts_that_nobody_answered() {
    let found = findings(&zenkomoku(
        "",
        json!({ "I.1.content": "転入届を受け付ける。", "II": [{}], "III": [{}] }),
    ));
    let of_the_notice: Vec<&str> = found
        .iter()
        .map(|found| found.rule)
        .filter(|rule| rule.starts_with("MS-"))
        .collect();
    assert_eq!(of_the_notice, [""; 0]);
}
