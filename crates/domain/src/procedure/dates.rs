//! Days of the procedure.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// What is unusual about a day of publication. It warns, it does not refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayWarning {
    /// It is over.
    #[error("公表日が過去の日です。実際に公表した日か確かめてください。")]
    Past,
    /// A Saturday or Sunday.
    #[error("公表日が土曜日か日曜日です。")]
    Weekend,
    /// 12月29日から1月3日まで (行政機関の休日に関する法律1条1項3号).
    #[error("公表日が年末年始（12月29日から1月3日まで）の休みの日です。")]
    YearEnd,
    /// A national holiday (国民の祝日に関する法律).
    #[error("公表日が国民の祝日・休日です。")]
    Holiday,
}

/// What is unusual about publishing on `on`; `is_holiday` knows the national holidays.
#[must_use]
pub fn publication_warnings(
    on: Date,
    today: Date,
    is_holiday: impl Fn(Date) -> bool,
) -> Vec<DayWarning> {
    let mut warnings = Vec::new();
    if on < today {
        warnings.push(DayWarning::Past);
    }
    if matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday) {
        warnings.push(DayWarning::Weekend);
    }
    if matches!((on.month(), on.day()), (12, 29..=31) | (1, 1..=3)) {
        warnings.push(DayWarning::YearEnd);
    } else if is_holiday(on) {
        warnings.push(DayWarning::Holiday);
    }
    warnings
}

/// The first day on which the editions of an ended affair may be taken off: three years after
/// the day it ended. Source: 規則16条・指針, `domain/rules.md` §5. Of 29 February, the first
/// of March.
#[must_use]
pub fn earliest_removal(ended_on: Date) -> Date {
    let year = ended_on.year() + 3;
    Date::new(year, ended_on.month(), ended_on.day())
        .unwrap_or_else(|_| ended_on.saturating_add(3.years()).saturating_add(1.day()))
}
