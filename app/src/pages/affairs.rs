//! The affairs (事務) of a body as a list, with filters.

use leptos::prelude::*;

use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// An affair in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AffairRow {
    /// The number.
    pub number: String,
    /// Its page.
    pub page: Link,
    /// The agency.
    pub agency: String,
    /// The state, for `data-state`, and in Japanese.
    pub state: (String, String),
    /// What must be made, with its mark where the rule is not confirmed.
    pub duty: String,
    /// What is done.
    pub done: String,
    /// Its documents, each with its stage in the words.
    pub documents: Vec<Link>,
    /// Whether it must be done again.
    pub redo: bool,
    /// Problems of its days.
    pub problems: usize,
}

/// A filter: its name, its label, and its choices as (value, words, chosen).
pub type Filter = (&'static str, &'static str, Vec<(String, String, bool)>);

/// The list.
#[derive(Debug, Clone, Default)]
pub struct AffairsView {
    /// The heading.
    pub heading: String,
    /// The filters.
    pub filters: Vec<Filter>,
    /// Whether anything is filtered.
    pub filtered: bool,
    /// How many affairs of the body, on all pages, must be done again.
    pub redo: u64,
    /// The affairs of this page.
    pub rows: Vec<AffairRow>,
    /// Whether this person may register one.
    pub may_register: bool,
    /// Neighbouring pages.
    pub pages: Vec<Link>,
}

/// The list of affairs.
#[must_use]
pub fn render_affairs(frame: &PortalFrame, view: &AffairsView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let register = view.may_register.then(|| {
            view! { <p class="button-row"><a class="button button-main" href=routes::NEW_AFFAIR>"事務を登録する"</a></p> }
        });
        let redo = view.redo;
        view! {
            <h1>{view.heading.clone()}</h1>
            {(redo > 0).then(|| view! { <p class="lead">{format!("再実施が必要な事務が{redo}件あります。")}</p> })}
            {register}
            {filters(&view)}
            {table(&view)}
            {pages(&view.pages)}
        }
    })
}

fn filters(view: &AffairsView) -> AnyView {
    let selects: Vec<AnyView> = view
        .filters
        .iter()
        .cloned()
        .map(|(name, label, choices)| {
            let options: Vec<AnyView> = choices
                .into_iter()
                .map(|(value, words, chosen)| {
                    view! { <option value=value selected=chosen>{words}</option> }.into_any()
                })
                .collect();
            view! {
                <div class="form-item">
                    <label class="form-label" for=name>{label}</label>
                    <select class="select" id=name name=name>{options}</select>
                </div>
            }
            .into_any()
        })
        .collect();
    view! {
        <form method="get" action=routes::AFFAIRS role="search" aria-label="事務を絞り込む">
            <div class="filters">{selects}</div>
            <p class="button-row">
                <button class="button">"絞り込む"</button>
                {view.filtered.then(|| view! { <a href=routes::AFFAIRS>"全て表示する"</a> })}
            </p>
        </form>
    }
    .into_any()
}

fn table(view: &AffairsView) -> AnyView {
    if view.rows.is_empty() {
        let words = if view.filtered {
            "条件に合う事務はありません。条件を減らしてください。"
        } else {
            "まだ事務は登録されていません。評価の対象になる事務を登録すると、しきい値判断の結果が表示されます。"
        };
        return view! { <div class="empty"><p>{words}</p></div> }.into_any();
    }
    let rows: Vec<AnyView> = view.rows.iter().cloned().map(row).collect();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label="事務の一覧">
            <table>
                <caption>"評価書番号の順"</caption>
                <thead><tr>
                    <th scope="col">"番号"</th><th scope="col">"事務"</th><th scope="col">"状態"</th>
                    <th scope="col">"しきい値判断の結果"</th><th scope="col">"実施する評価"</th><th scope="col">"評価書"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(row: AffairRow) -> AnyView {
    let documents: Vec<AnyView> = row
        .documents
        .into_iter()
        .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
        .collect();
    let none = documents.is_empty().then_some("まだありません");
    view! {
        <tr data-state=row.state.0.clone()>
            <td>{row.number}</td>
            <th scope="row"><a href=row.page.href>{row.page.label}</a><br/><span class="meta">{row.agency}</span></th>
            <td>
                {state_mark(&row.state.0, &row.state.1)}
                {row.redo.then(|| view! { <p><strong>"再実施要"</strong></p> })}
                {(row.problems > 0).then(|| view! { <p><strong>{format!("期日の指摘{}件", row.problems)}</strong></p> })}
            </td>
            <td>{row.duty}</td><td>{row.done}</td>
            <td>{none}<ul>{documents}</ul></td>
        </tr>
    }
    .into_any()
}

fn pages(links: &[Link]) -> Option<AnyView> {
    let links: Vec<AnyView> = links
        .iter()
        .cloned()
        .map(|link| view! { <a class="button" href=link.href>{link.label}</a> }.into_any())
        .collect();
    (!links.is_empty())
        .then(|| view! { <nav class="pages" aria-label="一覧のページ">{links}</nav> }.into_any())
}
