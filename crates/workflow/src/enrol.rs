//! Setting a second factor up: a secret is shown, and a code made from it confirms that the
//! person's app has it. A factor that was there before works until then.

use std::fmt;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::second_factors::SecondFactor;
use store::users::User;
use store::{Secret, StoreError, Tx, second_factors, sessions, users};
use tracing::instrument;

use domain::UserId;

use crate::account_news::{News, tell_person};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::recovery_code::RecoveryCode;
use crate::session::{self, Client, NewSession, Owes, actor_of};
use crate::token::Token;
use crate::totp::TotpSecret;
use crate::trail::{By, record_person};
use crate::workflow::Workflow;

/// So long a secret that was shown waits for its code.
const DRAFT: SignedDuration = SignedDuration::from_hours(1);

/// A secret to be put into an app, and whose it is.
#[derive(Clone)]
pub struct Enrolment {
    /// The secret, for its person's eyes.
    pub secret: TotpSecret,
    /// The address of the account.
    pub email: String,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrolment(…)")
    }
}

impl Workflow {
    /// Begins to set up a second factor, or another one, for somebody who is signed in.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `current` without the right password.
    #[instrument(name = "workflow.begin_enrolment", level = "debug", skip_all)]
    pub async fn begin_enrolment(
        &self,
        actor: &Actor,
        password: &str,
    ) -> Result<(), WorkflowError> {
        let (user, attempt) = self.confirm_password(actor, password).await?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        attempt.succeeded(&mut tx).await?;
        draw(&mut tx, &user.id, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// As [`Workflow::begin_enrolment`], for somebody who must have one and has just typed
    /// the password.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] when the half-open session has ended or owes something
    /// else.
    #[instrument(name = "workflow.begin_first_enrolment", level = "debug", skip_all)]
    pub async fn begin_first_enrolment(&self, token: &Token) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin().await?;
        let user = owing(&mut tx, token, self.now()).await?;
        draw(&mut tx, &user, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// What somebody is setting up; `None` when nothing was begun within the hour.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.enrolment", level = "debug", skip_all)]
    pub async fn enrolment(&self, actor: &Actor) -> Result<Option<Enrolment>, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(drawn(&mut tx, &actor.user, self.now()).await?)
    }

    /// As [`Workflow::enrolment`], in a half-open session.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] when it has ended or owes something else.
    #[instrument(name = "workflow.first_enrolment", level = "debug", skip_all)]
    pub async fn first_enrolment(&self, token: &Token) -> Result<Option<Enrolment>, WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        let user = owing(&mut tx, token, self.now()).await?;
        Ok(drawn(&mut tx, &user, self.now()).await?)
    }

    /// Confirms the app by a code. Every other session ends; `token` is the one that stays.
    /// Recovery codes from before are void, the new ones are returned.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `code`, after which the same secret waits
    /// for another one; [`WorkflowError::NotFound`] when nothing was begun.
    #[instrument(name = "workflow.confirm_enrolment", level = "debug", skip_all)]
    pub async fn confirm_enrolment(
        &self,
        actor: &Actor,
        token: &Token,
        code: &str,
    ) -> Result<Vec<RecoveryCode>, WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let user = users::lock(&mut tx, &actor.user).await?;
        let user = user.ok_or(WorkflowError::NotFound)?;
        let codes = confirm(&mut tx, &user, code, now).await?;
        sessions::delete_others_of_user(&mut tx, &user.id, &token.digest()).await?;
        record_enrolment(&mut tx, user, actor.origin, now).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// As [`Workflow::confirm_enrolment`], in a half-open session, which becomes whole under
    /// a new token.
    ///
    /// # Errors
    /// As there.
    #[instrument(name = "workflow.confirm_first_enrolment", level = "debug", skip_all)]
    pub async fn confirm_first_enrolment(
        &self,
        token: &Token,
        code: &str,
        client: Client<'_>,
    ) -> Result<(NewSession, Vec<RecoveryCode>), WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let user = owing(&mut tx, token, now).await?;
        let user = users::lock(&mut tx, &user).await?;
        let user = user.ok_or(WorkflowError::NotFound)?;
        let codes = confirm(&mut tx, &user, code, now).await?;
        sessions::delete_all_of_user(&mut tx, &user.id).await?;
        let begun = session::begin_whole(&mut tx, user.clone(), None, client, now).await?;
        record_enrolment(&mut tx, user, client.origin(), now).await?;
        let actor = &begun.session.actor;
        let detail = json!({ "second_factor": "enrolled" });
        let action = "session.sign-in";
        let by = By::at(Some(&actor.user), client.origin());
        record_person(&mut tx, action, actor, by, now, detail).await?;
        tx.commit().await?;
        Ok((begun, codes))
    }
}

/// Whose half-open session this is, if it owes the enrolment.
async fn owing(tx: &mut Tx, token: &Token, now: Timestamp) -> Result<UserId, WorkflowError> {
    let half = session::half(tx, token, now).await?;
    let half = half.filter(|half| half.owes == Owes::Enrolment);
    Ok(half.ok_or(WorkflowError::NotFound)?.user)
}

/// Draws a new secret to be confirmed.
async fn draw(tx: &mut Tx, user: &UserId, now: Timestamp) -> Result<(), StoreError> {
    let secret = TotpSecret::generate(&mut rand::rng());
    let draft = SecondFactor {
        secret: Secret::new(secret.base32()),
        created_at: now,
    };
    second_factors::put_draft(tx, user, &draft).await
}

/// The secret that waits for its code.
async fn drawn(
    tx: &mut Tx,
    user: &UserId,
    now: Timestamp,
) -> Result<Option<Enrolment>, StoreError> {
    let draft = second_factors::find_draft(tx, user).await?;
    let draft = draft.filter(|draft| now.duration_since(draft.created_at) < DRAFT);
    let secret = draft.and_then(|draft| TotpSecret::parse(draft.secret.expose()));
    let (Some(secret), Some(user)) = (secret, users::find(tx, user).await?) else {
        return Ok(None);
    };
    Ok(Some(Enrolment {
        secret,
        email: user.email,
    }))
}

/// Takes the code that confirms the drawn secret, and makes recovery codes.
async fn confirm(
    tx: &mut Tx,
    user: &User,
    code: &str,
    now: Timestamp,
) -> Result<Vec<RecoveryCode>, WorkflowError> {
    let enrolment = drawn(tx, &user.id, now).await?;
    let enrolment = enrolment.ok_or(WorkflowError::NotFound)?;
    let Some(step) = enrolment.secret.step_of(code, now) else {
        return Err(WorkflowError::invalid(
            "code",
            "確認コードが違います。登録はまだ終わっていません。アプリに表示されている6桁の数字を入力してください。続けて違うときは、携帯電話などの時計が合っているかを確かめてください。",
        ));
    };
    let factor = SecondFactor {
        secret: Secret::new(enrolment.secret.base32()),
        created_at: now,
    };
    second_factors::put(tx, &user.id, &factor, step).await?;
    Ok(new_recovery_codes(tx, &user.id, now).await?)
}

/// Replaces the recovery codes of a person.
pub(crate) async fn new_recovery_codes(
    tx: &mut Tx,
    user: &UserId,
    now: Timestamp,
) -> Result<Vec<RecoveryCode>, StoreError> {
    let codes = RecoveryCode::generate(&mut rand::rng());
    let digests: Vec<_> = codes.iter().map(|code| code.digest(user)).collect();
    second_factors::replace_recovery_codes(tx, user, &digests, now).await?;
    Ok(codes)
}

async fn record_enrolment(
    tx: &mut Tx,
    user: User,
    origin: Option<IpAddr>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tell_person(tx, &user, News::SecondFactor, now).await?;
    let (person, action) = (actor_of(user), "second-factor.enrol");
    let by = By::at(Some(&person.user), origin);
    record_person(tx, action, &person, by, now, json!({})).await
}
