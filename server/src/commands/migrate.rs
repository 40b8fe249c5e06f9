//! `migrate`: the database's schema.

use anyhow::Context;
use store::Store;

use super::{Done, say};
use crate::config::Config;

/// Applies what is missing.
pub(super) async fn run(config: &Config) -> Done {
    let store = Store::open(&config.database_url())
        .await
        .context("cannot open the database")?;
    let applied = store
        .migrate()
        .await
        .context("cannot migrate the database")?;
    match applied.len() {
        0 => say("データベースの構造は最新です。"),
        count => say(format!("データベースの構造を更新しました（{count}件）。")),
    }
    Ok(())
}
