//! Bringing a database to the schema of this program.
//!
//! All missing migrations run in one transaction, on both databases: a killed migrator
//! leaves the old schema. The rules for writing one are in `migrations/README.md`.

use domain::digest::digest_of;
use sqlx::Executor;

use crate::dialect::Dialect;
use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A migration as built into the program.
struct Migration {
    version: i64,
    name: &'static str,
    /// `None`: for both databases.
    only: Option<Dialect>,
    sql: &'static str,
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        migration!($version, $name, None, "")
    };
    ($version:literal, $name:literal, sqlite) => {
        migration!($version, $name, Some(Dialect::Sqlite), "sqlite/")
    };
    ($version:literal, $name:literal, postgres) => {
        migration!($version, $name, Some(Dialect::Postgres), "postgres/")
    };
    ($version:literal, $name:literal, $only:expr, $folder:literal) => {
        Migration {
            version: $version,
            name: $name,
            only: $only,
            sql: include_str!(concat!(
                "../../../migrations/",
                $folder,
                $version,
                "_",
                $name,
                ".sql"
            )),
        }
    };
}

/// Every migration, oldest first.
const MIGRATIONS: &[Migration] = &[
    migration!(20261124090000, "people"),
    migration!(20261124090100, "assessments"),
    migration!(20261124090200, "editions"),
    migration!(20261124090300, "operations"),
    migration!(20261124090400, "append_only", sqlite),
    migration!(20261124090400, "append_only", postgres),
    migration!(20261124090500, "collation", postgres),
    migration!(20261124090600, "audit_subject"),
    migration!(20261124100000, "second_factor"),
    migration!(20261124101000, "notifications"),
    migration!(20261124101100, "audit_origin"),
    migration!(20261124101200, "calendar_feeds"),
    migration!(20261124102000, "notices"),
    migration!(20261124102100, "notices_only_grow", sqlite),
    migration!(20261124102100, "notices_only_grow", postgres),
    migration!(20261124102200, "inquiries"),
    migration!(20261124102300, "inquiries_only_grow", sqlite),
    migration!(20261124102300, "inquiries_only_grow", postgres),
    migration!(20261124103000, "affairs"),
    migration!(20261124103100, "plans"),
    migration!(20261124103200, "affairs_append_only", sqlite),
    migration!(20261124103200, "affairs_append_only", postgres),
    migration!(20261124104000, "procedure"),
    migration!(20261124104100, "procedure_append_only", sqlite),
    migration!(20261124104100, "procedure_append_only", postgres),
    migration!(20261124104200, "stages", sqlite),
    migration!(20261124104200, "stages", postgres),
    migration!(20261124105000, "changes"),
    migration!(20261124105100, "changes_append_only", sqlite),
    migration!(20261124105100, "changes_append_only", postgres),
    migration!(20261124110000, "consultations"),
    migration!(20261124110100, "consultations_append_only", sqlite),
    migration!(20261124110100, "consultations_append_only", postgres),
    migration!(20261124111000, "body_regime"),
    migration!(20261124111100, "third_party_review"),
    migration!(20261124111200, "submissions"),
    migration!(20261124111300, "review_append_only", sqlite),
    migration!(20261124111300, "review_append_only", postgres),
    migration!(20261124130000, "consultation_withdrawals"),
    migration!(20261124130020, "consultation_withdrawals_only_grow", sqlite),
    migration!(
        20261124130020,
        "consultation_withdrawals_only_grow",
        postgres
    ),
    migration!(20261124131000, "plan_receipts"),
    migration!(20261124132000, "withdrawn_submissions"),
    migration!(20261124133000, "collation_of_the_procedure", postgres),
    migration!(20261124133100, "row_level_security", postgres),
];

const TABLE: &str = "schema_migrations";

fn migrations_of(dialect: Dialect) -> impl Iterator<Item = &'static Migration> {
    let fits = move |only: Option<Dialect>| only.is_none_or(|only| only == dialect);
    MIGRATIONS
        .iter()
        .filter(move |migration| fits(migration.only))
}

/// Applies what is missing; the versions applied.
pub(crate) async fn apply_missing(tx: &mut Tx) -> Result<Vec<i64>, StoreError> {
    if let Some(lock) = tx.dialect().lock_migrator() {
        tx.connection().execute(sqlx::raw_sql(lock)).await?;
    }
    let known = applied(tx).await?;
    refuse_strangers(tx.dialect(), &known)?;
    if known.is_empty() {
        sql("CREATE TABLE IF NOT EXISTS schema_migrations (
                version BIGINT NOT NULL PRIMARY KEY,
                name TEXT NOT NULL,
                digest TEXT NOT NULL,
                applied_at TEXT NOT NULL
            )")
        .execute(tx)
        .await?;
    }
    let mut done = Vec::new();
    for migration in migrations_of(tx.dialect()) {
        if !known
            .iter()
            .any(|(version, _)| *version == migration.version)
        {
            apply(tx, migration).await?;
            done.push(migration.version);
        }
    }
    Ok(done)
}

async fn apply(tx: &mut Tx, migration: &Migration) -> Result<(), StoreError> {
    tracing::info!(
        migration.version,
        migration.name,
        "applying migration {}",
        migration.version
    );
    tx.connection()
        .execute(sqlx::raw_sql(migration.sql))
        .await?;
    sql(
        "INSERT INTO schema_migrations (version, name, digest, applied_at)
         VALUES ($1, $2, $3, CAST(CURRENT_TIMESTAMP AS TEXT))",
    )
    .int(migration.version)
    .text(migration.name)
    .text(digest_of(migration.sql.as_bytes()).as_str())
    .execute(tx)
    .await?;
    Ok(())
}

/// Refuses a schema that is not exactly this program's.
pub(crate) async fn check(tx: &mut Tx) -> Result<(), StoreError> {
    let known = applied(tx).await?;
    refuse_strangers(tx.dialect(), &known)?;
    let missing = migrations_of(tx.dialect()).find(|migration| {
        !known
            .iter()
            .any(|(version, _)| *version == migration.version)
    });
    match missing {
        Some(migration) => Err(StoreError::SchemaTooOld {
            version: migration.version,
        }),
        None => Ok(()),
    }
}

/// Versions and digests in the database.
async fn applied(tx: &mut Tx) -> Result<Vec<(i64, String)>, StoreError> {
    if sql(tx.dialect().find_table())
        .text(TABLE)
        .optional(tx)
        .await?
        .is_none()
    {
        return Ok(Vec::new());
    }
    sql("SELECT version, digest FROM schema_migrations ORDER BY version")
        .list(tx, |row| {
            let fields = Fields::new(TABLE, row, &["version"]);
            Ok((fields.int("version")?, fields.text("digest")?))
        })
        .await
}

fn refuse_strangers(dialect: Dialect, known: &[(i64, String)]) -> Result<(), StoreError> {
    for (version, digest) in known.iter().rev() {
        let Some(own) = migrations_of(dialect).find(|own| own.version == *version) else {
            return Err(StoreError::SchemaTooNew { version: *version });
        };
        if digest_of(own.sql.as_bytes()).as_str() != digest {
            return Err(StoreError::MigrationChanged { version: *version });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_built_in_and_in_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
        let mut found = BTreeSet::new();
        for part in ["", "sqlite/", "postgres/"] {
            for entry in fs::read_dir(format!("{folder}/{part}")).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if name.ends_with(".sql") {
                    found.insert(format!("{part}{name}"));
                }
            }
        }
        let built_in = MIGRATIONS.iter().map(|migration| {
            let part = match migration.only {
                None => "",
                Some(Dialect::Sqlite) => "sqlite/",
                Some(Dialect::Postgres) => "postgres/",
            };
            format!("{part}{}_{}.sql", migration.version, migration.name)
        });
        assert_eq!(built_in.collect::<BTreeSet<_>>(), found);
        assert!(MIGRATIONS.is_sorted_by_key(|migration| migration.version));
    }
}
