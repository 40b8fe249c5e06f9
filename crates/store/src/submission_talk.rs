//! What is written about submissions: notes within the commission, advice to the body with
//! its answers. Both tables only grow.

use std::fmt;

use domain::review::AdviceKind;
use domain::{AssessmentId, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A note within the commission.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// The id.
    pub id: String,
    /// Who wrote it.
    pub author: UserId,
    /// When.
    pub at: Timestamp,
    /// The text.
    pub body: String,
}

/// Advice to a body, or the body's answer to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Advice {
    /// The id.
    pub id: String,
    /// The submission it is about.
    pub submission: String,
    /// 指導 or 助言; `None` for an answer.
    pub kind: Option<AdviceKind>,
    /// The advice that this answers.
    pub reply_to: Option<String>,
    /// Who wrote it.
    pub author: UserId,
    /// When.
    pub at: Timestamp,
    /// The text.
    pub body: String,
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Note({}, {} chars)", self.id, self.body.chars().count())
    }
}

impl fmt::Debug for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Advice({}, {} chars)",
            self.id,
            self.body.chars().count()
        )
    }
}

/// Adds a note to a submission; one with the same id changes nothing.
///
/// # Errors
/// [`StoreError::Dangling`].
#[instrument(name = "db.submission_talk.add_note", level = "debug", skip_all)]
pub async fn add_note(tx: &mut Tx, submission: &str, new: &Note) -> Result<bool, StoreError> {
    sql(
        "INSERT INTO submission_notes (id, submission_id, author, written_at, body)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
    )
    .text(&new.id)
    .text(submission)
    .text(new.author.as_str())
    .time(new.at)
    .text(&new.body)
    .touched(tx)
    .await
}

/// The notes on a submission, oldest first.
#[instrument(name = "db.submission_talk.notes", level = "debug", skip_all)]
pub async fn notes(tx: &mut Tx, submission: &str) -> Result<Vec<Note>, StoreError> {
    sql("SELECT * FROM submission_notes WHERE submission_id = $1 ORDER BY written_at, id")
        .text(submission)
        .list(tx, |row| {
            let fields = Fields::new("submission_notes", row, &["id"]);
            Ok(Note {
                id: fields.text("id")?,
                author: fields.parsed("author", UserId::parse)?,
                at: fields.time("written_at")?,
                body: fields.text("body")?,
            })
        })
        .await
}

/// Adds advice or an answer to it; one with the same id changes nothing.
///
/// # Errors
/// [`StoreError::Dangling`].
#[instrument(name = "db.submission_talk.add_advice", level = "debug", skip_all)]
pub async fn add_advice(
    tx: &mut Tx,
    assessment: &AssessmentId,
    new: &Advice,
) -> Result<bool, StoreError> {
    sql("INSERT INTO submission_advice
             (id, submission_id, assessment_id, kind, reply_to, author, written_at, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING")
    .text(&new.id)
    .text(&new.submission)
    .text(assessment.as_str())
    .opt_text(new.kind.map(AdviceKind::as_str))
    .opt_text(new.reply_to.as_deref())
    .text(new.author.as_str())
    .time(new.at)
    .text(&new.body)
    .touched(tx)
    .await
}

/// Advice on an assessment with its answers, oldest first, over all its submissions.
#[instrument(name = "db.submission_talk.advice", level = "debug", skip_all)]
pub async fn advice(tx: &mut Tx, assessment: &AssessmentId) -> Result<Vec<Advice>, StoreError> {
    sql("SELECT * FROM submission_advice WHERE assessment_id = $1 ORDER BY written_at, id")
        .text(assessment.as_str())
        .list(tx, read_advice)
        .await
}

fn read_advice(row: &AnyRow) -> Result<Advice, StoreError> {
    let fields = Fields::new("submission_advice", row, &["id"]);
    Ok(Advice {
        id: fields.text("id")?,
        submission: fields.text("submission_id")?,
        kind: fields.opt_parsed("kind", |word| AdviceKind::parse(word).ok_or(()))?,
        reply_to: fields.opt_text("reply_to")?,
        author: fields.parsed("author", UserId::parse)?,
        at: fields.time("written_at")?,
        body: fields.text("body")?,
    })
}
