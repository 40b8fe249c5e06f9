//! Notices and every version of them. The letters are in the stage.

use domain::UserId;
use domain::notice_life::{NoticeDraft, NoticeStage};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A notice as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// `n1`, `n2`, …
    pub id: String,
    /// Its place in the order of drafting, from 1.
    pub seq: i64,
    /// The notice whose place it is to take.
    pub revises: Option<String>,
    /// Where it stands, with its letters.
    pub stage: NoticeStage,
    /// Its text.
    pub draft: NoticeDraft,
    /// The newest version.
    pub version: i64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

/// What was done to a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeVersion {
    /// The version that it made.
    pub version: i64,
    /// Who.
    pub author: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub act: String,
    /// Where it stood then.
    pub stage: NoticeStage,
    /// Its text then.
    pub draft: NoticeDraft,
}

/// By whom, when and how a version comes about.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// Who.
    pub author: &'a UserId,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub act: &'a str,
}

/// Begins a notice at version 1; its id.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else began one at the same moment.
#[instrument(name = "db.notices.insert", level = "debug", skip_all)]
pub async fn insert(
    tx: &mut Tx,
    draft: &NoticeDraft,
    revises: Option<&str>,
    change: Change<'_>,
) -> Result<String, StoreError> {
    let row = sql("SELECT COALESCE(MAX(seq), 0) + 1 AS next FROM notices")
        .one(tx)
        .await?;
    let seq: i64 = Fields::new("notices", &row, &[]).int("next")?;
    let id = format!("n{seq}");
    let stage = NoticeStage::Draft;
    sql(
        "INSERT INTO notices (id, seq, revises, title, stage, stage_json, draft_json, version,
             created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)",
    )
    .text(&id)
    .int(seq)
    .opt_text(revises)
    .text(draft.title())
    .text(stage.as_str())
    .json(&stage)
    .json(draft)
    .time(change.at)
    .execute(tx)
    .await?;
    append(tx, &id, 1, &stage, draft, change).await?;
    Ok(id)
}

/// Makes the next version of a notice that is at `version`.
///
/// # Errors
/// [`StoreError::Conflict`] when it is not.
#[instrument(name = "db.notices.change", level = "debug", skip_all)]
pub async fn change(
    tx: &mut Tx,
    id: &str,
    version: i64,
    stage: &NoticeStage,
    draft: &NoticeDraft,
    change: Change<'_>,
) -> Result<(), StoreError> {
    sql(
        "UPDATE notices SET title = $3, stage = $4, stage_json = $5, draft_json = $6,
             version = $2 + 1, changed_at = $7
         WHERE id = $1 AND version = $2",
    )
    .text(id)
    .int(version)
    .text(draft.title())
    .text(stage.as_str())
    .json(stage)
    .json(draft)
    .time(change.at)
    .execute(tx)
    .await?;
    append(tx, id, version + 1, stage, draft, change).await
}

async fn append(
    tx: &mut Tx,
    id: &str,
    version: i64,
    stage: &NoticeStage,
    draft: &NoticeDraft,
    change: Change<'_>,
) -> Result<(), StoreError> {
    sql(
        "INSERT INTO notice_versions (notice_id, version, author, at, act, stage, stage_json,
             draft_json)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .text(id)
    .int(version)
    .text(change.author.as_str())
    .time(change.at)
    .text(change.act)
    .text(stage.as_str())
    .json(stage)
    .json(draft)
    .execute(tx)
    .await?;
    Ok(())
}

/// The notice of an id.
#[instrument(name = "db.notices.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<NoticeRow>, StoreError> {
    sql("SELECT * FROM notices WHERE id = $1")
        .text(id)
        .find(tx, read)
        .await
}

/// As [`find`], and nobody else changes it until the transaction ends.
#[instrument(name = "db.notices.lock", level = "debug", skip_all)]
pub async fn lock(tx: &mut Tx, id: &str) -> Result<Option<NoticeRow>, StoreError> {
    sql("UPDATE notices SET version = version WHERE id = $1 RETURNING *")
        .text(id)
        .find(tx, read)
        .await
}

/// Notices, last begun first, before `before`; of the stages whose words are given, or all.
#[instrument(name = "db.notices.list", level = "debug", skip_all)]
pub async fn list(
    tx: &mut Tx,
    stage: Option<&str>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<NoticeRow>, StoreError> {
    sql(
        "SELECT * FROM notices WHERE seq < $1 AND ($2 IS NULL OR stage = $2)
         ORDER BY seq DESC LIMIT $3",
    )
    .int(before.unwrap_or(i64::MAX))
    .opt_text(stage)
    .int(limit.into())
    .list(tx, read)
    .await
}

/// The notices that are to take the place of `id`, last begun first.
#[instrument(name = "db.notices.revisions_of", level = "debug", skip_all)]
pub async fn revisions_of(tx: &mut Tx, id: &str) -> Result<Vec<NoticeRow>, StoreError> {
    sql("SELECT * FROM notices WHERE revises = $1 ORDER BY seq DESC")
        .text(id)
        .list(tx, read)
        .await
}

/// Notices that are or were listed, last begun first: what the public site shows.
#[instrument(name = "db.notices.list_public", level = "debug", skip_all)]
pub async fn list_public(tx: &mut Tx) -> Result<Vec<NoticeRow>, StoreError> {
    let found = sql(
        "SELECT * FROM notices WHERE stage IN ('listed', 'revised', 'expired')
         ORDER BY seq DESC",
    )
    .list(tx, read)
    .await?;
    let public = found.into_iter();
    Ok(public
        .filter(|notice| notice.stage.listed_on().is_some())
        .collect())
}

/// Every version of a notice, newest first.
#[instrument(name = "db.notices.versions", level = "debug", skip_all)]
pub async fn versions(tx: &mut Tx, id: &str) -> Result<Vec<NoticeVersion>, StoreError> {
    sql("SELECT * FROM notice_versions WHERE notice_id = $1 ORDER BY version DESC LIMIT 500")
        .text(id)
        .list(tx, read_version)
        .await
}

fn read(row: &AnyRow) -> Result<NoticeRow, StoreError> {
    let fields = Fields::new("notices", row, &["id"]);
    Ok(NoticeRow {
        id: fields.text("id")?,
        seq: fields.int("seq")?,
        revises: fields.opt_text("revises")?,
        stage: fields.json("stage_json")?,
        draft: fields.json("draft_json")?,
        version: fields.int("version")?,
        created_at: fields.time("created_at")?,
        changed_at: fields.time("changed_at")?,
    })
}

fn read_version(row: &AnyRow) -> Result<NoticeVersion, StoreError> {
    let fields = Fields::new("notice_versions", row, &["notice_id", "version"]);
    Ok(NoticeVersion {
        version: fields.int("version")?,
        author: fields.opt_parsed("author", UserId::parse)?,
        at: fields.time("at")?,
        act: fields.text("act")?,
        stage: fields.json("stage_json")?,
        draft: fields.json("draft_json")?,
    })
}
