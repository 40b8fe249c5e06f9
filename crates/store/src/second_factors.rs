//! Second factors: the secret of a person, one that is being set up, and recovery codes.
//! What a code must be like is decided by the caller; here it is taken at most once.

use domain::UserId;
use domain::digest::Digest;
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::secret::Secret;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A secret that codes are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// In base32.
    pub secret: Secret,
    /// When it was confirmed, or shown.
    pub created_at: Timestamp,
}

/// The confirmed second factor of a person.
#[instrument(name = "db.second_factors.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, user: &UserId) -> Result<Option<SecondFactor>, StoreError> {
    sql("SELECT user_id, secret, created_at FROM second_factors WHERE user_id = $1")
        .text(user.as_str())
        .find(tx, read)
        .await
}

/// Sets the confirmed second factor, instead of one that was there; what was being set up
/// is done with. `last_step` is the time step of the code that confirmed it.
///
/// # Errors
/// [`StoreError::Dangling`] when there is no such person.
#[instrument(name = "db.second_factors.put", level = "debug", skip_all)]
pub async fn put(
    tx: &mut Tx,
    user: &UserId,
    factor: &SecondFactor,
    last_step: i64,
) -> Result<(), StoreError> {
    sql(
        "INSERT INTO second_factors (user_id, secret, created_at, last_step)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id) DO UPDATE SET
             secret = excluded.secret, created_at = excluded.created_at,
             last_step = excluded.last_step",
    )
    .text(user.as_str())
    .text(factor.secret.expose())
    .time(factor.created_at)
    .int(last_step)
    .execute(tx)
    .await?;
    delete_draft(tx, user).await
}

/// Takes the code of a time step. `false` when that step, or a later one, was taken before:
/// of any number of callers one gets it.
#[instrument(name = "db.second_factors.take_step", level = "debug", skip_all)]
pub async fn take_step(tx: &mut Tx, user: &UserId, step: i64) -> Result<bool, StoreError> {
    sql("UPDATE second_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2")
        .text(user.as_str())
        .int(step)
        .touched(tx)
        .await
}

/// Removes everything of a person's second factor; whether there was a confirmed one.
#[instrument(name = "db.second_factors.delete", level = "debug", skip_all)]
pub async fn delete(tx: &mut Tx, user: &UserId) -> Result<bool, StoreError> {
    delete_draft(tx, user).await?;
    delete_recovery_codes(tx, user).await?;
    sql("DELETE FROM second_factors WHERE user_id = $1")
        .text(user.as_str())
        .touched(tx)
        .await
}

/// The secret that is being set up.
#[instrument(name = "db.second_factors.find_draft", level = "debug", skip_all)]
pub async fn find_draft(tx: &mut Tx, user: &UserId) -> Result<Option<SecondFactor>, StoreError> {
    sql("SELECT user_id, secret, created_at FROM second_factor_drafts WHERE user_id = $1")
        .text(user.as_str())
        .find(tx, read)
        .await
}

/// Begins to set one up, instead of what was being set up before.
///
/// # Errors
/// [`StoreError::Dangling`] when there is no such person.
#[instrument(name = "db.second_factors.put_draft", level = "debug", skip_all)]
pub async fn put_draft(
    tx: &mut Tx,
    user: &UserId,
    factor: &SecondFactor,
) -> Result<(), StoreError> {
    sql(
        "INSERT INTO second_factor_drafts (user_id, secret, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET
             secret = excluded.secret, created_at = excluded.created_at",
    )
    .text(user.as_str())
    .text(factor.secret.expose())
    .time(factor.created_at)
    .execute(tx)
    .await?;
    Ok(())
}

async fn delete_draft(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    sql("DELETE FROM second_factor_drafts WHERE user_id = $1")
        .text(user.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

/// Replaces the recovery codes of a person by those with these digests.
#[instrument(
    name = "db.second_factors.replace_recovery_codes",
    level = "debug",
    skip_all
)]
pub async fn replace_recovery_codes(
    tx: &mut Tx,
    user: &UserId,
    codes: &[Digest],
    at: Timestamp,
) -> Result<(), StoreError> {
    delete_recovery_codes(tx, user).await?;
    for code in codes {
        sql("INSERT INTO recovery_codes (user_id, code_hash, created_at) VALUES ($1, $2, $3)")
            .text(user.as_str())
            .text(code.as_str())
            .time(at)
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Uses a recovery code up; `false` when it is unknown or was used.
#[instrument(
    name = "db.second_factors.use_recovery_code",
    level = "debug",
    skip_all
)]
pub async fn use_recovery_code(
    tx: &mut Tx,
    user: &UserId,
    code: &Digest,
    now: Timestamp,
) -> Result<bool, StoreError> {
    sql("UPDATE recovery_codes SET used_at = $3
         WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL")
    .text(user.as_str())
    .text(code.as_str())
    .time(now)
    .touched(tx)
    .await
}

/// How many recovery codes of a person can still be used.
#[instrument(
    name = "db.second_factors.count_recovery_codes",
    level = "debug",
    skip_all
)]
pub async fn count_recovery_codes(tx: &mut Tx, user: &UserId) -> Result<u64, StoreError> {
    let row =
        sql("SELECT COUNT(*) AS total FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL")
            .text(user.as_str())
            .one(tx)
            .await?;
    Fields::new("recovery_codes", &row, &[]).int("total")
}

async fn delete_recovery_codes(tx: &mut Tx, user: &UserId) -> Result<(), StoreError> {
    sql("DELETE FROM recovery_codes WHERE user_id = $1")
        .text(user.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<SecondFactor, StoreError> {
    let fields = Fields::new("second_factors", row, &["user_id"]);
    Ok(SecondFactor {
        secret: Secret::new(fields.text("secret")?),
        created_at: fields.time("created_at")?,
    })
}
