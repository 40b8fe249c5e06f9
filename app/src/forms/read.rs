//! Reads the answers of a section from what was typed.

use std::collections::BTreeMap;

use domain::notation::{NotationError, parse_typed};
use domain::{
    Answer, Answers, Diagram, FormEdition, ItemPath, Kind, LongText, MarkedText, Node, Row,
};

use super::fill::group_at;
use super::section::child;
use super::{Section, Typed, fill};
use crate::components::forms::Problem;

/// The answers with those of `section` as typed. Fields that read as they were filled keep
/// the saved answer itself, so that where a passage came from is not forgotten.
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
                None => {
                    new.remove(node.id.as_str());
                }
            }
        }
    }

    fn field(&mut self, node: &Node, path: &ItemPath, old: Option<&Answer>) -> Option<Answer> {
        let name = path.to_string();
        let value = self.typed.get(&name).to_owned();
        match node.kind {
            Kind::Section => None,
            Kind::Repeat => self.repeat(node, path, old),
            Kind::Table if !node.children.is_empty() => self.cells(node, path, old),
            Kind::Diagram => self.diagram(node, &name),
            Kind::Multichoice => self.multichoice(node, &name),
            Kind::Text | Kind::Longtext
                if old.is_some() && same(&value, self.before.get(&name)) =>
            {
                old.cloned()
            }
            Kind::Text => self.text(node, &name, &value).map(Answer::Text),
            Kind::Longtext if value.trim().is_empty() => None,
            Kind::Longtext => self
                .checked(node, &name, LongText::parse_typed(&value))
                .map(Answer::Longtext),
            Kind::Table => self.lines(node, &name, &value),
            Kind::Choice | Kind::Date | Kind::Number | Kind::Boolean if value.trim().is_empty() => {
                None
            }
            Kind::Choice => {
                let n = value.parse().ok().filter(|n| node.choice(*n).is_some());
                self.or_problem(
                    node,
                    &name,
                    n.map(Answer::Choice),
                    "選択肢の中から選んでください。",
                )
            }
            Kind::Date => {
                let date = half_width(&value)
                    .replace('/', "-")
                    .parse()
                    .ok()
                    .map(Answer::Date);
                self.or_problem(
                    node,
                    &name,
                    date,
                    "日付は 2014-10-01 のように書いてください。",
                )
            }
            Kind::Number => {
                let number = half_width(&value)
                    .replace(',', "")
                    .parse()
                    .ok()
                    .map(Answer::Number);
                self.or_problem(node, &name, number, "数字で書いてください。")
            }
            Kind::Boolean => {
                let yes = value.parse().ok().map(Answer::Boolean);
                self.or_problem(node, &name, yes, "はい・いいえのどちらかを選んでください。")
            }
        }
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

    fn or_problem(
        &mut self,
        node: &Node,
        name: &str,
        answer: Option<Answer>,
        message: &str,
    ) -> Option<Answer> {
        if answer.is_none() {
            self.problem(node, name, message.to_owned());
        }
        answer
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

    fn lines(&mut self, node: &Node, name: &str, value: &str) -> Option<Answer> {
        let mut rows = Vec::new();
        for line in value.lines().filter(|line| !line.trim().is_empty()) {
            if let Some(text) = self.text(node, name, line) {
                rows.push(Row::Text(text));
            }
        }
        (!rows.is_empty()).then_some(Answer::Table(rows))
    }

    fn cells(&mut self, node: &Node, path: &ItemPath, old: Option<&Answer>) -> Option<Answer> {
        let old = match old {
            Some(Answer::Table(rows)) => rows.as_slice(),
            _ => &[],
        };
        let mut rows = Vec::new();
        for index in 1..=self.typed.count(&path.to_string()) {
            let before = match old.get(index - 1) {
                Some(Row::Cells(cells)) => cells.clone(),
                _ => Answers::default(),
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

    fn repeat(&mut self, node: &Node, path: &ItemPath, old: Option<&Answer>) -> Option<Answer> {
        let old = match old {
            Some(Answer::Repeat(groups)) => groups.clone(),
            _ => Vec::new(),
        };
        let mut groups = Vec::new();
        for index in 1..=self.typed.count(&path.to_string()) {
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
}

fn same(typed: &str, before: &str) -> bool {
    typed.replace("\r\n", "\n") == before && !typed.is_empty()
}

fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | '，' | '－' | '／' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.trim().chars().map(narrow).collect()
}
