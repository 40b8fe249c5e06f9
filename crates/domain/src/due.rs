//! Days to be kept after publication. Source: `domain/rules.md` §6 and `domain/records.md`
//! §3 (common invariants, 5); a day is a day in Japan.
//!
//! What is deliberately absent: whether a review was made. A review that changes nothing
//! leaves no document, so the calendar says when it is time and not that it was missed.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::procedure::earliest_removal;

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    /// 見直し, at least once a year.
    YearlyReview,
    /// 再実施, before five years have passed since the latest publication.
    Redo,
    /// The last day of a hearing of opinions.
    ConsultationEnd,
    /// The day from which the assessment of an ended affair may be taken down.
    DisplayEnd,
    /// A planned publication.
    Publication,
}

impl DueKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::YearlyReview,
        Self::Redo,
        Self::ConsultationEnd,
        Self::DisplayEnd,
        Self::Publication,
    ];

    /// The word in keys and identifiers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::YearlyReview => "yearly-review",
            Self::Redo => "redo",
            Self::ConsultationEnd => "consultation-end",
            Self::DisplayEnd => "display-end",
            Self::Publication => "publication",
        }
    }

    /// What is due, in Japanese.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::YearlyReview => "1年ごとの見直し",
            Self::Redo => "5年以内の再実施",
            Self::ConsultationEnd => "意見聴取の終了",
            Self::DisplayEnd => "終了した事務の公表をやめられる日",
            Self::Publication => "予約した公表",
        }
    }

    /// Why, and where that is written.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::YearlyReview => "公表の日から1年ごとに見直す（特定個人情報保護評価指針）",
            Self::Redo => "直近の公表の日から5年を経過する前に再実施する（規則15条）",
            Self::ConsultationEnd => "公示した期間の最後の日（規則7条1項）",
            Self::DisplayEnd => {
                "事務をやめた日から少なくとも3年間は公表する（特定個人情報保護評価指針）"
            }
            Self::Publication => "この団体が予約した日",
        }
    }

    /// Whether the law asks for an effort only (努力義務).
    #[must_use]
    pub fn is_effort(self) -> bool {
        matches!(self, Self::YearlyReview | Self::Redo)
    }

    /// What about the day is not confirmed (確度 U), if anything.
    #[must_use]
    pub fn unconfirmed(self) -> Option<&'static str> {
        match self {
            Self::Redo => Some("5年の数え方と6か月前からの知らせは目安です"),
            Self::YearlyReview => Some("起算の日は公表の日としています"),
            _ => None,
        }
    }
}

/// Something due on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// What.
    pub kind: DueKind,
    /// From which day on people are told.
    pub tell_from: Date,
}

impl Due {
    /// The last day of a hearing; told a week before.
    #[must_use]
    pub fn consultation_end(on: Date) -> Self {
        Self::told_before(DueKind::ConsultationEnd, on, 7.days())
    }

    /// The first day on which the assessment of an affair that ended on `ended` may be taken
    /// down, as [`earliest_removal`] counts.
    #[must_use]
    pub fn display_end(ended: Date) -> Self {
        Self::told_before(DueKind::DisplayEnd, earliest_removal(ended), 0.days())
    }

    /// A planned publication; told the day before.
    #[must_use]
    pub fn publication(on: Date) -> Self {
        Self::told_before(DueKind::Publication, on, 1.day())
    }

    /// Whether the day lies within a span, both ends included.
    #[must_use]
    pub fn is_within(&self, from: Date, to: Date) -> bool {
        from <= self.on && self.on <= to
    }

    /// Whether people are told of it on `today`: from the day of telling to the day itself.
    #[must_use]
    pub fn is_told_on(&self, today: Date) -> bool {
        self.tell_from <= today && today <= self.on
    }

    fn told_before(kind: DueKind, on: Date, before: jiff::Span) -> Self {
        Self {
            on,
            kind,
            tell_from: on.saturating_sub(before),
        }
    }

    fn review(published: Date, year: i16) -> Self {
        let on = published.saturating_add(year.years());
        Self::told_before(DueKind::YearlyReview, on, 30.days())
    }

    /// Five years after the latest publication: the redo lies before this day.
    fn redo(published: Date) -> Self {
        let on = published.saturating_add(5.years());
        Self::told_before(DueKind::Redo, on, 6.months())
    }
}

/// What is due within a span of days, both included, for an assessment whose latest
/// publication was on `published`. A redo that has passed stays due.
#[must_use]
pub fn due_between(published: Date, from: Date, to: Date) -> Vec<Due> {
    let first = (from.year() - published.year()).max(1);
    let last = to.year() - published.year();
    let reviews = (first..=last).map(|year| Due::review(published, year));
    let redo = Due::redo(published);
    let mut all: Vec<Due> = reviews
        .filter(|due| due.is_within(from, to))
        .chain((redo.on <= to).then_some(redo))
        .collect();
    all.sort();
    all
}

/// What people are to be told on `today`, had nobody told them before: the latest review
/// whose time has come, unless that is long past, and the redo.
#[must_use]
pub fn to_tell(published: Date, today: Date) -> Vec<Due> {
    let until = today.saturating_add(30.days());
    let year = until.year() - published.year();
    let reviews = [year - 1, year].into_iter().filter(|year| *year >= 1);
    let review = reviews
        .map(|year| Due::review(published, year))
        .rfind(|due| due.tell_from <= today && today <= due.on.saturating_add(60.days()));
    let redo = Some(Due::redo(published)).filter(|due| due.tell_from <= today);
    review.into_iter().chain(redo).collect()
}

#[cfg(test)]
mod tests;
