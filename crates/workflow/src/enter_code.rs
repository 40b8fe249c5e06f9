//! The second step of signing in: a code of the app, or a recovery code.

use serde_json::json;
use store::users::User;
use store::{StoreError, Tx, second_factors, users};
use tracing::instrument;

use crate::account_news::{News, Tried, tell_locked, tell_person};
use crate::recovery_code::RecoveryCode;
use crate::session::{self, Client, NewSession, Owes, actor_of};
use crate::sign_in::SignInError;
use crate::throttle::{self, Admission, Attempt, Door};
use crate::token::Token;
use crate::totp::TotpSecret;
use crate::trail::{By, record_person};
use crate::workflow::Workflow;

/// What somebody typed as the second step.
#[derive(Clone, Copy)]
pub enum TypedCode<'a> {
    /// The six digits of the app.
    App(&'a str),
    /// A recovery code.
    Recovery(&'a str),
}

impl Workflow {
    /// Makes a half-open session whole, under a new token. Each code works once.
    ///
    /// # Errors
    /// [`SignInError::WrongCode`], [`SignInError::Ended`], [`SignInError::Throttled`].
    #[instrument(name = "workflow.enter_code", level = "debug", skip_all)]
    pub async fn enter_code(
        &self,
        token: &Token,
        typed: TypedCode<'_>,
        client: Client<'_>,
    ) -> Result<NewSession, SignInError> {
        let now = self.now();
        let half = self.half_session(token).await?;
        let half = half.filter(|half| half.owes == Owes::Code);
        let half = half.ok_or(SignInError::Ended)?;
        let address = Some(client.address);
        let admission = throttle::admit(&self.store, Door::Code, &half.email, address, now);
        let attempt = match admission.await? {
            Admission::Admitted(attempt) => attempt,
            Admission::Wait { seconds } => {
                return Err(SignInError::Throttled {
                    retry_after_seconds: seconds,
                });
            }
        };
        let mut tx = self.store.begin().await?;
        let user = users::lock(&mut tx, &half.user).await?;
        // Somebody may have signed this person out, or reset the factor, in the meantime.
        let still = session::half(&mut tx, token, now).await?;
        let user = user.filter(|_| still.as_ref() == Some(&half));
        let user = user.ok_or(SignInError::Ended)?;
        if self.takes(&mut tx, &user, typed).await? {
            attempt.succeeded(&mut tx).await?;
            let begun = self.entered(&mut tx, user, token, typed, client).await?;
            tx.commit().await?;
            return Ok(begun);
        }
        drop(tx);
        self.code_failed(&user, &attempt, client).await?;
        Err(SignInError::WrongCode)
    }

    /// Whether the code is right, and uses it up.
    async fn takes(
        &self,
        tx: &mut Tx,
        user: &User,
        typed: TypedCode<'_>,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        match typed {
            TypedCode::App(code) => {
                let factor = second_factors::find(tx, &user.id).await?;
                let secret = factor.and_then(|factor| TotpSecret::parse(factor.secret.expose()));
                match secret.and_then(|secret| secret.step_of(code, now)) {
                    Some(step) => second_factors::take_step(tx, &user.id, step).await,
                    None => Ok(false),
                }
            }
            TypedCode::Recovery(code) => match RecoveryCode::parse(code) {
                Some(code) => {
                    let digest = code.digest(&user.id);
                    second_factors::use_recovery_code(tx, &user.id, &digest, now).await
                }
                None => Ok(false),
            },
        }
    }

    async fn entered(
        &self,
        tx: &mut Tx,
        user: User,
        half: &Token,
        typed: TypedCode<'_>,
        client: Client<'_>,
    ) -> Result<NewSession, StoreError> {
        let now = self.now();
        let detail = match typed {
            TypedCode::App(_) => json!({ "second_factor": "app" }),
            TypedCode::Recovery(_) => {
                tell_person(tx, &user, News::RecoveryCode, now).await?;
                json!({ "second_factor": "recovery-code" })
            }
        };
        let begun = session::begin_whole(tx, user, Some(half), client, now).await?;
        let (actor, action) = (&begun.session.actor, "session.sign-in");
        let by = By::at(Some(&actor.user), client.origin());
        record_person(tx, action, actor, by, now, detail).await?;
        Ok(begun)
    }

    async fn code_failed(
        &self,
        user: &User,
        attempt: &Attempt,
        client: Client<'_>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if let Some(seconds) = attempt.locks_first() {
            let lock = (client.address, seconds);
            tell_locked(&mut tx, user, Tried::Code, lock, now).await?;
        }
        let (person, action) = (actor_of(user.clone()), "second-factor.failed");
        let by = By::at(None, client.origin());
        record_person(&mut tx, action, &person, by, now, json!({})).await?;
        tx.commit().await
    }
}
