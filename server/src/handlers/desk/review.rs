//! Preview, and the approver's page: the full text beside what the public will read.

use actix_web::web;
use app::pages::{PreviewView, ReviewView, render_preview, render_review};
use app::render::PortalFrame;
use domain::{Act, FormEdition};
use jiff::civil::Date;
use workflow::FindingWaiver;

use super::context::{Desk, KeyPath};
use super::{waivers, words};
use crate::errors::PageResult;
use crate::forms::Fields;
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
    let waived = state
        .workflow
        .finding_waivers(&signed_in.actor, &desk.key)
        .await?;
    Ok(html(render(
        &desk,
        &waived,
        &desk.frame(&signed_in, TITLE),
        &Fields::default(),
        state.workflow.today(),
    )))
}

/// The title of the approver's page.
pub const TITLE: &str = "庁内の確認";

/// The approver's page in a frame, with the reasons typed before.
pub fn render(
    desk: &Desk,
    waived: &[FindingWaiver],
    frame: &PortalFrame,
    typed: &Fields,
    today: Date,
) -> String {
    let all = desk.findings();
    let mut buttons = words::buttons(desk, typed.get("reason"), today);
    for button in &mut buttons {
        if button.op == Act::SendBack.as_str() {
            button.items = items(desk, typed);
        }
    }
    let open = &desk.open;
    let who = open.changed_by.as_deref().unwrap_or("システムの操作");
    let view = ReviewView {
        preview: compared(desk),
        revision: open.revision,
        edited: format!("{} {who} が保存", words::moment(open.changed_at)),
        findings: desk.finding_views(&all),
        waivers: waivers::views(desk, &all, waived)
            .into_iter()
            .filter(|one| one.waived.is_some())
            .collect(),
        buttons,
    };
    render_review(frame, &view)
}

/// The items that may be returned with reasons of their own: those with an answer or a finding.
fn items(desk: &Desk, typed: &Fields) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for section in desk.sections() {
        for node in FormEdition::fields(&section.nodes) {
            let path = section.path(node);
            if section.is_list() || !node.takes_answer() {
                continue;
            }
            let label = words::label(&desk.open.form, &path.to_string());
            let name = format!("reason:{path}");
            found.push((path.to_string(), label, typed.get(&name).to_owned()));
        }
    }
    found
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
