//! Opening a database, and transactions in it.

use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Transaction};

use crate::dialect::{Dialect, Use};
use crate::error::StoreError;
use crate::scope::Scope;
use crate::sql::{Fields, sql};
use crate::{dialect, migrate};

/// How long a transaction waits for a connection before the store counts as unavailable.
const PATIENCE: Duration = Duration::from_secs(30);

/// A database with its connections; a clone shares them.
#[derive(Clone)]
pub struct Store {
    dialect: Dialect,
    reading: AnyPool,
    writing: AnyPool,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Connects to `sqlite://path` (a file, made with its folder when missing, readable by
    /// its owner only) or `postgres://…`. Applies no migrations.
    ///
    /// # Errors
    /// [`StoreError::Address`], [`StoreError::File`], [`StoreError::Unavailable`].
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url)?;
        let address = dialect.prepared(url)?;
        // The writing pool first: it makes the file a WAL database before anybody reads.
        let writing = connect(dialect, Use::Write, &address).await?;
        let reading = match dialect {
            Dialect::Sqlite => connect(dialect, Use::Read, &address).await?,
            Dialect::Postgres => writing.clone(),
        };
        Ok(Self {
            dialect,
            reading,
            writing,
        })
    }

    /// Which database this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Applies the migrations that are missing, all or none; the versions applied.
    ///
    /// # Errors
    /// [`StoreError::SchemaTooNew`], [`StoreError::MigrationChanged`].
    pub async fn migrate(&self) -> Result<Vec<i64>, StoreError> {
        let mut tx = self.begin().await?;
        let applied = migrate::apply_missing(&mut tx).await?;
        tx.commit().await?;
        Ok(applied)
    }

    /// Whether the schema is exactly this program's; also serves as a sign of life.
    ///
    /// # Errors
    /// [`StoreError::SchemaTooNew`], [`StoreError::SchemaTooOld`].
    pub async fn check_schema(&self) -> Result<(), StoreError> {
        let mut tx = self.begin_read().await?;
        migrate::check(&mut tx).await
    }

    /// Begins a transaction that reads: everything in it sees one state of the database.
    /// It sees every body's rows.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn begin_read(&self) -> Result<Tx, StoreError> {
        self.begin_read_as(&Scope::Everything).await
    }

    /// As [`Store::begin_read`], within `scope`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn begin_read_as(&self, scope: &Scope) -> Result<Tx, StoreError> {
        self.begin_in(&self.reading, Use::Read, scope).await
    }

    /// Begins a transaction that writes. On SQLite there is one at a time, in order of
    /// asking: never begin a second one while holding the first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Busy`] when another process writes.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        self.begin_as(&Scope::Everything).await
    }

    /// As [`Store::begin`], within `scope`.
    ///
    /// # Errors
    /// As [`Store::begin`].
    pub async fn begin_as(&self, scope: &Scope) -> Result<Tx, StoreError> {
        self.begin_in(&self.writing, Use::Write, scope).await
    }

    async fn begin_in(
        &self,
        pool: &AnyPool,
        purpose: Use,
        scope: &Scope,
    ) -> Result<Tx, StoreError> {
        // A scope is a word or six digits.
        let statement = AssertSqlSafe(self.dialect.begin(purpose, scope));
        Ok(Tx {
            inner: pool.begin_with(statement).await?,
            dialect: self.dialect,
        })
    }

    /// Whether the database keeps bodies apart by itself: PostgreSQL does, unless the program
    /// connects as a superuser or with the right to pass over such walls.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn is_walled(&self) -> Result<bool, StoreError> {
        match self.dialect.find_wall() {
            None => Ok(false),
            Some(statement) => {
                let mut tx = self.begin_read().await?;
                let row = sql(statement).one(&mut tx).await?;
                Ok(Fields::new("pg_roles", &row, &[]).int::<i64>("walled")? == 1)
            }
        }
    }

    /// Closes all connections once they are given back.
    pub async fn close(&self) {
        self.reading.close().await;
        self.writing.close().await;
    }
}

async fn connect(dialect: Dialect, purpose: Use, address: &str) -> Result<AnyPool, StoreError> {
    let options = AnyPoolOptions::new()
        .max_connections(dialect.connections(purpose))
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| {
            Box::pin(dialect::set_up(connection, dialect, purpose))
        });
    Ok(options.connect(address).await?)
}

/// A transaction; dropped without [`Tx::commit`] it leaves nothing behind.
pub struct Tx {
    inner: Transaction<'static, Any>,
    dialect: Dialect,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}

impl Tx {
    /// Makes what was written in it permanent.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: whether it became permanent is then unknown.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }

    /// Which database this is.
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }
}
