//! What can go wrong in the database, without the values that were being written.
//!
//! Drivers put values into the details of their errors. Those details end here: an error
//! of this crate names tables and constraints, never what somebody typed.

use sqlx::error::{DatabaseError, ErrorKind};

/// Why the store did not do what it was asked.
///
/// After an error inside a transaction the transaction is of no more use: drop it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database is not one of the two known kinds.
    #[error("unusable database address: {problem}")]
    Address {
        /// What is wrong, without the address, which may hold a password.
        problem: String,
    },
    /// The file of a SQLite database, or its folder, cannot be made.
    #[error("cannot create the database file {path}")]
    File {
        /// The file.
        path: String,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The database does not answer.
    #[error("the database is unavailable")]
    Unavailable(#[source] sqlx::Error),
    /// Others were writing for too long, or two transactions waited for each other;
    /// the same may work a moment later.
    #[error("the database is busy (code {code})")]
    Busy {
        /// The database's own code.
        code: String,
    },
    /// Any other refusal by the database.
    #[error("the database refused (code {code}): {message}")]
    Database {
        /// The database's own code.
        code: String,
        /// Its message, without details.
        message: String,
    },
    /// The driver could not carry the question or the answer.
    #[error("the database driver failed")]
    Driver(#[source] sqlx::Error),
    /// A stored value breaks a rule of the program.
    #[error("{table}.{column} of row {row} breaks a rule")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
    },
    /// Something with the same key is there already.
    #[error("{what} holds such a row already")]
    Conflict {
        /// The table.
        what: String,
    },
    /// The row names another one that is not there.
    #[error("a row refers to one that does not exist")]
    Dangling,
    /// A rule of the table refuses the row.
    #[error("the rule {what} refuses the row")]
    Refused {
        /// The constraint.
        what: String,
    },
    /// The row may never be changed or removed.
    #[error("rows of {what} are never changed")]
    Immutable {
        /// The table.
        what: String,
    },
    /// Somebody else saved first.
    #[error("the revision is stale: {current} is current")]
    Stale {
        /// The newest revision.
        current: i64,
    },
    /// The row to be changed does not exist.
    #[error("no such row in {table}")]
    Absent {
        /// The table.
        table: &'static str,
    },
    /// A text holds the character U+0000, which PostgreSQL cannot keep.
    #[error("a text holds the character U+0000")]
    NulCharacter,
    /// A value could not be written as JSON.
    #[error("a value cannot be written as JSON")]
    Json(#[source] serde_json::Error),
    /// The database was made by a newer program.
    #[error(
        "the database has migration {version}, which this program does not know; run a newer program"
    )]
    SchemaTooNew {
        /// The newest unknown migration.
        version: i64,
    },
    /// The database lacks a migration.
    #[error("the database lacks migration {version}; run `hyokasho migrate`")]
    SchemaTooOld {
        /// The oldest missing migration.
        version: i64,
    },
    /// An applied migration differs from the program's.
    #[error("migration {version} was changed after it had been applied")]
    MigrationChanged {
        /// The migration.
        version: i64,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(refusal) => from_refusal(refusal.as_ref()),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable(error),
            sqlx::Error::Configuration(problem) => Self::Address {
                problem: problem.to_string(),
            },
            other => Self::Driver(other),
        }
    }
}

/// Both databases' triggers say `immutable: table`.
const IMMUTABLE: &str = "immutable: ";

fn from_refusal(refusal: &dyn DatabaseError) -> StoreError {
    let code = refusal.code().unwrap_or_default().into_owned();
    let message = refusal.message();
    if let Some(table) = message.strip_prefix(IMMUTABLE) {
        return StoreError::Immutable {
            what: table.to_owned(),
        };
    }
    match refusal.kind() {
        ErrorKind::UniqueViolation => StoreError::Conflict {
            what: table_of(refusal),
        },
        ErrorKind::ForeignKeyViolation => StoreError::Dangling,
        ErrorKind::NotNullViolation | ErrorKind::CheckViolation => StoreError::Refused {
            what: rule_of(refusal),
        },
        _ if is_busy(&code) => StoreError::Busy { code },
        _ if is_shutdown(&code) => StoreError::Unavailable(sqlx::Error::Protocol(code)),
        _ => StoreError::Database {
            code,
            message: message.to_owned(),
        },
    }
}

/// PostgreSQL names the table; SQLite writes `UNIQUE constraint failed: table.column, …`.
fn table_of(refusal: &dyn DatabaseError) -> String {
    match refusal.table() {
        Some(table) => table.to_owned(),
        None => {
            let named = after_colon(refusal.message());
            named.split('.').next().unwrap_or(named).to_owned()
        }
    }
}

fn rule_of(refusal: &dyn DatabaseError) -> String {
    match (refusal.constraint(), refusal.table()) {
        (Some(name), _) | (None, Some(name)) => name.to_owned(),
        (None, None) => after_colon(refusal.message()).to_owned(),
    }
}

fn after_colon(message: &str) -> &str {
    message.split_once(": ").map_or(message, |(_, named)| named)
}

/// SQLite's BUSY and LOCKED with their extended codes; PostgreSQL's failed serialisation,
/// deadlock and lock timeout.
fn is_busy(code: &str) -> bool {
    let sqlite = code
        .parse::<u32>()
        .is_ok_and(|number| matches!(number & 0xff, 5 | 6));
    (sqlite && code.len() < 5) || matches!(code, "40001" | "40P01" | "55P03")
}

/// PostgreSQL going down, coming up, out of connections, or tired of an idle transaction.
fn is_shutdown(code: &str) -> bool {
    let of_class = code.starts_with("08") || code.starts_with("57P");
    code.len() == 5 && (of_class || matches!(code, "53300" | "25P03"))
}
