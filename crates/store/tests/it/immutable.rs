//! What only grows cannot be changed by anybody who does not first take the rule away.

use store::{StoreError, audit, withheld_phrases};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_bodies, begin, publish, save, start_assessment, tamper};

on_both! {
    what_only_grows_is_neither_changed_nor_removed,
}

async fn fill_every_table(db: &TestDatabase) {
    let mut tx = begin(db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    save(&mut tx, &id, 1, &[("I.1", Some(serde_json::json!("一")))])
        .await
        .unwrap();
    publish(&mut tx, &id, 1, 1).await.unwrap();
    let phrases = [("I.1".to_owned(), "語".to_owned())];
    let body = sample::body_code(CITY);
    withheld_phrases::insert_all(&mut tx, &id, 1, &body, &phrases)
        .await
        .unwrap();
    let act = audit::NewAudit {
        at: time::start(),
        actor: None,
        action: "publish",
        body: None,
        subject: "a",
        detail: serde_json::json!({}),
        origin: None,
    };
    audit::append(&mut tx, &act).await.unwrap();
    tx.commit().await.unwrap();
}

async fn what_only_grows_is_neither_changed_nor_removed(db: TestDatabase) {
    fill_every_table(&db).await;
    for (table, column) in [
        ("revisions", "changed"),
        ("answers", "value"),
        ("editions", "title"),
        ("withheld_phrases", "phrase"),
        ("audit", "subject"),
    ] {
        let mut statements = vec![
            format!("UPDATE {table} SET {column} = 'x'"),
            format!("DELETE FROM {table}"),
        ];
        if db.store.dialect() == store::Dialect::Postgres {
            statements.push(format!("TRUNCATE {table} CASCADE"));
        }
        for statement in statements {
            let refused = tamper(&db, &statement).await;
            assert!(
                matches!(refused, Err(StoreError::Immutable { .. })),
                "{statement}: {refused:?}"
            );
        }
    }
}
