//! Days as people write them.

use jiff::civil::Date;

/// A day in the years of the screens: 2014年10月1日.
#[must_use]
pub fn day_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_no_zeros_before_its_numbers() {
        assert_eq!(day_words(jiff::civil::date(2016, 4, 1)), "2016年4月1日");
    }
}
