//! What the person was told.

use actix_web::web;
use app::pages::{InboxRow, InboxView, render_inbox};
use app::routes;
use domain::day_words;
use serde::Deserialize;
use workflow::{InboxEntry, InboxFilter, MessageKind, PageRequest, Topic};

use super::words::moment;
use crate::errors::PageResult;
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, see_other_with};
use crate::news;
use crate::session::SignedIn;
use crate::state::AppState;

/// Messages on a page.
const PER_PAGE: u32 = 50;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    unread: Option<String>,
    kind: Option<String>,
    before: Option<String>,
}

/// The page.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let filter = InboxFilter {
        unread: asked.unread.as_deref() == Some("1"),
        kind: asked.kind.as_deref().and_then(MessageKind::parse),
    };
    let request = PageRequest {
        after: asked.before,
        limit: PER_PAGE,
    };
    let actor = &signed_in.actor;
    let found = state.workflow.inbox(actor, filter, &request).await?;
    let kind = filter.kind.map(MessageKind::as_str).unwrap_or_default();
    let older = |next: String| {
        let unread = if filter.unread { "1" } else { "" };
        let next = routes::encode(&next);
        format!(
            "{}?unread={unread}&kind={kind}&before={next}",
            routes::INBOX
        )
    };
    let view = InboxView {
        rows: found.items.into_iter().map(row).collect(),
        only_unread: filter.unread,
        kind: kind.to_owned(),
        kinds: kinds(),
        unread: signed_in.unread,
        older: found.next.map(older),
    };
    Ok(html(render_inbox(
        &signed_in.frame("お知らせ", Vec::new()),
        &view,
    )))
}

/// Marks one message, or all up to the newest that was on the page.
pub async fn mark(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let (id, through) = (form.fields.get("id"), form.fields.get("through") == "1");
    let actor = &form.signed_in.actor;
    state.workflow.mark_read(actor, id, through).await?;
    let config = &state.public.config;
    Ok(see_other_with(routes::INBOX, Flash::MarkedRead, config))
}

fn row(entry: InboxEntry) -> InboxRow {
    InboxRow {
        is_unread: entry.read_at.is_none(),
        needs_action: entry.kind.needs_action(),
        time: entry.at.to_string(),
        time_label: moment(entry.at),
        title: entry.kind.title().to_owned(),
        about: news::about(entry.body_name.as_deref(), &entry.subject),
        line: entry.kind.line().to_owned(),
        due: entry.due_on.map(day_words),
        href: news::place(entry.kind, &entry.subject),
        id: entry.id,
    }
}

fn kinds() -> Vec<(String, Vec<(String, String)>)> {
    let of = |topic: Topic| {
        let kinds = MessageKind::ALL.iter().filter(|kind| kind.topic() == topic);
        let words = kinds.map(|kind| (kind.as_str().to_owned(), kind.title().to_owned()));
        (topic.label().to_owned(), words.collect())
    };
    Topic::ALL.into_iter().map(of).collect()
}
