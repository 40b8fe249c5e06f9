//! Jobs that stay until the published site shows what the database says.
//!
//! A publication enqueues one in its transaction. Whoever swapped the site finishes it; one
//! that is still there at a start means that a site was not built to the end.

use jiff::Timestamp;
use serde_json::Value;
use store::jobs::{self, Job, NewJob};
use store::{StoreError, Tx};
use tracing::instrument;

use crate::error::WorkflowError;
use crate::workflow::Workflow;

/// The kind of these jobs.
const SITE: &str = "site";

/// The job that makes a site which was not built to the end catch up; its id. The keys of
/// `payload` are `editions` (addresses with numbers), `consultations` (ids) and `notices`.
pub(crate) async fn enqueue(
    tx: &mut Tx,
    payload: Value,
    now: Timestamp,
) -> Result<String, StoreError> {
    let new = NewJob {
        kind: SITE,
        payload,
        dedupe: None,
        run_at: now,
        at: now,
    };
    // Without a key to be queued under once, it is always added.
    let added = jobs::enqueue(tx, &new).await?;
    added.ok_or(StoreError::Absent { table: "jobs" })
}

impl Workflow {
    /// The jobs whose editions the site may not show yet, oldest first.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.unfinished_site_jobs", level = "debug", skip_all)]
    pub async fn unfinished_site_jobs(&self) -> Result<Vec<Job>, WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        Ok(jobs::list_unfinished(&mut tx, SITE).await?)
    }

    /// Records that the site shows the editions of a job; whether it was unfinished.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.finish_site_job", level = "debug", skip_all)]
    pub async fn finish_site_job(&self, job: &str) -> Result<bool, WorkflowError> {
        let mut tx = self.store.begin().await?;
        let finished = jobs::complete(&mut tx, job, self.now()).await?;
        tx.commit().await?;
        Ok(finished)
    }

    /// Records why the site could not be built; the job stays for the next try. `error` is
    /// for operators and quotes no text.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.fail_site_job", level = "debug", skip_all)]
    pub async fn fail_site_job(&self, job: &str, error: &str) -> Result<bool, WorkflowError> {
        let mut tx = self.store.begin().await?;
        let noted = jobs::note_failure(&mut tx, job, error).await?;
        tx.commit().await?;
        Ok(noted)
    }
}
