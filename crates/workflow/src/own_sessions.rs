//! Where a person is signed in, and ending it there.

use domain::Digest;
use jiff::Timestamp;
use serde_json::json;
use store::sessions;
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::token::Token;
use crate::trail::record_person;
use crate::workflow::Workflow;

/// A place where a person is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// Names it in a form; it does not open it.
    pub id: Digest,
    /// When the person signed in.
    pub began: Timestamp,
    /// When it was last used, to a minute.
    pub seen: Timestamp,
    /// The network address of the sign-in; empty when it was not recorded.
    pub address: String,
    /// What the browser called itself; empty when it was not recorded.
    pub user_agent: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

impl Workflow {
    /// Where this person is signed in, last used first; `token` is the session that asks.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.own_sessions", level = "debug", skip_all)]
    pub async fn own_sessions(
        &self,
        actor: &Actor,
        token: &Token,
    ) -> Result<Vec<OwnSession>, WorkflowError> {
        let this = token.digest();
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let open = sessions::list_of_user(&mut tx, &actor.user, self.now()).await?;
        let whole = open.into_iter().filter(|(_, session)| !session.half_open);
        let own = whole.map(|(id, session)| OwnSession {
            is_this: id == this,
            id,
            began: session.created_at,
            seen: session.seen_at,
            address: session.address,
            user_agent: session.user_agent,
        });
        Ok(own.collect())
    }

    /// Signs this person out in one place; one that has ended already is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.end_session", level = "debug", skip_all)]
    pub async fn end_session(&self, actor: &Actor, id: &Digest) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        if sessions::delete_of_user(&mut tx, &actor.user, id).await? {
            let now = self.now();
            record_person(&mut tx, "session.end", actor, actor, now, json!({})).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Signs this person out everywhere but here; in how many places.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.end_other_sessions", level = "debug", skip_all)]
    pub async fn end_other_sessions(
        &self,
        actor: &Actor,
        token: &Token,
    ) -> Result<u64, WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let kept = token.digest();
        let ended = sessions::delete_others_of_user(&mut tx, &actor.user, &kept).await?;
        let now = self.now();
        let detail = json!({ "sessions": ended });
        record_person(&mut tx, "session.end-others", actor, actor, now, detail).await?;
        tx.commit().await?;
        Ok(ended)
    }
}
