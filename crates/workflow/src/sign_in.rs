//! Signing in.

use serde_json::json;
use store::users::{User, UserState};
use store::{Secret, StoreError, users};
use tracing::instrument;

use crate::email;
use crate::error::WorkflowError;
use crate::password::{Password, Verdict};
use crate::session::{self, NewSession};
use crate::throttle::{self, Admission, Attempt};
use crate::token::Token;
use crate::trail::record_person;
use crate::workflow::Workflow;

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, another password, not accepted yet, or disabled: all look the same.
    #[error("wrong credentials")]
    WrongCredentials,
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
                "メールアドレス又はパスワードが違います。確かめて、もう一度入力してください。パスワードを忘れたときは、団体の管理者に新しいリンクを頼んでください。".to_owned()
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
    /// The network address of the browser.
    pub address: &'a str,
    /// The session that the browser had before, if any; it ends.
    pub previous: Option<&'a Token>,
}

impl Workflow {
    /// Signs a person in under a new session token.
    ///
    /// # Errors
    /// [`SignInError`].
    #[instrument(name = "workflow.sign_in", level = "debug", skip_all)]
    pub async fn sign_in(&self, typed: SignIn<'_>) -> Result<NewSession, SignInError> {
        let email = email::normal(typed.email);
        let admission = throttle::admit(&self.store, &email, Some(typed.address), self.now());
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
            let known = self.matching(&email, &password).await?;
            let known = known.ok_or(SignInError::WrongCredentials)?;
            if let Some(begun) = self.begin_session(known, &attempt, typed.previous).await? {
                return Ok(begun);
            }
        }
        Err(SignInError::WrongCredentials)
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
        previous: Option<&Token>,
    ) -> Result<Option<NewSession>, StoreError> {
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
        let begun = session::begin(&mut tx, user, previous, now).await?;
        let actor = &begun.session.actor;
        let detail = json!({});
        record_person(
            &mut tx,
            "session.sign-in",
            actor,
            Some(&actor.user),
            now,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(Some(begun))
    }
}

/// An account whose password was right.
struct Known {
    user: User,
    fresh_hash: Option<Secret>,
}
