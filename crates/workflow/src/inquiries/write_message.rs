//! Writing on: the body asks further, the desk answers.

use domain::inquiry::{Side, parse_message};
use serde_json::json;
use store::inquiries::{self, NewMessage};
use tracing::instrument;

use super::{check_version, lock, record, tell_side};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::MessageKind;
use crate::workflow::Workflow;

impl Workflow {
    /// Writes a message, bound to the version that was read. The desk's is an answer, the
    /// body's opens the inquiry again if it was answered or closed.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Invalid`] with `text`,
    /// [`WorkflowError::Inquiry`].
    #[instrument(name = "workflow.write_inquiry_message", level = "debug", skip_all)]
    pub async fn write_inquiry_message(
        &self,
        actor: &Actor,
        number: i64,
        version: i64,
        text: &str,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, side) = lock(&mut tx, actor, number).await?;
        let text =
            parse_message(text).map_err(|message| WorkflowError::invalid("text", message))?;
        if let Err(refusal) = check_version(&found, version) {
            let last = inquiries::messages(&mut tx, number).await?.pop();
            let is_same = last.is_some_and(|last| {
                last.author.as_ref() == Some(&actor.user)
                    && last.text == text
                    && found.version == version + 1
            });
            return if is_same { Ok(()) } else { Err(refusal.into()) };
        }
        let state = found.state.write(side)?;
        let now = self.now();
        let message = NewMessage {
            side,
            kind: "message",
            author: &actor.user,
            at: now,
            text: &text,
        };
        inquiries::append(&mut tx, number, &message).await?;
        inquiries::change(&mut tx, number, state, found.category, now).await?;
        let (other, kind) = match side {
            Side::Asker => (Side::Desk, MessageKind::InquiryContinued),
            Side::Desk => (Side::Asker, MessageKind::InquiryAnswered),
        };
        tell_side(&mut tx, other, kind, &found, &actor.user, now).await?;
        let detail = json!({ "side": side.as_str(), "state": state.as_str() });
        record(&mut tx, "inquiry.write", &found, actor, now, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}
