//! The rule engine: what a document still lacks, as findings.
//!
//! Here are the rules of structure; those that the notice implies are a table of their own,
//! [`notice`]. A rule looks at one item in its place and may read everything else.
//! Findings come in printed order, and for one item in the order of the table. Messages
//! never quote an answer.

pub mod citations;
mod consistency;
mod due;
pub mod notice;
mod telling;

use serde::Serialize;

use crate::answer::{Answer, Answers, LongText, Row};
use crate::applicability::is_required;
use crate::document::Document;
use crate::form::{FormEdition, Kind, Node, Required};
use crate::marked_text::MarkedText;
use crate::my_number::find_my_numbers;
use crate::path::ItemPath;

pub(crate) use consistency::comparable;
pub use due::is_due;
pub use notice::Surroundings;
pub use telling::{TELLING_CHARS, is_telling};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It must be mended before submission.
    Error,
    /// It is probably wrong.
    Warning,
    /// It could be better.
    Advice,
}

impl Severity {
    /// The word of `data-severity` and of the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule: `REQ-1`.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The path of the item: `II[1].II.6.place`.
    pub item: String,
    /// What is wrong and what to do, in Japanese.
    pub message: String,
}

/// Whether a finding may be waived with a reason (解除理由可): an error, but not one that says
/// that something would become public or be kept that must not be.
#[must_use]
pub fn is_waivable(finding: &Finding) -> bool {
    finding.severity == Severity::Error && !matches!(finding.rule, "MYNO-1" | "OPEN-1")
}

/// An item in its place, for a rule to look at.
struct Item<'a> {
    form: &'a FormEdition,
    document: &'a Document,
    node: &'a Node,
    path: &'a ItemPath,
    answer: Option<&'a Answer>,
    /// What the whole document withholds.
    withheld: &'a [consistency::Withheld],
}

type Rule = fn(&Item<'_>) -> Option<Finding>;

const RULES: [Rule; 6] = [
    required_answer,
    fitting_answer,
    no_my_number,
    consistency::number_on_the_cover,
    consistency::as_many_groups_as_files,
    consistency::withheld_words_in_the_open,
];

/// Every finding of every rule, in printed order.
#[must_use]
pub fn check(form: &FormEdition, document: &Document) -> Vec<Finding> {
    check_in(form, document, &Surroundings::default())
}

/// As [`check`], with what the document does not say of itself.
#[must_use]
pub fn check_in(
    form: &FormEdition,
    document: &Document,
    around: &Surroundings<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let withheld = consistency::withheld(form, document);
    visit(
        form.items(),
        &document.answers,
        None,
        &mut |node, path, answer| {
            let item = Item {
                form,
                document,
                node,
                path,
                answer,
                withheld: &withheld,
            };
            findings.extend(RULES.iter().filter_map(|rule| rule(&item)));
            findings.extend(notice::look_at(&item, around));
            findings.extend(citations::old_citations(&item));
        },
    );
    findings
}

/// Visits every item that takes an answer, in every group and row that is there.
fn visit<'a>(
    nodes: &'a [Node],
    answers: &'a Answers,
    above: Option<&ItemPath>,
    look: &mut dyn FnMut(&'a Node, &ItemPath, Option<&'a Answer>),
) {
    for node in FormEdition::fields(nodes) {
        let id = node.id.clone();
        let path = above.map_or_else(
            || ItemPath::top(id.clone()),
            |above| above.child(id.clone()),
        );
        let answer = answers.get(node.id.as_str());
        look(node, &path, answer);
        for (index, group) in (1..).zip(groups(answer)) {
            if let Some(group) = group {
                visit(
                    &node.children,
                    group,
                    Some(&path.clone().group(index)),
                    look,
                );
            }
        }
    }
}

fn groups(answer: Option<&Answer>) -> Vec<Option<&Answers>> {
    match answer {
        Some(Answer::Repeat(groups)) => groups.iter().map(Some).collect(),
        Some(Answer::Table(rows)) => rows
            .iter()
            .map(|row| match row {
                Row::Cells(cells) => Some(cells),
                Row::Text(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn error(rule: &'static str, item: &Item<'_>, message: String) -> Finding {
    Finding {
        rule,
        severity: Severity::Error,
        item: item.path.to_string(),
        message,
    }
}

/// REQ-1: a required item says nothing.
fn required_answer(item: &Item<'_>) -> Option<Finding> {
    let blank = item.answer.is_none_or(Answer::is_blank);
    let asked = || is_required(item.form, &item.document.answers, item.path, item.node);
    if !blank || !asked() {
        return None;
    }
    let heading = item.node.heading();
    let message = match (&item.node.required, item.node.kind) {
        (_, Kind::Repeat) => {
            format!("「{heading}」が1件もありません。1件以上追加して記載してください。")
        }
        (Required::Conditional(condition), _) => format!(
            "「{heading}」が空欄です。「{}」に当たるので、記載してください。",
            condition.conditional
        ),
        (Required::Fixed(_), _) => format!("「{heading}」が空欄です。記載してください。"),
    };
    Some(error("REQ-1", item, message))
}

/// CHOICE-1: an answer that the form does not offer, as after a change of its edition.
fn fitting_answer(item: &Item<'_>) -> Option<Finding> {
    let answer = item.answer?;
    let heading = item.node.heading();
    if answer.kind() != item.node.kind {
        let message =
            format!("「{heading}」の記入の種類が様式と合いません。記入し直してください。");
        return Some(error("CHOICE-1", item, message));
    }
    let fits = match answer {
        Answer::Choice(n) => item.node.choice(*n).is_some(),
        Answer::Multichoice(chosen) => chosen.iter().all(|(n, words)| {
            let choice = item.node.choice(*n);
            choice.is_some_and(|choice| words.is_none() || choice.takes_text())
        }),
        _ => true,
    };
    let message =
        || format!("「{heading}」に、様式にない選択肢又は語句があります。選び直してください。");
    (!fits).then(|| error("CHOICE-1", item, message()))
}

/// MYNO-1: a 個人番号 stands in the text, withheld or not.
fn no_my_number(item: &Item<'_>) -> Option<Finding> {
    let found = own_texts(item.answer?)
        .into_iter()
        .any(|text| !find_my_numbers(&text.full_text()).is_empty());
    let message = || {
        format!(
            "「{}」に、個人番号と思われる12桁の数字があります。非公表の部分にも個人番号は書けません。消してください。",
            item.node.heading()
        )
    };
    found.then(|| error("MYNO-1", item, message()))
}

/// The texts of an answer itself; groups and cells are items of their own.
fn own_texts(answer: &Answer) -> Vec<&MarkedText> {
    match answer {
        Answer::Text(text) | Answer::Longtext(LongText::Plain(text)) => vec![text],
        Answer::Longtext(LongText::Layers(layers)) => {
            layers.iter().map(|part| &part.text).collect()
        }
        Answer::Multichoice(chosen) => chosen.values().flatten().collect(),
        Answer::Diagram(diagram) => vec![&diagram.alt],
        Answer::Table(rows) => rows
            .iter()
            .filter_map(|row| match row {
                Row::Text(text) => Some(text),
                Row::Cells(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
