//! Which messages come by mail, and which mails could not be sent.

use leptos::prelude::*;

use crate::components::forms::{csrf, hidden};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// A kind of message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailKind {
    /// The word, posted as `kind`.
    pub value: String,
    /// What it tells.
    pub label: String,
    /// Whether something must be done.
    pub needs_action: bool,
    /// Whether it comes by mail.
    pub is_wanted: bool,
}

/// The preferences. Posts `shown` for every kind on the page and `kind` for the wanted ones
/// to [`routes::MAIL_PREFERENCES`].
#[derive(Debug, Clone, Default)]
pub struct MailPreferencesView {
    /// Where mail goes.
    pub email: String,
    /// Kinds by topic.
    pub topics: Vec<(String, Vec<MailKind>)>,
}

/// The page of preferences.
#[must_use]
pub fn render_mail_preferences(frame: &PortalFrame, view: &MailPreferencesView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let topics: Vec<AnyView> = view.topics.iter().cloned().map(topic).collect();
        view! {
            <h1>"メールで受け取るお知らせ"</h1>
            <p>{format!("{}に送ります。選ばないものも、お知らせのページには届きます。", view.email)}</p>
            <form method="post" action=routes::MAIL_PREFERENCES>
                {csrf(&token)}
                {topics}
                <p><button class="button button-main">"保存する"</button></p>
            </form>
        }
    })
}

fn topic((label, kinds): (String, Vec<MailKind>)) -> AnyView {
    let kinds = kinds.into_iter().map(|kind| {
        let id = format!("kind-{}", kind.value.replace('.', "-"));
        let target = id.clone();
        let mark = kind
            .needs_action
            .then(|| view! { <span class="tag">"要対応"</span> });
        view! {
            <li>
                {hidden("shown", kind.value.clone())}
                <label class="choice" for=target>
                    <input type="checkbox" id=id name="kind" value=kind.value checked=kind.is_wanted/>
                    <span>{kind.label}{mark}</span>
                </label>
            </li>
        }
    });
    let kinds = kinds.collect_view();
    view! { <fieldset class="form-item"><legend class="form-label">{label}</legend><ul class="choices">{kinds}</ul></fieldset> }
        .into_any()
}

/// A mail that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailProblem {
    /// The id, posted as `id`.
    pub id: String,
    /// When it was given up.
    pub when: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Why.
    pub reason: String,
}

/// The mails that were given up. Trying again posts `id` and `csrf` to
/// [`routes::MAIL_PROBLEMS`].
#[derive(Debug, Clone, Default)]
pub struct MailProblemsView {
    /// The mails, newest first.
    pub problems: Vec<MailProblem>,
}

/// The page of mails that were given up.
#[must_use]
pub fn render_mail_problems(frame: &PortalFrame, view: &MailProblemsView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let rows: Vec<AnyView> = view
            .problems
            .iter()
            .cloned()
            .map(|problem| {
                let say = format!("{}のメールをもう一度送る", problem.when);
                view! {
                <tr>
                    <td>{problem.when}</td><td>{problem.attempts}</td><td>{problem.reason}</td>
                    <td><form method="post" action=routes::MAIL_PROBLEMS>
                        {csrf(&token)}{hidden("id", problem.id)}
                        <button class="button button-small" aria-label=say>"もう一度送る"</button>
                    </form></td>
                </tr>
            }.into_any()
            })
            .collect();
        let table = if rows.is_empty() {
            view! { <p class="blank-answer">"送れなかったメールはありません。"</p> }.into_any()
        } else {
            view! {
                <div class="table-scroll" role="region" tabindex="0" aria-label="送れなかったメール">
                    <table>
                        <caption>"送れなかったメール（新しい順）"</caption>
                        <thead><tr><th scope="col">"日時"</th><th scope="col">"試した回数"</th>
                            <th scope="col">"理由"</th><th scope="col">"操作"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }.into_any()
        };
        view! {
            <h1>"送れなかったメール"</h1>
            <p>"何回か試しても送れなかったメールです。理由を確かめ、メールの設定を直してから、もう一度送ってください。"</p>
            {table}
        }
    })
}
