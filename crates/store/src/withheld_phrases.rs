//! What editions keep from the public, for the leak gate. This table only grows.

use std::fmt;

use domain::{AssessmentId, BodyCode};
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A phrase that must not be found in anything public.
#[derive(Clone, PartialEq, Eq)]
pub struct WithheldPhrase {
    /// The assessment.
    pub assessment: AssessmentId,
    /// The edition that withholds it.
    pub edition: u32,
    /// Its place among the phrases of the edition, from 0.
    pub ordinal: i64,
    /// The body.
    pub body: BodyCode,
    /// The path of the item.
    pub item: String,
    /// The phrase.
    pub phrase: String,
}

impl fmt::Debug for WithheldPhrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithheldPhrase")
            .field("assessment", &self.assessment)
            .field("edition", &self.edition)
            .field("item", &self.item)
            .field("chars", &self.phrase.chars().count())
            .finish_non_exhaustive()
    }
}

/// A place in the lists: the last phrase of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Its assessment.
    pub assessment: AssessmentId,
    /// Its edition.
    pub edition: u32,
    /// Its ordinal.
    pub ordinal: i64,
}

impl From<&WithheldPhrase> for Cursor {
    fn from(phrase: &WithheldPhrase) -> Self {
        Self {
            assessment: phrase.assessment.clone(),
            edition: phrase.edition,
            ordinal: phrase.ordinal,
        }
    }
}

/// Adds the phrases of an edition, each with the path of its item, as
/// [`domain::Document::withheld_phrases`] lists them. Once per edition.
///
/// # Errors
/// [`StoreError::Conflict`] the second time, [`StoreError::Dangling`] before the edition.
#[instrument(name = "db.withheld_phrases.insert_all", level = "debug", skip_all)]
pub async fn insert_all(
    tx: &mut Tx,
    assessment: &AssessmentId,
    edition: u32,
    body: &BodyCode,
    phrases: &[(String, String)],
) -> Result<(), StoreError> {
    for (ordinal, (item, phrase)) in (0..).zip(phrases) {
        sql("INSERT INTO withheld_phrases
                 (assessment_id, edition, ordinal, body_code, item, phrase)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .text(assessment.as_str())
        .int(edition.into())
        .int(ordinal)
        .text(body.as_str())
        .text(item)
        .text(phrase)
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// The phrases of all editions of an assessment.
#[instrument(
    name = "db.withheld_phrases.list_of_assessment",
    level = "debug",
    skip_all
)]
pub async fn list_of_assessment(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<WithheldPhrase>, StoreError> {
    sql("SELECT * FROM withheld_phrases WHERE assessment_id = $1 ORDER BY edition, ordinal")
        .text(assessment.as_str())
        .list(tx, read)
        .await
}

/// The phrases of a body, after `after`.
#[instrument(name = "db.withheld_phrases.list_of_body", level = "debug", skip_all)]
pub async fn list_of_body(
    tx: &mut Tx,
    body: &BodyCode,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<WithheldPhrase>, StoreError> {
    sql("SELECT * FROM withheld_phrases
         WHERE body_code = $1 AND (assessment_id, edition, ordinal) > ($2, $3, $4)
         ORDER BY assessment_id, edition, ordinal LIMIT $5")
    .text(body.as_str())
    .text(after.map_or("", |cursor| cursor.assessment.as_str()))
    .int(after.map_or(0, |cursor| cursor.edition.into()))
    .int(after.map_or(-1, |cursor| cursor.ordinal))
    .int(limit.into())
    .list(tx, read)
    .await
}

/// All phrases, after `after`.
#[instrument(name = "db.withheld_phrases.list_all", level = "debug", skip_all)]
pub async fn list_all(
    tx: &mut Tx,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<WithheldPhrase>, StoreError> {
    sql("SELECT * FROM withheld_phrases
         WHERE (assessment_id, edition, ordinal) > ($1, $2, $3)
         ORDER BY assessment_id, edition, ordinal LIMIT $4")
    .text(after.map_or("", |cursor| cursor.assessment.as_str()))
    .int(after.map_or(0, |cursor| cursor.edition.into()))
    .int(after.map_or(-1, |cursor| cursor.ordinal))
    .int(limit.into())
    .list(tx, read)
    .await
}

fn read(row: &AnyRow) -> Result<WithheldPhrase, StoreError> {
    let fields = Fields::new(
        "withheld_phrases",
        row,
        &["assessment_id", "edition", "ordinal"],
    );
    Ok(WithheldPhrase {
        assessment: fields.parsed("assessment_id", AssessmentId::parse)?,
        edition: fields.int("edition")?,
        ordinal: fields.int("ordinal")?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        item: fields.text("item")?,
        phrase: fields.text("phrase")?,
    })
}
