//! The names of the editor's form fields, and what was typed into them.
//!
//! A field's name is its item path, as `II[1].II.6.place`. Beside it:
//!
//! | name | what |
//! |---|---|
//! | `{path}` | text, long text, choice (number), multiple choice (repeated), date, number, boolean (`true`/`false`), table without columns (a row a line) |
//! | `{path}~{n}` | the words in the brackets of choice `n` |
//! | `{path}~count` | groups of a repeat, or rows of a table with columns |
//! | `{path}[i].{column}` | a cell |
//! | `{path}~alt`, `~attachment`, `~withheld` | a diagram |
//! | `op` | `save`, or one of [`Op`] |
//! | `revision`, `csrf` | hidden |

mod fill;
mod op;
mod progress;
mod read;
mod section;

use std::collections::BTreeMap;
use std::fmt;

pub use fill::fill;
pub use op::Op;
pub use read::read;
pub use section::{Section, sections};

/// What was typed: values by field name. Never logged: `Debug` tells the count only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

impl Typed {
    /// From the pairs of a posted form, in any order.
    #[must_use]
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs {
            typed.add(name, value);
        }
        typed
    }

    /// Adds a value.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.entry(name.into()).or_default().push(value.into());
    }

    /// The value typed into a field; empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .get(name)
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    /// Whether `value` is among the values of a field.
    #[must_use]
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|found| found == value)
    }

    /// Every value of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The number in a `~count` field, at most 500.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        self.get(&format!("{path}~count"))
            .parse()
            .unwrap_or(0)
            .min(500)
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Typed({} fields)", self.0.len())
    }
}
