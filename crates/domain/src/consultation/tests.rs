#![allow(clippy::unwrap_used)]
use jiff::civil::date;

use super::*;

#[test]
fn an_id_has_one_spelling() {
    let id = ConsultationId::parse("011002-12").unwrap();
    assert_eq!(id.to_string(), "011002-12");
    assert_eq!(id.body().as_str(), "011002");
    for bad in [
        "",
        "011002",
        "011002-0",
        "011002-01",
        "011002-+1",
        "011003-1",
        "x-1",
        "011002-1/",
    ] {
        assert_eq!(
            ConsultationId::parse(bad),
            Err(ConsultationIdProblem),
            "{bad}"
        );
    }
}

#[test]
fn both_ends_of_the_period_are_included() {
    let (from, to) = (date(2014, 10, 1), date(2014, 10, 30));
    let table = [
        (date(2014, 9, 30), Phase::Upcoming),
        (from, Phase::Open { days_left: 29 }),
        (date(2014, 10, 29), Phase::Open { days_left: 1 }),
        (to, Phase::Open { days_left: 0 }),
        (date(2014, 10, 31), Phase::Closed),
    ];
    for (today, phase) in table {
        assert_eq!(Phase::on(from, to, today), phase, "{today}");
    }
    assert_eq!(
        period_words(from, to),
        "2014年10月1日から2014年10月30日まで（30日間）"
    );
}

#[test]
fn it_closes_at_midnight_in_japan_whatever_the_season() {
    // The last Sundays of March and October, on which clocks change elsewhere.
    for (to, end) in [
        (date(2026, 3, 29), "2026-03-29T15:00:00Z"),
        (date(2026, 10, 25), "2026-10-25T15:00:00Z"),
        (date(2028, 2, 29), "2028-02-29T15:00:00Z"),
        (date(2026, 12, 31), "2026-12-31T15:00:00Z"),
    ] {
        assert_eq!(closes_at(to).unwrap().to_string(), end);
    }
}

#[test]
fn thirty_days_need_no_reason() {
    let from = date(2014, 10, 1);
    assert!(is_shortened(from, date(2014, 10, 29)));
    assert!(!is_shortened(from, date(2014, 10, 30)));
}

#[test]
fn only_forms_with_a_consultation_have_its_items() {
    let of = |form: &str| ConsultationItems::of(&FormId::parse(form).unwrap());
    assert_eq!(of("zenkomoku").unwrap().shortening, Some("VI.2.short"));
    assert_eq!(of("juten").unwrap().shortening, None);
    assert_eq!(of("kiso"), None);
}
