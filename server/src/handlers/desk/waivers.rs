//! Waiving a finding with a reason, and taking that back.

use actix_web::web;
use app::pages::WaiverView;
use domain::check::{Finding, is_waivable};
use workflow::{FindingWaiver, WorkflowError};

use super::context::{Desk, KeyPath, UNPROCESSABLE, key_of};
use super::{overview, words};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html_status, see_other_with};
use crate::state::AppState;

/// Waives or takes back, as `op` says.
pub async fn change(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let key = key_of(&path.0, &path.1, &path.2)?;
    let desk = Desk::open(&state, &signed_in, key).await?;
    let (actor, place) = (&signed_in.actor, (fields.get("rule"), fields.get("item")));
    let (workflow, reason) = (&state.workflow, fields.get("reason"));
    // A revision that cannot be read is none that anybody read.
    let seen = fields.number("revision").unwrap_or(-1);
    let done = match fields.get("op") {
        "waive" => {
            workflow
                .waive_finding(actor, &desk.key, seen, place, reason)
                .await
        }
        "end" => workflow.end_waiver(actor, &desk.key, seen, place).await,
        _ => return Err(PageError::NotFound),
    };
    let status = match &done {
        Ok(()) => {
            let overview = desk.paths.overview();
            return Ok(see_other_with(
                &overview,
                Flash::Saved,
                &state.public.config,
            ));
        }
        Err(WorkflowError::NotFound) => return Err(PageError::NotFound),
        Err(WorkflowError::Invalid(_)) => UNPROCESSABLE,
        Err(WorkflowError::Refused(_) | WorkflowError::Conflict(_)) => {
            actix_web::http::StatusCode::CONFLICT
        }
        Err(_) => actix_web::http::StatusCode::INTERNAL_SERVER_ERROR,
    };
    let error = match done {
        Err(error) if status.is_client_error() => error,
        Err(error) => return Err(error.into()),
        Ok(()) => return Err(PageError::NotFound),
    };
    let frame = desk.failed_frame(&signed_in, &desk.title(), error.user_message());
    // What stands on the page now is what was read from here on.
    let desk = Desk::open(&state, &signed_in, desk.key).await?;
    let about = overview::About::of(&state, &signed_in, &desk).await?;
    let about = about.with_typed(fields.typed());
    let page = overview::render(&desk, &about, &frame, state.workflow.today());
    Ok(html_status(status, page))
}

/// Findings that were waived, and those that may be.
pub fn views(desk: &Desk, findings: &[Finding], held: &[FindingWaiver]) -> Vec<WaiverView> {
    let waivable = findings.iter().filter(|finding| is_waivable(finding));
    let view = |finding: &Finding| {
        let waiver = held
            .iter()
            .find(|waiver| waiver.rule == finding.rule && waiver.item == finding.item);
        WaiverView {
            rule: finding.rule.to_owned(),
            item: finding.item.clone(),
            revision: desk.open.revision,
            typed: String::new(),
            label: words::label(&desk.open.form, &finding.item),
            message: finding.message.clone(),
            waived: waiver.map(|waiver| {
                let how = format!("{} {}", words::moment(waiver.at), waiver.by);
                (waiver.reason.clone(), how)
            }),
        }
    };
    waivable.map(view).collect()
}
