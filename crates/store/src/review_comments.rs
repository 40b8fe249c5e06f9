//! Comments of third-party reviewers on items, and what the body's editors answered.

use std::fmt;

use domain::{AssessmentId, ItemPath, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A comment or an answer to one.
#[derive(Clone, PartialEq, Eq)]
pub struct Comment {
    /// The id.
    pub id: String,
    /// The hand-over that it is about.
    pub handover: u32,
    /// The item; `None` for the whole.
    pub item: Option<ItemPath>,
    /// The first comment of its thread; `None` for that one itself.
    pub reply_to: Option<String>,
    /// Who wrote it.
    pub author: UserId,
    /// When.
    pub at: Timestamp,
    /// The text; may quote the full text.
    pub body: String,
    /// Whether its thread is settled; of first comments only.
    pub settled: bool,
}

impl fmt::Debug for Comment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Comment({}, {} chars)",
            self.id,
            self.body.chars().count()
        )
    }
}

/// Adds a comment (its `settled` is not looked at). A second one with the same id changes
/// nothing; whether it was new.
///
/// # Errors
/// [`StoreError::Dangling`] when there is no such hand-over or thread.
#[instrument(name = "db.review_comments.insert", level = "debug", skip_all)]
pub async fn insert(
    tx: &mut Tx,
    assessment: &AssessmentId,
    new: &Comment,
) -> Result<bool, StoreError> {
    let item = new.item.as_ref().map(ToString::to_string);
    sql("INSERT INTO review_comments
             (id, assessment_id, handover, item, reply_to, author, written_at, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING")
    .text(&new.id)
    .text(assessment.as_str())
    .int(new.handover.into())
    .text(&item.unwrap_or_default())
    .opt_text(new.reply_to.as_deref())
    .text(new.author.as_str())
    .time(new.at)
    .text(&new.body)
    .touched(tx)
    .await
}

/// Everything written about an assessment, oldest first.
#[instrument(name = "db.review_comments.list", level = "debug", skip_all)]
pub async fn list(tx: &mut Tx, assessment: &AssessmentId) -> Result<Vec<Comment>, StoreError> {
    sql(
        "SELECT c.*, CASE WHEN s.comment_id IS NULL THEN 0 ELSE 1 END AS settled
         FROM review_comments c LEFT JOIN review_settled s ON s.comment_id = c.id
         WHERE c.assessment_id = $1 ORDER BY c.written_at, c.id",
    )
    .text(assessment.as_str())
    .list(tx, read)
    .await
}

/// A comment of an assessment.
#[instrument(name = "db.review_comments.find", level = "debug", skip_all)]
pub async fn find(
    tx: &mut Tx,
    assessment: &AssessmentId,
    id: &str,
) -> Result<Option<Comment>, StoreError> {
    sql(
        "SELECT c.*, CASE WHEN s.comment_id IS NULL THEN 0 ELSE 1 END AS settled
         FROM review_comments c LEFT JOIN review_settled s ON s.comment_id = c.id
         WHERE c.assessment_id = $1 AND c.id = $2",
    )
    .text(assessment.as_str())
    .text(id)
    .find(tx, read)
    .await
}

/// Marks a thread as settled; whether it was open.
#[instrument(name = "db.review_comments.settle", level = "debug", skip_all)]
pub async fn settle(tx: &mut Tx, id: &str, by: &UserId, at: Timestamp) -> Result<bool, StoreError> {
    sql(
        "INSERT INTO review_settled (comment_id, settled_by, settled_at)
         VALUES ($1, $2, $3) ON CONFLICT (comment_id) DO NOTHING",
    )
    .text(id)
    .text(by.as_str())
    .time(at)
    .touched(tx)
    .await
}

/// Marks a thread as open again; whether it was settled.
#[instrument(name = "db.review_comments.reopen", level = "debug", skip_all)]
pub async fn reopen(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    sql("DELETE FROM review_settled WHERE comment_id = $1")
        .text(id)
        .touched(tx)
        .await
}

fn read(row: &AnyRow) -> Result<Comment, StoreError> {
    let fields = Fields::new("review_comments", row, &["id"]);
    let item = fields.text("item")?;
    Ok(Comment {
        id: fields.text("id")?,
        handover: fields.int("handover")?,
        item: match item.as_str() {
            "" => None,
            path => Some(ItemPath::parse(path).map_err(|_| fields.corrupt("item"))?),
        },
        reply_to: fields.opt_text("reply_to")?,
        author: fields.parsed("author", UserId::parse)?,
        at: fields.time("written_at")?,
        body: fields.text("body")?,
        settled: fields.int::<i64>("settled")? == 1,
    })
}
