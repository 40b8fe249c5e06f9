//! `user add`: a one-time link for a new person.

use std::sync::Arc;

use workflow::{NewUser, Operator};

use super::{Done, Failure, say};
use crate::cli::UserAddArgs;
use crate::config::Config;
use crate::startup;

/// Invites a person, or lets one who is there choose a new password.
pub(super) async fn run(config: &Arc<Config>, args: UserAddArgs) -> Done {
    let UserAddArgs { email, role, body } = args;
    if role.needs_body() && body.is_none() {
        let word = role.as_str();
        return Err(Failure::Usage(format!(
            "役割 {word} には --body で団体コードを指定してください。"
        )));
    }
    if !role.needs_body() && body.is_some() {
        let word = role.as_str();
        return Err(Failure::Usage(format!(
            "役割 {word} は団体に属しません。--body を外してください。"
        )));
    }
    let content = startup::open_content()?;
    let workflow = startup::open_workflow(config, &content).await?;
    let invitation = workflow
        .invite_user_as_operator(Operator, NewUser { email, role, body })
        .await?;
    let portal = config.portal_address();
    let link = format!("{portal}/desk/invitations/{}", invitation.token.reveal());
    let until = workflow::day_in_japan(invitation.expires_at);
    let what = if invitation.is_reset {
        "パスワードを設定し直す"
    } else {
        "パスワードを設定する"
    };
    say(format!(
        "{} に次のリンクを渡してください。{what}ためのもので、1回だけ、{until} まで使えます。",
        invitation.email
    ));
    say(link);
    if config.portal_base().is_none() {
        say(
            "（server.base_url が設定されていないため、待ち受けるアドレスで作りました。ほかの端末で開くときは、http://… の部分をポータルのアドレスに読み替えてください。）",
        );
    }
    Ok(())
}
