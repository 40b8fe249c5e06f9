//! Failed sign-ins, counted per key: an account or a network address. What follows from
//! the counts is decided by the caller.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// The failures of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// When counting began.
    pub window_start: Timestamp,
    /// Failures since then.
    pub failures: u32,
    /// Until when nobody may try.
    pub blocked_until: Option<Timestamp>,
}

/// The failures of `key`.
#[instrument(name = "db.sign_in_attempts.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, key: &str) -> Result<Option<Attempts>, StoreError> {
    sql("SELECT * FROM sign_in_attempts WHERE throttle_key = $1")
        .text(key)
        .find(tx, read)
        .await
}

/// Counts a failure at `now`. A window that began before `window_from` ends and a new one
/// begins; a block that is set stays.
#[instrument(name = "db.sign_in_attempts.record_failure", level = "debug", skip_all)]
pub async fn record_failure(
    tx: &mut Tx,
    key: &str,
    now: Timestamp,
    window_from: Timestamp,
) -> Result<Attempts, StoreError> {
    let row = sql(
        "INSERT INTO sign_in_attempts (throttle_key, window_start, failures)
         VALUES ($1, $2, 1)
         ON CONFLICT (throttle_key) DO UPDATE SET
             failures = CASE WHEN sign_in_attempts.window_start < $3 THEN 1
                             ELSE sign_in_attempts.failures + 1 END,
             window_start = CASE WHEN sign_in_attempts.window_start < $3 THEN $2
                                 ELSE sign_in_attempts.window_start END
         RETURNING window_start, failures, blocked_until",
    )
    .text(key)
    .time(now)
    .time(window_from)
    .one(tx)
    .await?;
    read(&row)
}

/// Lets nobody try `key` until then; whether it has failures at all.
#[instrument(name = "db.sign_in_attempts.block", level = "debug", skip_all)]
pub async fn block(tx: &mut Tx, key: &str, until: Timestamp) -> Result<bool, StoreError> {
    sql("UPDATE sign_in_attempts SET blocked_until = $2 WHERE throttle_key = $1")
        .text(key)
        .time(until)
        .touched(tx)
        .await
}

/// Takes one failure back, as when the attempt counted beforehand succeeded. A block ends:
/// the attempt could only be made because none was in force.
#[instrument(name = "db.sign_in_attempts.take_back", level = "debug", skip_all)]
pub async fn take_back(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
    sql(
        "UPDATE sign_in_attempts SET failures = failures - 1, blocked_until = NULL
         WHERE throttle_key = $1 AND failures > 0",
    )
    .text(key)
    .touched(tx)
    .await
}

/// Forgets the failures of `key`.
#[instrument(name = "db.sign_in_attempts.clear", level = "debug", skip_all)]
pub async fn clear(tx: &mut Tx, key: &str) -> Result<(), StoreError> {
    sql("DELETE FROM sign_in_attempts WHERE throttle_key = $1")
        .text(key)
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets what began before `window_from` and no longer blocks at `now`; how many keys.
#[instrument(name = "db.sign_in_attempts.delete_stale", level = "debug", skip_all)]
pub async fn delete_stale(
    tx: &mut Tx,
    window_from: Timestamp,
    now: Timestamp,
) -> Result<u64, StoreError> {
    sql("DELETE FROM sign_in_attempts
         WHERE window_start < $1 AND (blocked_until IS NULL OR blocked_until <= $2)")
    .time(window_from)
    .time(now)
    .execute(tx)
    .await
}

fn read(row: &AnyRow) -> Result<Attempts, StoreError> {
    // The key may be an address: errors do not show it.
    let fields = Fields::new("sign_in_attempts", row, &[]);
    Ok(Attempts {
        window_start: fields.time("window_start")?,
        failures: fields.int("failures")?,
        blocked_until: fields.opt_time("blocked_until")?,
    })
}
