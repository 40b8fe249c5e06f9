//! A fresh, migrated database for each test.
#![allow(clippy::unwrap_used)]

use std::thread;

use store::Store;
use tempfile::TempDir;

use crate::time;

/// Where `cargo xtask test` says which PostgreSQL server it started.
pub const POSTGRES_URL: &str = "HYOKASHO_TEST_POSTGRES_URL";

/// A database that vanishes with this value.
#[derive(Debug)]
pub struct TestDatabase {
    /// The migrated store.
    pub store: Store,
    /// Its address.
    pub url: String,
    _remains: Remains,
}

/// What has to be removed in the end.
#[derive(Debug)]
enum Remains {
    Folder { _folder: TempDir },
    Schema { server: String, name: String },
}

/// A new SQLite database in a folder of its own.
///
/// # Panics
/// When it cannot be made.
pub async fn sqlite() -> TestDatabase {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("hyokasho.db");
    let url = format!("sqlite://{}", path.to_str().unwrap());
    migrated(url, Remains::Folder { _folder: folder }).await
}

/// A new schema on the PostgreSQL server of [`POSTGRES_URL`].
///
/// # Panics
/// When there is no server: a test that needs one fails and is never skipped.
pub async fn postgres() -> TestDatabase {
    let Ok(server) = std::env::var(POSTGRES_URL) else {
        panic!("{POSTGRES_URL} is not set: run `cargo xtask test`, which starts a PostgreSQL");
    };
    let name = format!("test_{}", store::new_id(time::start()).replace('-', ""));
    let url = store::scratch::create_schema(&server, &name).await.unwrap();
    migrated(url, Remains::Schema { server, name }).await
}

async fn migrated(url: String, remains: Remains) -> TestDatabase {
    let store = Store::open(&url).await.unwrap();
    store.migrate().await.unwrap();
    TestDatabase {
        store,
        url,
        _remains: remains,
    }
}

impl Drop for Remains {
    fn drop(&mut self) {
        let Self::Schema { server, name } = self else {
            return;
        };
        let (server, name) = (server.clone(), name.clone());
        // A thread of its own: the runtime of the test must not be blocked on itself.
        let removal = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime
                .unwrap()
                .block_on(store::scratch::drop_schema(&server, &name))
        });
        let removed = removal.join();
        if !thread::panicking() {
            removed.unwrap().unwrap();
        }
    }
}

/// Runs behaviours, `async fn name(db: TestDatabase)` each, on both databases.
///
/// ```
/// use testkit::{TestDatabase, on_both};
///
/// on_both! {
///     a_migrated_database_says_so,
/// }
///
/// async fn a_migrated_database_says_so(db: TestDatabase) {
///     db.store.check_schema().await.unwrap();
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::database::sqlite().await).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::database::postgres().await).await;
                }
            )+
        }
    };
}
