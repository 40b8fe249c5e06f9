//! Empty schemas on a PostgreSQL server, for tests; here because only this crate speaks
//! SQL. Never point it at a database that matters.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};

use crate::error::StoreError;

/// Makes a new schema with an owner of its own, who is no superuser: what binds the program
/// in service binds it here. The address under which [`crate::Store::open`] finds it.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Refused`] for a name other than `a-z 0-9 _`.
pub async fn create_schema(url: &str, name: &str) -> Result<String, StoreError> {
    check(name)?;
    let statements = format!(
        "CREATE ROLE {name} LOGIN PASSWORD '{name}'; CREATE SCHEMA {name} AUTHORIZATION {name}"
    );
    run(url, statements).await?;
    let url = as_role(url, name)?;
    let joint = if url.contains('?') { '&' } else { '?' };
    Ok(format!(
        "{url}{joint}options=-csearch_path%3D{name}&application_name={name}"
    ))
}

/// Removes a schema with all that is in it, and ends whoever is still connected to it: a
/// transaction left open would hold its locks for as long as the test's runtime is busy.
///
/// # Errors
/// [`StoreError::Unavailable`], [`StoreError::Refused`] for a name other than `a-z 0-9 _`.
pub async fn drop_schema(url: &str, name: &str) -> Result<(), StoreError> {
    check(name)?;
    run(
        url,
        format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = '{name}';
             DROP SCHEMA IF EXISTS {name} CASCADE;
             DROP ROLE IF EXISTS {name}"
        ),
    )
    .await
}

/// The address for a role whose password is its name.
fn as_role(url: &str, name: &str) -> Result<String, StoreError> {
    let problem = || StoreError::Address {
        problem: "it names nobody".to_owned(),
    };
    let (scheme, rest) = url.split_once("://").ok_or_else(problem)?;
    let (_, host) = rest.rsplit_once('@').ok_or_else(problem)?;
    Ok(format!("{scheme}://{name}:{name}@{host}"))
}

fn check(name: &str) -> Result<(), StoreError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !name.is_empty() && name.chars().all(plain) {
        return Ok(());
    }
    Err(StoreError::Refused {
        what: "schema name".to_owned(),
    })
}

async fn run(url: &str, statements: String) -> Result<(), StoreError> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await?;
    let outcome = connection
        .execute(sqlx::raw_sql(AssertSqlSafe(statements)))
        .await;
    connection.close().await?;
    outcome?;
    Ok(())
}
