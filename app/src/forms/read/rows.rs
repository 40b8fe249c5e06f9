//! Tables and repeats.

use domain::{Answer, Answers, ItemPath, Node, Row};

use super::Reader;
use crate::forms::fill::line_of;

impl Reader<'_> {
    /// A table without columns: a row a line. Lines that read as they were filled keep the
    /// saved row, which may hold line breaks of its own.
    pub(super) fn lines(
        &mut self,
        node: &Node,
        name: &str,
        value: &str,
        old: Option<&Answer>,
    ) -> Option<Answer> {
        let mut saved: Vec<(String, &Row)> = match old {
            Some(Answer::Table(rows)) => rows.iter().map(|row| (line_of(row), row)).collect(),
            _ => Vec::new(),
        };
        saved.reverse();
        let mut rows = Vec::new();
        for (number, line) in (1..).zip(value.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            // From the end: in a list that hardly changed, the next saved row is the one.
            if let Some(place) = saved.iter().rposition(|(before, _)| before == line) {
                rows.push(saved.remove(place).1.clone());
                continue;
            }
            match domain::notation::parse_typed(line) {
                Ok(text) => rows.push(Row::Text(text)),
                Err(mut error) => {
                    error.line = number;
                    self.problem(node, name, error.to_string());
                }
            }
        }
        (!rows.is_empty()).then_some(Answer::Table(rows))
    }

    /// A table with columns; rows in which nothing is typed go away.
    pub(super) fn cells(
        &mut self,
        node: &Node,
        path: &ItemPath,
        old: Option<&Answer>,
    ) -> Option<Answer> {
        let old = match old {
            Some(Answer::Table(rows)) => rows.as_slice(),
            _ => &[],
        };
        let mut rows = Vec::new();
        for index in 1..=self.groups(path, old.len()) {
            let before = match old.get(index - 1) {
                Some(Row::Cells(cells)) => cells.clone(),
                Some(text @ Row::Text(_)) => {
                    // No page of this form shows it: it is kept.
                    rows.push(text.clone());
                    continue;
                }
                None => Answers::default(),
            };
            let mut cells = before.clone();
            let group = path.clone().group(index);
            self.scope(&node.children, Some(&group), &before, &mut cells);
            if !cells.is_empty() {
                rows.push(Row::Cells(cells));
            }
        }
        (!rows.is_empty()).then_some(Answer::Table(rows))
    }

    pub(super) fn repeat(
        &mut self,
        node: &Node,
        path: &ItemPath,
        old: Option<&Answer>,
    ) -> Option<Answer> {
        let old = match old {
            Some(Answer::Repeat(groups)) => groups.clone(),
            _ => Vec::new(),
        };
        let mut groups = Vec::new();
        for index in 1..=self.groups(path, old.len()) {
            let before = old.get(index - 1).cloned().unwrap_or_default();
            let mut group = before.clone();
            self.scope(
                &node.children,
                Some(&path.clone().group(index)),
                &before,
                &mut group,
            );
            groups.push(group);
        }
        (!groups.is_empty()).then_some(Answer::Repeat(groups))
    }

    /// How many groups to read: what the page said, but none that it did not show.
    fn groups(&self, path: &ItemPath, saved: usize) -> usize {
        let name = path.to_string();
        let shown = self.typed.last_posted(&name).max(saved);
        if self.typed.has(&format!("{name}~count")) {
            self.typed.count(&name).min(shown)
        } else {
            shown
        }
    }
}
