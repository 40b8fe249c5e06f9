//! Fills the fields of a section from saved answers. Items without an answer get blank
//! fields: what the page shows is what it posts.

use domain::notation::to_typed;
use domain::{Answer, Answers, FormEdition, ItemPath, Kind, Node, Row};

use super::section::child;
use super::{Section, Typed};

/// The fields of `section` with the saved answers in them. `body_name` stands in the
/// heading of the body's own layer.
#[must_use]
pub fn fill(section: &Section, answers: &Answers, body_name: &str) -> Typed {
    let mut filler = Filler {
        typed: Typed::default(),
        body_name,
    };
    if section.is_list() {
        let count = answers.groups(&section.key).len();
        filler
            .typed
            .add(format!("{}~count", section.key), count.to_string());
        return filler.typed;
    }
    let scope = match &section.within {
        Some(within) => group_at(answers, within),
        None => Some(answers),
    };
    if let Some(scope) = scope {
        filler.scope(&section.nodes, section.within.as_ref(), scope);
    }
    filler.typed
}

pub(super) fn group_at<'a>(answers: &'a Answers, path: &ItemPath) -> Option<&'a Answers> {
    let step = path.steps().last()?;
    let scope = answers.scope(path)?;
    scope
        .groups(step.item.as_str())
        .get(step.index?.checked_sub(1)?)
}

/// A row of a table without columns as a line of its own.
pub(super) fn line_of(row: &Row) -> String {
    match row {
        Row::Text(text) => to_typed(text).replace('\n', " "),
        Row::Cells(_) => String::new(),
    }
}

struct Filler<'a> {
    typed: Typed,
    body_name: &'a str,
}

impl Filler<'_> {
    fn scope(&mut self, nodes: &[Node], within: Option<&ItemPath>, answers: &Answers) {
        for node in FormEdition::fields(nodes) {
            let path = child(within, node);
            match answers.get(node.id.as_str()) {
                Some(answer) if answer.kind() == node.kind => self.answer(node, &path, answer),
                _ => self.blank(node, &path),
            }
        }
    }

    fn blank(&mut self, node: &Node, path: &ItemPath) {
        match node.kind {
            Kind::Repeat => self.typed.add(format!("{path}~count"), "0"),
            Kind::Table if !node.children.is_empty() => {
                self.typed.add(format!("{path}~count"), "0");
            }
            Kind::Diagram => {
                self.typed.add(format!("{path}~alt"), "");
                self.typed.add(format!("{path}~attachment"), "");
            }
            _ => self.typed.add(path.to_string(), ""),
        }
    }

    fn answer(&mut self, node: &Node, path: &ItemPath, answer: &Answer) {
        let name = path.to_string();
        match answer {
            Answer::Text(text) => self.typed.add(name, to_typed(text)),
            Answer::Longtext(text) => self.typed.add(name, text.to_typed(self.body_name)),
            Answer::Choice(n) => self.typed.add(name, n.to_string()),
            Answer::Date(date) => self.typed.add(name, date.to_string()),
            Answer::Number(n) => self.typed.add(name, n.to_string()),
            Answer::Boolean(yes) => self.typed.add(name, yes.to_string()),
            Answer::Multichoice(chosen) => {
                self.typed.add(name.clone(), "");
                for (n, words) in chosen {
                    self.typed.add(name.clone(), n.to_string());
                    if let Some(words) = words {
                        self.typed.add(format!("{name}~{n}"), to_typed(words));
                    }
                }
            }
            Answer::Diagram(diagram) => {
                self.typed
                    .add(format!("{name}~alt"), to_typed(&diagram.alt));
                self.typed.add(
                    format!("{name}~attachment"),
                    diagram.attachment.clone().unwrap_or_default(),
                );
                if diagram.withheld {
                    self.typed.add(format!("{name}~withheld"), "true");
                }
            }
            Answer::Table(rows) => self.rows(node, path, rows),
            Answer::Repeat(groups) => {
                self.typed
                    .add(format!("{name}~count"), groups.len().to_string());
                for (index, group) in (1..).zip(groups) {
                    self.scope(&node.children, Some(&path.clone().group(index)), group);
                }
            }
        }
    }

    fn rows(&mut self, node: &Node, path: &ItemPath, rows: &[Row]) {
        if node.children.is_empty() {
            let lines: Vec<String> = rows.iter().map(line_of).collect();
            self.typed.add(path.to_string(), lines.join("\n"));
            return;
        }
        self.typed
            .add(format!("{path}~count"), rows.len().to_string());
        for (index, row) in (1..).zip(rows) {
            if let Row::Cells(cells) = row {
                self.scope(&node.children, Some(&path.clone().group(index)), cells);
            }
        }
    }
}
