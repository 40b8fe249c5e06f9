//! What residents wrote. The text never changes; who wrote it stands beside it and can be
//! erased. No error and no `Debug` holds either.

use std::fmt;

use domain::digest::Digest;
use domain::{AssessmentId, ConsultationId, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// An opinion.
#[derive(Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Its id.
    pub id: String,
    /// The consultation.
    pub consultation: ConsultationId,
    /// Its number in it, from 1.
    pub number: u32,
    /// The path of the item it is about; `None` for the whole.
    pub item: Option<String>,
    /// What it says.
    pub text: String,
    /// When it came.
    pub received_at: Timestamp,
}

impl fmt::Debug for Opinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opinion({}/{})", self.consultation, self.number)
    }
}

/// An opinion to be kept.
#[derive(Clone)]
pub struct NewOpinion<'a> {
    /// The id.
    pub id: &'a str,
    /// The consultation.
    pub consultation: &'a ConsultationId,
    /// The number, from [`crate::consultations::next_number`].
    pub number: u32,
    /// The path of the item; `None` for the whole.
    pub item: Option<&'a str>,
    /// What it says.
    pub text: &'a str,
    /// The SHA-256 of the receipt number.
    pub receipt_hash: &'a Digest,
    /// Now.
    pub at: Timestamp,
    /// Who wrote it, if that was given.
    pub name: Option<&'a str>,
    /// How to reach the person, if that was given.
    pub contact: Option<&'a str>,
}

/// Who wrote an opinion.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// The opinion's id.
    pub opinion: String,
    /// The name.
    pub name: Option<String>,
    /// How to reach the person.
    pub contact: Option<String>,
    /// When both were erased, if they were.
    pub erased_at: Option<Timestamp>,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Contact(of {})", self.opinion)
    }
}

/// Adds an opinion, and who wrote it where that was given.
///
/// # Errors
/// [`StoreError::Conflict`] when its receipt exists, [`StoreError::Dangling`].
#[instrument(name = "db.opinions.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &NewOpinion<'_>) -> Result<(), StoreError> {
    let body = new.consultation.body().as_str();
    sql("INSERT INTO opinions
             (id, consultation_id, body_code, number, item, text, receipt_hash, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .text(new.id)
    .text(&new.consultation.to_string())
    .text(body)
    .int(new.number.into())
    .opt_text(new.item)
    .text(new.text)
    .text(new.receipt_hash.as_str())
    .time(new.at)
    .execute(tx)
    .await?;
    if new.name.is_some() || new.contact.is_some() {
        sql(
            "INSERT INTO opinion_contacts (opinion_id, body_code, name, contact)
             VALUES ($1, $2, $3, $4)",
        )
        .text(new.id)
        .text(body)
        .opt_text(new.name)
        .opt_text(new.contact)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// The opinion with this receipt, in a consultation.
#[instrument(name = "db.opinions.find_by_receipt", level = "debug", skip_all)]
pub async fn find_by_receipt(
    tx: &mut Tx,
    consultation: &ConsultationId,
    receipt_hash: &Digest,
) -> Result<Option<Opinion>, StoreError> {
    sql("SELECT * FROM opinions WHERE receipt_hash = $1 AND consultation_id = $2")
        .text(receipt_hash.as_str())
        .text(&consultation.to_string())
        .find(tx, read)
        .await
}

/// The opinions of a consultation by number, after `after` (0 from the first).
#[instrument(name = "db.opinions.list", level = "debug", skip_all)]
pub async fn list(
    tx: &mut Tx,
    consultation: &ConsultationId,
    after: u32,
    limit: u32,
) -> Result<Vec<Opinion>, StoreError> {
    sql(
        "SELECT * FROM opinions WHERE consultation_id = $1 AND number > $2
         ORDER BY number LIMIT $3",
    )
    .text(&consultation.to_string())
    .int(after.into())
    .int(limit.into())
    .list(tx, read)
    .await
}

/// The id and the number of every opinion, by number: without the texts.
#[instrument(name = "db.opinions.numbers", level = "debug", skip_all)]
pub async fn numbers(
    tx: &mut Tx,
    consultation: &ConsultationId,
) -> Result<Vec<(String, u32)>, StoreError> {
    sql("SELECT id, number FROM opinions WHERE consultation_id = $1 ORDER BY number")
        .text(&consultation.to_string())
        .list(tx, |row| {
            let fields = Fields::new("opinions", row, &["id"]);
            Ok((fields.text("id")?, fields.int("number")?))
        })
        .await
}

/// One opinion by its number.
#[instrument(name = "db.opinions.find", level = "debug", skip_all)]
pub async fn find(
    tx: &mut Tx,
    consultation: &ConsultationId,
    number: u32,
) -> Result<Option<Opinion>, StoreError> {
    sql("SELECT * FROM opinions WHERE consultation_id = $1 AND number = $2")
        .text(&consultation.to_string())
        .int(number.into())
        .find(tx, read)
        .await
}

/// How many opinions came to a consultation since then.
#[instrument(name = "db.opinions.count_since", level = "debug", skip_all)]
pub async fn count_since(
    tx: &mut Tx,
    consultation: &ConsultationId,
    since: Timestamp,
) -> Result<u32, StoreError> {
    let row = sql("SELECT COUNT(*) AS n FROM opinions
         WHERE consultation_id = $1 AND received_at >= $2")
    .text(&consultation.to_string())
    .time(since)
    .one(tx)
    .await?;
    Fields::new("opinions", &row, &[]).int("n")
}

/// Who wrote the opinions of a consultation, as far as that was given and not erased.
#[instrument(name = "db.opinions.list_contacts", level = "debug", skip_all)]
pub async fn list_contacts(
    tx: &mut Tx,
    consultation: &ConsultationId,
) -> Result<Vec<Contact>, StoreError> {
    sql(
        "SELECT k.* FROM opinion_contacts k JOIN opinions o ON o.id = k.opinion_id
         WHERE o.consultation_id = $1 ORDER BY o.number",
    )
    .text(&consultation.to_string())
    .list(tx, read_contact)
    .await
}

/// Who wrote the opinions about an assessment, whichever consultation they came in.
#[instrument(
    name = "db.opinions.list_contacts_of_assessment",
    level = "debug",
    skip_all
)]
pub async fn list_contacts_of_assessment(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<Contact>, StoreError> {
    sql(
        "SELECT k.* FROM opinion_contacts k JOIN opinions o ON o.id = k.opinion_id
         JOIN consultations c ON c.id = o.consultation_id
         WHERE c.assessment_id = $1 AND k.erased_at IS NULL ORDER BY k.opinion_id",
    )
    .text(assessment.as_str())
    .list(tx, read_contact)
    .await
}

/// Erases who wrote an opinion; whether there was something to erase.
#[instrument(name = "db.opinions.erase_contact", level = "debug", skip_all)]
pub async fn erase_contact(
    tx: &mut Tx,
    opinion: &str,
    at: Timestamp,
    by: &UserId,
) -> Result<bool, StoreError> {
    sql("UPDATE opinion_contacts
         SET name = NULL, contact = NULL, erased_at = $2, erased_by = $3
         WHERE opinion_id = $1 AND erased_at IS NULL")
    .text(opinion)
    .time(at)
    .text(by.as_str())
    .touched(tx)
    .await
}

fn read(row: &AnyRow) -> Result<Opinion, StoreError> {
    let fields = Fields::new("opinions", row, &["id"]);
    Ok(Opinion {
        id: fields.text("id")?,
        consultation: fields.parsed("consultation_id", ConsultationId::parse)?,
        number: fields.int("number")?,
        item: fields.opt_text("item")?,
        text: fields.text("text")?,
        received_at: fields.time("received_at")?,
    })
}

fn read_contact(row: &AnyRow) -> Result<Contact, StoreError> {
    let fields = Fields::new("opinion_contacts", row, &["opinion_id"]);
    Ok(Contact {
        opinion: fields.text("opinion_id")?,
        name: fields.opt_text("name")?,
        contact: fields.opt_text("contact")?,
        erased_at: fields.opt_time("erased_at")?,
    })
}
