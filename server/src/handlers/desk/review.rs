//! Preview, and the approver's page: the full text beside what the public will read.

use actix_web::web;
use app::pages::{PreviewView, ReviewView, render_preview, render_review};
use app::render::PortalFrame;
use jiff::civil::Date;

use super::context::{Desk, KeyPath};
use super::words;
use crate::errors::PageResult;
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// Full text beside public text.
pub async fn preview(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    Ok(html(render_preview(
        &desk.frame(&signed_in, "公表の姿"),
        &compared(&desk),
    )))
}

/// The approver's page.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    Ok(html(render(
        &desk,
        &desk.frame(&signed_in, TITLE),
        "",
        state.workflow.today(),
    )))
}

/// The title of the approver's page.
pub const TITLE: &str = "確認・承認";

/// The approver's page in a frame, with the reason typed before.
pub fn render(desk: &Desk, frame: &PortalFrame, reason: &str, today: Date) -> String {
    let open = &desk.open;
    let who = open.changed_by.as_deref().unwrap_or("システムの操作");
    let view = ReviewView {
        preview: compared(desk),
        revision: open.revision,
        edited: format!("{} {who} が保存", words::moment(open.changed_at)),
        findings: desk.finding_views(&desk.findings()),
        buttons: words::buttons(&desk.offers, reason, today),
    };
    render_review(frame, &view)
}

fn compared(desk: &Desk) -> PreviewView<'_> {
    PreviewView {
        paths: desk.paths.clone(),
        form: &desk.open.form,
        document: &desk.open.document,
        title: desk.title(),
        body_name: desk.open.body.name.clone(),
        stage: desk.stage(),
    }
}
