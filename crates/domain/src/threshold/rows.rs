//! The decision table as data.

use super::{Certainty, Duty};

/// 500 persons: the bound of the second input, in the words of the forms (500人以上).
pub const MANY_STAFF: u64 = 500;

/// A row of the decision table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its name on screens and in records.
    pub id: &'static str,
    /// The fewest persons.
    pub from: u64,
    /// One more than the most persons; `None`: no bound.
    pub below: Option<u64>,
    /// 500 or more who handle the files; `None`: does not matter.
    pub many_staff: Option<bool>,
    /// An incident within a year; `None`: does not matter.
    pub incident: Option<bool>,
    /// What follows.
    pub duty: Duty,
    /// How sure the row is.
    pub certainty: Certainty,
}

const fn row(
    id: &'static str,
    bounds: (u64, Option<u64>),
    many_staff: Option<bool>,
    incident: Option<bool>,
    duty: Duty,
    certainty: Certainty,
) -> Row {
    Row {
        id,
        from: bounds.0,
        below: bounds.1,
        many_staff,
        incident,
        duty,
        certainty,
    }
}

const TENS: (u64, Option<u64>) = (10_000, Some(100_000));
const HUNDREDS: (u64, Option<u64>) = (100_000, Some(300_000));

/// The table: exactly one row fits any three inputs. Source: `rules.md` §2.
pub const ROWS: [Row; 9] = {
    use Certainty::{Confirmed, Unconfirmed};
    use Duty::{Kiso, KisoJuten, KisoZenkomoku};
    [
        row("T1", (0, Some(1_000)), None, None, Duty::None, Confirmed),
        row("T2", (1_000, Some(10_000)), None, None, Kiso, Unconfirmed),
        row("T3", TENS, Some(false), Some(false), Kiso, Unconfirmed),
        row("T4", TENS, Some(true), None, KisoJuten, Unconfirmed),
        row("T5", TENS, Some(false), Some(true), KisoJuten, Unconfirmed),
        row(
            "T6",
            HUNDREDS,
            Some(false),
            Some(false),
            KisoJuten,
            Confirmed,
        ),
        row("T7", HUNDREDS, Some(true), None, KisoZenkomoku, Confirmed),
        row(
            "T8",
            HUNDREDS,
            Some(false),
            Some(true),
            KisoZenkomoku,
            Confirmed,
        ),
        row("T9", (300_000, None), None, None, KisoZenkomoku, Confirmed),
    ]
};

impl Row {
    /// Its headcount in words, as 「1,000人以上1万人未満」.
    #[must_use]
    pub fn headcount_words(&self) -> String {
        match (self.from, self.below) {
            (0, Some(below)) => format!("{}人未満", persons(below)),
            (from, Some(below)) => format!("{}人以上{}人未満", persons(from), persons(below)),
            (from, None) => format!("{}人以上", persons(from)),
        }
    }

    /// Its second input in words.
    #[must_use]
    pub fn staff_words(&self) -> &'static str {
        match self.many_staff {
            None => "問わない",
            Some(true) => "500人以上",
            Some(false) => "500人未満",
        }
    }

    /// Its third input in words.
    #[must_use]
    pub fn incident_words(&self) -> &'static str {
        match self.incident {
            None => "問わない",
            Some(true) => "あり",
            Some(false) => "なし",
        }
    }

    pub(super) fn holds(&self, headcount: u64) -> bool {
        self.from <= headcount && self.below.is_none_or(|below| headcount < below)
    }
}

/// 1,000 and 1万 as the forms print them.
fn persons(n: u64) -> String {
    match n {
        1_000 => "1,000".to_owned(),
        n if n >= 10_000 && n % 10_000 == 0 => format!("{}万", n / 10_000),
        n => n.to_string(),
    }
}
