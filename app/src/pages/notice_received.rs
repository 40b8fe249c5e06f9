//! A notice as a body received it: the letter, reading, passing on, and who below has it.

use leptos::prelude::*;

use super::notice_desk::{LetterView, letter, links};
use crate::components::act_form::{ActForm, act_form};
use crate::components::forms::csrf;
use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};

/// A body below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BelowRow {
    /// Its code, posted as `body`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its place in the tree, in Japanese.
    pub standing: String,
    /// The state, for `data-state`, and in Japanese.
    pub state: (String, String),
    /// When it arrived, as people write it; empty before.
    pub arrived: String,
    /// When it was read; empty before.
    pub read: String,
}

/// A received notice.
#[derive(Debug, Clone, Default)]
pub struct NoticeReceivedView {
    /// Its title.
    pub title: String,
    /// The state of the receipt, for `data-state`, and in Japanese.
    pub state: (String, String),
    /// What happened so far: (what, when and by whom).
    pub facts: Vec<(String, String)>,
    /// A warning, as that it was revised.
    pub warning: Option<String>,
    /// Related pages.
    pub links: Vec<Link>,
    /// The letter.
    pub letter: Option<LetterView>,
    /// What can be done now, without a choice of bodies.
    pub forms: Vec<ActForm>,
    /// Bodies below.
    pub below: Vec<BelowRow>,
    /// How many of them have not got it.
    pub unreached: usize,
    /// Where passing on is posted (`body` repeated, or `all`); `None` when it is not possible.
    pub forward: Option<String>,
}

/// The page.
#[must_use]
pub fn render_notice_received(frame: &PortalFrame, view: &NoticeReceivedView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let facts: Vec<AnyView> = view
            .facts
            .iter()
            .cloned()
            .map(|(what, when)| view! { <div><dt>{what}</dt><dd>{when}</dd></div> }.into_any())
            .collect();
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
                {view.warning.clone().map(|warning| view! { <div class="notice"><p>{warning}</p></div> })}
                <dl class="facts">{facts}</dl>
                {links(&view.links)}
                <h2>"通知の文書"</h2>
                {view.letter.clone().map(letter)}
                {forms}
                {below(&view, &token)}
            </div>
        }
    })
}

fn below(view: &NoticeReceivedView, token: &str) -> Option<AnyView> {
    if view.below.is_empty() {
        return None;
    }
    let can = view.forward.is_some();
    let rows: Vec<AnyView> = view
        .below
        .iter()
        .cloned()
        .map(|row| below_row(row, can))
        .collect();
    let told = match view.unreached {
        0 => "周知先の全ての団体に届いています。".to_owned(),
        count => format!(
            "周知先{}団体のうち、{count}団体にまだ届いていません。",
            view.below.len()
        ),
    };
    let table = view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label="周知先の団体">
            <table>
                <caption class="visually-hidden">"周知先の団体と、その状況"</caption>
                <thead><tr>
                    {can.then(|| view! { <th scope="col">"選ぶ"</th> })}
                    <th scope="col">"団体"</th><th scope="col">"種別"</th><th scope="col">"状況"</th>
                    <th scope="col">"着"</th><th scope="col">"読んだ日時"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    };
    let content = match view.forward.clone() {
        Some(action) => view! {
            <form method="post" action=action>
                {csrf(token)}
                {table}
                <p class="button-row">
                    <button class="button button-main" name="to" value="all">"全ての団体へ周知する"</button>
                    <button class="button" name="to" value="chosen">"選んだ団体へ周知する"</button>
                </p>
            </form>
        }
        .into_any(),
        None => table.into_any(),
    };
    Some(view! { <section><h2 id="below">"周知先"</h2><p>{told}</p>{content}</section> }.into_any())
}

fn below_row(row: BelowRow, can: bool) -> AnyView {
    let label = format!("{}を選ぶ", row.name);
    let choice = can.then(|| {
        view! { <td><input type="checkbox" name="body" value=row.code.clone() aria-label=label/></td> }
    });
    view! {
        <tr data-state=row.state.0.clone()>
            {choice}
            <th scope="row">{row.name}</th>
            <td>{row.standing}</td>
            <td>{state_mark(&row.state.0, &row.state.1)}</td>
            <td>{row.arrived}</td><td>{row.read}</td>
        </tr>
    }
    .into_any()
}
