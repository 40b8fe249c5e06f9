//! What bodies decided not to show of opinions, beyond one consultation: for the leak gate and
//! for the items of a form that tell of opinions. Of every decision the newest version counts.

use std::fmt;

use domain::opinion::OpinionMask;
use domain::{AssessmentId, BodyCode};
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A decision, and whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskOfOpinion {
    /// The opinion's id.
    pub opinion: String,
    /// Its number within its consultation.
    pub number: u32,
    /// The assessment that the consultation is about.
    pub assessment: AssessmentId,
    /// The body.
    pub body: BodyCode,
    /// What was decided.
    pub mask: OpinionMask,
}

impl fmt::Debug for MaskOfOpinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MaskOfOpinion({}/{})", self.assessment, self.number)
    }
}

/// The newest decision on every opinion about an assessment, whichever consultation it came in.
#[instrument(
    name = "db.opinion_masks.list_of_assessment",
    level = "debug",
    skip_all
)]
pub async fn list_of_assessment(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<MaskOfOpinion>, StoreError> {
    sql(
        "SELECT m.opinion_id, m.body_code, m.mask, o.number, c.assessment_id
         FROM opinion_masks m JOIN opinions o ON o.id = m.opinion_id
         JOIN consultations c ON c.id = o.consultation_id
         WHERE c.assessment_id = $1 AND m.version =
             (SELECT MAX(version) FROM opinion_masks x WHERE x.opinion_id = m.opinion_id)
         ORDER BY m.opinion_id",
    )
    .text(assessment.as_str())
    .list(tx, read)
    .await
}

/// The newest decision on every opinion, by the opinion's id after `after`.
#[instrument(name = "db.opinion_masks.list_all", level = "debug", skip_all)]
pub async fn list_all(
    tx: &mut Tx,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<MaskOfOpinion>, StoreError> {
    sql(
        "SELECT m.opinion_id, m.body_code, m.mask, o.number, c.assessment_id
         FROM opinion_masks m JOIN opinions o ON o.id = m.opinion_id
         JOIN consultations c ON c.id = o.consultation_id
         WHERE m.opinion_id > $1 AND m.version =
             (SELECT MAX(version) FROM opinion_masks x WHERE x.opinion_id = m.opinion_id)
         ORDER BY m.opinion_id LIMIT $2",
    )
    .text(after.unwrap_or_default())
    .int(limit.into())
    .list(tx, read)
    .await
}

fn read(row: &AnyRow) -> Result<MaskOfOpinion, StoreError> {
    let fields = Fields::new("opinion_masks", row, &["opinion_id"]);
    Ok(MaskOfOpinion {
        opinion: fields.text("opinion_id")?,
        number: fields.int("number")?,
        assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        mask: fields.json("mask")?,
    })
}
