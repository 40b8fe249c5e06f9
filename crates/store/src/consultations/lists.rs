//! Consultations in lists: never with the text that is shown.

use domain::{AssessmentId, BodyCode, ConsultationId};
use jiff::civil::Date;
use tracing::instrument;

use super::{Consultation, read};
use crate::error::StoreError;
use crate::sql::sql;
use crate::store::Tx;

/// The consultations of an assessment, newest first.
#[instrument(
    name = "db.consultations.list_of_assessment",
    level = "debug",
    skip_all
)]
pub async fn list_of_assessment(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<Consultation>, StoreError> {
    sql(select!(
        "WHERE c.assessment_id = $1 ORDER BY c.opened_at DESC, c.id DESC"
    ))
    .text(assessment.as_str())
    .list(tx, read)
    .await
}

/// The consultations of a body, newest first.
#[instrument(name = "db.consultations.list_of_body", level = "debug", skip_all)]
pub async fn list_of_body(
    tx: &mut Tx,
    body: &BodyCode,
    limit: u32,
) -> Result<Vec<Consultation>, StoreError> {
    sql(select!(
        "WHERE c.body_code = $1 ORDER BY c.opened_at DESC, c.id DESC LIMIT $2"
    ))
    .text(body.as_str())
    .int(limit.into())
    .list(tx, read)
    .await
}

/// Shown consultations of everybody that end on `first` or later, the earliest end first.
#[instrument(name = "db.consultations.list_ending_from", level = "debug", skip_all)]
pub async fn list_ending_from(tx: &mut Tx, first: Date) -> Result<Vec<Consultation>, StoreError> {
    sql(select!(
        "WHERE c.to_day >= $1 AND w.consultation_id IS NULL ORDER BY c.to_day, c.id"
    ))
    .text(&first.to_string())
    .list(tx, read)
    .await
}

/// Shown consultations of everybody that ended before `first`, the latest end first.
#[instrument(name = "db.consultations.list_ended_before", level = "debug", skip_all)]
pub async fn list_ended_before(
    tx: &mut Tx,
    first: Date,
    limit: u32,
) -> Result<Vec<Consultation>, StoreError> {
    sql(select!(
        "WHERE c.to_day < $1 AND w.consultation_id IS NULL ORDER BY c.to_day DESC, c.id LIMIT $2"
    ))
    .text(&first.to_string())
    .int(limit.into())
    .list(tx, read)
    .await
}

/// Every consultation, by id after `after`: for building the whole site.
#[instrument(name = "db.consultations.list_after", level = "debug", skip_all)]
pub async fn list_after(
    tx: &mut Tx,
    after: Option<&ConsultationId>,
    limit: u32,
) -> Result<Vec<Consultation>, StoreError> {
    sql(select!("WHERE c.id > $1 ORDER BY c.id LIMIT $2"))
        .text(&after.map(ToString::to_string).unwrap_or_default())
        .int(limit.into())
        .list(tx, read)
        .await
}

/// Consultations that ended before `today` and whose end nobody has seen to.
#[instrument(name = "db.consultations.list_due", level = "debug", skip_all)]
pub async fn list_due(tx: &mut Tx, today: Date) -> Result<Vec<Consultation>, StoreError> {
    sql(select!(
        "WHERE c.to_day < $1 AND s.closed_at IS NULL ORDER BY c.to_day, c.id"
    ))
    .text(&today.to_string())
    .list(tx, read)
    .await
}
