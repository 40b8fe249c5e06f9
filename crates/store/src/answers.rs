//! The answers of assessments, one row for each change of an item on the form's top
//! level. This table only grows; an assessment at any revision is still there.

use std::collections::BTreeMap;
use std::fmt;

use domain::{AssessmentId, ItemId, UserId};
use jiff::Timestamp;
use serde_json::Value;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// What an item's answer was from a revision on.
#[derive(Clone, PartialEq)]
pub struct Version {
    /// The revision that changed it.
    pub revision: i64,
    /// Who made that revision; `None` is the operator's command.
    pub author: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// The answer as interchange JSON; `None`: it was removed.
    pub value: Option<Value>,
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Version")
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

/// Appends what a revision changes: interchange JSON per item, `None` removes the answer.
/// The revision's own row must be there.
///
/// # Errors
/// [`StoreError::Conflict`] when the revision has changed the item already,
/// [`StoreError::Dangling`] when there is no such revision.
#[instrument(name = "db.answers.append", level = "debug", skip_all)]
pub async fn append(
    tx: &mut Tx,
    assessment: &AssessmentId,
    revision: i64,
    changes: &BTreeMap<ItemId, Option<Value>>,
) -> Result<(), StoreError> {
    for (item, value) in changes {
        sql("INSERT INTO answers (assessment_id, item, revision, value) VALUES ($1, $2, $3, $4)")
            .text(assessment.as_str())
            .text(item.as_str())
            .int(revision)
            .opt_text(value.as_ref().map(Value::to_string).as_deref())
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// The answers as of a revision; removed ones are absent.
#[instrument(name = "db.answers.load_at", level = "debug", skip_all)]
pub async fn load_at(
    tx: &mut Tx,
    assessment: &AssessmentId,
    revision: i64,
) -> Result<BTreeMap<ItemId, Value>, StoreError> {
    let rows = sql("SELECT a.assessment_id, a.item, a.revision, a.value
         FROM answers a
         JOIN (SELECT item, MAX(revision) AS revision FROM answers
               WHERE assessment_id = $1 AND revision <= $2 GROUP BY item) newest
           ON newest.item = a.item AND newest.revision = a.revision
         WHERE a.assessment_id = $1 AND a.value IS NOT NULL")
    .text(assessment.as_str())
    .int(revision)
    .list(tx, |row| {
        let fields = fields_of(row);
        Ok((fields.parsed("item", ItemId::parse)?, fields.json("value")?))
    })
    .await?;
    Ok(rows.into_iter().collect())
}

/// The versions of one answer, newest first, older than revision `before`.
#[instrument(name = "db.answers.history", level = "debug", skip_all)]
pub async fn history(
    tx: &mut Tx,
    assessment: &AssessmentId,
    item: &ItemId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Version>, StoreError> {
    sql(
        "SELECT a.assessment_id, a.item, a.revision, a.value, r.author, r.at
         FROM answers a
         JOIN revisions r ON r.assessment_id = a.assessment_id AND r.revision = a.revision
         WHERE a.assessment_id = $1 AND a.item = $2 AND a.revision < $3
         ORDER BY a.revision DESC LIMIT $4",
    )
    .text(assessment.as_str())
    .text(item.as_str())
    .int(before.unwrap_or(i64::MAX))
    .int(limit.into())
    .list(tx, read_version)
    .await
}

/// The items changed after revision `from`, up to and including `to`.
#[instrument(name = "db.answers.changed_between", level = "debug", skip_all)]
pub async fn changed_between(
    tx: &mut Tx,
    assessment: &AssessmentId,
    from: i64,
    to: i64,
) -> Result<Vec<ItemId>, StoreError> {
    sql("SELECT DISTINCT item FROM answers
         WHERE assessment_id = $1 AND revision > $2 AND revision <= $3 ORDER BY item")
    .text(assessment.as_str())
    .int(from)
    .int(to)
    .list(tx, |row| {
        Fields::new("answers", row, &["item"]).parsed("item", ItemId::parse)
    })
    .await
}

fn fields_of(row: &AnyRow) -> Fields<'_> {
    Fields::new("answers", row, &["assessment_id", "item", "revision"])
}

fn read_version(row: &AnyRow) -> Result<Version, StoreError> {
    let fields = fields_of(row);
    let value = fields.opt_parsed("value", |text| serde_json::from_str(text))?;
    Ok(Version {
        revision: fields.int("revision")?,
        author: fields.opt_parsed("author", UserId::parse)?,
        at: fields.time("at")?,
        value,
    })
}
