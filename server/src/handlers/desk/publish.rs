//! Publishing: the last look, and what came of it.

use actix_web::http::StatusCode;
use actix_web::web;
use app::pages::{LeakHit, PublishOutcome, PublishView, render_publish};
use app::routes;
use domain::{Act, Action, FormEdition, ItemPath, Refusal, Stage};
use workflow::{AssessmentKey, WorkflowError};

use super::context::{Desk, KeyPath, key_of};
use crate::errors::{PageError, PageResult};
use crate::forms::DeskForm;
use crate::handlers::{html, html_status};
use crate::session::SignedIn;
use crate::site::{LeakPlace, PublishError, PublishedEdition};
use crate::state::AppState;

const TITLE: &str = "公表する";

/// The page before publishing. Whoever may never publish does not find it.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let key = required(&signed_in, &path)?;
    let desk = Desk::open(&state, &signed_in, key).await?;
    let outcome = if desk.may(Act::Publish) {
        PublishOutcome::Ready
    } else {
        let now = desk.open.stage.label();
        PublishOutcome::Refused(Refusal::NotNow { now }.to_string(), Vec::new())
    };
    let today = state.workflow.today();
    let warnings = super::confirm::warnings(today, today);
    Ok(html(render(&desk, &signed_in, outcome, warnings)))
}

/// Publishes the revision that was read.
pub async fn publish(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let key = required(&signed_in, &path)?;
    // A revision that cannot be read is none that anybody read.
    let revision = fields.number("revision").unwrap_or(-1);
    let published = state
        .publisher
        .publish(&signed_in.actor, &key, revision)
        .await;
    let (status, outcome) = match published {
        Ok(edition) => (StatusCode::OK, done(edition)),
        Err(error) => {
            let desk = Desk::open(&state, &signed_in, key.clone()).await?;
            match published_already(&desk, revision) {
                Some(edition) => (StatusCode::OK, done(edition)),
                None => failed(error, &desk)?,
            }
        }
    };
    let desk = Desk::open(&state, &signed_in, key).await?;
    Ok(html_status(
        status,
        render(&desk, &signed_in, outcome, Vec::new()),
    ))
}

/// The edition that was made of exactly this revision: the button was pressed twice.
fn published_already(desk: &Desk, seen: i64) -> Option<PublishedEdition> {
    let Stage::Published { edition, revision } = desk.open.stage else {
        return None;
    };
    let key = &desk.key;
    (revision == seen).then(|| PublishedEdition {
        edition,
        href: routes::assessment(key.body.as_str(), key.number.as_str(), key.form.as_str()),
        is_shown: true,
    })
}

fn required(
    signed_in: &SignedIn,
    path: &(String, String, String),
) -> Result<AssessmentKey, PageError> {
    let key = key_of(&path.0, &path.1, &path.2)?;
    if signed_in.actor.may(Action::PublishAssessment, &key.body) && !workflow::is_plan(&key.form) {
        Ok(key)
    } else {
        Err(PageError::NotFound)
    }
}

fn render(
    desk: &Desk,
    signed_in: &SignedIn,
    outcome: PublishOutcome,
    warnings: Vec<String>,
) -> String {
    let view = PublishView {
        paths: desk.paths.clone(),
        state: desk.stage().0,
        title: desk.title(),
        revision: desk.open.revision,
        withheld: desk.open.document.withheld_phrases().len(),
        warnings,
        obstacles: desk.obstacles(Act::Publish),
        outcome,
    };
    render_publish(&desk.frame(signed_in, TITLE), &view)
}

fn done(published: PublishedEdition) -> PublishOutcome {
    if published.is_shown {
        PublishOutcome::Done {
            href: published.href,
            edition: published.edition,
        }
    } else {
        PublishOutcome::Queued
    }
}

fn failed(error: PublishError, desk: &Desk) -> Result<(StatusCode, PublishOutcome), PageError> {
    let message = error.user_message();
    let refused = |findings| PublishOutcome::Refused(message.clone(), findings);
    match error {
        PublishError::Leaked(leaks) => {
            let hits = leaks.places.iter().map(|place| hit(place, desk)).collect();
            Ok((StatusCode::CONFLICT, PublishOutcome::Leaked(hits)))
        }
        PublishError::Busy | PublishError::Refused(_) => {
            Ok((StatusCode::CONFLICT, refused(Vec::new())))
        }
        PublishError::Workflow(WorkflowError::Incomplete(findings)) => {
            Ok((StatusCode::CONFLICT, refused(desk.finding_views(&findings))))
        }
        PublishError::Workflow(
            WorkflowError::Refused(_)
            | WorkflowError::Invalid(_)
            | WorkflowError::Stale(_)
            | WorkflowError::Conflict(_),
        ) => Ok((StatusCode::CONFLICT, refused(Vec::new()))),
        PublishError::Workflow(error) => Err(error.into()),
        PublishError::Build(error) => Err(PageError::Internal(error.into())),
    }
}

/// A place as the page shows it; never what was found there.
fn hit(place: &LeakPlace, desk: &Desk) -> LeakHit {
    let form: &FormEdition = &desk.open.form;
    let item = place.item.clone().unwrap_or_default();
    let node = ItemPath::parse(&item)
        .ok()
        .and_then(|path| form.node(path.item().as_str()));
    let label = match (place.is_my_number, node) {
        (true, _) => "個人番号とみられる12桁の数字".to_owned(),
        (false, Some(_)) => super::words::label(form, &item),
        (false, None) => "ほかの団体が非公表とした文字列".to_owned(),
    };
    let assessment = place.assessment.as_ref().filter(|_| node.is_none());
    LeakHit {
        label: assessment.map_or(label, |key| format!("評価書 {key}")),
        item,
        found_label: found_label(place, desk),
        found_item: place.found_item.clone().unwrap_or_default(),
        file: place.file.clone(),
        offset: u64::try_from(place.offset).unwrap_or(u64::MAX),
    }
}

/// Where it stands for readers: an item of this assessment, or another assessment.
fn found_label(place: &LeakPlace, desk: &Desk) -> String {
    if let Some(words) = place.past_words() {
        return words;
    }
    let other = place.found_in.as_ref();
    if let Some(key) = other.filter(|key| **key != desk.key) {
        return format!("評価書 {key}");
    }
    let item = place.found_item.as_deref().unwrap_or_default();
    super::words::label(&desk.open.form, item)
}
