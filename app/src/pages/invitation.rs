//! Accepting an invitation: `password`, `password_again`, `csrf`, posted to its own address.

use leptos::prelude::*;

use super::sign_in::new_password;
use crate::components::forms::{Problem, csrf, password_problems};
use crate::render::{PortalFrame, portal_page};

/// The page behind an invitation link.
#[derive(Debug, Clone, Default)]
pub struct InvitationView {
    /// Where the form posts: this page's address, the token in it.
    pub action: String,
    /// Who is invited.
    pub email: String,
    /// Whether there was a password already.
    pub is_reset: bool,
    /// The role in Japanese.
    pub role: String,
    /// The body's name.
    pub body: String,
    /// What is wrong with the passwords typed.
    pub problems: Vec<Problem>,
}

/// The page behind an invitation link.
#[must_use]
pub fn render_invitation(frame: &PortalFrame, view: &InvitationView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    let whose = if view.body.is_empty() {
        String::new()
    } else {
        format!("{}の", view.body)
    };
    portal_page(frame, move || {
        view! {
            <div class="sign-in">
                <h1>"パスワードを決める"</h1>
                <p>{if view.is_reset {
                    format!("{whose}{}のアカウントの、新しいパスワードを決めます。前のパスワードは使えなくなり、すべての端末からサインアウトします。", view.role)
                } else {
                    format!("{whose}{}として招待されています。", view.role)
                }}</p>
                <p class="meta">{view.email.clone()}</p>
                <form method="post" action=view.action.clone()>
                    {csrf(&token)}
                    {password_problems(&view.problems)}
                    {new_password(&view.problems)}
                    <p><button class="button button-main">"決めて始める"</button></p>
                </form>
            </div>
        }
    })
}
