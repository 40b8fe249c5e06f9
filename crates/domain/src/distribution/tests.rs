#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn code(five: &str) -> BodyCode {
    (0..10)
        .find_map(|last| BodyCode::parse(&format!("{five}{last}")).ok())
        .unwrap()
}

#[test]
fn the_standing_follows_from_the_code() {
    let table = [
        ("01000", Some(Standing::Prefecture)),
        ("01100", Some(Standing::DesignatedCity)),
        ("14130", Some(Standing::DesignatedCity)),
        ("27140", Some(Standing::DesignatedCity)),
        ("14150", Some(Standing::DesignatedCity)),
        ("13101", Some(Standing::Municipality)),
        ("13123", Some(Standing::Municipality)),
        ("01202", Some(Standing::Municipality)),
        ("01694", Some(Standing::Municipality)),
        ("01695", None),
        ("01700", None),
        ("13801", Some(Standing::Union)),
        ("99801", Some(Standing::Union)),
    ];
    for (five, expected) in table {
        assert_eq!(Standing::of(&code(five)), expected, "{five}");
    }
}

#[test]
fn notices_go_down_the_tree_and_nowhere_else() {
    let [pref, other, city, town, far, union] =
        ["01000", "02000", "01100", "01202", "02201", "01801"].map(code);
    let table = [
        (&pref, &town, false, true),
        (&pref, &city, false, false),
        (&pref, &far, false, false),
        (&pref, &other, false, false),
        (&other, &town, false, false),
        (&pref, &union, false, false),
        (&pref, &union, true, true),
        (&city, &union, true, true),
        (&town, &union, true, true),
        (&far, &union, true, true),
        (&town, &union, false, false),
        (&union, &union, true, false),
        (&union, &town, true, false),
        (&town, &pref, true, false),
    ];
    for (from, to, is_member, expected) in table {
        assert_eq!(hands_on(from, to, is_member), expected, "{from} {to}");
    }
}

/// With the ministry's list, where `HYOKASHO_TEST_BODIES` names it: 47 prefectures, 20
/// designated cities, 1,721 other municipalities.
#[test]
fn the_ministrys_list_has_twenty_designated_cities() {
    let Ok(path) = std::env::var("HYOKASHO_TEST_BODIES") else {
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let mut counts: BTreeMap<Option<Standing>, usize> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let code = BodyCode::parse(line.split(',').next().unwrap()).unwrap();
        *counts.entry(Standing::of(&code)).or_default() += 1;
    }
    let count = |standing| counts.get(&standing).copied().unwrap_or_default();
    assert_eq!(count(Some(Standing::Prefecture)), 47);
    assert_eq!(count(Some(Standing::DesignatedCity)), 20);
    assert_eq!(count(Some(Standing::Municipality)), 1_721);
    assert_eq!(count(None), 6);
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

#[test]
fn the_first_reader_stays() {
    let mut receipt = Receipt::arrived(at(10));
    receipt.read(&user("a"), at(20));
    receipt.read(&user("b"), at(30));
    assert_eq!(receipt.read.unwrap().by, user("a"));
}

#[test]
fn it_is_passed_on_only_when_everybody_below_has_it() {
    let mut receipt = Receipt::arrived(at(10));
    receipt.forward(&user("a"), at(20), 3);
    assert_eq!(receipt.state(), ReceiptState::Arrived);
    let early = receipt.complete(&user("a"), at(25), 3);
    assert_eq!(early, Err(ReceiptRefusal::Unreached { remaining: 3 }));
    receipt.forward(&user("a"), at(30), 0);
    assert_eq!(receipt.state(), ReceiptState::Forwarded);
    receipt.complete(&user("b"), at(40), 0).unwrap();
    assert_eq!(receipt.state(), ReceiptState::Completed);
}

#[test]
fn a_reminder_comes_once_a_day_while_something_is_open() {
    let (monday, tuesday) = (date(2014, 8, 11), date(2014, 8, 12));
    let mut receipt = Receipt::arrived(at(10));
    assert!(receipt.remind(monday, 0));
    assert!(!receipt.remind(monday, 0));
    assert!(receipt.remind(tuesday, 0));
    receipt.read(&user("a"), at(20));
    assert!(!receipt.remind(date(2014, 8, 13), 0));
    assert!(receipt.remind(date(2014, 8, 13), 2));
    receipt.complete(&user("a"), at(30), 0).unwrap();
    assert!(!receipt.remind(date(2014, 8, 14), 2));
}

proptest! {
    /// Whatever is done when, dates are in order, the state never goes back, and what was
    /// done first stays.
    #[test]
    fn any_acts_keep_the_dates_in_order(
        acts in prop::collection::vec((0u8..4, 0i64..100, 0usize..3), 0..40),
    ) {
        let mut receipt = Receipt::arrived(at(50));
        for (act, second, remaining) in acts {
            let before = receipt.clone();
            match act {
                0 => receipt.read(&user("a"), at(second)),
                1 => receipt.forward(&user("b"), at(second), remaining),
                2 => { let _ = receipt.complete(&user("c"), at(second), remaining); }
                _ => { receipt.remind(date(2014, 8, 11), remaining); }
            }
            prop_assert!(receipt.state() >= before.state());
            let times: Vec<Timestamp> = [&receipt.read, &receipt.forwarded, &receipt.completed]
                .into_iter().flatten().map(|done| done.at).collect();
            prop_assert!(times.iter().all(|time| *time >= receipt.arrived));
            prop_assert!(times.is_sorted());
            for (old, new) in [
                (&before.read, &receipt.read),
                (&before.forwarded, &receipt.forwarded),
                (&before.completed, &receipt.completed),
            ] {
                prop_assert!(old.is_none() || old == new);
            }
        }
    }
}
