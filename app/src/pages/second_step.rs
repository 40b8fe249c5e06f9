//! Between the password and the desk: the code of the second factor, and setting one up for
//! whoever must have one. These pages have no navigation: nothing else opens yet.

use leptos::prelude::*;

use super::second_factor::{SecretView, confirm_form, secret};
use crate::components::forms::{Input, Problem, csrf, hidden, input, problem_summary};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// The page that asks for a code. Posts `code` or `recovery`, `next`, `csrf` to
/// [`routes::SIGN_IN_CODE`].
#[derive(Debug, Clone, Default)]
pub struct CodeView {
    /// Who is signing in.
    pub email: String,
    /// Where to go afterwards.
    pub next: String,
    /// What went wrong.
    pub problem: Option<String>,
    /// Whether a recovery code was typed.
    pub recovery: bool,
}

/// The page that asks for a code.
#[must_use]
pub fn render_code(frame: &PortalFrame, view: &CodeView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let field = if view.recovery { "recovery" } else { "code" };
        let problems: Vec<Problem> = view
            .problem
            .iter()
            .map(|message| Problem {
                field: field.to_owned(),
                label: String::new(),
                message: message.clone(),
            })
            .collect();
        let code = Input {
            name: "code",
            label: "確認コード（6桁）",
            kind: "text",
            hint: "認証アプリに表示されている数字。30秒ごとに変わり、1回だけ使えます。",
            autocomplete: "one-time-code",
            required: true,
            ..Input::default()
        };
        let recovery = Input {
            name: "recovery",
            label: "回復コード",
            kind: "text",
            hint: "登録のときに控えた16文字。1つにつき1回だけ使えます。",
            required: true,
            ..Input::default()
        };
        view! {
            <div class="sign-in">
                <h1>"2段階認証"</h1>
                <p class="meta">{view.email.clone()}</p>
                {view.problem.clone().map(|problem| view! {
                    <div class="notice notice-error" role="alert"><p>{problem}</p></div>
                })}
                <form method="post" action=routes::SIGN_IN_CODE>
                    {csrf(&token)}
                    {hidden("next", view.next.clone())}
                    {input(code, &problems)}
                    <p><button class="button button-main">"確認する"</button></p>
                </form>
                <details class="help" open=view.recovery>
                    <summary>"端末が手元にないとき"</summary>
                    <form method="post" action=routes::SIGN_IN_CODE>
                        {csrf(&token)}
                        {hidden("next", view.next.clone())}
                        {input(recovery, &problems)}
                        <p><button class="button">"回復コードで確認する"</button></p>
                    </form>
                    <p class="meta">"回復コードもないときは、団体の管理者に2段階認証の解除を頼んでください。"</p>
                </details>
                {cancel(&token)}
            </div>
        }
    })
}

/// The page on which a person who must have a second factor sets one up. Posts `next`,
/// `csrf` to [`routes::SIGN_IN_ENROL_BEGIN`], then also `code` to [`routes::SIGN_IN_ENROL`].
#[derive(Debug, Clone, Default)]
pub struct FirstEnrolmentView {
    /// Who is signing in.
    pub email: String,
    /// The role in Japanese.
    pub role: String,
    /// Where to go afterwards.
    pub next: String,
    /// The secret, once it is drawn.
    pub secret: Option<SecretView>,
    /// What is wrong with the code.
    pub problems: Vec<Problem>,
}

/// The page on which a person who must have a second factor sets one up.
#[must_use]
pub fn render_first_enrolment(frame: &PortalFrame, view: &FirstEnrolmentView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let next = view.next.clone();
        let body = match view.secret.clone() {
            Some(drawn) => view! {
                {problem_summary(&view.problems)}
                {secret(drawn)}
                {confirm_form(routes::SIGN_IN_ENROL, &token, Some(next), &view.problems)}
            }
            .into_any(),
            None => view! {
                <p>{format!("「{}」は、パスワードのほかに、携帯電話などの認証アプリが表示する6桁の確認コードでサインインします。はじめに一度だけ登録してください。登録が終わるまで、ほかの画面は開けません。", view.role)}</p>
                <p>"認証アプリ（時刻による確認コード、TOTP に対応するもの）を用意してください。"</p>
                <form method="post" action=routes::SIGN_IN_ENROL_BEGIN>
                    {csrf(&token)}
                    {hidden("next", next)}
                    <p><button class="button button-main">"登録を始める"</button></p>
                </form>
            }
            .into_any(),
        };
        view! {
            <div class="second-factor">
                <h1>"2段階認証を登録する"</h1>
                <p class="meta">{view.email.clone()}</p>
                {body}
                {cancel(&token)}
            </div>
        }
    })
}

fn cancel(token: &str) -> AnyView {
    view! {
        <form method="post" action=routes::SIGN_IN_CANCEL>
            {csrf(token)}
            <p><button class="button button-quiet">"やめて、サインインの画面に戻る"</button></p>
        </form>
    }
    .into_any()
}
