//! Sessions of people who are signed in.

use jiff::{SignedDuration, Timestamp};
use store::users::User;
use store::{Secret, StoreError, Tx, sessions};
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::token::{Token, same_secret};
use crate::workflow::Workflow;

/// A session ends so long after its last use…
const IDLE: SignedDuration = SignedDuration::from_hours(8);

/// …and so long after the sign-in, however busy.
const WHOLE: SignedDuration = SignedDuration::from_hours(24);

/// Uses closer together than this are not written down.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// A session, as looked up for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in, with the role of this very moment.
    pub actor: Actor,
    /// When the person signed in.
    pub signed_in_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
    csrf: Secret,
}

impl Session {
    /// What every form of this session carries, for its hidden field and nothing else.
    #[must_use]
    pub fn csrf(&self) -> &str {
        self.csrf.expose()
    }

    /// Whether a form came from this session; the time it takes tells nothing.
    #[must_use]
    pub fn csrf_matches(&self, given: &str) -> bool {
        same_secret(self.csrf(), given)
    }
}

/// A session that has just begun.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// For the cookie; it is stored nowhere.
    pub token: Token,
    /// The session.
    pub session: Session,
}

impl Workflow {
    /// The session of a cookie; `None` means to sign in (again): unknown, ended, or the
    /// account was disabled.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.session", level = "debug", skip_all)]
    pub async fn session(&self, token: &Token) -> Result<Option<Session>, WorkflowError> {
        let (id, now) = (token.digest(), self.now());
        let mut tx = self.store.begin_read().await?;
        let Some((stored, user)) = sessions::find(&mut tx, &id, now).await? else {
            return Ok(None);
        };
        drop(tx);
        let mut expires_at = stored.expires_at;
        if now.duration_since(stored.seen_at) >= TOUCH_EVERY {
            expires_at = end_of(stored.created_at, now);
            let mut tx = self.store.begin().await?;
            sessions::touch(&mut tx, &id, now, expires_at).await?;
            tx.commit().await?;
        }
        Ok(Some(Session {
            actor: actor_of(user),
            signed_in_at: stored.created_at,
            expires_at,
            csrf: stored.csrf,
        }))
    }
}

/// Begins a session for `user` under a new token; `previous`, what the browser had before,
/// ends with it.
pub(crate) async fn begin(
    tx: &mut Tx,
    user: User,
    previous: Option<&Token>,
    now: Timestamp,
) -> Result<NewSession, StoreError> {
    if let Some(previous) = previous {
        sessions::delete(tx, &previous.digest()).await?;
    }
    let token = Token::generate(&mut rand::rng());
    let csrf = Secret::new(token.csrf());
    let expires_at = end_of(now, now);
    let stored = sessions::Session {
        user: user.id.clone(),
        csrf: csrf.clone(),
        created_at: now,
        seen_at: now,
        expires_at,
    };
    sessions::insert(tx, &token.digest(), &stored).await?;
    let session = Session {
        actor: actor_of(user),
        signed_in_at: now,
        expires_at,
        csrf,
    };
    Ok(NewSession { token, session })
}

/// When a session that began at `began` ends after a use at `used`.
fn end_of(began: Timestamp, used: Timestamp) -> Timestamp {
    let after = |from: Timestamp, by| from.checked_add(by).unwrap_or(Timestamp::MAX);
    after(used, IDLE).min(after(began, WHOLE))
}

pub(crate) fn actor_of(user: User) -> Actor {
    let User {
        id,
        role,
        body,
        email,
        ..
    } = user;
    Actor {
        user: id,
        role,
        body,
        email,
        origin: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_after_idle_hours_and_after_a_day_at_the_latest() {
        let hours = |n| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(n);
        assert_eq!(end_of(hours(0), hours(0)), hours(8));
        assert_eq!(end_of(hours(0), hours(7)), hours(15));
        assert_eq!(end_of(hours(0), hours(20)), hours(24));
    }
}
