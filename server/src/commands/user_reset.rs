//! `user reset-second-factor`: for whom no administrator can help any more.

use std::sync::Arc;

use workflow::Operator;

use super::{Done, Failure, say};
use crate::cli::UserResetArgs;
use crate::config::Config;
use crate::startup;

/// Takes a second factor away; the password stays.
pub(super) async fn run(config: &Arc<Config>, args: UserResetArgs) -> Done {
    let content = startup::open_content()?;
    let workflow = startup::open_workflow(config, &content).await?;
    let email = args.email;
    let reset = workflow
        .reset_second_factor_as_operator(Operator, &email)
        .await;
    match reset {
        Ok(true) => {
            say(format!(
                "{email} の2段階認証を解除し、すべての端末からサインアウトしました。本人と管理者に知らせます。2段階認証が必要な役割では、次のサインインで登録し直します。"
            ));
            Ok(())
        }
        Ok(false) => {
            say(format!(
                "{email} は2段階認証を登録していません。何も変わっていません。"
            ));
            Ok(())
        }
        Err(workflow::WorkflowError::NotFound) => Err(Failure::Refused(format!(
            "{email} は登録されていません。アドレスを確かめてください。"
        ))),
        Err(error) => Err(error.into()),
    }
}
