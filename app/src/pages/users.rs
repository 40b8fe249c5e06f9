//! The users of a body, and the form that invites one more.

use leptos::prelude::*;

use crate::components::forms::{
    Input, Problem, csrf, hidden, input, problem_beside, problem_summary,
};
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
    /// Whether this person may disable it.
    pub may_disable: bool,
}

/// The users of a body. Invitations post `email`, `role`, `body` (where asked) and `csrf` to
/// [`routes::USERS_INVITE`]; disabling posts `user` and `csrf` to [`routes::USERS_DISABLE`].
#[derive(Debug, Clone, Default)]
pub struct UsersView {
    /// The users.
    pub users: Vec<UserRow>,
    /// Roles that may be given: (value, words).
    pub roles: Vec<(String, String)>,
    /// Whether the body's code is asked for (the system's administrator).
    pub ask_body: bool,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The invitation just made; its link is shown once.
    pub invitation: Option<InvitationLink>,
}

/// An invitation just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationLink {
    /// The absolute address.
    pub href: String,
    /// Until when it can be used, in Japanese.
    pub until: String,
    /// Whether it sets a new password for somebody who had one.
    pub is_reset: bool,
}

/// The page of users.
#[must_use]
pub fn render_users(frame: &PortalFrame, view: &UsersView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let rows: Vec<AnyView> = view
            .users
            .iter()
            .cloned()
            .map(|user| row(user, &token))
            .collect();
        view! {
            <h1>"利用者"</h1>
            {view.invitation.clone().map(invited)}
            <div class="table-scroll" role="region" tabindex="0" aria-label="利用者">
                <table>
                    <thead><tr>
                        <th scope="col">"メールアドレス"</th><th scope="col">"役割"</th>
                        <th scope="col">"団体"</th><th scope="col">"状態"</th><th scope="col">"操作"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <h2>"招待する"</h2>
            {invite(&view, &token)}
        }
    })
}

fn row(user: UserRow, token: &str) -> AnyView {
    let say = format!("{} を停止する", user.email);
    let disable = user.may_disable.then(|| {
        view! {
            <form method="post" action=routes::USERS_DISABLE>
                {csrf(token)}
                {hidden("user", user.id)}
                <button class="button button-small button-quiet" aria-label=say>"停止する"</button>
            </form>
        }
    });
    view! { <tr><td>{user.email}</td><td>{user.role}</td><td>{user.body}</td><td>{user.state}</td><td>{disable}</td></tr> }
        .into_any()
}

fn invited(link: InvitationLink) -> AnyView {
    let heading = if link.is_reset {
        "パスワードを決め直すリンクを作りました"
    } else {
        "招待しました"
    };
    view! {
        <div class="notice notice-done" role="status">
            <h2>{heading}</h2>
            <p>{format!("このリンクは一度だけ表示します。本人に渡してください。{}まで使えます。", link.until)}</p>
            <p><code>{link.href}</code></p>
        </div>
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
        {problem_summary(&view.problems)}
        <form method="post" action=routes::USERS_INVITE>
            {csrf(token)}
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
