//! Findings that need not be mended, each with its reason (解除理由).

use std::fmt;

use domain::{AssessmentId, BodyCode, Digest, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A waiver that was not taken back.
#[derive(Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The id.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// The path of the item.
    pub item: String,
    /// What the finding was about: the waiver holds as long as it is the same.
    pub digest: Digest,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

impl fmt::Debug for Waiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiver({} of {})", self.rule, self.item)
    }
}

/// A waiver to be written.
#[derive(Debug, Clone)]
pub struct NewWaiver<'a> {
    /// The assessment.
    pub assessment: &'a AssessmentId,
    /// Its body.
    pub body: &'a BodyCode,
    /// The rule.
    pub rule: &'a str,
    /// The path of the item.
    pub item: &'a str,
    /// What the finding is about.
    pub digest: &'a Digest,
    /// Why.
    pub reason: &'a str,
    /// Who.
    pub by: &'a UserId,
    /// Now.
    pub at: Timestamp,
}

/// Adds a waiver.
#[instrument(name = "db.waivers.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &NewWaiver<'_>) -> Result<(), StoreError> {
    sql(
        "INSERT INTO finding_waivers (id, assessment_id, body_code, rule, item, digest, reason,
             waived_by, waived_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .text(&crate::new_id(new.at))
    .text(new.assessment.as_str())
    .text(new.body.as_str())
    .text(new.rule)
    .text(new.item)
    .text(new.digest.as_str())
    .text(new.reason)
    .text(new.by.as_str())
    .time(new.at)
    .execute(tx)
    .await?;
    Ok(())
}

/// The waivers of an assessment that were not taken back, oldest first.
#[instrument(name = "db.waivers.list", level = "debug", skip_all)]
pub async fn list(tx: &mut Tx, assessment: &AssessmentId) -> Result<Vec<Waiver>, StoreError> {
    sql("SELECT * FROM finding_waivers
         WHERE assessment_id = $1 AND ended_at IS NULL ORDER BY waived_at, id")
    .text(assessment.as_str())
    .list(tx, read)
    .await
}

/// Takes waivers of a rule at an item back; whether there was one.
#[instrument(name = "db.waivers.end", level = "debug", skip_all)]
pub async fn end(
    tx: &mut Tx,
    assessment: &AssessmentId,
    (rule, item): (&str, &str),
    by: &UserId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    sql("UPDATE finding_waivers SET ended_by = $4, ended_at = $5
         WHERE assessment_id = $1 AND rule = $2 AND item = $3 AND ended_at IS NULL")
    .text(assessment.as_str())
    .text(rule)
    .text(item)
    .text(by.as_str())
    .time(at)
    .touched(tx)
    .await
}

fn read(row: &AnyRow) -> Result<Waiver, StoreError> {
    let fields = Fields::new("finding_waivers", row, &["id"]);
    Ok(Waiver {
        id: fields.text("id")?,
        rule: fields.text("rule")?,
        item: fields.text("item")?,
        digest: fields.parsed("digest", Digest::parse)?,
        reason: fields.text("reason")?,
        by: fields.parsed("waived_by", UserId::parse)?,
        at: fields.time("waived_at")?,
    })
}
