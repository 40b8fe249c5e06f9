//! What was published: snapshots that nobody can change, and lists of the newest ones.
//!
//! Lists never carry the text of a release. They read a table of their own, which
//! [`insert`] keeps in step within the publishing transaction.

mod current;
mod days;
mod withdrawn;

use domain::digest::{Digest, digest_of};
use domain::{AssessmentId, AssessmentNumber, BodyCode, EditionId, FormId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

pub use current::{
    Address, Count, count_current, counts_by_body, counts_by_prefecture, current,
    list_current_after, list_current_of_body, newest_current, next_release_after,
};
pub use days::{FirstDay, first_days};
pub use withdrawn::{
    NewWithdrawal, Withdrawal, is_public, last_withdrawn, list_withdrawn_after, newest_withdrawals,
    set_ended, withdraw, withdrawals_of, withdrawn_at,
};

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A published edition without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionHead {
    /// The assessment.
    pub assessment: AssessmentId,
    /// The number of the edition, from 1 without gaps.
    pub edition: u32,
    /// The body.
    pub body: BodyCode,
    /// The body's name today.
    pub body_name: String,
    /// The prefecture's name.
    pub prefecture_name: String,
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
    /// The day of publication.
    pub published: Date,
    /// When the publication was recorded.
    pub published_at: Timestamp,
    /// The revision it was made from.
    pub revision: i64,
    /// The SHA-256 of the release.
    pub digest: Digest,
    /// The day on which the affair ended, noted beside the edition.
    pub ended_on: Option<Date>,
}

/// A published edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Everything but the text.
    pub head: EditionHead,
    /// Public JSON, verified against the digest.
    pub release: String,
}

/// An edition to be published.
#[derive(Debug, Clone)]
pub struct NewEdition<'a> {
    /// The assessment.
    pub assessment: &'a AssessmentId,
    /// The number of the edition: one more than the last.
    pub edition: u32,
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
    /// The public title.
    pub title: &'a str,
    /// The day of publication.
    pub published: Date,
    /// Now.
    pub published_at: Timestamp,
    /// Who publishes; `None` is the operator's command.
    pub published_by: Option<&'a UserId>,
    /// The revision it is made from.
    pub revision: i64,
    /// Public JSON.
    pub release: &'a str,
}

/// Adds an edition and makes it the current one; the digest of its release.
///
/// # Errors
/// [`StoreError::Conflict`] when its number is not one more than the last,
/// [`StoreError::Dangling`] when assessment, body or revision are unknown.
#[instrument(name = "db.editions.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &NewEdition<'_>) -> Result<Digest, StoreError> {
    let digest = digest_of(new.release.as_bytes());
    let inserted = sql("INSERT INTO editions (assessment_id, edition, body_code,
             prefecture_code, number, form, form_edition, agency, title, published,
             published_at, published_by, revision, release, digest)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
         WHERE $2 = 1 + (SELECT COALESCE(MAX(edition), 0) FROM editions WHERE assessment_id = $1)")
    .text(new.assessment.as_str())
    .int(new.edition.into())
    .text(new.body.as_str())
    .text(new.body.prefecture())
    .text(new.number.as_str())
    .text(new.form.as_str())
    .text(new.form_edition.as_str())
    .text(new.agency)
    .text(new.title)
    .text(&new.published.to_string())
    .time(new.published_at)
    .opt_text(new.published_by.map(UserId::as_str))
    .int(new.revision)
    .text(new.release)
    .text(digest.as_str())
    .touched(tx)
    .await?;
    if !inserted {
        return Err(StoreError::Conflict {
            what: "editions".to_owned(),
        });
    }
    current::replace(tx, new.assessment, new.edition).await?;
    Ok(digest)
}

/// The number of an assessment's last edition; 0 without any.
#[instrument(name = "db.editions.last_number", level = "debug", skip_all)]
pub async fn last_number(tx: &mut Tx, assessment: &AssessmentId) -> Result<u32, StoreError> {
    let row = sql("SELECT COALESCE(MAX(edition), 0) AS edition FROM editions
         WHERE assessment_id = $1")
    .text(assessment.as_str())
    .one(tx)
    .await?;
    Fields::new("editions", &row, &[]).int("edition")
}

/// The editions of an assessment, newest first.
#[instrument(name = "db.editions.list_of_assessment", level = "debug", skip_all)]
pub async fn list_of_assessment(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<EditionHead>, StoreError> {
    sql(
        "SELECT e.assessment_id, e.edition, e.body_code, e.number, e.form, e.form_edition,
             e.agency, e.title, e.published, e.published_at, e.revision, e.digest,
             b.name AS body_name, b.prefecture_name, c.ended_on
         FROM editions e JOIN bodies b ON b.code = e.body_code
         LEFT JOIN current_editions c ON c.assessment_id = e.assessment_id
         WHERE e.assessment_id = $1 ORDER BY e.edition DESC",
    )
    .text(assessment.as_str())
    .list(tx, read_head)
    .await
}

/// As [`list_of_assessment`], without the editions that were withdrawn: nothing of theirs
/// is public any more, nor may be repeated.
#[instrument(name = "db.editions.list_standing", level = "debug", skip_all)]
pub async fn list_standing(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<EditionHead>, StoreError> {
    let gone = last_withdrawn(tx, assessment).await?;
    let mut heads = list_of_assessment(tx, assessment).await?;
    heads.retain(|head| head.edition > gone);
    Ok(heads)
}

/// One edition with its release.
///
/// # Errors
/// [`StoreError::Corrupt`] when the release is not what its digest says.
#[instrument(name = "db.editions.find", level = "debug", skip_all)]
pub async fn find(
    tx: &mut Tx,
    assessment: &AssessmentId,
    edition: u32,
) -> Result<Option<Edition>, StoreError> {
    sql(
        "SELECT e.*, b.name AS body_name, b.prefecture_name, c.ended_on
         FROM editions e JOIN bodies b ON b.code = e.body_code
         LEFT JOIN current_editions c ON c.assessment_id = e.assessment_id
         WHERE e.assessment_id = $1 AND e.edition = $2",
    )
    .text(assessment.as_str())
    .int(edition.into())
    .find(tx, read_edition)
    .await
}

fn fields_of(row: &AnyRow) -> Fields<'_> {
    Fields::new("editions", row, &["assessment_id", "edition"])
}

fn read_head(row: &AnyRow) -> Result<EditionHead, StoreError> {
    let fields = fields_of(row);
    Ok(EditionHead {
        assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
        edition: fields.int("edition")?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        body_name: fields.text("body_name")?,
        prefecture_name: fields.text("prefecture_name")?,
        number: fields.parsed("number", AssessmentNumber::parse)?,
        form: fields.parsed("form", FormId::parse)?,
        form_edition: fields.parsed("form_edition", EditionId::parse)?,
        agency: fields.text("agency")?,
        title: fields.text("title")?,
        published: fields.date("published")?,
        published_at: fields.time("published_at")?,
        revision: fields.int("revision")?,
        digest: fields.parsed("digest", Digest::parse)?,
        ended_on: fields.opt_parsed("ended_on", str::parse)?,
    })
}

fn read_edition(row: &AnyRow) -> Result<Edition, StoreError> {
    let head = read_head(row)?;
    let fields = fields_of(row);
    let release = fields.text("release")?;
    if digest_of(release.as_bytes()) == head.digest {
        Ok(Edition { head, release })
    } else {
        Err(fields.corrupt("release"))
    }
}
