//! Secret addresses of calendars: one a person. Only the SHA-256 of the token is stored.

use domain::UserId;
use domain::digest::Digest;
use jiff::Timestamp;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;
use crate::users::{self, User};

/// Gives a person a new address; the one before is void.
#[instrument(name = "db.calendar_feeds.replace", level = "debug", skip_all)]
pub async fn replace(
    tx: &mut Tx,
    user: &UserId,
    token: &Digest,
    at: Timestamp,
) -> Result<(), StoreError> {
    revoke(tx, user).await?;
    sql("INSERT INTO calendar_feeds (token_hash, user_id, created_at) VALUES ($1, $2, $3)")
        .text(token.as_str())
        .text(user.as_str())
        .time(at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes the person's address away; whether there was one.
#[instrument(name = "db.calendar_feeds.revoke", level = "debug", skip_all)]
pub async fn revoke(tx: &mut Tx, user: &UserId) -> Result<bool, StoreError> {
    sql("DELETE FROM calendar_feeds WHERE user_id = $1")
        .text(user.as_str())
        .touched(tx)
        .await
}

/// Since when the person has an address.
#[instrument(name = "db.calendar_feeds.since", level = "debug", skip_all)]
pub async fn since(tx: &mut Tx, user: &UserId) -> Result<Option<Timestamp>, StoreError> {
    sql("SELECT created_at FROM calendar_feeds WHERE user_id = $1")
        .text(user.as_str())
        .find(tx, |row| {
            Fields::new("calendar_feeds", row, &[]).time("created_at")
        })
        .await
}

/// The active person whose address it is.
#[instrument(name = "db.calendar_feeds.find_user", level = "debug", skip_all)]
pub async fn find_user(tx: &mut Tx, token: &Digest) -> Result<Option<User>, StoreError> {
    let user = sql("SELECT user_id FROM calendar_feeds WHERE token_hash = $1")
        .text(token.as_str())
        .find(tx, |row| {
            Fields::new("calendar_feeds", row, &[]).parsed("user_id", UserId::parse)
        })
        .await?;
    let Some(user) = user else { return Ok(None) };
    let found = users::find(tx, &user).await?;
    Ok(found.filter(|user| user.state == users::UserState::Active))
}
