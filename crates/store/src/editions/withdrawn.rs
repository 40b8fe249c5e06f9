//! Editions that are no longer shown, and editions of affairs that ended: what stands beside
//! an edition that nobody changes. Withdrawals only grow.

use std::fmt;

use domain::{AssessmentId, AssessmentNumber, BodyCode, FormId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

use super::Address;
use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A withdrawal of an assessment from the public: its editions `first` to `last`.
#[derive(Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The assessment.
    pub assessment: AssessmentId,
    /// Where its pages were.
    pub address: Address,
    /// The first edition that it took off.
    pub first: u32,
    /// The last one.
    pub last: u32,
    /// Since when the assessment had been public.
    pub published_from: Date,
    /// The day on which it was taken off.
    pub withdrawn_on: Date,
    /// The instant.
    pub withdrawn_at: Timestamp,
    /// Why, for anyone to read.
    pub reason: String,
}

impl fmt::Debug for Withdrawal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            assessment,
            first,
            last,
            ..
        } = self;
        write!(f, "Withdrawal({assessment}, {first} to {last})")
    }
}

/// A withdrawal to be recorded.
#[derive(Debug, Clone)]
pub struct NewWithdrawal<'a> {
    /// The assessment.
    pub assessment: &'a AssessmentId,
    /// Today in Japan.
    pub on: Date,
    /// Now.
    pub at: Timestamp,
    /// Who takes it off.
    pub by: Option<&'a UserId>,
    /// Why, for anyone to read.
    pub reason: &'a str,
}

/// Takes every edition of an assessment off the lists; whether it was on them.
///
/// # Errors
/// [`StoreError::Conflict`] when the same editions were withdrawn before.
#[instrument(name = "db.editions.withdraw", level = "debug", skip_all)]
pub async fn withdraw(tx: &mut Tx, new: &NewWithdrawal<'_>) -> Result<bool, StoreError> {
    let recorded = sql(
        "INSERT INTO edition_withdrawals (assessment_id, edition, first_edition,
             body_code, number, form, published_from, withdrawn_on, withdrawn_at,
             withdrawn_by, reason)
         SELECT c.assessment_id, c.edition, f.edition, c.body_code, c.number, c.form,
             f.published, $2, $3, $4, $5
         FROM current_editions c JOIN editions f ON f.assessment_id = c.assessment_id
             AND f.edition = 1 + (SELECT COALESCE(MAX(w.edition), 0) FROM edition_withdrawals w
                 WHERE w.assessment_id = c.assessment_id)
         WHERE c.assessment_id = $1",
    )
    .text(new.assessment.as_str())
    .text(&new.on.to_string())
    .time(new.at)
    .opt_text(new.by.map(UserId::as_str))
    .text(new.reason)
    .touched(tx)
    .await?;
    sql("DELETE FROM current_editions WHERE assessment_id = $1")
        .text(new.assessment.as_str())
        .execute(tx)
        .await?;
    Ok(recorded)
}

/// Notes beside the current edition on which day its affair ended; `None`: it goes on.
/// Whether there is a current edition.
#[instrument(name = "db.editions.set_ended", level = "debug", skip_all)]
pub async fn set_ended(
    tx: &mut Tx,
    assessment: &AssessmentId,
    ended_on: Option<Date>,
) -> Result<bool, StoreError> {
    sql("UPDATE current_editions SET ended_on = $2 WHERE assessment_id = $1")
        .text(assessment.as_str())
        .opt_text(ended_on.map(|day| day.to_string()).as_deref())
        .touched(tx)
        .await
}

/// Whether an edition of an assessment is public now.
#[instrument(name = "db.editions.is_public", level = "debug", skip_all)]
pub async fn is_public(tx: &mut Tx, assessment: &AssessmentId) -> Result<bool, StoreError> {
    let found = sql("SELECT edition FROM current_editions WHERE assessment_id = $1")
        .text(assessment.as_str())
        .find(tx, |row| {
            Fields::new("current_editions", row, &[]).int::<u32>("edition")
        });
    Ok(found.await?.is_some())
}

/// The last edition of an assessment that was withdrawn; 0 when none was.
#[instrument(name = "db.editions.last_withdrawn", level = "debug", skip_all)]
pub async fn last_withdrawn(tx: &mut Tx, assessment: &AssessmentId) -> Result<u32, StoreError> {
    let row = sql(
        "SELECT COALESCE(MAX(edition), 0) AS edition FROM edition_withdrawals
         WHERE assessment_id = $1",
    )
    .text(assessment.as_str())
    .one(tx)
    .await?;
    Fields::new("edition_withdrawals", &row, &[]).int("edition")
}

/// The withdrawals of an assessment, oldest first.
#[instrument(name = "db.editions.withdrawals_of", level = "debug", skip_all)]
pub async fn withdrawals_of(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<Withdrawal>, StoreError> {
    sql("SELECT * FROM edition_withdrawals WHERE assessment_id = $1 ORDER BY edition")
        .text(assessment.as_str())
        .list(tx, read)
        .await
}

/// The last withdrawal at an address that nothing is public at now.
#[instrument(name = "db.editions.withdrawn_at", level = "debug", skip_all)]
pub async fn withdrawn_at(
    tx: &mut Tx,
    address: &Address,
) -> Result<Option<Withdrawal>, StoreError> {
    sql("SELECT w.* FROM edition_withdrawals w
         WHERE w.body_code = $1 AND w.number = $2 AND w.form = $3
             AND NOT EXISTS (SELECT 1 FROM current_editions c
                 WHERE c.assessment_id = w.assessment_id)
         ORDER BY w.edition DESC LIMIT 1")
    .text(address.body.as_str())
    .text(address.number.as_str())
    .text(address.form.as_str())
    .find(tx, read)
    .await
}

/// The last withdrawal of each assessment of which nothing is public now, by address, after
/// `after`.
#[instrument(name = "db.editions.list_withdrawn_after", level = "debug", skip_all)]
pub async fn list_withdrawn_after(
    tx: &mut Tx,
    after: Option<&Address>,
    limit: u32,
) -> Result<Vec<Withdrawal>, StoreError> {
    sql("SELECT w.* FROM edition_withdrawals w
         WHERE (w.body_code, w.number, w.form) > ($1, $2, $3)
             AND NOT EXISTS (SELECT 1 FROM current_editions c
                 WHERE c.assessment_id = w.assessment_id)
             AND NOT EXISTS (SELECT 1 FROM edition_withdrawals later
                 WHERE later.assessment_id = w.assessment_id AND later.edition > w.edition)
         ORDER BY w.body_code, w.number, w.form LIMIT $4")
    .text(after.map_or("", |address| address.body.as_str()))
    .text(after.map_or("", |address| address.number.as_str()))
    .text(after.map_or("", |address| address.form.as_str()))
    .int(limit.into())
    .list(tx, read)
    .await
}

/// The withdrawals recorded last, newest first.
#[instrument(name = "db.editions.newest_withdrawals", level = "debug", skip_all)]
pub async fn newest_withdrawals(tx: &mut Tx, limit: u32) -> Result<Vec<Withdrawal>, StoreError> {
    sql("SELECT * FROM edition_withdrawals
         ORDER BY withdrawn_at DESC, assessment_id DESC LIMIT $1")
    .int(limit.into())
    .list(tx, read)
    .await
}

fn read(row: &AnyRow) -> Result<Withdrawal, StoreError> {
    let fields = Fields::new("edition_withdrawals", row, &["assessment_id", "edition"]);
    Ok(Withdrawal {
        assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
        address: Address {
            body: fields.parsed("body_code", BodyCode::parse)?,
            number: fields.parsed("number", AssessmentNumber::parse)?,
            form: fields.parsed("form", FormId::parse)?,
        },
        first: fields.int("first_edition")?,
        last: fields.int("edition")?,
        published_from: fields.date("published_from")?,
        withdrawn_on: fields.date("withdrawn_on")?,
        withdrawn_at: fields.time("withdrawn_at")?,
        reason: fields.text("reason")?,
    })
}
