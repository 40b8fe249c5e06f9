//! What was submitted to the commission, and the inbox in which it stands there.
//!
//! The text of a submission is kept apart from the row of the inbox: lists never carry it.

mod inbox;

use std::fmt;

use domain::digest::{Digest, digest_of};
use domain::review::{SubmissionKind, SubmissionState};
use domain::{AssessmentId, AssessmentNumber, BodyCode, EditionId, FormId, Regime, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

pub use inbox::{Assigned, Cursor, Filter, Order, inbox};

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

const TABLE: &str = "submission_desks";

/// A submission without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionHead {
    /// The id.
    pub id: String,
    /// The assessment.
    pub assessment: AssessmentId,
    /// The body.
    pub body: BodyCode,
    /// The body's name today.
    pub body_name: String,
    /// The prefecture's name.
    pub prefecture_name: String,
    /// Which law the body follows.
    pub regime: Regime,
    /// The number the agency gave the assessment.
    pub number: AssessmentNumber,
    /// The form.
    pub form: FormId,
    /// The form's edition.
    pub form_edition: EditionId,
    /// The agency.
    pub agency: String,
    /// The public title.
    pub title: String,
    /// Why it was submitted.
    pub kind: SubmissionKind,
    /// The revision filed.
    pub revision: i64,
    /// The day of submission.
    pub filed_on: Date,
    /// When that was recorded.
    pub filed_at: Timestamp,
    /// How far it has come; [`SubmissionState::Withdrawn`] once the body took it back.
    pub state: SubmissionState,
    /// The day the body took it back.
    pub withdrawn_on: Option<Date>,
    /// The number of its receipt.
    pub receipt_number: Option<String>,
    /// The day of its receipt.
    pub received_on: Option<Date>,
    /// The officer in charge: id and address.
    pub assigned_to: Option<(UserId, String)>,
    /// Which change of this row this is, from 1.
    pub version: i64,
}

/// A submission to be kept.
pub struct NewSubmission<'a> {
    /// The id.
    pub id: &'a str,
    /// The assessment.
    pub assessment: &'a AssessmentId,
    /// The body.
    pub body: &'a BodyCode,
    /// The number of the assessment.
    pub number: &'a AssessmentNumber,
    /// The form.
    pub form: &'a FormId,
    /// The form's edition.
    pub form_edition: &'a EditionId,
    /// The agency.
    pub agency: &'a str,
    /// The public title: no withheld words.
    pub title: &'a str,
    /// Why it is submitted.
    pub kind: SubmissionKind,
    /// The revision filed.
    pub revision: i64,
    /// The edition under way, from 1.
    pub round: u32,
    /// The day of submission.
    pub filed_on: Date,
    /// Now.
    pub filed_at: Timestamp,
    /// Who files.
    pub filed_by: &'a UserId,
    /// Interchange JSON, withheld parts included.
    pub document: &'a str,
}

impl fmt::Debug for NewSubmission<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewSubmission({}, revision {})", self.id, self.revision)
    }
}

/// Keeps a submission, unreceived.
///
/// # Errors
/// [`StoreError::Conflict`] for an id that is there, [`StoreError::Dangling`].
#[instrument(name = "db.submissions.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &NewSubmission<'_>) -> Result<Digest, StoreError> {
    let digest = digest_of(new.document.as_bytes());
    sql("INSERT INTO submissions
             (id, assessment_id, revision, round, filed_by, digest, document)
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .text(new.id)
    .text(new.assessment.as_str())
    .int(new.revision)
    .int(new.round.into())
    .text(new.filed_by.as_str())
    .text(digest.as_str())
    .text(new.document)
    .execute(tx)
    .await?;
    sql(
        "INSERT INTO submission_desks (submission_id, assessment_id, body_code, prefecture_code,
             number, form, form_edition, agency, title, kind, revision, filed_on, filed_at,
             state, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'unreceived', 1)",
    )
    .text(new.id)
    .text(new.assessment.as_str())
    .text(new.body.as_str())
    .text(new.body.prefecture())
    .text(new.number.as_str())
    .text(new.form.as_str())
    .text(new.form_edition.as_str())
    .text(new.agency)
    .text(new.title)
    .text(new.kind.as_str())
    .int(new.revision)
    .text(&new.filed_on.to_string())
    .time(new.filed_at)
    .execute(tx)
    .await?;
    Ok(digest)
}

/// A submission without its text.
#[instrument(name = "db.submissions.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<SubmissionHead>, StoreError> {
    sql(
        "SELECT d.*, b.name AS body_name, b.prefecture_name, b.regime, u.email AS officer
         FROM submission_desks d JOIN bodies b ON b.code = d.body_code
         LEFT JOIN users u ON u.id = d.assigned_to
         WHERE d.submission_id = $1",
    )
    .text(id)
    .find(tx, read_head)
    .await
}

/// The submissions of an assessment, newest first.
#[instrument(name = "db.submissions.list_of_assessment", level = "debug", skip_all)]
pub async fn list_of_assessment(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<SubmissionHead>, StoreError> {
    sql(
        "SELECT d.*, b.name AS body_name, b.prefecture_name, b.regime, u.email AS officer
         FROM submission_desks d JOIN bodies b ON b.code = d.body_code
         LEFT JOIN users u ON u.id = d.assigned_to
         WHERE d.assessment_id = $1 ORDER BY d.filed_at DESC, d.submission_id DESC",
    )
    .text(assessment.as_str())
    .list(tx, read_head)
    .await
}

/// The forms of an affair that were submitted and not taken back, in the order of their ids.
#[instrument(name = "db.submissions.forms_of_number", level = "debug", skip_all)]
pub async fn forms_of_number(
    tx: &mut Tx,
    body: &BodyCode,
    number: &AssessmentNumber,
) -> Result<Vec<FormId>, StoreError> {
    sql("SELECT DISTINCT form FROM submission_desks
         WHERE body_code = $1 AND number = $2 AND withdrawn_on IS NULL ORDER BY form")
    .text(body.as_str())
    .text(number.as_str())
    .list(tx, |row| {
        Fields::new(TABLE, row, &["form"]).parsed("form", FormId::parse)
    })
    .await
}

/// The text of a submission: interchange JSON, withheld parts included.
///
/// # Errors
/// [`StoreError::Corrupt`] when the text is not what its digest says.
#[instrument(name = "db.submissions.document", level = "debug", skip_all)]
pub async fn document(tx: &mut Tx, id: &str) -> Result<Option<(String, Digest)>, StoreError> {
    sql("SELECT id, document, digest FROM submissions WHERE id = $1")
        .text(id)
        .find(tx, |row| {
            let fields = Fields::new("submissions", row, &["id"]);
            let text = fields.text("document")?;
            let digest = fields.parsed("digest", Digest::parse)?;
            if digest_of(text.as_bytes()) == digest {
                Ok((text, digest))
            } else {
                Err(fields.corrupt("document"))
            }
        })
        .await
}

/// Receives a submission, if it is unreceived and still at `version`.
///
/// # Errors
/// [`StoreError::Stale`], [`StoreError::Absent`]; [`StoreError::Conflict`] when the receipt
/// number is another one's.
#[instrument(name = "db.submissions.receive", level = "debug", skip_all)]
pub async fn receive(
    tx: &mut Tx,
    id: &str,
    version: i64,
    (number, on): (&str, Date),
    by: &UserId,
) -> Result<(), StoreError> {
    let done = sql(
        "UPDATE submission_desks SET state = 'received', receipt_number = $3,
             received_on = $4, received_by = $5, version = version + 1
         WHERE submission_id = $1 AND version = $2 AND state = 'unreceived'
             AND withdrawn_on IS NULL",
    )
    .text(id)
    .int(version)
    .text(number)
    .text(&on.to_string())
    .text(by.as_str())
    .touched(tx)
    .await?;
    done_or_stale(tx, id, done).await
}

/// Gives a submission to an officer, or to nobody, if it is still at `version`.
///
/// # Errors
/// [`StoreError::Stale`], [`StoreError::Absent`].
#[instrument(name = "db.submissions.assign", level = "debug", skip_all)]
pub async fn assign(
    tx: &mut Tx,
    id: &str,
    version: i64,
    to: Option<&UserId>,
) -> Result<(), StoreError> {
    let done = sql(
        "UPDATE submission_desks SET assigned_to = $3, version = version + 1
         WHERE submission_id = $1 AND version = $2",
    )
    .text(id)
    .int(version)
    .opt_text(to.map(UserId::as_str))
    .touched(tx)
    .await?;
    done_or_stale(tx, id, done).await
}

/// Sets how far a received submission has come, if it is still at `version`.
///
/// # Errors
/// [`StoreError::Stale`], [`StoreError::Absent`].
#[instrument(name = "db.submissions.set_state", level = "debug", skip_all)]
pub async fn set_state(
    tx: &mut Tx,
    id: &str,
    version: i64,
    state: SubmissionState,
) -> Result<(), StoreError> {
    let done = sql(
        "UPDATE submission_desks SET state = $3, version = version + 1
         WHERE submission_id = $1 AND version = $2 AND receipt_number IS NOT NULL
             AND withdrawn_on IS NULL",
    )
    .text(id)
    .int(version)
    .text(state.as_str())
    .touched(tx)
    .await?;
    done_or_stale(tx, id, done).await
}

/// Marks a submission as taken back by the body; whoever has read it finds that out when
/// changing it. Taking it back again changes nothing.
#[instrument(name = "db.submissions.withdraw", level = "debug", skip_all)]
pub async fn withdraw(tx: &mut Tx, id: &str, on: Date) -> Result<(), StoreError> {
    sql(
        "UPDATE submission_desks SET withdrawn_on = $2, version = version + 1
         WHERE submission_id = $1 AND withdrawn_on IS NULL",
    )
    .text(id)
    .text(&on.to_string())
    .execute(tx)
    .await?;
    Ok(())
}

async fn done_or_stale(tx: &mut Tx, id: &str, done: bool) -> Result<(), StoreError> {
    if done {
        return Ok(());
    }
    Err(match find(tx, id).await? {
        Some(head) => StoreError::Stale {
            current: head.version,
        },
        None => StoreError::Absent { table: TABLE },
    })
}

/// Those to whom a submission can be given: id and address, by address.
#[instrument(name = "db.submissions.officers", level = "debug", skip_all)]
pub async fn officers(tx: &mut Tx) -> Result<Vec<(UserId, String)>, StoreError> {
    sql("SELECT id, email FROM users
         WHERE role IN ('ppc-reviewer', 'ppc-approver') AND state = 'active' ORDER BY email")
    .list(tx, |row| {
        let fields = Fields::new("users", row, &["id"]);
        Ok((fields.parsed("id", UserId::parse)?, fields.text("email")?))
    })
    .await
}

fn read_head(row: &AnyRow) -> Result<SubmissionHead, StoreError> {
    let fields = Fields::new(TABLE, row, &["submission_id"]);
    let assigned = fields.opt_parsed("assigned_to", UserId::parse)?;
    let officer = fields.opt_text("officer")?;
    let state = fields.parsed("state", |word| SubmissionState::parse(word).ok_or(()))?;
    let withdrawn_on = fields.opt_parsed("withdrawn_on", str::parse)?;
    Ok(SubmissionHead {
        id: fields.text("submission_id")?,
        assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        body_name: fields.text("body_name")?,
        prefecture_name: fields.text("prefecture_name")?,
        regime: fields.parsed("regime", |word| Regime::parse(word).ok_or(()))?,
        number: fields.parsed("number", AssessmentNumber::parse)?,
        form: fields.parsed("form", FormId::parse)?,
        form_edition: fields.parsed("form_edition", EditionId::parse)?,
        agency: fields.text("agency")?,
        title: fields.text("title")?,
        kind: fields.parsed("kind", |word| SubmissionKind::parse(word).ok_or(()))?,
        revision: fields.int("revision")?,
        filed_on: fields.date("filed_on")?,
        filed_at: fields.time("filed_at")?,
        state: withdrawn_on.map_or(state, |_: Date| SubmissionState::Withdrawn),
        withdrawn_on,
        receipt_number: fields.opt_text("receipt_number")?,
        received_on: fields.opt_parsed("received_on", str::parse)?,
        assigned_to: assigned.zip(officer),
        version: fields.int("version")?,
    })
}
