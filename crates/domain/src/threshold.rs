//! The threshold judgement (しきい値判断): one decision table, asked with three inputs.
//!
//! [`ROWS`] is the table of `domain/rules.md` §2 (指針 第5の2) as data; [`judge`] finds the
//! row that fits and says why. Pages print the very rows. What a row's certainty does not
//! cover is said on screen (「未確認」), never hidden.
//!
//! What is deliberately absent: the clock. Whether an incident still counts is asked with a
//! day ([`crate::affair::Incident::counts_on`]).

mod duty;
mod ground;
mod items;
mod rows;

use serde::{Deserialize, Serialize};

use crate::facts::Facts;

pub use duty::Duty;
pub use ground::{Certainty, ExemptGround};
pub use items::{disagreements, fill, items};
pub use rows::{MANY_STAFF, ROWS, Row};

/// What the judgement is made from; `None` is not yet known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// ① 対象人数, persons.
    pub headcount: Option<u64>,
    /// ② 取扱者数, persons.
    pub staff: Option<u64>,
    /// ③ A serious incident of the agency within a year.
    pub incident: Option<bool>,
    /// A ground of 規則4条, if one was stated.
    pub ground: Option<ExemptGround>,
}

impl Inputs {
    /// The inputs in the facts of an affair. `registered` is whether an incident in the
    /// agency's register counts on the day of the judgement: it decides over a stated "no".
    #[must_use]
    pub fn of(facts: &Facts, ground: Option<ExemptGround>, registered: bool) -> Self {
        Self {
            headcount: facts.headcount,
            staff: facts.staff,
            incident: if registered {
                Some(true)
            } else {
                facts.incident
            },
            ground,
        }
    }
}

/// One of the three inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Input {
    /// ① 対象人数
    Headcount,
    /// ② 取扱者数
    Staff,
    /// ③ 重大事故
    Incident,
}

impl Input {
    /// The input as the forms call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Headcount => "対象人数",
            Self::Staff => "取扱者数",
            Self::Incident => "重大事故の有無",
        }
    }
}

/// Why a judgement came out as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// A ground of 規則4条.
    Ground(ExemptGround),
    /// This row of [`ROWS`].
    Row(&'static Row),
}

/// The outcome of the judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// An input is missing that decides.
    Undecided(Vec<Input>),
    /// Decided.
    Decided {
        /// What must be made.
        duty: Duty,
        /// Why.
        because: Because,
    },
}

impl Judgement {
    /// The duty, if it is decided.
    #[must_use]
    pub fn duty(&self) -> Option<Duty> {
        match self {
            Self::Undecided(_) => None,
            Self::Decided { duty, .. } => Some(*duty),
        }
    }

    /// How sure the rule behind it is; confirmed while there is no outcome.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Undecided(_) => Certainty::Confirmed,
            Self::Decided { because, .. } => match because {
                Because::Ground(ground) => ground.certainty(),
                Because::Row(row) => row.certainty,
            },
        }
    }

    /// The name of the row or ground, for records; `None` while undecided.
    #[must_use]
    pub fn reason_id(&self) -> Option<&'static str> {
        match self {
            Self::Undecided(_) => None,
            Self::Decided { because, .. } => Some(match because {
                Because::Ground(ground) => ground.as_str(),
                Because::Row(row) => row.id,
            }),
        }
    }

    /// The reason in a sentence.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Undecided(missing) => {
                let names: Vec<&str> = missing.iter().map(|input| input.label()).collect();
                format!(
                    "{}が入力されていないため、判断できません。",
                    names.join("と")
                )
            }
            Self::Decided { duty, because } => format!(
                "{}に当たるため、{}{}",
                match because {
                    Because::Ground(ground) => ground.label().to_owned(),
                    Because::Row(row) => row_in_words(row),
                },
                match duty {
                    Duty::None => "特定個人情報保護評価の実施は義務付けられません。".to_owned(),
                    _ => format!("{}の実施が義務付けられます。", duty.label()),
                },
                self.certainty().mark(),
            ),
        }
    }
}

fn row_in_words(row: &Row) -> String {
    let mut words = format!("対象人数が{}", row.headcount_words());
    if row.many_staff.is_some() {
        words.push_str(&format!("、取扱者数が{}", row.staff_words()));
    }
    if row.incident.is_some() {
        words.push_str(&format!("、重大事故が{}", row.incident_words()));
    }
    words
}

/// Judges. What cannot change the outcome is not asked for: 1,000 to 9,999 persons need no
/// other input, and 500 or more who handle the files need no word on incidents.
#[must_use]
pub fn judge(inputs: &Inputs) -> Judgement {
    if let Some(ground) = inputs.ground {
        return Judgement::Decided {
            duty: Duty::None,
            because: Because::Ground(ground),
        };
    }
    let Some(headcount) = inputs.headcount else {
        return Judgement::Undecided(vec![Input::Headcount]);
    };
    let many_staff = inputs.staff.map(|staff| staff >= MANY_STAFF);
    let open = |asked: Option<bool>, given: Option<bool>| asked.is_some() && given.is_none();
    let clashes = |asked: Option<bool>, given: Option<bool>| {
        asked
            .zip(given)
            .is_some_and(|(asked, given)| asked != given)
    };
    let possible: Vec<&'static Row> = ROWS
        .iter()
        .filter(|row| row.holds(headcount))
        .filter(|row| !clashes(row.many_staff, many_staff))
        .filter(|row| !clashes(row.incident, inputs.incident))
        .collect();
    let missing: Vec<Input> = [
        (
            Input::Staff,
            possible.iter().any(|row| open(row.many_staff, many_staff)),
        ),
        (
            Input::Incident,
            possible
                .iter()
                .any(|row| open(row.incident, inputs.incident)),
        ),
    ]
    .into_iter()
    .filter(|(_, missing)| *missing)
    .map(|(input, _)| input)
    .collect();
    match possible.as_slice() {
        [row] if missing.is_empty() => Judgement::Decided {
            duty: row.duty,
            because: Because::Row(row),
        },
        _ => Judgement::Undecided(missing),
    }
}

/// The printed choice of 対象人数 for a headcount: 1 below 1,000 … 5 from 300,000.
#[must_use]
pub fn headcount_choice(headcount: u64) -> u32 {
    match headcount {
        0..1_000 => 1,
        1_000..10_000 => 2,
        10_000..100_000 => 3,
        100_000..300_000 => 4,
        _ => 5,
    }
}

/// The printed choice of 取扱者数: 1 for 500 or more, 2 for fewer.
#[must_use]
pub fn staff_choice(staff: u64) -> u32 {
    if staff >= MANY_STAFF { 1 } else { 2 }
}

/// The printed choice of 重大事故: 1 for an incident, 2 for none.
#[must_use]
pub fn incident_choice(incident: bool) -> u32 {
    if incident { 1 } else { 2 }
}

#[cfg(test)]
mod tests;
