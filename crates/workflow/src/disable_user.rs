//! Closing an account. Accounts are never deleted: what their people did stays theirs.

use domain::{Action, UserId};
use serde_json::json;
use store::users::{User, UserState};
use store::{invitations, sessions, users};
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::session::actor_of;
use crate::trail::record_person;
use crate::workflow::Workflow;

impl Workflow {
    /// Disables an account: its sessions and links end at once. Doing it twice is no error.
    /// A new invitation brings it back.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for somebody whom the actor does not manage,
    /// [`WorkflowError::Invalid`] with the field `user` for the actor's own account.
    #[instrument(name = "workflow.disable_user", level = "debug", skip_all)]
    pub async fn disable_user(&self, actor: &Actor, user: &UserId) -> Result<(), WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let user = users::lock(&mut tx, user)
            .await?
            .ok_or(WorkflowError::NotFound)?;
        if !manages(actor, &user) {
            return Err(WorkflowError::NotFound);
        }
        if user.id == actor.user {
            return Err(WorkflowError::invalid(
                "user",
                "自分の利用は停止できません。ほかの管理者に頼んでください。",
            ));
        }
        if user.state == UserState::Disabled {
            return Ok(());
        }
        users::set_state(&mut tx, &user.id, UserState::Disabled, now).await?;
        let ended = sessions::delete_all_of_user(&mut tx, &user.id).await?;
        invitations::void_all_of_user(&mut tx, &user.id, now).await?;
        let detail = json!({ "sessions": ended });
        record_person(&mut tx, "user.disable", &actor_of(user), actor, now, detail).await?;
        Ok(tx.commit().await?)
    }
}

/// Whether the actor manages this account: people of the own body, of no higher role.
pub(crate) fn manages(actor: &Actor, user: &User) -> bool {
    actor
        .role
        .may(actor.body.as_ref(), Action::ManageUsers, user.body.as_ref())
        && actor.role.may_grant(user.role)
}
