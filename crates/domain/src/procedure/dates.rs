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
    /// Nobody here knows the holidays of that year.
    #[error(
        "公表日が、祝日表の範囲外の年（2022年から2099年まで以外）です。祝日かどうかは確かめていません。"
    )]
    HolidaysUnknown,
}

/// What is unusual about publishing on `on`; `is_holiday` knows the national holidays, as
/// [`super::is_national_holiday`] does, and says `None` of years that it does not know.
#[must_use]
pub fn publication_warnings(
    on: Date,
    today: Date,
    is_holiday: impl Fn(Date) -> Option<bool>,
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
        return warnings;
    }
    match is_holiday(on) {
        Some(true) => warnings.push(DayWarning::Holiday),
        Some(false) => {}
        None => warnings.push(DayWarning::HolidaysUnknown),
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

/// The title of an assessment whose affair ended on `ended_on`: with 【○年○月○日 終了】 at its
/// end, in the years of the screens; as it is while the affair goes on. Source: 指針,
/// `domain/rules.md` §5 (評価書名の末尾に【○年○月○日 終了】).
#[must_use]
pub fn ended_title(title: &str, ended_on: Option<Date>) -> String {
    ended_on.map_or_else(
        || title.to_owned(),
        |day| format!("{title}【{} 終了】", crate::day_words(day)),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::procedure::is_national_holiday;

    #[test]
    fn unusual_days_of_publication_are_named() {
        let today = date(2026, 4, 10);
        let of = |on| publication_warnings(on, today, is_national_holiday);
        for (on, wanted) in [
            (date(2026, 4, 10), &[][..]),
            (date(2026, 4, 9), &[DayWarning::Past]),
            (date(2026, 4, 11), &[DayWarning::Weekend]),
            (date(2026, 4, 29), &[DayWarning::Holiday]),
            (
                date(2026, 5, 3),
                &[DayWarning::Weekend, DayWarning::Holiday],
            ),
            (date(2026, 12, 28), &[]),
            (date(2026, 12, 29), &[DayWarning::YearEnd]),
            (date(2027, 1, 1), &[DayWarning::YearEnd]),
            (date(2027, 1, 4), &[]),
            (date(2101, 3, 1), &[DayWarning::HolidaysUnknown]),
        ] {
            assert_eq!(of(on), wanted, "{on}");
        }
    }

    #[test]
    fn editions_stay_three_years_after_the_end() {
        assert_eq!(earliest_removal(date(2023, 3, 31)), date(2026, 3, 31));
        assert_eq!(earliest_removal(date(2024, 2, 29)), date(2027, 3, 1));
    }

    #[test]
    fn the_title_of_an_ended_affair_says_when() {
        assert_eq!(ended_title("事務", None), "事務");
        assert_eq!(
            ended_title("事務", Some(date(2026, 3, 31))),
            "事務【2026年3月31日 終了】"
        );
    }
}
