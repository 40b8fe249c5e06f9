//! One account, for whoever manages it.

use leptos::prelude::*;

use super::account::{ActLine, acts};
use crate::components::forms::{Problem, csrf, hidden, problem_beside, problem_summary};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// A role to choose: its word, its label, whether the person has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleChoice {
    /// Posted as `role`.
    pub value: String,
    /// On screen.
    pub label: String,
    /// Whether it is the present one.
    pub is_present: bool,
}

/// One account. Posts `user`, `csrf` to [`routes::USERS_LINK`], [`routes::USERS_DISABLE`] and
/// [`routes::USERS_SECOND_FACTOR`]; `user`, `from`, `role`, `csrf` to [`routes::USERS_ROLE`].
#[derive(Debug, Clone, Default)]
pub struct PersonView {
    /// The id, posted as `user`.
    pub id: String,
    /// The address.
    pub email: String,
    /// The role in Japanese.
    pub role: String,
    /// The role's word, posted as `from`.
    pub role_word: String,
    /// The body's name.
    pub body: String,
    /// In Japanese: 利用中, 招待中, 停止.
    pub state: String,
    /// Whether the account is closed.
    pub is_disabled: bool,
    /// Whether a password was ever chosen.
    pub has_password: bool,
    /// How the second factor stands, in Japanese.
    pub second_factor: String,
    /// Whether there is one.
    pub has_second_factor: bool,
    /// When the account was made, in Japanese.
    pub created: String,
    /// Whether it may be changed: not the own one.
    pub may_change: bool,
    /// The roles to choose from.
    pub roles: Vec<RoleChoice>,
    /// What happened, newest first.
    pub acts: Vec<ActLine>,
    /// Where the history goes on.
    pub more: Option<String>,
    /// What is wrong with what was asked.
    pub problems: Vec<Problem>,
}

/// One account.
#[must_use]
pub fn render_person(frame: &PortalFrame, view: &PersonView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let change = view.may_change.then(|| change(&view, &token));
        view! {
            <h1>"利用者"</h1>
            {problem_summary(&view.problems)}
            <dl class="facts">
                <dt>"メールアドレス"</dt><dd>{view.email.clone()}</dd>
                <dt>"役割"</dt><dd>{view.role.clone()}</dd>
                {(!view.body.is_empty()).then(|| view! { <dt>"団体"</dt><dd>{view.body.clone()}</dd> })}
                <dt>"状態"</dt><dd>{view.state.clone()}</dd>
                <dt>"2段階認証"</dt><dd>{view.second_factor.clone()}</dd>
                <dt>"登録"</dt><dd>{view.created.clone()}</dd>
            </dl>
            {change}
            <h2>"このアカウントの記録"</h2>
            {acts(&view.acts)}
            {view.more.clone().map(|href| view! {
                <nav class="pages" aria-label="記録のページ"><a href=href>"前の記録を見る"</a></nav>
            })}
        }
    })
}

fn change(view: &PersonView, token: &str) -> AnyView {
    let button = |action: &'static str, label: &'static str, class: &'static str| {
        view! {
            <form method="post" action=action>
                {csrf(token)}
                {hidden("user", view.id.clone())}
                <p><button class=class>{label}</button></p>
            </form>
        }
        .into_any()
    };
    let link = match (view.is_disabled, view.has_password) {
        (true, true) => view! {
            <h2>"利用を再開する"</h2>
            <p>"本人のメールアドレスに、パスワードを決め直すリンクを送ります。決めると、また利用できます。"</p>
            {button(routes::USERS_LINK, "利用を再開する", "button button-main")}
        }
        .into_any(),
        (false, true) => view! {
            <h2>"パスワードの再設定"</h2>
            <p>"本人のメールアドレスにリンクを送ります。リンクはこの画面には表示しません。本人が決め直すまで、いまのパスワードは変わりません。本人と、団体の管理者全員に知らせます。"</p>
            {button(routes::USERS_LINK, "再設定のリンクを本人に送る", "button")}
        }
        .into_any(),
        (_, false) => view! {
            <h2>"招待"</h2>
            <p>"新しい招待のリンクを、本人のメールアドレスに送ります。前のリンクは使えなくなります。"</p>
            {button(routes::USERS_LINK, "招待のリンクを送り直す", "button")}
        }
        .into_any(),
    };
    let factor = view.has_second_factor.then(|| view! {
        <h2>"2段階認証の解除"</h2>
        <p>"本人が端末と回復コードの両方をなくしたときに使います。いまのパスワードも使えなくなり、本人のメールアドレスに、パスワードを決め直すリンクを送ります。本人と、団体の管理者全員に知らせます。"</p>
        {button(routes::USERS_SECOND_FACTOR, "2段階認証を解除する", "button button-danger")}
    });
    let disable = (!view.is_disabled).then(|| view! {
        <h2>"利用の停止"</h2>
        <p>"異動や退職のときに停止します。サインインできなくなりますが、記録とこれまでの操作の名前は残ります。後で再開できます。"</p>
        {button(routes::USERS_DISABLE, "利用を停止する", "button button-danger")}
    });
    view! {
        {(view.roles.len() > 1).then(|| role_form(view, token))}
        {link}
        {factor}
        {disable}
    }
    .into_any()
}

fn role_form(view: &PersonView, token: &str) -> AnyView {
    let options: Vec<AnyView> = view
        .roles
        .iter()
        .cloned()
        .map(|role| {
            view! { <option value=role.value selected=role.is_present>{role.label}</option> }
                .into_any()
        })
        .collect();
    let problem = view.problems.iter().find(|p| p.field == "role");
    let problem = problem.map(|problem| problem.message.clone());
    view! {
        <h2>"役割を変える"</h2>
        <form method="post" action=routes::USERS_ROLE>
            {csrf(token)}
            {hidden("user", view.id.clone())}
            {hidden("from", view.role_word.clone())}
            <div class="form-item">
                <label class="form-label" for="role">"役割"</label>
                <p class="hint" id="role-hint">"変えると、この人はサインインし直します。"</p>
                <select class="select" id="role" name="role" aria-describedby="role-hint">{options}</select>
                {problem_beside("role", problem)}
            </div>
            <p><button class="button">"役割を変える"</button></p>
        </form>
    }
    .into_any()
}
