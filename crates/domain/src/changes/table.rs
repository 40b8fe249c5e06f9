//! The table 変更箇所 of a form, and its rows as the program writes them.
//!
//! Source: `domain/rules.md` §8. Rows of earlier editions stay as they are, and so does every
//! row that a person wrote or touched: the program takes away and rewrites nothing but rows
//! that are, cell by cell, what it wrote itself (by their digest).

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::decision::{Line, Timing};
use super::is_change_table;
use crate::answer::{Answer, Answers, LongText, Row};
use crate::digest::{Digest, digest_of};
use crate::form::{FormEdition, Node};
use crate::ids::ItemId;
use crate::interchange::answers_to_map;
use crate::marked_text::MarkedText;
use crate::path::ItemPath;

/// The table of a form, by its columns.
#[derive(Debug, Clone, Copy)]
pub struct ChangeTable<'a> {
    form: &'a FormEdition,
    node: &'a Node,
    date: &'a ItemId,
    item: &'a ItemId,
    before: &'a ItemId,
    after: &'a ItemId,
    timing: &'a ItemId,
    timing_note: &'a ItemId,
}

/// What the table holds once the program has written its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// Every row: what was there and stays, then those of the program in printed order.
    pub rows: Vec<Row>,
    /// The digests of the rows that the program wrote.
    pub written: Vec<Digest>,
}

impl FormEdition {
    /// The table of changes; `None` for a form without one.
    #[must_use]
    pub fn change_table(&self) -> Option<ChangeTable<'_>> {
        let mut fields = Self::fields(self.items()).into_iter();
        let node = fields.find(|node| is_change_table(node))?;
        let column = |name: &str| {
            let id = format!("{}.{name}", node.id);
            let mut columns = node.children.iter();
            columns
                .find(|child| child.id.as_str() == id)
                .map(|child| &child.id)
        };
        Some(ChangeTable {
            form: self,
            node,
            date: column("date")?,
            item: column("item")?,
            before: column("before")?,
            after: column("after")?,
            timing: column("timing")?,
            timing_note: column("timing_note")?,
        })
    }
}

impl ChangeTable<'_> {
    /// The item that holds the rows.
    #[must_use]
    pub fn item(&self) -> &ItemId {
        &self.node.id
    }

    /// The path of a row, from 1.
    #[must_use]
    pub fn row_path(&self, row: usize) -> ItemPath {
        ItemPath::top(self.node.id.clone()).group(row)
    }

    /// The rows in these answers.
    #[must_use]
    pub fn rows<'a>(&self, answers: &'a Answers) -> &'a [Row] {
        match answers.get(self.node.id.as_str()) {
            Some(Answer::Table(rows)) => rows,
            _ => &[],
        }
    }

    /// The rows of `now` that were not in the earlier edition, `before`.
    #[must_use]
    pub fn new_rows<'a>(&self, before: &[Row], now: &'a [Row]) -> Vec<&'a Row> {
        let mut earlier: Vec<&Row> = before.iter().collect();
        let new = now.iter().filter(|row| {
            let known = earlier.iter().position(|known| known == row);
            if let Some(at) = known {
                earlier.remove(at);
            }
            known.is_none()
        });
        new.collect()
    }

    /// How many rows of the earlier edition are gone.
    #[must_use]
    pub fn missing_rows(&self, before: &[Row], now: &[Row]) -> usize {
        let mut now: Vec<&Row> = now.iter().collect();
        let gone = before.iter().filter(|row| {
            let found = now.iter().position(|known| known == row);
            if let Some(at) = found {
                now.remove(at);
            }
            found.is_none()
        });
        gone.count()
    }

    /// The row that a person wrote for this change, among `rows`: it names the item and says
    /// the same before and after, whatever is withheld in it.
    #[must_use]
    pub fn written_by_hand<'a>(&self, line: &Line, rows: &[&'a Row]) -> Option<&'a Row> {
        let wanted = [
            (self.item, line.change.label.clone()),
            (self.before, cell_text(&line.change.before).full_text()),
            (self.after, cell_text(&line.change.after).full_text()),
        ];
        rows.iter().copied().find(|row| {
            let Row::Cells(cells) = row else {
                return false;
            };
            wanted
                .iter()
                .all(|(column, text)| full_text(cells.get(column.as_str())) == *text)
        })
    }

    /// What a row says of the time of submission, and whether it explains it.
    #[must_use]
    pub fn timing_of(&self, row: &Row) -> (Option<Timing>, bool) {
        let Row::Cells(cells) = row else {
            return (None, false);
        };
        let timing = match cells.get(self.timing.as_str()) {
            Some(Answer::Choice(n)) => Timing::of_number(*n),
            _ => None,
        };
        let note = full_text(cells.get(self.timing_note.as_str()));
        (timing, !note.trim().is_empty())
    }

    /// The row of a change, as far as it is decided.
    #[must_use]
    pub fn row(&self, line: &Line, changed_on: Date) -> Row {
        let long = |text: MarkedText| Answer::Longtext(LongText::Plain(text));
        let label = MarkedText::plain(&line.change.label).unwrap_or_default();
        let mut cells = Answers::default();
        cells.set(self.date.clone(), Answer::Date(changed_on));
        cells.set(self.item.clone(), Answer::Text(label));
        cells.set(self.before.clone(), long(cell_text(&line.change.before)));
        cells.set(self.after.clone(), long(cell_text(&line.change.after)));
        let decision = line.decision.as_ref();
        if let Some(timing) = decision.and_then(|decision| decision.timing) {
            cells.set(self.timing.clone(), Answer::Choice(timing.number()));
        }
        if let Some(note) = decision.and_then(super::decision::Decision::note_text) {
            cells.set(self.timing_note.clone(), Answer::Longtext(note));
        }
        Row::Cells(cells)
    }

    /// The table with a row for every line that has a decision and no row by hand. Of `now`
    /// stays what the earlier edition had (`before`) and what the program did not write
    /// (`own`: the digests of what it wrote).
    #[must_use]
    pub fn compose(
        &self,
        before: &[Row],
        now: &[Row],
        own: &BTreeSet<Digest>,
        lines: &[Line],
    ) -> Composed {
        let mut earlier: Vec<&Row> = before.iter().collect();
        let mut rows: Vec<Row> = Vec::with_capacity(now.len() + lines.len());
        for row in now {
            let known = earlier.iter().position(|known| *known == row);
            if let Some(at) = known {
                earlier.remove(at);
            }
            if known.is_some() || !own.contains(&self.row_digest(row)) {
                rows.push(row.clone());
            }
        }
        let mut written = Vec::new();
        for line in lines.iter().filter(|line| !line.by_hand) {
            if let Some(decision) = &line.decision {
                let row = self.row(line, decision.changed_on);
                written.push(self.row_digest(&row));
                rows.push(row);
            }
        }
        Composed { rows, written }
    }

    /// The SHA-256 of a row, all cells and marks included.
    #[must_use]
    pub fn row_digest(&self, row: &Row) -> Digest {
        let mut one = Answers::default();
        one.set(self.node.id.clone(), Answer::Table(vec![row.clone()]));
        let map = answers_to_map(self.form, &one);
        let text = map.get(self.node.id.as_str()).map(ToString::to_string);
        digest_of(text.unwrap_or_default().as_bytes())
    }
}

/// What stands in a cell of before or after: never nothing, which would look forgotten.
#[must_use]
pub fn cell_text(text: &MarkedText) -> MarkedText {
    if text.is_blank() {
        return MarkedText::plain("（記載なし）").unwrap_or_default();
    }
    text.clone()
}

fn full_text(answer: Option<&Answer>) -> String {
    match answer {
        Some(Answer::Text(text) | Answer::Longtext(LongText::Plain(text))) => text.full_text(),
        Some(Answer::Longtext(long @ LongText::Layers(_))) => {
            let sections = long.sections().into_iter();
            sections.map(|(_, text)| text.full_text()).collect()
        }
        _ => String::new(),
    }
}
