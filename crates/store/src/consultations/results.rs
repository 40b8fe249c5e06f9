//! What came of consultations, as published. Versions only grow.

use domain::digest::{Digest, digest_of};
use domain::{ConsultationId, UserId};
use jiff::Timestamp;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A published result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedResult {
    /// From 1.
    pub version: u32,
    /// When it was published.
    pub published_at: Timestamp,
    /// Public JSON.
    pub result: String,
    /// The SHA-256 of it.
    pub digest: Digest,
}

/// Adds the next version of a result.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else added it, [`StoreError::Dangling`].
#[instrument(name = "db.consultations.insert_result", level = "debug", skip_all)]
pub async fn insert_result(
    tx: &mut Tx,
    id: &ConsultationId,
    result: &str,
    at: Timestamp,
    by: Option<&UserId>,
) -> Result<u32, StoreError> {
    let row = sql("INSERT INTO consultation_results
             (consultation_id, version, body_code, published_at, published_by, result, digest)
         SELECT $1, 1 + COALESCE(MAX(version), 0), $2, $3, $4, $5, $6
         FROM consultation_results WHERE consultation_id = $1
         RETURNING version")
    .text(&id.to_string())
    .text(id.body().as_str())
    .time(at)
    .opt_text(by.map(UserId::as_str))
    .text(result)
    .text(digest_of(result.as_bytes()).as_str())
    .one(tx)
    .await?;
    Fields::new("consultation_results", &row, &[]).int("version")
}

/// The newest result; `None` before there is one.
#[instrument(name = "db.consultations.last_result", level = "debug", skip_all)]
pub async fn last_result(
    tx: &mut Tx,
    id: &ConsultationId,
) -> Result<Option<PublishedResult>, StoreError> {
    sql(
        "SELECT * FROM consultation_results WHERE consultation_id = $1
         ORDER BY version DESC LIMIT 1",
    )
    .text(&id.to_string())
    .find(tx, |row| {
        let fields = Fields::new("consultation_results", row, &["consultation_id", "version"]);
        Ok(PublishedResult {
            version: fields.int("version")?,
            published_at: fields.time("published_at")?,
            result: fields.text("result")?,
            digest: fields.parsed("digest", Digest::parse)?,
        })
    })
    .await
}
