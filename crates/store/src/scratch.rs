//! Empty schemas on a PostgreSQL server, for tests; here because only this crate speaks
//! SQL. Never point it at a database that matters.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};

use crate::error::StoreError;

/// Makes a new schema; the address under which [`crate::Store::open`] finds it.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Refused`] for a name other than `a-z 0-9 _`.
pub async fn create_schema(url: &str, name: &str) -> Result<String, StoreError> {
    run(url, name, "CREATE SCHEMA", "").await?;
    let joint = if url.contains('?') { '&' } else { '?' };
    Ok(format!("{url}{joint}options=-csearch_path%3D{name}"))
}

/// Removes a schema with all that is in it.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Refused`] for a name other than `a-z 0-9 _`.
pub async fn drop_schema(url: &str, name: &str) -> Result<(), StoreError> {
    run(url, name, "DROP SCHEMA IF EXISTS", " CASCADE").await
}

async fn run(url: &str, name: &str, verb: &str, rest: &str) -> Result<(), StoreError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        return Err(StoreError::Refused {
            what: "schema name".to_owned(),
        });
    }
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await?;
    let statement = format!("{verb} {name}{rest}");
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(statement)))
        .await?;
    connection.close().await?;
    Ok(())
}
