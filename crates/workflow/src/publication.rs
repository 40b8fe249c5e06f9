//! A publication that is written but not yet visible to anybody.

use std::fmt;
use std::sync::Arc;

use domain::{Body, Digest, FormEdition, PublicAssessment};
use jiff::Timestamp;
use serde_json::json;
use store::Tx;
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::notify::tell_of_stage;
use crate::trail::record;
use crate::workflow::Workflow;

/// One edition of a publication.
#[derive(Clone)]
pub struct PendingEdition {
    /// Body, number and form.
    pub key: AssessmentKey,
    /// The body.
    pub body: Body,
    /// The form's edition.
    pub form: Arc<FormEdition>,
    /// What anyone may read.
    pub public: PublicAssessment,
    /// The same as the store keeps it.
    pub release_json: String,
    /// The SHA-256 of `release_json`.
    pub digest: Digest,
    /// What must not be found in anything public: (path of the item, phrase). The phrases
    /// of earlier editions are in the store.
    pub phrases: Vec<(String, String)>,
    pub(crate) revision: i64,
}

impl fmt::Debug for PendingEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PendingEdition({}@{})", self.key, self.public.edition())
    }
}

/// Editions in a transaction that is still open. Through [`PendingPublication::tx`] the
/// lists show them already; everybody else sees the state before. Either
/// [`PendingPublication::commit`] or [`PendingPublication::abort`] ends it; dropped, it
/// leaves nothing behind.
///
/// On SQLite nobody else can save meanwhile: build the site and decide, no more.
#[derive(Debug)]
pub struct PendingPublication {
    /// The editions.
    pub editions: Vec<PendingEdition>,
    /// The job that stays until the site shows them: [`Workflow::finish_site_job`].
    pub job: String,
    pub(crate) tx: Tx,
    pub(crate) workflow: Workflow,
    /// Whose act it is; `None` is the operator's.
    pub(crate) by: Option<Actor>,
    pub(crate) act: RecordedAct,
}

/// What the leak gate found, without the phrases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeakSummary {
    /// How many hits.
    pub hits: usize,
    /// Where: paths of items and names of files.
    pub places: Vec<String>,
}

impl PendingPublication {
    /// The open transaction, in which lists show the new editions.
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Editions and transaction at once, for a builder that needs both.
    pub fn parts(&mut self) -> (&[PendingEdition], &mut Tx) {
        (&self.editions, &mut self.tx)
    }

    /// Makes the editions permanent.
    ///
    /// # Errors
    /// [`WorkflowError::Store`]: whether they became permanent is then to be looked up.
    #[instrument(name = "workflow.publication.commit", level = "debug", skip_all)]
    pub async fn commit(mut self) -> Result<(), WorkflowError> {
        // Only now: whoever appends to the trail makes every other act wait.
        let now = self.workflow.now();
        let by = self.by.as_ref().map(|by| &by.user);
        for edition in &self.editions {
            if let RecordedAct::Did(act) = self.act {
                tell_of_stage(&mut self.tx, act, &edition.key, by, now).await?;
            }
        }
        for edition in &self.editions {
            let detail = json!({
                "revision": edition.revision,
                "edition": edition.public.edition(),
                "published": edition.public.published().to_string(),
                "digest": edition.digest.as_str(),
                "withheld": edition.phrases.len(),
            });
            record(
                &mut self.tx,
                self.act,
                &edition.key,
                self.by.as_ref(),
                now,
                detail,
            )
            .await?;
        }
        Ok(self.tx.commit().await?)
    }

    /// Takes everything back because of what the leak gate found, and records that.
    ///
    /// # Errors
    /// [`WorkflowError::Store`], when only the record failed: nothing is published anyway.
    #[instrument(name = "workflow.publication.abort", level = "debug", skip_all)]
    pub async fn abort(self, found: &LeakSummary) -> Result<(), WorkflowError> {
        let Self {
            editions,
            tx,
            workflow,
            by,
            ..
        } = self;
        drop(tx);
        let now: Timestamp = workflow.now();
        let mut tx = workflow.store.begin().await?;
        for edition in &editions {
            let detail = json!({
                "revision": edition.revision,
                "hits": found.hits,
                "places": found.places,
            });
            let act = RecordedAct::PublicationRefused;
            record(&mut tx, act, &edition.key, by.as_ref(), now, detail).await?;
        }
        Ok(tx.commit().await?)
    }
}
