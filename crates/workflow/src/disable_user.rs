//! Closing an account. Accounts are never deleted: what their people did stays theirs.
//! Here is also what every change to the account of somebody else asks first.

use domain::{Action, Role, UserId};
use serde_json::json;
use store::users::{User, UserState};
use store::{Tx, invitations, sessions, users};
use tracing::instrument;

use crate::account_news::tell_administrators;
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
    /// [`WorkflowError::Invalid`] with the field `user` for the actor's own account and for
    /// the last administrator.
    #[instrument(name = "workflow.disable_user", level = "debug", skip_all)]
    pub async fn disable_user(&self, actor: &Actor, user: &UserId) -> Result<(), WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let user = managed(&mut tx, actor, user).await?;
        if user.state == UserState::Disabled {
            return Ok(());
        }
        refuse_last_administrator(&mut tx, &user).await?;
        tell_administrators(&mut tx, &user, Some(&actor.user), now).await?;
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

/// Somebody else whose account the actor manages, locked for a change; the administrators
/// beside this person are locked before, so that two of them cannot close each other out.
///
/// # Errors
/// [`WorkflowError::NotFound`]; [`WorkflowError::Invalid`] with the field `user` for the
/// actor's own account.
pub(crate) async fn managed(
    tx: &mut Tx,
    actor: &Actor,
    user: &UserId,
) -> Result<User, WorkflowError> {
    let known = users::find(tx, user).await?;
    let known = known.filter(|user| manages(actor, user));
    let known = known.ok_or(WorkflowError::NotFound)?;
    if known.id == actor.user {
        return Err(WorkflowError::invalid(
            "user",
            "自分の役割の変更や利用の停止はできません。ほかの管理者に頼んでください。",
        ));
    }
    if is_administrator(known.role) {
        users::lock_active_in_role(tx, known.role, known.body.as_ref()).await?;
    }
    let user = users::lock(tx, &known.id).await?;
    let user = user.filter(|user| manages(actor, user));
    user.ok_or(WorkflowError::NotFound)
}

/// Refuses to take away the last active administrator of a body, or of the installation.
pub(crate) async fn refuse_last_administrator(
    tx: &mut Tx,
    user: &User,
) -> Result<(), WorkflowError> {
    if !is_administrator(user.role) || user.state != UserState::Active {
        return Ok(());
    }
    let active = users::lock_active_in_role(tx, user.role, user.body.as_ref()).await?;
    if active.iter().any(|other| other.id != user.id) {
        return Ok(());
    }
    Err(WorkflowError::invalid(
        "user",
        "この人は、いま利用中の最後の管理者です。先に別の人を管理者にしてから、もう一度操作してください。何も変わっていません。",
    ))
}

fn is_administrator(role: Role) -> bool {
    matches!(role, Role::BodyAdmin | Role::SystemAdmin)
}
