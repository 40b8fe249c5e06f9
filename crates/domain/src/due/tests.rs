#![allow(clippy::unwrap_used)]
use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn told(published: &str, today: &str) -> Vec<(DueKind, String)> {
    let all = to_tell(day(published), day(today));
    all.into_iter()
        .map(|due| (due.kind, due.on.to_string()))
        .collect()
}

fn between(published: &str, from: &str, to: &str) -> Vec<String> {
    let all = due_between(day(published), day(from), day(to));
    all.into_iter()
        .map(|due| format!("{} {}", due.on, due.kind.as_str()))
        .collect()
}

#[test]
fn a_review_is_due_a_year_after_publication_and_every_year_from_then() {
    assert_eq!(
        between("2015-04-01", "2015-04-01", "2017-04-01"),
        ["2016-04-01 yearly-review", "2017-04-01 yearly-review"]
    );
    assert_eq!(
        between("2015-04-01", "2016-04-02", "2017-03-31"),
        Vec::<String>::new()
    );
}

#[test]
fn the_day_of_publication_itself_is_no_review() {
    assert_eq!(
        between("2015-04-01", "2015-01-01", "2015-12-31"),
        Vec::<String>::new()
    );
}

#[test]
fn a_leap_day_is_kept_on_the_last_of_february() {
    assert_eq!(
        between("2016-02-29", "2017-01-01", "2020-12-31"),
        [
            "2017-02-28 yearly-review",
            "2018-02-28 yearly-review",
            "2019-02-28 yearly-review",
            "2020-02-29 yearly-review",
        ]
    );
    let redo = Due::redo(day("2016-02-29"));
    assert_eq!(
        (redo.on, redo.tell_from),
        (day("2021-02-28"), day("2020-08-28"))
    );
}

#[test]
fn a_review_is_told_thirty_days_before_and_not_long_after() {
    for (today, is_told) in [
        ("2016-03-01", false),
        ("2016-03-02", true),
        ("2016-04-01", true),
        ("2016-05-31", true),
        ("2016-06-01", false),
    ] {
        let found = told("2015-04-01", today);
        assert_eq!(!found.is_empty(), is_told, "{today}");
    }
}

#[test]
fn a_review_early_in_the_year_is_told_in_the_year_before() {
    let review = (DueKind::YearlyReview, "2017-01-10".to_owned());
    assert_eq!(told("2016-01-10", "2016-12-11"), vec![review.clone()]);
    assert_eq!(told("2016-01-10", "2016-12-10"), []);
    assert_eq!(told("2016-01-10", "2017-03-11"), [review]);
}

#[test]
fn a_redo_is_told_six_months_before_and_stays_due() {
    let redo = (DueKind::Redo, "2020-04-01".to_owned());
    assert!(!told("2015-04-01", "2019-09-30").contains(&redo));
    for today in ["2019-10-01", "2020-04-01", "2023-01-01"] {
        assert!(told("2015-04-01", today).contains(&redo), "{today}");
    }
    assert!(
        between("2015-04-01", "2026-01-01", "2026-02-01").contains(&"2020-04-01 redo".to_owned())
    );
}

#[test]
fn three_years_pass_before_a_display_may_end() {
    for (ended, may_end) in [
        ("2020-03-31", "2023-03-31"),
        ("2020-02-29", "2023-03-01"),
        ("2019-12-31", "2022-12-31"),
    ] {
        assert_eq!(Due::display_end(day(ended)).on, day(may_end), "{ended}");
    }
}

#[test]
fn a_hearing_is_told_a_week_before_its_end_and_a_publication_the_day_before() {
    let end = Due::consultation_end(day("2016-03-07"));
    assert_eq!(end.tell_from, day("2016-02-29"));
    assert_eq!(
        Due::publication(day("2016-03-01")).tell_from,
        day("2016-02-29")
    );
}

#[test]
fn the_end_of_the_calendar_is_no_reason_to_fail() {
    let last = Date::MAX;
    assert!(!due_between(Date::MIN, last, last).is_empty());
    assert_eq!(to_tell(last, last).len(), 1);
    assert_eq!(to_tell(Date::MIN, Date::MIN), []);
}
