//! The account: change the password, sign out everywhere.

use leptos::prelude::*;

use super::sign_in::new_password;
use crate::components::forms::{Input, Problem, csrf, input, password_problems};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// The account page. Posts `current`, `password`, `password_again`, `csrf` to
/// [`routes::ACCOUNT_PASSWORD`], `csrf` to [`routes::ACCOUNT_SIGN_OUT_EVERYWHERE`].
#[derive(Debug, Clone, Default)]
pub struct AccountView {
    /// The address.
    pub email: String,
    /// How many places are signed in.
    pub sessions: usize,
    /// What is wrong with the passwords typed.
    pub problems: Vec<Problem>,
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
            <h2>"パスワードを変える"</h2>
            <form method="post" action=routes::ACCOUNT_PASSWORD>
                {csrf(&token)}
                {password_problems(&view.problems)}
                {input(current, &view.problems)}
                {new_password(&view.problems)}
                <p><button class="button button-main">"変える"</button></p>
            </form>
            <h2>"すべての端末からサインアウトする"</h2>
            <p>{format!("いま{}か所でサインインしています。この端末も含めて、すべてサインアウトします。", view.sessions)}</p>
            <form method="post" action=routes::ACCOUNT_SIGN_OUT_EVERYWHERE>
                {csrf(&token)}
                <p><button class="button button-danger">"すべてサインアウトする"</button></p>
            </form>
        }
    })
}
