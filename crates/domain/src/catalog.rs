//! What stands beside the forms: notices, guidance, examples (記載例), and which item has which.
//!
//! Plain values and look-ups; the loader (`content`) checks them. Markdown stays text here:
//! only `markup` reads it. A later notice is more data: newer ones come first in every list.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::form::{FormEdition, Node};
use crate::ids::{FormId, ItemId};
use crate::layer::Layer;

/// The form whose items the examples of a notice are written for; others borrow them
/// (総官企第285号 3.(1) ※: 全項目評価書における該当項目を参考).
pub const FULL_FORM: &str = "zenkomoku";

/// What a letter does in the exchange of letters that leads to a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeKind {
    /// 了承依頼: asks the commission to agree.
    Request,
    /// 了承: the commission agrees.
    Acknowledgement,
    /// 通知: tells the local governments.
    Notice,
}

impl NoticeKind {
    /// The kind in Japanese.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Request => "了承依頼",
            Self::Acknowledgement => "了承",
            Self::Notice => "通知",
        }
    }
}

/// What a related letter is to the letter that names it: its request, its acknowledgement,
/// its notice.
pub type Relation = NoticeKind;

/// What a letter provides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "lowercase")]
pub enum Attachment {
    /// The guidance with this id.
    Guidance(String),
    /// The examples of this version.
    Examples(String),
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id, as `sokanki-285`.
    pub id: String,
    /// What it does.
    pub kind: NoticeKind,
    /// Its number as printed: 総官企第285号.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// Its title.
    pub title: String,
    /// The offices it is addressed to.
    pub to: Vec<String>,
    /// The office that sent it.
    pub from: String,
    /// The letters it belongs to, and what they are to it.
    pub related: Vec<(Relation, String)>,
    /// What it provides.
    pub attachments: Vec<Attachment>,
    /// Its text.
    pub body_markdown: String,
    /// The notice whose place it took (改訂元).
    pub revises: Option<String>,
    /// Its end, if it is no longer in force.
    pub end: Option<NoticeEnd>,
}

/// The end of a notice that stays readable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeEnd {
    /// The day.
    pub on: Date,
    /// The notice that took its place (改訂); `None`: it is void (失効).
    pub revised_by: Option<String>,
}

impl NoticeEnd {
    /// The end in Japanese.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self.revised_by {
            Some(_) => "改訂",
            None => "失効",
        }
    }
}

/// A guidance document (留意事項).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guidance {
    /// Its id, as `2014-08`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who issued it and when, as printed.
    pub issued: String,
    /// The notice it came with.
    pub notice: String,
    /// Its text; every item of `items` is a heading in it.
    pub markdown: String,
    /// The parts that items of the forms refer to, in printed order.
    pub items: Vec<GuidanceItem>,
}

/// A part of the guidance that speaks about items of the forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuidanceItem {
    /// The printed symbol that a form item's `guidance` names: ⑦.
    pub symbol: String,
    /// The id of its heading in the text.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// The items it speaks about, by form.
    #[serde(default)]
    pub forms: BTreeMap<FormId, Vec<ItemId>>,
}

/// The examples of one notice, as a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleSet {
    /// Its version, as `2014-08`.
    pub version: String,
    /// The notice it came with.
    pub notice: String,
    /// Its title.
    pub title: String,
}

/// An example (記載例) for one layer of one item of the full form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The set it belongs to, as `2014-08`.
    pub version: String,
    /// The notice it came with.
    pub notice: String,
    /// The item of the full form.
    pub item: ItemId,
    /// Whose measures it describes.
    pub layer: Layer,
    /// Its paragraphs as printed, their numbers included.
    pub paragraphs: Vec<String>,
    /// Its notes as printed: （※1）….
    pub notes: Vec<String>,
}

impl Example {
    /// Its id, as `2014-08/II.6.place/ms-platform`; kept in answers that took it over.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}/{}", self.version, self.item, self.layer)
    }

    /// Paragraphs, then notes, a line each: ready to be put into an answer.
    #[must_use]
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self
            .paragraphs
            .iter()
            .chain(&self.notes)
            .map(String::as_str)
            .collect();
        lines.join("\n")
    }

    /// The word by which a form names the example's layer: `sw` or `pf`.
    #[must_use]
    pub fn layer_word(&self) -> Option<&'static str> {
        match self.layer {
            Layer::MsSoftware => Some("sw"),
            Layer::MsPlatform => Some("pf"),
            _ => None,
        }
    }
}

/// A row of the table in 3.(1) of the guidance: a place in a form and its examples.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// The form.
    pub form: FormId,
    /// The place as printed.
    pub place: String,
    /// The items it stands for; a section stands for everything below it.
    pub items: Vec<ItemId>,
    /// The symbol of the guidance that speaks about it.
    pub guidance: String,
    /// Whether there is an example for the software layer.
    pub sw: bool,
    /// Whether there is an example for the platform layer.
    pub pf: bool,
}

/// Everything beside the forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalog {
    /// The letters, newest first.
    pub notices: Vec<Notice>,
    /// The guidance, newest first.
    pub guidance: Vec<Guidance>,
    /// The sets of examples, newest first.
    pub example_sets: Vec<ExampleSet>,
    /// The examples, newest set first, within a set as printed.
    pub examples: Vec<Example>,
    /// The tables of coverage, newest first, within a table as printed.
    pub coverage: Vec<Coverage>,
}

impl Catalog {
    /// The letter with this id.
    #[must_use]
    pub fn notice(&self, id: &str) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.id == id)
    }

    /// The guidance with this id.
    #[must_use]
    pub fn guidance(&self, id: &str) -> Option<&Guidance> {
        self.guidance.iter().find(|guidance| guidance.id == id)
    }

    /// The set of examples of this version.
    #[must_use]
    pub fn example_set(&self, version: &str) -> Option<&ExampleSet> {
        self.example_sets.iter().find(|set| set.version == version)
    }

    /// The example with this id, as `2014-08/II.6.place/ms-platform`.
    #[must_use]
    pub fn example(&self, id: &str) -> Option<&Example> {
        self.examples.iter().find(|example| example.id() == id)
    }

    /// The examples for an item: its own in the full form, in other forms those that the
    /// item says it may borrow.
    #[must_use]
    pub fn examples_for(&self, form: &FormEdition, node: &Node) -> Vec<&Example> {
        let full = form.id.as_str() == FULL_FORM;
        let own = |example: &Example| full && example.item == node.id;
        self.examples
            .iter()
            .filter(|example| own(example) || borrows(node, example))
            .collect()
    }

    /// The parts of the guidance with these symbols, in their order; of a symbol that
    /// several guidance documents use, the newest.
    #[must_use]
    pub fn guidance_for(&self, symbols: &[String]) -> Vec<(&Guidance, &GuidanceItem)> {
        symbols
            .iter()
            .filter_map(|symbol| self.guidance_item(symbol))
            .collect()
    }

    fn guidance_item(&self, symbol: &str) -> Option<(&Guidance, &GuidanceItem)> {
        self.guidance.iter().find_map(|guidance| {
            let item = guidance.items.iter().find(|item| item.symbol == symbol)?;
            Some((guidance, item))
        })
    }
}

/// Whether the item may borrow the example; an item that names no layers borrows any.
fn borrows(node: &Node, example: &Example) -> bool {
    let layers = &node.example_by_analogy;
    let layer = example.layer_word();
    node.example_from.contains(&example.item)
        && (layers.is_empty() || layers.iter().any(|word| Some(word.as_str()) == layer))
}

#[cfg(test)]
mod tests;
