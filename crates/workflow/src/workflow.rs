//! What every use case needs.

use std::sync::Arc;

use domain::{Forms, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Store, StoreError};

use crate::clock::{Clock, today};
use crate::password::PasswordHashing;

/// The use cases, as methods in one file each. A clone shares everything.
#[derive(Debug, Clone)]
pub struct Workflow {
    pub(crate) store: Store,
    pub(crate) forms: Arc<Forms>,
    clock: Arc<dyn Clock>,
    pub(crate) hashing: PasswordHashing,
}

impl Workflow {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        store: Store,
        forms: Arc<Forms>,
        clock: Arc<dyn Clock>,
        hashing: PasswordHashing,
    ) -> Self {
        Self {
            store,
            forms,
            clock,
            hashing,
        }
    }

    /// The store, for reading lists that need no permission.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The form editions.
    #[must_use]
    pub fn forms(&self) -> &Arc<Forms> {
        &self.forms
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Today in Japan.
    #[must_use]
    pub fn today(&self) -> Date {
        today(self.clock.as_ref())
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn new_user_id(&self) -> Result<UserId, StoreError> {
        UserId::parse(&store::new_id(self.now())).map_err(|_| corrupt_id("users"))
    }
}

/// A new id that is no id: cannot be, but is no reason to panic.
pub(crate) fn corrupt_id(table: &'static str) -> StoreError {
    StoreError::Corrupt {
        table,
        column: "id",
        row: String::new(),
    }
}
