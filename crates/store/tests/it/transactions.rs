use std::env;
use std::process::Command;

use store::{Store, StoreError, bodies, meta};
use testkit::{TestDatabase, on_both};

use crate::helpers::{add_bodies, begin};

on_both! {
    a_transaction_whose_task_was_ended_leaves_nothing,
    a_reader_sees_one_state,
    a_reader_cannot_write,
    a_reader_does_not_wait_for_a_writer,
    an_unknown_scheme_is_refused,
}

async fn a_transaction_whose_task_was_ended_leaves_nothing(db: TestDatabase) {
    let store = db.store.clone();
    let (written, wait) = tokio::sync::oneshot::channel();
    let task = tokio::spawn(async move {
        let mut tx = store.begin().await.unwrap();
        add_bodies(&mut tx).await;
        written.send(()).unwrap();
        std::future::pending::<()>().await;
        tx.commit().await.unwrap();
    });
    wait.await.unwrap();
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    // The next writer gets in, and finds nothing.
    let mut tx = begin(&db).await;
    assert_eq!(bodies::count(&mut tx).await.unwrap(), 0);
}

async fn a_reader_sees_one_state(db: TestDatabase) {
    let mut reader = db.store.begin_read().await.unwrap();
    assert_eq!(bodies::count(&mut reader).await.unwrap(), 0);
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    tx.commit().await.unwrap();
    assert_eq!(
        bodies::count(&mut reader).await.unwrap(),
        0,
        "as when it began"
    );
    drop(reader);
    let mut reader = db.store.begin_read().await.unwrap();
    assert_eq!(bodies::count(&mut reader).await.unwrap(), 4);
}

async fn a_reader_cannot_write(db: TestDatabase) {
    let mut reader = db.store.begin_read().await.unwrap();
    let refused = meta::set(&mut reader, "name", "value").await;
    assert!(
        matches!(refused, Err(StoreError::Database { .. })),
        "{refused:?}"
    );
}

async fn a_reader_does_not_wait_for_a_writer(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let mut reader = db.store.begin_read().await.unwrap();
    assert_eq!(bodies::count(&mut reader).await.unwrap(), 0);
    tx.commit().await.unwrap();
}

async fn an_unknown_scheme_is_refused(_db: TestDatabase) {
    let refused = Store::open("mysql://user:secret@host/db")
        .await
        .unwrap_err();
    assert!(matches!(refused, StoreError::Address { .. }), "{refused:?}");
    assert!(!format!("{refused} {refused:?}").contains("secret"));
}

/// The address of the database in which a second process of this test is to die.
const VICTIM: &str = "HYOKASHO_TEST_VICTIM";

#[tokio::test]
async fn a_killed_process_leaves_nothing_on_sqlite() {
    if let Ok(url) = env::var(VICTIM) {
        die_in_the_middle(&url).await;
    }
    let db = testkit::database::sqlite().await;
    kill_a_writer(
        &db,
        "transactions::a_killed_process_leaves_nothing_on_sqlite",
    )
    .await;
}

#[tokio::test]
async fn a_killed_process_leaves_nothing_on_postgres() {
    if let Ok(url) = env::var(VICTIM) {
        die_in_the_middle(&url).await;
    }
    let db = testkit::database::postgres().await;
    kill_a_writer(
        &db,
        "transactions::a_killed_process_leaves_nothing_on_postgres",
    )
    .await;
}

/// Commits one value, writes another and dies without a chance to clean up.
async fn die_in_the_middle(url: &str) {
    let store = Store::open(url).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    meta::set(&mut tx, "kept", "yes").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    meta::set(&mut tx, "lost", "yes").await.unwrap();
    add_bodies(&mut tx).await;
    std::process::abort();
}

async fn kill_a_writer(db: &TestDatabase, this_test: &str) {
    let died = Command::new(env::current_exe().unwrap())
        .args(["--exact", this_test, "--nocapture"])
        .env(VICTIM, &db.url)
        .output()
        .unwrap();
    assert!(!died.status.success());
    let mut tx = begin(db).await;
    assert_eq!(
        meta::get(&mut tx, "kept").await.unwrap().as_deref(),
        Some("yes")
    );
    assert_eq!(meta::get(&mut tx, "lost").await.unwrap(), None);
    assert_eq!(bodies::count(&mut tx).await.unwrap(), 0);
}
