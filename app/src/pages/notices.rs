//! The list of notices: all for the provider, those before the commission, those that a
//! body received.

use leptos::prelude::*;

use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// A notice on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its title.
    pub title: String,
    /// Where its page is.
    pub href: String,
    /// The state, for `data-state`, and in Japanese.
    pub state: (String, String),
    /// Number, dates and the like in one line.
    pub remark: String,
    /// The next step, in a sentence; empty for none.
    pub next_step: String,
    /// Whether it waits for this person.
    pub mine: bool,
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct NoticesDeskView {
    /// The heading.
    pub heading: String,
    /// What the list is for, in a sentence.
    pub lead: String,
    /// Notices, newest first.
    pub rows: Vec<NoticeRow>,
    /// What to read where there is none.
    pub empty: String,
    /// Whether this person may draft one.
    pub may_draft: bool,
    /// Neighbouring pages of the list.
    pub pages: Vec<Link>,
    /// Letters and documents that came with the program: (link, remark).
    pub shipped: Vec<(Link, String)>,
}

/// The page.
#[must_use]
pub fn render_notices_desk(frame: &PortalFrame, view: &NoticesDeskView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let rows: Vec<AnyView> = view.rows.iter().cloned().map(row).collect();
        let is_empty = rows.is_empty();
        view! {
            <h1>{view.heading.clone()}</h1>
            <p class="lead">{view.lead.clone()}</p>
            {view.may_draft.then(|| view! {
                <p class="button-row"><a class="button button-main" href=routes::NOTICE_NEW>"通知を起草する"</a></p>
            })}
            {is_empty.then(|| view! { <div class="empty"><p>{view.empty.clone()}</p></div> })}
            <ul class="desk-list">{rows}</ul>
            {pages(&view.pages)}
            {shipped(&view.shipped)}
        }
    })
}

fn row(row: NoticeRow) -> AnyView {
    let mine = row.mine.to_string();
    view! {
        <li class="desk-row" data-state=row.state.0.clone() data-mine=mine>
            <div>
                <h2><a href=row.href>{row.title}</a></h2>
                <p class="meta">{row.remark}</p>
                <p>{state_mark(&row.state.0, &row.state.1)}" "{row.next_step}</p>
            </div>
        </li>
    }
    .into_any()
}

/// Links to the neighbouring pages of a list.
pub(super) fn pages(links: &[Link]) -> Option<AnyView> {
    if links.is_empty() {
        return None;
    }
    let links: Vec<AnyView> = links
        .iter()
        .cloned()
        .map(|link| view! { <a class="button" href=link.href>{link.label}</a> }.into_any())
        .collect();
    Some(view! { <nav class="pages" aria-label="一覧のページ">{links}</nav> }.into_any())
}

fn shipped(entries: &[(Link, String)]) -> Option<AnyView> {
    if entries.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = entries
        .iter()
        .cloned()
        .map(|(link, remark)| {
            view! { <li><a href=link.href>{link.label}</a><span class="meta">{remark}</span></li> }
                .into_any()
        })
        .collect();
    Some(
        view! {
            <h2>"このシステムに同梱した通知・留意事項（掲載済）"</h2>
            <ul class="link-list">{items}</ul>
        }
        .into_any(),
    )
}
