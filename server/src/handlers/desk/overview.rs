//! The overview of an assessment.

use actix_web::web;
use app::components::differences::DifferenceView;
use app::pages::{AssessmentDeskView, SectionLink, render_assessment_desk};
use app::render::{Link, PortalFrame};
use app::routes;
use domain::{Act, Stage};
use jiff::civil::Date;
use workflow::is_plan;

use super::context::{Desk, KeyPath, key_of};
use super::{shared, words};
use crate::errors::{PageError, PageResult};
use crate::handlers::{html, see_other};
use crate::session::SignedIn;
use crate::state::AppState;

/// The overview.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let key = key_of(&path.0, &path.1, &path.2)?;
    if is_plan(&key.form) {
        state
            .workflow
            .open_assessment(&signed_in.actor, &key)
            .await?;
        let agency = key
            .number
            .as_str()
            .parse()
            .map_err(|_| PageError::NotFound)?;
        return Ok(see_other(&routes::plan(key.body.as_str(), agency)));
    }
    let desk = Desk::open(&state, &signed_in, key).await?;
    let found = state
        .workflow
        .shared_differences(&signed_in.actor, &desk.key)
        .await?;
    let differences = shared::views(&desk, &found);
    let title = desk.title();
    let crumbs = vec![Link::new("作業一覧", routes::DESK)];
    Ok(html(render(
        &desk,
        &signed_in.frame(title, crumbs),
        state.workflow.today(),
        differences,
    )))
}

/// The overview in a frame, which may say that something could not be done.
pub fn render(
    desk: &Desk,
    frame: &PortalFrame,
    today: Date,
    differences: Vec<DifferenceView>,
) -> String {
    let findings = desk.findings();
    let open = &desk.open;
    let sections = desk.section_links(&findings);
    let errors = words::errors(&findings);
    let mut buttons = words::buttons(&desk.offers, "", today);
    for button in &mut buttons {
        // While something is missing, writing on is the main thing to do.
        button.main &= errors == 0 || !desk.may_edit;
    }
    let view = AssessmentDeskView {
        paths: desk.paths.clone(),
        title: desk.title(),
        subtitle: desk.subtitle(),
        stage: desk.stage(),
        revision: open.revision,
        next_step: words::next_step(&open.stage, &desk.acts(), desk.may_edit, Some(errors)),
        write_on: write_on(desk, errors, &sections),
        sections,
        findings: desk.finding_views(&findings),
        buttons,
        published: published(desk),
        returned: desk.returned(),
        may_publish: desk.may(Act::Publish),
        may_consult: desk.may(Act::OpenConsultation) || desk.may(Act::ConsultAgain),
        consultation: consultation(desk),
        affair: open
            .affair
            .as_ref()
            .map(|_| routes::affair(open.key.body.as_str(), open.key.number.as_str())),
        redo: open
            .affair
            .as_ref()
            .and_then(|affair| affair.redo_reason.clone()),
        differences,
        may_edit: desk.may_edit,
    };
    render_assessment_desk(frame, &view)
}

/// The first section in which something is missing or wrong, for who may write.
fn write_on(desk: &Desk, errors: usize, sections: &[SectionLink]) -> Option<Link> {
    if errors == 0 || !desk.may_edit {
        return None;
    }
    let unfinished = |section: &&SectionLink| section.errors > 0 || section.done < section.asked;
    let section = sections
        .iter()
        .find(unfinished)
        .or_else(|| sections.first())?;
    Some(Link::new(
        format!("続きを書く（{}）", section.title),
        section.href.clone(),
    ))
}

/// The newest consultation of the round, for who may read its opinions.
fn consultation(desk: &Desk) -> Option<String> {
    let round = desk.open.stage.round()?;
    let id = round.consultation?.id;
    Some(routes::desk_consultation(&id))
}

/// The public address, while the current edition is public.
fn published(desk: &Desk) -> Option<String> {
    let is_public = matches!(desk.open.stage, Stage::Published { .. });
    let key = &desk.key;
    is_public.then(|| routes::assessment(key.body.as_str(), key.number.as_str(), key.form.as_str()))
}
