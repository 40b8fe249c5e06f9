//! A hearing of residents' opinions (意見聴取): its name, its days, and the items of the form
//! that tell of it. Source: 規則7条1項, 番号法28条1項, 指針; `domain/rules.md` §4, §5.
//!
//! Deliberately absent: a clock. Whether opinions are accepted is decided by the day that
//! the caller names and the stored period, never by a job that has run or has not.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::ids::{BodyCode, FormId};
use crate::stage::Consultation;

/// Names a consultation, as in `/consultations/992011-3/`: the body and a number within it,
/// so that files of the site tell whose they are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConsultationId {
    body: BodyCode,
    number: u32,
}

/// A string that names no consultation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("意見聴取の番号は、団体コードと番号です（例: 992011-1）。")]
pub struct ConsultationIdProblem;

impl ConsultationId {
    /// The consultation `number` of a body, from 1.
    #[must_use]
    pub fn new(body: BodyCode, number: u32) -> Self {
        Self { body, number }
    }

    /// Reads `992011-1`; other spellings of the same are refused.
    ///
    /// # Errors
    /// [`ConsultationIdProblem`].
    pub fn parse(text: &str) -> Result<Self, ConsultationIdProblem> {
        let (body, digits) = text.split_once('-').ok_or(ConsultationIdProblem)?;
        let body = BodyCode::parse(body).map_err(|_| ConsultationIdProblem)?;
        let number: u32 = digits.parse().map_err(|_| ConsultationIdProblem)?;
        let id = Self { body, number };
        let same = number > 0 && id.to_string() == text;
        same.then_some(id).ok_or(ConsultationIdProblem)
    }

    /// Whose consultation it is.
    #[must_use]
    pub fn body(&self) -> &BodyCode {
        &self.body
    }
}

impl fmt::Display for ConsultationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.body, self.number)
    }
}

/// Where a consultation stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It is announced; opinions are accepted from its first day.
    Upcoming,
    /// Opinions are accepted.
    Open {
        /// How many days are left after this one; 0 on the last day.
        days_left: i32,
    },
    /// The last day is over.
    Closed,
}

impl Phase {
    /// The phase on `today` in Japan, of a period of which both ends are included.
    #[must_use]
    pub fn on(from: Date, to: Date, today: Date) -> Self {
        if today < from {
            Self::Upcoming
        } else if today <= to {
            let days_left = crate::stage::days_between(today, to) - 1;
            Self::Open { days_left }
        } else {
            Self::Closed
        }
    }

    /// Whether opinions are accepted.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open { .. })
    }
}

/// The first instant at which nothing is accepted any more: midnight in Japan, which has one
/// zone and no summer time, after the last day. `None` at the end of time.
#[must_use]
pub fn closes_at(to: Date) -> Option<Timestamp> {
    let next = to.tomorrow().ok()?;
    Offset::constant(9).to_timestamp(next.at(0, 0, 0, 0)).ok()
}

/// A period for people: 2014年10月1日から2014年10月30日まで（30日間）.
#[must_use]
pub fn period_words(from: Date, to: Date) -> String {
    let days = crate::stage::days_between(from, to);
    format!(
        "{}から{}まで（{days}日間）",
        crate::day_words(from),
        crate::day_words(to)
    )
}

/// The items of a form that tell of the consultation, by what they are for. Their ids differ
/// between forms. Source: `domain/forms/zenkomoku.yaml` Ⅵ2, `juten.yaml` Ⅴ2【任意】.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsultationItems {
    /// ① 方法.
    pub method: &'static str,
    /// ② 実施日・期間.
    pub period: &'static str,
    /// ③ 期間を短縮する特段の理由; the 重点 form has none.
    pub shortening: Option<&'static str>,
    /// ④ 主な意見の内容.
    pub opinions: &'static str,
    /// ⑤ 評価書への反映; the 重点 form has none.
    pub reflection: Option<&'static str>,
}

/// Form by form.
const ITEMS: [(&str, ConsultationItems); 2] = [
    (
        "zenkomoku",
        ConsultationItems {
            method: "VI.2.method",
            period: "VI.2.period",
            shortening: Some("VI.2.short"),
            opinions: "VI.2.opinions",
            reflection: Some("VI.2.reflect"),
        },
    ),
    (
        "juten",
        ConsultationItems {
            method: "V.2.method",
            period: "V.2.period",
            shortening: None,
            opinions: "V.2.opinions",
            reflection: None,
        },
    ),
];

impl ConsultationItems {
    /// The items of a form; `None` for forms without a consultation.
    #[must_use]
    pub fn of(form: &FormId) -> Option<&'static Self> {
        let found = ITEMS.iter().find(|(id, _)| *id == form.as_str());
        found.map(|(_, items)| items)
    }

    /// Every form that has them.
    #[must_use]
    pub fn all() -> &'static [(&'static str, Self)] {
        &ITEMS
    }
}

/// Whether a period needs the reason of item ③.
#[must_use]
pub fn is_shortened(from: Date, to: Date) -> bool {
    crate::stage::days_between(from, to) < Consultation::DAYS
}

#[cfg(test)]
mod tests;
