//! The facts of an assessment's affair.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::forms::Problem;
use app::forms::{Typed, fill_facts, read_facts};
use app::pages::{FactsView, render_facts};
use domain::Facts;
use workflow::WorkflowError;

use super::context::{Desk, KeyPath, UNPROCESSABLE};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

const TITLE: &str = "事務の事実";

/// The facts as saved.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    let view = view(&desk, fill_facts(&desk.open.document.facts), Vec::new());
    Ok(html(render_facts(&desk.frame(&signed_in, TITLE), &view)))
}

/// Saves them.
pub async fn save(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let desk = Desk::at(&state, &signed_in, &path).await?;
    let typed = fields.typed();
    let again = |desk: &Desk, status: StatusCode, problems: Vec<Problem>| {
        let view = view(desk, typed.clone(), problems);
        html_status(status, render_facts(&desk.frame(&signed_in, TITLE), &view))
    };
    if let Some(why) = desk.read_only() {
        return Err(PageError::kept(
            format!("{why}入力は保存していません。"),
            &fields,
        ));
    }
    let saved = &desk.open.document.facts;
    let facts = match read_facts(&typed, saved) {
        Ok(facts) => facts,
        Err(problems) => return Ok(again(&desk, UNPROCESSABLE, problems)),
    };
    let revision = desk.open.revision;
    // Answers saved by somebody else in between are not in the way; other facts are.
    if fields.number("revision") != Some(revision) && facts != *saved {
        let base = base(&state, &signed_in, &desk, fields.number("revision")).await?;
        if base.as_ref() != Some(saved) {
            return Ok(again(&desk, StatusCode::CONFLICT, vec![stale()]));
        }
    }
    match state
        .workflow
        .save_facts(&signed_in.actor, &desk.key, revision, facts)
        .await
    {
        Ok(_) => Ok(done(&state, &desk)),
        Err(WorkflowError::Stale(_)) => {
            let desk = Desk::open(&state, &signed_in, desk.key).await?;
            Ok(again(&desk, StatusCode::CONFLICT, vec![stale()]))
        }
        Err(error) => Err(PageError::from(error).with_kept(&fields)),
    }
}

fn done(state: &AppState, desk: &Desk) -> HttpResponse {
    see_other_with(
        &desk.paths.overview(),
        Flash::FactsSaved,
        &state.public.config,
    )
}

fn view(desk: &Desk, typed: Typed, problems: Vec<Problem>) -> FactsView {
    FactsView {
        paths: desk.paths.clone(),
        title: desk.title(),
        state: desk.stage().0,
        revision: desk.open.revision,
        read_only: desk.read_only(),
        typed,
        problems,
    }
}

async fn base(
    state: &AppState,
    signed_in: &SignedIn,
    desk: &Desk,
    revision: Option<i64>,
) -> Result<Option<Facts>, PageError> {
    let Some(revision) = revision else {
        return Ok(None);
    };
    match state
        .workflow
        .open_revision(&signed_in.actor, &desk.key, revision)
        .await
    {
        Ok(open) => Ok(Some(open.document.facts)),
        Err(WorkflowError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn stale() -> Problem {
    Problem {
        field: String::new(),
        label: String::new(),
        message: "ほかの人が先に事務の事実を保存しました。下はあなたの入力のままです。履歴で相手の変更を確かめ、このままでよければ、もう一度保存してください。".to_owned(),
    }
}
