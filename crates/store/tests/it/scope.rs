//! The second wall between bodies, tried by statements that forget their condition.

use domain::Stage;
use sqlx::{AnyConnection, Connection, Executor, Row};
use store::{Scope, StoreError, assessments};
use testkit::{database, sample, time};

use crate::helpers::{CITY, add_bodies, begin, start_assessment};

const OTHER: &str = sample::CODES[3];

/// Two bodies with an assessment each.
async fn two_bodies() -> database::TestDatabase {
    let db = database::postgres().await;
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    start_assessment(&mut tx, "b", OTHER, "1", 0).await.unwrap();
    tx.commit().await.unwrap();
    db
}

async fn bodies_seen(url: &str, scope: Option<&str>, table: &str) -> Vec<String> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await.unwrap();
    if let Some(scope) = scope {
        let statement = format!("SET hyokasho.scope = '{scope}'");
        connection
            .execute(sqlx::raw_sql(sqlx::AssertSqlSafe(statement)))
            .await
            .unwrap();
    }
    // No condition at all.
    let statement = match table {
        "assessments" => "SELECT body_code AS whose FROM assessments ORDER BY 1",
        _ => "SELECT assessment_id AS whose FROM revisions ORDER BY 1",
    };
    let rows = connection.fetch_all(statement).await.unwrap();
    rows.iter().map(|row| row.get("whose")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_forgets_its_filter_sees_its_own_body_only() {
    let db = two_bodies().await;
    let seen = async |scope| bodies_seen(&db.url, scope, "assessments").await;
    assert_eq!(seen(Some("everything")).await, [CITY, OTHER]);
    assert_eq!(seen(Some(CITY)).await, [CITY]);
    assert_eq!(seen(Some(OTHER)).await, [OTHER]);
    assert_eq!(
        seen(None).await,
        Vec::<String>::new(),
        "nothing was declared"
    );
    let revisions = async |scope| bodies_seen(&db.url, scope, "revisions").await;
    assert_eq!(revisions(Some("everything")).await.len(), 2);
    assert_eq!(revisions(Some(CITY)).await.len(), 1);
    assert_eq!(revisions(None).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn within_a_body_nothing_of_another_is_found_changed_or_added() {
    let db = two_bodies().await;
    let scope = Scope::Body(sample::body_code(CITY));
    let mut tx = db.store.begin_as(&scope).await.unwrap();
    let theirs = sample::assessment_id("b");
    assert!(
        assessments::find_by_id(&mut tx, &theirs)
            .await
            .unwrap()
            .is_none()
    );
    assert!(assessments::lock(&mut tx, &theirs).await.unwrap().is_none());
    let (from, to) = (
        Stage::new_draft(),
        Stage::Published {
            edition: 1,
            revision: 1,
        },
    );
    let moved = assessments::set_stage(&mut tx, &theirs, 1, &from, &to, time::after(1), None).await;
    assert!(matches!(moved, Err(StoreError::Absent { .. })), "{moved:?}");
    assert!(start_assessment(&mut tx, "c", OTHER, "2", 0).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_can_tell_whether_the_wall_holds() {
    let db = database::postgres().await;
    assert!(db.store.is_walled().await.unwrap());
    let lite = database::sqlite().await;
    assert!(!lite.store.is_walled().await.unwrap());
}
