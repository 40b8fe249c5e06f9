//! Taking somebody's second factor away, because the telephone and the recovery codes are
//! lost.

use domain::UserId;
use serde_json::json;
use store::users::{User, UserState};
use store::{Tx, second_factors, sessions, users};
use tracing::instrument;

use crate::account_news::{News, tell_administrators, tell_person};
use crate::actor::{Actor, Operator};
use crate::disable_user::managed;
use crate::email;
use crate::error::WorkflowError;
use crate::invite_user::{VALID, new_link};
use crate::renew_link::mail_link;
use crate::session::actor_of;
use crate::token::Token;
use crate::trail::{By, record_person};
use crate::workflow::Workflow;

impl Workflow {
    /// Takes the second factor of another person away. The password ends with it, and so do
    /// sessions and links: the person chooses a new one by a link that goes to the address
    /// of the account and to nobody else. Without a second factor it is no error.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for somebody whom the actor does not manage,
    /// [`WorkflowError::Invalid`] with the field `user` for the actor's own account.
    #[instrument(name = "workflow.reset_second_factor", level = "debug", skip_all)]
    pub async fn reset_second_factor(
        &self,
        actor: &Actor,
        user: &UserId,
        address: impl Fn(&Token) -> String + Send,
    ) -> Result<(), WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let user = managed(&mut tx, actor, user).await?;
        if !second_factors::delete(&mut tx, &user.id).await? {
            return Ok(());
        }
        sessions::delete_all_of_user(&mut tx, &user.id).await?;
        if user.state == UserState::Active {
            users::set_state(&mut tx, &user.id, UserState::Invited, now).await?;
            let link = new_link(&mut tx, Some(&actor.user), &user, VALID, now).await?;
            mail_link(&mut tx, &user, &address(&link.token), VALID, now).await?;
        }
        self.record_reset(&mut tx, user, actor.into()).await?;
        Ok(tx.commit().await?)
    }

    /// As [`Workflow::reset_second_factor`], by a command, for whom nobody else can help. The
    /// password stays; whether there was a second factor.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] without such an account.
    #[instrument(
        name = "workflow.reset_second_factor_as_operator",
        level = "debug",
        skip_all
    )]
    pub async fn reset_second_factor_as_operator(
        &self,
        _: Operator,
        email: &str,
    ) -> Result<bool, WorkflowError> {
        let mut tx = self.store.begin().await?;
        let user = users::find_by_email(&mut tx, &email::normal(email)).await?;
        let user = user.ok_or(WorkflowError::NotFound)?;
        if !second_factors::delete(&mut tx, &user.id).await? {
            return Ok(false);
        }
        sessions::delete_all_of_user(&mut tx, &user.id).await?;
        self.record_reset(&mut tx, user, By::OPERATOR).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn record_reset(&self, tx: &mut Tx, user: User, by: By<'_>) -> Result<(), WorkflowError> {
        let now = self.now();
        tell_person(tx, &user, News::SecondFactor, now).await?;
        tell_administrators(tx, &user, by.user(), now).await?;
        let (person, action) = (actor_of(user), "second-factor.reset");
        Ok(record_person(tx, action, &person, by, now, json!({})).await?)
    }
}
