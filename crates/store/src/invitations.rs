//! One-time links with which an invited person chooses a password. Only the token's
//! SHA-256 is stored.

use domain::UserId;
use domain::digest::Digest;
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Who is invited.
    pub user: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it; `None` is the operator's command.
    pub created_by: Option<UserId>,
    /// From when on it is void.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Adds an invitation that is not used yet (its `used_at` is not looked at).
///
/// # Errors
/// [`StoreError::Conflict`], [`StoreError::Dangling`].
#[instrument(name = "db.invitations.insert", level = "debug", skip_all)]
pub async fn insert(
    tx: &mut Tx,
    token_hash: &Digest,
    invitation: &Invitation,
) -> Result<(), StoreError> {
    sql(
        "INSERT INTO invitations (token_hash, user_id, created_at, created_by, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .text(token_hash.as_str())
    .text(invitation.user.as_str())
    .time(invitation.created_at)
    .opt_text(invitation.created_by.as_ref().map(UserId::as_str))
    .time(invitation.expires_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// The invitation of a token, used and void ones included.
#[instrument(name = "db.invitations.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, token_hash: &Digest) -> Result<Option<Invitation>, StoreError> {
    sql("SELECT * FROM invitations WHERE token_hash = $1")
        .text(token_hash.as_str())
        .find(tx, read)
        .await
}

/// Uses an invitation up. `None` when it is unknown, used or void: of any number of
/// callers one gets it.
#[instrument(name = "db.invitations.use_once", level = "debug", skip_all)]
pub async fn use_once(
    tx: &mut Tx,
    token_hash: &Digest,
    now: Timestamp,
) -> Result<Option<Invitation>, StoreError> {
    sql("UPDATE invitations SET used_at = $2
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
         RETURNING *")
    .text(token_hash.as_str())
    .time(now)
    .find(tx, read)
    .await
}

/// Voids what is still open of a user's invitations, as before sending a new one.
#[instrument(name = "db.invitations.void_all_of_user", level = "debug", skip_all)]
pub async fn void_all_of_user(
    tx: &mut Tx,
    user: &UserId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    sql("UPDATE invitations SET expires_at = $2
         WHERE user_id = $1 AND used_at IS NULL AND expires_at > $2")
    .text(user.as_str())
    .time(now)
    .execute(tx)
    .await
}

fn read(row: &AnyRow) -> Result<Invitation, StoreError> {
    let fields = Fields::new("invitations", row, &["token_hash"]);
    Ok(Invitation {
        user: fields.parsed("user_id", UserId::parse)?,
        created_at: fields.time("created_at")?,
        created_by: fields.opt_parsed("created_by", UserId::parse)?,
        expires_at: fields.time("expires_at")?,
        used_at: fields.opt_time("used_at")?,
    })
}
