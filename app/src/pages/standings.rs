//! How things stand among all bodies, for the commission.

use leptos::prelude::*;

use super::submissions::{Select, select};
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// A body or a prefecture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRow {
    /// Its name; with the regime where it is the administrative one.
    pub name: String,
    /// The way to its submissions, or to its bodies.
    pub href: String,
    /// The code.
    pub code: String,
    /// Published assessments.
    pub published: u64,
    /// Submissions.
    pub submitted: u64,
    /// The last submission, in words.
    pub last_filed: String,
    /// Published a year ago or longer.
    pub overdue: u64,
}

/// The page.
#[derive(Debug, Clone)]
pub struct StandingsView {
    /// The prefecture.
    pub filter: Select,
    /// Prefectures, when none is chosen.
    pub prefectures: Vec<StandingRow>,
    /// Bodies.
    pub bodies: Vec<StandingRow>,
    /// The next page of bodies.
    pub next: Option<Link>,
    /// The same as CSV.
    pub csv: String,
}

/// The page.
#[must_use]
pub fn render_standings(frame: &PortalFrame, view: &StandingsView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let by_prefecture = (!view.prefectures.is_empty())
            .then(|| table("都道府県ごとの状況", "都道府県", &view.prefectures));
        view! {
            <h1>"団体の状況"</h1>
            <p class="lead">"公表されている評価書と、提出された評価書の数です。提出前の評価書は数えません。"</p>
            <form method="get" action=routes::STANDINGS class="filters">
                {select(view.filter.clone())}
                <p><button class="button">"絞り込む"</button></p>
            </form>
            <p><a href=view.csv.clone()>"この一覧をCSVで保存する"</a></p>
            {by_prefecture}
            {view.bodies.is_empty().then(|| view! { <div class="empty"><p>"登録された団体がありません。"</p></div> })}
            {table("団体ごとの状況", "団体", &view.bodies)}
            {view.next.clone().map(|link| view! { <nav class="pages" aria-label="一覧のページ"><a class="button" href=link.href>{link.label}</a></nav> })}
        }
    })
}

fn table(caption: &'static str, first: &'static str, rows: &[StandingRow]) -> AnyView {
    let rows: Vec<AnyView> = rows
        .iter()
        .cloned()
        .map(|row| {
            view! {
                <tr><th scope="row"><a href=row.href>{row.name}</a></th><td>{row.code}</td><td>{row.published}</td><td>{row.submitted}</td><td>{row.last_filed}</td><td>{row.overdue}</td></tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=caption>
            <table>
                <caption>{caption}</caption>
                <thead><tr><th scope="col">{first}</th><th scope="col">"コード"</th><th scope="col">"公表中"</th><th scope="col">"提出の数"</th><th scope="col">"最後の提出"</th><th scope="col">"公表から1年を過ぎたもの"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
