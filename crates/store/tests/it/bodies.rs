use domain::Regime;
use store::bodies::{self, Upserted};
use testkit::{TestDatabase, on_both, sample};

use crate::helpers::{add_bodies, begin};

on_both! {
    an_import_says_what_is_new_changed_and_unchanged,
    an_import_that_is_not_committed_leaves_nothing,
    a_page_continues_after_the_last_code,
    a_prefecture_lists_only_its_own,
    an_unknown_code_is_none,
    a_body_is_local_until_it_is_said_otherwise_and_an_import_keeps_that,
}

async fn an_import_says_what_is_new_changed_and_unchanged(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let mut renamed = sample::body("131016");
    renamed.name = "改名区".to_owned();
    let again = [
        sample::body("011002"),
        renamed.clone(),
        sample::body("010006"),
    ];
    let counts = bodies::upsert_all(&mut tx, &again).await.unwrap();
    assert_eq!(
        counts,
        Upserted {
            inserted: 1,
            changed: 1,
            unchanged: 1
        }
    );
    tx.commit().await.unwrap();

    let mut tx = db.store.begin_read().await.unwrap();
    assert_eq!(
        bodies::find(&mut tx, &renamed.code).await.unwrap(),
        Some(renamed)
    );
    assert_eq!(bodies::count(&mut tx).await.unwrap(), 5);
}

async fn an_import_that_is_not_committed_leaves_nothing(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    drop(tx);
    let mut tx = db.store.begin_read().await.unwrap();
    assert_eq!(bodies::count(&mut tx).await.unwrap(), 0);
}

async fn a_page_continues_after_the_last_code(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let first = bodies::list_page(&mut tx, None, None, 3).await.unwrap();
    let codes: Vec<_> = first.iter().map(|body| body.code.as_str()).collect();
    assert_eq!(codes, ["011002", "012025", "131016"]);
    let last = first.last().map(|body| &body.code);
    let second = bodies::list_page(&mut tx, None, last, 3).await.unwrap();
    assert_eq!(second, [sample::body("271004")]);
}

async fn a_prefecture_lists_only_its_own(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let tokyo = bodies::list_page(&mut tx, Some("13"), None, 10)
        .await
        .unwrap();
    assert_eq!(tokyo, [sample::body("131016")]);
}

async fn an_unknown_code_is_none(db: TestDatabase) {
    let mut tx = db.store.begin_read().await.unwrap();
    assert_eq!(
        bodies::find(&mut tx, &sample::body_code("011002"))
            .await
            .unwrap(),
        None
    );
}

async fn a_body_is_local_until_it_is_said_otherwise_and_an_import_keeps_that(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let code = sample::body_code("011002");
    let regime = bodies::regime(&mut tx, &code).await.unwrap();
    assert_eq!(regime, Some(Regime::Local));
    let said = bodies::set_regime(&mut tx, &code, Regime::Administrative).await;
    assert!(said.unwrap());
    add_bodies(&mut tx).await;
    let regime = bodies::regime(&mut tx, &code).await.unwrap();
    assert_eq!(regime, Some(Regime::Administrative));
    let unknown = sample::body_code("010006");
    assert_eq!(bodies::regime(&mut tx, &unknown).await.unwrap(), None);
    let set = bodies::set_regime(&mut tx, &unknown, Regime::Local).await;
    assert!(!set.unwrap());
}
