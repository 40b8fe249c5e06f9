use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn incident(occurred_on: Date) -> Incident {
    Incident {
        occurred_on,
        subject: IncidentSubject::Specific,
        persons: 101,
        deliberate: false,
        attributable: true,
    }
}

#[test]
fn an_incident_counts_from_its_day_to_the_same_day_a_year_later() {
    let found = incident(date(2026, 3, 1));
    for (day, counts) in [
        (date(2026, 2, 28), false),
        (date(2026, 3, 1), true),
        (date(2027, 3, 1), true),
        (date(2027, 3, 2), false),
    ] {
        assert_eq!(found.counts_on(day), counts, "{day}");
    }
    let leap = incident(date(2024, 2, 29));
    assert!(leap.counts_on(date(2025, 2, 28)) && !leap.counts_on(date(2025, 3, 1)));
}

#[test]
fn what_counts_is_serious_about_my_numbers_and_the_agencys_own() {
    let day = date(2026, 3, 1);
    let base = incident(day);
    let serious = |incident: Incident| incident.counts_on(day);
    assert!(serious(base));
    assert!(!serious(Incident {
        persons: 100,
        ..base
    }));
    assert!(serious(Incident {
        persons: 1,
        deliberate: true,
        ..base
    }));
    assert!(!serious(Incident {
        attributable: false,
        ..base
    }));
    let subject = IncidentSubject::Personal;
    assert!(
        !serious(Incident { subject, ..base }),
        "another word of the forms"
    );
}

#[test]
fn where_an_affair_stands_follows_from_what_is_known() {
    use AffairState::{InForce, NoDuty, Preparing, Registered};
    let today = date(2026, 4, 1);
    let state = |duty, voluntary, published| {
        let standing = Standing {
            duty,
            voluntary,
            published,
            ..Standing::default()
        };
        standing.state(today)
    };
    let (none, kiso, juten) = (Some(Duty::None), Some(Duty::Kiso), Some(Duty::KisoJuten));
    assert_eq!(state(None, None, None), Registered);
    assert_eq!(state(none, None, None), NoDuty);
    assert_eq!(state(none, kiso, None), Preparing, "voluntary");
    assert_eq!(state(kiso, None, None), Preparing);
    assert_eq!(state(kiso, None, kiso), InForce);
    assert_eq!(
        state(juten, None, kiso),
        Preparing,
        "the second one is missing"
    );
    assert_eq!(
        state(kiso, juten, kiso),
        Preparing,
        "the voluntary one is missing"
    );
    assert_eq!(
        state(none, None, kiso),
        InForce,
        "a lower duty takes nothing down"
    );
    assert_eq!(state(None, None, kiso), InForce);
}

#[test]
fn an_ended_affair_stays_public_for_three_years() {
    let standing = Standing {
        ended_on: Some(date(2024, 2, 29)),
        ..Standing::default()
    };
    assert_eq!(standing.state(date(2030, 1, 1)), AffairState::Ended);
    let notified = Standing {
        notified_on: Some(date(2024, 3, 1)),
        ..standing
    };
    assert_eq!(notified.state(date(2027, 2, 28)), AffairState::EndNotified);
    assert_eq!(notified.state(date(2027, 3, 1)), AffairState::MayBeRemoved);
}

#[test]
fn only_a_higher_result_for_something_public_demands_a_redo() {
    use Duty::{Kiso, KisoJuten, KisoZenkomoku, None as Nothing};
    let table = [
        (Some(Kiso), Some(KisoJuten), Some(Kiso), true),
        (Some(Kiso), Some(KisoJuten), None, false),
        (Some(KisoJuten), Some(Kiso), Some(KisoJuten), false),
        (Some(Kiso), Some(Kiso), Some(Kiso), false),
        (Some(Nothing), Some(Kiso), Some(Nothing), false),
        (None, Some(Kiso), Some(Kiso), false),
        (None, Some(KisoZenkomoku), Some(Kiso), true),
        (Some(Kiso), None, Some(Kiso), false),
    ];
    for (before, after, published, redo) in table {
        assert_eq!(
            demands_redo(before, after, published),
            redo,
            "{before:?} {after:?} {published:?}"
        );
    }
}

#[test]
fn exchange_never_begins_before_publication() {
    use DayProblem::{ExchangeBeforePublication, ExchangeWithoutPublication};
    let (today, yesterday, tomorrow) = (date(2026, 4, 2), date(2026, 4, 1), date(2026, 4, 3));
    let problems = |exchange_from, published_on| {
        let days = Days {
            exchange_from,
            published_on,
            ..Days::default()
        };
        day_problems(&days, today)
    };
    assert_eq!(problems(Some(today), Some(today)), []);
    assert_eq!(
        problems(Some(yesterday), Some(today)),
        [ExchangeBeforePublication]
    );
    assert_eq!(problems(Some(today), None), [ExchangeWithoutPublication]);
    assert_eq!(problems(Some(tomorrow), None), [], "a plan");
    assert_eq!(problems(None, None), []);
}

#[test]
fn holding_before_publication_needs_the_exception() {
    let today = date(2026, 4, 2);
    let days = Days {
        holding_from: Some(today),
        ..Days::default()
    };
    assert_eq!(
        day_problems(&days, today),
        [DayProblem::HeldBeforePublication]
    );
    let excepted = Days {
        after_the_fact: true,
        ..days
    };
    assert_eq!(day_problems(&excepted, today), []);
}

proptest! {
    #[test]
    fn a_lower_or_equal_result_never_demands_a_redo(
        before in 0..4_usize, after in 0..4_usize, published in 0..4_usize,
    ) {
        let duty = |n: usize| Some(Duty::ALL[n]);
        if after <= before {
            prop_assert!(!demands_redo(duty(before), duty(after), duty(published)));
        }
    }
}

#[test]
fn what_the_duty_asks_for_is_not_called_voluntary() {
    let done = |duty, voluntary| {
        let standing = Standing {
            duty,
            voluntary,
            ..Standing::default()
        };
        standing.done_label()
    };
    let (kiso, juten) = (Some(Duty::Kiso), Some(Duty::KisoJuten));
    let voluntary = "基礎項目評価及び重点項目評価（任意に実施）";
    assert_eq!(done(kiso, juten).as_deref(), Some(voluntary));
    let must = "基礎項目評価及び全項目評価";
    let full = Some(Duty::KisoZenkomoku);
    assert_eq!(done(full, juten).as_deref(), Some(must));
    assert_eq!(done(juten, juten).as_deref(), Some(Duty::KisoJuten.label()));
    assert_eq!(done(None, None), None);
}
