//! National holidays of Japan, from the law rather than from a table that ends.
//!
//! Source: 国民の祝日に関する法律（昭和23年法律第178号）2条 and 3条, as amended until 2018
//! (天皇誕生日 2月23日, スポーツの日). The two equinoxes are the days that the usual astronomical
//! formula gives; officially they are announced in the February of the year before, and the
//! formula has given the announced day so far. Known from 2022 (in the years before, days were
//! moved for the Olympic games) to 2099, where the formula ends.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The years that are known.
const YEARS: std::ops::RangeInclusive<i16> = 2022..=2099;

/// Whether a day is a national holiday, a substitute for one, or a day between two; `None`
/// outside the years 2022 to 2099.
#[must_use]
pub fn is_national_holiday(day: Date) -> Option<bool> {
    YEARS.contains(&day.year()).then(|| {
        is_named(day) || is_substitute(day) || {
            // 3条3項: a day between two holidays.
            let around = (day.yesterday(), day.tomorrow());
            matches!(around, (Ok(before), Ok(after)) if is_named(before) && is_named(after))
        }
    })
}

/// 2条.
fn is_named(day: Date) -> bool {
    let (month, date) = (day.month(), day.day());
    let fixed = matches!(
        (month, date),
        (1, 1) | (2, 11 | 23) | (4, 29) | (5, 3..=5) | (8, 11) | (11, 3 | 23)
    );
    let monday = day.weekday() == Weekday::Monday
        && matches!(
            (month, (date - 1) / 7 + 1),
            (1, 2) | (7, 3) | (9, 3) | (10, 2)
        );
    fixed || monday || (month, date) == (3, equinox(day.year(), SPRING)) || {
        (month, date) == (9, equinox(day.year(), AUTUMN))
    }
}

/// 3条2項: of a holiday on a Sunday, the next day that is none.
fn is_substitute(day: Date) -> bool {
    let mut before = day;
    loop {
        let Ok(earlier) = before.checked_sub(1.day()) else {
            return false;
        };
        if !is_named(earlier) {
            return false;
        }
        if earlier.weekday() == Weekday::Sunday {
            return !is_named(day);
        }
        before = earlier;
    }
}

/// Day of the equinox in 1980, in ten-thousandths of a day.
const SPRING: i64 = 208_431;
const AUTUMN: i64 = 232_488;

/// The day of March or September, for 1980 to 2099.
fn equinox(year: i16, in_1980: i64) -> i8 {
    let years = i64::from(year) - 1980;
    let day = (in_1980 * 100 + years * 242_194) / 1_000_000 - years / 4;
    i8::try_from(day).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// 内閣府「国民の祝日」について, 令和8年 (2026).
    #[test]
    fn the_holidays_of_a_year_are_those_that_were_announced() {
        let announced = [
            (1, 1),
            (1, 12),
            (2, 11),
            (2, 23),
            (3, 20),
            (4, 29),
            (5, 3),
            (5, 4),
            (5, 5),
            (5, 6),
            (7, 20),
            (8, 11),
            (9, 21),
            (9, 22),
            (9, 23),
            (10, 12),
            (11, 3),
            (11, 23),
        ];
        let mut day = jiff::civil::date(2026, 1, 1);
        let mut found = Vec::new();
        while day.year() == 2026 {
            if is_national_holiday(day) == Some(true) {
                found.push((day.month(), day.day()));
            }
            day = day.tomorrow().unwrap();
        }
        assert_eq!(found, announced);
    }

    #[test]
    fn equinoxes_and_substitutes_fall_where_they_were_announced() {
        for (year, month, day) in [
            (2023, 3, 21),
            (2024, 3, 20),
            (2025, 3, 20),
            (2027, 3, 21),
            (2023, 9, 23),
            (2024, 9, 22),
            (2024, 9, 23),
            (2025, 9, 23),
            (2024, 2, 12),
            (2024, 5, 6),
            (2024, 8, 12),
            (2024, 11, 4),
            (2025, 2, 24),
            (2025, 5, 6),
        ] {
            let day = jiff::civil::date(year, month, day);
            assert_eq!(is_national_holiday(day), Some(true), "{day}");
        }
        for (year, month, day) in [(2024, 9, 24), (2026, 9, 24), (2025, 3, 21), (2026, 5, 7)] {
            let day = jiff::civil::date(year, month, day);
            assert_eq!(is_national_holiday(day), Some(false), "{day}");
        }
    }

    #[test]
    fn years_that_are_not_known_are_not_guessed() {
        assert_eq!(is_national_holiday(jiff::civil::date(2021, 7, 23)), None);
        assert_eq!(is_national_holiday(jiff::civil::date(2100, 1, 1)), None);
    }
}
