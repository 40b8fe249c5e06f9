//! Who changed what of an assessment, and when. This table only grows.

use domain::digest::Digest;
use domain::{AssessmentId, Facts, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// What made a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevisionKind {
    /// The assessment was started.
    Created,
    /// Answers were saved.
    Answers,
    /// Facts were saved.
    Facts,
    /// A document was imported.
    Import,
    /// The stage changed.
    Stage,
}

impl RevisionKind {
    const ALL: [Self; 5] = [
        Self::Created,
        Self::Answers,
        Self::Facts,
        Self::Import,
        Self::Stage,
    ];

    /// The word of the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Answers => "answers",
            Self::Facts => "facts",
            Self::Import => "import",
            Self::Stage => "stage",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A revision of an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The number, from 1 without gaps.
    pub revision: i64,
    /// Who made it; `None` is the operator's command.
    pub author: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// What made it.
    pub kind: RevisionKind,
    /// All facts as of this revision.
    pub facts: Facts,
    /// The ids of the items that changed, or the stage's word; never text of answers.
    pub changed: Vec<String>,
    /// The digest of the whole document as of this revision.
    pub digest: Digest,
}

/// Appends a revision; its number is the one that [`crate::assessments::bump_revision`]
/// gave, or 1 after [`crate::assessments::insert`].
///
/// # Errors
/// [`StoreError::Conflict`], [`StoreError::Dangling`].
#[instrument(name = "db.revisions.append", level = "debug", skip_all)]
pub async fn append(
    tx: &mut Tx,
    assessment: &AssessmentId,
    revision: &Revision,
) -> Result<(), StoreError> {
    sql("INSERT INTO revisions
             (assessment_id, revision, author, at, kind, facts_json, changed, digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .text(assessment.as_str())
    .int(revision.revision)
    .opt_text(revision.author.as_ref().map(UserId::as_str))
    .time(revision.at)
    .text(revision.kind.as_str())
    .json(&revision.facts)
    .json(&revision.changed)
    .text(revision.digest.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

/// One revision.
#[instrument(name = "db.revisions.find", level = "debug", skip_all)]
pub async fn find(
    tx: &mut Tx,
    assessment: &AssessmentId,
    revision: i64,
) -> Result<Option<Revision>, StoreError> {
    sql("SELECT * FROM revisions WHERE assessment_id = $1 AND revision = $2")
        .text(assessment.as_str())
        .int(revision)
        .find(tx, read)
        .await
}

/// Revisions, newest first, older than `before`.
#[instrument(name = "db.revisions.list", level = "debug", skip_all)]
pub async fn list(
    tx: &mut Tx,
    assessment: &AssessmentId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Revision>, StoreError> {
    sql(
        "SELECT * FROM revisions WHERE assessment_id = $1 AND revision < $2
         ORDER BY revision DESC LIMIT $3",
    )
    .text(assessment.as_str())
    .int(before.unwrap_or(i64::MAX))
    .int(limit.into())
    .list(tx, read)
    .await
}

fn read(row: &AnyRow) -> Result<Revision, StoreError> {
    let fields = Fields::new("revisions", row, &["assessment_id", "revision"]);
    Ok(Revision {
        revision: fields.int("revision")?,
        author: fields.opt_parsed("author", UserId::parse)?,
        at: fields.time("at")?,
        kind: fields.parsed("kind", |word| RevisionKind::parse(word).ok_or(()))?,
        facts: fields.json("facts_json")?,
        changed: fields.json("changed")?,
        digest: fields.parsed("digest", Digest::parse)?,
    })
}
