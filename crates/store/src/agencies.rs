//! Agencies (評価実施機関) within bodies.

use domain::{AgencyId, BodyCode};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// The id.
    pub id: AgencyId,
    /// The body.
    pub body: BodyCode,
    /// Its name: 札幌市長.
    pub name: String,
    /// Its place within the body, from 1; also the number of its plan.
    pub ordinal: i64,
}

/// Adds an agency behind the others of its body.
///
/// # Errors
/// [`StoreError::Conflict`] when the body has one of this name,
/// [`StoreError::Dangling`] when the body is unknown.
#[instrument(name = "db.agencies.insert", level = "debug", skip_all)]
pub async fn insert(
    tx: &mut Tx,
    id: &AgencyId,
    body: &BodyCode,
    name: &str,
    at: Timestamp,
) -> Result<Agency, StoreError> {
    sql(
        "INSERT INTO agencies (id, body_code, name, ordinal, created_at)
         SELECT $1, $2, $3, COALESCE(MAX(ordinal), 0) + 1, $4
         FROM agencies WHERE body_code = $2
         RETURNING *",
    )
    .text(id.as_str())
    .text(body.as_str())
    .text(name)
    .time(at)
    .one(tx)
    .await
    .and_then(|row| read(&row))
}

/// The agency of a name.
#[instrument(name = "db.agencies.find_by_name", level = "debug", skip_all)]
pub async fn find_by_name(
    tx: &mut Tx,
    body: &BodyCode,
    name: &str,
) -> Result<Option<Agency>, StoreError> {
    sql("SELECT * FROM agencies WHERE body_code = $1 AND name = $2")
        .text(body.as_str())
        .text(name)
        .find(tx, read)
        .await
}

/// The agency of an id.
#[instrument(name = "db.agencies.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, id: &AgencyId) -> Result<Option<Agency>, StoreError> {
    sql("SELECT * FROM agencies WHERE id = $1")
        .text(id.as_str())
        .find(tx, read)
        .await
}

/// Keeps what is judged by agency to one writer until the transaction ends.
#[instrument(name = "db.agencies.lock", level = "debug", skip_all)]
pub async fn lock(tx: &mut Tx, id: &AgencyId) -> Result<(), StoreError> {
    sql("UPDATE agencies SET ordinal = ordinal WHERE id = $1")
        .text(id.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

/// The agencies of a body, in their order.
#[instrument(name = "db.agencies.list_of_body", level = "debug", skip_all)]
pub async fn list_of_body(tx: &mut Tx, body: &BodyCode) -> Result<Vec<Agency>, StoreError> {
    sql("SELECT * FROM agencies WHERE body_code = $1 ORDER BY ordinal")
        .text(body.as_str())
        .list(tx, read)
        .await
}

fn read(row: &AnyRow) -> Result<Agency, StoreError> {
    let fields = Fields::new("agencies", row, &["id"]);
    Ok(Agency {
        id: fields.parsed("id", AgencyId::parse)?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        name: fields.text("name")?,
        ordinal: fields.int("ordinal")?,
    })
}
