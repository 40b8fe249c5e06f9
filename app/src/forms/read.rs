//! Reads the answers of a section from what was typed.

mod kept;
mod rows;

use std::collections::BTreeMap;

use domain::notation::{NotationError, parse_typed};
use domain::{Answer, Answers, Diagram, FormEdition, ItemPath, Kind, LongText, MarkedText, Node};

use super::fill::group_at;
use super::section::child;
use super::{Section, Typed, fill};
use crate::components::forms::Problem;
use kept::with_sources_of;

/// The answers with those of `section` as typed. Fields that read as they were filled keep
/// the saved answer itself, so that where a passage came from is not forgotten; fields that
/// were not posted are left alone.
///
/// # Errors
/// Every problem, each with its field's name and label; then nothing is to be saved.
pub fn read(
    section: &Section,
    typed: &Typed,
    saved: &Answers,
    body_name: &str,
) -> Result<Answers, Vec<Problem>> {
    let mut answers = saved.clone();
    if section.is_list() {
        return Ok(answers);
    }
    let before = fill(section, saved, body_name);
    let mut reader = Reader {
        typed,
        before: &before,
        problems: Vec::new(),
    };
    let within = section.within.as_ref();
    let old = match within {
        Some(group) => group_at(saved, group).cloned().unwrap_or_default(),
        None => saved.clone(),
    };
    let mut scope = old.clone();
    reader.scope(&section.nodes, within, &old, &mut scope);
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    match within {
        None => Ok(scope),
        Some(group) => {
            put_group(&mut answers, group, scope);
            Ok(answers)
        }
    }
}

fn put_group(answers: &mut Answers, path: &ItemPath, group: Answers) {
    let Some((step, index)) = path
        .steps()
        .last()
        .and_then(|step| Some((step, step.index?)))
    else {
        return;
    };
    let mut groups = answers.groups(step.item.as_str()).to_vec();
    if let Some(place) = index.checked_sub(1).and_then(|at| groups.get_mut(at)) {
        *place = group;
    }
    answers.set(step.item.clone(), Answer::Repeat(groups));
}

struct Reader<'a> {
    typed: &'a Typed,
    before: &'a Typed,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn scope(
        &mut self,
        nodes: &[Node],
        within: Option<&ItemPath>,
        old: &Answers,
        new: &mut Answers,
    ) {
        for node in FormEdition::fields(nodes) {
            let path = child(within, node);
            let old_answer = old.get(node.id.as_str());
            match self.field(node, &path, old_answer) {
                Some(answer) => new.set(node.id.clone(), answer),
                // What the form no longer takes here cannot be shown, so it is kept.
                None if old_answer.is_some_and(|old| old.kind() != node.kind) => {}
                None => {
                    new.remove(node.id.as_str());
                }
            }
        }
    }

    fn field(&mut self, node: &Node, path: &ItemPath, old: Option<&Answer>) -> Option<Answer> {
        let name = path.to_string();
        let has_cells = node.kind == Kind::Table && !node.children.is_empty();
        let posted = match node.kind {
            Kind::Repeat => self.has_groups(&name),
            Kind::Table if has_cells => self.has_groups(&name),
            Kind::Diagram => self.typed.has(&format!("{name}~alt")),
            _ => self.typed.has(&name),
        };
        if !posted {
            return old.cloned();
        }
        match node.kind {
            Kind::Section => None,
            Kind::Repeat => self.repeat(node, path, old),
            Kind::Table if has_cells => self.cells(node, path, old),
            Kind::Diagram => self.diagram(node, &name),
            Kind::Multichoice => self.multichoice(node, &name),
            _ => self.value(node, &name, old),
        }
    }

    fn has_groups(&self, name: &str) -> bool {
        self.typed.has(&format!("{name}~count")) || self.typed.last_posted(name) > 0
    }

    /// An item with one field.
    fn value(&mut self, node: &Node, name: &str, old: Option<&Answer>) -> Option<Answer> {
        let value = self.typed.get(name).to_owned();
        if let Some(old) = old.filter(|old| old.kind() == node.kind)
            && value.replace("\r\n", "\n") == self.before.get(name)
        {
            return Some(old.clone());
        }
        if value.trim().is_empty() {
            return None;
        }
        match node.kind {
            Kind::Text => self.text(node, name, &value).map(Answer::Text),
            Kind::Longtext => {
                let text = self.checked(node, name, LongText::parse_typed(&value))?;
                Some(Answer::Longtext(with_sources_of(old, text)))
            }
            Kind::Table => self.lines(node, name, &value, old),
            _ => self.short(node, name, &value),
        }
    }

    fn short(&mut self, node: &Node, name: &str, value: &str) -> Option<Answer> {
        let narrow = half_width(value);
        let (answer, message) = match node.kind {
            Kind::Choice => {
                let n = narrow.parse().ok().filter(|n| node.choice(*n).is_some());
                (n.map(Answer::Choice), "選択肢の中から選んでください。")
            }
            Kind::Date => {
                let date = narrow.replace('/', "-").parse().ok().map(Answer::Date);
                (date, "実在する日付を書いてください（例: 2015-02-28）。")
            }
            Kind::Number => {
                let number = narrow.replace(',', "").parse().ok().map(Answer::Number);
                (number, "数字で書いてください。")
            }
            _ => {
                let yes = narrow.parse().ok().map(Answer::Boolean);
                (yes, "はい・いいえのどちらかを選んでください。")
            }
        };
        if answer.is_none() {
            self.problem(node, name, message.to_owned());
        }
        answer
    }

    fn text(&mut self, node: &Node, name: &str, value: &str) -> Option<MarkedText> {
        if value.trim().is_empty() {
            return None;
        }
        self.checked(node, name, parse_typed(value))
    }

    fn checked<T>(&mut self, node: &Node, name: &str, read: Result<T, NotationError>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.problem(node, name, error.to_string());
                None
            }
        }
    }

    fn problem(&mut self, node: &Node, name: &str, message: String) {
        self.problems.push(Problem {
            field: name.to_owned(),
            label: node.heading(),
            message,
        });
    }

    fn multichoice(&mut self, node: &Node, name: &str) -> Option<Answer> {
        let mut chosen = BTreeMap::new();
        for choice in &node.choices {
            let n = choice.n.to_string();
            let words_name = format!("{name}~{n}");
            let words = self.typed.get(&words_name).to_owned();
            if self.typed.holds(name, &n) {
                let words = if choice.takes_text() {
                    self.text(node, &words_name, &words)
                } else {
                    None
                };
                chosen.insert(choice.n, words);
            } else if !words.trim().is_empty() {
                let message = format!(
                    "「{}」の内容が書かれていますが、選ばれていません。選ぶか、内容を消してください。",
                    choice.label
                );
                self.problem(node, &words_name, message);
            }
        }
        (!chosen.is_empty()).then_some(Answer::Multichoice(chosen))
    }

    fn diagram(&mut self, node: &Node, name: &str) -> Option<Answer> {
        let alt_name = format!("{name}~alt");
        let alt_typed = self.typed.get(&alt_name).to_owned();
        let alt = self.text(node, &alt_name, &alt_typed).unwrap_or_default();
        let attachment_name = format!("{name}~attachment");
        let attachment = self.typed.get(&attachment_name).trim().to_ascii_lowercase();
        let is_hash = attachment.len() == 64 && attachment.bytes().all(|b| b.is_ascii_hexdigit());
        if !attachment.is_empty() && !is_hash {
            self.problem(
                node,
                &attachment_name,
                "SHA-256 は16進数64桁で書いてください。".to_owned(),
            );
        }
        let withheld = self.typed.holds(&format!("{name}~withheld"), "true");
        let attachment = is_hash.then_some(attachment);
        let blank = attachment.is_none() && alt.is_blank() && !withheld;
        (!blank).then_some(Answer::Diagram(Diagram {
            attachment,
            alt,
            withheld,
        }))
    }
}

pub(super) fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | '，' | '－' | '／' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.trim().chars().map(narrow).collect()
}
