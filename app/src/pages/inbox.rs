//! What the person was told.

use leptos::prelude::*;

use crate::components::forms::{csrf, hidden};
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// The id, posted as `id`.
    pub id: String,
    /// Whether the person has not read it.
    pub is_unread: bool,
    /// Whether something must be done.
    pub needs_action: bool,
    /// The time for machines (RFC 3339).
    pub time: String,
    /// The time as people write it.
    pub time_label: String,
    /// What happened.
    pub title: String,
    /// Whose thing and which.
    pub about: String,
    /// What it means or what to do.
    pub line: String,
    /// Until when, or on which day.
    pub due: Option<String>,
    /// The page it leads to.
    pub href: String,
}

/// The inbox. Filters are GET `unread` and `kind`; marking posts `id`, `through` and `csrf`
/// to [`routes::INBOX_READ`].
#[derive(Debug, Clone, Default)]
pub struct InboxView {
    /// The messages, newest first.
    pub rows: Vec<InboxRow>,
    /// Whether only unread ones are shown.
    pub only_unread: bool,
    /// The kind that is shown; empty for all.
    pub kind: String,
    /// Kinds by topic: (topic, [(value, words)]).
    pub kinds: Vec<(String, Vec<(String, String)>)>,
    /// How many are unread altogether.
    pub unread: u32,
    /// Where older ones are, if there are any.
    pub older: Option<String>,
}

/// The page.
#[must_use]
pub fn render_inbox(frame: &PortalFrame, view: &InboxView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let newest = view.rows.first().map(|row| row.id.clone());
        let all_read = newest.filter(|_| view.unread > 0).map(|id| {
            view! {
                <form method="post" action=routes::INBOX_READ>
                    {csrf(&token)}{hidden("id", id)}{hidden("through", "1")}
                    <button class="button">"ここまでを全て既読にする"</button>
                </form>
            }
        });
        let rows: Vec<AnyView> = view
            .rows
            .iter()
            .cloned()
            .map(|row| message(row, &token))
            .collect();
        let list = if rows.is_empty() {
            view! { <p class="blank-answer">"お知らせはありません。手続が進むと、ここに届きます。"</p> }.into_any()
        } else {
            view! { <ol class="news">{rows}</ol> }.into_any()
        };
        view! {
            <h1>"お知らせ"</h1>
            <p>{format!("未読は{}件です。", view.unread)}
                <a href=routes::MAIL_PREFERENCES>"メールで受け取るお知らせを選ぶ"</a></p>
            {filters(&view)}
            {all_read}
            {list}
            {view.older.clone().map(|href| view! { <p><a class="button" href=href rel="next">"さらに前のお知らせ"</a></p> })}
        }
    })
}

fn message(row: InboxRow, token: &str) -> AnyView {
    let mark = row.is_unread.then(|| {
        let say = format!("「{} {}」を既読にする", row.title, row.about);
        view! {
            <form method="post" action=routes::INBOX_READ>
                {csrf(token)}{hidden("id", row.id.clone())}
                <button class="button button-small button-quiet" aria-label=say>"既読にする"</button>
            </form>
        }
    });
    let states = [
        row.is_unread
            .then(|| view! { <span class="state" data-tone="active">"未読"</span> }.into_any()),
        row.needs_action.then(|| {
            view! { <span class="state" data-tone="attention">"要対応"</span> }.into_any()
        }),
    ];
    let states: Vec<AnyView> = states.into_iter().flatten().collect();
    view! {
        <li class="news-item" data-unread=row.is_unread.to_string()>
            <h2 class="news-title"><a href=row.href>{row.title}</a>" "{states}</h2>
            <p class="meta"><time datetime=row.time>{row.time_label}</time>" "{row.about}</p>
            <p>{row.line}{row.due.map(|due| format!("（期日 {due}）"))}</p>
            {mark}
        </li>
    }
    .into_any()
}

fn filters(view: &InboxView) -> AnyView {
    let chosen = view.kind.clone();
    let groups = view.kinds.iter().cloned().map(|(topic, kinds)| {
        let options = kinds.into_iter().map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        });
        let options = options.collect_view();
        view! { <optgroup label=topic>{options}</optgroup> }
    });
    let groups = groups.collect_view();
    view! {
        <form method="get" action=routes::INBOX role="search" aria-label="お知らせの絞り込み">
            <div class="filters">
                <div class="form-item">
                    <label class="form-label" for="kind">"種類"</label>
                    <select class="select" id="kind" name="kind"><option value="">"全て"</option>{groups}</select>
                </div>
                <div class="form-item">
                    <label class="form-label" for="unread">"状態"</label>
                    <select class="select" id="unread" name="unread">
                        <option value="">"全て"</option>
                        <option value="1" selected=view.only_unread>"未読のみ"</option>
                    </select>
                </div>
            </div>
            <p><button class="button">"絞り込む"</button></p>
        </form>
    }
    .into_any()
}
