//! Signing out, here or everywhere.

use serde_json::json;
use store::sessions;
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::session::actor_of;
use crate::token::Token;
use crate::trail::{By, record_person};
use crate::workflow::Workflow;

impl Workflow {
    /// Ends the session of this token; one that has ended already is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.sign_out", level = "debug", skip_all)]
    pub async fn sign_out(&self, token: &Token) -> Result<(), WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let session = sessions::find(&mut tx, &token.digest(), now).await?;
        sessions::delete(&mut tx, &token.digest()).await?;
        if let Some(found) = session {
            let detail = json!({});
            let origin = found.session.address.parse().ok();
            let (actor, action) = (actor_of(found.user), "session.sign-out");
            let by = By::at(Some(&actor.user), origin);
            record_person(&mut tx, action, &actor, by, now, detail).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends every session of this person, this one included; how many.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.sign_out_everywhere", level = "debug", skip_all)]
    pub async fn sign_out_everywhere(&self, actor: &Actor) -> Result<u64, WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let ended = sessions::delete_all_of_user(&mut tx, &actor.user).await?;
        let detail = json!({ "sessions": ended });
        let action = "session.sign-out-everywhere";
        record_person(&mut tx, action, actor, actor, self.now(), detail).await?;
        tx.commit().await?;
        Ok(ended)
    }
}
