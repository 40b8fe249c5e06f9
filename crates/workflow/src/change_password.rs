//! Changing one's own password.

use serde_json::json;
use store::users::{User, UserState};
use store::{Secret, invitations, sessions, users};
use tracing::instrument;

use crate::account_news::{News, tell_person};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::password::{Password, Verdict};
use crate::session::{self, Client, NewSession};
use crate::sign_in::words;
use crate::throttle::{self, Admission, Attempt, Door};
use crate::trail::record_person;
use crate::workflow::Workflow;

/// What somebody typed to change the password.
#[derive(Clone, Copy)]
pub struct ChangePassword<'a> {
    /// The password so far.
    pub current: &'a str,
    /// The password from now on.
    pub new: &'a str,
    /// From where.
    pub client: Client<'a>,
}

impl Workflow {
    /// Changes the password. Every session ends, open links too; the one returned replaces
    /// the session in which this was asked.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `current` (wrong, or too many wrong ones
    /// before) or `new`; [`WorkflowError::NotFound`] when the account is gone.
    #[instrument(name = "workflow.change_password", level = "debug", skip_all)]
    pub async fn change_password(
        &self,
        actor: &Actor,
        typed: ChangePassword<'_>,
    ) -> Result<NewSession, WorkflowError> {
        let new = Password::choose(typed.new, &actor.email)
            .map_err(|problem| WorkflowError::invalid("new", problem.to_string()))?;
        let (known, attempt) = self.confirm_password(actor, typed.current).await?;
        let hash = Secret::new(self.hashing.hash(new).await?);
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let user = users::lock(&mut tx, &known.id).await?;
        let user = user
            .filter(|user| *user == known)
            .ok_or(WorkflowError::NotFound)?;
        users::set_password(&mut tx, &user.id, &hash, now).await?;
        invitations::void_all_of_user(&mut tx, &user.id, now).await?;
        sessions::delete_all_of_user(&mut tx, &user.id).await?;
        attempt.succeeded(&mut tx).await?;
        tell_person(&mut tx, &user, News::Password, now).await?;
        // Whoever is signed in has shown the second factor before.
        let begun = session::begin_whole(&mut tx, user, None, typed.client, now).await?;
        let detail = json!({});
        record_person(&mut tx, "user.change-password", actor, actor, now, detail).await?;
        tx.commit().await?;
        Ok(begun)
    }

    /// Asks for the password of somebody who is signed in: whoever found an open session
    /// must neither change how one gets in nor try passwords there. The attempt counts as
    /// failed until it is said to have [succeeded](Attempt::succeeded).
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `current`, [`WorkflowError::NotFound`] when
    /// the account is gone.
    pub(crate) async fn confirm_password(
        &self,
        actor: &Actor,
        typed: &str,
    ) -> Result<(User, Attempt), WorkflowError> {
        let now = self.now();
        let admission = throttle::admit(&self.store, Door::Password, &actor.email, None, now);
        match admission.await? {
            Admission::Admitted(attempt) => Ok((self.with_password(actor, typed).await?, attempt)),
            Admission::Wait { seconds } => {
                let message = format!(
                    "続けて失敗したため、しばらく受け付けられません。何も変わっていません。{}待ってから、もう一度入力してください。",
                    words(seconds)
                );
                Err(WorkflowError::invalid("current", message))
            }
        }
    }

    async fn with_password(&self, actor: &Actor, typed: &str) -> Result<User, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let user = users::find(&mut tx, &actor.user).await?;
        drop(tx);
        let user = user.filter(|user| user.state == UserState::Active);
        let user = user.ok_or(WorkflowError::NotFound)?;
        let hash = user
            .password_hash
            .as_ref()
            .map(|hash| hash.expose().to_owned());
        match self.hashing.verify(Password::typed(typed), hash).await? {
            Verdict::Right | Verdict::RightButOutdated => Ok(user),
            Verdict::Wrong => Err(WorkflowError::invalid(
                "current",
                "いまのパスワードが違います。何も変わっていません。確かめて、もう一度入力してください。",
            )),
        }
    }
}
