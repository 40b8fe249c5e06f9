use store::sign_in_attempts::{self, Attempts};
use testkit::{TestDatabase, on_both, time};

use crate::helpers::begin;

on_both! {
    failures_add_up_within_a_window,
    a_new_window_counts_from_one,
    concurrent_failures_are_all_counted,
    a_block_stays_until_it_is_cleared,
    an_attempt_that_succeeded_is_taken_back,
    what_is_stale_is_forgotten,
}

async fn failures_add_up_within_a_window(db: TestDatabase) {
    let mut tx = begin(&db).await;
    for (second, failures) in [(0, 1), (10, 2), (20, 3)] {
        let counted =
            sign_in_attempts::record_failure(&mut tx, "key", time::after(second), time::start());
        let expected = Attempts {
            window_start: time::start(),
            failures,
            blocked_until: None,
        };
        assert_eq!(counted.await.unwrap(), expected);
    }
    assert_eq!(
        sign_in_attempts::find(&mut tx, "other").await.unwrap(),
        None
    );
}

async fn a_new_window_counts_from_one(db: TestDatabase) {
    let mut tx = begin(&db).await;
    sign_in_attempts::record_failure(&mut tx, "key", time::start(), time::start())
        .await
        .unwrap();
    let counted =
        sign_in_attempts::record_failure(&mut tx, "key", time::after(61), time::after(1)).await;
    let expected = Attempts {
        window_start: time::after(61),
        failures: 1,
        blocked_until: None,
    };
    assert_eq!(counted.unwrap(), expected);
}

async fn concurrent_failures_are_all_counted(db: TestDatabase) {
    let racers: Vec<_> = (0..8)
        .map(|_| {
            let store = db.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let now = time::start();
                sign_in_attempts::record_failure(&mut tx, "key", now, now)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for racer in racers {
        racer.await.unwrap();
    }
    let mut tx = db.store.begin_read().await.unwrap();
    assert_eq!(
        sign_in_attempts::find(&mut tx, "key")
            .await
            .unwrap()
            .unwrap()
            .failures,
        8
    );
}

async fn a_block_stays_until_it_is_cleared(db: TestDatabase) {
    let mut tx = begin(&db).await;
    assert!(
        !sign_in_attempts::block(&mut tx, "key", time::after(9))
            .await
            .unwrap()
    );
    sign_in_attempts::record_failure(&mut tx, "key", time::start(), time::start())
        .await
        .unwrap();
    assert!(
        sign_in_attempts::block(&mut tx, "key", time::after(9))
            .await
            .unwrap()
    );
    let counted =
        sign_in_attempts::record_failure(&mut tx, "key", time::after(1), time::start()).await;
    assert_eq!(counted.unwrap().blocked_until, Some(time::after(9)));
    sign_in_attempts::clear(&mut tx, "key").await.unwrap();
    assert_eq!(sign_in_attempts::find(&mut tx, "key").await.unwrap(), None);
}

async fn what_is_stale_is_forgotten(db: TestDatabase) {
    let mut tx = begin(&db).await;
    for key in ["old", "blocked"] {
        sign_in_attempts::record_failure(&mut tx, key, time::start(), time::start())
            .await
            .unwrap();
    }
    sign_in_attempts::block(&mut tx, "blocked", time::after(100))
        .await
        .unwrap();
    let forgotten = sign_in_attempts::delete_stale(&mut tx, time::after(1), time::after(50)).await;
    assert_eq!(forgotten.unwrap(), 1);
    assert!(
        sign_in_attempts::find(&mut tx, "blocked")
            .await
            .unwrap()
            .is_some()
    );
}

async fn an_attempt_that_succeeded_is_taken_back(db: TestDatabase) {
    let mut tx = begin(&db).await;
    assert!(!sign_in_attempts::take_back(&mut tx, "key").await.unwrap());
    for second in [0, 1] {
        let now = time::after(second);
        sign_in_attempts::record_failure(&mut tx, "key", now, time::start())
            .await
            .unwrap();
    }
    sign_in_attempts::block(&mut tx, "key", time::after(9))
        .await
        .unwrap();
    assert!(sign_in_attempts::take_back(&mut tx, "key").await.unwrap());
    let left = sign_in_attempts::find(&mut tx, "key")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((left.failures, left.blocked_until), (1, None));
    assert!(sign_in_attempts::take_back(&mut tx, "key").await.unwrap());
    assert!(
        !sign_in_attempts::take_back(&mut tx, "key").await.unwrap(),
        "never below zero"
    );
}
