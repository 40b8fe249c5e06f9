//! What happened to an assessment, newest first.

use leptos::prelude::*;

use crate::render::{PortalFrame, portal_page};
use crate::routes::AssessmentPaths;

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The time for machines (RFC 3339).
    pub time: String,
    /// The time as people write it.
    pub time_label: String,
    /// Who.
    pub actor: String,
    /// What, in a sentence; never withheld text.
    pub what: String,
    /// The revision, where there is one.
    pub revision: Option<i64>,
    /// A reason that was given.
    pub reason: Option<String>,
}

/// The history of an assessment.
#[derive(Debug, Clone)]
pub struct HistoryView {
    /// The addresses of its pages.
    pub paths: AssessmentPaths,
    /// Its title.
    pub title: String,
    /// The stage, for `data-state`.
    pub state: String,
    /// What happened, newest first.
    pub entries: Vec<HistoryEntry>,
    /// Where older entries are, if there are any.
    pub older: Option<String>,
}

/// The history page.
#[must_use]
pub fn render_history(frame: &PortalFrame, view: &HistoryView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let rows: Vec<AnyView> = view
            .entries
            .iter()
            .cloned()
            .map(|entry| {
                let revision = entry
                    .revision
                    .map(|n| format!("第{n}改訂"))
                    .unwrap_or_default();
                let reason = entry
                    .reason
                    .map(|reason| view! { <p class="prose-text meta">{reason}</p> });
                view! {
                    <tr>
                        <td><time datetime=entry.time>{entry.time_label}</time></td>
                        <td>{entry.actor}</td>
                        <td>{entry.what}{reason}</td>
                        <td>{revision}</td>
                    </tr>
                }
                .into_any()
            })
            .collect();
        view! {
            <div data-state=view.state.clone()>
            <h1>"履歴"</h1>
            <p>{view.title.clone()}</p>
            <p><a href=view.paths.compare()>"改訂を選んで、変わったところを比べる"</a></p>
            <div class="table-scroll" role="region" tabindex="0" aria-label="履歴">
                <table>
                    <thead><tr>
                        <th scope="col">"日時"</th><th scope="col">"だれが"</th>
                        <th scope="col">"したこと"</th><th scope="col">"改訂"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {view.older.clone().map(|href| view! { <p><a class="button" href=href rel="next">"さらに前の履歴"</a></p> })}
            <p><a href=view.paths.overview()>"評価書の目次へ戻る"</a></p>
            </div>
        }
    })
}
