//! The desk: what is there, in which state, and what comes next.

use leptos::prelude::*;

use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// An assessment on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// Its title.
    pub title: String,
    /// Number, form, agency (and body, where the desk spans bodies) in one line.
    pub subtitle: String,
    /// Where its overview is.
    pub href: String,
    /// The stage, for `data-state`, and in Japanese.
    pub stage: (String, String),
    /// The next step in a sentence.
    pub next_step: String,
    /// Whether it waits for this person.
    pub mine: bool,
    /// What leads on directly, as 「続きを書く」.
    pub action: Option<Link>,
    /// When it changed last, as people write it.
    pub changed: String,
}

/// The desk of a person: of the body, or of the provider or the system's administrator.
#[derive(Debug, Clone, Default)]
pub struct DeskView {
    /// The heading, as 「見本市の評価書」.
    pub heading: String,
    /// Assessments, those that wait for this person first.
    pub rows: Vec<DeskRow>,
    /// Whether this person may start an assessment.
    pub may_create: bool,
    /// New notices to read.
    pub notices: Vec<Link>,
    /// Other places for this role, each with a sentence: (link, sentence).
    pub places: Vec<(Link, String)>,
    /// Neighbouring pages of the list.
    pub pages: Vec<Link>,
}

/// The desk.
#[must_use]
pub fn render_desk(frame: &PortalFrame, view: &DeskView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let waiting = view.rows.iter().filter(|row| row.mine).count();
        let rows: Vec<AnyView> = view.rows.iter().cloned().map(row).collect();
        let empty = rows.is_empty() && view.places.is_empty();
        let create = view.may_create.then(|| {
            view! { <p class="button-row"><a class="button button-main" href=routes::NEW_ASSESSMENT>"新しい評価書を作る"</a></p> }
        });
        view! {
            <h1>{view.heading.clone()}</h1>
            {(waiting > 0).then(|| view! { <p class="lead">{format!("あなたの操作を待つものが{waiting}件あります。")}</p> })}
            {create}
            {empty.then(|| view! {
                <div class="empty">
                    <p>"まだ評価書はありません。"</p>
                    <p>"「新しい評価書を作る」から、様式の種類と評価書番号を決めて始めます。途中で閉じても、保存したところまで残ります。"</p>
                </div>
            })}
            <ul class="desk-list">{rows}</ul>
            {pages(&view.pages)}
            {places(&view.places)}
            {notices(&view.notices)}
        }
    })
}

fn row(row: DeskRow) -> AnyView {
    let mine = row.mine.to_string();
    let class = if row.mine {
        "button button-main"
    } else {
        "button"
    };
    let action = row
        .action
        .map(|link| view! { <a class=class href=link.href>{link.label}</a> });
    view! {
        <li class="desk-row" data-state=row.stage.0.clone() data-mine=mine>
            <div>
                <h2><a href=row.href>{row.title}</a></h2>
                <p class="meta">{row.subtitle}</p>
                <p>{state_mark(&row.stage.0, &row.stage.1)}" "{row.next_step}</p>
                <p class="meta">{format!("最終更新 {}", row.changed)}</p>
            </div>
            <div>{action}</div>
        </li>
    }
    .into_any()
}

fn pages(links: &[Link]) -> Option<AnyView> {
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

fn places(places: &[(Link, String)]) -> Option<AnyView> {
    if places.is_empty() {
        return None;
    }
    let cards: Vec<AnyView> = places
        .iter()
        .cloned()
        .map(|(link, sentence)| {
            view! { <li class="card"><h2><a href=link.href>{link.label}</a></h2><p>{sentence}</p></li> }.into_any()
        })
        .collect();
    Some(view! { <ul class="cards">{cards}</ul> }.into_any())
}

fn notices(links: &[Link]) -> Option<AnyView> {
    if links.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = links
        .iter()
        .cloned()
        .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
        .collect();
    Some(view! { <h2>"通知・資料"</h2><ul class="link-list">{items}</ul> }.into_any())
}
