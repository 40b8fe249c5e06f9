//! Signed-in browsers. Only the SHA-256 of a session's id is stored.

use domain::UserId;
use domain::digest::Digest;
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::secret::Secret;
use crate::sql::{Fields, sql};
use crate::store::Tx;
use crate::users::{self, User};

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in.
    pub user: UserId,
    /// What forms of this session must carry.
    pub csrf: Secret,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When the session was last used.
    pub seen_at: Timestamp,
    /// From when on it is void.
    pub expires_at: Timestamp,
    /// Whether the second factor is still to come.
    pub half_open: bool,
    /// The network address it began from; empty when it was not recorded.
    pub address: String,
    /// What the browser called itself; empty when it was not recorded.
    pub user_agent: String,
}

/// A session with whoever began it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The session.
    pub session: Session,
    /// Its person.
    pub user: User,
    /// Whether the person has a confirmed second factor.
    pub has_second_factor: bool,
}

/// Adds a session.
///
/// # Errors
/// [`StoreError::Conflict`], [`StoreError::Dangling`].
#[instrument(name = "db.sessions.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, id_hash: &Digest, session: &Session) -> Result<(), StoreError> {
    sql(
        "INSERT INTO sessions (id_hash, user_id, csrf, created_at, seen_at, expires_at,
             half_open, address, user_agent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .text(id_hash.as_str())
    .text(session.user.as_str())
    .text(session.csrf.expose())
    .time(session.created_at)
    .time(session.seen_at)
    .time(session.expires_at)
    .int(session.half_open.into())
    .text(&session.address)
    .text(&session.user_agent)
    .execute(tx)
    .await?;
    Ok(())
}

/// A session that is not void and whose user is active, with that user.
#[instrument(name = "db.sessions.find", level = "debug", skip_all)]
pub async fn find(
    tx: &mut Tx,
    id_hash: &Digest,
    now: Timestamp,
) -> Result<Option<Found>, StoreError> {
    sql(
        "SELECT s.id_hash, s.user_id, s.csrf, s.created_at, s.seen_at, s.expires_at,
             s.half_open, s.address, s.user_agent,
             u.email, u.role, u.body_code, u.password_hash, u.state,
             u.created_at AS user_created_at, u.changed_at, f.user_id AS factor_of
         FROM sessions s JOIN users u ON u.id = s.user_id
             LEFT JOIN second_factors f ON f.user_id = s.user_id
         WHERE s.id_hash = $1 AND s.expires_at > $2 AND u.state = 'active'",
    )
    .text(id_hash.as_str())
    .time(now)
    .find(tx, |row| {
        let factor = Fields::new("sessions", row, &["id_hash"]).opt_text("factor_of")?;
        Ok(Found {
            session: read(row)?,
            user: users::read_named(row, "user_id", "user_created_at")?,
            has_second_factor: factor.is_some(),
        })
    })
    .await
}

/// Notes a use; whether the session exists.
#[instrument(name = "db.sessions.touch", level = "debug", skip_all)]
pub async fn touch(
    tx: &mut Tx,
    id_hash: &Digest,
    seen_at: Timestamp,
    expires_at: Timestamp,
) -> Result<bool, StoreError> {
    sql("UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE id_hash = $1")
        .text(id_hash.as_str())
        .time(seen_at)
        .time(expires_at)
        .touched(tx)
        .await
}

/// Ends a session; whether there was one.
#[instrument(name = "db.sessions.delete", level = "debug", skip_all)]
pub async fn delete(tx: &mut Tx, id_hash: &Digest) -> Result<bool, StoreError> {
    sql("DELETE FROM sessions WHERE id_hash = $1")
        .text(id_hash.as_str())
        .touched(tx)
        .await
}

/// Ends all sessions of a user; how many.
#[instrument(name = "db.sessions.delete_all_of_user", level = "debug", skip_all)]
pub async fn delete_all_of_user(tx: &mut Tx, user: &UserId) -> Result<u64, StoreError> {
    sql("DELETE FROM sessions WHERE user_id = $1")
        .text(user.as_str())
        .execute(tx)
        .await
}

/// Ends one session of a user, whoever else may have one of that id; whether there was one.
#[instrument(name = "db.sessions.delete_of_user", level = "debug", skip_all)]
pub async fn delete_of_user(
    tx: &mut Tx,
    user: &UserId,
    id_hash: &Digest,
) -> Result<bool, StoreError> {
    sql("DELETE FROM sessions WHERE user_id = $1 AND id_hash = $2")
        .text(user.as_str())
        .text(id_hash.as_str())
        .touched(tx)
        .await
}

/// Ends all sessions of a user but one; how many.
#[instrument(name = "db.sessions.delete_others_of_user", level = "debug", skip_all)]
pub async fn delete_others_of_user(
    tx: &mut Tx,
    user: &UserId,
    kept: &Digest,
) -> Result<u64, StoreError> {
    sql("DELETE FROM sessions WHERE user_id = $1 AND id_hash <> $2")
        .text(user.as_str())
        .text(kept.as_str())
        .execute(tx)
        .await
}

/// The sessions of a user that are not void, each with its id, last used first.
#[instrument(name = "db.sessions.list_of_user", level = "debug", skip_all)]
pub async fn list_of_user(
    tx: &mut Tx,
    user: &UserId,
    now: Timestamp,
) -> Result<Vec<(Digest, Session)>, StoreError> {
    sql(
        "SELECT * FROM sessions WHERE user_id = $1 AND expires_at > $2
         ORDER BY seen_at DESC, id_hash LIMIT 200",
    )
    .text(user.as_str())
    .time(now)
    .list(tx, |row| {
        let fields = Fields::new("sessions", row, &[]);
        Ok((fields.parsed("id_hash", Digest::parse)?, read(row)?))
    })
    .await
}

/// Removes void sessions; how many.
#[instrument(name = "db.sessions.delete_expired", level = "debug", skip_all)]
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    sql("DELETE FROM sessions WHERE expires_at <= $1")
        .time(now)
        .execute(tx)
        .await
}

fn read(row: &AnyRow) -> Result<Session, StoreError> {
    let fields = Fields::new("sessions", row, &["id_hash"]);
    Ok(Session {
        user: fields.parsed("user_id", UserId::parse)?,
        csrf: Secret::new(fields.text("csrf")?),
        created_at: fields.time("created_at")?,
        seen_at: fields.time("seen_at")?,
        expires_at: fields.time("expires_at")?,
        half_open: fields.int::<i64>("half_open")? != 0,
        address: fields.text("address")?,
        user_agent: fields.text("user_agent")?,
    })
}
