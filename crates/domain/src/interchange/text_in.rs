//! Texts in: `"…"`, or a list of `"…"` and `{"withheld": "…", "reason": "…"}`.

use serde_json::Value;

use super::path::At;
use super::problem::Fault;
use super::reader::Reader;
use crate::answer::{LayerText, LongText};
use crate::layer::Layer;
use crate::marked_text::{MarkedText, Segment, TextProblem};
use crate::reason::Reason;

const TEXT: &str = "文字列、又は文字列と非公表の部分の並び";

impl Reader<'_> {
    pub(super) fn text(&mut self, at: At<'_>, value: &Value) -> Option<MarkedText> {
        let segments = match value {
            Value::String(text) => vec![Segment::Plain(text.clone())],
            Value::Array(list) => self.segments(at, list)?,
            other => return self.wrong(at, TEXT, other),
        };
        match MarkedText::from_segments(segments) {
            Ok(text) => Some(text),
            Err(problem) => self.fail(at, problem),
        }
    }

    fn segments(&mut self, at: At<'_>, list: &[Value]) -> Option<Vec<Segment>> {
        let read: Vec<Option<Segment>> = (1..)
            .zip(list)
            .map(|(number, value)| {
                let at = at.member(number);
                match value {
                    Value::String(text) => Some(Segment::Plain(text.clone())),
                    Value::Object(_) => self.withheld(at, value),
                    other => self.wrong(at, "文字列又は非公表の部分", other),
                }
            })
            .collect();
        read.into_iter().collect()
    }

    fn withheld(&mut self, at: At<'_>, value: &Value) -> Option<Segment> {
        let object = self.object(at, value)?;
        self.only(at, object, &["withheld", "reason", "note"]);
        let text = self.member(at, object, "withheld").and_then(|value| {
            let at = at.key("withheld");
            if value.is_null() {
                self.fail(at, Fault::WithheldMissing)
            } else {
                self.string(at, value)
            }
        });
        let reason = self.member(at, object, "reason").and_then(|value| {
            let at = at.key("reason");
            let word = self.string(at, value)?;
            Reason::parse(word).or_else(|| self.fail(at, Fault::Reason))
        });
        let note = match object.get("note") {
            Some(value) => Some(self.string(at.key("note"), value)?.to_owned()),
            None => None,
        };
        let segment = Segment::Withheld {
            text: text?.to_owned(),
            reason: reason?,
            note,
        };
        // On its own first, so that the message points to the very part.
        match MarkedText::from_segments(vec![segment.clone()]) {
            Ok(_) => Some(segment),
            Err(TextProblem::Note) => self.fail(at.key("note"), TextProblem::Note),
            Err(problem) => self.fail(at.key("withheld"), problem),
        }
    }

    pub(super) fn long_text(&mut self, at: At<'_>, value: &Value) -> Option<LongText> {
        let Value::Object(object) = value else {
            return self.text(at, value).map(LongText::Plain);
        };
        self.only(at, object, &["layers"]);
        let layers = self.member(at, object, "layers")?;
        let at = at.key("layers");
        let read: Vec<Option<LayerText>> = (1..)
            .zip(self.list(at, layers)?)
            .map(|(number, value)| self.layer(at.member(number), value))
            .collect();
        read.into_iter()
            .collect::<Option<Vec<_>>>()
            .map(LongText::Layers)
    }

    fn layer(&mut self, at: At<'_>, value: &Value) -> Option<LayerText> {
        let object = self.object(at, value)?;
        self.only(at, object, &["layer", "text", "example"]);
        let layer = self.member(at, object, "layer").and_then(|value| {
            let at = at.key("layer");
            let word = self.string(at, value)?;
            Layer::parse(word).or_else(|| self.fail(at, Fault::Layer))
        });
        let text = self
            .member(at, object, "text")
            .and_then(|value| self.text(at.key("text"), value));
        let example = match object.get("example") {
            Some(value) => Some(self.example(at.key("example"), value)?),
            None => None,
        };
        Some(LayerText {
            layer: layer?,
            text: text?,
            example,
        })
    }

    /// The address of an example. It is public, so it must not be able to hold a sentence.
    fn example(&mut self, at: At<'_>, value: &Value) -> Option<String> {
        let text = self.string(at, value)?;
        let fits = (1..=200).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-/".contains(&b));
        if fits {
            Some(text.to_owned())
        } else {
            self.fail(at, Fault::Example)
        }
    }
}
