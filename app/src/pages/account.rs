//! The account: the second factor, the password, where one is signed in, what happened.

use leptos::prelude::*;

use super::sign_in::new_password;
use crate::components::forms::{Input, Problem, csrf, hidden, input, password_problems};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// The account page. Posts `current`, `password`, `password_again`, `csrf` to
/// [`routes::ACCOUNT_PASSWORD`], `session`, `csrf` to [`routes::ACCOUNT_END_SESSION`], `csrf`
/// to [`routes::ACCOUNT_END_OTHERS`] and [`routes::ACCOUNT_SIGN_OUT_EVERYWHERE`].
#[derive(Debug, Clone, Default)]
pub struct AccountView {
    /// The address.
    pub email: String,
    /// How the second factor stands, in Japanese.
    pub second_factor: String,
    /// Where one is signed in, last used first.
    pub sessions: Vec<SessionRow>,
    /// What happened to the account, newest first.
    pub acts: Vec<ActLine>,
    /// What is wrong with the passwords typed.
    pub problems: Vec<Problem>,
}

/// A place where one is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionRow {
    /// Posted as `session`.
    pub id: String,
    /// Browser and system, in short.
    pub browser: String,
    /// The network address.
    pub address: String,
    /// When the person signed in, in Japanese.
    pub began: String,
    /// When it was last used, in Japanese.
    pub seen: String,
    /// Whether it is this one.
    pub is_this: bool,
}

/// Something that happened to an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActLine {
    /// When, in Japanese.
    pub at: String,
    /// What, in Japanese.
    pub what: String,
    /// Whose act it was.
    pub by: String,
    /// The network address it came from.
    pub from: String,
}

/// The account page.
#[must_use]
pub fn render_account(frame: &PortalFrame, view: &AccountView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let current = Input {
            name: "current",
            label: "いまのパスワード",
            kind: "password",
            autocomplete: "current-password",
            required: true,
            ..Input::default()
        };
        view! {
            <h1>"アカウント"</h1>
            <p>{view.email.clone()}</p>
            {password_problems(&view.problems)}
            <h2>"2段階認証"</h2>
            <p>{view.second_factor.clone()}</p>
            <p><a href=routes::ACCOUNT_SECOND_FACTOR>"2段階認証の設定を開く"</a></p>
            <h2>"パスワードを変える"</h2>
            <form method="post" action=routes::ACCOUNT_PASSWORD>
                {csrf(&token)}
                {input(current, &view.problems)}
                {new_password(&view.problems)}
                <p><button class="button button-main">"変える"</button></p>
            </form>
            {sessions(&view.sessions, &token)}
            <h2>"このアカウントの記録"</h2>
            <p>"心当たりのない記録があるときは、パスワードを変え、団体の管理者に知らせてください。"</p>
            {acts(&view.acts)}
        }
    })
}

fn sessions(rows: &[SessionRow], token: &str) -> AnyView {
    let count = rows.len();
    let others = count > 1;
    let rows: Vec<AnyView> = rows
        .iter()
        .cloned()
        .map(|row| session(row, token))
        .collect();
    view! {
        <h2>"サインインしている所"</h2>
        <p>{format!("いま{count}か所でサインインしています。")}</p>
        <div class="table-scroll" role="region" tabindex="0" aria-label="サインインしている所">
            <table>
                <caption class="visually-hidden">"サインインしている所"</caption>
                <thead><tr>
                    <th scope="col">"ブラウザー"</th><th scope="col">"接続元"</th>
                    <th scope="col">"サインイン"</th><th scope="col">"最後の操作"</th><th scope="col">"操作"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="button-row">
            {others.then(|| view! {
                <form method="post" action=routes::ACCOUNT_END_OTHERS>
                    {csrf(token)}
                    <button class="button">"この端末のほかは、すべてサインアウトする"</button>
                </form>
            })}
            <form method="post" action=routes::ACCOUNT_SIGN_OUT_EVERYWHERE>
                {csrf(token)}
                <button class="button button-danger">"この端末も含めて、すべてサインアウトする"</button>
            </form>
        </div>
    }
    .into_any()
}

fn session(row: SessionRow, token: &str) -> AnyView {
    let last = if row.is_this {
        view! { "この端末" }.into_any()
    } else {
        let say = format!("{}（{}）をサインアウトする", row.browser, row.began);
        view! {
            <form method="post" action=routes::ACCOUNT_END_SESSION>
                {csrf(token)}
                {hidden("session", row.id)}
                <button class="button button-small button-quiet" aria-label=say>"サインアウトする"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">{row.browser}</th><td>{row.address}</td>
            <td>{row.began}</td><td>{row.seen}</td><td>{last}</td>
        </tr>
    }
    .into_any()
}

/// What happened to an account, as a table.
pub(super) fn acts(acts: &[ActLine]) -> AnyView {
    if acts.is_empty() {
        return view! { <p class="empty">"記録はまだありません。"</p> }.into_any();
    }
    let rows: Vec<AnyView> = acts
        .iter()
        .cloned()
        .map(|act| {
            view! { <tr><td>{act.at}</td><td>{act.what}</td><td>{act.by}</td><td>{act.from}</td></tr> }.into_any()
        })
        .collect();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label="アカウントの記録">
            <table>
                <caption class="visually-hidden">"アカウントの記録"</caption>
                <thead><tr>
                    <th scope="col">"日時"</th><th scope="col">"内容"</th><th scope="col">"操作した人"</th><th scope="col">"接続元"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
