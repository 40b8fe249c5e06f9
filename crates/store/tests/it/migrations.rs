use domain::Stage;
use sqlx::{AnyConnection, Connection, Row};
use store::{Store, StoreError, assessments};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_bodies, begin, publish, start_assessment, tamper};

on_both! {
    a_migrated_database_needs_nothing_more,
    a_database_of_a_newer_program_is_refused,
    an_edited_migration_is_noticed,
    a_database_without_a_schema_is_noticed,
    of_two_who_migrate_at_once_both_succeed,
    stages_of_the_short_path_become_stages_of_the_procedure,
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

/// What the program before the whole procedure wrote, and what becomes of it. The text is
/// compared, not only its meaning: stages are moved on by comparing their text.
async fn stages_of_the_short_path_become_stages_of_the_procedure(db: TestDatabase) {
    let returned =
        r#"{"by":"a","at":"2026-04-01T00:00:00Z","reason":"「保管場所」が\"古い\"ため\n直す"}"#;
    let submitted = r#"{"revision":1,"by":"e","at":"2026-04-01T00:00:00.5Z"}"#;
    let old = [
        ("1", "draft", r#"{"stage":"draft"}"#.to_owned()),
        (
            "2",
            "draft",
            format!(r#"{{"stage":"draft","returned":{returned}}}"#),
        ),
        (
            "3",
            "in-review",
            format!(r#"{{"stage":"in-review",{}"#, &submitted[1..]),
        ),
        (
            "4",
            "approved",
            format!(
                r#"{{"stage":"approved","submitted":{submitted},"approved_by":"k","approved_at":"2026-04-02T00:00:00Z"}}"#
            ),
        ),
        (
            "5",
            "published",
            r#"{"stage":"published","edition":1,"revision":1}"#.to_owned(),
        ),
        ("6", "draft", r#"{"stage":"draft"}"#.to_owned()),
    ];
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    for (id, ..) in &old {
        start_assessment(&mut tx, id, CITY, id, 0).await.unwrap();
    }
    publish(&mut tx, &sample::assessment_id("6"), 1, 1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for (id, word, json) in &old {
        let json = json.replace('\'', "''");
        let set = format!(
            "UPDATE assessments SET stage = '{word}', stage_json = '{json}' WHERE id = '{id}'"
        );
        tamper(&db, &set).await.unwrap();
    }
    let forget = "DELETE FROM schema_migrations WHERE version = 20261124104200";
    tamper(&db, forget).await.unwrap();
    assert_eq!(db.store.migrate().await.unwrap(), [20261124104200]);
    let wanted = [
        ("1", "作成中", None),
        ("2", "作成中", None),
        ("3", "庁内確認中", Some(false)),
        ("4", "庁内確認中", Some(true)),
        ("5", "公表済み", None),
        ("6", "修正中", None),
    ];
    for (id, label, checked) in wanted {
        let id = sample::assessment_id(id);
        let mut tx = begin(&db).await;
        let found = assessments::find_by_id(&mut tx, &id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.stage.label(), label);
        if let Stage::InReview { checked: made, .. } = &found.stage {
            assert_eq!(Some(made.is_some()), checked);
        }
        if label == "作成中" {
            let reason = found
                .stage
                .returned()
                .map(|returned| returned.reason.as_str());
            let wanted = (id.as_str() == "2").then_some("「保管場所」が\"古い\"ため\n直す");
            assert_eq!(reason, wanted);
        }
        // Its text is the program's own: the stage can be moved on.
        let stage = &found.stage;
        assessments::set_stage(&mut tx, &id, 1, stage, stage, time::start(), None)
            .await
            .unwrap();
    }
}

/// The address of an empty database: a file beside the test's, or the same schema emptied.
async fn empty_beside(db: &TestDatabase) -> String {
    match db.store.dialect() {
        store::Dialect::Sqlite => db.url.replace("hyokasho.db", "empty.db"),
        store::Dialect::Postgres => {
            // The schema itself is not the program's to make.
            let again = "DO $$ DECLARE it record; BEGIN
                FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema()
                LOOP EXECUTE format('DROP TABLE %I CASCADE', it.tablename); END LOOP;
                FOR it IN SELECT p.oid::regprocedure AS name FROM pg_proc p
                    JOIN pg_namespace n ON n.oid = p.pronamespace
                    WHERE n.nspname = current_schema()
                LOOP EXECUTE 'DROP FUNCTION ' || it.name || ' CASCADE'; END LOOP;
            END $$";
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
