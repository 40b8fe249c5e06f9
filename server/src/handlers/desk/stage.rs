//! Moving an assessment on: to review, back, to approval, to its next edition.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::StageRefusal;
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
    let (actor, key) = (&signed_in.actor, &desk.key);
    // A revision that cannot be read is none that anybody read.
    let revision = fields.number("revision").unwrap_or(-1);
    match fields.get("op") {
        "submit" => workflow
            .submit(actor, key, revision)
            .await
            .map(|_| Flash::Submitted),
        "withdraw" => workflow
            .withdraw(actor, key)
            .await
            .map(|_| Flash::Withdrawn),
        "approve" => workflow
            .approve(actor, key, revision)
            .await
            .map(|_| Flash::Approved),
        "return" | "send-back" => {
            let reason = fields.get("reason");
            workflow
                .send_back(actor, key, revision, reason)
                .await
                .map(|_| Flash::SentBack)
        }
        "revise" => workflow.revise(actor, key).await.map(|_| Flash::Revised),
        _ => Err(WorkflowError::NotFound),
    }
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
        WorkflowError::Incomplete(_)
        | WorkflowError::Invalid(_)
        | WorkflowError::Refused(StageRefusal::NoReason) => UNPROCESSABLE,
        WorkflowError::Refused(_) | WorkflowError::Stale(_) | WorkflowError::Conflict(_) => {
            StatusCode::CONFLICT
        }
        _ => return Err(error.into()),
    };
    let message = error.user_message();
    let desk = Desk::open(state, signed_in, desk.key).await?;
    let page = match fields.get("op") {
        "approve" | "return" | "send-back" => {
            let frame = desk.failed_frame(signed_in, review::TITLE, message);
            review::render(&desk, &frame, fields.get("reason"))
        }
        _ => overview::render(&desk, &desk.failed_frame(signed_in, &desk.title(), message)),
    };
    Ok(html_status(status, page))
}
