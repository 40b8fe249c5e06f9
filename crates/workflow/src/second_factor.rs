//! The second factor of a person who is signed in: how it stands, new recovery codes, and
//! doing without it where the role allows that.

use jiff::Timestamp;
use serde_json::json;
use store::second_factors::SecondFactor;
use store::{Secret, second_factors, users};
use tracing::instrument;

use crate::account_news::{News, tell_person};
use crate::actor::{Actor, Operator};
use crate::email;
use crate::enrol::new_recovery_codes;
use crate::error::WorkflowError;
use crate::recovery_code::RecoveryCode;
use crate::session::actor_of;
use crate::totp::TotpSecret;
use crate::trail::record_person;
use crate::workflow::Workflow;

/// How the second factor of a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondFactorStatus {
    /// Since when there is one.
    pub since: Option<Timestamp>,
    /// Recovery codes that can still be used.
    pub recovery_codes: u64,
    /// Whether the role demands one.
    pub is_required: bool,
}

impl Workflow {
    /// How the own second factor stands.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.second_factor", level = "debug", skip_all)]
    pub async fn second_factor(&self, actor: &Actor) -> Result<SecondFactorStatus, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let factor = second_factors::find(&mut tx, &actor.user).await?;
        Ok(SecondFactorStatus {
            since: factor.map(|factor| factor.created_at),
            recovery_codes: second_factors::count_recovery_codes(&mut tx, &actor.user).await?,
            is_required: actor.role.needs_second_factor(),
        })
    }

    /// Makes new recovery codes; those of before are void.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `current` without the right password,
    /// [`WorkflowError::NotFound`] without a second factor.
    #[instrument(name = "workflow.renew_recovery_codes", level = "debug", skip_all)]
    pub async fn renew_recovery_codes(
        &self,
        actor: &Actor,
        password: &str,
    ) -> Result<Vec<RecoveryCode>, WorkflowError> {
        let (user, attempt) = self.confirm_password(actor, password).await?;
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        attempt.succeeded(&mut tx).await?;
        if second_factors::find(&mut tx, &user.id).await?.is_none() {
            return Err(WorkflowError::NotFound);
        }
        let codes = new_recovery_codes(&mut tx, &user.id, now).await?;
        tell_person(&mut tx, &user, News::SecondFactor, now).await?;
        let action = "second-factor.renew-recovery-codes";
        record_person(&mut tx, action, actor, actor, now, json!({})).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// Takes the own second factor away. Without one it is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `current` where the role demands one, or
    /// without the right password.
    #[instrument(name = "workflow.remove_second_factor", level = "debug", skip_all)]
    pub async fn remove_second_factor(
        &self,
        actor: &Actor,
        password: &str,
    ) -> Result<(), WorkflowError> {
        if actor.role.needs_second_factor() {
            return Err(WorkflowError::invalid(
                "current",
                "この役割では2段階認証をやめられません。別の端末で使うときは、登録し直してください。",
            ));
        }
        let (user, attempt) = self.confirm_password(actor, password).await?;
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        attempt.succeeded(&mut tx).await?;
        if second_factors::delete(&mut tx, &user.id).await? {
            tell_person(&mut tx, &user, News::SecondFactor, now).await?;
            let action = "second-factor.remove";
            record_person(&mut tx, action, actor, actor, now, json!({})).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Gives an account this second factor, confirmed; whether it was another one before.
    /// For demo data only: real people set theirs up, and nobody else sees the secret.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] without such an account.
    #[instrument(
        name = "workflow.set_second_factor_as_operator",
        level = "debug",
        skip_all
    )]
    pub async fn set_second_factor_as_operator(
        &self,
        _: Operator,
        email: &str,
        secret: &TotpSecret,
    ) -> Result<bool, WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let user = users::find_by_email(&mut tx, &email::normal(email)).await?;
        let user = user.ok_or(WorkflowError::NotFound)?;
        let base32 = secret.base32();
        let before = second_factors::find(&mut tx, &user.id).await?;
        if before.is_some_and(|factor| factor.secret.expose() == base32) {
            return Ok(false);
        }
        let factor = SecondFactor {
            secret: Secret::new(base32),
            created_at: now,
        };
        second_factors::put(&mut tx, &user.id, &factor, 0).await?;
        let (person, action) = (actor_of(user), "second-factor.set");
        record_person(&mut tx, action, &person, None, now, json!({})).await?;
        tx.commit().await?;
        Ok(true)
    }
}
