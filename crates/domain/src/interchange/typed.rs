//! Texts of the interchange format as people type them, and back.

use serde_json::Value;

use super::answer_out::{long_text_value, text_value};
use crate::answer::LongText;
use crate::marked_text::{MarkedText, Segment};
use crate::notation::{NotationError, parse_typed, to_typed};
use crate::reason::Reason;

/// A text of the format in the typed notation; what a public copy withholds as the fixed
/// words that the public reads. A value that is no text gives nothing.
#[must_use]
pub fn typed_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(typed_part).collect(),
        _ => String::new(),
    }
}

fn typed_part(part: &Value) -> String {
    if let Value::String(text) = part {
        return text.clone();
    }
    let reason = part["reason"].as_str().and_then(Reason::parse);
    let reason = reason.unwrap_or(Reason::Other);
    let Some(text) = part["withheld"].as_str() else {
        return reason.placeholder().to_owned();
    };
    let segment = Segment::Withheld {
        text: text.to_owned(),
        reason,
        note: part["note"].as_str().map(str::to_owned),
    };
    MarkedText::from_segments(vec![segment]).map_or_else(|_| String::new(), |text| to_typed(&text))
}

/// Typed text as the format has it.
///
/// # Errors
/// [`NotationError`] with line and column.
pub fn text_from_typed(typed: &str) -> Result<Value, NotationError> {
    parse_typed(typed).map(|text| text_value(&text))
}

/// Typed paragraphs, divided at their headings, as the format has them.
///
/// # Errors
/// [`NotationError`] with line and column.
pub fn long_text_from_typed(typed: &str) -> Result<Value, NotationError> {
    LongText::parse_typed(typed).map(|text| long_text_value(&text))
}
