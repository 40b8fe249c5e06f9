//! Passing an inquiry to another desk.

use domain::inquiry::{Category, Side};
use serde_json::json;
use store::inquiries::{self, NewMessage};
use tracing::instrument;

use super::{check_version, lock, record, tell_side};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::MessageKind;
use crate::workflow::Workflow;

impl Workflow {
    /// Gives an inquiry another category; from then on its desk sees it, and the actor's
    /// does not.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], also for the body that asked;
    /// [`WorkflowError::Inquiry`].
    #[instrument(name = "workflow.reassign_inquiry", level = "debug", skip_all)]
    pub async fn reassign_inquiry(
        &self,
        actor: &Actor,
        number: i64,
        version: i64,
        to: Category,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (mut found, side) = lock(&mut tx, actor, number).await?;
        if side != Side::Desk {
            return Err(WorkflowError::NotFound);
        }
        check_version(&found, version)?;
        found.state.reassign(found.category, to)?;
        let now = self.now();
        let from = found.category;
        let text = format!("{} → {}", from.label(), to.label());
        let note = NewMessage {
            side,
            kind: "reassigned",
            author: &actor.user,
            at: now,
            text: &text,
        };
        inquiries::append(&mut tx, number, &note).await?;
        inquiries::change(&mut tx, number, found.state, to, now).await?;
        found.category = to;
        let kind = MessageKind::InquiryReceived;
        tell_side(&mut tx, Side::Desk, kind, &found, &actor.user, now).await?;
        let kind = MessageKind::InquiryMoved;
        tell_side(&mut tx, Side::Asker, kind, &found, &actor.user, now).await?;
        let detail = json!({ "from": from.as_str(), "to": to.as_str() });
        record(&mut tx, "inquiry.reassign", &found, actor, now, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}
