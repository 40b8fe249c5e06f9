//! The newest edition of each assessment: what the public site lists.

use domain::{AssessmentId, AssessmentNumber, BodyCode, FormId};
use sqlx::any::AnyRow;
use tracing::instrument;

use super::{Edition, EditionHead, read_edition, read_head};
use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// The public address of an assessment, and a place in the lists by address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The body.
    pub body: BodyCode,
    /// The number.
    pub number: AssessmentNumber,
    /// The form.
    pub form: FormId,
}

impl From<&EditionHead> for Address {
    fn from(head: &EditionHead) -> Self {
        Self {
            body: head.body.clone(),
            number: head.number.clone(),
            form: head.form.clone(),
        }
    }
}

/// How many published assessments a body or a prefecture has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Six digits of a body, two of a prefecture.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Assessments with a current edition.
    pub assessments: u64,
}

/// Makes an edition the current one.
pub(super) async fn replace(
    tx: &mut Tx,
    assessment: &AssessmentId,
    edition: u32,
) -> Result<(), StoreError> {
    sql(
        "INSERT INTO current_editions (assessment_id, edition, body_code, prefecture_code,
             number, form, form_edition, agency, title, published, published_at, revision, digest)
         SELECT assessment_id, edition, body_code, prefecture_code, number, form, form_edition,
             agency, title, published, published_at, revision, digest
         FROM editions WHERE assessment_id = $1 AND edition = $2
         ON CONFLICT (assessment_id) DO UPDATE SET edition = excluded.edition,
             body_code = excluded.body_code, prefecture_code = excluded.prefecture_code,
             number = excluded.number, form = excluded.form,
             form_edition = excluded.form_edition, agency = excluded.agency,
             title = excluded.title, published = excluded.published,
             published_at = excluded.published_at, revision = excluded.revision,
             digest = excluded.digest, ended_on = NULL",
    )
    .text(assessment.as_str())
    .int(edition.into())
    .execute(tx)
    .await?;
    Ok(())
}

/// The current edition at an address, with its release.
///
/// # Errors
/// [`StoreError::Corrupt`] when the release is not what its digest says.
#[instrument(name = "db.editions.current", level = "debug", skip_all)]
pub async fn current(
    tx: &mut Tx,
    body: &BodyCode,
    number: &AssessmentNumber,
    form: &FormId,
) -> Result<Option<Edition>, StoreError> {
    sql(
        "SELECT e.*, b.name AS body_name, b.prefecture_name, c.ended_on
         FROM current_editions c
         JOIN editions e ON e.assessment_id = c.assessment_id AND e.edition = c.edition
         JOIN bodies b ON b.code = c.body_code
         WHERE c.body_code = $1 AND c.number = $2 AND c.form = $3",
    )
    .text(body.as_str())
    .text(number.as_str())
    .text(form.as_str())
    .find(tx, read_edition)
    .await
}

/// The current editions of a body by number and form, after `after`.
#[instrument(name = "db.editions.list_current_of_body", level = "debug", skip_all)]
pub async fn list_current_of_body(
    tx: &mut Tx,
    body: &BodyCode,
    after: Option<(&AssessmentNumber, &FormId)>,
    limit: u32,
) -> Result<Vec<EditionHead>, StoreError> {
    sql("SELECT c.*, b.name AS body_name, b.prefecture_name
         FROM current_editions c JOIN bodies b ON b.code = c.body_code
         WHERE c.body_code = $1 AND (c.number, c.form) > ($2, $3)
         ORDER BY c.number, c.form LIMIT $4")
    .text(body.as_str())
    .text(after.map_or("", |(number, _)| number.as_str()))
    .text(after.map_or("", |(_, form)| form.as_str()))
    .int(limit.into())
    .list(tx, read_head)
    .await
}

/// The current editions published last, newest first.
#[instrument(name = "db.editions.newest_current", level = "debug", skip_all)]
pub async fn newest_current(tx: &mut Tx, limit: u32) -> Result<Vec<EditionHead>, StoreError> {
    sql("SELECT c.*, b.name AS body_name, b.prefecture_name
         FROM current_editions c JOIN bodies b ON b.code = c.body_code
         ORDER BY c.published DESC, c.published_at DESC, c.assessment_id DESC LIMIT $1")
    .int(limit.into())
    .list(tx, read_head)
    .await
}

/// How many assessments are public.
#[instrument(name = "db.editions.count_current", level = "debug", skip_all)]
pub async fn count_current(tx: &mut Tx) -> Result<u64, StoreError> {
    let row = sql("SELECT COUNT(*) AS total FROM current_editions")
        .one(tx)
        .await?;
    Fields::new("current_editions", &row, &[]).int("total")
}

/// The bodies of a prefecture (two digits) that have published, by code.
#[instrument(name = "db.editions.counts_by_body", level = "debug", skip_all)]
pub async fn counts_by_body(tx: &mut Tx, prefecture: &str) -> Result<Vec<Count>, StoreError> {
    sql("SELECT b.code, b.name, COUNT(*) AS total
         FROM current_editions c JOIN bodies b ON b.code = c.body_code
         WHERE c.prefecture_code = $1 GROUP BY b.code, b.name ORDER BY b.code")
    .text(prefecture)
    .list(tx, read_count)
    .await
}

/// The prefectures in which somebody has published, by code.
#[instrument(name = "db.editions.counts_by_prefecture", level = "debug", skip_all)]
pub async fn counts_by_prefecture(tx: &mut Tx) -> Result<Vec<Count>, StoreError> {
    sql(
        "SELECT c.prefecture_code AS code, MIN(b.prefecture_name) AS name, COUNT(*) AS total
         FROM current_editions c JOIN bodies b ON b.code = c.body_code
         GROUP BY c.prefecture_code ORDER BY c.prefecture_code",
    )
    .list(tx, read_count)
    .await
}

/// All current editions by address, after `after`: for sitemap, open data and the like.
#[instrument(name = "db.editions.list_current_after", level = "debug", skip_all)]
pub async fn list_current_after(
    tx: &mut Tx,
    after: Option<&Address>,
    limit: u32,
) -> Result<Vec<EditionHead>, StoreError> {
    sql("SELECT c.*, b.name AS body_name, b.prefecture_name
         FROM current_editions c JOIN bodies b ON b.code = c.body_code
         WHERE (c.body_code, c.number, c.form) > ($1, $2, $3)
         ORDER BY c.body_code, c.number, c.form LIMIT $4")
    .text(after.map_or("", |address| address.body.as_str()))
    .text(after.map_or("", |address| address.number.as_str()))
    .text(after.map_or("", |address| address.form.as_str()))
    .int(limit.into())
    .list(tx, read_head)
    .await
}

/// The current edition next by address, with its release: one at a time, for a full
/// publication that must not hold all texts in memory.
///
/// # Errors
/// [`StoreError::Corrupt`] when the release is not what its digest says.
#[instrument(name = "db.editions.next_release_after", level = "debug", skip_all)]
pub async fn next_release_after(
    tx: &mut Tx,
    after: Option<&Address>,
) -> Result<Option<Edition>, StoreError> {
    sql(
        "SELECT e.*, b.name AS body_name, b.prefecture_name, c.ended_on
         FROM current_editions c
         JOIN editions e ON e.assessment_id = c.assessment_id AND e.edition = c.edition
         JOIN bodies b ON b.code = c.body_code
         WHERE (c.body_code, c.number, c.form) > ($1, $2, $3)
         ORDER BY c.body_code, c.number, c.form LIMIT 1",
    )
    .text(after.map_or("", |address| address.body.as_str()))
    .text(after.map_or("", |address| address.number.as_str()))
    .text(after.map_or("", |address| address.form.as_str()))
    .find(tx, read_edition)
    .await
}

fn read_count(row: &AnyRow) -> Result<Count, StoreError> {
    let fields = Fields::new("current_editions", row, &["code"]);
    Ok(Count {
        code: fields.text("code")?,
        name: fields.text("name")?,
        assessments: fields.int("total")?,
    })
}
