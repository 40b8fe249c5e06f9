//! The rules that the notice's guidance implies: one table, each row with its number, weight,
//! condition, place, test, message and source.
//!
//! Source: 総官企第285号（平成26年8月）別紙, as modelled in `domain/middle-server.md` §4; the
//! readings for the 重点 and 基礎 forms are §6 and weigh no more than a warning, because the
//! notice itself only says 「全項目評価書における該当項目を参考」. A row says nothing while a
//! fact that it depends on is not answered. On a blank item only errors speak (what must be
//! written is said before it is written); warnings and advice wait for something to judge.

pub mod hints;
mod look;
mod procedure;
mod situation;
mod table;
mod words;

use super::{Finding, Item, Severity};
use crate::facts::Facts;
use crate::form::{FormEdition, Kind, Node};
use crate::layer::Layer;

use look::Look;
pub use procedure::{check_hand_over, check_release};
pub use situation::{ExampleTexts, Surroundings, UsesServer};

/// Why a finding of a reading is no more than a warning.
const READING: &str = "（全項目評価書の記載要領を読み替えた確認です。）";

/// A rule of the notice: a row of the table.
#[derive(Debug)]
pub struct NoticeRule {
    /// Its number: `MS-07-1`.
    pub id: &'static str,
    /// How much it weighs in the form that the notice speaks of.
    pub severity: Severity,
    /// What is wrong and what to do, in Japanese.
    pub message: &'static str,
    /// The place in the notice it comes from: `⑦`, `(ア)`, `2.(1)`.
    pub source: &'static str,
    when: fn(&Facts) -> bool,
    at: At,
    asks: Asks,
    on_blank: bool,
}

/// Which items a rule looks at.
#[derive(Debug, Clone, Copy)]
enum At {
    /// These items of these forms.
    Items(&'static [(&'static str, &'static [&'static str])]),
    /// Every long text of every form but the tables of changes.
    Longtexts,
    /// Every long text and picture outside periods and changes (`middle-server.md` §5).
    Scanned,
    /// Every text below this heading.
    Below(&'static [(&'static str, &'static str)]),
    /// No item: what is handed over or published as a whole.
    Whole,
}

/// How a rule decides.
#[derive(Debug, Clone, Copy)]
enum Asks {
    /// Whether it fires for an item.
    Item(fn(&Look<'_>) -> bool),
    /// Whether it fires, with words to add to the message and a weight of its own.
    Told(fn(&Look<'_>) -> Option<(Severity, String)>),
    /// Held by the procedure, at the hand-over or at the publication.
    Procedure,
}

/// Every rule, in the notice's order.
pub fn rules() -> impl Iterator<Item = &'static NoticeRule> {
    table::ROWS.iter().flat_map(|rows| rows.iter())
}

/// The rule with this number.
#[must_use]
pub fn rule(id: &str) -> Option<&'static NoticeRule> {
    rules().find(|rule| rule.id == id)
}

impl NoticeRule {
    /// Whether the procedure holds it and no answer can break it: the hand-over of the full
    /// text (MS-15-2) and the redaction of what is published (MS-15-3).
    #[must_use]
    pub fn is_held_by_procedure(&self) -> bool {
        matches!(self.asks, Asks::Procedure)
    }

    /// Its weight in a form: a reading is no more than a warning.
    #[must_use]
    pub fn severity_in(&self, form: &str) -> Severity {
        if is_reading(form) {
            self.severity.max(Severity::Warning)
        } else {
            self.severity
        }
    }

    fn looks_at(&self, form: &FormEdition, node: &Node) -> bool {
        let (form, id) = (form.id.as_str(), node.id.as_str());
        match self.at {
            At::Items(places) => places
                .iter()
                .any(|(name, items)| *name == form && items.contains(&id)),
            At::Longtexts => node.kind == Kind::Longtext && !is_change(id),
            At::Scanned => {
                matches!(node.kind, Kind::Longtext | Kind::Diagram) && !is_never_scanned(form, id)
            }
            At::Below(places) => places
                .iter()
                .any(|(name, above)| *name == form && id.starts_with(above)),
            At::Whole => false,
        }
    }

    fn finding(&self, look: &Look<'_>) -> Option<Finding> {
        if !self.on_blank && look.is_blank() {
            return None;
        }
        let form = look.form.id.as_str();
        let (severity, told) = match self.asks {
            Asks::Item(fires) => fires(look).then(|| (self.severity_in(form), String::new()))?,
            Asks::Told(fires) => fires(look)?,
            Asks::Procedure => return None,
        };
        let reading = if is_reading(form) && !self.is_for_every_form() {
            READING
        } else {
            ""
        };
        Some(Finding {
            rule: self.id,
            severity,
            item: look.path.to_string(),
            message: format!("{}{told}{reading}", self.message),
        })
    }

    fn is_for_every_form(&self) -> bool {
        matches!(self.at, At::Longtexts | At::Scanned)
    }
}

/// The forms that the notice does not go through item by item.
fn is_reading(form: &str) -> bool {
    matches!(form, "juten" | "kiso")
}

/// The tables of changes repeat what other items say.
fn is_change(id: &str) -> bool {
    ["att.", "att2.", "att3."]
        .iter()
        .any(|table| id.starts_with(table))
}

/// Items that speak of periods by their nature. Source: `middle-server.md` §5.
fn is_never_scanned(form: &str, id: &str) -> bool {
    let hearing = match form {
        "zenkomoku" => "VI.2.",
        "juten" => "V.2.",
        _ => return id.starts_with("II.6.period."),
    };
    id.starts_with("II.6.period.") || id.starts_with(hearing)
}

/// What the notice's rules find at an item that the form asks.
pub(super) fn look_at(item: &Item<'_>, around: &Surroundings<'_>) -> Vec<Finding> {
    let facts = &item.document.facts;
    let mut rows = rules()
        .filter(|rule| rule.looks_at(item.form, item.node) && (rule.when)(facts))
        .peekable();
    if rows.peek().is_none() {
        return Vec::new();
    }
    let look = Look::new(item, around);
    if !look.is_asked() {
        return Vec::new();
    }
    rows.filter_map(|rule| rule.finding(&look)).collect()
}

/// The layers that the notice prescribes for an item under these facts, in its order: what
/// an editor should head its answer with. Empty where the notice prescribes none.
#[must_use]
pub fn prescribed_layers(form: &str, item: &str, facts: &Facts) -> Vec<Layer> {
    table::prescribed_layers(form, item, facts)
}
