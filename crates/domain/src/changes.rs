//! What changed between two documents, item by item: for the table 変更箇所 and for readers.
//!
//! Two doors, one walk: [`changes_between`] compares documents in full, withheld parts
//! included, [`public_changes_between`] compares published editions and has nothing but
//! public text to say. Groups of a repeat are matched by their name, else by their place;
//! rows of a table are summed up. What the two sides say is text, so that a choice, a day and
//! a paragraph are compared and shown alike; [`runs`] takes two such texts apart.
//!
//! [`table`] makes the rows of 変更箇所 from the changes and from what a person decided on
//! each ([`decision`]). Source: `domain/rules.md` §6, §8.
//!
//! What is deliberately absent: a verdict on whether a change is important (重要な変更). An
//! item with the printed mark ※ only makes it a candidate; a person decides.

mod cell;
pub mod decision;
mod pairs;
pub mod runs;
mod side;
pub mod table;
mod walk;

use std::collections::BTreeSet;

use crate::digest::{Digest, digest_of};
use crate::document::Document;
use crate::form::{FormEdition, Kind, Node};
use crate::marked_text::MarkedText;
use crate::notation::to_typed;
use crate::path::ItemPath;
use crate::public::{PublicAnswers, PublicAssessment, PublicText};
use crate::redact::redact_text;

pub use side::ChangeText;

/// What happened to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// Its text is another one.
    Changed,
    /// A group of a repeat is new.
    GroupAdded,
    /// A group of a repeat is gone.
    GroupRemoved,
    /// The groups of a repeat stand in another order.
    Reordered,
    /// Rows of a table were added, removed or changed; the texts hold those rows only.
    Rows,
    /// Something in the withheld parts changed; the public texts are the same.
    WithheldOnly,
}

impl ChangeKind {
    /// The word of `data-change`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::GroupAdded => "group-added",
            Self::GroupRemoved => "group-removed",
            Self::Reordered => "reordered",
            Self::Rows => "rows",
            Self::WithheldOnly => "withheld-only",
        }
    }

    /// What happened, on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Changed => "変更",
            Self::GroupAdded => "追加",
            Self::GroupRemoved => "削除",
            Self::Reordered => "順序の変更",
            Self::Rows => "表の行の変更",
            Self::WithheldOnly => "非公表の部分の変更",
        }
    }
}

/// A change of one item, in texts of one kind: [`MarkedText`] or [`PublicText`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<T> {
    /// The item: where it stands afterwards, or where it stood if it is gone.
    pub path: ItemPath,
    /// Its printed number and label, as [`FormEdition::full_label`] says it.
    pub label: String,
    /// What happened.
    pub kind: ChangeKind,
    /// What stood there; blank where nothing did.
    pub before: T,
    /// What stands there now; blank where nothing does.
    pub after: T,
    /// Whether the item bears the mark ※, so that the change may be an important one.
    pub candidate: bool,
}

impl Change<MarkedText> {
    /// What tells this change from every other of the same item: item, before and after,
    /// withheld parts included. A later edit of either side makes it another.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let (before, after) = (to_typed(&self.before), to_typed(&self.after));
        let kind = self.kind.as_str();
        digest_of(format!("{}\u{1f}{kind}\u{1f}{before}\u{1f}{after}", self.path).as_bytes())
    }
}

impl FormEdition {
    /// Whether a change of this item may be an important one (重要な変更): it or a heading above
    /// it bears ※, and the print does not take it out again. Source: `domain/rules.md` §6 (U).
    #[must_use]
    pub fn bears_mark(&self, item: &str) -> bool {
        let chain = self.chain(item);
        let is_out = chain.iter().any(|node| node.mark_excluded);
        !is_out && chain.iter().any(|node| node.mark.as_deref() == Some("※"))
    }
}

/// Whether an item is compared: not what is print, what publication fills in, or the table of
/// changes itself.
fn is_compared(node: &Node) -> bool {
    !(node.printed || node.set_at_publication || is_change_table(node))
}

fn is_change_table(node: &Node) -> bool {
    node.kind == Kind::Table && node.label == "変更箇所"
}

/// Every change from `before` to `after`, in the printed order of `form`, withheld parts
/// included. `body_name` stands in the headings of the body's own measures.
#[must_use]
pub fn changes_between(
    form: &FormEdition,
    before: &Document,
    after: &Document,
    body_name: &str,
) -> Vec<Change<MarkedText>> {
    walk::compare(form, &before.answers, &after.answers, body_name)
}

/// Every change from one published edition to a later one, in the printed order of `form`,
/// which is the later one's. Of the items in `withheld` — see
/// [`PublicAssessment::withheld_changed`] — it says that withheld parts changed where nothing
/// else did, and no more.
#[must_use]
pub fn public_changes_between(
    form: &FormEdition,
    before: &PublicAssessment,
    after: &PublicAssessment,
    withheld: &BTreeSet<ItemPath>,
    body_name: &str,
) -> Vec<Change<PublicText>> {
    let mut changes = walk::compare(form, before.answers(), after.answers(), body_name);
    for path in withheld {
        let known = changes.iter().any(|change| change.path == *path);
        let text = form
            .node(path.item().as_str())
            .zip(after.answers().at(path))
            .map(|(node, answer)| cell::text::<PublicAnswers>(form, body_name, node, answer));
        if let Some(text) = text.filter(|_| !known) {
            changes.push(Change {
                path: path.clone(),
                label: form.full_label(path),
                kind: ChangeKind::WithheldOnly,
                before: text.clone(),
                after: text,
                candidate: form.bears_mark(path.item().as_str()),
            });
        }
    }
    walk::in_printed_order(form, &mut changes);
    changes
}

/// The items in which nothing but withheld parts changed: what an edition may say of itself.
/// Remarks to reviewers are no part of the assessment: where only they changed, nothing did.
#[must_use]
pub fn withheld_changes(form: &FormEdition, before: &Document, after: &Document) -> Vec<ItemPath> {
    changes_between(form, before, after, "")
        .into_iter()
        .filter(|change| redact_text(&change.before) == redact_text(&change.after))
        .filter(|change| !change.before.reads_as(&change.after))
        .map(|change| change.path)
        .collect()
}

#[cfg(test)]
mod tests;
