//! Who has read what in full, once a day.

use domain::UserId;
use jiff::civil::Date;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::sql;
use crate::store::Tx;

/// Notes that a person reads a revision on a day; whether that is new.
#[instrument(name = "db.audit.note_reading", level = "debug", skip_all)]
pub async fn note_reading(
    tx: &mut Tx,
    user: &UserId,
    subject: &str,
    revision: i64,
    day: Date,
) -> Result<bool, StoreError> {
    sql(
        "INSERT INTO withheld_readings (user_id, subject, revision, day)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, subject, revision, day) DO NOTHING",
    )
    .text(user.as_str())
    .text(subject)
    .int(revision)
    .text(&day.to_string())
    .touched(tx)
    .await
}
