//! Asking for a link when the password is forgotten: `email`, `csrf`, posted to
//! [`routes::FORGOTTEN_PASSWORD`].

use leptos::prelude::*;

use crate::components::forms::{Input, csrf, input};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// The page of a forgotten password.
#[derive(Debug, Clone, Default)]
pub struct ForgottenPasswordView {
    /// The address typed before.
    pub email: String,
    /// Why nothing was sent, in words that are the same for every address.
    pub problem: Option<String>,
}

/// The page of a forgotten password.
#[must_use]
pub fn render_forgotten_password(frame: &PortalFrame, view: &ForgottenPasswordView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let email = Input {
            name: "email",
            label: "メールアドレス",
            kind: "email",
            value: view.email.clone(),
            hint: "サインインに使うアドレス。",
            autocomplete: "username",
            required: true,
        };
        view! {
            <div class="sign-in">
                <h1>"パスワードを忘れたとき"</h1>
                <p>"パスワードを決め直すリンクを、メールで送ります。リンクは30分間、1回だけ使えます。"</p>
                {view.problem.clone().map(|problem| view! {
                    <div class="notice notice-error" role="alert"><p>{problem}</p></div>
                })}
                <form method="post" action=routes::FORGOTTEN_PASSWORD>
                    {csrf(&token)}
                    {input(email, &[])}
                    <p><button class="button button-main">"リンクを送る"</button></p>
                </form>
                <p class="meta">"メールが届かないとき、又は2段階認証の端末をなくしたときは、団体の管理者に相談してください。パスワードを決め直しても、2段階認証の設定は変わりません。"</p>
                <p><a href=routes::SIGN_IN>"サインインに戻る"</a></p>
            </div>
        }
    })
}
