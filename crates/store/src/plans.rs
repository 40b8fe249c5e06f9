//! Plans of agencies (計画管理書): which assessment of the form `keikaku` is whose, what the
//! machine wrote into it, and what was submitted. Submissions only grow.

use std::fmt;

use domain::digest::{Digest, digest_of};
use domain::{AgencyId, AssessmentId, BodyCode, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql, stored_time};
use crate::store::Tx;

/// The plan of an agency; `T` is what the machine wrote last, as the use cases keep it.
#[derive(Clone, PartialEq, Eq)]
pub struct Plan<T> {
    /// Its text.
    pub assessment: AssessmentId,
    /// The agency.
    pub agency: AgencyId,
    /// What the machine wrote last.
    pub generated: T,
}

impl<T> fmt::Debug for Plan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plan({})", self.agency)
    }
}

/// A submission without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its number, from 1.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub author: Option<UserId>,
    /// The revision that was submitted.
    pub revision: i64,
    /// The digest of its text.
    pub digest: Digest,
    /// The commission's receipt.
    pub receipt: Option<Receipt>,
}

/// A receipt of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The number, as the commission counts.
    pub number: String,
    /// The day.
    pub on: Date,
}

/// A submission on the commission's list, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledPlan {
    /// The plan's text.
    pub assessment: AssessmentId,
    /// The body.
    pub body: BodyCode,
    /// Its name.
    pub body_name: String,
    /// The place of the agency within the body.
    pub agency: i64,
    /// Its name.
    pub agency_name: String,
    /// The submission.
    pub submission: Submission,
}

/// A place on that list: the last entry that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledCursor {
    /// When it was submitted.
    pub at: Timestamp,
    /// The plan's text.
    pub assessment: AssessmentId,
    /// The number.
    pub number: i64,
}

/// A submission to be recorded.
#[derive(Clone)]
pub struct NewSubmission<'a> {
    /// The plan's text.
    pub assessment: &'a AssessmentId,
    /// The body.
    pub body: &'a BodyCode,
    /// Now.
    pub at: Timestamp,
    /// Who submits.
    pub by: &'a UserId,
    /// The revision.
    pub revision: i64,
    /// The full text as interchange JSON.
    pub document: &'a str,
}

/// Makes an assessment the plan of an agency.
///
/// # Errors
/// [`StoreError::Conflict`] when the agency has one.
#[instrument(name = "db.plans.insert", level = "debug", skip_all)]
pub async fn insert(
    tx: &mut Tx,
    assessment: &AssessmentId,
    agency: &AgencyId,
    generated: &impl Serialize,
) -> Result<(), StoreError> {
    sql("INSERT INTO plans (assessment_id, agency_id, generated_json) VALUES ($1, $2, $3)")
        .text(assessment.as_str())
        .text(agency.as_str())
        .json(generated)
        .execute(tx)
        .await?;
    Ok(())
}

/// The plan of an agency.
#[instrument(name = "db.plans.find", level = "debug", skip_all)]
pub async fn find<T: DeserializeOwned>(
    tx: &mut Tx,
    agency: &AgencyId,
) -> Result<Option<Plan<T>>, StoreError> {
    sql("SELECT * FROM plans WHERE agency_id = $1")
        .text(agency.as_str())
        .find(tx, |row| {
            let fields = Fields::new("plans", row, &["assessment_id"]);
            Ok(Plan {
                assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
                agency: fields.parsed("agency_id", AgencyId::parse)?,
                generated: fields.json("generated_json")?,
            })
        })
        .await
}

/// Notes what the machine wrote last.
#[instrument(name = "db.plans.set_generated", level = "debug", skip_all)]
pub async fn set_generated(
    tx: &mut Tx,
    assessment: &AssessmentId,
    generated: &impl Serialize,
) -> Result<(), StoreError> {
    sql("UPDATE plans SET generated_json = $2 WHERE assessment_id = $1")
        .text(assessment.as_str())
        .json(generated)
        .execute(tx)
        .await?;
    Ok(())
}

/// Records a submission; its number.
#[instrument(name = "db.plan_submissions.append", level = "debug", skip_all)]
pub async fn submit(tx: &mut Tx, new: &NewSubmission<'_>) -> Result<i64, StoreError> {
    let row = sql("INSERT INTO plan_submissions
             (assessment_id, number, body_code, at, author, revision, document, digest)
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7
         FROM plan_submissions WHERE assessment_id = $1
         RETURNING number")
    .text(new.assessment.as_str())
    .text(new.body.as_str())
    .time(new.at)
    .text(new.by.as_str())
    .int(new.revision)
    .text(new.document)
    .text(digest_of(new.document.as_bytes()).as_str())
    .one(tx)
    .await?;
    Fields::new("plan_submissions", &row, &["number"]).int("number")
}

/// The submissions of a plan, newest first.
#[instrument(name = "db.plan_submissions.list", level = "debug", skip_all)]
pub async fn submissions(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<Submission>, StoreError> {
    sql(
        "SELECT s.assessment_id, s.number, s.at, s.author, s.revision, s.digest,
             r.receipt_number, r.received_on
         FROM plan_submissions s LEFT JOIN plan_receipts r
             ON r.assessment_id = s.assessment_id AND r.number = s.number
         WHERE s.assessment_id = $1 ORDER BY s.number DESC LIMIT 500",
    )
    .text(assessment.as_str())
    .list(tx, read_submission)
    .await
}

/// A submission with its text, which fits its digest.
///
/// # Errors
/// [`StoreError::Corrupt`] when it does not.
#[instrument(name = "db.plan_submissions.find", level = "debug", skip_all)]
pub async fn submission(
    tx: &mut Tx,
    assessment: &AssessmentId,
    number: i64,
) -> Result<Option<(Submission, String)>, StoreError> {
    sql("SELECT s.*, r.receipt_number, r.received_on
         FROM plan_submissions s LEFT JOIN plan_receipts r
             ON r.assessment_id = s.assessment_id AND r.number = s.number
         WHERE s.assessment_id = $1 AND s.number = $2")
    .text(assessment.as_str())
    .int(number)
    .find(tx, |row| {
        let found = read_submission(row)?;
        let fields = Fields::new("plan_submissions", row, &["assessment_id", "number"]);
        let document = fields.text("document")?;
        if digest_of(document.as_bytes()) != found.digest {
            return Err(fields.corrupt("digest"));
        }
        Ok((found, document))
    })
    .await
}

/// What was submitted, of one body or of all, the newest first, after `after`.
#[instrument(name = "db.plan_submissions.filed", level = "debug", skip_all)]
pub async fn filed(
    tx: &mut Tx,
    body: Option<&BodyCode>,
    after: Option<&FiledCursor>,
    limit: u32,
) -> Result<Vec<FiledPlan>, StoreError> {
    let at = after.map(|after| stored_time(after.at));
    sql(
        "SELECT s.assessment_id, s.number, s.body_code, s.at, s.author, s.revision, s.digest,
             b.name AS body_name, a.ordinal, a.name AS agency_name,
             r.receipt_number, r.received_on
         FROM plan_submissions s
         JOIN plans p ON p.assessment_id = s.assessment_id
         JOIN agencies a ON a.id = p.agency_id
         JOIN bodies b ON b.code = s.body_code
         LEFT JOIN plan_receipts r ON r.assessment_id = s.assessment_id AND r.number = s.number
         WHERE ($1 IS NULL OR s.body_code = $1)
             AND ($2 IS NULL OR (s.at, s.assessment_id, s.number) < ($2, $3, $4))
         ORDER BY s.at DESC, s.assessment_id DESC, s.number DESC LIMIT $5",
    )
    .opt_text(body.map(BodyCode::as_str))
    .opt_text(at.as_deref())
    .text(after.map_or("", |after| after.assessment.as_str()))
    .int(after.map_or(0, |after| after.number))
    .int(limit.into())
    .list(tx, |row| {
        let fields = Fields::new("plan_submissions", row, &["assessment_id", "number"]);
        Ok(FiledPlan {
            assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
            body: fields.parsed("body_code", BodyCode::parse)?,
            body_name: fields.text("body_name")?,
            agency: fields.int("ordinal")?,
            agency_name: fields.text("agency_name")?,
            submission: read_submission(row)?,
        })
    })
    .await
}

/// Records the commission's receipt.
///
/// # Errors
/// [`StoreError::Conflict`] when the submission has one, or another one has this number.
#[instrument(name = "db.plan_receipts.insert", level = "debug", skip_all)]
pub async fn receive(
    tx: &mut Tx,
    (assessment, number): (&AssessmentId, i64),
    body: &BodyCode,
    receipt: &Receipt,
    (by, at): (&UserId, Timestamp),
) -> Result<(), StoreError> {
    sql("INSERT INTO plan_receipts
             (assessment_id, number, body_code, receipt_number, received_on, recorded_by,
              recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .text(assessment.as_str())
    .int(number)
    .text(body.as_str())
    .text(&receipt.number)
    .text(&receipt.on.to_string())
    .text(by.as_str())
    .time(at)
    .execute(tx)
    .await?;
    Ok(())
}

fn read_submission(row: &AnyRow) -> Result<Submission, StoreError> {
    let fields = Fields::new("plan_submissions", row, &["assessment_id", "number"]);
    Ok(Submission {
        number: fields.int("number")?,
        at: fields.time("at")?,
        author: fields.opt_parsed("author", UserId::parse)?,
        revision: fields.int("revision")?,
        digest: fields.parsed("digest", Digest::parse)?,
        receipt: match fields.opt_text("receipt_number")? {
            Some(number) => Some(Receipt {
                number,
                on: fields.parsed("received_on", str::parse)?,
            }),
            None => None,
        },
    })
}
