use store::audit::{self, BrokenAt, Chain, Fault, NewAudit};
use store::{Dialect, Store, StoreError, Tx};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, begin, tamper};

on_both! {
    the_chain_of_an_empty_trail_is_whole,
    acts_are_listed_newest_first_and_by_body,
    the_acts_on_one_subject_are_listed_newest_first,
    concurrent_acts_stand_in_one_whole_chain,
    an_act_that_was_not_committed_is_not_in_the_chain,
    a_changed_row_is_found,
    a_removed_row_is_found,
    a_removed_end_is_found,
    a_row_rewritten_with_a_fitting_hash_is_found_by_the_next,
    more_acts_than_a_page_are_verified,
}

async fn act(tx: &mut Tx, subject: &str) -> Result<i64, StoreError> {
    let (body, actor) = (sample::body_code(CITY), sample::user_id("editor"));
    let act = NewAudit {
        at: time::start(),
        actor: Some(&actor),
        action: "answers.save",
        body: Some(&body),
        subject,
        detail: serde_json::json!({"items": ["I.1"], "revision": 2}),
    };
    audit::append(tx, &act).await
}

async fn five_acts(db: &TestDatabase) {
    let mut tx = begin(db).await;
    for subject in ["1", "2", "3", "4", "五"] {
        act(&mut tx, subject).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn verify(store: &Store) -> Chain {
    let mut tx = store.begin_read().await.unwrap();
    audit::verify(&mut tx).await.unwrap()
}

/// As somebody who can alter the schema.
async fn tamper_unhindered(db: &TestDatabase, statement: &str) {
    let without_rules = match db.store.dialect() {
        Dialect::Sqlite => "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;",
        Dialect::Postgres => "DROP TRIGGER audit_no_change ON audit;",
    };
    tamper(db, &format!("{without_rules} {statement}"))
        .await
        .unwrap();
}

fn broken(seq: i64, why: Fault) -> Chain {
    Chain::Broken(BrokenAt { seq, why })
}

async fn the_chain_of_an_empty_trail_is_whole(db: TestDatabase) {
    assert_eq!(verify(&db.store).await, Chain::Whole { count: 0 });
}

async fn acts_are_listed_newest_first_and_by_body(db: TestDatabase) {
    five_acts(&db).await;
    let mut tx = begin(&db).await;
    let command = NewAudit {
        at: time::after(1),
        actor: None,
        action: "body.import",
        body: None,
        subject: "bodies",
        detail: serde_json::json!({"rows": 3}),
    };
    assert_eq!(audit::append(&mut tx, &command).await.unwrap(), 6);
    let newest = audit::list(&mut tx, None, None, 2).await.unwrap();
    assert_eq!(
        newest.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
        [6, 5]
    );
    assert_eq!(
        (newest[0].actor.clone(), newest[0].action.as_str()),
        (None, "body.import")
    );
    assert_eq!(newest[0].detail, serde_json::json!({"rows": 3}));
    let city = sample::body_code(CITY);
    let of_body = audit::list(&mut tx, Some(&city), Some(5), 10)
        .await
        .unwrap();
    assert_eq!(
        of_body.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
        [4, 3, 2, 1]
    );
}

async fn the_acts_on_one_subject_are_listed_newest_first(db: TestDatabase) {
    let mut tx = begin(&db).await;
    for subject in ["a", "b", "a", "a"] {
        act(&mut tx, subject).await.unwrap();
    }
    let city = sample::body_code(CITY);
    let newest = audit::list_of_subject(&mut tx, &city, "a", None, 2)
        .await
        .unwrap();
    assert_eq!(
        newest.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
        [4, 3]
    );
    let older = audit::list_of_subject(&mut tx, &city, "a", Some(3), 2)
        .await
        .unwrap();
    assert_eq!(older.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1]);
    let other = sample::body_code("131016");
    assert_eq!(
        audit::list_of_subject(&mut tx, &other, "a", None, 2)
            .await
            .unwrap(),
        []
    );
}

async fn concurrent_acts_stand_in_one_whole_chain(db: TestDatabase) {
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let store = db.store.clone();
            tokio::spawn(async move {
                for turn in 0..10 {
                    let mut tx = store.begin().await.unwrap();
                    act(&mut tx, &format!("{writer}/{turn}")).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(verify(&db.store).await, Chain::Whole { count: 40 });
}

async fn an_act_that_was_not_committed_is_not_in_the_chain(db: TestDatabase) {
    five_acts(&db).await;
    let mut tx = begin(&db).await;
    assert_eq!(act(&mut tx, "lost").await.unwrap(), 6);
    drop(tx);
    let mut tx = begin(&db).await;
    assert_eq!(act(&mut tx, "kept").await.unwrap(), 6);
    tx.commit().await.unwrap();
    assert_eq!(verify(&db.store).await, Chain::Whole { count: 6 });
}

async fn a_changed_row_is_found(db: TestDatabase) {
    five_acts(&db).await;
    tamper_unhindered(&db, "UPDATE audit SET actor = 'other' WHERE seq = 3").await;
    assert_eq!(verify(&db.store).await, broken(3, Fault::Changed));
}

async fn a_removed_row_is_found(db: TestDatabase) {
    five_acts(&db).await;
    tamper_unhindered(&db, "DELETE FROM audit WHERE seq = 2").await;
    assert_eq!(verify(&db.store).await, broken(2, Fault::Missing));
}

async fn a_removed_end_is_found(db: TestDatabase) {
    five_acts(&db).await;
    tamper_unhindered(&db, "DELETE FROM audit WHERE seq = 5").await;
    assert_eq!(verify(&db.store).await, broken(5, Fault::OtherEnd));
}

async fn a_row_rewritten_with_a_fitting_hash_is_found_by_the_next(db: TestDatabase) {
    five_acts(&db).await;
    let other_hash = sample::digest("forged");
    let forge = format!(
        "UPDATE audit SET previous_hash = '{other_hash}' WHERE seq = 4",
        other_hash = other_hash.as_str()
    );
    tamper_unhindered(&db, &forge).await;
    assert_eq!(verify(&db.store).await, broken(4, Fault::OtherPrevious));
}

async fn more_acts_than_a_page_are_verified(db: TestDatabase) {
    let mut tx = begin(&db).await;
    for number in 0..1001 {
        act(&mut tx, &number.to_string()).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(verify(&db.store).await, Chain::Whole { count: 1001 });
}
