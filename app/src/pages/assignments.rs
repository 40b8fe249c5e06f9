//! The assessments that a third-party reviewer was invited to.

use leptos::prelude::*;

use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};

/// An assessment to review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentRow {
    /// The public title.
    pub title: String,
    /// Body, agency, number and form in one line.
    pub subtitle: String,
    /// The stage, for `data-state`, and in Japanese.
    pub stage: (String, String),
    /// What comes next, in a sentence.
    pub next_step: String,
    /// The way in, once it was handed over.
    pub open: Option<Link>,
}

/// The list.
#[must_use]
pub fn render_assignments(frame: &PortalFrame, rows: &[AssignmentRow]) -> String {
    let rows = rows.to_vec();
    portal_page(frame, move || {
        let empty = rows.is_empty();
        let rows: Vec<AnyView> = rows.into_iter().map(row).collect();
        view! {
            <h1>"第三者点検"</h1>
            <p class="lead">"点検に招かれている評価書です。全文が渡されると開けます。開いたことは記録されます。"</p>
            {empty.then(|| view! {
                <div class="empty"><p>"いま招かれている評価書はありません。"</p></div>
            })}
            <ul class="desk-list">{rows}</ul>
        }
    })
}

fn row(row: AssignmentRow) -> AnyView {
    let action = row
        .open
        .map(|link| view! { <a class="button button-main" href=link.href>{link.label}</a> });
    view! {
        <li class="desk-row" data-state=row.stage.0.clone()>
            <div>
                <h2>{row.title}</h2>
                <p class="meta">{row.subtitle}</p>
                <p>{state_mark(&row.stage.0, &row.stage.1)}" "{row.next_step}</p>
            </div>
            <div>{action}</div>
        </li>
    }
    .into_any()
}
