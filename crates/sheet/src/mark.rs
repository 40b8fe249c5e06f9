//! What the hidden columns say of a row.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The first hidden column holds the path of the item, the second one of these as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// What stands in the answer's cell.
    #[serde(flatten)]
    pub what: What,
    /// Nothing was answered: a cell left blank is no answer either.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing: bool,
}

/// The kinds of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum What {
    /// A line of text.
    Text,
    /// Paragraphs. `examples`: layer and example taken over, by layer. `exact`: the answer
    /// itself, where typed text would be read otherwise, as with a heading inside a layer.
    Longtext {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        examples: Vec<(String, String)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exact: Option<Box<Exact>>,
    },
    /// The rest of a text that no cell holds as a whole.
    More,
    /// The number of a choice, with its label or alone.
    Choice,
    /// The heading of several choices.
    Multichoice,
    /// One of several choices: a circle, perhaps with words behind it. `blank`: its brackets
    /// were filled in with nothing.
    Option {
        n: u32,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        blank: bool,
    },
    /// A day.
    Date,
    /// A whole number.
    Number,
    /// はい or いいえ.
    Boolean,
    /// A table without columns: a row is a text.
    Rows,
    /// A table with columns: the ids of its cells from left to right.
    Cells { columns: Vec<(String, What)> },
    /// A row of a table that holds more than its cells show: blank answers, `exact` texts.
    Row { cells: Vec<(String, What)> },
    /// A repeat with so many groups.
    Repeat { groups: usize },
    /// The text of a picture.
    Diagram {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attachment: Option<String>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        withheld: bool,
    },
}

/// An answer, for as long as the cell says what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exact {
    /// The digest of the typed text.
    pub of: String,
    /// The answer in the interchange format.
    pub value: Value,
}

/// The sheet that says what the file is about; people do not see it.
pub(crate) const ABOUT: &str = "hyokasho";
/// The first columns, hidden.
pub(crate) const PATH: u16 = 0;
pub(crate) const MARK: u16 = 1;
/// Printed number, label, answer, and what helps to fill it in.
pub(crate) const NUMBER: u16 = 2;
pub(crate) const LABEL: u16 = 3;
pub(crate) const ANSWER: u16 = 4;
pub(crate) const GUIDE: u16 = 5;
/// The circle of a chosen option.
pub(crate) const CHOSEN: &str = "○";
pub(crate) const YES: &str = "はい";
pub(crate) const NO: &str = "いいえ";
