//! One opinion: its answers, what is not shown of it, who wrote it.

use actix_web::web;
use app::pages::consultations::{AnswerVersion, OpinionView, render_opinion};
use app::render::Link;
use app::routes;
use domain::opinion::MaskReason;
use domain::{Action, ConsultationId};
use workflow::{Masking, OpinionToAnswer};

use super::super::words::moment;
use super::{about, contact_words, crumbs, id_of, problems_of};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

type OpinionPath = web::Path<(String, u32)>;

/// The page.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: OpinionPath,
) -> PageResult {
    let view = view(&state, &signed_in, &id_of(&path.0)?, path.1).await?;
    Ok(html(render(&signed_in, &view)))
}

fn render(signed_in: &SignedIn, view: &OpinionView) -> String {
    let id = ConsultationId::parse(&view.id).ok();
    let mut way = id.map_or(Vec::new(), |id| crumbs(signed_in, &id));
    way.push(Link::new(
        "寄せられた意見",
        routes::desk_consultation(&view.id),
    ));
    render_opinion(&signed_in.frame(format!("意見{}", view.number), way), view)
}

async fn view(
    state: &AppState,
    signed_in: &SignedIn,
    id: &ConsultationId,
    number: u32,
) -> Result<OpinionView, PageError> {
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let before = number.checked_sub(1).ok_or(PageError::NotFound)?;
    let found = workflow.opinions_page(actor, id, (before, 1)).await?;
    let mut all = found.opinions.into_iter();
    let found = all.find(|row| row.opinion.number == number);
    let found: OpinionToAnswer = found.ok_or(PageError::NotFound)?;
    let answers = workflow.answers_to_opinion(actor, id, number).await?;
    let answers = answers.into_iter().map(|(answer, by)| AnswerVersion {
        verdict: answer.verdict.label().to_owned(),
        by: format!("{} {by}", moment(answer.at)),
        reason: answer.reason,
    });
    let may_mask = actor.may(Action::AnswerOpinions, id.body());
    let contact = contact_words(&found);
    let reasons =
        MaskReason::ALL.map(|reason| (reason.as_str().to_owned(), reason.label().to_owned()));
    Ok(OpinionView {
        id: id.to_string(),
        number,
        about: about(&found),
        public: found.public().to_plain(),
        received: format!("{}に受付", moment(found.opinion.received_at)),
        may_erase: may_mask && contact.is_some(),
        contact,
        answers: answers.collect(),
        may_mask,
        version: found.mask_version,
        phrases: found.mask.phrases.join("\n"),
        reason: found
            .mask
            .reason
            .unwrap_or(MaskReason::Personal)
            .as_str()
            .to_owned(),
        summary: found.mask.summary.clone().unwrap_or_default(),
        reasons: reasons.to_vec(),
        problems: Vec::new(),
        text: found.opinion.text,
    })
}

/// Decides what is not shown.
pub async fn mask(state: web::Data<AppState>, path: OpinionPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let (id, number) = (id_of(&path.0)?, path.1);
    let new = Masking {
        number,
        // A version that cannot be read is none that anybody read.
        seen: fields.get("version").parse().unwrap_or(u32::MAX - 1),
        phrases: fields.get("phrases").to_owned(),
        reason: MaskReason::parse(fields.get("mask_reason")).unwrap_or(MaskReason::Other),
        summary: fields.get("summary").to_owned(),
    };
    match state
        .workflow
        .mask_opinion(&signed_in.actor, &id, new)
        .await
    {
        Ok(()) => {
            let back = routes::desk_opinion(&id.to_string(), number);
            Ok(see_other_with(
                &back,
                Flash::OpinionMasked,
                &state.public.config,
            ))
        }
        Err(error) => {
            let (status, problems) = problems_of(error)?;
            let view = OpinionView {
                phrases: fields.get("phrases").to_owned(),
                reason: fields.get("mask_reason").to_owned(),
                summary: fields.get("summary").to_owned(),
                problems,
                ..view(&state, &signed_in, &id, number).await?
            };
            Ok(html_status(status, render(&signed_in, &view)))
        }
    }
}

/// Erases who wrote an opinion, or all of them.
pub async fn erase(
    state: web::Data<AppState>,
    path: web::Path<String>,
    form: DeskForm,
) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let id = id_of(&path)?;
    let number = match fields.get("number") {
        "" => None,
        number => Some(number.parse().map_err(|_| PageError::NotFound)?),
    };
    state
        .workflow
        .erase_contacts(&signed_in.actor, &id, number)
        .await?;
    let back = match number {
        Some(number) => routes::desk_opinion(&id.to_string(), number),
        None => routes::desk_consultation(&id.to_string()),
    };
    Ok(see_other_with(
        &back,
        Flash::ContactsErased,
        &state.public.config,
    ))
}
