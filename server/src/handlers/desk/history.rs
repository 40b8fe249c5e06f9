//! What happened to an assessment.

use actix_web::web;
use app::pages::{HistoryEntry, HistoryView, render_history};
use app::routes;
use domain::{FormEdition, ItemId, ItemPath};
use serde::Deserialize;
use workflow::PageRequest;

use super::context::{Desk, KeyPath, key_of};
use super::words::moment;
use crate::errors::PageResult;
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// Entries on a page.
const PER_PAGE: u32 = 100;
/// Items that an entry names before it only counts them.
const NAMED: usize = 6;

/// Where the page starts.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    before: Option<String>,
}

/// The history, newest first.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: KeyPath,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let key = key_of(&path.0, &path.1, &path.2)?;
    let desk = Desk::open_also_plan(&state, &signed_in, key).await?;
    let before = asked.and_then(|asked| asked.into_inner().before);
    let request = PageRequest {
        after: before,
        limit: PER_PAGE,
    };
    let found = state
        .workflow
        .history(&signed_in.actor, &desk.key, &request)
        .await?;
    let history = desk.paths.history();
    let view = HistoryView {
        paths: desk.paths.clone(),
        title: desk.title(),
        state: desk.stage().0,
        entries: found
            .items
            .into_iter()
            .map(|entry| view(entry, &desk.open.form))
            .collect(),
        older: found
            .next
            .map(|next| format!("{history}?before={}", routes::encode(&next))),
    };
    Ok(html(render_history(&desk.frame(&signed_in, "履歴"), &view)))
}

fn view(entry: workflow::HistoryEntry, form: &FormEdition) -> HistoryEntry {
    let edition = entry
        .edition
        .map(|edition| format!("（第{edition}版）"))
        .unwrap_or_default();
    let items = items(&entry.changed_items, form);
    HistoryEntry {
        time: entry.at.to_string(),
        time_label: moment(entry.at),
        actor: entry.actor.unwrap_or_else(|| "システムの操作".to_owned()),
        what: format!("{}{edition}{items}", entry.act.label()),
        revision: entry.revision,
        reason: entry.reason,
    }
}

fn items(changed: &[ItemId], form: &FormEdition) -> String {
    if changed.is_empty() {
        return String::new();
    }
    let named = changed
        .iter()
        .filter(|item| form.node(item.as_str()).is_some());
    let name = |item: &ItemId| form.full_label(&ItemPath::top(item.clone()));
    let names: Vec<String> = named.take(NAMED).map(name).collect();
    let more = match changed.len().saturating_sub(names.len()) {
        0 => String::new(),
        more => format!(" ほか{more}項目"),
    };
    format!(": {}{more}", names.join("、"))
}
