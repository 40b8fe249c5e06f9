//! Answers out, withheld parts included.

use serde_json::{Map, Value, json};

use crate::answer::{Answer, Answers, Diagram, LayerText, LongText, Row};
use crate::form::{FormEdition, Node};
use crate::marked_text::{MarkedText, Segment};

/// The answers of one scope in printed order. What the form does not have, or has as
/// another kind, is left out, as [`crate::redact()`] leaves it out.
pub(super) fn scope_value(nodes: &[Node], answers: &Answers) -> Map<String, Value> {
    let known = FormEdition::fields(nodes).into_iter().filter_map(|node| {
        let answer = answers.get(node.id.as_str())?;
        (answer.kind() == node.kind).then(|| (node.id.to_string(), answer_value(node, answer)))
    });
    known.collect()
}

pub(super) fn answer_value(node: &Node, answer: &Answer) -> Value {
    match answer {
        Answer::Text(text) => text_value(text),
        Answer::Longtext(text) => long_text_value(text),
        Answer::Choice(n) => json!(n),
        Answer::Multichoice(chosen) => chosen
            .iter()
            .map(|(n, words)| match words {
                Some(words) => json!({ "choice": n, "text": text_value(words) }),
                None => json!(n),
            })
            .collect(),
        Answer::Date(date) => json!(date.to_string()),
        Answer::Number(number) => json!(number),
        Answer::Boolean(yes) => json!(yes),
        Answer::Table(rows) => rows.iter().map(|row| row_value(node, row)).collect(),
        Answer::Repeat(groups) => groups
            .iter()
            .map(|group| Value::Object(scope_value(&node.children, group)))
            .collect(),
        Answer::Diagram(diagram) => diagram_value(diagram),
    }
}

pub(super) fn text_value(text: &MarkedText) -> Value {
    if text.has_withheld() {
        text.segments().iter().map(segment_value).collect()
    } else {
        Value::String(text.full_text())
    }
}

fn segment_value(segment: &Segment) -> Value {
    match segment {
        Segment::Plain(text) => json!(text),
        Segment::Withheld {
            text,
            reason,
            note: None,
        } => {
            json!({ "withheld": text, "reason": reason.as_str() })
        }
        Segment::Withheld {
            text,
            reason,
            note: Some(note),
        } => {
            json!({ "withheld": text, "reason": reason.as_str(), "note": note })
        }
    }
}

pub(super) fn long_text_value(text: &LongText) -> Value {
    match text {
        LongText::Plain(text) => text_value(text),
        LongText::Layers(layers) => {
            json!({ "layers": layers.iter().map(layer_value).collect::<Vec<_>>() })
        }
    }
}

fn layer_value(part: &LayerText) -> Value {
    let mut value = json!({ "layer": part.layer.as_str(), "text": text_value(&part.text) });
    if let Some(example) = &part.example {
        value["example"] = json!(example);
    }
    value
}

fn row_value(node: &Node, row: &Row) -> Value {
    match row {
        Row::Text(text) => text_value(text),
        Row::Cells(cells) => Value::Object(scope_value(&node.children, cells)),
    }
}

fn diagram_value(diagram: &Diagram) -> Value {
    let mut value = Map::new();
    if let Some(attachment) = &diagram.attachment {
        value.insert("attachment".to_owned(), json!(attachment));
    }
    value.insert("alt".to_owned(), text_value(&diagram.alt));
    value.insert("withheld".to_owned(), json!(diagram.withheld));
    Value::Object(value)
}
