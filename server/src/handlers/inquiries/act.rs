//! Doing something to an inquiry.

use actix_web::web;
use app::components::forms::Problem;
use app::routes;
use domain::inquiry::Category;

use super::one;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::notices::Refusal;
use crate::handlers::see_other_with;
use crate::session::SignedIn;
use crate::site::PublicAct;
use crate::state::AppState;

/// A form that was refused.
pub(super) struct Refused<'a> {
    pub(super) act: &'a str,
    pub(super) fields: &'a Fields,
    pub(super) problems: Vec<Problem>,
    pub(super) message: Option<String>,
}

/// Does what the form asks for, bound to what was read.
pub(super) async fn act(
    state: web::Data<AppState>,
    path: web::Path<(i64, String)>,
    form: DeskForm,
) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let (number, act) = path.into_inner();
    let refusal = match perform(&state, &signed_in, number, &act, &fields).await {
        Ok(flash) => {
            let to = match flash {
                // Another desk's from now on.
                Flash::InquiryReassigned => routes::INQUIRIES.to_owned(),
                _ => routes::inquiry(number),
            };
            return Ok(see_other_with(&to, flash, &state.public.config));
        }
        Err(refusal) => refusal,
    };
    let (problems, message) = match refusal {
        Refusal::Problems(problems) => (problems, None),
        Refusal::Message(message) => (Vec::new(), Some(message)),
        Refusal::Page(error) => return Err(error.with_kept(&fields)),
    };
    let refused = Refused {
        act: &act,
        fields: &fields,
        problems,
        message,
    };
    one::show(&state, &signed_in, number, Some(refused)).await
}

async fn perform(
    state: &AppState,
    signed_in: &SignedIn,
    number: i64,
    act: &str,
    fields: &Fields,
) -> Result<Flash, Refusal> {
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let version = fields.number("version").unwrap_or(-1);
    let digest = fields.get("digest");
    Ok(match act {
        "write" => {
            let text = fields.get("text");
            workflow
                .write_inquiry_message(actor, number, version, text)
                .await?;
            Flash::InquiryWritten
        }
        "close" => {
            workflow.close_inquiry(actor, number, version).await?;
            Flash::InquiryClosed
        }
        "reassign" => {
            let category = Category::parse(fields.get("category"));
            let category = category.ok_or(Refusal::Page(PageError::NotFound))?;
            workflow
                .reassign_inquiry(actor, number, version, category)
                .await?;
            Flash::InquiryReassigned
        }
        "propose" => {
            let (question, answer) = (fields.get("question"), fields.get("answer"));
            workflow
                .propose_qa(actor, number, digest, (question, answer))
                .await?;
            Flash::QaProposed
        }
        "consent" => {
            workflow.consent_to_qa(actor, number, digest, true).await?;
            Flash::QaConsented
        }
        "withdraw" => {
            workflow.consent_to_qa(actor, number, digest, false).await?;
            Flash::QaConsentWithdrawn
        }
        "publish" => {
            let digest = digest.to_owned();
            let act = PublicAct::PublishQa { number, digest };
            state.publisher.change(actor, act).await?;
            Flash::QaPublished
        }
        "remove" => {
            let reason = fields.get("reason").to_owned();
            let act = PublicAct::RemoveQa { number, reason };
            state.publisher.change(actor, act).await?;
            Flash::QaRemoved
        }
        _ => return Err(Refusal::Page(PageError::NotFound)),
    })
}
