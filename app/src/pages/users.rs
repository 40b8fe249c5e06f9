//! The users of a body, and the form that invites one more.

use leptos::prelude::*;

use crate::components::forms::{Input, Problem, csrf, input, problem_beside, problem_summary};
use crate::forms::Typed;
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The id, posted as `user`.
    pub id: String,
    /// The address.
    pub email: String,
    /// The role in Japanese.
    pub role: String,
    /// The body's name.
    pub body: String,
    /// In Japanese: 利用中, 招待中, 停止.
    pub state: String,
    /// Whether the account is closed.
    pub is_disabled: bool,
}

/// What the list is narrowed to, as it was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserFilterView {
    /// Part of an address.
    pub q: String,
    /// A role's word.
    pub role: String,
    /// A state's word.
    pub state: String,
    /// A body's code, where it is asked.
    pub body: String,
}

/// The users of a body, a page of them. Invitations post `email`, `role`, `body` (where asked)
/// and `csrf` to [`routes::USERS_INVITE`].
#[derive(Debug, Clone, Default)]
pub struct UsersView {
    /// The users.
    pub users: Vec<UserRow>,
    /// What the list is narrowed to.
    pub filter: UserFilterView,
    /// Roles to narrow it to: (value, words).
    pub all_roles: Vec<(String, String)>,
    /// Where the list goes on.
    pub more: Option<String>,
    /// Roles that may be given: (value, words).
    pub roles: Vec<(String, String)>,
    /// Whether the body's code is asked for (the system's administrator).
    pub ask_body: bool,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The page of users.
#[must_use]
pub fn render_users(frame: &PortalFrame, view: &UsersView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let rows: Vec<AnyView> = view.users.iter().cloned().map(row).collect();
        let list = if rows.is_empty() {
            view! { <p class="empty">"当てはまる利用者はいません。条件を減らして、もう一度探してください。"</p> }
                .into_any()
        } else {
            view! {
                <div class="table-scroll" role="region" tabindex="0" aria-label="利用者">
                    <table>
                        <caption class="visually-hidden">"利用者"</caption>
                        <thead><tr>
                            <th scope="col">"メールアドレス"</th><th scope="col">"役割"</th>
                            <th scope="col">"団体"</th><th scope="col">"状態"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! {
            <h1>"利用者"</h1>
            {problem_summary(&view.problems)}
            {filter(&view)}
            {list}
            {view.more.clone().map(|href| view! {
                <nav class="pages" aria-label="利用者のページ"><a href=href>"次のページ"</a></nav>
            })}
            <h2>"招待する"</h2>
            {invite(&view, &token)}
        }
    })
}

fn row(user: UserRow) -> AnyView {
    let href = routes::user(&user.id);
    view! {
        <tr>
            <th scope="row"><a href=href>{user.email}</a></th>
            <td>{user.role}</td><td>{user.body}</td><td>{user.state}</td>
        </tr>
    }
    .into_any()
}

/// Narrows the list, by GET.
fn filter(view: &UsersView) -> AnyView {
    let asked = view.filter.clone();
    let option = |value: &str, words: &str, chosen: &str| {
        let (value, words) = (value.to_owned(), words.to_owned());
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }.into_any()
    };
    let roles = view.all_roles.iter();
    let roles: Vec<AnyView> = roles
        .map(|(value, words)| option(value, words, &asked.role))
        .collect();
    let states = [
        ("invited", "招待中"),
        ("active", "利用中"),
        ("disabled", "停止"),
    ];
    let states: Vec<AnyView> = states
        .into_iter()
        .map(|(value, words)| option(value, words, &asked.state))
        .collect();
    let body = view.ask_body.then(|| {
        view! {
            <div class="form-item">
                <label class="form-label" for="filter-body">"団体コード"</label>
                <input class="input" id="filter-body" name="body" value=asked.body.clone()/>
            </div>
        }
    });
    view! {
        <form method="get" action=routes::USERS role="search">
            <div class="filters">
                <div class="form-item">
                    <label class="form-label" for="filter-q">"メールアドレスの一部"</label>
                    <input class="input" id="filter-q" name="q" value=asked.q.clone()/>
                </div>
                <div class="form-item">
                    <label class="form-label" for="filter-role">"役割"</label>
                    <select class="select" id="filter-role" name="role"><option value="">"すべて"</option>{roles}</select>
                </div>
                <div class="form-item">
                    <label class="form-label" for="filter-state">"状態"</label>
                    <select class="select" id="filter-state" name="state"><option value="">"すべて"</option>{states}</select>
                </div>
                {body}
            </div>
            <p><button class="button">"絞り込む"</button></p>
        </form>
    }
    .into_any()
}

fn invite(view: &UsersView, token: &str) -> AnyView {
    let email = Input {
        name: "email",
        label: "メールアドレス",
        kind: "email",
        value: view.typed.get("email").to_owned(),
        required: true,
        ..Input::default()
    };
    let body = view.ask_body.then(|| {
        let field = Input {
            name: "body",
            label: "団体コード（6桁）",
            kind: "text",
            value: view.typed.get("body").to_owned(),
            ..Input::default()
        };
        input(field, &view.problems)
    });
    let options: Vec<AnyView> = view
        .roles
        .iter()
        .cloned()
        .map(|(value, words)| {
            let selected = view.typed.get("role") == value;
            view! { <option value=value selected=selected>{words}</option> }.into_any()
        })
        .collect();
    let problem = view
        .problems
        .iter()
        .find(|p| p.field == "role")
        .map(|p| p.message.clone());
    view! {
        <form method="post" action=routes::USERS_INVITE>
            {csrf(token)}
            <p class="hint">"パスワードを決めるリンクを、このメールアドレスに送ります。リンクは7日間使えます。"</p>
            {input(email, &view.problems)}
            <div class="form-item">
                <label class="form-label" for="role">"役割"</label>
                <select class="select" id="role" name="role">{options}</select>
                {problem_beside("role", problem)}
            </div>
            {body}
            <p><button class="button button-main">"招待する"</button></p>
        </form>
    }
    .into_any()
}
