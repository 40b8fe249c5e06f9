//! `audit verify`: whether the audit trail is what was written.

use std::sync::Arc;

use anyhow::Context;
use store::Store;
use store::audit::{self, BrokenAt, Chain, Fault};

use super::{Done, Failure, require_database, say};
use crate::config::Config;

/// Follows the chain from its beginning.
pub(super) async fn run(config: &Arc<Config>) -> Done {
    require_database(config)?;
    let store = Store::open(&config.database_url())
        .await
        .context("cannot open the database")?;
    store
        .check_schema()
        .await
        .context("run `hyokasho migrate` first")?;
    let mut tx = store.begin_read().await?;
    match audit::verify(&mut tx).await? {
        Chain::Whole { count } => {
            say(format!("監査記録に改変はありません（{count}件）。"));
            Ok(())
        }
        Chain::Broken(BrokenAt { seq, why }) => Err(Failure::Refused(format!(
            "監査記録の {seq} 番で鎖が切れています: {}。バックアップと照らし合わせてください。",
            words(&why)
        ))),
    }
}

fn words(why: &Fault) -> &'static str {
    match why {
        Fault::Missing => "記録が欠けています",
        Fault::OtherPrevious => "前の記録とつながりません",
        Fault::Changed => "記録の内容が書き換えられています",
        Fault::OtherEnd => "末尾が控えと一致しません",
    }
}
