//! The overview of an assessment.

use actix_web::web;
use app::pages::{AssessmentDeskView, render_assessment_desk};
use app::render::PortalFrame;
use app::routes;
use domain::Stage;
use workflow::Act;

use super::context::{Desk, KeyPath};
use super::words;
use crate::errors::PageResult;
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// The overview.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    let title = desk.title();
    let crumbs = vec![app::render::Link::new("作業一覧", routes::DESK)];
    Ok(html(render(&desk, &signed_in.frame(title, crumbs))))
}

/// The overview in a frame, which may say that something could not be done.
pub fn render(desk: &Desk, frame: &PortalFrame) -> String {
    let findings = desk.findings();
    let open = &desk.open;
    let view = AssessmentDeskView {
        paths: desk.paths.clone(),
        title: desk.title(),
        subtitle: desk.subtitle(),
        stage: desk.stage(),
        revision: open.revision,
        next_step: words::next_step(&open.stage, &desk.acts, Some(words::errors(&findings))),
        sections: desk.section_links(&findings),
        findings: desk.finding_views(&findings),
        buttons: words::buttons(&desk.acts, ""),
        published: published(desk),
        returned: desk.returned(),
        may_publish: desk.may(Act::Publish),
    };
    render_assessment_desk(frame, &view)
}

/// The public address, while the current edition is public.
fn published(desk: &Desk) -> Option<String> {
    let is_public = matches!(desk.open.stage, Stage::Published { .. });
    let key = &desk.key;
    is_public.then(|| routes::assessment(key.body.as_str(), key.number.as_str(), key.form.as_str()))
}
