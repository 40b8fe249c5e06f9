//! Moving an assessment on in its procedure.

mod command;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::Act;
use workflow::{Workflow, WorkflowError};

use super::context::{Desk, KeyPath, UNPROCESSABLE, key_of};
use super::{confirm, overview, review};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// Does what the button asks for, bound to the revision that was read.
pub async fn act(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let key = key_of(&path.0, &path.1, &path.2)?;
    let desk = Desk::open(&state, &signed_in, key).await?;
    if let Some(page) = asked_once_more(&state, &signed_in, &desk, &fields) {
        return Ok(html(page));
    }
    match perform(&state.workflow, &signed_in, &desk, &fields).await {
        Ok(flash) => {
            let changes = matches!(flash, Flash::Did(act) if changes_the_site(act));
            let flash = match changes && !state.publisher.catch_up(&desk.key).await {
                true => Flash::NotShownYet,
                false => flash,
            };
            Ok(see_other_with(
                &desk.paths.overview(),
                flash,
                &state.public.config,
            ))
        }
        Err(WorkflowError::NotFound) => Err(PageError::NotFound),
        Err(error) => refused(&state, &signed_in, desk, &fields, error).await,
    }
}

/// The page that warns of the day of a planned publication, unless it was seen for this day.
fn asked_once_more(
    state: &AppState,
    signed_in: &SignedIn,
    desk: &Desk,
    fields: &Fields,
) -> Option<String> {
    let act = Act::parse(fields.get("op")).filter(|act| *act == Act::SchedulePublication)?;
    let day: jiff::civil::Date = fields.get("on").trim().parse().ok()?;
    let today = state.workflow.today();
    let warnings = confirm::warnings(day, today);
    if warnings.is_empty() || fields.get("confirmed") == day.to_string() || day <= today {
        return None;
    }
    let button = confirm::button(desk, act, "", today)?;
    let frame = desk.frame(signed_in, act.label());
    Some(confirm::render_day(desk, &frame, button, day, warnings))
}

/// Acts after which the public site shows something else.
fn changes_the_site(act: Act) -> bool {
    matches!(act, Act::End | Act::Resume | Act::Unpublish)
}

async fn perform(
    workflow: &Workflow,
    signed_in: &SignedIn,
    desk: &Desk,
    fields: &Fields,
) -> Result<Flash, WorkflowError> {
    // A revision that cannot be read is none that anybody read.
    let revision = fields.number("revision").unwrap_or(-1);
    let command = command::of(fields)?;
    let act = command.act();
    workflow
        .act(&signed_in.actor, &desk.key, revision, command)
        .await?;
    Ok(Flash::Did(act))
}

/// The page that the button stood on, as things are now, with what went wrong on top.
async fn refused(
    state: &AppState,
    signed_in: &SignedIn,
    desk: Desk,
    fields: &Fields,
    error: WorkflowError,
) -> Result<HttpResponse, PageError> {
    let status = match &error {
        WorkflowError::Incomplete(_) | WorkflowError::Invalid(_) => UNPROCESSABLE,
        WorkflowError::Refused(refusal) if refusal.is_about_content() => UNPROCESSABLE,
        WorkflowError::Refused(_) | WorkflowError::Stale(_) | WorkflowError::Conflict(_) => {
            StatusCode::CONFLICT
        }
        _ => return Err(error.into()),
    };
    let message = error.user_message();
    let desk = Desk::open(state, signed_in, desk.key).await?;
    let page = match fields.get("op") {
        "check" | "send-back" => {
            let frame = desk.failed_frame(signed_in, review::TITLE, message);
            let actor = &signed_in.actor;
            let waived = state.workflow.finding_waivers(actor, &desk.key).await?;
            review::render(&desk, &waived, &frame, fields, state.workflow.today())
        }
        op => match asked_page(state, signed_in, &desk, op, fields, &message) {
            Some(page) => page,
            None => {
                let about = overview::About::of(state, signed_in, &desk).await?;
                let about = about.with_typed(fields.typed());
                let frame = desk.failed_frame(signed_in, &desk.title(), message);
                overview::render(&desk, &about, &frame, state.workflow.today())
            }
        },
    };
    Ok(html_status(status, page))
}

/// The page that asks once more, on which the button stood, with what was typed.
fn asked_page(
    state: &AppState,
    signed_in: &SignedIn,
    desk: &Desk,
    op: &str,
    fields: &Fields,
    message: &str,
) -> Option<String> {
    let act = Act::parse(op).filter(|act| confirm::is_asked(*act))?;
    let today = state.workflow.today();
    let mut button = confirm::button(desk, act, fields.get("reason"), today)?;
    if button.day.is_some() && !fields.get("on").is_empty() {
        button.day = Some(fields.get("on").to_owned());
    }
    let frame = desk.failed_frame(signed_in, act.label(), message);
    Some(confirm::render(desk, &frame, button, act))
}
