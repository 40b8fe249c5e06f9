use sqlx::{AnyConnection, Connection, Row};
use store::{Store, StoreError};
use testkit::{TestDatabase, on_both};

use crate::helpers::tamper;

on_both! {
    a_migrated_database_needs_nothing_more,
    a_database_of_a_newer_program_is_refused,
    an_edited_migration_is_noticed,
    a_database_without_a_schema_is_noticed,
    of_two_who_migrate_at_once_both_succeed,
}

async fn a_migrated_database_needs_nothing_more(db: TestDatabase) {
    db.store.check_schema().await.unwrap();
    assert_eq!(db.store.migrate().await.unwrap(), [] as [i64; 0]);
}

async fn a_database_of_a_newer_program_is_refused(db: TestDatabase) {
    let newer = "INSERT INTO schema_migrations (version, name, digest, applied_at)
                 VALUES (29991231000000, 'later', '', '')";
    tamper(&db, newer).await.unwrap();
    for refused in [
        db.store.migrate().await.map(|_| ()),
        db.store.check_schema().await,
    ] {
        assert!(
            matches!(
                refused,
                Err(StoreError::SchemaTooNew {
                    version: 29991231000000
                })
            ),
            "{refused:?}"
        );
    }
}

async fn an_edited_migration_is_noticed(db: TestDatabase) {
    tamper(&db, "UPDATE schema_migrations SET digest = 'other'")
        .await
        .unwrap();
    let refused = db.store.migrate().await;
    assert!(
        matches!(refused, Err(StoreError::MigrationChanged { .. })),
        "{refused:?}"
    );
}

async fn a_database_without_a_schema_is_noticed(db: TestDatabase) {
    tamper(&db, "DROP TABLE schema_migrations").await.unwrap();
    let refused = db.store.check_schema().await;
    assert!(
        matches!(refused, Err(StoreError::SchemaTooOld { .. })),
        "{refused:?}"
    );
}

/// Two programs started at the same time on an empty database.
async fn of_two_who_migrate_at_once_both_succeed(db: TestDatabase) {
    let empty = empty_beside(&db).await;
    let starts = [empty.clone(), empty.clone()].map(|url| {
        tokio::spawn(async move {
            let store = Store::open(&url).await?;
            store.migrate().await
        })
    });
    let mut applied = Vec::new();
    for start in starts {
        applied.push(start.await.unwrap().unwrap().len());
    }
    applied.sort_unstable();
    assert_eq!(applied[0], 0, "the second found everything done");
    assert!(applied[1] > 0);
    Store::open(&empty)
        .await
        .unwrap()
        .check_schema()
        .await
        .unwrap();
}

/// The address of an empty database: a file beside the test's, or the same schema emptied.
async fn empty_beside(db: &TestDatabase) -> String {
    match db.store.dialect() {
        store::Dialect::Sqlite => db.url.replace("hyokasho.db", "empty.db"),
        store::Dialect::Postgres => {
            let again = "DO $$ BEGIN
                EXECUTE 'DROP SCHEMA ' || current_schema() || ' CASCADE; CREATE SCHEMA '
                    || current_schema(); END $$";
            tamper(db, again).await.unwrap();
            db.url.clone()
        }
    }
}

/// Paging continues after a key: both databases must agree on the order of keys, whatever
/// the locale of the cluster.
#[tokio::test]
async fn every_text_on_postgres_sorts_by_code_point() {
    let db = testkit::database::postgres().await;
    let mut connection = AnyConnection::connect(&db.url).await.unwrap();
    let rows = sqlx::query(
        "SELECT CAST(table_name || '.' || column_name AS TEXT) AS name,
             CAST(COALESCE(collation_name, 'default') AS TEXT) AS collation
         FROM information_schema.columns
         WHERE table_schema = current_schema() AND data_type = 'text'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(rows.len() > 50, "{}", rows.len());
    for row in rows {
        let collation: String = row.get("collation");
        assert_eq!(collation, "C", "{}", row.get::<String, _>("name"));
    }
}
