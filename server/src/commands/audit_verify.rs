//! `audit verify`: whether the audit trail is what was written, and what was seen before.

use std::sync::Arc;

use anyhow::Context;
use store::Store;
use store::audit::{self, BrokenAt, Chain, Fault};
use workflow::{Clock, SystemClock};

use super::{Done, Failure, require_database, say};
use crate::config::Config;
use crate::trail_anchors;

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
    let path = trail_anchors::path(config);
    let seen = trail_anchors::read(&path)?;
    let mut tx = store.begin_read().await?;
    match audit::verify_with(&mut tx, &seen).await? {
        Chain::Whole { count } => {
            let end = audit::end(&mut tx).await?;
            if end.seq > 0
                && let Err(error) = trail_anchors::add(&path, &end, SystemClock.now())
            {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "the end of the trail is not kept"
                );
            }
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
        Fault::OtherThanSeen => "前に検証したときの記録と違います",
    }
}
