use std::net::{IpAddr, Ipv4Addr};

use domain::digest::digest_of;
use store::audit::{self, Anchor, BrokenAt, Chain, Fault, NewAudit};
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
    a_changed_origin_is_found,
    rows_in_another_order_are_found,
    a_row_put_in_between_is_found,
    rows_appended_after_the_end_was_cut_off_are_found,
    an_end_that_was_cut_off_and_rewound_is_found_by_what_was_seen_before,
    rows_from_before_there_was_an_origin_still_verify,
    an_origin_or_another_rule_put_on_an_old_row_is_found,
    a_reading_is_new_once_a_day,
}

const ORIGIN: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));

async fn act(tx: &mut Tx, subject: &str) -> Result<i64, StoreError> {
    let (body, actor) = (sample::body_code(CITY), sample::user_id("editor"));
    let act = NewAudit {
        at: time::start(),
        actor: Some(&actor),
        action: "answers.save",
        body: Some(&body),
        subject,
        detail: serde_json::json!({"items": ["I.1"], "revision": 2}),
        origin: Some(ORIGIN),
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
        origin: None,
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

async fn a_changed_origin_is_found(db: TestDatabase) {
    five_acts(&db).await;
    tamper_unhindered(&db, "UPDATE audit SET origin = '192.0.2.8' WHERE seq = 3").await;
    assert_eq!(verify(&db.store).await, broken(3, Fault::Changed));
}

async fn rows_in_another_order_are_found(db: TestDatabase) {
    five_acts(&db).await;
    let swap = "UPDATE audit SET seq = 99 WHERE seq = 2;
         UPDATE audit SET seq = 2 WHERE seq = 3;
         UPDATE audit SET seq = 3 WHERE seq = 99";
    tamper_unhindered(&db, swap).await;
    assert_eq!(verify(&db.store).await, broken(2, Fault::OtherPrevious));
}

async fn a_row_put_in_between_is_found(db: TestDatabase) {
    five_acts(&db).await;
    let insert = "UPDATE audit SET seq = seq + 100 WHERE seq > 2;
         UPDATE audit SET seq = seq - 99 WHERE seq > 100;
         INSERT INTO audit SELECT 3, at, actor, action, body_code, subject, detail,
             previous_hash, hash, origin, link FROM audit WHERE seq = 2";
    tamper_unhindered(&db, insert).await;
    assert_eq!(verify(&db.store).await, broken(3, Fault::OtherPrevious));
}

async fn rows_appended_after_the_end_was_cut_off_are_found(db: TestDatabase) {
    five_acts(&db).await;
    tamper_unhindered(&db, "DELETE FROM audit WHERE seq > 3").await;
    let mut tx = begin(&db).await;
    act(&mut tx, "after").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(verify(&db.store).await, broken(4, Fault::Missing));
}

async fn an_end_that_was_cut_off_and_rewound_is_found_by_what_was_seen_before(db: TestDatabase) {
    five_acts(&db).await;
    let mut tx = begin(&db).await;
    let seen = [audit::end(&mut tx).await.unwrap()];
    drop(tx);
    assert_eq!(seen[0].seq, 5);
    let rewind = "DELETE FROM audit WHERE seq > 3;
         UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit WHERE seq = 3)";
    tamper_unhindered(&db, rewind).await;
    let mut tx = begin(&db).await;
    assert_eq!(
        audit::verify(&mut tx).await.unwrap(),
        Chain::Whole { count: 3 }
    );
    assert_eq!(
        audit::verify_with(&mut tx, &seen).await.unwrap(),
        broken(5, Fault::OtherThanSeen)
    );
    for number in 0..4 {
        act(&mut tx, &format!("after {number}")).await.unwrap();
    }
    assert_eq!(
        audit::verify_with(&mut tx, &seen).await.unwrap(),
        broken(5, Fault::OtherThanSeen)
    );
    let mine = [audit::end(&mut tx).await.unwrap()];
    assert_eq!(
        audit::verify_with(&mut tx, &mine).await.unwrap(),
        Chain::Whole { count: 7 }
    );
}

/// A row as the program wrote it before there was an origin.
async fn old_row(db: &TestDatabase) {
    let previous = "0".repeat(64);
    let at = "2026-04-01T00:00:00.000000000Z";
    let columns = serde_json::json!([1, at, "editor", "answers.save", CITY, "s", "{}", previous]);
    let hash = digest_of(columns.to_string().as_bytes());
    let insert = format!(
        "INSERT INTO audit (seq, at, actor, action, body_code, subject, detail, previous_hash, hash)
         VALUES (1, '{at}', 'editor', 'answers.save', '{CITY}', 's', '{{}}', '{previous}', '{hash}');
         UPDATE audit_head SET seq = 1, hash = '{hash}'",
        hash = hash.as_str()
    );
    tamper(db, &insert).await.unwrap();
}

async fn rows_from_before_there_was_an_origin_still_verify(db: TestDatabase) {
    old_row(&db).await;
    let mut tx = begin(&db).await;
    assert_eq!(act(&mut tx, "new").await.unwrap(), 2);
    let newest = audit::list(&mut tx, None, None, 2).await.unwrap();
    let origins: Vec<_> = newest.into_iter().map(|entry| entry.origin).collect();
    assert_eq!(origins, [Some(ORIGIN.to_string()), None]);
    tx.commit().await.unwrap();
    assert_eq!(verify(&db.store).await, Chain::Whole { count: 2 });
}

async fn an_origin_or_another_rule_put_on_an_old_row_is_found(db: TestDatabase) {
    old_row(&db).await;
    tamper_unhindered(&db, "UPDATE audit SET origin = '192.0.2.7'").await;
    assert_eq!(verify(&db.store).await, broken(1, Fault::Changed));
    let mend = "UPDATE audit SET origin = NULL, link = 2";
    tamper(&db, mend).await.unwrap();
    assert_eq!(verify(&db.store).await, broken(1, Fault::Changed));
    let unknown = "UPDATE audit SET link = 3";
    tamper(&db, unknown).await.unwrap();
    assert_eq!(verify(&db.store).await, broken(1, Fault::Changed));
    let whole: Anchor = audit::end(&mut begin(&db).await).await.unwrap();
    assert_eq!(whole.seq, 1);
}

async fn a_reading_is_new_once_a_day(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let user = crate::helpers::add_editor(&mut tx).await;
    let day = jiff::civil::date(2026, 4, 1);
    let mut news = Vec::new();
    for (subject, revision, day) in [
        ("a", 1, day),
        ("a", 1, day),
        ("a", 2, day),
        ("b", 1, day),
        ("a", 1, day.tomorrow().unwrap()),
    ] {
        let new = audit::note_reading(&mut tx, &user, subject, revision, day).await;
        news.push(new.unwrap());
    }
    assert_eq!(news, [true, false, true, true, true]);
}
