//! Signing in.

use serde_json::json;
use store::users::{User, UserState};
use store::{Secret, StoreError, users};
use tracing::instrument;

use crate::account_news::{Tried, tell_locked};
use crate::email;
use crate::error::WorkflowError;
use crate::password::{Password, Verdict};
use crate::session::{self, Client, Entered, actor_of};
use crate::throttle::{self, Admission, Attempt, Door};
use crate::token::Token;
use crate::trail::{By, record_failed_sign_in, record_person};
use crate::workflow::Workflow;

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, another password, not accepted yet, or disabled: all look the same.
    #[error("wrong credentials")]
    WrongCredentials,
    /// Another code, or one that was used before.
    #[error("wrong code")]
    WrongCode,
    /// It took too long between the password and the code, or somebody ended it meanwhile.
    #[error("the half-open session has ended")]
    Ended,
    /// Too many failures.
    #[error("throttled for {retry_after_seconds} s")]
    Throttled {
        /// When to try again.
        retry_after_seconds: i64,
    },
    /// Anything that is not the person's doing.
    #[error("cannot sign in")]
    Failed(#[source] WorkflowError),
}

impl SignInError {
    /// What happened and what to do, for the person who tried.
    #[must_use]
    pub fn user_message(&self) -> String {
        match self {
            Self::WrongCredentials => {
                "メールアドレス又はパスワードが違います。確かめて、もう一度入力してください。".to_owned()
            }
            Self::WrongCode => {
                "確認コードが違うか、既に使われています。アプリに表示されている新しいコードを入力してください。続けて違うときは、携帯電話などの時計が合っているかを確かめてください。".to_owned()
            }
            Self::Ended => {
                "時間がたったため、サインインをやり直す必要があります。もう一度、メールアドレスとパスワードを入力してください。".to_owned()
            }
            Self::Throttled { retry_after_seconds } => format!(
                "続けて失敗したため、しばらく受け付けられません。{}待ってから、もう一度入力してください。",
                words(*retry_after_seconds)
            ),
            Self::Failed(error) => error.user_message(),
        }
    }
}

/// Seconds in words, rounded up to minutes from two of them on.
pub(crate) fn words(seconds: i64) -> String {
    if seconds < 120 {
        format!("{seconds}秒")
    } else {
        format!("{}分", (seconds + 59) / 60)
    }
}

impl From<WorkflowError> for SignInError {
    fn from(error: WorkflowError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// What somebody typed, and from where.
#[derive(Clone, Copy)]
pub struct SignIn<'a> {
    /// The e-mail address as typed.
    pub email: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// From where.
    pub client: Client<'a>,
    /// The session that the browser had before, if any; it ends.
    pub previous: Option<&'a Token>,
}

impl Workflow {
    /// Signs a person in under a new session token, as far as the password leads.
    ///
    /// # Errors
    /// [`SignInError`].
    #[instrument(name = "workflow.sign_in", level = "debug", skip_all)]
    pub async fn sign_in(&self, typed: SignIn<'_>) -> Result<Entered, SignInError> {
        let email = email::normal(typed.email);
        let address = Some(typed.client.address);
        let admission = throttle::admit(&self.store, Door::Password, &email, address, self.now());
        let attempt = match admission.await? {
            Admission::Admitted(attempt) => attempt,
            Admission::Wait { seconds } => {
                return Err(SignInError::Throttled {
                    retry_after_seconds: seconds,
                });
            }
        };
        let password = Password::typed(typed.password);
        // Twice: a double click on an outdated hash makes it anew under the second one.
        for _ in 0..2 {
            let Some(known) = self.matching(&email, &password).await? else {
                break;
            };
            if let Some(entered) = self.begin_session(known, &attempt, &typed).await? {
                return Ok(entered);
            }
        }
        self.sign_in_failed(&email, &attempt, typed.client).await?;
        Err(SignInError::WrongCredentials)
    }

    /// Records a failure, and tells the person when the account has to wait from now on.
    async fn sign_in_failed(
        &self,
        email: &str,
        attempt: &Attempt,
        client: Client<'_>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let user = users::find_by_email(&mut tx, email).await?;
        if let (Some(user), Some(seconds)) = (&user, attempt.locks_first()) {
            let lock = (client.address, seconds);
            tell_locked(&mut tx, user, Tried::Password, lock, now).await?;
        }
        let origin = client.origin();
        record_failed_sign_in(&mut tx, user.as_ref(), "password", origin, now).await?;
        tx.commit().await
    }

    /// The active account with this address and password, and the hash to store from now on.
    /// Takes the same time whether there is one or not.
    async fn matching(
        &self,
        email: &str,
        password: &Password,
    ) -> Result<Option<Known>, WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        let user = users::find_by_email(&mut tx, email).await?;
        drop(tx);
        let hash = user.as_ref().and_then(|user| user.password_hash.clone());
        let compared = hash.map(|hash| hash.expose().to_owned());
        let verdict = self.hashing.verify(password.clone(), compared).await?;
        let fresh_hash = match verdict {
            Verdict::Wrong => return Ok(None),
            Verdict::Right => None,
            Verdict::RightButOutdated => {
                Some(Secret::new(self.hashing.hash(password.clone()).await?))
            }
        };
        let active = user.filter(|user| user.state == UserState::Active);
        Ok(active.map(|user| Known { user, fresh_hash }))
    }

    /// Begins the session, unless the account changed while the password was compared.
    async fn begin_session(
        &self,
        known: Known,
        attempt: &Attempt,
        typed: &SignIn<'_>,
    ) -> Result<Option<Entered>, StoreError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let user = match users::lock(&mut tx, &known.user.id).await? {
            Some(user) if user == known.user => user,
            _ => return Ok(None),
        };
        if let Some(hash) = &known.fresh_hash {
            users::set_password(&mut tx, &user.id, hash, now).await?;
        }
        attempt.succeeded(&mut tx).await?;
        let actor = actor_of(user.clone());
        let entered = session::begin(&mut tx, user, typed.previous, typed.client, now).await?;
        let action = match &entered {
            Entered::Whole(_) => "session.sign-in",
            Entered::Half { .. } => "session.password",
        };
        let by = By::at(Some(&actor.user), typed.client.origin());
        record_person(&mut tx, action, &actor, by, now, json!({})).await?;
        tx.commit().await?;
        Ok(Some(entered))
    }
}

/// An account whose password was right.
struct Known {
    user: User,
    fresh_hash: Option<Secret>,
}
