//! The file of a SQLite database.

use std::os::unix::fs::PermissionsExt;

use sqlx::{AnyConnection, Connection, Row};
use store::{Store, StoreError, meta};
use tempfile::TempDir;

fn mode(path: &std::path::Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn the_file_and_its_folder_are_the_owners_only() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("データ 1?#%").join("hyokasho.db");
    let store = Store::open(&format!("sqlite://{}", path.to_str().unwrap()))
        .await
        .unwrap();
    store.migrate().await.unwrap();
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for file in path.parent().unwrap().read_dir().unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn the_database_survives_being_closed() {
    let folder = TempDir::new().unwrap();
    let url = format!(
        "sqlite://{}",
        folder.path().join("hyokasho.db").to_str().unwrap()
    );
    let store = Store::open(&url).await.unwrap();
    store.migrate().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    meta::set(&mut tx, "name", "value").await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    let store = Store::open(&url).await.unwrap();
    let mut tx = store.begin_read().await.unwrap();
    assert_eq!(
        meta::get(&mut tx, "name").await.unwrap().as_deref(),
        Some("value")
    );
}

#[tokio::test]
async fn the_file_keeps_a_write_ahead_log() {
    let db = testkit::database::sqlite().await;
    let mut connection = AnyConnection::connect(&db.url).await.unwrap();
    let row = sqlx::query("PRAGMA journal_mode")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(row.get::<String, _>(0), "wal");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let url = format!("sqlite://{}/below/hyokasho.db", file.to_str().unwrap());
    let refused = Store::open(&url).await.unwrap_err();
    assert!(matches!(&refused, StoreError::File { path, .. } if path.ends_with("hyokasho.db")));
}
