//! Giving an assessment out in the interchange format.

use domain::AssessmentId;
use domain::interchange::export;
use domain::redact::{Publication, with_publication};
use serde_json::Value;
use store::editions::{self, Edition};
use store::{StoreError, Tx};
use tracing::instrument;

use crate::actor::Operator;
use crate::assessment::{document_at, find};
use crate::assessment_key::{AssessmentAddress, AssessmentKey};
use crate::error::WorkflowError;
use crate::trail::{By, record_export};
use crate::workflow::Workflow;

/// Whom a copy is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anyone: a published edition, without withheld parts.
    Public,
    /// A third-party reviewer (第三者点検): in full.
    Reviewer,
    /// The commission (個人情報保護委員会): in full.
    Regulator,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Self; 3] = [Self::Public, Self::Reviewer, Self::Regulator];

    /// The word of the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Reviewer => "reviewer",
            Self::Regulator => "regulator",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|audience| audience.as_str() == text)
    }
}

impl Workflow {
    /// An assessment as interchange JSON. Without an edition in the address: for the public
    /// the newest edition, for others the newest revision, drafts included.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], also for the public when nothing is published, or when
    /// the edition was withdrawn.
    #[instrument(name = "workflow.export_assessment", level = "debug", skip_all)]
    pub async fn export_assessment(
        &self,
        _: Operator,
        address: &AssessmentAddress,
        audience: Audience,
    ) -> Result<Value, WorkflowError> {
        let AssessmentAddress { key, edition } = address;
        let mut tx = self.store.begin_read().await?;
        let found = find(&mut tx, key).await?;
        if audience == Audience::Public {
            let edition = match edition {
                Some(edition) => standing(&mut tx, &found.id, *edition).await?,
                None => current(&mut tx, key).await?,
            };
            let edition = edition.ok_or(WorkflowError::NotFound)?;
            // The store has compared it with its digest.
            return Ok(serde_json::from_str(&edition.release).map_err(StoreError::Json)?);
        }
        let head = match edition {
            Some(edition) => {
                let edition = editions::find(&mut tx, &found.id, *edition).await?;
                Some(edition.ok_or(WorkflowError::NotFound)?.head)
            }
            None => None,
        };
        let revision = head.as_ref().map_or(found.revision, |head| head.revision);
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document_at(&mut tx, &form, &found, revision).await?;
        let mut document = document.ok_or(WorkflowError::NotFound)?;
        if let Some(head) = head {
            // As published: with the day on the cover.
            let publication = Publication {
                edition: head.edition,
                published: head.published,
            };
            document.answers = with_publication(&form, &document.answers, publication);
        }
        Ok(export(&form, &document))
    }
}

impl Workflow {
    /// Records that a full copy leaves the system by a command of the operator: before it is
    /// written out. `format` is `json` or `html`.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.record_export", level = "debug", skip_all)]
    pub async fn record_full_export(
        &self,
        _: Operator,
        address: &AssessmentAddress,
        audience: Audience,
        format: &str,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin().await?;
        let found = find(&mut tx, &address.key).await?;
        let revision = match address.edition {
            Some(edition) => {
                let edition = editions::find(&mut tx, &found.id, edition).await?;
                edition.ok_or(WorkflowError::NotFound)?.head.revision
            }
            None => found.revision,
        };
        let (by, now) = (By::OPERATOR, self.now());
        let (key, word) = (&address.key, audience.as_str());
        record_export(&mut tx, key, revision, word, format, by, now).await?;
        Ok(tx.commit().await?)
    }
}

/// An edition that anyone may read; what was withdrawn is for nobody any more.
async fn standing(
    tx: &mut Tx,
    assessment: &AssessmentId,
    edition: u32,
) -> Result<Option<Edition>, StoreError> {
    if edition <= editions::last_withdrawn(tx, assessment).await? {
        return Ok(None);
    }
    editions::find(tx, assessment, edition).await
}

async fn current(tx: &mut Tx, key: &AssessmentKey) -> Result<Option<Edition>, StoreError> {
    editions::current(tx, &key.body, &key.number, &key.form).await
}
