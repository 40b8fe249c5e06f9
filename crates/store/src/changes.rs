//! What people decided on the changes of a draft, and which rows the program wrote into its
//! table of changes. Both tables only grow; the newest decision on a change counts.

use std::collections::BTreeSet;
use std::fmt;

use domain::changes::decision::{Decision, Timing, Weight};
use domain::digest::Digest;
use domain::{AssessmentId, BodyCode, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A decision on a change.
#[derive(Clone, PartialEq, Eq)]
pub struct ChangeDecision {
    /// The change.
    pub digest: Digest,
    /// The path of its item.
    pub item: String,
    /// How often it was decided on, this time included.
    pub version: i64,
    /// What was decided.
    pub decision: Decision,
    /// The revision that was seen.
    pub revision: i64,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

impl fmt::Debug for ChangeDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeDecision")
            .field("item", &self.item)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// The draft that decisions are about: the edition is the one it is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The assessment.
    pub assessment: &'a AssessmentId,
    /// Its body.
    pub body: &'a BodyCode,
    /// The published edition.
    pub edition: u32,
}

/// A decision to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewDecision<'a> {
    /// The change.
    pub digest: &'a Digest,
    /// The path of its item.
    pub item: &'a str,
    /// What was decided.
    pub decision: &'a Decision,
    /// The revision that was seen.
    pub revision: i64,
    /// By whom.
    pub by: &'a UserId,
    /// When.
    pub at: Timestamp,
}

/// Keeps a decision as the newest one on its change.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody decided at the same moment,
/// [`StoreError::Dangling`] when edition, revision or person are unknown.
#[instrument(name = "db.changes.decide", level = "debug", skip_all)]
pub async fn decide(
    tx: &mut Tx,
    basis: &Basis<'_>,
    new: &NewDecision<'_>,
) -> Result<(), StoreError> {
    let (timing, weight) = (new.decision.timing, new.decision.weight.as_ref());
    let reason = match weight {
        Some(Weight::Dismissed { reason }) => Some(reason.as_str()),
        _ => None,
    };
    sql(
        "INSERT INTO change_decisions (assessment_id, body_code, edition, digest, version, item,
             changed_on, timing, note, weight, reason, revision, decided_by, decided_at)
         SELECT $1, $2, $3, $4, 1 + COALESCE(MAX(version), 0), $5, $6, $7, $8, $9, $10, $11,
             $12, $13
         FROM change_decisions WHERE assessment_id = $1 AND edition = $3 AND digest = $4",
    )
    .text(basis.assessment.as_str())
    .text(basis.body.as_str())
    .int(basis.edition.into())
    .text(new.digest.as_str())
    .text(new.item)
    .text(&new.decision.changed_on.to_string())
    .opt_text(timing.map(Timing::as_str))
    .text(&new.decision.note)
    .opt_text(weight.map(Weight::as_str))
    .opt_text(reason)
    .int(new.revision)
    .text(new.by.as_str())
    .time(new.at)
    .execute(tx)
    .await?;
    Ok(())
}

/// The newest decision on each change, by digest.
#[instrument(name = "db.changes.decisions", level = "debug", skip_all)]
pub async fn decisions(tx: &mut Tx, basis: &Basis<'_>) -> Result<Vec<ChangeDecision>, StoreError> {
    sql("SELECT d.* FROM change_decisions d
         JOIN (SELECT digest, MAX(version) AS version FROM change_decisions
               WHERE assessment_id = $1 AND edition = $2 GROUP BY digest) newest
           ON newest.digest = d.digest AND newest.version = d.version
         WHERE d.assessment_id = $1 AND d.edition = $2 ORDER BY d.digest")
    .text(basis.assessment.as_str())
    .int(basis.edition.into())
    .list(tx, read)
    .await
}

/// Remembers which rows a revision's table has from the program; those known stay as they are.
#[instrument(name = "db.changes.remember_rows", level = "debug", skip_all)]
pub async fn remember_rows(
    tx: &mut Tx,
    basis: &Basis<'_>,
    revision: i64,
    rows: &[Digest],
) -> Result<(), StoreError> {
    for row in rows {
        sql(
            "INSERT INTO change_rows (assessment_id, body_code, edition, digest, revision)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .text(basis.assessment.as_str())
        .text(basis.body.as_str())
        .int(basis.edition.into())
        .text(row.as_str())
        .int(revision)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// The digests of every row that the program wrote for this draft.
#[instrument(name = "db.changes.rows", level = "debug", skip_all)]
pub async fn rows(tx: &mut Tx, basis: &Basis<'_>) -> Result<BTreeSet<Digest>, StoreError> {
    let rows = sql("SELECT digest FROM change_rows WHERE assessment_id = $1 AND edition = $2")
        .text(basis.assessment.as_str())
        .int(basis.edition.into())
        .list(tx, |row| {
            Fields::new("change_rows", row, &["digest"]).parsed("digest", Digest::parse)
        })
        .await?;
    Ok(rows.into_iter().collect())
}

fn read(row: &AnyRow) -> Result<ChangeDecision, StoreError> {
    let fields = Fields::new(
        "change_decisions",
        row,
        &["assessment_id", "edition", "digest"],
    );
    let reason = fields.opt_text("reason")?;
    let weight = fields.opt_parsed("weight", |word| match (word, reason) {
        ("important", _) => Ok(Weight::Important),
        ("dismissed", Some(reason)) => Ok(Weight::Dismissed { reason }),
        _ => Err(()),
    })?;
    Ok(ChangeDecision {
        digest: fields.parsed("digest", Digest::parse)?,
        item: fields.text("item")?,
        version: fields.int("version")?,
        decision: Decision {
            changed_on: fields.date("changed_on")?,
            timing: fields.opt_parsed("timing", |word| Timing::parse(word).ok_or(()))?,
            note: fields.text("note")?,
            weight,
        },
        revision: fields.int("revision")?,
        by: fields.parsed("decided_by", UserId::parse)?,
        at: fields.time("decided_at")?,
    })
}
