//! The result of a consultation, and the items of the form that tell of it.

use actix_web::http::StatusCode;
use actix_web::web;
use app::pages::consultations::{ItemProposal, ItemsView, ResultView, render_items, render_result};
use app::render::Link;
use app::routes;
use domain::{Action, ConsultationId, Phase};
use workflow::WorkflowError;

use super::super::words::moment;
use super::{crumbs, id_of};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::site::PublishError;
use crate::state::AppState;

/// What the public would read.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: web::Path<String>,
) -> PageResult {
    let view = view(&state, &signed_in, &id_of(&path)?).await?;
    Ok(html(render(&signed_in, &view)))
}

fn way(signed_in: &SignedIn, id: &str) -> Vec<Link> {
    let parsed = id_of(id).ok();
    let mut way = parsed.map_or(Vec::new(), |id| crumbs(signed_in, &id));
    way.push(Link::new("寄せられた意見", routes::desk_consultation(id)));
    way
}

fn render(signed_in: &SignedIn, view: &ResultView) -> String {
    render_result(
        &signed_in.frame("結果を公表する", way(signed_in, &view.id)),
        view,
    )
}

async fn view(
    state: &AppState,
    signed_in: &SignedIn,
    id: &ConsultationId,
) -> Result<ResultView, PageError> {
    let actor = &signed_in.actor;
    let found = state.workflow.preview_result(actor, id).await?;
    let overview = found.overview;
    let is_ready = overview.phase == Phase::Closed && overview.unanswered == 0;
    Ok(ResultView {
        id: id.to_string(),
        title: overview.consultation.title,
        result: found.result,
        unanswered: usize::try_from(overview.unanswered).unwrap_or(usize::MAX),
        seen: found.seen,
        published: overview.result.map(moment),
        may_publish: is_ready && actor.may(Action::RunConsultation, id.body()),
        refused: None,
        page: routes::consultation(&id.to_string()),
    })
}

/// Publishes the result as it was seen.
pub async fn publish(
    state: web::Data<AppState>,
    path: web::Path<String>,
    form: DeskForm,
) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let id = id_of(&path)?;
    let done = state
        .publisher
        .publish_result(&signed_in.actor, &id, fields.get("seen"))
        .await;
    let (status, refused) = match done {
        Ok(shown) => {
            let back = format!("{}result", routes::desk_consultation(&id.to_string()));
            let flash = match shown.is_shown {
                true => Flash::ResultPublished,
                false => Flash::NotShownYet,
            };
            return Ok(see_other_with(&back, flash, &state.public.config));
        }
        Err(PublishError::Workflow(WorkflowError::NotFound)) => return Err(PageError::NotFound),
        Err(PublishError::Leaked(leaks)) => {
            let lines = leaks.lines().join(" ");
            let message = format!(
                "公表を止めました。非公表とした文字列又は個人番号とみられる数字が、意見か回答の文にあります。何も公表していません。その語句を伏せるか、回答を書き直してください。{lines}"
            );
            (StatusCode::CONFLICT, message)
        }
        Err(error @ (PublishError::Workflow(WorkflowError::Invalid(_)) | PublishError::Busy)) => {
            (StatusCode::CONFLICT, error.user_message())
        }
        Err(PublishError::Workflow(error)) => return Err(error.into()),
        Err(other) => return Err(PageError::Internal(other.into())),
    };
    let view = ResultView {
        refused: Some(refused),
        ..view(&state, &signed_in, &id).await?
    };
    Ok(html_status(status, render(&signed_in, &view)))
}

/// What the items of the form would say.
pub async fn items(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: web::Path<String>,
) -> PageResult {
    let view = items_view(&state, &signed_in, &id_of(&path)?).await?;
    Ok(html(render_proposals(&signed_in, &view)))
}

fn render_proposals(signed_in: &SignedIn, view: &ItemsView) -> String {
    let frame = signed_in.frame("評価書の欄に結果を書く", way(signed_in, &view.id));
    render_items(&frame, view)
}

async fn items_view(
    state: &AppState,
    signed_in: &SignedIn,
    id: &ConsultationId,
) -> Result<ItemsView, PageError> {
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let (key, revision, proposed) = workflow.propose_items(actor, id).await?;
    let open = workflow.open_assessment(actor, &key).await?;
    let refused = proposed.iter().find_map(|found| found.problem.clone());
    let items = proposed.into_iter().map(|found| ItemProposal {
        item: found.item,
        label: found.label,
        now: found.now,
        proposed: found.proposed,
    });
    Ok(ItemsView {
        id: id.to_string(),
        title: super::super::words::title(&open.document),
        revision,
        items: items.collect(),
        may_write: refused.is_none() && workflow::may_edit(actor, &key.body, &open.stage),
        refused,
    })
}

/// Writes the items that were chosen.
pub async fn fill(
    state: web::Data<AppState>,
    path: web::Path<String>,
    form: DeskForm,
) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let id = id_of(&path)?;
    let items: Vec<String> = fields.all("item").into_iter().map(str::to_owned).collect();
    let revision = fields.number("revision").unwrap_or(-1);
    let done = state
        .workflow
        .fill_items(&signed_in.actor, &id, revision, &items);
    match done.await {
        Ok(_) => {
            let back = format!("{}items", routes::desk_consultation(&id.to_string()));
            Ok(see_other_with(&back, Flash::Saved, &state.public.config))
        }
        Err(
            error @ (WorkflowError::Stale(_)
            | WorkflowError::Refused(_)
            | WorkflowError::Invalid(_)
            | WorkflowError::Conflict(_)),
        ) => {
            let message = match error {
                WorkflowError::Stale(_) => "読んだ後に、ほかの人が評価書を保存しました。まだ書いていません。いまの記載を確かめて、もう一度選んでください。".to_owned(),
                other => other.user_message(),
            };
            let view = ItemsView {
                refused: Some(message),
                ..items_view(&state, &signed_in, &id).await?
            };
            Ok(html_status(
                StatusCode::CONFLICT,
                render_proposals(&signed_in, &view),
            ))
        }
        Err(error) => Err(error.into()),
    }
}
