//! What the commission says of each withheld span of a submission.

use std::fmt;

use domain::digest::Digest;
use domain::review::ScopeJudgement;
use domain::{ItemPath, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A judgement.
#[derive(Clone, PartialEq, Eq)]
pub struct SpanJudgement {
    /// The item.
    pub item: ItemPath,
    /// Which of its spans, from 1.
    pub ordinal: u32,
    /// The digest of the span that was judged.
    pub digest: Digest,
    /// The judgement.
    pub judgement: ScopeJudgement,
    /// A note; may be empty.
    pub note: String,
    /// Who judged.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

impl fmt::Debug for SpanJudgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (item, ordinal) = (&self.item, self.ordinal);
        write!(f, "SpanJudgement({item} {ordinal} {:?})", self.judgement)
    }
}

/// Says it, in the place of what was said before.
///
/// # Errors
/// [`StoreError::Dangling`].
#[instrument(name = "db.span_judgements.set", level = "debug", skip_all)]
pub async fn set(tx: &mut Tx, submission: &str, new: &SpanJudgement) -> Result<(), StoreError> {
    sql("INSERT INTO span_judgements
             (submission_id, item, ordinal, digest, judgement, note, judged_by, judged_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (submission_id, item, ordinal) DO UPDATE SET
             digest = excluded.digest, judgement = excluded.judgement, note = excluded.note,
             judged_by = excluded.judged_by, judged_at = excluded.judged_at")
    .text(submission)
    .text(&new.item.to_string())
    .int(new.ordinal.into())
    .text(new.digest.as_str())
    .text(new.judgement.as_str())
    .text(&new.note)
    .text(new.by.as_str())
    .time(new.at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Every judgement on a submission, by item and span.
#[instrument(name = "db.span_judgements.list", level = "debug", skip_all)]
pub async fn list(tx: &mut Tx, submission: &str) -> Result<Vec<SpanJudgement>, StoreError> {
    sql("SELECT * FROM span_judgements WHERE submission_id = $1 ORDER BY item, ordinal")
        .text(submission)
        .list(tx, read)
        .await
}

fn read(row: &AnyRow) -> Result<SpanJudgement, StoreError> {
    let fields = Fields::new(
        "span_judgements",
        row,
        &["submission_id", "item", "ordinal"],
    );
    Ok(SpanJudgement {
        item: fields.parsed("item", ItemPath::parse)?,
        ordinal: fields.int("ordinal")?,
        digest: fields.parsed("digest", Digest::parse)?,
        judgement: fields.parsed("judgement", |word| ScopeJudgement::parse(word).ok_or(()))?,
        note: fields.text("note")?,
        by: fields.parsed("judged_by", UserId::parse)?,
        at: fields.time("judged_at")?,
    })
}
