//! Following a one-time link and choosing a password.

use std::fmt;

use domain::{Body, Role};
use jiff::Timestamp;
use serde_json::json;
use store::users::{User, UserState};
use store::{Secret, StoreError, bodies, invitations, sessions, users};
use tracing::instrument;

use crate::account_news::{News, tell_person};
use crate::error::WorkflowError;
use crate::password::Password;
use crate::session::{self, Client, Entered, actor_of};
use crate::throttle;
use crate::token::Token;
use crate::trail::{By, record_person};
use crate::workflow::Workflow;

/// Whom a link is for.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitedPerson {
    /// The e-mail address.
    pub email: String,
    /// The role.
    pub role: Role,
    /// The body, for roles that have one.
    pub body: Option<Body>,
    /// Whether there is a password already, which a new one will replace.
    pub is_reset: bool,
    /// Until when the link can be used.
    pub expires_at: Timestamp,
}

impl fmt::Debug for InvitedPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvitedPerson({})", self.role.as_str())
    }
}

impl Workflow {
    /// Whom a link is for; `None` when it is unknown, used, void or too old.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.invitation", level = "debug", skip_all)]
    pub async fn invitation(&self, token: &Token) -> Result<Option<InvitedPerson>, WorkflowError> {
        let Some((user, expires_at)) = self.invited(token).await? else {
            return Ok(None);
        };
        let mut tx = self.store.begin_read().await?;
        let body = match &user.body {
            Some(code) => bodies::find(&mut tx, code).await?,
            None => None,
        };
        Ok(Some(InvitedPerson {
            email: user.email,
            role: user.role,
            body,
            is_reset: user.password_hash.is_some(),
            expires_at,
        }))
    }

    /// As [`Workflow::accept_invitation_from`], from nowhere in particular.
    ///
    /// # Errors
    /// As there.
    pub async fn accept_invitation(
        &self,
        token: &Token,
        password: &str,
    ) -> Result<Entered, WorkflowError> {
        let client = Client::default();
        self.accept_invitation_from(token, password, client).await
    }

    /// Sets the password of the person whom the link is for and signs in, as far as a
    /// password leads: a second factor stays as it is. Sessions and links that were there
    /// before end.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] when the link is unknown, used, void or too old;
    /// [`WorkflowError::Invalid`] with the field `password`, after which the link is good
    /// for another try.
    #[instrument(name = "workflow.accept_invitation", level = "debug", skip_all)]
    pub async fn accept_invitation_from(
        &self,
        token: &Token,
        password: &str,
        client: Client<'_>,
    ) -> Result<Entered, WorkflowError> {
        let (user, _) = self.invited(token).await?.ok_or(WorkflowError::NotFound)?;
        let password = Password::choose(password, &user.email)
            .map_err(|problem| WorkflowError::invalid("password", problem.to_string()))?;
        let hash = Secret::new(self.hashing.hash(password).await?);
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let used = invitations::use_once(&mut tx, &token.digest(), now).await?;
        let invitation = used.ok_or(WorkflowError::NotFound)?;
        let user = users::lock(&mut tx, &invitation.user).await?;
        let user = user.filter(|user| user.state != UserState::Disabled);
        let user = user.ok_or(WorkflowError::NotFound)?;
        users::set_password(&mut tx, &user.id, &hash, now).await?;
        users::set_state(&mut tx, &user.id, UserState::Active, now).await?;
        invitations::void_all_of_user(&mut tx, &user.id, now).await?;
        sessions::delete_all_of_user(&mut tx, &user.id).await?;
        throttle::forget(&mut tx, &user.email).await?;
        let (actor, is_reset) = (actor_of(user.clone()), user.password_hash.is_some());
        if is_reset {
            tell_person(&mut tx, &user, News::Password, now).await?;
        }
        let entered = session::begin(&mut tx, user, None, client, now).await?;
        let action = "user.accept-invitation";
        let by = By::at(Some(&actor.user), client.origin());
        let detail = json!({ "reset": is_reset });
        record_person(&mut tx, action, &actor, by, now, detail).await?;
        tx.commit().await?;
        Ok(entered)
    }

    async fn invited(&self, token: &Token) -> Result<Option<(User, Timestamp)>, StoreError> {
        let now = self.now();
        let mut tx = self.store.begin_read().await?;
        let found = invitations::find(&mut tx, &token.digest()).await?;
        let Some(open) = found.filter(|found| found.used_at.is_none() && found.expires_at > now)
        else {
            return Ok(None);
        };
        let user = users::find(&mut tx, &open.user).await?;
        let user = user.filter(|user| user.state != UserState::Disabled);
        Ok(user.map(|user| (user, open.expires_at)))
    }
}
