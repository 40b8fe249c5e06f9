//! `body regime`: which law a body follows.

use std::sync::Arc;

use workflow::{Operator, WorkflowError};

use super::{Done, Failure, say};
use crate::cli::BodyRegimeArgs;
use crate::config::Config;
use crate::startup;

/// Says it, and says whether that was new.
pub(super) async fn run(config: &Arc<Config>, args: &BodyRegimeArgs) -> Done {
    let content = startup::open_content()?;
    let workflow = startup::open_workflow(config, &content).await?;
    let (code, regime) = (&args.code, args.regime);
    match workflow.set_regime(Operator, code, regime).await {
        Ok(true) => {
            say(format!(
                "{code} の区分を「{}」にしました。これからの手続に使います。進行中の評価書の段階は変わりません。",
                regime.label()
            ));
            Ok(())
        }
        Ok(false) => {
            say(format!(
                "{code} の区分は、すでに「{}」です。何も変わっていません。",
                regime.label()
            ));
            Ok(())
        }
        Err(WorkflowError::NotFound) => Err(Failure::Refused(format!(
            "{code} は登録されていません。先に hyokasho body import で団体を取り込んでください。"
        ))),
        Err(error) => Err(error.into()),
    }
}
