//! Moving an assessment on in its procedure.

mod command;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use workflow::{Workflow, WorkflowError};

use super::context::{Desk, KeyPath, UNPROCESSABLE, key_of};
use super::{overview, review};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// Does what the button asks for, bound to the revision that was read.
pub async fn act(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let key = key_of(&path.0, &path.1, &path.2)?;
    let desk = Desk::open(&state, &signed_in, key).await?;
    match perform(&state.workflow, &signed_in, &desk, &fields).await {
        Ok(flash) => Ok(see_other_with(
            &desk.paths.overview(),
            flash,
            &state.public.config,
        )),
        Err(WorkflowError::NotFound) => Err(PageError::NotFound),
        Err(error) => refused(&state, &signed_in, desk, &fields, error).await,
    }
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
            review::render(&desk, &frame, fields.get("reason"), state.workflow.today())
        }
        _ => overview::render(
            &desk,
            &desk.failed_frame(signed_in, &desk.title(), message),
            state.workflow.today(),
            Vec::new(),
        ),
    };
    Ok(html_status(status, page))
}
