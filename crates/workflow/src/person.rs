//! One account, for whoever manages it, and what happened to it.

use std::fmt;

use domain::{Role, UserId};
use jiff::Timestamp;
use store::audit::{self, AuditEntry};
use store::users::{self, User};
use store::{StoreError, Tx, bodies, second_factors};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::People;
use crate::disable_user::manages;
use crate::error::WorkflowError;
use crate::list_users::UserEntry;
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// As on the list.
    pub entry: UserEntry,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Since when there is a second factor.
    pub second_factor: Option<Timestamp>,
    /// Whether a password was ever chosen.
    pub has_password: bool,
    /// Whether the actor may change the account: not the own one.
    pub may_change: bool,
    /// The roles that the actor may give this person, the present one among them.
    pub roles: Vec<Role>,
}

/// Something that happened to an account.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountAct {
    /// When.
    pub at: Timestamp,
    /// Whose act it was: the address; `None` for the operator, or for a stranger who failed.
    pub by: Option<String>,
    /// What it was, in Japanese.
    pub what: String,
    /// The network address it came from, where that was recorded.
    pub from: Option<String>,
}

impl fmt::Debug for AccountAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountAct({}, {})", self.at, self.what)
    }
}

impl Workflow {
    /// One account.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for somebody whom the actor does not manage.
    #[instrument(name = "workflow.person", level = "debug", skip_all)]
    pub async fn person(&self, actor: &Actor, user: &UserId) -> Result<Person, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let user = seen(&mut tx, actor, user).await?;
        let body = match &user.body {
            Some(code) => bodies::find(&mut tx, code).await?,
            None => None,
        };
        let may_change = user.id != actor.user;
        let fits = |role: &Role| match &body {
            Some(body) => role.fits(body.kind()),
            None => !role.needs_body(),
        };
        let roles = Role::ALL.into_iter().filter(fits);
        let roles = roles.filter(|role| may_change && actor.role.may_grant(*role));
        let factor = second_factors::find(&mut tx, &user.id).await?;
        Ok(Person {
            created_at: user.created_at,
            second_factor: factor.map(|factor| factor.created_at),
            has_password: user.password_hash.is_some(),
            may_change,
            roles: roles.collect(),
            entry: UserEntry::of(actor, user, body),
        })
    }

    /// What happened to an account, newest first: sign-ins and failures among it.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for somebody whom the actor does not manage.
    #[instrument(name = "workflow.account_history", level = "debug", skip_all)]
    pub async fn account_history(
        &self,
        actor: &Actor,
        user: &UserId,
        request: &PageRequest,
    ) -> Result<Page<AccountAct>, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let user = seen(&mut tx, actor, user).await?;
        Ok(acts_on(&mut tx, &user, request).await?)
    }

    /// What happened to the own account, newest first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] when it is gone.
    #[instrument(name = "workflow.own_history", level = "debug", skip_all)]
    pub async fn own_history(
        &self,
        actor: &Actor,
        request: &PageRequest,
    ) -> Result<Page<AccountAct>, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let user = users::find(&mut tx, &actor.user).await?;
        let user = user.ok_or(WorkflowError::NotFound)?;
        Ok(acts_on(&mut tx, &user, request).await?)
    }
}

/// Somebody whom the actor manages.
async fn seen(tx: &mut Tx, actor: &Actor, user: &UserId) -> Result<User, WorkflowError> {
    let user = users::find(tx, user).await?;
    let user = user.filter(|user| manages(actor, user));
    user.ok_or(WorkflowError::NotFound)
}

async fn acts_on(
    tx: &mut Tx,
    user: &User,
    request: &PageRequest,
) -> Result<Page<AccountAct>, StoreError> {
    let before = request.after.as_deref().and_then(|seq| seq.parse().ok());
    let body = user.body.as_ref();
    let found = audit::list_of_person(tx, body, &user.id, before, request.asked()).await?;
    let page = Page::cut(found, request, |row| row.seq.to_string());
    let mut people = People::default();
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        items.push(AccountAct {
            by: people.email(tx, row.actor.as_ref()).await?,
            at: row.at,
            what: words(&row),
            from: row.origin,
        });
    }
    Ok(Page {
        items,
        next: page.next,
    })
}

/// An act in Japanese; one that this program does not know stays as it was recorded.
fn words(row: &AuditEntry) -> String {
    let plain = match row.action.as_str() {
        "session.sign-in" => return sign_in_words(row),
        "user.change-role" => return role_words(row),
        "session.password" => "パスワードを確認しました（2段階認証の前）",
        "session.sign-in-failed" => "サインインに失敗しました",
        "session.sign-out" => "サインアウトしました",
        "session.sign-out-everywhere" => "すべての端末からサインアウトしました",
        "session.end" => "ほかの端末のサインインを終わらせました",
        "session.end-others" => "ほかのすべての端末のサインインを終わらせました",
        "second-factor.failed" => "2段階認証の確認コードを間違えました",
        "second-factor.enrol" => "2段階認証を登録しました",
        "second-factor.remove" => "2段階認証をやめました",
        "second-factor.reset" => "2段階認証を解除しました（管理者）",
        "second-factor.set" => "2段階認証を登録しました（運用者）",
        "second-factor.renew-recovery-codes" => "回復コードを作り直しました",
        "user.invite" => "招待のリンクを作りました",
        "user.accept-invitation" => "リンクからパスワードを決めました",
        "user.ask-new-password" => "パスワードの再設定のメールを求めました",
        "user.reset-password" => "パスワードの再設定のメールを送りました（管理者）",
        "user.change-password" => "パスワードを変えました",
        "user.set-password" => "パスワードを設定しました（運用者）",
        "user.disable" => "利用を停止しました",
        "user.enable" => "利用を再開しました",
        other => other,
    };
    plain.to_owned()
}

fn sign_in_words(row: &AuditEntry) -> String {
    let how = match row.detail["second_factor"].as_str() {
        Some("app") => "（2段階認証: アプリ）",
        Some("recovery-code") => "（2段階認証: 回復コード）",
        Some("enrolled") => "（2段階認証を登録して）",
        _ => "",
    };
    format!("サインインしました{how}")
}

fn role_words(row: &AuditEntry) -> String {
    let label = |name: &str| {
        let role = row.detail[name].as_str().and_then(Role::parse);
        role.map_or("", Role::label)
    };
    format!(
        "役割を「{}」から「{}」に変えました",
        label("from"),
        label("to")
    )
}
