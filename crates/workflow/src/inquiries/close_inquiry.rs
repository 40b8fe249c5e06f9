//! Ending an inquiry.

use domain::inquiry::InquiryState;
use serde_json::json;
use store::inquiries::{self, NewMessage};
use tracing::instrument;

use super::{check_version, lock, record};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

impl Workflow {
    /// Closes an inquiry. What is closed stays so.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Inquiry`].
    #[instrument(name = "workflow.close_inquiry", level = "debug", skip_all)]
    pub async fn close_inquiry(
        &self,
        actor: &Actor,
        number: i64,
        version: i64,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, side) = lock(&mut tx, actor, number).await?;
        if found.state == InquiryState::Closed {
            return Ok(());
        }
        check_version(&found, version)?;
        let state = found.state.close(side)?;
        let now = self.now();
        let note = NewMessage {
            side,
            kind: "closed",
            author: &actor.user,
            at: now,
            text: "",
        };
        inquiries::append(&mut tx, number, &note).await?;
        inquiries::change(&mut tx, number, state, found.category, now).await?;
        let detail = json!({ "side": side.as_str() });
        record(&mut tx, "inquiry.close", &found, actor, now, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}
