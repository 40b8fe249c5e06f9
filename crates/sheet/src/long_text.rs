//! Paragraphs between a cell and the interchange format.

use domain::interchange::{long_text_from_typed, typed_text};
use domain::{Layer, digest_of};
use serde_json::{Value, json};

use crate::mark::{Exact, What};

/// What a hidden cell can hold, with room for the rest of the mark.
const LONGEST_EXACT: usize = 20_000;

/// The typed text of an answer, and the mark that brings it back.
pub(crate) fn typed(value: Option<&Value>, body_name: &str) -> (String, What) {
    let layers = value.and_then(|value| value["layers"].as_array());
    let (typed, examples) = match (layers, value) {
        (Some(layers), _) => (headed(layers, body_name), taken_over(layers)),
        (None, Some(text)) => (typed_text(text), Vec::new()),
        (None, None) => (String::new(), Vec::new()),
    };
    let exact = value.filter(|value| read_back(&typed, &examples).as_ref() != Ok(value));
    let exact = exact.filter(|value| value.to_string().len() <= LONGEST_EXACT);
    let exact = exact.map(|value| {
        Box::new(Exact {
            of: digest_of(typed.as_bytes()).to_string(),
            value: value.clone(),
        })
    });
    (typed, What::Longtext { examples, exact })
}

/// The answer that a cell's text is.
///
/// # Errors
/// What is wrong with the text, in Japanese.
pub(crate) fn read(
    text: &str,
    examples: &[(String, String)],
    exact: Option<&Exact>,
) -> Result<Value, String> {
    let same = |exact: &&Exact| exact.of == digest_of(text.as_bytes()).to_string();
    match exact.filter(same) {
        Some(exact) => Ok(exact.value.clone()),
        None => read_back(text, examples),
    }
}

fn read_back(text: &str, examples: &[(String, String)]) -> Result<Value, String> {
    let mut value = long_text_from_typed(text).map_err(|error| error.to_string())?;
    let layers = value.get_mut("layers").and_then(Value::as_array_mut);
    let mut left = examples.to_vec();
    for layer in layers.into_iter().flatten() {
        let found = left
            .iter()
            .position(|(name, _)| layer["layer"] == json!(name));
        if let Some(found) = found {
            layer["example"] = json!(left.remove(found).1);
        }
    }
    Ok(value)
}

fn headed(layers: &[Value], body_name: &str) -> String {
    let passages = layers.iter().map(|part| {
        let text = typed_text(&part["text"]);
        match part["layer"].as_str().and_then(Layer::parse) {
            Some(layer) => format!("＜{}＞\n{text}", layer.heading(body_name)),
            None => text,
        }
    });
    passages.collect::<Vec<_>>().join("\n")
}

fn taken_over(layers: &[Value]) -> Vec<(String, String)> {
    let taken = layers.iter().filter_map(|part| {
        let layer = part["layer"].as_str()?;
        let example = part["example"].as_str()?;
        Some((layer.to_owned(), example.to_owned()))
    });
    taken.collect()
}
