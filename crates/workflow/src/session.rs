//! Sessions of people who are signed in, and of those who are half-way in.
//!
//! A session is whole when everything that the person must show was shown. Only a whole one
//! yields an [`Actor`], without which no use case can be called: whoever still owes the
//! second factor has a [`HalfSession`], which opens the pages of the second factor alone.

use std::fmt;
use std::net::IpAddr;

use domain::{Role, UserId};
use jiff::{SignedDuration, Timestamp};
use store::sessions::Found;
use store::users::User;
use store::{Secret, StoreError, Tx, second_factors, sessions};
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::token::{Token, same_secret};
use crate::workflow::Workflow;

/// A session ends so long after its last use…
const IDLE: SignedDuration = SignedDuration::from_hours(8);

/// …and so long after the sign-in, however busy.
const WHOLE: SignedDuration = SignedDuration::from_hours(24);

/// So long a person may take between the password and the second factor, the first
/// enrolment included.
const HALF: SignedDuration = SignedDuration::from_mins(30);

/// Uses closer together than this are not written down.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Characters kept of what a browser calls itself.
const AGENT: usize = 300;

/// From where somebody asks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Client<'a> {
    /// The network address.
    pub address: &'a str,
    /// What the browser calls itself.
    pub user_agent: &'a str,
}

impl Client<'_> {
    /// The network address for the audit trail.
    pub(crate) fn origin(self) -> Option<IpAddr> {
        self.address.parse().ok()
    }
}

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

/// What a person still has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owes {
    /// A code of the second factor.
    Code,
    /// A second factor altogether: the role demands one and there is none yet.
    Enrolment,
}

/// A session whose person still owes something.
#[derive(Clone, PartialEq, Eq)]
pub struct HalfSession {
    /// The address, for the page.
    pub email: String,
    /// The role, for the page.
    pub role: Role,
    /// What is missing.
    pub owes: Owes,
    /// When it ends.
    pub expires_at: Timestamp,
    pub(crate) user: UserId,
}

impl fmt::Debug for HalfSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HalfSession({}, {:?})", self.user, self.owes)
    }
}

/// How far somebody came in with the password.
#[derive(Debug, Clone)]
pub enum Entered {
    /// All the way.
    Whole(NewSession),
    /// Half-way, under this token.
    Half {
        /// For the cookie; it is stored nowhere.
        token: Token,
        /// What is missing.
        owes: Owes,
    },
}

impl Entered {
    /// For the cookie.
    #[must_use]
    pub fn token(&self) -> &Token {
        match self {
            Self::Whole(new) => &new.token,
            Self::Half { token, .. } => token,
        }
    }

    /// The session, if it is whole.
    #[must_use]
    pub fn whole(self) -> Option<NewSession> {
        match self {
            Self::Whole(new) => Some(new),
            Self::Half { .. } => None,
        }
    }
}

impl Workflow {
    /// The whole session of a cookie; `None` means to sign in (again): unknown, ended, the
    /// account was disabled, or something is still owed.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.session", level = "debug", skip_all)]
    pub async fn session(&self, token: &Token) -> Result<Option<Session>, WorkflowError> {
        let (id, now) = (token.digest(), self.now());
        let mut tx = self.store.begin_read().await?;
        let found = sessions::find(&mut tx, &id, now).await?;
        drop(tx);
        let Some(found) = found.filter(|found| owed(found).is_none()) else {
            return Ok(None);
        };
        let stored = found.session;
        let mut expires_at = stored.expires_at;
        if now.duration_since(stored.seen_at) >= TOUCH_EVERY {
            expires_at = end_of(stored.created_at, now);
            let mut tx = self.store.begin().await?;
            sessions::touch(&mut tx, &id, now, expires_at).await?;
            tx.commit().await?;
        }
        Ok(Some(Session {
            actor: actor_of(found.user),
            signed_in_at: stored.created_at,
            expires_at,
            csrf: stored.csrf,
        }))
    }

    /// The session of a cookie that is not whole.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.half_session", level = "debug", skip_all)]
    pub async fn half_session(&self, token: &Token) -> Result<Option<HalfSession>, WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        Ok(half(&mut tx, token, self.now()).await?)
    }
}

/// The session of a token, if something is owed in it.
pub(crate) async fn half(
    tx: &mut Tx,
    token: &Token,
    now: Timestamp,
) -> Result<Option<HalfSession>, StoreError> {
    let Some(found) = sessions::find(tx, &token.digest(), now).await? else {
        return Ok(None);
    };
    Ok(owed(&found).map(|owes| HalfSession {
        email: found.user.email,
        role: found.user.role,
        owes,
        expires_at: found.session.expires_at,
        user: found.user.id,
    }))
}

/// What is owed in a session. The role counts as it is now: whoever becomes an
/// administrator is led to the enrolment at the next request.
fn owed(found: &Found) -> Option<Owes> {
    if found.user.role.needs_second_factor() && !found.has_second_factor {
        Some(Owes::Enrolment)
    } else {
        found.session.half_open.then_some(Owes::Code)
    }
}

/// Begins a session for `user`, whose password was right, under a new token; `previous`,
/// what the browser had before, ends with it.
pub(crate) async fn begin(
    tx: &mut Tx,
    user: User,
    previous: Option<&Token>,
    client: Client<'_>,
    now: Timestamp,
) -> Result<Entered, StoreError> {
    let has_factor = second_factors::find(tx, &user.id).await?.is_some();
    let owes = match (has_factor, user.role.needs_second_factor()) {
        (true, _) => Owes::Code,
        (false, true) => Owes::Enrolment,
        (false, false) => {
            let whole = begin_whole(tx, user, previous, client, now).await?;
            return Ok(Entered::Whole(whole));
        }
    };
    let expires_at = after(now, HALF);
    let half_open = Some(expires_at);
    let (token, _) = insert(tx, &user, previous, client, now, half_open).await?;
    Ok(Entered::Half { token, owes })
}

/// As [`begin`], for somebody who has shown everything.
pub(crate) async fn begin_whole(
    tx: &mut Tx,
    user: User,
    previous: Option<&Token>,
    client: Client<'_>,
    now: Timestamp,
) -> Result<NewSession, StoreError> {
    let (token, stored) = insert(tx, &user, previous, client, now, None).await?;
    let session = Session {
        actor: actor_of(user),
        signed_in_at: now,
        expires_at: stored.expires_at,
        csrf: stored.csrf,
    };
    Ok(NewSession { token, session })
}

async fn insert(
    tx: &mut Tx,
    user: &User,
    previous: Option<&Token>,
    client: Client<'_>,
    now: Timestamp,
    half_until: Option<Timestamp>,
) -> Result<(Token, sessions::Session), StoreError> {
    if let Some(previous) = previous {
        sessions::delete(tx, &previous.digest()).await?;
    }
    let token = Token::generate(&mut rand::rng());
    let stored = sessions::Session {
        user: user.id.clone(),
        csrf: Secret::new(token.csrf()),
        created_at: now,
        seen_at: now,
        expires_at: half_until.unwrap_or_else(|| end_of(now, now)),
        half_open: half_until.is_some(),
        address: plain(client.address),
        user_agent: plain(client.user_agent),
    };
    sessions::insert(tx, &token.digest(), &stored).await?;
    Ok((token, stored))
}

/// What a stranger sent, as it can be kept.
fn plain(sent: &str) -> String {
    let kept = sent.chars().filter(|c| !c.is_control());
    kept.take(AGENT).collect()
}

/// When a session that began at `began` ends after a use at `used`.
fn end_of(began: Timestamp, used: Timestamp) -> Timestamp {
    after(used, IDLE).min(after(began, WHOLE))
}

fn after(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(Timestamp::MAX)
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
