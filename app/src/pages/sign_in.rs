//! The sign-in page. Posts `email`, `password`, `next`, `csrf` to [`routes::SIGN_IN`].

use leptos::prelude::*;

use crate::components::forms::{Input, Problem, csrf, hidden, input};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// The sign-in page.
#[derive(Debug, Clone, Default)]
pub struct SignInView {
    /// The address typed before; the password is never kept.
    pub email: String,
    /// Where to go afterwards: a path of this site.
    pub next: String,
    /// What went wrong; the same words for an unknown address and a wrong password.
    pub problem: Option<String>,
}

/// The sign-in page.
#[must_use]
pub fn render_sign_in(frame: &PortalFrame, view: &SignInView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let problems: Vec<Problem> = view
            .problem
            .iter()
            .map(|message| Problem {
                field: String::new(),
                label: String::new(),
                message: message.clone(),
            })
            .collect();
        let email = Input {
            name: "email",
            label: "メールアドレス",
            kind: "email",
            value: view.email.clone(),
            autocomplete: "username",
            required: true,
            ..Input::default()
        };
        let password = Input {
            name: "password",
            label: "パスワード",
            kind: "password",
            autocomplete: "current-password",
            required: true,
            ..Input::default()
        };
        view! {
            <div class="sign-in">
                <h1>"サインイン"</h1>
                <p>"評価書を作成・確認する担当者のための入口です。"</p>
                {(!problems.is_empty()).then(|| view! {
                    <div class="notice notice-error" role="alert"><p>{view.problem.clone()}</p></div>
                })}
                <form method="post" action=routes::SIGN_IN>
                    {csrf(&token)}
                    {hidden("next", view.next.clone())}
                    {input(email, &[])}
                    {input(password, &[])}
                    <p><button class="button button-main">"サインイン"</button></p>
                </form>
                <p><a href=routes::FORGOTTEN_PASSWORD>"パスワードを忘れたとき"</a></p>
                <p class="meta">"初めての方は、管理者から届いた招待のリンクを開いてください。"</p>
                <p><a href=routes::HOME>"公表されている評価書を見る"</a></p>
            </div>
        }
    })
}

/// Fields of a form with a new password, twice; the summary of problems stands above them.
pub(super) fn new_password(problems: &[Problem]) -> AnyView {
    let field = |name, label, hint| Input {
        name,
        label,
        hint,
        kind: "password",
        autocomplete: "new-password",
        required: true,
        ..Input::default()
    };
    let first = field(
        "password",
        "新しいパスワード",
        "12文字以上。長い文でもかまいません。",
    );
    let second = field("password_again", "新しいパスワード（もう一度）", "");
    view! { {input(first, problems)}{input(second, problems)} }.into_any()
}
