//! What was handed to third-party reviewers: which revision, when, to whom. This table only
//! grows.

use domain::digest::Digest;
use domain::{AssessmentId, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A hand-over of the full text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// Its number within the assessment, from 1 without gaps.
    pub handover: u32,
    /// The revision, withheld parts included.
    pub revision: i64,
    /// The edition under way, from 1.
    pub round: u32,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
    /// Who was engaged then.
    pub recipients: Vec<UserId>,
    /// The digest of the full text.
    pub digest: Digest,
}

/// Records a hand-over (its number is given here); the number.
///
/// # Errors
/// [`StoreError::Dangling`] when the revision is unknown.
#[instrument(name = "db.handovers.append", level = "debug", skip_all)]
pub async fn append(
    tx: &mut Tx,
    assessment: &AssessmentId,
    new: &Handover,
) -> Result<u32, StoreError> {
    let number = newest(tx, assessment)
        .await?
        .map_or(1, |last| last.handover + 1);
    sql(
        "INSERT INTO handovers (assessment_id, handover, revision, round, handed_over_at,
             handed_over_by, recipients, digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .text(assessment.as_str())
    .int(number.into())
    .int(new.revision)
    .int(new.round.into())
    .time(new.at)
    .text(new.by.as_str())
    .json(&new.recipients)
    .text(new.digest.as_str())
    .execute(tx)
    .await?;
    Ok(number)
}

/// The last hand-over of an assessment.
#[instrument(name = "db.handovers.newest", level = "debug", skip_all)]
pub async fn newest(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Option<Handover>, StoreError> {
    sql("SELECT * FROM handovers WHERE assessment_id = $1 ORDER BY handover DESC LIMIT 1")
        .text(assessment.as_str())
        .find(tx, read)
        .await
}

/// The hand-overs of an assessment, newest first.
#[instrument(name = "db.handovers.list", level = "debug", skip_all)]
pub async fn list(tx: &mut Tx, assessment: &AssessmentId) -> Result<Vec<Handover>, StoreError> {
    sql("SELECT * FROM handovers WHERE assessment_id = $1 ORDER BY handover DESC")
        .text(assessment.as_str())
        .list(tx, read)
        .await
}

fn read(row: &AnyRow) -> Result<Handover, StoreError> {
    let fields = Fields::new("handovers", row, &["assessment_id", "handover"]);
    Ok(Handover {
        handover: fields.int("handover")?,
        revision: fields.int("revision")?,
        round: fields.int("round")?,
        at: fields.time("handed_over_at")?,
        by: fields.parsed("handed_over_by", UserId::parse)?,
        recipients: fields.json("recipients")?,
        digest: fields.parsed("digest", Digest::parse)?,
    })
}
