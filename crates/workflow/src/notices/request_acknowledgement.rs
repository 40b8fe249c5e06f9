//! Asking the commission to acknowledge (了承依頼).

use domain::notice_life::{Letter, LetterForm, NoticeAct};
use domain::{Action, Role};
use serde_json::json;
use tracing::instrument;

use super::{Found, invalid, lock, news, record, require, write};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::{MessageKind, To, tell};
use crate::workflow::Workflow;

impl Workflow {
    /// Sends the request with its letter; from now on the draft cannot be changed.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Invalid`] with the letter's fields,
    /// [`WorkflowError::Notice`].
    #[instrument(name = "workflow.request_acknowledgement", level = "debug", skip_all)]
    pub async fn request_acknowledgement(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        letter: &LetterForm,
    ) -> Result<(), WorkflowError> {
        require(actor, Action::ManageNotices)?;
        let letter = Letter::parse(letter).map_err(invalid)?;
        let act = NoticeAct::Request;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let Found::Fresh(found) = lock(&mut tx, actor, id, version, act).await? else {
            return Ok(());
        };
        let now = self.now();
        let date = letter.date().to_string();
        let kind = MessageKind::AcknowledgementRequested;
        let message = news(kind, id, letter.number(), &actor.user);
        let next = found
            .stage
            .clone()
            .request(&found.draft, letter, self.today())?;
        write(&mut tx, &found, &next, actor, now, act).await?;
        tell(&mut tx, To::Role(Role::PpcApprover), &message, now).await?;
        record(&mut tx, act, id, actor, now, json!({ "date": date })).await?;
        tx.commit().await?;
        Ok(())
    }
}
