//! Housekeeping: rows that mean nothing any more.

use store::{sessions, sign_in_attempts};
use tracing::instrument;

use crate::error::WorkflowError;
use crate::throttle;
use crate::workflow::Workflow;

impl Workflow {
    /// Removes sessions that have ended and failed sign-ins that are forgotten; how many
    /// rows. Nothing depends on it but the size of the tables: once an hour is enough.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.tidy", level = "debug", skip_all)]
    pub async fn tidy(&self) -> Result<u64, WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let ended = sessions::delete_expired(&mut tx, now).await?;
        let forgotten =
            sign_in_attempts::delete_stale(&mut tx, throttle::window_from(now), now).await?;
        tx.commit().await?;
        Ok(ended + forgotten)
    }
}
