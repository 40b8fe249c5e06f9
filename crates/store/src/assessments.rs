//! Assessments being written: where they stand and which revision is the newest.
//!
//! Their content is in [`crate::revisions`] and [`crate::answers`].

use domain::{AssessmentId, AssessmentNumber, BodyCode, EditionId, FormId, Stage, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql, stored_time};
use crate::store::Tx;

const TABLE: &str = "assessments";

/// An assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The id.
    pub id: AssessmentId,
    /// The body.
    pub body: BodyCode,
    /// The number the agency gave it.
    pub number: AssessmentNumber,
    /// The form.
    pub form: FormId,
    /// The form's edition.
    pub form_edition: EditionId,
    /// The agency within the body.
    pub agency: String,
    /// Where it stands.
    pub stage: Stage,
    /// The newest revision, from 1.
    pub revision: i64,
    /// The public title.
    pub title: String,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// By whom; `None` is the operator's command.
    pub changed_by: Option<UserId>,
}

/// An assessment to be started.
#[derive(Debug, Clone)]
pub struct NewAssessment<'a> {
    /// The id.
    pub id: &'a AssessmentId,
    /// The body.
    pub body: &'a BodyCode,
    /// The number.
    pub number: &'a AssessmentNumber,
    /// The form.
    pub form: &'a FormId,
    /// The form's edition.
    pub form_edition: &'a EditionId,
    /// The agency within the body.
    pub agency: &'a str,
    /// The public title: no withheld words.
    pub title: &'a str,
    /// Now.
    pub at: Timestamp,
    /// Who starts it.
    pub by: Option<&'a UserId>,
}

/// What a new revision changes of the assessment itself.
#[derive(Debug, Clone)]
pub struct Bump<'a> {
    /// The agency from now on.
    pub agency: &'a str,
    /// The public title from now on.
    pub title: &'a str,
    /// Now.
    pub at: Timestamp,
    /// Who changes it.
    pub by: Option<&'a UserId>,
}

/// A place in [`list_of_body`]: the last row of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Its `changed_at`.
    pub changed_at: Timestamp,
    /// Its id.
    pub id: AssessmentId,
}

/// Starts an assessment: a new draft with revision 1, whose row the caller appends with
/// [`crate::revisions::append`].
///
/// # Errors
/// [`StoreError::Conflict`] when the body has the number for this form already,
/// [`StoreError::Dangling`] when the body is unknown.
#[instrument(name = "db.assessments.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &NewAssessment<'_>) -> Result<(), StoreError> {
    let stage = Stage::new_draft();
    sql(
        "INSERT INTO assessments (id, body_code, number, form, form_edition, agency,
             stage, stage_json, revision, title, created_at, changed_at, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $10, $11)",
    )
    .text(new.id.as_str())
    .text(new.body.as_str())
    .text(new.number.as_str())
    .text(new.form.as_str())
    .text(new.form_edition.as_str())
    .text(new.agency)
    .text(stage.as_str())
    .json(&stage)
    .text(new.title)
    .time(new.at)
    .opt_text(new.by.map(UserId::as_str))
    .execute(tx)
    .await?;
    Ok(())
}

/// The assessment of a body, number and form.
#[instrument(name = "db.assessments.find", level = "debug", skip_all)]
pub async fn find(
    tx: &mut Tx,
    body: &BodyCode,
    number: &AssessmentNumber,
    form: &FormId,
) -> Result<Option<Assessment>, StoreError> {
    sql("SELECT * FROM assessments WHERE body_code = $1 AND number = $2 AND form = $3")
        .text(body.as_str())
        .text(number.as_str())
        .text(form.as_str())
        .find(tx, read)
        .await
}

/// The assessment of an id.
#[instrument(name = "db.assessments.find_by_id", level = "debug", skip_all)]
pub async fn find_by_id(tx: &mut Tx, id: &AssessmentId) -> Result<Option<Assessment>, StoreError> {
    sql("SELECT * FROM assessments WHERE id = $1")
        .text(id.as_str())
        .find(tx, read)
        .await
}

/// The assessment of an id, which nobody else can change until the transaction ends.
#[instrument(name = "db.assessments.lock", level = "debug", skip_all)]
pub async fn lock(tx: &mut Tx, id: &AssessmentId) -> Result<Option<Assessment>, StoreError> {
    // An update that changes nothing locks the row on both databases.
    sql("UPDATE assessments SET revision = revision WHERE id = $1 RETURNING *")
        .text(id.as_str())
        .find(tx, read)
        .await
}

/// The assessments of a body without its plans, last changed first, after `after`; `stage` is a word as
/// [`Stage::as_str`] gives it.
#[instrument(name = "db.assessments.list_of_body", level = "debug", skip_all)]
pub async fn list_of_body(
    tx: &mut Tx,
    body: &BodyCode,
    stage: Option<&str>,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<Assessment>, StoreError> {
    // `~` sorts after every time.
    let (changed_at, id) = match after {
        Some(cursor) => (stored_time(cursor.changed_at), cursor.id.as_str()),
        None => ("~".to_owned(), ""),
    };
    sql("SELECT * FROM assessments
         WHERE body_code = $1 AND (changed_at, id) < ($2, $3) AND ($4 IS NULL OR stage = $4)
             AND id NOT IN (SELECT assessment_id FROM plans)
         ORDER BY changed_at DESC, id DESC LIMIT $5")
    .text(body.as_str())
    .text(&changed_at)
    .text(id)
    .opt_text(stage)
    .int(limit.into())
    .list(tx, read)
    .await
}

/// The assessments of a number within a body, every form, by form.
#[instrument(name = "db.assessments.list_of_number", level = "debug", skip_all)]
pub async fn list_of_number(
    tx: &mut Tx,
    body: &BodyCode,
    number: &AssessmentNumber,
) -> Result<Vec<Assessment>, StoreError> {
    sql("SELECT * FROM assessments WHERE body_code = $1 AND number = $2 ORDER BY form")
        .text(body.as_str())
        .text(number.as_str())
        .list(tx, read)
        .await
}

/// Every assessment of a body, by number and form.
#[instrument(name = "db.assessments.list_by_number", level = "debug", skip_all)]
pub async fn list_by_number(
    tx: &mut Tx,
    body: &BodyCode,
    limit: u32,
) -> Result<Vec<Assessment>, StoreError> {
    sql("SELECT * FROM assessments WHERE body_code = $1 ORDER BY number, form LIMIT $2")
        .text(body.as_str())
        .int(limit.into())
        .list(tx, read)
        .await
}

/// How many assessments of a body, plans not counted, stand where, by the stage's word.
#[instrument(name = "db.assessments.count_by_stage", level = "debug", skip_all)]
pub async fn count_by_stage(
    tx: &mut Tx,
    body: &BodyCode,
) -> Result<Vec<(String, u64)>, StoreError> {
    sql("SELECT stage, COUNT(*) AS total FROM assessments
         WHERE body_code = $1 AND id NOT IN (SELECT assessment_id FROM plans)
         GROUP BY stage ORDER BY stage")
    .text(body.as_str())
    .list(tx, |row| {
        let fields = Fields::new(TABLE, row, &["stage"]);
        Ok((fields.text("stage")?, fields.int("total")?))
    })
    .await
}

/// Makes room for the next revision and returns its number, if `expected` is still the
/// newest. The caller appends the revision's row and its answers in the same transaction.
///
/// # Errors
/// [`StoreError::Stale`] with the newest revision, [`StoreError::Absent`].
#[instrument(name = "db.assessments.bump_revision", level = "debug", skip_all)]
pub async fn bump_revision(
    tx: &mut Tx,
    id: &AssessmentId,
    expected: i64,
    bump: &Bump<'_>,
) -> Result<i64, StoreError> {
    let bumped = sql(
        "UPDATE assessments SET revision = revision + 1, agency = $3, title = $4,
             changed_at = $5, changed_by = $6
         WHERE id = $1 AND revision = $2",
    )
    .text(id.as_str())
    .int(expected)
    .text(bump.agency)
    .text(bump.title)
    .time(bump.at)
    .opt_text(bump.by.map(UserId::as_str))
    .touched(tx)
    .await?;
    if bumped {
        Ok(expected + 1)
    } else {
        Err(stale(tx, id).await?)
    }
}

/// Moves an assessment to another stage, if it still is at `from` and at revision
/// `expected`.
///
/// # Errors
/// [`StoreError::Stale`] with the newest revision (which may be `expected` when only the
/// stage differs), [`StoreError::Absent`].
#[instrument(name = "db.assessments.set_stage", level = "debug", skip_all)]
pub async fn set_stage(
    tx: &mut Tx,
    id: &AssessmentId,
    expected: i64,
    from: &Stage,
    to: &Stage,
    at: Timestamp,
    by: Option<&UserId>,
) -> Result<(), StoreError> {
    let moved = sql("UPDATE assessments SET stage = $4, stage_json = $5,
             changed_at = $6, changed_by = $7, scheduled_on = $8
         WHERE id = $1 AND revision = $2 AND stage_json = $3")
    .text(id.as_str())
    .int(expected)
    .json(from)
    .text(to.as_str())
    .json(to)
    .time(at)
    .opt_text(by.map(UserId::as_str))
    .opt_text(
        to.scheduled()
            .map(|planned| planned.on.to_string())
            .as_deref(),
    )
    .touched(tx)
    .await?;
    if moved {
        Ok(())
    } else {
        Err(stale(tx, id).await?)
    }
}

/// Why an optimistic change touched nothing.
async fn stale(tx: &mut Tx, id: &AssessmentId) -> Result<StoreError, StoreError> {
    Ok(match find_by_id(tx, id).await? {
        Some(assessment) => StoreError::Stale {
            current: assessment.revision,
        },
        None => StoreError::Absent { table: TABLE },
    })
}

pub(crate) fn read(row: &AnyRow) -> Result<Assessment, StoreError> {
    let fields = Fields::new(TABLE, row, &["id"]);
    Ok(Assessment {
        id: fields.parsed("id", AssessmentId::parse)?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        number: fields.parsed("number", AssessmentNumber::parse)?,
        form: fields.parsed("form", FormId::parse)?,
        form_edition: fields.parsed("form_edition", EditionId::parse)?,
        agency: fields.text("agency")?,
        stage: fields.json("stage_json")?,
        revision: fields.int("revision")?,
        title: fields.text("title")?,
        created_at: fields.time("created_at")?,
        changed_at: fields.time("changed_at")?,
        changed_by: fields.opt_parsed("changed_by", UserId::parse)?,
    })
}
