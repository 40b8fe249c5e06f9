//! A change of the public pages that is written but not yet visible to anybody: notices, and
//! questions with their answers. As [`crate::PendingPublication`] for assessments.

use domain::BodyCode;
use jiff::Timestamp;
use serde_json::{Value, json};
use store::{StoreError, Tx};
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::site_jobs;
use crate::trail::record_on;
use crate::workflow::Workflow;

/// What a change makes public that was not: the leak gate looks for withheld text in it,
/// whereas what is public already tells nothing when it is found elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewlyPublic {
    /// Nothing.
    Nothing,
    /// The letters of a notice.
    Notice(String),
    /// The question and answer of an inquiry.
    Qa(i64),
}

/// The act that a change records when it becomes permanent.
#[derive(Debug)]
pub(crate) struct PendingAct {
    pub action: String,
    pub body: Option<BodyCode>,
    pub subject: String,
    pub by: Actor,
    pub at: Timestamp,
    pub detail: Value,
}

/// A change in a transaction that is still open. Dropped, it leaves nothing behind. On
/// SQLite nobody else can save meanwhile.
#[derive(Debug)]
pub struct PendingChange {
    /// The job that stays until the site shows it: [`Workflow::finish_site_job`]; `None`
    /// when no public page changes.
    pub job: Option<String>,
    /// What becomes public.
    pub newly_public: NewlyPublic,
    tx: Tx,
    act: PendingAct,
}

impl PendingChange {
    pub(crate) fn new(
        tx: Tx,
        job: Option<String>,
        newly_public: NewlyPublic,
        act: PendingAct,
    ) -> Self {
        Self {
            job,
            newly_public,
            tx,
            act,
        }
    }

    /// The open transaction, in which the change is visible already.
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Makes the change permanent.
    ///
    /// # Errors
    /// [`WorkflowError::Store`]: whether it became permanent is then to be looked up.
    #[instrument(name = "workflow.pending_change.commit", level = "debug", skip_all)]
    pub async fn commit(mut self) -> Result<(), WorkflowError> {
        // Only now: whoever appends to the trail makes every other act wait.
        let act = &self.act;
        let (action, body) = (act.action.as_str(), act.body.as_ref());
        let (by, detail) = (&act.by, act.detail.clone());
        record_on(&mut self.tx, action, body, &act.subject, by, act.at, detail).await?;
        Ok(self.tx.commit().await?)
    }
}

impl PendingChange {
    /// Takes everything back because of what the leak gate found, and records that.
    ///
    /// # Errors
    /// [`WorkflowError::Store`], when only the record failed: nothing is changed anyway.
    #[instrument(name = "workflow.pending_change.abort", level = "debug", skip_all)]
    pub async fn abort(self, workflow: &Workflow, hits: usize) -> Result<(), WorkflowError> {
        let Self { tx, act, .. } = self;
        drop(tx);
        let mut tx = workflow.store.begin().await?;
        let action = format!("{}-refused", act.action);
        let (body, detail) = (act.body.as_ref(), json!({ "hits": hits }));
        record_on(
            &mut tx,
            &action,
            body,
            &act.subject,
            &act.by,
            act.at,
            detail,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

impl Workflow {
    /// Makes a change permanent without a site, for tests and commands: the job stays.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    pub async fn commit_change(&self, pending: Option<PendingChange>) -> Result<(), WorkflowError> {
        match pending {
            Some(pending) => pending.commit().await,
            None => Ok(()),
        }
    }
}

/// The job that makes a site which was not built to the end catch up.
pub(crate) async fn enqueue(tx: &mut Tx, now: Timestamp) -> Result<String, StoreError> {
    site_jobs::enqueue(tx, json!({ "notices": true }), now).await
}
