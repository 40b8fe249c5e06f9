//! `demo`: fictional bodies, people and assessments.

use std::sync::Arc;

use super::{Done, Failure, open, say};
use crate::cli::DemoArgs;
use crate::config::Config;
use crate::demo;

/// Brings the demo in, as far as it is not there.
pub(super) async fn run(config: &Arc<Config>, args: &DemoArgs) -> Done {
    if !config.is_loopback() {
        return Err(Failure::Usage(
            "架空のデータは、このマシンからだけ使える設定（server.listen が 127.0.0.1 など）のときに限って入れられます。".to_owned(),
        ));
    }
    let state = open(config).await?;
    let accounts = demo::load(&state, args.seed).await?;
    accounts.lines().iter().for_each(say);
    state.publisher.bring_up_to_date().await?;
    say("架空のデータがそろいました。hyokasho serve で動かせます。");
    Ok(())
}
