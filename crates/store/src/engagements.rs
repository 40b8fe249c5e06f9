//! Who was invited to review which assessment as a third party.

use domain::{AssessmentId, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

const TABLE: &str = "engagements";

/// An engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engagement {
    /// The id.
    pub id: String,
    /// The assessment.
    pub assessment: AssessmentId,
    /// Who reviews.
    pub reviewer: UserId,
    /// The name of the reviewing organ, as the body writes it.
    pub organ: String,
    /// The edition under way when it began, from 1.
    pub round: u32,
    /// Who invited.
    pub invited_by: UserId,
    /// When.
    pub invited_at: Timestamp,
    /// When it was taken back; `None` while it is active.
    pub ended_at: Option<Timestamp>,
}

/// Begins an engagement (its `ended_at` is not looked at).
///
/// # Errors
/// [`StoreError::Conflict`] when the person is engaged for this assessment already,
/// [`StoreError::Dangling`].
#[instrument(name = "db.engagements.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &Engagement) -> Result<(), StoreError> {
    sql(
        "INSERT INTO engagements (id, assessment_id, reviewer, organ, round, invited_by, invited_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .text(&new.id)
    .text(new.assessment.as_str())
    .text(new.reviewer.as_str())
    .text(&new.organ)
    .int(new.round.into())
    .text(new.invited_by.as_str())
    .time(new.invited_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Ends an active engagement of an assessment; whether it was active.
#[instrument(name = "db.engagements.end", level = "debug", skip_all)]
pub async fn end(
    tx: &mut Tx,
    assessment: &AssessmentId,
    id: &str,
    by: &UserId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    sql("UPDATE engagements SET ended_by = $3, ended_at = $4
         WHERE assessment_id = $1 AND id = $2 AND ended_at IS NULL")
    .text(assessment.as_str())
    .text(id)
    .text(by.as_str())
    .time(at)
    .touched(tx)
    .await
}

/// The active engagement of a person for an assessment.
#[instrument(name = "db.engagements.active", level = "debug", skip_all)]
pub async fn active(
    tx: &mut Tx,
    assessment: &AssessmentId,
    reviewer: &UserId,
) -> Result<Option<Engagement>, StoreError> {
    sql("SELECT * FROM engagements
         WHERE assessment_id = $1 AND reviewer = $2 AND ended_at IS NULL")
    .text(assessment.as_str())
    .text(reviewer.as_str())
    .find(tx, read)
    .await
}

/// The engagements of an assessment, active ones first, then the newest.
#[instrument(name = "db.engagements.list_of_assessment", level = "debug", skip_all)]
pub async fn list_of_assessment(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<Engagement>, StoreError> {
    sql("SELECT * FROM engagements WHERE assessment_id = $1
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, invited_at DESC, id DESC")
    .text(assessment.as_str())
    .list(tx, read)
    .await
}

/// The active engagements of a person, newest first.
#[instrument(name = "db.engagements.list_of_reviewer", level = "debug", skip_all)]
pub async fn list_of_reviewer(
    tx: &mut Tx,
    reviewer: &UserId,
    limit: u32,
) -> Result<Vec<Engagement>, StoreError> {
    sql(
        "SELECT * FROM engagements WHERE reviewer = $1 AND ended_at IS NULL
         ORDER BY invited_at DESC, id DESC LIMIT $2",
    )
    .text(reviewer.as_str())
    .int(limit.into())
    .list(tx, read)
    .await
}

fn read(row: &AnyRow) -> Result<Engagement, StoreError> {
    let fields = Fields::new(TABLE, row, &["id"]);
    Ok(Engagement {
        id: fields.text("id")?,
        assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
        reviewer: fields.parsed("reviewer", UserId::parse)?,
        organ: fields.text("organ")?,
        round: fields.int("round")?,
        invited_by: fields.parsed("invited_by", UserId::parse)?,
        invited_at: fields.time("invited_at")?,
        ended_at: fields.opt_time("ended_at")?,
    })
}
