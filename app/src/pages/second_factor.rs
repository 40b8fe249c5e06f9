//! The second factor of a person who is signed in: how it stands, setting one up, and the
//! recovery codes, which are shown once.

use leptos::prelude::*;

use crate::components::forms::{
    Input, Problem, csrf, hidden, input, password_problems, problem_summary,
};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// A QR code: the side in modules, and the dark ones as the path of an SVG.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Qr {
    /// The side.
    pub size: i32,
    /// The path.
    pub path: String,
}

/// A secret as a person needs it. `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretView {
    /// The address for apps on the same device.
    pub uri: String,
    /// The same as a QR code, for another device.
    pub qr: Qr,
    /// In groups of four, for typing.
    pub grouped: String,
}

impl std::fmt::Debug for SecretView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretView(…)")
    }
}

/// How the own second factor stands. Posts `current`, `csrf`.
#[derive(Debug, Clone, Default)]
pub struct SecondFactorView {
    /// Since when there is one, in Japanese.
    pub since: Option<String>,
    /// Recovery codes that can still be used.
    pub recovery_codes: u64,
    /// Whether the role demands one.
    pub is_required: bool,
    /// Which form was refused, by its address.
    pub refused: &'static str,
    /// Why.
    pub problems: Vec<Problem>,
}

/// How the own second factor stands.
#[must_use]
pub fn render_second_factor(frame: &PortalFrame, view: &SecondFactorView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let form = |action: &'static str, button: &'static str, class: &'static str| {
            let refused: &[Problem] = if view.refused == action {
                &view.problems
            } else {
                &[]
            };
            with_password(action, button, class, &token, refused)
        };
        let status = match &view.since {
            Some(since) => format!(
                "{since}に登録した認証アプリを使っています。使える回復コードは、あと{}個です。",
                view.recovery_codes
            ),
            None => "まだ登録していません。登録すると、サインインのときに、パスワードのほかに認証アプリの確認コードを入力します。パスワードが漏れても、ほかの人は入れません。".to_owned(),
        };
        let rest = view.since.is_some().then(|| {
            let remove = if view.is_required {
                view! { <p>"この役割では、2段階認証をやめることはできません。"</p> }.into_any()
            } else {
                form(
                    routes::ACCOUNT_SECOND_FACTOR_REMOVE,
                    "2段階認証をやめる",
                    "button button-danger",
                )
            };
            view! {
                <h2>"回復コードを作り直す"</h2>
                <p>"前の回復コードは、すべて使えなくなります。"</p>
                {form(routes::ACCOUNT_RECOVERY_CODES, "回復コードを作り直す", "button")}
                <h2>"2段階認証をやめる"</h2>
                {remove}
            }
        });
        let (heading, button) = if view.since.is_some() {
            ("別の端末に登録し直す", "登録し直す")
        } else {
            ("登録する", "登録を始める")
        };
        view! {
            <h1>"2段階認証"</h1>
            <p>{status}</p>
            {password_problems_of_this(&view.problems)}
            <h2>{heading}</h2>
            {view.since.is_some().then(|| view! { <p>"新しい端末で確認が終わるまで、いまの端末をそのまま使えます。"</p> })}
            {form(routes::ACCOUNT_SECOND_FACTOR_BEGIN, button, "button button-main")}
            {rest}
        }
    })
}

/// The summary without links: the field is named the same in three forms.
fn password_problems_of_this(problems: &[Problem]) -> Option<AnyView> {
    let plain: Vec<Problem> = problems
        .iter()
        .map(|problem| Problem {
            field: String::new(),
            label: String::new(),
            message: problem.message.clone(),
        })
        .collect();
    password_problems(&plain)
}

fn with_password(
    action: &'static str,
    button: &'static str,
    class: &'static str,
    token: &str,
    problems: &[Problem],
) -> AnyView {
    let id = format!("current-{}", action.rsplit('/').next().unwrap_or_default());
    let problem = problems.first().map(|problem| problem.message.clone());
    let described = problem.is_some().then(|| format!("{id}-problem"));
    let invalid = problem.is_some().then_some("true");
    view! {
        <form method="post" action=action>
            {csrf(token)}
            <div class="form-item">
                <label class="form-label" for=id.clone()>
                    "いまのパスワード"<span class="tag" data-required="true">"必須"</span>
                </label>
                <input class="input" id=id.clone() name="current" type="password" required=true
                    autocomplete="current-password" aria-describedby=described aria-invalid=invalid/>
                {problem.map(|message| view! { <p class="problem" id=format!("{id}-problem")>{message}</p> })}
            </div>
            <p><button class=class>{button}</button></p>
        </form>
    }
    .into_any()
}

/// Setting one up, by somebody who is signed in. Posts `code`, `csrf` to
/// [`routes::ACCOUNT_SECOND_FACTOR`].
#[derive(Debug, Clone, Default)]
pub struct EnrolmentView {
    /// The secret.
    pub secret: SecretView,
    /// What is wrong with the code.
    pub problems: Vec<Problem>,
}

/// Setting one up.
#[must_use]
pub fn render_enrolment(frame: &PortalFrame, view: &EnrolmentView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        view! {
            <div class="second-factor">
                <h1>"2段階認証を登録する"</h1>
                {problem_summary(&view.problems)}
                {secret(view.secret.clone())}
                {confirm_form(routes::ACCOUNT_SECOND_FACTOR, &token, None, &view.problems)}
            </div>
        }
    })
}

/// The secret in its three forms.
pub(super) fn secret(view: SecretView) -> AnyView {
    let side = view.qr.size + 8;
    let frame = format!("-4 -4 {side} {side}");
    let side = side.to_string();
    view! {
        <h2>"1. 認証アプリに登録する"</h2>
        <p>"認証アプリの「追加」で、次の QR コードを読み取ってください。"</p>
        <p>
            <svg class="qr" viewBox=frame width="220" height="220" role="img"
                aria-label="登録用の QR コード。読み取れないときは、下の文字を入力してください。" shape-rendering="crispEdges">
                <rect x="-4" y="-4" width=side.clone() height=side fill="#ffffff"></rect>
                <path d=view.qr.path fill="#000000"></path>
            </svg>
        </p>
        <p>"読み取れないときは、アプリの「手で入力する」に、次の文字を入力してください（空白は入れなくてもかまいません）。種類は「時刻ベース」、6桁、30秒です。"</p>
        <p><code class="secret">{view.grouped}</code></p>
        <p><a href=view.uri>"この端末の認証アプリで開く"</a></p>
    }
    .into_any()
}

/// The form that confirms the app by a code.
pub(super) fn confirm_form(
    action: &'static str,
    token: &str,
    next: Option<String>,
    problems: &[Problem],
) -> AnyView {
    let code = Input {
        name: "code",
        label: "確認コード（6桁）",
        kind: "text",
        hint: "アプリに表示されている数字。",
        autocomplete: "one-time-code",
        required: true,
        ..Input::default()
    };
    view! {
        <h2>"2. 確認コードを入力する"</h2>
        <form method="post" action=action>
            {csrf(token)}
            {next.map(|next| hidden("next", next))}
            {input(code, problems)}
            <p><button class="button button-main">"登録する"</button></p>
        </form>
    }
    .into_any()
}

/// The recovery codes, once.
#[derive(Clone, Default)]
pub struct RecoveryCodesView {
    /// The codes, in groups of four.
    pub codes: Vec<String>,
    /// Whether a second factor was just set up.
    pub enrolled: bool,
    /// Where to go on to.
    pub next: String,
}

impl std::fmt::Debug for RecoveryCodesView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecoveryCodesView({})", self.codes.len())
    }
}

/// The recovery codes, once.
#[must_use]
pub fn render_recovery_codes(frame: &PortalFrame, view: &RecoveryCodesView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let done = if view.enrolled {
            "2段階認証を登録しました。次から、サインインのときに確認コードを入力します。"
        } else {
            "回復コードを作り直しました。前の回復コードは使えません。"
        };
        let codes = view.codes.iter().cloned();
        let codes: Vec<AnyView> = codes
            .map(|code| view! { <li><code>{code}</code></li> }.into_any())
            .collect();
        view! {
            <h1>"回復コード"</h1>
            <div class="notice notice-done" role="status"><p>{done}</p></div>
            <p>"端末をなくしたときや壊れたときに、確認コードの代わりに使います。1つにつき1回だけ使えます。この画面は二度と表示できません。印刷するか書き写して、端末とは別の場所に保管してください。"</p>
            <ol class="recovery-codes">{codes}</ol>
            <p><a class="button button-main" href=view.next.clone()>"控えたので、次へ進む"</a></p>
        }
    })
}
