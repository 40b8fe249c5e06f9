//! How far a section is written.

use domain::applicability::is_required;
use domain::{Answer, Answers, FormEdition, ItemPath, Kind, Node, Row};

use super::Section;
use super::section::child;

impl Section {
    /// Items answered and items that must be answered, nested groups included: the very
    /// items for which the check would find a blank.
    #[must_use]
    pub fn progress(&self, form: &FormEdition, answers: &Answers) -> (usize, usize) {
        if self.is_list() {
            return (0, 0);
        }
        let mut counter = Counter {
            form,
            answers,
            done: 0,
            asked: 0,
        };
        counter.scope(&self.nodes, self.within.as_ref());
        (counter.done, counter.asked)
    }
}

struct Counter<'a> {
    form: &'a FormEdition,
    answers: &'a Answers,
    done: usize,
    asked: usize,
}

impl Counter<'_> {
    fn scope(&mut self, nodes: &[Node], within: Option<&ItemPath>) {
        for node in FormEdition::fields(nodes) {
            let path = child(within, node);
            let answer = self.answers.at(&path).filter(|answer| !answer.is_blank());
            if is_required(self.form, self.answers, &path, node) {
                self.asked += 1;
                self.done += usize::from(answer.is_some());
            }
            if matches!(node.kind, Kind::Repeat | Kind::Table) {
                for index in 1..=groups(answer) {
                    self.scope(&node.children, Some(&path.clone().group(index)));
                }
            }
        }
    }
}

/// How many groups of answers lie below an answer.
fn groups(answer: Option<&Answer>) -> usize {
    match answer {
        Some(Answer::Repeat(groups)) => groups.len(),
        Some(Answer::Table(rows)) => {
            let is_cells = |row: &&Row| matches!(row, Row::Cells(_));
            rows.iter().filter(is_cells).count()
        }
        _ => 0,
    }
}
