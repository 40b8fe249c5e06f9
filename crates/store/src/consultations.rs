//! Hearings of residents' opinions: what was shown to the public and for how long. Rows
//! never change; that the end was seen to, and how many opinions came, stands beside them.

/// A question about consultations without the texts that are shown. Given before the modules
/// that use it.
macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT c.id, c.body_code, c.assessment_id, c.number, c.form, c.form_edition, c.agency,
                 c.title, c.revision, c.from_day, c.to_day, c.shortening, c.method, c.contact,
                 c.digest, c.opened_at, b.name AS body_name, s.opinions, s.closed_at,
                 w.withdrawn_on, w.reason AS withdrawn_reason,
                 (SELECT MAX(r.published_at) FROM consultation_results r
                     WHERE r.consultation_id = c.id) AS result_at
             FROM consultations c JOIN bodies b ON b.code = c.body_code
             JOIN consultation_states s ON s.consultation_id = c.id
             LEFT JOIN consultation_withdrawals w ON w.consultation_id = c.id ",
            $which
        )
    };
}

mod lists;
mod phrases;
mod results;
mod withdrawn;

use domain::digest::{Digest, digest_of};
use domain::{AssessmentId, AssessmentNumber, BodyCode, ConsultationId, EditionId, FormId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

pub use lists::{
    list_after, list_due, list_ended_before, list_ending_from, list_of_assessment, list_of_body,
};
pub use phrases::{ConsultationPhrase, list_phrases, list_phrases_of_assessment};
pub use results::{PublishedResult, insert_result, last_result};
pub use withdrawn::{NewWithdrawal, Withdrawn, is_shown, withdraw};

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A consultation without the text that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Its id.
    pub id: ConsultationId,
    /// The assessment.
    pub assessment: AssessmentId,
    /// The body.
    pub body: BodyCode,
    /// The body's name today.
    pub body_name: String,
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
    /// The revision that is shown, redacted.
    pub revision: i64,
    /// The first day, in Japan.
    pub from: Date,
    /// The last day, in Japan.
    pub to: Date,
    /// Why it is shorter than thirty days, if it is.
    pub shortening: Option<String>,
    /// How to send an opinion.
    pub method: String,
    /// Whom to ask.
    pub contact: String,
    /// The SHA-256 of the release.
    pub digest: Digest,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How many opinions came.
    pub opinions: u32,
    /// When its end was seen to; not what decides about acceptance.
    pub closed_at: Option<Timestamp>,
    /// When its newest result was published, if one was.
    pub result_at: Option<Timestamp>,
    /// That its page was taken off the site.
    pub withdrawn: Option<Withdrawn>,
}

/// A consultation to be opened.
#[derive(Debug, Clone)]
pub struct NewConsultation<'a> {
    /// The id.
    pub id: &'a ConsultationId,
    /// The assessment.
    pub assessment: &'a AssessmentId,
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
    /// The revision that is shown.
    pub revision: i64,
    /// The first day, in Japan.
    pub from: Date,
    /// The last day, in Japan.
    pub to: Date,
    /// Why it is shorter than thirty days, in public words.
    pub shortening: Option<&'a str>,
    /// How to send an opinion.
    pub method: &'a str,
    /// Whom to ask.
    pub contact: &'a str,
    /// Public JSON.
    pub release: &'a str,
    /// Now.
    pub at: Timestamp,
    /// Who opens it; `None` is the operator's command.
    pub by: Option<&'a UserId>,
}

/// Adds a consultation with the phrases that its version withholds, each with the path of its
/// item.
///
/// # Errors
/// [`StoreError::Conflict`], [`StoreError::Dangling`].
#[instrument(name = "db.consultations.insert", level = "debug", skip_all)]
pub async fn insert(
    tx: &mut Tx,
    new: &NewConsultation<'_>,
    phrases: &[(String, String)],
) -> Result<Digest, StoreError> {
    let digest = digest_of(new.release.as_bytes());
    let (id, body) = (new.id.to_string(), new.id.body().as_str());
    sql(
        "INSERT INTO consultations (id, body_code, assessment_id, number, form, form_edition,
             agency, title, revision, from_day, to_day, shortening, method, contact, release,
             digest, opened_at, opened_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    )
    .text(&id)
    .text(body)
    .text(new.assessment.as_str())
    .text(new.number.as_str())
    .text(new.form.as_str())
    .text(new.form_edition.as_str())
    .text(new.agency)
    .text(new.title)
    .int(new.revision)
    .text(&new.from.to_string())
    .text(&new.to.to_string())
    .opt_text(new.shortening)
    .text(new.method)
    .text(new.contact)
    .text(new.release)
    .text(digest.as_str())
    .time(new.at)
    .opt_text(new.by.map(UserId::as_str))
    .execute(tx)
    .await?;
    sql(
        "INSERT INTO consultation_states (consultation_id, body_code, opinions) VALUES ($1, $2, 0)",
    )
    .text(&id)
    .text(body)
    .execute(tx)
    .await?;
    for (ordinal, (item, phrase)) in (0..).zip(phrases) {
        sql("INSERT INTO consultation_phrases
                 (consultation_id, ordinal, assessment_id, body_code, item, phrase)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .text(&id)
        .int(ordinal)
        .text(new.assessment.as_str())
        .text(body)
        .text(item)
        .text(phrase)
        .execute(tx)
        .await?;
    }
    Ok(digest)
}

/// How many consultations a body has had.
#[instrument(name = "db.consultations.count_of_body", level = "debug", skip_all)]
pub async fn count_of_body(tx: &mut Tx, body: &BodyCode) -> Result<u32, StoreError> {
    let row = sql("SELECT COUNT(*) AS n FROM consultations WHERE body_code = $1")
        .text(body.as_str())
        .one(tx)
        .await?;
    Fields::new("consultations", &row, &[]).int("n")
}

/// A consultation.
#[instrument(name = "db.consultations.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, id: &ConsultationId) -> Result<Option<Consultation>, StoreError> {
    sql(select!("WHERE c.id = $1"))
        .text(&id.to_string())
        .find(tx, read)
        .await
}

/// As [`find`]; nobody else adds an opinion or sees to the end until the transaction ends.
#[instrument(name = "db.consultations.lock", level = "debug", skip_all)]
pub async fn lock(tx: &mut Tx, id: &ConsultationId) -> Result<Option<Consultation>, StoreError> {
    // An update that changes nothing locks the row on both databases.
    sql("UPDATE consultation_states SET opinions = opinions WHERE consultation_id = $1")
        .text(&id.to_string())
        .execute(tx)
        .await?;
    find(tx, id).await
}

/// What is shown, verified against its digest.
///
/// # Errors
/// [`StoreError::Corrupt`] when the release is not what its digest says.
#[instrument(name = "db.consultations.release", level = "debug", skip_all)]
pub async fn release(tx: &mut Tx, id: &ConsultationId) -> Result<Option<String>, StoreError> {
    sql("SELECT id, release, digest FROM consultations WHERE id = $1")
        .text(&id.to_string())
        .find(tx, |row| {
            let fields = Fields::new("consultations", row, &["id"]);
            let release = fields.text("release")?;
            let digest = fields.parsed("digest", Digest::parse)?;
            let fits = digest_of(release.as_bytes()) == digest;
            fits.then_some(release)
                .ok_or_else(|| fields.corrupt("release"))
        })
        .await
}

/// Notes that the end was seen to; whether it was not before.
#[instrument(name = "db.consultations.close", level = "debug", skip_all)]
pub async fn close(tx: &mut Tx, id: &ConsultationId, at: Timestamp) -> Result<bool, StoreError> {
    sql("UPDATE consultation_states SET closed_at = $2
         WHERE consultation_id = $1 AND closed_at IS NULL")
    .text(&id.to_string())
    .time(at)
    .touched(tx)
    .await
}

/// The number of the next opinion; the consultation is locked with it.
///
/// # Errors
/// [`StoreError::Absent`] when there is no such consultation.
#[instrument(name = "db.consultations.next_number", level = "debug", skip_all)]
pub async fn next_number(tx: &mut Tx, id: &ConsultationId) -> Result<u32, StoreError> {
    let row = sql("UPDATE consultation_states SET opinions = opinions + 1
         WHERE consultation_id = $1 RETURNING opinions")
    .text(&id.to_string())
    .optional(tx)
    .await?;
    let row = row.ok_or(StoreError::Absent {
        table: "consultations",
    })?;
    Fields::new("consultation_states", &row, &[]).int("opinions")
}

fn read(row: &AnyRow) -> Result<Consultation, StoreError> {
    let fields = Fields::new("consultations", row, &["id"]);
    Ok(Consultation {
        id: fields.parsed("id", ConsultationId::parse)?,
        assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        body_name: fields.text("body_name")?,
        number: fields.parsed("number", AssessmentNumber::parse)?,
        form: fields.parsed("form", FormId::parse)?,
        form_edition: fields.parsed("form_edition", EditionId::parse)?,
        agency: fields.text("agency")?,
        title: fields.text("title")?,
        revision: fields.int("revision")?,
        from: fields.date("from_day")?,
        to: fields.date("to_day")?,
        shortening: fields.opt_text("shortening")?,
        method: fields.text("method")?,
        contact: fields.text("contact")?,
        digest: fields.parsed("digest", Digest::parse)?,
        opened_at: fields.time("opened_at")?,
        opinions: fields.int("opinions")?,
        closed_at: fields.opt_time("closed_at")?,
        result_at: fields.opt_time("result_at")?,
        withdrawn: withdrawn::read(&fields)?,
    })
}
