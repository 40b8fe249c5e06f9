//! Giving somebody another role.

use domain::{Role, UserId};
use serde_json::json;
use store::{bodies, sessions, users};
use tracing::instrument;

use crate::account_news::{News, tell_administrators, tell_person};
use crate::actor::Actor;
use crate::disable_user::{managed, refuse_last_administrator};
use crate::error::{Conflict, WorkflowError};
use crate::session::actor_of;
use crate::trail::record_person;
use crate::workflow::Workflow;

/// Another role for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeRole<'a> {
    /// Whose.
    pub user: &'a UserId,
    /// The role that was shown when this was decided.
    pub from: Role,
    /// The role from now on.
    pub to: Role,
}

impl Workflow {
    /// Changes a role. The person signs in anew. The role that somebody has already is no
    /// error.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for somebody whom the actor does not manage;
    /// [`WorkflowError::Invalid`] with the field `user` for the actor's own account and for
    /// the last administrator, or `role` for a role that the actor cannot give or that does
    /// not fit the body; [`Conflict::Meanwhile`] when the role is no longer the one shown.
    #[instrument(name = "workflow.change_role", level = "debug", skip_all)]
    pub async fn change_role(
        &self,
        actor: &Actor,
        change: ChangeRole<'_>,
    ) -> Result<(), WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let user = managed(&mut tx, actor, change.user).await?;
        if user.role == change.to {
            return Ok(());
        }
        if user.role != change.from {
            return Err(WorkflowError::Conflict(Conflict::Meanwhile));
        }
        let kind = match &user.body {
            Some(code) => bodies::find(&mut tx, code).await?.map(|body| body.kind()),
            None => None,
        };
        let fits = match kind {
            Some(kind) => change.to.fits(kind),
            None => !change.to.needs_body(),
        };
        if !fits || !actor.role.may_grant(change.to) {
            return Err(WorkflowError::invalid(
                "role",
                "この人にこの役割を与えることはできません。別の役割を選んでください。",
            ));
        }
        refuse_last_administrator(&mut tx, &user).await?;
        users::set_role(&mut tx, &user.id, change.to, now).await?;
        sessions::delete_all_of_user(&mut tx, &user.id).await?;
        tell_person(&mut tx, &user, News::Role, now).await?;
        tell_administrators(&mut tx, &user, Some(&actor.user), now).await?;
        let detail = json!({ "from": change.from.as_str(), "to": change.to.as_str() });
        let (person, action) = (actor_of(user), "user.change-role");
        record_person(&mut tx, action, &person, actor, now, detail).await?;
        Ok(tx.commit().await?)
    }
}
