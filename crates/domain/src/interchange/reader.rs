//! Reads values and collects every problem on the way.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::path::At;
use super::problem::{Fault, ImportProblem};
use crate::form::FormEdition;

/// Reading goes on after a problem, so that one import tells all of them.
#[derive(Default)]
pub(super) struct Reader<'f> {
    /// The form, to say where an item belongs that stands in the wrong place.
    pub(super) form: Option<&'f FormEdition>,
    pub(super) problems: Vec<ImportProblem>,
}

impl<'f> Reader<'f> {
    pub(super) fn of(form: &'f FormEdition) -> Self {
        Self {
            form: Some(form),
            problems: Vec::new(),
        }
    }

    /// Notes a problem; `None` takes the place of what could not be read.
    pub(super) fn fail<T>(&mut self, at: At<'_>, fault: impl Into<Fault>) -> Option<T> {
        self.problems.push(ImportProblem {
            path: at.to_string(),
            fault: fault.into(),
        });
        None
    }

    pub(super) fn wrong<T>(
        &mut self,
        at: At<'_>,
        expected: &'static str,
        found: &Value,
    ) -> Option<T> {
        self.fail(
            at,
            Fault::WrongKind {
                expected,
                found: kind_of(found),
            },
        )
    }

    /// What was read, unless there were problems.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<ImportProblem>> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(self.problems),
        }
    }

    pub(super) fn object<'v>(
        &mut self,
        at: At<'_>,
        value: &'v Value,
    ) -> Option<&'v Map<String, Value>> {
        match value {
            Value::Object(object) => Some(object),
            other => self.wrong(at, "{ } のまとまり", other),
        }
    }

    pub(super) fn list<'v>(&mut self, at: At<'_>, value: &'v Value) -> Option<&'v [Value]> {
        match value {
            Value::Array(list) => Some(list),
            other => self.wrong(at, "[ ] の並び", other),
        }
    }

    pub(super) fn string<'v>(&mut self, at: At<'_>, value: &'v Value) -> Option<&'v str> {
        match value {
            Value::String(text) => Some(text),
            other => self.wrong(at, "\" \" で囲んだ文字列", other),
        }
    }

    pub(super) fn boolean(&mut self, at: At<'_>, value: &Value) -> Option<bool> {
        match value {
            Value::Bool(yes) => Some(*yes),
            other => self.wrong(at, "true又はfalse", other),
        }
    }

    pub(super) fn integer(&mut self, at: At<'_>, value: &Value) -> Option<i64> {
        match value.as_i64() {
            Some(number) => Some(number),
            None => self.wrong(at, "整数", value),
        }
    }

    pub(super) fn count(&mut self, at: At<'_>, value: &Value) -> Option<u64> {
        match value.as_u64() {
            Some(number) => Some(number),
            None => self.wrong(at, "0以上の整数", value),
        }
    }

    pub(super) fn date(&mut self, at: At<'_>, value: &Value) -> Option<Date> {
        let text = self.string(at, value)?;
        match parse_date(text) {
            Some(date) => Some(date),
            None => self.fail(at, Fault::Date),
        }
    }

    /// Notes every key that is none of `known`.
    pub(super) fn only(&mut self, at: At<'_>, object: &Map<String, Value>, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            self.fail::<()>(at.key(key), Fault::UnknownKey);
        }
    }

    /// The member of an object that must be there.
    pub(super) fn member<'v>(
        &mut self,
        at: At<'_>,
        object: &'v Map<String, Value>,
        key: &str,
    ) -> Option<&'v Value> {
        match object.get(key) {
            Some(value) => Some(value),
            None => self.fail(at.key(key), Fault::Missing),
        }
    }
}

/// Reads `YYYY-MM-DD` and no other spelling of a day.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true又はfalse",
        Value::Number(_) => "数",
        Value::String(_) => "文字列",
        Value::Array(_) => "並び",
        Value::Object(_) => "まとまり",
    }
}
