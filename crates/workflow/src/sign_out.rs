//! Signing out, here or everywhere.

use serde_json::json;
use store::{audit, sessions};
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::token::Token;
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
        if let Some((_, user)) = session {
            let act = audit::NewAudit {
                at: now,
                actor: Some(&user.id),
                action: "session.sign-out",
                body: user.body.as_ref(),
                subject: user.id.as_str(),
                detail: json!({}),
            };
            audit::append(&mut tx, &act).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends every session of this person, this one included; how many.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.sign_out_everywhere", level = "debug", skip_all)]
    pub async fn sign_out_everywhere(&self, actor: &Actor) -> Result<u64, WorkflowError> {
        let mut tx = self.store.begin().await?;
        let ended = sessions::delete_all_of_user(&mut tx, &actor.user).await?;
        let act = audit::NewAudit {
            at: self.now(),
            actor: Some(&actor.user),
            action: "session.sign-out-everywhere",
            body: actor.body.as_ref(),
            subject: actor.user.as_str(),
            detail: json!({ "sessions": ended }),
        };
        audit::append(&mut tx, &act).await?;
        tx.commit().await?;
        Ok(ended)
    }
}
