//! Hearings of residents' opinions: what was shown to the public and for how long. Rows
//! never change; that the end was seen to, and how many opinions came, stands beside them.

mod results;

use domain::digest::{Digest, digest_of};
use domain::{AssessmentId, AssessmentNumber, BodyCode, ConsultationId, EditionId, FormId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

pub use results::{PublishedResult, insert_result, last_result};

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

/// A phrase that the version shown withholds.
#[derive(Clone, PartialEq, Eq)]
pub struct ConsultationPhrase {
    /// The consultation.
    pub consultation: ConsultationId,
    /// Its place, from 0.
    pub ordinal: i64,
    /// The assessment.
    pub assessment: AssessmentId,
    /// The body.
    pub body: BodyCode,
    /// The path of the item.
    pub item: String,
    /// The phrase.
    pub phrase: String,
}

impl std::fmt::Debug for ConsultationPhrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ConsultationPhrase({}, {})",
            self.consultation, self.item
        )
    }
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
    sql("SELECT c.*, b.name AS body_name, s.opinions, s.closed_at
         FROM consultations c JOIN bodies b ON b.code = c.body_code
         JOIN consultation_states s ON s.consultation_id = c.id
         WHERE c.id = $1")
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

/// The consultations of an assessment, newest first.
#[instrument(
    name = "db.consultations.list_of_assessment",
    level = "debug",
    skip_all
)]
pub async fn list_of_assessment(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<Consultation>, StoreError> {
    sql("SELECT c.*, b.name AS body_name, s.opinions, s.closed_at
         FROM consultations c JOIN bodies b ON b.code = c.body_code
         JOIN consultation_states s ON s.consultation_id = c.id
         WHERE c.assessment_id = $1 ORDER BY c.opened_at DESC, c.id DESC")
    .text(assessment.as_str())
    .list(tx, read)
    .await
}

/// The consultations of a body, newest first.
#[instrument(name = "db.consultations.list_of_body", level = "debug", skip_all)]
pub async fn list_of_body(
    tx: &mut Tx,
    body: &BodyCode,
    limit: u32,
) -> Result<Vec<Consultation>, StoreError> {
    sql("SELECT c.*, b.name AS body_name, s.opinions, s.closed_at
         FROM consultations c JOIN bodies b ON b.code = c.body_code
         JOIN consultation_states s ON s.consultation_id = c.id
         WHERE c.body_code = $1 ORDER BY c.opened_at DESC, c.id DESC LIMIT $2")
    .text(body.as_str())
    .int(limit.into())
    .list(tx, read)
    .await
}

/// Consultations of everybody that end on `first` or later, the earliest end first.
#[instrument(name = "db.consultations.list_ending_from", level = "debug", skip_all)]
pub async fn list_ending_from(tx: &mut Tx, first: Date) -> Result<Vec<Consultation>, StoreError> {
    sql("SELECT c.*, b.name AS body_name, s.opinions, s.closed_at
         FROM consultations c JOIN bodies b ON b.code = c.body_code
         JOIN consultation_states s ON s.consultation_id = c.id
         WHERE c.to_day >= $1 ORDER BY c.to_day, c.id")
    .text(&first.to_string())
    .list(tx, read)
    .await
}

/// Consultations of everybody that ended before `first`, the latest end first.
#[instrument(name = "db.consultations.list_ended_before", level = "debug", skip_all)]
pub async fn list_ended_before(
    tx: &mut Tx,
    first: Date,
    limit: u32,
) -> Result<Vec<Consultation>, StoreError> {
    sql("SELECT c.*, b.name AS body_name, s.opinions, s.closed_at
         FROM consultations c JOIN bodies b ON b.code = c.body_code
         JOIN consultation_states s ON s.consultation_id = c.id
         WHERE c.to_day < $1 ORDER BY c.to_day DESC, c.id LIMIT $2")
    .text(&first.to_string())
    .int(limit.into())
    .list(tx, read)
    .await
}

/// Every consultation, by id after `after`: for building the whole site.
#[instrument(name = "db.consultations.list_after", level = "debug", skip_all)]
pub async fn list_after(
    tx: &mut Tx,
    after: Option<&ConsultationId>,
    limit: u32,
) -> Result<Vec<Consultation>, StoreError> {
    sql("SELECT c.*, b.name AS body_name, s.opinions, s.closed_at
         FROM consultations c JOIN bodies b ON b.code = c.body_code
         JOIN consultation_states s ON s.consultation_id = c.id
         WHERE c.id > $1 ORDER BY c.id LIMIT $2")
    .text(&after.map(ToString::to_string).unwrap_or_default())
    .int(limit.into())
    .list(tx, read)
    .await
}

/// Consultations that ended before `today` and whose end nobody has seen to.
#[instrument(name = "db.consultations.list_due", level = "debug", skip_all)]
pub async fn list_due(tx: &mut Tx, today: Date) -> Result<Vec<Consultation>, StoreError> {
    sql("SELECT c.*, b.name AS body_name, s.opinions, s.closed_at
         FROM consultations c JOIN bodies b ON b.code = c.body_code
         JOIN consultation_states s ON s.consultation_id = c.id
         WHERE c.to_day < $1 AND s.closed_at IS NULL ORDER BY c.to_day, c.id")
    .text(&today.to_string())
    .list(tx, read)
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

/// All phrases, after `after` (consultation and ordinal).
#[instrument(name = "db.consultations.list_phrases", level = "debug", skip_all)]
pub async fn list_phrases(
    tx: &mut Tx,
    after: Option<(&ConsultationId, i64)>,
    limit: u32,
) -> Result<Vec<ConsultationPhrase>, StoreError> {
    sql("SELECT * FROM consultation_phrases
         WHERE (consultation_id, ordinal) > ($1, $2)
         ORDER BY consultation_id, ordinal LIMIT $3")
    .text(&after.map(|(id, _)| id.to_string()).unwrap_or_default())
    .int(after.map_or(-1, |(_, ordinal)| ordinal))
    .int(limit.into())
    .list(tx, read_phrase)
    .await
}

fn read_phrase(row: &AnyRow) -> Result<ConsultationPhrase, StoreError> {
    let fields = Fields::new("consultation_phrases", row, &["consultation_id", "ordinal"]);
    Ok(ConsultationPhrase {
        consultation: fields.parsed("consultation_id", ConsultationId::parse)?,
        ordinal: fields.int("ordinal")?,
        assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        item: fields.text("item")?,
        phrase: fields.text("phrase")?,
    })
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
    })
}
