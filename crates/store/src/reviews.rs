//! What third-party reviewers find about a hand-over: the draft of each, the verdict, and
//! what the editors did about it (対応表).

use std::collections::BTreeMap;
use std::fmt;

use domain::review::QuestionAnswer;
use domain::stage::VerdictKind;
use domain::{AssessmentId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// Answers by the id of their question.
pub type QuestionAnswers = BTreeMap<String, QuestionAnswer>;

/// What a reviewer has written so far.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Answers to the checklist.
    pub answers: QuestionAnswers,
    /// How the review was carried out, for the item 方法.
    pub method: String,
    /// What came of it, for the item 結果.
    pub result: String,
    /// Which saving this is, from 1; 0 before the first.
    pub version: i64,
}

/// A verdict as it was given.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredVerdict {
    /// Who gave it.
    pub reviewer: UserId,
    /// The organ, as the body writes it.
    pub organ: String,
    /// The day of the review.
    pub on: Date,
    /// The result in short.
    pub kind: VerdictKind,
    /// The item 方法.
    pub method: String,
    /// The item 結果.
    pub result: String,
    /// The checklist as it was then.
    pub answers: QuestionAnswers,
    /// When it was recorded.
    pub at: Timestamp,
}

/// What the editors did about a comment or a question.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The id of the comment or of the question.
    pub subject: String,
    /// What was done.
    pub text: String,
    /// Who wrote it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft(version {})", self.version)
    }
}

impl fmt::Debug for StoredVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredVerdict({} {:?})", self.on, self.kind)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Response({}, {} chars)",
            self.subject,
            self.text.chars().count()
        )
    }
}

/// The draft of a reviewer about a hand-over; a blank one when nothing was saved.
#[instrument(name = "db.reviews.draft", level = "debug", skip_all)]
pub async fn draft(
    tx: &mut Tx,
    assessment: &AssessmentId,
    handover: u32,
    reviewer: &UserId,
) -> Result<Draft, StoreError> {
    let found = sql("SELECT * FROM review_drafts
         WHERE assessment_id = $1 AND handover = $2 AND reviewer = $3")
    .text(assessment.as_str())
    .int(handover.into())
    .text(reviewer.as_str())
    .find(tx, |row| {
        let fields = Fields::new("review_drafts", row, &["assessment_id", "handover"]);
        Ok(Draft {
            answers: fields.json("answers")?,
            method: fields.text("method")?,
            result: fields.text("result")?,
            version: fields.int("version")?,
        })
    })
    .await?;
    Ok(found.unwrap_or_default())
}

/// Saves a draft on top of the version it names; the new version.
///
/// # Errors
/// [`StoreError::Stale`] with the version that is there.
#[instrument(name = "db.reviews.save_draft", level = "debug", skip_all)]
pub async fn save_draft(
    tx: &mut Tx,
    assessment: &AssessmentId,
    handover: u32,
    reviewer: &UserId,
    new: &Draft,
    at: Timestamp,
) -> Result<i64, StoreError> {
    let saved = sql("INSERT INTO review_drafts
             (assessment_id, handover, reviewer, answers, method, result, version, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
         ON CONFLICT (assessment_id, handover, reviewer) DO UPDATE SET
             answers = excluded.answers, method = excluded.method, result = excluded.result,
             version = review_drafts.version + 1, changed_at = excluded.changed_at
         WHERE review_drafts.version = $8")
    .text(assessment.as_str())
    .int(handover.into())
    .text(reviewer.as_str())
    .json(&new.answers)
    .text(&new.method)
    .text(&new.result)
    .time(at)
    .int(new.version)
    .touched(tx)
    .await?;
    let current = draft(tx, assessment, handover, reviewer).await?.version;
    if saved {
        Ok(current)
    } else {
        Err(StoreError::Stale { current })
    }
}

/// Records the verdict on a hand-over.
///
/// # Errors
/// [`StoreError::Conflict`] when there is one already.
#[instrument(name = "db.reviews.insert_verdict", level = "debug", skip_all)]
pub async fn insert_verdict(
    tx: &mut Tx,
    assessment: &AssessmentId,
    handover: u32,
    new: &StoredVerdict,
) -> Result<(), StoreError> {
    sql(
        "INSERT INTO review_verdicts (assessment_id, handover, reviewer, organ, given_on, kind,
             method, result, answers, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .text(assessment.as_str())
    .int(handover.into())
    .text(new.reviewer.as_str())
    .text(&new.organ)
    .text(&new.on.to_string())
    .text(new.kind.as_str())
    .text(&new.method)
    .text(&new.result)
    .json(&new.answers)
    .time(new.at)
    .execute(tx)
    .await?;
    Ok(())
}

/// The verdict on a hand-over.
#[instrument(name = "db.reviews.verdict", level = "debug", skip_all)]
pub async fn verdict(
    tx: &mut Tx,
    assessment: &AssessmentId,
    handover: u32,
) -> Result<Option<StoredVerdict>, StoreError> {
    sql("SELECT * FROM review_verdicts WHERE assessment_id = $1 AND handover = $2")
        .text(assessment.as_str())
        .int(handover.into())
        .find(tx, read_verdict)
        .await
}

/// Writes what was done about a comment or question of a hand-over.
#[instrument(name = "db.reviews.respond", level = "debug", skip_all)]
pub async fn respond(
    tx: &mut Tx,
    assessment: &AssessmentId,
    handover: u32,
    new: &Response,
) -> Result<(), StoreError> {
    sql("INSERT INTO review_responses
             (assessment_id, handover, subject, response, written_by, written_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (assessment_id, handover, subject) DO UPDATE SET
             response = excluded.response, written_by = excluded.written_by,
             written_at = excluded.written_at")
    .text(assessment.as_str())
    .int(handover.into())
    .text(&new.subject)
    .text(&new.text)
    .text(new.by.as_str())
    .time(new.at)
    .execute(tx)
    .await?;
    Ok(())
}

/// What was done about a hand-over's comments and questions.
#[instrument(name = "db.reviews.responses", level = "debug", skip_all)]
pub async fn responses(
    tx: &mut Tx,
    assessment: &AssessmentId,
    handover: u32,
) -> Result<Vec<Response>, StoreError> {
    sql("SELECT * FROM review_responses
         WHERE assessment_id = $1 AND handover = $2 ORDER BY subject")
    .text(assessment.as_str())
    .int(handover.into())
    .list(tx, |row| {
        let fields = Fields::new("review_responses", row, &["assessment_id", "subject"]);
        Ok(Response {
            subject: fields.text("subject")?,
            text: fields.text("response")?,
            by: fields.parsed("written_by", UserId::parse)?,
            at: fields.time("written_at")?,
        })
    })
    .await
}

fn read_verdict(row: &AnyRow) -> Result<StoredVerdict, StoreError> {
    let fields = Fields::new("review_verdicts", row, &["assessment_id", "handover"]);
    Ok(StoredVerdict {
        reviewer: fields.parsed("reviewer", UserId::parse)?,
        organ: fields.text("organ")?,
        on: fields.date("given_on")?,
        kind: fields.parsed("kind", |word| VerdictKind::parse(word).ok_or(()))?,
        method: fields.text("method")?,
        result: fields.text("result")?,
        answers: fields.json("answers")?,
        at: fields.time("recorded_at")?,
    })
}
