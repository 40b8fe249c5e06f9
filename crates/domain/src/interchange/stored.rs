//! Answers as the store keeps them: one JSON value per top-level item.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::answer_out::{answer_value, scope_value};
use super::path::At;
use super::problem::ImportProblem;
use super::reader::Reader;
use crate::answer::{Answer, Answers};
use crate::form::{FormEdition, Node};

/// One answer as JSON, withheld parts included.
#[must_use]
pub fn answer_to_value(node: &Node, answer: &Answer) -> Value {
    answer_value(node, answer)
}

/// One answer from JSON.
///
/// # Errors
/// Every [`ImportProblem`] found; paths begin with the item.
pub fn answer_from_value(node: &Node, value: &Value) -> Result<Answer, Vec<ImportProblem>> {
    let mut reader = Reader::default();
    let answer = reader.answer(At::Root.key(node.id.as_str()), node, value);
    reader.finish(answer)
}

/// The answers by top-level item (fields below headings included, groups of a repeat not).
#[must_use]
pub fn answers_to_map(form: &FormEdition, answers: &Answers) -> BTreeMap<String, Value> {
    scope_value(form.items(), answers).into_iter().collect()
}

/// Answers from such a map.
///
/// # Errors
/// Every [`ImportProblem`] found; paths begin with the item.
pub fn answers_from_map(
    form: &FormEdition,
    stored: &BTreeMap<String, Value>,
) -> Result<Answers, Vec<ImportProblem>> {
    let object: Map<String, Value> = stored
        .iter()
        .map(|(item, value)| (item.clone(), value.clone()))
        .collect();
    let mut reader = Reader::of(form);
    let named = reader.named_answers(At::Root, form.items(), &object);
    let answers = named
        .into_iter()
        .filter_map(|(item, answer)| Some((item, answer?)))
        .collect();
    reader.finish(Some(answers))
}
