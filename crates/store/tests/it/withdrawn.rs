//! What stands beside editions: that they were taken off, that the affair ended.

use domain::AssessmentId;
use jiff::civil::{Date, date};
use store::editions::{self, Address, NewWithdrawal, Withdrawal};
use store::{StoreError, Tx};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_bodies, begin, publish, start_assessment};

on_both! {
    a_withdrawal_takes_an_assessment_off_every_list,
    the_next_edition_brings_it_back_and_the_earlier_ones_stay_withdrawn,
    the_same_editions_are_not_withdrawn_twice,
    only_what_is_not_public_again_is_listed_as_gone,
    the_end_of_an_affair_stands_beside_every_edition,
    a_withdrawn_edition_keeps_its_first_day_and_stands_no_longer,
}

async fn published(tx: &mut Tx, id: &str, number: &str) -> AssessmentId {
    let id = start_assessment(tx, id, CITY, number, 0).await.unwrap();
    publish(tx, &id, 1, 1).await.unwrap();
    id
}

async fn withdraw(tx: &mut Tx, id: &AssessmentId, on: Date) -> Result<bool, StoreError> {
    let new = NewWithdrawal {
        assessment: id,
        on,
        at: time::after(i64::from(on.day())),
        by: None,
        reason: "誤りがあったため",
    };
    editions::withdraw(tx, &new).await
}

fn address(number: &str) -> Address {
    Address {
        body: sample::body_code(CITY),
        number: sample::number(number),
        form: sample::form("kiso"),
    }
}

fn of(withdrawal: &Withdrawal) -> (u32, u32, Date, Date) {
    let Withdrawal {
        first,
        last,
        published_from,
        withdrawn_on,
        ..
    } = withdrawal;
    (*first, *last, *published_from, *withdrawn_on)
}

async fn a_withdrawal_takes_an_assessment_off_every_list(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = published(&mut tx, "a", "1").await;
    let kept = published(&mut tx, "b", "2").await;
    assert!(withdraw(&mut tx, &id, date(2026, 5, 3)).await.unwrap());
    let listed = editions::list_current_after(&mut tx, None, 10)
        .await
        .unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].assessment, kept);
    assert_eq!(editions::count_current(&mut tx).await.unwrap(), 1);
    let gone = editions::withdrawn_at(&mut tx, &address("1"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(of(&gone), (1, 1, date(2026, 4, 1), date(2026, 5, 3)));
    assert_eq!(gone.reason, "誤りがあったため");
    assert_eq!(
        editions::withdrawn_at(&mut tx, &address("2"))
            .await
            .unwrap(),
        None
    );
    // The editions themselves are as they were.
    assert!(editions::find(&mut tx, &id, 1).await.unwrap().is_some());
}

async fn the_next_edition_brings_it_back_and_the_earlier_ones_stay_withdrawn(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = published(&mut tx, "a", "1").await;
    publish(&mut tx, &id, 2, 2).await.unwrap();
    withdraw(&mut tx, &id, date(2026, 5, 3)).await.unwrap();
    publish(&mut tx, &id, 3, 9).await.unwrap();
    assert_eq!(
        editions::withdrawn_at(&mut tx, &address("1"))
            .await
            .unwrap(),
        None
    );
    assert_eq!(editions::count_current(&mut tx).await.unwrap(), 1);
    withdraw(&mut tx, &id, date(2026, 5, 20)).await.unwrap();
    let all = editions::withdrawals_of(&mut tx, &id).await.unwrap();
    let all: Vec<_> = all.iter().map(of).collect();
    assert_eq!(
        all,
        [
            (1, 2, date(2026, 4, 1), date(2026, 5, 3)),
            (3, 3, date(2026, 4, 9), date(2026, 5, 20)),
        ]
    );
}

async fn the_same_editions_are_not_withdrawn_twice(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = published(&mut tx, "a", "1").await;
    assert!(withdraw(&mut tx, &id, date(2026, 5, 3)).await.unwrap());
    assert!(!withdraw(&mut tx, &id, date(2026, 5, 4)).await.unwrap());
    assert_eq!(
        editions::withdrawals_of(&mut tx, &id).await.unwrap().len(),
        1
    );
}

async fn only_what_is_not_public_again_is_listed_as_gone(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    for (id, number) in [("a", "1"), ("b", "2"), ("c", "3")] {
        let id = published(&mut tx, id, number).await;
        withdraw(&mut tx, &id, date(2026, 5, 3)).await.unwrap();
    }
    let back = sample::assessment_id("b");
    publish(&mut tx, &back, 2, 9).await.unwrap();
    let first = editions::list_withdrawn_after(&mut tx, None, 1)
        .await
        .unwrap();
    assert_eq!(first[0].address, address("1"));
    let rest = editions::list_withdrawn_after(&mut tx, Some(&address("1")), 9)
        .await
        .unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].address, address("3"));
    let newest = editions::newest_withdrawals(&mut tx, 2).await.unwrap();
    assert_eq!(newest.len(), 2);
}

async fn the_end_of_an_affair_stands_beside_every_edition(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = published(&mut tx, "a", "1").await;
    publish(&mut tx, &id, 2, 2).await.unwrap();
    let day = date(2026, 3, 31);
    assert!(editions::set_ended(&mut tx, &id, Some(day)).await.unwrap());
    let heads = editions::list_of_assessment(&mut tx, &id).await.unwrap();
    assert!(heads.iter().all(|head| head.ended_on == Some(day)));
    let current = editions::list_current_after(&mut tx, None, 9)
        .await
        .unwrap();
    assert_eq!(current[0].ended_on, Some(day));
    editions::set_ended(&mut tx, &id, None).await.unwrap();
    let again = editions::find(&mut tx, &id, 2).await.unwrap().unwrap();
    assert_eq!(again.head.ended_on, None);
}

async fn a_withdrawn_edition_keeps_its_first_day_and_stands_no_longer(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = published(&mut tx, "a", "1").await;
    let body = sample::body_code(CITY);
    let first = editions::first_days(&mut tx, &body).await.unwrap();
    assert!(first[0].stands);
    assert_eq!(editions::last_withdrawn(&mut tx, &id).await.unwrap(), 0);
    withdraw(&mut tx, &id, date(2026, 5, 3)).await.unwrap();
    let after = editions::first_days(&mut tx, &body).await.unwrap();
    assert_eq!((after.len(), after[0].day), (1, first[0].day));
    assert!(!after[0].stands);
    publish(&mut tx, &id, 2, 9).await.unwrap();
    let standing = editions::list_standing(&mut tx, &id).await.unwrap();
    assert_eq!((standing.len(), standing[0].edition), (1, 2));
    let again = editions::first_days(&mut tx, &body).await.unwrap();
    assert_eq!((again[0].day, again[0].stands), (first[0].day, true));
}
