//! What the two databases do differently. Everything else in this crate is portable.

use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, absolute};

use sqlx::{AnyConnection, Executor};

use crate::error::StoreError;
use crate::scope::Scope;

/// Which database speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded one.
    Sqlite,
    /// The one beyond one machine.
    Postgres,
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Read,
    Write,
}

/// The two halves of taking a job, around what only one database can say. The outer
/// conditions repeat the inner ones: on PostgreSQL the row may have changed in between.
macro_rules! take_job {
    () => {
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, run_at = $2
         WHERE id = (SELECT id FROM jobs
                     WHERE state IN ('queued', 'running') AND run_at <= $1
                     ORDER BY run_at, id LIMIT 1"
    };
    (end) => {
        " AND state IN ('queued', 'running') AND run_at <= $1
         RETURNING id, kind, payload, dedupe, state, attempts, run_at, created_at, finished_at, error"
    };
}

/// As [`take_job!`], for mail.
macro_rules! take_mail {
    () => {
        "UPDATE mail_outbox SET state = 'sending', attempts = attempts + 1, run_at = $2
         WHERE id = (SELECT id FROM mail_outbox
                     WHERE state IN ('queued', 'sending') AND run_at <= $1
                     ORDER BY run_at, id LIMIT 1"
    };
    (end) => {
        " AND state IN ('queued', 'sending') AND run_at <= $1 RETURNING id"
    };
}

const SQLITE_SCHEME: &str = "sqlite://";

impl Dialect {
    /// The dialect of an address.
    pub(crate) fn of(url: &str) -> Result<Self, StoreError> {
        if url.starts_with(SQLITE_SCHEME) {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres)
        } else {
            let problem = "it begins neither with sqlite:// nor with postgres://".to_owned();
            Err(StoreError::Address { problem })
        }
    }

    /// The address for the driver; the file of a SQLite database exists afterwards.
    pub(crate) fn prepared(self, url: &str) -> Result<String, StoreError> {
        match (self, url.strip_prefix(SQLITE_SCHEME)) {
            (Self::Sqlite, Some(path)) => {
                let path = create_file(path)?;
                Ok(format!("{SQLITE_SCHEME}{}", percent_encoded(&path)))
            }
            _ => Ok(url.to_owned()),
        }
    }

    /// How many connections a pool may open. SQLite has one writer at a time: a pool of
    /// one makes the others wait in order of asking instead of polling the file.
    pub(crate) fn connections(self, purpose: Use) -> u32 {
        match (self, purpose) {
            (Self::Sqlite, Use::Write) => 1,
            (Self::Sqlite, Use::Read) => 8,
            (Self::Postgres, _) => 16,
        }
    }

    /// How a transaction begins. A writing one on SQLite takes the lock at once: one that
    /// read first and wrote later could fail in the middle.
    pub(crate) fn begin(self, purpose: Use, scope: &Scope) -> String {
        let statement = match (self, purpose) {
            (Self::Sqlite, Use::Read) => "BEGIN",
            (Self::Sqlite, Use::Write) => "BEGIN IMMEDIATE",
            (Self::Postgres, Use::Read) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            (Self::Postgres, Use::Write) => "BEGIN ISOLATION LEVEL READ COMMITTED",
        };
        match self {
            Self::Sqlite => statement.to_owned(),
            Self::Postgres => format!("{statement}; SET LOCAL hyokasho.scope = '{scope}'"),
        }
    }

    /// Says whether row-level security holds for whoever asks: `walled` is 1 or 0. `None`
    /// where there is none.
    pub(crate) fn find_wall(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "SELECT CAST(CASE WHEN rolsuper OR rolbypassrls THEN 0 ELSE 1 END AS BIGINT) AS walled
                 FROM pg_roles WHERE rolname = current_user",
            ),
        }
    }

    /// Keeps a second migrator out until the transaction ends, however long that takes.
    /// SQLite's write lock has done so already.
    pub(crate) fn lock_migrator(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            // The key is "hyokasho" in ASCII.
            Self::Postgres => Some(
                "SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(7528170759113631855)",
            ),
        }
    }

    /// Finds the table whose name is `$1`.
    pub(crate) fn find_table(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1",
            Self::Postgres => {
                "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_name = $1"
            }
        }
    }

    /// Picks a due job. PostgreSQL passes over those that another worker is just taking.
    pub(crate) fn take_job(self) -> &'static str {
        match self {
            Self::Sqlite => concat!(take_job!(), ")", take_job!(end)),
            Self::Postgres => concat!(take_job!(), " FOR UPDATE SKIP LOCKED)", take_job!(end)),
        }
    }

    /// Picks a due mail, likewise.
    pub(crate) fn take_mail(self) -> &'static str {
        match self {
            Self::Sqlite => concat!(take_mail!(), ")", take_mail!(end)),
            Self::Postgres => concat!(take_mail!(), " FOR UPDATE SKIP LOCKED)", take_mail!(end)),
        }
    }
}

/// Prepares a new connection.
pub(crate) async fn set_up(
    connection: &mut AnyConnection,
    dialect: Dialect,
    purpose: Use,
) -> Result<(), sqlx::Error> {
    let statements = match (dialect, purpose) {
        (Dialect::Sqlite, Use::Write) => {
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
             PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON"
        }
        (Dialect::Sqlite, Use::Read) => "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON",
        // Nobody waits longer than on SQLite, and a forgotten transaction lets go in the end.
        (Dialect::Postgres, _) => {
            "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '10min'"
        }
    };
    connection.execute(sqlx::raw_sql(statements)).await?;
    Ok(())
}

/// Makes the file and its folder, closed to other people; the absolute path.
fn create_file(path: &str) -> Result<String, StoreError> {
    let failed = |source| StoreError::File {
        path: path.to_owned(),
        source,
    };
    let whole = absolute(path).map_err(failed)?;
    let folder = whole.parent().unwrap_or(Path::new("/"));
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(failed)?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    options.open(&whole).map_err(failed)?;
    match whole.to_str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(StoreError::Address {
            problem: "the path is not UTF-8".to_owned(),
        }),
    }
}

/// A path in an address: everything but plain characters and `/` as `%XX`.
fn percent_encoded(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encode).collect()
}
