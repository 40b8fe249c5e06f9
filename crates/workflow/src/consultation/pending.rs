//! An opening or a result that is written but not yet visible to anybody.

use domain::{Act, ConsultationId};
use serde_json::{Value, json};
use store::{StoreError, Tx};
use tracing::instrument;

use super::trail::{REFUSED, RESULT, note};
use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::publication::LeakSummary;
use crate::site_jobs;
use crate::workflow::Workflow;

/// A consultation in a transaction that is still open, as
/// [`crate::PendingPublication`]: commit or abort ends it; dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct PendingConsultation {
    /// The consultation.
    pub id: ConsultationId,
    /// The assessment that it is about.
    pub assessment: AssessmentKey,
    /// The job that stays until the site shows it.
    pub job: String,
    pub(super) tx: Tx,
    pub(super) workflow: Workflow,
    pub(super) actor: Actor,
    pub(super) act: PendingAct,
    pub(super) detail: Value,
}

/// What is pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PendingAct {
    /// An act of the procedure.
    Opening(Act),
    /// A result.
    Result,
}

impl PendingConsultation {
    /// The open transaction, in which lists show it.
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Makes it permanent.
    ///
    /// # Errors
    /// [`WorkflowError::Store`]: whether it became permanent is then to be looked up.
    #[instrument(name = "workflow.consultation.commit", level = "debug", skip_all)]
    pub async fn commit(mut self) -> Result<(), WorkflowError> {
        // Only now: whoever appends to the trail makes every other act wait.
        let now = self.workflow.now();
        let tx = &mut self.tx;
        match self.act {
            PendingAct::Opening(act) => {
                let (act, by) = (RecordedAct::Did(act), &self.actor);
                crate::trail::record(tx, act, &self.assessment, by, now, self.detail).await?;
            }
            PendingAct::Result => {
                note(tx, RESULT, &self.id, &self.actor, now, self.detail).await?;
            }
        }
        Ok(self.tx.commit().await?)
    }

    /// Takes everything back because of what the leak gate found, and records that.
    ///
    /// # Errors
    /// [`WorkflowError::Store`], when only the record failed: nothing is public anyway.
    #[instrument(name = "workflow.consultation.abort", level = "debug", skip_all)]
    pub async fn abort(self, found: &LeakSummary) -> Result<(), WorkflowError> {
        let Self {
            id,
            tx,
            workflow,
            actor,
            assessment,
            ..
        } = self;
        drop(tx);
        let mut tx = workflow.store.begin().await?;
        let detail = json!({
            "assessment": assessment.to_string(),
            "hits": found.hits,
            "places": found.places,
        });
        note(&mut tx, REFUSED, &id, &actor, workflow.now(), detail).await?;
        Ok(tx.commit().await?)
    }
}

/// The job that makes a site catch up with a consultation. Without one, with the lists alone.
pub(super) async fn enqueue(
    tx: &mut Tx,
    id: Option<&ConsultationId>,
    now: jiff::Timestamp,
) -> Result<String, StoreError> {
    let ids: Vec<String> = id.iter().map(ToString::to_string).collect();
    site_jobs::enqueue(tx, json!({ "editions": [], "consultations": ids }), now).await
}
