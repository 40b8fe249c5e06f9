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
}

/// Adds a session.
///
/// # Errors
/// [`StoreError::Conflict`], [`StoreError::Dangling`].
#[instrument(name = "db.sessions.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, id_hash: &Digest, session: &Session) -> Result<(), StoreError> {
    sql(
        "INSERT INTO sessions (id_hash, user_id, csrf, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .text(id_hash.as_str())
    .text(session.user.as_str())
    .text(session.csrf.expose())
    .time(session.created_at)
    .time(session.seen_at)
    .time(session.expires_at)
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
) -> Result<Option<(Session, User)>, StoreError> {
    sql(
        "SELECT s.id_hash, s.user_id, s.csrf, s.created_at, s.seen_at, s.expires_at,
             u.email, u.role, u.body_code, u.password_hash, u.state,
             u.created_at AS user_created_at, u.changed_at
         FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.id_hash = $1 AND s.expires_at > $2 AND u.state = 'active'",
    )
    .text(id_hash.as_str())
    .time(now)
    .find(tx, |row| {
        Ok((
            read(row)?,
            users::read_named(row, "user_id", "user_created_at")?,
        ))
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

/// How many sessions of a user are not void.
#[instrument(name = "db.sessions.count_of_user", level = "debug", skip_all)]
pub async fn count_of_user(tx: &mut Tx, user: &UserId, now: Timestamp) -> Result<u64, StoreError> {
    let row = sql("SELECT COUNT(*) AS total FROM sessions WHERE user_id = $1 AND expires_at > $2")
        .text(user.as_str())
        .time(now)
        .one(tx)
        .await?;
    Fields::new("sessions", &row, &[]).int("total")
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
    })
}
