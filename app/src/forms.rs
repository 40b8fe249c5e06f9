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
//!
//! What is not posted stays as it is saved: the page posts every field it shows, so that a
//! missing one was cut off on the way. A multiple choice posts a blank value for this reason.

mod facts;
mod fill;
mod op;
mod progress;
mod read;
mod section;

use std::collections::BTreeMap;
use std::fmt;

pub use facts::{FACT_NAMES, MergedFacts, fill_facts, merge_facts, read_facts};
pub use fill::fill;
pub use op::{Op, Then};
pub use read::read;
pub use section::{Section, sections};

/// The most groups of a repeat, or rows of a table, that a page reads: as many as a form may
/// have fields at all.
pub const MOST_GROUPS: usize = 20_000;

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

    /// Whether the field was posted at all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Puts one value in the place of whatever a field holds.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), vec![value.into()]);
    }

    /// Every name with each of its values.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(name, values)| {
            values
                .iter()
                .map(move |value| (name.as_str(), value.as_str()))
        })
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

    /// The number in a `~count` field, at most [`MOST_GROUPS`].
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        self.get(&format!("{path}~count"))
            .parse()
            .unwrap_or(0)
            .min(MOST_GROUPS)
    }

    /// The highest number of a group or row of `path` in which something is typed.
    #[must_use]
    pub fn last_filled(&self, path: &str) -> usize {
        self.highest(path, |values| {
            values.iter().any(|value| !value.trim().is_empty())
        })
    }

    /// The highest number of a group or row of `path` that has any field.
    pub(crate) fn last_posted(&self, path: &str) -> usize {
        self.highest(path, |_| true)
    }

    fn highest(&self, path: &str, wanted: impl Fn(&[String]) -> bool) -> usize {
        let prefix = format!("{path}[");
        self.0
            .range(prefix.clone()..)
            .take_while(|(name, _)| name.starts_with(&prefix))
            .filter(|(_, values)| wanted(values))
            .filter_map(|(name, _)| name[prefix.len()..].split_once(']')?.0.parse().ok())
            .max()
            .unwrap_or(0)
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Typed({} fields)", self.0.len())
    }
}
