//! The inbox of the commission, with filters.

use leptos::prelude::*;

use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// A submission in the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionListRow {
    /// The way in.
    pub href: String,
    /// The public title.
    pub title: String,
    /// Prefecture and body, with the regime where it is the administrative one.
    pub body: String,
    /// Number, form, agency.
    pub subtitle: String,
    /// 提出, 修正の提出 or 承認の申請.
    pub kind: String,
    /// The day of submission and how long ago, in words.
    pub filed: String,
    /// The state: word and Japanese.
    pub state: (String, String),
    /// The officer in charge.
    pub officer: String,
}

/// A filter with its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    /// The name in the query.
    pub name: &'static str,
    /// The label.
    pub label: &'static str,
    /// Values and words; the first one asks for all.
    pub options: Vec<(String, String)>,
    /// What is chosen.
    pub chosen: String,
}

/// The inbox.
#[derive(Debug, Clone, Default)]
pub struct SubmissionListView {
    /// Filters.
    pub filters: Vec<Select>,
    /// The body's code typed.
    pub body: String,
    /// What is wrong with the filters.
    pub problem: Option<String>,
    /// The rows.
    pub rows: Vec<SubmissionListRow>,
    /// The next page.
    pub next: Option<Link>,
}

/// The page.
#[must_use]
pub fn render_submissions(frame: &PortalFrame, view: &SubmissionListView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let none = view.rows.is_empty();
        let rows: Vec<AnyView> = view.rows.iter().cloned().map(row).collect();
        view! {
            <h1>"提出された評価書"</h1>
            {filters(&view)}
            <p><a href=routes::STANDINGS>"団体の一覧（提出と見直しの状況）"</a>" ・ "<a href=routes::PLAN_SUBMISSIONS>"提出された計画管理書"</a></p>
            {none.then(|| view! { <div class="empty"><p>"当てはまる提出はありません。"</p></div> })}
            {(!none).then(|| view! {
                <div class="table-scroll" role="region" tabindex="0" aria-label="提出された評価書">
                    <table>
                        <caption>"提出された評価書"</caption>
                        <thead><tr><th scope="col">"評価書"</th><th scope="col">"団体"</th><th scope="col">"種別"</th><th scope="col">"提出日"</th><th scope="col">"状態"</th><th scope="col">"担当"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            })}
            {view.next.clone().map(|link| view! { <nav class="pages" aria-label="一覧のページ"><a class="button" href=link.href>{link.label}</a></nav> })}
        }
    })
}

fn filters(view: &SubmissionListView) -> AnyView {
    let selects: Vec<AnyView> = view.filters.iter().cloned().map(select).collect();
    let problem = view
        .problem
        .clone()
        .map(|message| view! { <p class="problem" id="body-problem">{message}</p> });
    view! {
        <form method="get" action=routes::SUBMISSIONS class="filters" role="search">
            {selects}
            <div class="form-item">
                <label class="form-label" for="body">"団体コード（6桁）"</label>
                <input class="input" id="body" name="body" type="text" inputmode="numeric" value=view.body.clone()/>
                {problem}
            </div>
            <p><button class="button">"絞り込む"</button></p>
        </form>
    }
    .into_any()
}

/// A filter as a labelled select.
pub fn select(filter: Select) -> AnyView {
    let options: Vec<AnyView> = filter
        .options
        .into_iter()
        .map(|(value, words)| {
            let selected = value == filter.chosen;
            view! { <option value=value selected=selected>{words}</option> }.into_any()
        })
        .collect();
    view! {
        <div class="form-item">
            <label class="form-label" for=filter.name>{filter.label}</label>
            <select class="select" id=filter.name name=filter.name>{options}</select>
        </div>
    }
    .into_any()
}

fn row(row: SubmissionListRow) -> AnyView {
    view! {
        <tr data-state=row.state.0.clone()>
            <td><a href=row.href>{row.title}</a><br/><span class="meta">{row.subtitle}</span></td>
            <td>{row.body}</td><td>{row.kind}</td><td>{row.filed}</td>
            <td>{state_mark(&row.state.0, &row.state.1)}</td><td>{row.officer}</td>
        </tr>
    }
    .into_any()
}
