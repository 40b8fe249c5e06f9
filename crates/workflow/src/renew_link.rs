//! A new one-time link for somebody who has an account: because the first one expired,
//! because the password was forgotten, or to let somebody back in.
//!
//! The link goes by mail, to the address of the account, the first one too. It is never shown
//! to whoever asked for it: an administrator must not be able to become an approver.

use domain::UserId;
use jiff::SignedDuration;
use serde_json::json;
use store::users::{User, UserState};
use store::{StoreError, Tx, users};
use tracing::instrument;

use crate::account_news::{News, tell_administrators, tell_person};
use crate::actor::Actor;
use crate::disable_user::managed;
use crate::error::WorkflowError;
use crate::invite_user::{VALID, new_link};
use crate::notify::send_mail;
use crate::session::actor_of;
use crate::token::Token;
use crate::trail::record_person;
use crate::workflow::Workflow;

impl Workflow {
    /// Mails a new link; links from before become void. A closed account comes back with
    /// it. `address` makes the link's absolute address from its token.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for somebody whom the actor does not manage,
    /// [`WorkflowError::Invalid`] with the field `user` for the actor's own account.
    #[instrument(name = "workflow.renew_link", level = "debug", skip_all)]
    pub async fn renew_link(
        &self,
        actor: &Actor,
        user: &UserId,
        address: impl Fn(&Token) -> String + Send,
    ) -> Result<(), WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let user = managed(&mut tx, actor, user).await?;
        let was_disabled = user.state == UserState::Disabled;
        if was_disabled {
            users::set_state(&mut tx, &user.id, UserState::Invited, now).await?;
        }
        let invitation = new_link(&mut tx, Some(&actor.user), &user, VALID, now).await?;
        mail_link(&mut tx, &user, &address(&invitation.token), VALID, now).await?;
        if invitation.is_reset {
            tell_person(&mut tx, &user, News::Password, now).await?;
        }
        tell_administrators(&mut tx, &user, Some(&actor.user), now).await?;
        let action = match (was_disabled, invitation.is_reset) {
            (true, _) => "user.enable",
            (false, true) => "user.reset-password",
            (false, false) => "user.invite",
        };
        let person = actor_of(user);
        record_person(&mut tx, action, &person, actor, now, json!({})).await?;
        Ok(tx.commit().await?)
    }
}

/// Mails a link that can be used so long: to choose the first password, or another one.
pub(crate) async fn mail_link(
    tx: &mut Tx,
    user: &User,
    link: &str,
    valid: SignedDuration,
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    let until = if valid < SignedDuration::from_hours(24) {
        format!("{}分間", valid.as_mins())
    } else {
        format!("{}日間", valid.as_hours() / 24)
    };
    if user.password_hash.is_none() {
        return mail_invitation(tx, user, link, &until, now).await;
    }
    let text = format!(
        "パスワードを決め直すためのリンクです。1回だけ、{until}使えます。\n\n{link}\n\n\
         新しいパスワードを決めるまで、いまのパスワードは変わりません。\n\
         お心当たりのないときは、このリンクを開かずに、団体の管理者に知らせてください。\n"
    );
    let subject = "パスワードの再設定";
    send_mail(tx, &user.id, subject, &text, now).await
}

async fn mail_invitation(
    tx: &mut Tx,
    user: &User,
    link: &str,
    until: &str,
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    let text = format!(
        "特定個人情報保護評価のポータルの利用者（{}）として招待されました。\n\
         次のリンクを開き、パスワードを決めてください。1回だけ、{until}使えます。\n\n{link}\n\n\
         期限が過ぎたときは、招待した人に、もう一度送るよう頼んでください。\n\
         お心当たりのないときは、このリンクを開かずに、このメールを消してください。\n",
        user.role.label()
    );
    let subject = "ポータルへの招待";
    send_mail(tx, &user.id, subject, &text, now).await
}
