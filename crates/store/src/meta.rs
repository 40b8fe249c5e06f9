//! Single values about the installation, as the version of the content last loaded.

use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// The value of a name.
#[instrument(name = "db.meta.get", level = "debug", skip_all)]
pub async fn get(tx: &mut Tx, name: &str) -> Result<Option<String>, StoreError> {
    sql("SELECT name, value FROM meta WHERE name = $1")
        .text(name)
        .find(tx, |row| Fields::new("meta", row, &["name"]).text("value"))
        .await
}

/// Gives a name a value.
#[instrument(name = "db.meta.set", level = "debug", skip_all)]
pub async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<(), StoreError> {
    sql("INSERT INTO meta (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    .text(name)
    .text(value)
    .execute(tx)
    .await?;
    Ok(())
}
