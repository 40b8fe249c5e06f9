//! Questions to the database and the reading of its answers.
//!
//! [`Statement`] fixes how values are written: times in UTC with a fixed width, so that
//! they sort as text; truth as 0 and 1; JSON as text; no U+0000. [`Fields`] reads them
//! back and names table, column and row when a value breaks a rule.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Row};

use crate::error::StoreError;
use crate::store::Tx;

/// A statement with its values, in the order of `$1`, `$2`, ….
pub(crate) struct Statement {
    query: Query<'static, Any, AnyArguments>,
    problem: Option<StoreError>,
}

/// Begins a statement.
pub(crate) fn sql(text: &'static str) -> Statement {
    Statement {
        query: sqlx::query(text),
        problem: None,
    }
}

/// A time as it is stored: `2014-10-01T00:00:00.000000000Z`.
pub(crate) fn stored_time(time: Timestamp) -> String {
    format!("{time:.9}")
}

impl Statement {
    pub(crate) fn text(self, value: &str) -> Self {
        self.opt_text(Some(value))
    }

    pub(crate) fn opt_text(mut self, value: Option<&str>) -> Self {
        // SQLite would keep it and PostgreSQL refuse it: both refuse it.
        if value.is_some_and(|text| text.contains('\0')) {
            self.problem.get_or_insert(StoreError::NulCharacter);
        }
        self.query = self.query.bind(value.map(str::to_owned));
        self
    }

    pub(crate) fn int(mut self, value: i64) -> Self {
        self.query = self.query.bind(value);
        self
    }

    pub(crate) fn time(self, value: Timestamp) -> Self {
        self.text(&stored_time(value))
    }

    pub(crate) fn json(mut self, value: &impl Serialize) -> Self {
        match serde_json::to_string(value) {
            Ok(text) => self.text(&text),
            Err(problem) => {
                self.problem.get_or_insert(StoreError::Json(problem));
                self
            }
        }
    }

    fn checked(self) -> Result<Query<'static, Any, AnyArguments>, StoreError> {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(self.query),
        }
    }

    /// Runs it; how many rows it touched.
    pub(crate) async fn execute(self, tx: &mut Tx) -> Result<u64, StoreError> {
        Ok(self
            .checked()?
            .execute(tx.connection())
            .await?
            .rows_affected())
    }

    /// Runs it; whether it touched a row.
    pub(crate) async fn touched(self, tx: &mut Tx) -> Result<bool, StoreError> {
        Ok(self.execute(tx).await? > 0)
    }

    /// Its only row, if any.
    pub(crate) async fn optional(self, tx: &mut Tx) -> Result<Option<AnyRow>, StoreError> {
        Ok(self.checked()?.fetch_optional(tx.connection()).await?)
    }

    /// Its only row.
    pub(crate) async fn one(self, tx: &mut Tx) -> Result<AnyRow, StoreError> {
        Ok(self.checked()?.fetch_one(tx.connection()).await?)
    }

    /// All its rows.
    pub(crate) async fn all(self, tx: &mut Tx) -> Result<Vec<AnyRow>, StoreError> {
        Ok(self.checked()?.fetch_all(tx.connection()).await?)
    }

    /// Its only row, read by `read`, if any.
    pub(crate) async fn find<T>(
        self,
        tx: &mut Tx,
        read: impl Fn(&AnyRow) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.optional(tx).await?.map(|row| read(&row)).transpose()
    }

    /// All its rows, each read by `read`.
    pub(crate) async fn list<T>(
        self,
        tx: &mut Tx,
        read: impl Fn(&AnyRow) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.all(tx).await?.iter().map(read).collect()
    }
}

/// A row being read.
pub(crate) struct Fields<'r> {
    row: &'r AnyRow,
    table: &'static str,
    key: String,
}

impl<'r> Fields<'r> {
    /// A row of `table`; `keys` are the columns, of text or numbers, that name it in errors.
    pub(crate) fn new(table: &'static str, row: &'r AnyRow, keys: &[&str]) -> Self {
        let shown = keys.iter().map(|key| {
            let text = row.try_get::<String, _>(*key);
            text.or_else(|_| row.try_get::<i64, _>(*key).map(|number| number.to_string()))
                .unwrap_or_else(|_| "?".to_owned())
        });
        Self {
            row,
            table,
            key: shown.collect::<Vec<_>>().join("/"),
        }
    }

    /// The error for a value that breaks a rule.
    pub(crate) fn corrupt(&self, column: &'static str) -> StoreError {
        StoreError::Corrupt {
            table: self.table,
            column,
            row: self.key.clone(),
        }
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, StoreError> {
        self.row.try_get(column).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn opt_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        self.row.try_get(column).map_err(|_| self.corrupt(column))
    }

    /// A whole number that fits `T`.
    pub(crate) fn int<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, StoreError> {
        let number: i64 = self.row.try_get(column).map_err(|_| self.corrupt(column))?;
        T::try_from(number).map_err(|_| self.corrupt(column))
    }

    /// A text that `parse` accepts.
    pub(crate) fn parsed<T, E>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, StoreError> {
        parse(&self.text(column)?).map_err(|_| self.corrupt(column))
    }

    /// A text that `parse` accepts, or NULL.
    pub(crate) fn opt_parsed<T, E>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, StoreError> {
        let text = self.opt_text(column)?;
        text.map(|text| parse(&text))
            .transpose()
            .map_err(|_| self.corrupt(column))
    }

    pub(crate) fn time(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        self.parsed(column, str::parse)
    }

    pub(crate) fn opt_time(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        self.opt_parsed(column, str::parse)
    }

    pub(crate) fn date(&self, column: &'static str) -> Result<Date, StoreError> {
        self.parsed(column, str::parse)
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        self.parsed(column, |text| serde_json::from_str(text))
    }
}
