//! What is due for the body.

use leptos::prelude::*;

use crate::components::forms::{csrf, hidden};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// Something due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    /// The day for machines.
    pub date: String,
    /// The day as people write it.
    pub date_label: String,
    /// The month it stands under.
    pub month: String,
    /// What.
    pub what: String,
    /// Why, with the source.
    pub why: String,
    /// The day it counts from.
    pub since: String,
    /// The assessment's public title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Whether the law asks for an effort only.
    pub is_effort: bool,
    /// What is not confirmed about the day.
    pub unconfirmed: Option<String>,
    /// Whether the day has passed.
    pub is_past: bool,
}

/// The calendar. The secret address posts `op` = `subscribe` or `revoke` and `csrf` to
/// [`routes::CALENDAR_FEED`].
#[derive(Debug, Clone, Default)]
pub struct CalendarView {
    /// What is due, by day.
    pub rows: Vec<DueRow>,
    /// Whether all stands in one table.
    pub as_list: bool,
    /// From when to when, in words.
    pub span: String,
    /// Since when there is a secret address.
    pub subscribed_since: Option<String>,
    /// The secret address just made; it is shown once.
    pub new_address: Option<String>,
}

/// The page.
#[must_use]
pub fn render_calendar(frame: &PortalFrame, view: &CalendarView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let list = format!("{}?view=list", routes::CALENDAR);
        let other = if view.as_list {
            view! { <a href=routes::CALENDAR>"月ごとに見る"</a> }.into_any()
        } else {
            view! { <a href=list>"一覧で見る"</a> }.into_any()
        };
        let shown = match (view.rows.is_empty(), view.as_list) {
            (true, _) => view! { <p class="blank-answer">"期日はありません。評価書を公表すると、見直しと再実施の時期がここに出ます。"</p> }.into_any(),
            (false, true) => table(&view.rows, "期日の一覧"),
            (false, false) => months(&view.rows),
        };
        view! {
            <h1>"期日"</h1>
            {view.new_address.clone().map(address)}
            <p>{view.span.clone()}" "{other}</p>
            <p class="hint">"「努力義務」は、法令が努めるよう求めているものです。「未確認」は、日の数え方を資料で確かめられていないものです。"</p>
            {shown}
            {subscription(&view, &token)}
        }
    })
}

fn address(href: String) -> AnyView {
    view! {
        <div class="notice notice-done" role="status">
            <h2>"秘密のアドレスを作りました"</h2>
            <p>"このアドレスは一度だけ表示します。カレンダーのプログラムに登録してください。知っている人はだれでも期日を見られます（非公表の部分は含みません）。"</p>
            <p><code>{href}</code></p>
        </div>
    }
    .into_any()
}

fn months(rows: &[DueRow]) -> AnyView {
    let mut groups: Vec<(String, Vec<DueRow>)> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some((month, rows)) if *month == row.month => rows.push(row.clone()),
            _ => groups.push((row.month.clone(), vec![row.clone()])),
        }
    }
    let groups = groups.into_iter().map(|(month, rows)| {
        let caption = format!("{month}の期日");
        view! { <section><h2>{month}</h2>{table(&rows, &caption)}</section> }
    });
    groups.collect_view().into_any()
}

fn table(rows: &[DueRow], caption: &str) -> AnyView {
    let caption = caption.to_owned();
    let label = caption.clone();
    let rows = rows.iter().cloned().map(|row| {
        let marks = [
            row.is_effort
                .then(|| view! { <span class="tag">"努力義務"</span> }.into_any()),
            row.unconfirmed.map(|what| {
                view! { <span class="tag tag-unconfirmed" title=what>"未確認"</span> }.into_any()
            }),
            row.is_past.then(|| {
                view! { <span class="state" data-tone="attention">"過ぎています"</span> }.into_any()
            }),
        ];
        let marks: Vec<AnyView> = marks.into_iter().flatten().collect();
        view! {
            <tr>
                <td><time datetime=row.date>{row.date_label}</time></td>
                <td>{row.what}{marks}</td>
                <td><a href=row.href>{row.title}</a></td>
                <td>{row.why}<span class="meta">{row.since}</span></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=label>
            <table>
                <caption>{caption}</caption>
                <thead><tr>
                    <th scope="col">"日"</th><th scope="col">"すること"</th>
                    <th scope="col">"評価書"</th><th scope="col">"根拠"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn subscription(view: &CalendarView, token: &str) -> AnyView {
    let since = view.subscribed_since.clone();
    let revoke = since.is_some().then(|| {
        view! {
            <form method="post" action=routes::CALENDAR_FEED>
                {csrf(token)}{hidden("op", "revoke")}
                <button class="button button-danger">"秘密のアドレスを取り消す"</button>
            </form>
        }
    });
    let (said, button) = match since {
        Some(since) => (
            format!(
                "{since}に作った秘密のアドレスがあります。新しく作ると、前のアドレスは使えなくなります。"
            ),
            "秘密のアドレスを作り直す",
        ),
        None => (
            "カレンダーのプログラムが自動で読みに来る、秘密のアドレスを作れます。".to_owned(),
            "秘密のアドレスを作る",
        ),
    };
    view! {
        <h2>"カレンダーに入れる"</h2>
        <p><a class="button" href=routes::CALENDAR_ICS download="due.ics">"iCalendar（.ics）を取り出す"</a></p>
        <p>{said}</p>
        <form method="post" action=routes::CALENDAR_FEED>
            {csrf(token)}{hidden("op", "subscribe")}
            <button class="button">{button}</button>
        </form>
        {revoke}
    }
    .into_any()
}
