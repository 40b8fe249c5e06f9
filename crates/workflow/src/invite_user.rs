//! Inviting a person.

use std::fmt;

use domain::{Action, BodyCode, Role, UserId};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::users::{User, UserState};
use store::{StoreError, Tx, bodies, invitations, users};
use tracing::instrument;

use crate::actor::{Actor, Operator};
use crate::email;
use crate::error::WorkflowError;
use crate::renew_link::mail_link;
use crate::session::actor_of;
use crate::token::Token;
use crate::trail::{By, record_person};
use crate::workflow::Workflow;

/// A link can be used so long.
pub(crate) const VALID: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Whom to invite.
#[derive(Clone, PartialEq, Eq)]
pub struct NewUser {
    /// The e-mail address as typed.
    pub email: String,
    /// The role to have.
    pub role: Role,
    /// The body to belong to; `None` exactly for roles without one.
    pub body: Option<BodyCode>,
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewUser({}, {:?})", self.role.as_str(), self.body)
    }
}

/// A one-time link, to be handed over by the operator whose command asked for it.
#[derive(Clone)]
pub struct Invitation {
    /// For the link; shown once, stored nowhere.
    pub token: Token,
    /// Whom it is for.
    pub email: String,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// Whether the person had a password already: then the link sets a new one.
    pub is_reset: bool,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invitation(until {})", self.expires_at)
    }
}

impl Workflow {
    /// Invites a person to a body, by a link in a mail; somebody who was invited and has not
    /// come yet gets a new link, and links made before become void. Whoever has chosen a
    /// password is refused: see [`Workflow::renew_link`]. `address` makes the link's absolute
    /// address.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] when the actor manages no people there;
    /// [`WorkflowError::Invalid`] with the field `email`, `role` or `body`. An address in
    /// use elsewhere is refused in words that do not tell where.
    #[instrument(name = "workflow.invite_user", level = "debug", skip_all)]
    pub async fn invite_user(
        &self,
        actor: &Actor,
        new: NewUser,
        address: impl Fn(&Token) -> String + Send,
    ) -> Result<(), WorkflowError> {
        if !actor
            .role
            .may(actor.body.as_ref(), Action::ManageUsers, new.body.as_ref())
        {
            return Err(WorkflowError::NotFound);
        }
        if !actor.role.may_grant(new.role) {
            return Err(WorkflowError::invalid(
                "role",
                "この役割を与える権限がありません。別の役割を選んでください。",
            ));
        }
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (user, invitation) = self.invite(&mut tx, Some(&actor.user), &new).await?;
        mail_link(&mut tx, &user, &address(&invitation.token), VALID, now).await?;
        record_invitation(&mut tx, user, &invitation, actor, now).await?;
        Ok(tx.commit().await?)
    }

    /// As [`Workflow::invite_user`], by a command. Who has an account gets a link for a new
    /// password: the old one stays until it is chosen, and a disabled account comes back.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`].
    #[instrument(name = "workflow.invite_user_as_operator", level = "debug", skip_all)]
    pub async fn invite_user_as_operator(
        &self,
        _: Operator,
        new: NewUser,
    ) -> Result<Invitation, WorkflowError> {
        let mut tx = self.store.begin().await?;
        let (user, invitation) = self.invite(&mut tx, None, &new).await?;
        record_invitation(&mut tx, user, &invitation, By::OPERATOR, self.now()).await?;
        tx.commit().await?;
        Ok(invitation)
    }

    async fn invite(
        &self,
        tx: &mut Tx,
        inviter: Option<&UserId>,
        new: &NewUser,
    ) -> Result<(User, Invitation), WorkflowError> {
        let email = email::parse(&new.email)?;
        check_body(tx, new).await?;
        let user = match users::find_by_email(tx, &email).await? {
            Some(user) => self.invite_again(tx, inviter, user, new).await?,
            None => self.add_user(tx, &email, new).await?,
        };
        let invitation = new_link(tx, inviter, &user, VALID, self.now()).await?;
        Ok((user, invitation))
    }

    pub(crate) async fn add_user(
        &self,
        tx: &mut Tx,
        email: &str,
        new: &NewUser,
    ) -> Result<User, WorkflowError> {
        let id = self.new_user_id()?;
        let row = users::NewUser {
            id: &id,
            email,
            role: new.role,
            body: new.body.as_ref(),
            password_hash: None,
            at: self.now(),
        };
        users::insert(tx, &row).await?;
        Ok(users::find(tx, &id)
            .await?
            .ok_or(StoreError::Absent { table: "users" })?)
    }

    /// Somebody who has an account: a link only if it is the very account asked for.
    async fn invite_again(
        &self,
        tx: &mut Tx,
        inviter: Option<&UserId>,
        user: User,
        new: &NewUser,
    ) -> Result<User, WorkflowError> {
        if user.body != new.body {
            return Err(WorkflowError::invalid(
                "email",
                "このメールアドレスは招待できません。アドレスを確かめ、正しいときはシステムの管理者に相談してください。",
            ));
        }
        if user.role != new.role {
            let message = format!(
                "この人は「{}」として登録されています。新しいリンクを作るときは、同じ役割を選んでください。",
                user.role.label()
            );
            return Err(WorkflowError::invalid("role", message));
        }
        if inviter.is_some() && user.password_hash.is_some() {
            return Err(WorkflowError::invalid(
                "email",
                "この人は既に登録されています。パスワードの再設定や利用の再開は、利用者の一覧でこの人を開いて操作してください。",
            ));
        }
        if user.state == UserState::Disabled {
            users::set_state(tx, &user.id, UserState::Invited, self.now()).await?;
        }
        Ok(user)
    }
}

/// Records that somebody was sent, or is handed, a link.
pub(crate) async fn record_invitation(
    tx: &mut Tx,
    user: User,
    invitation: &Invitation,
    by: impl Into<By<'_>>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let detail = json!({ "role": user.role.as_str(), "reset": invitation.is_reset });
    record_person(tx, "user.invite", &actor_of(user), by, now, detail).await
}

/// A new link for somebody, good so long; links from before become void.
pub(crate) async fn new_link(
    tx: &mut Tx,
    inviter: Option<&UserId>,
    user: &User,
    valid: SignedDuration,
    now: Timestamp,
) -> Result<Invitation, StoreError> {
    invitations::void_all_of_user(tx, &user.id, now).await?;
    let token = Token::generate(&mut rand::rng());
    let expires_at = now.checked_add(valid).unwrap_or(Timestamp::MAX);
    let row = invitations::Invitation {
        user: user.id.clone(),
        created_at: now,
        created_by: inviter.cloned(),
        expires_at,
        used_at: None,
    };
    invitations::insert(tx, &token.digest(), &row).await?;
    let is_reset = user.password_hash.is_some();
    Ok(Invitation {
        token,
        email: user.email.clone(),
        expires_at,
        is_reset,
    })
}

async fn check_body(tx: &mut Tx, new: &NewUser) -> Result<(), WorkflowError> {
    let problem = match &new.body {
        None if new.role.needs_body() => "この役割には団体が必要です。団体コードを書いてください。",
        None => return Ok(()),
        Some(_) if !new.role.needs_body() => {
            "この役割は団体に属しません。団体コードを消してください。"
        }
        Some(code) => match bodies::find(tx, code).await? {
            None => "この団体コードの団体は登録されていません。コードを確かめてください。",
            Some(body) if !new.role.fits(body.kind()) => {
                "この役割は都道府県に属する人のものです。都道府県の団体コードを書くか、別の役割を選んでください。"
            }
            Some(_) => return Ok(()),
        },
    };
    Err(WorkflowError::invalid("body", problem))
}
