//! Planned publications: which are due, and which did not come about. Failures only grow.

use domain::{AssessmentId, BodyCode, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::assessments::{Assessment, read as read_assessment};
use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A planned publication that did not come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleFailure {
    /// When it was tried.
    pub at: Timestamp,
    /// The day that was planned.
    pub scheduled_on: Date,
    /// Who planned it.
    pub scheduled_by: UserId,
    /// The revision that was to be published.
    pub revision: i64,
    /// What stood in the way, for people; no text of answers.
    pub message: String,
}

/// The assessments whose planned day is `today` or before, the longest due first.
#[instrument(name = "db.schedules.due", level = "debug", skip_all)]
pub async fn due(tx: &mut Tx, today: Date, limit: u32) -> Result<Vec<Assessment>, StoreError> {
    sql("SELECT * FROM assessments WHERE scheduled_on <= $1
         ORDER BY scheduled_on, id LIMIT $2")
    .text(&today.to_string())
    .int(limit.into())
    .list(tx, read_assessment)
    .await
}

/// The assessments of a body with a planned day, the first day first.
#[instrument(name = "db.schedules.of_body", level = "debug", skip_all)]
pub async fn of_body(
    tx: &mut Tx,
    body: &BodyCode,
    limit: u32,
) -> Result<Vec<Assessment>, StoreError> {
    sql(
        "SELECT * FROM assessments WHERE body_code = $1 AND scheduled_on IS NOT NULL
         ORDER BY scheduled_on, id LIMIT $2",
    )
    .text(body.as_str())
    .int(limit.into())
    .list(tx, read_assessment)
    .await
}

/// Records why a planned publication did not come about. Once per instant.
#[instrument(name = "db.schedules.record_failure", level = "debug", skip_all)]
pub async fn record_failure(
    tx: &mut Tx,
    assessment: &AssessmentId,
    body: &BodyCode,
    failure: &ScheduleFailure,
) -> Result<(), StoreError> {
    sql(
        "INSERT INTO schedule_failures (assessment_id, at, body_code, scheduled_on,
             scheduled_by, revision, message)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .text(assessment.as_str())
    .time(failure.at)
    .text(body.as_str())
    .text(&failure.scheduled_on.to_string())
    .text(failure.scheduled_by.as_str())
    .int(failure.revision)
    .text(&failure.message)
    .execute(tx)
    .await?;
    Ok(())
}

/// The failures of an assessment, newest first.
#[instrument(name = "db.schedules.failures_of", level = "debug", skip_all)]
pub async fn failures_of(
    tx: &mut Tx,
    assessment: &AssessmentId,
    limit: u32,
) -> Result<Vec<ScheduleFailure>, StoreError> {
    sql("SELECT * FROM schedule_failures WHERE assessment_id = $1 ORDER BY at DESC LIMIT $2")
        .text(assessment.as_str())
        .int(limit.into())
        .list(tx, read)
        .await
}

fn read(row: &AnyRow) -> Result<ScheduleFailure, StoreError> {
    let fields = Fields::new("schedule_failures", row, &["assessment_id", "at"]);
    Ok(ScheduleFailure {
        at: fields.time("at")?,
        scheduled_on: fields.date("scheduled_on")?,
        scheduled_by: fields.parsed("scheduled_by", UserId::parse)?,
        revision: fields.int("revision")?,
        message: fields.text("message")?,
    })
}
