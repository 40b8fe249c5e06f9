//! From text to JSON values, without losing sight of keys that stand twice.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::MAX_BYTES;
use super::path::At;
use super::problem::{Fault, ImportProblem, SyntaxFault};

/// Reads a JSON text; a byte order mark may stand before it.
pub(super) fn parse(text: &str) -> Result<Value, Vec<ImportProblem>> {
    let whole = |fault| {
        vec![ImportProblem {
            path: String::new(),
            fault,
        }]
    };
    if text.len() > MAX_BYTES {
        return Err(whole(Fault::TooLarge));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let twice = RefCell::new(Vec::new());
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Tree {
        at: At::Root,
        twice: &twice,
    }
    .deserialize(&mut json)
    .and_then(|value| json.end().map(|()| value))
    .map_err(|error| whole(syntax(text, &error)))?;
    let twice = twice.into_inner();
    if twice.is_empty() {
        return Ok(value);
    }
    Err(twice
        .into_iter()
        .map(|path| ImportProblem {
            path,
            fault: Fault::DuplicateKey,
        })
        .collect())
}

fn syntax(text: &str, error: &serde_json::Error) -> Fault {
    let message = error.to_string();
    let hint = [
        ("EOF", SyntaxFault::Cut),
        ("surrogate", SyntaxFault::Escape),
        ("escape", SyntaxFault::Escape),
        ("control character", SyntaxFault::RawControl),
        ("recursion limit", SyntaxFault::Depth),
        ("trailing characters", SyntaxFault::Trailing),
    ]
    .into_iter()
    .find_map(|(word, hint)| message.contains(word).then_some(hint))
    .unwrap_or(SyntaxFault::Other);
    // The parser counts bytes; people count characters.
    let line = text
        .split('\n')
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    let bytes = error.column();
    let column = line
        .char_indices()
        .take_while(|(start, _)| *start < bytes)
        .count()
        .max(1);
    Fault::Syntax {
        line: error.line(),
        column,
        hint,
    }
}

/// Builds a value and notes where a key stands twice.
#[derive(Clone, Copy)]
struct Tree<'a> {
    at: At<'a>,
    twice: &'a RefCell<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = members.next_element_seed(Tree {
            at: self.at.member(list.len() + 1),
            twice: self.twice,
        })? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let at = self.at.key(&key);
            if object.contains_key(&key) {
                self.twice.borrow_mut().push(at.to_string());
            }
            let value = members.next_value_seed(Tree {
                at,
                twice: self.twice,
            })?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
