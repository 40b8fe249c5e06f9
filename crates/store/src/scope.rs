//! Whose rows a transaction may see: the second wall between bodies.
//!
//! The first wall is the use case, which asks [`domain::Role::may`]. A use case in the name of
//! somebody of a body begins with [`crate::Store::begin_as`] that body; PostgreSQL then shows
//! the transaction no other body's rows of the tables that hold what is not public, even when
//! a statement forgets its condition (`migrations/postgres/*_row_level_security.sql`). SQLite
//! has no such wall. The wall does not hold for a superuser: [`crate::Store::is_walled`] tells.

use std::fmt;

use domain::BodyCode;

/// Whose rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's: for commands, jobs, publications, and people without a body, whose use
    /// cases look up what they were assigned.
    Everything,
    /// One body's.
    Body(BodyCode),
}

impl fmt::Display for Scope {
    /// The value of the setting `hyokasho.scope` that the policies read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("everything"),
            // Six digits: nothing in it needs quoting.
            Self::Body(code) => f.write_str(code.as_str()),
        }
    }
}
