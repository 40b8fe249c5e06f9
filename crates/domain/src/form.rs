//! A form edition: its items in printed order, as data.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::ids::{EditionId, FormId, ItemId};
use crate::layer::Layer;

mod full_label;
mod validate;

pub use validate::FormProblem;
use validate::index;

/// What kind of answer an item takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A heading over other items; takes no answer.
    Section,
    /// A single line.
    Text,
    /// Several paragraphs, perhaps in layers.
    Longtext,
    /// One of the printed choices.
    Choice,
    /// Any of the printed choices.
    Multichoice,
    /// A day.
    Date,
    /// A whole number.
    Number,
    /// Yes or no.
    Boolean,
    /// Rows; their columns are the children, or one unnamed column.
    Table,
    /// Groups of the children, any number of them.
    Repeat,
    /// A picture with its alternative text.
    Diagram,
}

/// A printed choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The printed number, from 1. (Multiple choices are unnumbered in print: their order.)
    pub n: u32,
    /// The printed words.
    pub label: String,
}

impl Choice {
    /// Whether the print leaves room to write: 「その他（　）」.
    #[must_use]
    pub fn takes_text(&self) -> bool {
        self.label.contains("（　）")
    }
}

/// A condition on answers, for items that are asked only then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum When {
    /// The choice item holds one of these numbers.
    Is {
        /// The choice or multiple-choice item.
        item: ItemId,
        /// The numbers.
        is: Vec<u32>,
    },
    /// The choice item holds none of these numbers.
    IsNot {
        /// The choice or multiple-choice item.
        item: ItemId,
        /// The numbers.
        is_not: Vec<u32>,
    },
    /// At least one holds.
    Any {
        /// The conditions.
        any: Vec<When>,
    },
    /// All hold.
    All {
        /// The conditions.
        all: Vec<When>,
    },
    /// The kind of agency: only `national` (行政機関等) occurs.
    Agency {
        /// `national`.
        agency: String,
    },
}

impl When {
    /// Every item that the condition reads.
    #[must_use]
    pub fn items(&self) -> Vec<&ItemId> {
        match self {
            Self::Is { item, .. } | Self::IsNot { item, .. } => vec![item],
            Self::Any { any: list } | Self::All { all: list } => {
                list.iter().flat_map(Self::items).collect()
            }
            Self::Agency { .. } => Vec::new(),
        }
    }
}

/// Whether an answer is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Required {
    /// Always or never.
    Fixed(bool),
    /// Under a condition, as printed; `when` where answers decide it.
    Conditional(Conditional),
}

/// A conditional requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditional {
    /// The condition in words.
    pub conditional: String,
    /// The condition as data; `None` when answers cannot decide it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
}

/// A layer that the notice prints for an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// The layer.
    pub layer: Layer,
    /// The heading as printed.
    pub heading: String,
    /// Who writes it, as printed.
    pub author: String,
    /// When it applies, as printed.
    pub when: String,
}

/// An item of a form, with its children in printed order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Stable id, unique within the form.
    pub id: ItemId,
    /// The printed number, as `Ⅱ 6. ①`; may be empty.
    pub number: String,
    /// The printed label.
    pub label: String,
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be answered.
    pub required: Required,
    /// Whether the item was confirmed in a source; `false` is shown with a mark.
    pub confirmed: bool,
    /// Keys of the sources that confirm it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// A remark of whoever recorded the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A printed mark, `※`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// Whether the print takes it out of the mark of a heading above it:
    /// 「※（7. リスク1⑨を除く。）」.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mark_excluded: bool,
    /// What one group of a repeat stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_per: Option<String>,
    /// The symbols of the guidance that speaks about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guidance: Vec<String>,
    /// The layers that the notice prints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// Whether the notice has an example for the software layer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example_sw: bool,
    /// Whether the notice has an example for the platform layer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example_pf: bool,
    /// Layers (`sw`, `pf`) whose example is borrowed from another form's item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub example_by_analogy: Vec<String>,
    /// The items of the full form whose examples may be borrowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub example_from: Vec<ItemId>,
    /// The corresponding item of the full form, as recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zenkomoku_ref: Option<String>,
    /// Whether it is print rather than a field to fill in, as the edition on the cover:
    /// nobody is asked for it, though an import may carry it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub printed: bool,
    /// Whether publication itself answers it when nobody did, as the day on the cover:
    /// it need not be known when an assessment is submitted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub set_at_publication: bool,
    /// Printed column headings of a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The printed choices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The items below.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Node>,
}

impl Node {
    /// The choice with this number.
    #[must_use]
    pub fn choice(&self, n: u32) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.n == n)
    }

    /// Whether the item itself takes an answer.
    #[must_use]
    pub fn takes_answer(&self) -> bool {
        self.kind != Kind::Section
    }

    /// Number and label in one line.
    #[must_use]
    pub fn heading(&self) -> String {
        if self.number.is_empty() || self.number == self.label {
            self.label.clone()
        } else {
            format!("{} {}", self.number, self.label)
        }
    }
}

/// An edition of a form: data, so that adding one needs no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormEdition {
    /// `zenkomoku` and so on.
    pub id: FormId,
    /// `2014-04`.
    pub edition: EditionId,
    /// The edition as printed: 平成26年4月.
    pub edition_label: String,
    /// The form's title.
    pub title: String,
    /// The printed style: 様式4.
    pub style: String,
    /// What to know before relying on it, if anything.
    pub warning: Option<String>,
    items: Vec<Node>,
    /// Where each item sits: the indices from the top.
    places: HashMap<ItemId, Vec<usize>>,
}

/// The head of a form edition, without its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormHead {
    /// `zenkomoku` and so on.
    pub id: FormId,
    /// `2014-04`.
    pub edition: EditionId,
    /// The edition as printed.
    pub edition_label: String,
    /// The form's title.
    pub title: String,
    /// The printed style.
    pub style: String,
    /// What to know before relying on it.
    pub warning: Option<String>,
}

impl FormEdition {
    /// Checks the items and builds the edition.
    ///
    /// # Errors
    /// Every [`FormProblem`] found, not only the first.
    pub fn new(head: FormHead, items: Vec<Node>) -> Result<Self, Vec<FormProblem>> {
        let mut places = HashMap::new();
        let mut problems = Vec::new();
        index(&items, &mut Vec::new(), &mut places, &mut problems);
        let FormHead {
            id,
            edition,
            edition_label,
            title,
            style,
            warning,
        } = head;
        let form = Self {
            id,
            edition,
            edition_label,
            title,
            style,
            warning,
            items,
            places,
        };
        form.walk(&mut |node, _| form.check_node(node, &mut problems));
        if problems.is_empty() {
            Ok(form)
        } else {
            Err(problems)
        }
    }

    /// The top-level items in printed order.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        &self.items
    }

    /// The item with this id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.chain(id).pop()
    }

    /// The item with this id and everything above it, outermost first; empty when unknown.
    #[must_use]
    pub fn chain(&self, id: &str) -> Vec<&Node> {
        let mut chain = Vec::new();
        let mut level = self.items.as_slice();
        for &position in self.places.get(id).map(Vec::as_slice).unwrap_or_default() {
            let node = &level[position];
            chain.push(node);
            level = &node.children;
        }
        chain
    }

    /// Visits every item in printed order with its depth.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Node, usize)) {
        fn go<'a>(nodes: &'a [Node], depth: usize, visit: &mut dyn FnMut(&'a Node, usize)) {
            for node in nodes {
                visit(node, depth);
                go(&node.children, depth + 1, visit);
            }
        }
        go(&self.items, 0, visit);
    }

    /// The items that hold answers in the scope of `nodes`: sections are looked through,
    /// repeats and tables are not entered. In printed order.
    #[must_use]
    pub fn fields(nodes: &[Node]) -> Vec<&Node> {
        let mut fields = Vec::new();
        for node in nodes {
            if node.takes_answer() {
                fields.push(node);
            }
            if !matches!(node.kind, Kind::Repeat | Kind::Table) {
                fields.extend(Self::fields(&node.children));
            }
        }
        fields
    }
}

#[cfg(test)]
mod tests;
