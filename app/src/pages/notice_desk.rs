//! A notice as its provider and the commission see it: letters, draft, what can be done now,
//! and what was done.

use leptos::prelude::*;

use crate::components::act_form::{ActForm, act_form};
use crate::components::answers::date_words;
use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterView {
    /// What it is: 了承依頼, 了承, 通知, 草案.
    pub kind: String,
    /// Its number; empty for a draft.
    pub number: String,
    /// Its date, ISO; empty for a draft.
    pub date: String,
    /// Whom it is addressed to.
    pub to: Vec<String>,
    /// Who sends it.
    pub from: String,
    /// Its title.
    pub title: String,
    /// Its text as safe HTML from `markup`.
    pub html: String,
}

/// An act in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeActRow {
    /// The version that it made.
    pub version: i64,
    /// When, as people write it.
    pub at: String,
    /// Who.
    pub who: String,
    /// What.
    pub act: String,
    /// The state after it.
    pub state: String,
}

/// A notice.
#[derive(Debug, Clone, Default)]
pub struct NoticeDeskView {
    /// Its title.
    pub title: String,
    /// The state, for `data-state`, and in Japanese.
    pub state: (String, String),
    /// What is true in this state and what comes next, in sentences.
    pub telling: Vec<String>,
    /// Related pages: the progress, the public page, the notices it revises or that revise it.
    pub links: Vec<Link>,
    /// The letters, and the draft while there is no notice.
    pub letters: Vec<LetterView>,
    /// What can be done now.
    pub forms: Vec<ActForm>,
    /// What was done, newest first; empty for the commission.
    pub history: Vec<NoticeActRow>,
}

/// The page.
#[must_use]
pub fn render_notice_desk(frame: &PortalFrame, view: &NoticeDeskView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let telling: Vec<AnyView> = view
            .telling
            .iter()
            .map(|line| view! { <p>{line.clone()}</p> }.into_any())
            .collect();
        let letters: Vec<AnyView> = view.letters.iter().cloned().map(letter).collect();
        let forms: Vec<AnyView> = view
            .forms
            .iter()
            .cloned()
            .map(|form| act_form(form, &token))
            .collect();
        let state = view.state.clone();
        view! {
            <div data-state=state.0.clone()>
                <h1>{view.title.clone()}</h1>
                <p>{state_mark(&state.0, &state.1)}</p>
                {telling}
                {links(&view.links)}
                {forms}
                <h2>"文書"</h2>
                {letters}
                {history(&view.history)}
            </div>
        }
    })
}

/// Links as a list; nothing when there is none.
pub(super) fn links(links: &[Link]) -> Option<AnyView> {
    if links.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = links
        .iter()
        .cloned()
        .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
        .collect();
    Some(view! { <ul class="link-list">{items}</ul> }.into_any())
}

/// A letter, as it is printed.
pub(super) fn letter(letter: LetterView) -> AnyView {
    let to: Vec<AnyView> = letter
        .to
        .into_iter()
        .map(|to| view! { <p>{to}</p> }.into_any())
        .collect();
    let date = (!letter.date.is_empty()).then(|| date_words(&letter.date));
    let numbered = !letter.number.is_empty();
    view! {
        <article class="letter">
            <h3>{format!("{}: {}", letter.kind, letter.title)}</h3>
            {numbered.then(|| view! {
                <div class="letter-head">
                    <p>{letter.number}</p>
                    <p><time datetime=letter.date>{date}</time></p>
                </div>
            })}
            {to}
            <div class="letter-head"><p>{letter.from}</p></div>
            <div class="prose" inner_html=letter.html></div>
        </article>
    }
    .into_any()
}

fn history(rows: &[NoticeActRow]) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = rows
        .iter()
        .cloned()
        .map(|row| {
            view! {
                <tr>
                    <td>{row.version}</td><td>{row.at}</td><td>{row.who}</td>
                    <td>{row.act}</td><td>{row.state}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <h2>"経過"</h2>
            <div class="table-scroll" role="region" tabindex="0" aria-label="経過">
                <table>
                    <caption class="visually-hidden">"この通知の経過（新しい順）"</caption>
                    <thead><tr>
                        <th scope="col">"版"</th><th scope="col">"日時"</th><th scope="col">"人"</th>
                        <th scope="col">"操作"</th><th scope="col">"状態"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any(),
    )
}
