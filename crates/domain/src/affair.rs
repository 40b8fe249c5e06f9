//! Affairs (事務): where one stands, the incidents of its agency, and the days that bind it.
//!
//! Nothing here is stored as such: where an affair stands follows from its judgement, from
//! what is published and from the days on which it ended and was notified
//! (`domain/records.md` §3.1), so that no two records can disagree.
//!
//! What is deliberately absent: the clock (days are arguments) and the store.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::procedure::earliest_removal;
use crate::threshold::Duty;

/// Where an affair stands. Source: `records.md` §3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AffairState {
    /// 登録: no judgement yet.
    Registered,
    /// 義務なし: nothing is required, and nothing is done voluntarily.
    NoDuty,
    /// 評価準備: an assessment is to be made.
    Preparing,
    /// 評価済み（有効）: what is to be done is published.
    InForce,
    /// 終了: it ended, and the commission has not been notified yet.
    Ended,
    /// 終了通知済: notified; the assessments stay public for three years.
    EndNotified,
    /// 公表終了可: three years have passed.
    MayBeRemoved,
}

impl AffairState {
    /// Every state in order.
    pub const ALL: [Self; 7] = [
        Self::Registered,
        Self::NoDuty,
        Self::Preparing,
        Self::InForce,
        Self::Ended,
        Self::EndNotified,
        Self::MayBeRemoved,
    ];

    /// The word of `data-state` and of addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::NoDuty => "no-duty",
            Self::Preparing => "preparing",
            Self::InForce => "in-force",
            Self::Ended => "ended",
            Self::EndNotified => "end-notified",
            Self::MayBeRemoved => "may-be-removed",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// The state in Japanese.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Registered => "登録",
            Self::NoDuty => "義務なし",
            Self::Preparing => "評価準備",
            Self::InForce => "評価済み（有効）",
            Self::Ended => "終了（通知前）",
            Self::EndNotified => "終了通知済",
            Self::MayBeRemoved => "公表終了可",
        }
    }
}

/// What decides where an affair stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// What must be made; `None` while undecided.
    pub duty: Option<Duty>,
    /// What is done beyond it (任意実施).
    pub voluntary: Option<Duty>,
    /// What is published.
    pub published: Option<Duty>,
    /// The day the affair ended.
    pub ended_on: Option<Date>,
    /// The day the commission was notified of it (規則16条).
    pub notified_on: Option<Date>,
}

impl Standing {
    /// What is to be done: the duty, or more where more was decided. `None` while undecided
    /// and nothing was decided.
    #[must_use]
    pub fn to_do(&self) -> Option<Duty> {
        self.duty.max(self.voluntary)
    }

    /// Whether more is done than must be (任意実施): not where the duty has caught up.
    #[must_use]
    pub fn is_voluntary(&self) -> bool {
        self.voluntary
            .is_some_and(|done| self.duty.is_none_or(|duty| done > duty))
    }

    /// What is done, in words, with a mark where nobody must do it.
    #[must_use]
    pub fn done_label(&self) -> Option<String> {
        let label = self.to_do()?.label();
        let mark = if self.is_voluntary() {
            "（任意に実施）"
        } else {
            ""
        };
        Some(format!("{label}{mark}"))
    }

    /// Where the affair stands on a day.
    #[must_use]
    pub fn state(&self, today: Date) -> AffairState {
        if let Some(ended) = self.ended_on {
            return match self.notified_on {
                None => AffairState::Ended,
                Some(_) if today < earliest_removal(ended) => AffairState::EndNotified,
                Some(_) => AffairState::MayBeRemoved,
            };
        }
        let published = self.published.filter(|published| *published > Duty::None);
        match (self.to_do(), published) {
            // Once public it stays in force, even where the duty is gone or unknown.
            (to_do, Some(published)) if to_do.is_none_or(|to_do| to_do <= published) => {
                AffairState::InForce
            }
            (None, _) => AffairState::Registered,
            (Some(Duty::None), _) => AffairState::NoDuty,
            (Some(_), _) => AffairState::Preparing,
        }
    }
}

/// Whether the judgement demands that the assessment be done again (再実施): it came out
/// higher than `before` (for an affair never judged: than what is published), and something
/// is published. A lower one demands nothing and takes nothing down. Source: `rules.md` §5.
#[must_use]
pub fn demands_redo(before: Option<Duty>, after: Option<Duty>, published: Option<Duty>) -> bool {
    let Some(published) = published.filter(|published| *published > Duty::None) else {
        return false;
    };
    after.is_some_and(|after| after > before.unwrap_or(published))
}

/// What information an incident is about: two words of the forms with different periods.
/// Source: `rules.md` §2, C N14.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentSubject {
    /// 特定個人情報: with My Numbers.
    Specific,
    /// 個人情報 without My Numbers: other items of the forms ask for it.
    Personal,
}

impl IncidentSubject {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Specific, Self::Personal];

    /// The word of the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Specific => "specific",
            Self::Personal => "personal",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|subject| subject.as_str() == text)
    }

    /// The subject in Japanese.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Specific => "特定個人情報",
            Self::Personal => "特定個人情報以外の個人情報",
        }
    }
}

/// So many persons, staff not counted, make an incident a serious one (U).
pub const SERIOUS_PERSONS: u64 = 101;

/// An incident of an agency, as far as the judgement asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incident {
    /// The day it happened.
    pub occurred_on: Date,
    /// What it is about.
    pub subject: IncidentSubject,
    /// How many persons, staff not counted.
    pub persons: u64,
    /// Whether somebody meant it.
    pub deliberate: bool,
    /// Whether the agency answers for it: accidents of delivery and the like that it does
    /// not answer for are left out (C N14).
    pub attributable: bool,
}

impl Incident {
    /// Whether it is a serious incident with My Number data in the sense of the judgement.
    #[must_use]
    pub fn is_serious(&self) -> bool {
        self.subject == IncidentSubject::Specific
            && self.attributable
            && (self.deliberate || self.persons >= SERIOUS_PERSONS)
    }

    /// The last day on which it counts: the same day a year later. That the anniversary
    /// still counts is unconfirmed; it is the cautious reading of 「過去1年以内」.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.occurred_on.saturating_add(1.year())
    }

    /// Whether it counts in a judgement on `day`.
    #[must_use]
    pub fn counts_on(&self, day: Date) -> bool {
        self.is_serious() && self.occurred_on <= day && day <= self.last_day()
    }
}

/// What is wrong with the days of an affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayProblem {
    /// 情報連携 begins before publication (番号法28条6項).
    ExchangeBeforePublication,
    /// 情報連携 has a day, and nothing is published.
    ExchangeWithoutPublication,
    /// The file was held before the assessment was published, without 規則9条2項.
    HeldBeforePublication,
}

impl DayProblem {
    /// What is wrong and what to do.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::ExchangeBeforePublication => {
                "情報連携の開始日が、評価書の公表日より前です。評価書を公表する前に情報連携を始めることはできません（番号法28条6項）。開始日を確かめてください。"
            }
            Self::ExchangeWithoutPublication => {
                "情報連携の開始日になりましたが、評価書が公表されていません。公表するまで情報連携を始めることはできません（番号法28条6項）。公表を先にするか、開始日を直してください。"
            }
            Self::HeldBeforePublication => {
                "特定個人情報ファイルの保有開始日を過ぎましたが、評価書が公表されていません。保有前に実施することが原則です。災害等でやむを得ないときは、規則9条2項の適用と理由を書いてください。"
            }
        }
    }

    /// Whether it breaks the law as it stands, or is a warning.
    #[must_use]
    pub fn is_error(self) -> bool {
        !matches!(self, Self::HeldBeforePublication)
    }
}

/// The days that bind an affair to its publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    /// 特定個人情報ファイルの保有開始日.
    pub holding_from: Option<Date>,
    /// 情報連携の開始日.
    pub exchange_from: Option<Date>,
    /// The first publication of what must be made; `None` while it is not.
    pub published_on: Option<Date>,
    /// Whether 規則9条2項 is claimed, with a reason.
    pub after_the_fact: bool,
}

/// Every problem of the days, seen from `today`. A day in the future without publication is
/// a plan and no problem yet.
#[must_use]
pub fn day_problems(days: &Days, today: Date) -> Vec<DayProblem> {
    let mut found = Vec::new();
    match (days.exchange_from, days.published_on) {
        (Some(exchange), Some(published)) if exchange < published => {
            found.push(DayProblem::ExchangeBeforePublication);
        }
        (Some(exchange), None) if exchange <= today => {
            found.push(DayProblem::ExchangeWithoutPublication);
        }
        _ => {}
    }
    let begun = days.holding_from.is_some_and(|from| from <= today);
    if begun && days.published_on.is_none() && !days.after_the_fact {
        found.push(DayProblem::HeldBeforePublication);
    }
    found
}

#[cfg(test)]
mod tests;
