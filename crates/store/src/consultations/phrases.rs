//! What versions shown in consultations keep from the public, for the leak gate.

use domain::{AssessmentId, BodyCode, ConsultationId};
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A phrase that the version shown withholds.
#[derive(Clone, PartialEq, Eq)]
pub struct ConsultationPhrase {
    /// The consultation.
    pub consultation: ConsultationId,
    /// Its place, from 0.
    pub ordinal: i64,
    /// The assessment.
    pub assessment: AssessmentId,
    /// The body.
    pub body: BodyCode,
    /// The path of the item.
    pub item: String,
    /// The phrase.
    pub phrase: String,
}

impl std::fmt::Debug for ConsultationPhrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ConsultationPhrase({}, {})",
            self.consultation, self.item
        )
    }
}

/// All phrases, after `after` (consultation and ordinal).
#[instrument(name = "db.consultations.list_phrases", level = "debug", skip_all)]
pub async fn list_phrases(
    tx: &mut Tx,
    after: Option<(&ConsultationId, i64)>,
    limit: u32,
) -> Result<Vec<ConsultationPhrase>, StoreError> {
    sql("SELECT * FROM consultation_phrases
         WHERE (consultation_id, ordinal) > ($1, $2)
         ORDER BY consultation_id, ordinal LIMIT $3")
    .text(&after.map(|(id, _)| id.to_string()).unwrap_or_default())
    .int(after.map_or(-1, |(_, ordinal)| ordinal))
    .int(limit.into())
    .list(tx, read_phrase)
    .await
}

/// The phrases of every consultation about an assessment.
#[instrument(
    name = "db.consultations.list_phrases_of_assessment",
    level = "debug",
    skip_all
)]
pub async fn list_phrases_of_assessment(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<ConsultationPhrase>, StoreError> {
    sql("SELECT * FROM consultation_phrases WHERE assessment_id = $1
         ORDER BY consultation_id, ordinal")
    .text(assessment.as_str())
    .list(tx, read_phrase)
    .await
}

fn read_phrase(row: &AnyRow) -> Result<ConsultationPhrase, StoreError> {
    let fields = Fields::new("consultation_phrases", row, &["consultation_id", "ordinal"]);
    Ok(ConsultationPhrase {
        consultation: fields.parsed("consultation_id", ConsultationId::parse)?,
        ordinal: fields.int("ordinal")?,
        assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        item: fields.text("item")?,
        phrase: fields.text("phrase")?,
    })
}
