//! What the commission decides: it acknowledges (了承), or returns with a reason (差戻し).

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
    /// Acknowledges a notice with a letter. Not an approval: those are of assessments.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Invalid`] with the letter's fields,
    /// [`WorkflowError::Notice`].
    #[instrument(name = "workflow.acknowledge_notice", level = "debug", skip_all)]
    pub async fn acknowledge_notice(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        letter: &LetterForm,
    ) -> Result<(), WorkflowError> {
        require(actor, Action::AcknowledgeNotice)?;
        let letter = Letter::parse(letter).map_err(invalid)?;
        let act = NoticeAct::Acknowledge;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let Found::Fresh(found) = lock(&mut tx, actor, id, version, act).await? else {
            return Ok(());
        };
        let now = self.now();
        let date = letter.date().to_string();
        let kind = MessageKind::NoticeAcknowledged;
        let message = news(kind, id, letter.number(), &actor.user);
        let next = found.stage.clone().acknowledge(letter, self.today())?;
        write(&mut tx, &found, &next, actor, now, act).await?;
        tell(&mut tx, To::Role(Role::Provider), &message, now).await?;
        record(&mut tx, act, id, actor, now, json!({ "date": date })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Returns a notice with a reason.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Notice`].
    #[instrument(name = "workflow.send_back_notice", level = "debug", skip_all)]
    pub async fn send_back_notice(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        reason: &str,
    ) -> Result<(), WorkflowError> {
        require(actor, Action::AcknowledgeNotice)?;
        let act = NoticeAct::SendBack;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let Found::Fresh(found) = lock(&mut tx, actor, id, version, act).await? else {
            return Ok(());
        };
        let now = self.now();
        let next = found.stage.clone().send_back(reason, self.today())?;
        write(&mut tx, &found, &next, actor, now, act).await?;
        let number = next.letters().first().map(|(_, letter)| letter.number());
        let number = number.unwrap_or_default();
        let message = news(MessageKind::NoticeReturned, id, number, &actor.user);
        tell(&mut tx, To::Role(Role::Provider), &message, now).await?;
        record(&mut tx, act, id, actor, now, json!({})).await?;
        tx.commit().await?;
        Ok(())
    }
}
