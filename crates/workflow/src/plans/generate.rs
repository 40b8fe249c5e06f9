//! What the machine writes into a plan, and what it leaves to people.
//!
//! A cell that a person changed is not the machine's any more: it is told by what the
//! machine wrote last, which is stored beside the plan. Nothing that a person typed is lost,
//! and rows that the machine does not know are left alone.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Answer, Answers, AssessmentNumber, Duty, FormEdition, ItemId, LongText, MarkedText, day_words,
};
use jiff::ToSpan;
use serde_json::Value;

use crate::affairs::standing::AffairEntry;

/// The repeat of the form: a group for each affair.
pub(crate) const ROWS: &str = "plan";
/// The item that says which affair a group is about.
pub(crate) const NUMBER: &str = "plan.number";

/// What the machine wrote last: interchange JSON by affair number and item.
pub(crate) type Generated = BTreeMap<String, BTreeMap<String, Value>>;

/// A cell that the machine would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanChange {
    /// The affair's number.
    pub number: AssessmentNumber,
    /// The item.
    pub item: ItemId,
    /// The item's heading.
    pub heading: String,
    /// What stands there.
    pub before: Option<Answer>,
    /// What the machine would write.
    pub after: Answer,
    /// Whether a person wrote what stands there, so that it is kept.
    pub kept: bool,
}

/// A plan as the machine would write it now.
pub(crate) struct Refreshed {
    pub answers: Answers,
    pub generated: Generated,
    pub changes: Vec<PlanChange>,
}

/// The cells of one affair.
pub(crate) type Cells = Vec<(&'static str, Answer)>;

fn text(words: &str) -> Option<Answer> {
    let words = words.trim();
    let text = MarkedText::plain(words).ok().filter(|_| !words.is_empty());
    text.map(Answer::Text)
}

/// What an affair says in its row. Days are those of its documents, where they are known.
pub(crate) fn cells(entry: &AffairEntry, written: &Written) -> Cells {
    let affair = &entry.affair;
    let long = |answer: Option<Answer>| match answer? {
        Answer::Text(text) => Some(Answer::Longtext(LongText::Plain(text))),
        other => Some(other),
    };
    let kind = entry.standing.done_label();
    let year = |years: i64| {
        let day = entry.published_on?.checked_add(years.years()).ok()?;
        text(&format!("{}年{}月まで", day.year(), day.month()))
    };
    let threshold = entry
        .judgement
        .duty()
        .and_then(|duty| duty.choice_in("keikaku"));
    let ended = entry
        .affair
        .ended_on
        .and_then(|day| text(&format!("{} 終了", day_words(day))));
    let cells = [
        (NUMBER, text(affair.number.as_str())),
        ("plan.name", text(&affair.content.name)),
        ("plan.file", long(written.files.clone())),
        ("plan.system", long(written.systems.clone())),
        ("plan.dept", written.department.clone()),
        ("plan.threshold", threshold.map(Answer::Choice)),
        ("plan.kind", kind.as_deref().and_then(text)),
        ("plan.published", entry.published_on.map(Answer::Date)),
        ("plan.review", year(1)),
        ("plan.next", year(5)),
        ("plan.note", long(ended)),
    ];
    cells
        .into_iter()
        .filter_map(|(item, answer)| Some((item, answer?)))
        .collect()
}

/// What the basic document of an affair says that the plan repeats.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written {
    pub files: Option<Answer>,
    pub systems: Option<Answer>,
    pub department: Option<Answer>,
}

impl Written {
    /// From the answers of the basic form. What is withheld there stays withheld here: the
    /// marks come with the text.
    pub(crate) fn of(answers: &Answers) -> Self {
        let said = |item: &str| {
            answers
                .get(item)
                .filter(|answer| !answer.is_blank())
                .cloned()
        };
        Self {
            files: said("I.2"),
            systems: said("I.1.system"),
            department: said("I.5.dept"),
        }
    }
}

/// Writes the rows of the affairs into the answers of a plan.
pub(crate) fn refresh(
    form: &FormEdition,
    answers: &Answers,
    last: &Generated,
    rows: &[(AssessmentNumber, Cells)],
) -> Refreshed {
    let mut groups = answers.groups(ROWS).to_vec();
    let mut generated = last.clone();
    let mut changes = Vec::new();
    for (number, cells) in rows {
        let place = groups
            .iter()
            .position(|group| number_of(group).as_deref() == Some(number.as_str()));
        let place = place.unwrap_or_else(|| {
            groups.push(Answers::default());
            groups.len() - 1
        });
        let written = generated.entry(number.to_string()).or_default();
        for (item, answer) in cells {
            let Some(node) = form.node(item).filter(|node| node.kind == answer.kind()) else {
                continue;
            };
            let group = &mut groups[place];
            let before = group.get(item).cloned();
            let value = as_value(form, &node.id, answer);
            let now = before
                .as_ref()
                .and_then(|before| as_value(form, &node.id, before));
            let free =
                before.as_ref().is_none_or(Answer::is_blank) || now.as_ref() == written.get(*item);
            if now == value {
                written.extend(value.map(|value| ((*item).to_owned(), value)));
                continue;
            }
            changes.push(PlanChange {
                number: number.clone(),
                item: node.id.clone(),
                heading: node.heading(),
                before,
                after: answer.clone(),
                kept: !free,
            });
            if free {
                group.set(node.id.clone(), answer.clone());
                written.extend(value.map(|value| ((*item).to_owned(), value)));
            }
        }
    }
    let mut answers = answers.clone();
    if let Some(node) = form.node(ROWS).filter(|_| !groups.is_empty()) {
        answers.set(node.id.clone(), Answer::Repeat(groups));
    }
    Refreshed {
        answers,
        generated,
        changes,
    }
}

/// The answer of a cell as interchange JSON.
fn as_value(form: &FormEdition, item: &ItemId, answer: &Answer) -> Option<Value> {
    let mut group = Answers::default();
    group.set(item.clone(), answer.clone());
    let mut whole = Answers::default();
    whole.set(form.node(ROWS)?.id.clone(), Answer::Repeat(vec![group]));
    let map = domain::interchange::answers_to_map(form, &whole);
    map.get(ROWS)?.get(0)?.get(item.as_str()).cloned()
}

fn number_of(group: &Answers) -> Option<String> {
    match group.get(NUMBER) {
        Some(Answer::Text(text)) => Some(text.full_text().trim().to_owned()),
        _ => None,
    }
}

/// Why a plan does not say what is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanGap {
    /// No row for an affair.
    NoRow(AssessmentNumber),
    /// A row says something else than the affair: its name, judgement or what is done.
    Differs(AssessmentNumber),
    /// The judgement of an affair is missing.
    Undecided(AssessmentNumber),
}

impl PlanGap {
    /// What is wrong and what to do.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NoRow(number) => format!(
                "評価書番号{number}の事務の行がありません。「事務から更新する」で加えてください。"
            ),
            Self::Differs(number) => format!(
                "評価書番号{number}の行が、事務に登録された名称、しきい値判断の結果又は実施する種類と違います。行か事務のどちらかを直してください。"
            ),
            Self::Undecided(number) => format!(
                "評価書番号{number}の事務のしきい値判断ができていません。事務のページで入力してください。"
            ),
        }
    }
}

/// What a plan lacks to say what is so. An affair that ended or has no duty needs no row.
pub(crate) fn gaps(form: &FormEdition, answers: &Answers, entries: &[AffairEntry]) -> Vec<PlanGap> {
    const SAID: [&str; 3] = ["plan.name", "plan.threshold", "plan.kind"];
    let groups = answers.groups(ROWS);
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in entries {
        let number = &entry.affair.number;
        let nothing = entry.standing.to_do() == Some(Duty::None) && entry.documents.is_empty();
        if entry.affair.ended_on.is_some() || nothing || !seen.insert(number) {
            continue;
        }
        if entry.standing.to_do().is_none() {
            found.push(PlanGap::Undecided(number.clone()));
            continue;
        }
        let row = groups
            .iter()
            .find(|group| number_of(group).as_deref() == Some(number.as_str()));
        let Some(row) = row else {
            found.push(PlanGap::NoRow(number.clone()));
            continue;
        };
        let cells = cells(entry, &Written::default());
        let differs = cells.iter().any(|(item, answer)| {
            SAID.contains(item) && form.node(item).is_some() && row.get(item) != Some(answer)
        });
        if differs {
            found.push(PlanGap::Differs(number.clone()));
        }
    }
    found
}
