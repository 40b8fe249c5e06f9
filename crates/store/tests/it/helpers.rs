//! Rows that other rows need, and tampering behind the store's back.

use std::collections::BTreeMap;

use domain::{AssessmentId, Facts, Role, UserId};
use serde_json::Value;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use store::revisions::{Revision, RevisionKind};
use store::{Secret, StoreError, Tx, answers, assessments, bodies, editions, revisions, users};
use testkit::{TestDatabase, sample, time};

/// The body most tests use.
pub const CITY: &str = sample::CODES[0];

/// A writing transaction.
pub async fn begin(db: &TestDatabase) -> Tx {
    db.store.begin().await.unwrap()
}

/// Adds all sample bodies.
pub async fn add_bodies(tx: &mut Tx) {
    let all = sample::CODES.map(sample::body);
    bodies::upsert_all(tx, &all).await.unwrap();
}

/// Adds an active editor of [`CITY`], with the bodies.
pub async fn add_editor(tx: &mut Tx) -> UserId {
    add_bodies(tx).await;
    let (id, body) = (sample::user_id("editor"), sample::body_code(CITY));
    let new = users::NewUser {
        id: &id,
        email: "editor@demo.invalid",
        role: Role::Editor,
        body: Some(&body),
        password_hash: Some(&Secret::new("$argon2id$sample")),
        at: time::start(),
    };
    users::insert(tx, &new).await.unwrap();
    id
}

/// Starts the assessment `id` of a body, numbered `number`, so many seconds in.
pub async fn start_assessment(
    tx: &mut Tx,
    id: &str,
    body: &str,
    number: &str,
    seconds: i64,
) -> Result<AssessmentId, StoreError> {
    let id = sample::assessment_id(id);
    let new = assessments::NewAssessment {
        id: &id,
        body: &sample::body_code(body),
        number: &sample::number(number),
        form: &sample::form("kiso"),
        form_edition: &sample::form_edition("2014-04"),
        agency: "見本市長",
        title: "見本事務",
        at: time::after(seconds),
        by: None,
    };
    assessments::insert(tx, &new).await?;
    revisions::append(tx, &id, &revision(1, RevisionKind::Created)).await?;
    Ok(id)
}

/// A revision that says no more than its number and kind.
pub fn revision(revision: i64, kind: RevisionKind) -> Revision {
    Revision {
        revision,
        author: None,
        at: time::after(revision),
        kind,
        facts: Facts::default(),
        changed: Vec::new(),
        digest: sample::digest("document"),
    }
}

/// Saves answers as the revision after `expected`.
pub async fn save(
    tx: &mut Tx,
    id: &AssessmentId,
    expected: i64,
    changes: &[(&str, Option<Value>)],
) -> Result<i64, StoreError> {
    let bump = assessments::Bump {
        agency: "見本市長",
        title: "見本事務",
        at: time::after(expected + 1),
        by: None,
    };
    let next = assessments::bump_revision(tx, id, expected, &bump).await?;
    revisions::append(tx, id, &revision(next, RevisionKind::Answers)).await?;
    let changes: BTreeMap<_, _> = changes
        .iter()
        .map(|(item, value)| (sample::item(item), value.clone()))
        .collect();
    answers::append(tx, id, next, &changes).await?;
    Ok(next)
}

/// Publishes an edition of an assessment on a day of April 2026.
pub async fn publish(
    tx: &mut Tx,
    id: &AssessmentId,
    edition: u32,
    day: i8,
) -> Result<(), StoreError> {
    let assessment = assessments::find_by_id(tx, id).await?.unwrap();
    let new = editions::NewEdition {
        assessment: id,
        edition,
        body: &assessment.body,
        number: &assessment.number,
        form: &assessment.form,
        form_edition: &assessment.form_edition,
        agency: &assessment.agency,
        title: &assessment.title,
        published: jiff::civil::date(2026, 4, day),
        published_at: time::after(i64::from(day) * 86_400),
        published_by: None,
        revision: assessment.revision,
        release: &format!("{{\"edition\":{edition}}}"),
    };
    editions::insert(tx, &new).await?;
    Ok(())
}

/// Runs statements past the store, as somebody with access to the database might.
pub async fn tamper(db: &TestDatabase, statements: &str) -> Result<(), StoreError> {
    let mut connection = AnyConnection::connect(&db.url).await.unwrap();
    // Without a scope, rows of bodies are not even seen on PostgreSQL.
    let scope = match db.store.dialect() {
        store::Dialect::Postgres => "SET hyokasho.scope = 'everything'; ",
        store::Dialect::Sqlite => "",
    };
    let outcome = connection
        .execute(sqlx::raw_sql(AssertSqlSafe(format!("{scope}{statements}"))))
        .await;
    connection.close().await.unwrap();
    outcome.map(|_| ()).map_err(StoreError::from)
}
