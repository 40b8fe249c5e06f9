//! Public answers out: `{"withheld": null, "reason": …}` where something is withheld.

use serde_json::{Map, Value, json};

use crate::form::{FormEdition, Node};
use crate::layer::Layer;
use crate::public::{
    LongTextShape, PublicAnswer, PublicAnswers, PublicLongText, PublicRow, PublicSegment,
    PublicText,
};

/// The answers of one scope in printed order.
pub(super) fn scope_value(nodes: &[Node], answers: &PublicAnswers) -> Map<String, Value> {
    let known = FormEdition::fields(nodes).into_iter().filter_map(|node| {
        let answer = answers.get(node.id.as_str())?;
        Some((node.id.to_string(), answer_value(node, answer)))
    });
    known.collect()
}

fn answer_value(node: &Node, answer: &PublicAnswer) -> Value {
    match answer {
        PublicAnswer::Text(text) => text_value(text),
        PublicAnswer::Longtext(text) => long_text_value(text),
        PublicAnswer::Choice(n) => json!(n),
        PublicAnswer::Multichoice(chosen) => chosen
            .iter()
            .map(|(n, words)| match words {
                Some(words) => json!({ "choice": n, "text": text_value(words) }),
                None => json!(n),
            })
            .collect(),
        PublicAnswer::Date(date) => json!(date.to_string()),
        PublicAnswer::Number(number) => json!(number),
        PublicAnswer::Boolean(yes) => json!(yes),
        PublicAnswer::Table(rows) => rows.iter().map(|row| row_value(node, row)).collect(),
        PublicAnswer::Repeat(groups) => groups
            .iter()
            .map(|group| Value::Object(scope_value(&node.children, group)))
            .collect(),
        PublicAnswer::Diagram { attachment, alt } => diagram_value(attachment.as_deref(), alt),
        PublicAnswer::WithheldDiagram => json!({ "withheld": true }),
    }
}

fn text_value(text: &PublicText) -> Value {
    match text.segments() {
        [] => json!(""),
        [PublicSegment::Plain(text)] => json!(text),
        segments => segments
            .iter()
            .map(|segment| match segment {
                PublicSegment::Plain(text) => json!(text),
                PublicSegment::Withheld(reason) => {
                    json!({ "withheld": null, "reason": reason.as_str() })
                }
            })
            .collect(),
    }
}

fn long_text_value(text: &PublicLongText) -> Value {
    let examples = match &text.shape {
        LongTextShape::Plain(text) => return text_value(text),
        LongTextShape::Layers(examples) => examples,
    };
    let layers: Vec<Value> = text
        .sections
        .iter()
        .zip(examples)
        .map(|(section, example)| {
            let layer = section.layer.map(Layer::as_str);
            let mut value = json!({ "layer": layer, "text": text_value(&section.text) });
            if let Some(example) = example {
                value["example"] = json!(example);
            }
            value
        })
        .collect();
    json!({ "layers": layers })
}

fn row_value(node: &Node, row: &PublicRow) -> Value {
    match row {
        PublicRow::Text(text) => text_value(text),
        PublicRow::Cells(cells) => Value::Object(scope_value(&node.children, cells)),
    }
}

fn diagram_value(attachment: Option<&str>, alt: &PublicText) -> Value {
    let mut value = Map::new();
    if let Some(attachment) = attachment {
        value.insert("attachment".to_owned(), json!(attachment));
    }
    value.insert("alt".to_owned(), text_value(alt));
    value.insert("withheld".to_owned(), json!(false));
    Value::Object(value)
}
