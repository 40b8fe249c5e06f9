//! Answers to opinions, and what is not to be shown of them: every version is kept, the
//! newest one counts.

use domain::opinion::{OpinionMask, OpinionVerdict};
use domain::{ConsultationId, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A version of an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct OpinionAnswer {
    /// The opinion's id.
    pub opinion: String,
    /// From 1.
    pub version: u32,
    /// Shared by opinions that were answered together.
    pub group: String,
    /// Whether the assessment changes.
    pub verdict: OpinionVerdict,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
}

impl std::fmt::Debug for OpinionAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpinionAnswer({}@{})", self.opinion, self.version)
    }
}

/// A version of what is not to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMask {
    /// The opinion's id.
    pub opinion: String,
    /// From 1.
    pub version: u32,
    /// What was decided.
    pub mask: OpinionMask,
}

/// Adds the version after `expected` (0 for the first) of the answer to an opinion; whether
/// `expected` is the newest.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else added it at the same moment.
#[instrument(name = "db.opinion_answers.insert", level = "debug", skip_all)]
pub async fn insert(
    tx: &mut Tx,
    consultation: &ConsultationId,
    answer: &OpinionAnswer,
    expected: u32,
) -> Result<bool, StoreError> {
    sql("INSERT INTO opinion_answers
             (opinion_id, version, body_code, group_id, verdict, reason, answered_at, answered_by)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8
         WHERE $9 = (SELECT COALESCE(MAX(version), 0) FROM opinion_answers WHERE opinion_id = $1)")
    .text(&answer.opinion)
    .int(i64::from(expected) + 1)
    .text(consultation.body().as_str())
    .text(&answer.group)
    .text(answer.verdict.as_str())
    .text(&answer.reason)
    .time(answer.at)
    .text(answer.by.as_str())
    .int(expected.into())
    .touched(tx)
    .await
}

/// The newest answer of each opinion of a consultation that has one.
#[instrument(name = "db.opinion_answers.list_newest", level = "debug", skip_all)]
pub async fn list_newest(
    tx: &mut Tx,
    consultation: &ConsultationId,
) -> Result<Vec<OpinionAnswer>, StoreError> {
    sql(
        "SELECT a.* FROM opinion_answers a JOIN opinions o ON o.id = a.opinion_id
         WHERE o.consultation_id = $1 AND a.version =
             (SELECT MAX(version) FROM opinion_answers x WHERE x.opinion_id = a.opinion_id)
         ORDER BY o.number",
    )
    .text(&consultation.to_string())
    .list(tx, read)
    .await
}

/// Every version of the answer to an opinion, newest first.
#[instrument(name = "db.opinion_answers.list_of_opinion", level = "debug", skip_all)]
pub async fn list_of_opinion(tx: &mut Tx, opinion: &str) -> Result<Vec<OpinionAnswer>, StoreError> {
    sql("SELECT * FROM opinion_answers WHERE opinion_id = $1 ORDER BY version DESC")
        .text(opinion)
        .list(tx, read)
        .await
}

/// How many opinions of a consultation have no answer.
#[instrument(name = "db.opinion_answers.count_open", level = "debug", skip_all)]
pub async fn count_open(tx: &mut Tx, consultation: &ConsultationId) -> Result<u32, StoreError> {
    let row = sql(
        "SELECT COUNT(*) AS n FROM opinions o WHERE o.consultation_id = $1
         AND NOT EXISTS (SELECT 1 FROM opinion_answers a WHERE a.opinion_id = o.id)",
    )
    .text(&consultation.to_string())
    .one(tx)
    .await?;
    Fields::new("opinion_answers", &row, &[]).int("n")
}

/// Adds the version after `expected` of what is not to be shown of an opinion; whether
/// `expected` is the newest.
///
/// # Errors
/// As [`insert`].
#[instrument(name = "db.opinion_answers.insert_mask", level = "debug", skip_all)]
pub async fn insert_mask(
    tx: &mut Tx,
    consultation: &ConsultationId,
    opinion: &str,
    mask: &OpinionMask,
    expected: u32,
    at: Timestamp,
    by: &UserId,
) -> Result<bool, StoreError> {
    sql("INSERT INTO opinion_masks
             (opinion_id, version, body_code, mask, decided_at, decided_by)
         SELECT $1, $2, $3, $4, $5, $6
         WHERE $7 = (SELECT COALESCE(MAX(version), 0) FROM opinion_masks WHERE opinion_id = $1)")
    .text(opinion)
    .int(i64::from(expected) + 1)
    .text(consultation.body().as_str())
    .json(mask)
    .time(at)
    .text(by.as_str())
    .int(expected.into())
    .touched(tx)
    .await
}

/// The newest decision of each opinion of a consultation that has one.
#[instrument(name = "db.opinion_answers.list_masks", level = "debug", skip_all)]
pub async fn list_masks(
    tx: &mut Tx,
    consultation: &ConsultationId,
) -> Result<Vec<StoredMask>, StoreError> {
    sql(
        "SELECT m.* FROM opinion_masks m JOIN opinions o ON o.id = m.opinion_id
         WHERE o.consultation_id = $1 AND m.version =
             (SELECT MAX(version) FROM opinion_masks x WHERE x.opinion_id = m.opinion_id)
         ORDER BY o.number",
    )
    .text(&consultation.to_string())
    .list(tx, |row| {
        let fields = Fields::new("opinion_masks", row, &["opinion_id", "version"]);
        Ok(StoredMask {
            opinion: fields.text("opinion_id")?,
            version: fields.int("version")?,
            mask: fields.json("mask")?,
        })
    })
    .await
}

fn read(row: &AnyRow) -> Result<OpinionAnswer, StoreError> {
    let fields = Fields::new("opinion_answers", row, &["opinion_id", "version"]);
    let verdict = fields.parsed("verdict", |word| OpinionVerdict::parse(word).ok_or(()))?;
    Ok(OpinionAnswer {
        opinion: fields.text("opinion_id")?,
        version: fields.int("version")?,
        group: fields.text("group_id")?,
        verdict,
        reason: fields.text("reason")?,
        at: fields.time("answered_at")?,
        by: fields.parsed("answered_by", UserId::parse)?,
    })
}
