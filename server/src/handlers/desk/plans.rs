//! Agencies and their plans (計画管理書). A plan never has a public side.

use actix_web::web;
use app::components::answers::date_words;
use app::components::forms::Problem;
use app::forms::{Typed, sections};
use app::pages::plans::{PlanRow, PlanView, PlansView, render_plan, render_plans};
use app::render::Link;
use app::routes;
use domain::{Action, Answer, BodyCode, LongText};
use workflow::{OpenPlan, PlanChange, PlanEntry, PlanKey, is_plan};

use super::affair::refused;
use super::context::{UNPROCESSABLE, paths_of};
use super::words;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// The parts of an address: code, place of the agency.
type PlanPath = web::Path<(String, i64)>;

fn key_of(code: &str, agency: i64) -> Result<PlanKey, PageError> {
    let body = BodyCode::parse(code).map_err(|_| PageError::NotFound)?;
    Ok(PlanKey { body, agency })
}

/// The agencies of the body.
pub async fn list(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    let view = plans_view(&state, &signed_in, Typed::default(), Vec::new()).await?;
    Ok(html(render_plans(&frame(&signed_in, "計画管理書"), &view)))
}

/// Adds an agency.
pub async fn add_agency(state: web::Data<AppState>, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let name = fields.get("agency");
    match state.workflow.add_agency(&signed_in.actor, name).await {
        Ok(_) => Ok(see_other_with(
            routes::PLANS,
            Flash::AgencyAdded,
            &state.public.config,
        )),
        Err(error) => {
            let problems = refused(error)?;
            let view = plans_view(&state, &signed_in, fields.typed(), problems).await?;
            let page = render_plans(&frame(&signed_in, "計画管理書"), &view);
            Ok(html_status(UNPROCESSABLE, page))
        }
    }
}

/// One plan.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: PlanPath) -> PageResult {
    let key = key_of(&path.0, path.1)?;
    let view = plan_view(&state, &signed_in, &key, Vec::new()).await?;
    Ok(html(render_plan(&plan_frame(&signed_in, &view), &view)))
}

/// Makes, refreshes or submits it.
pub async fn act(state: web::Data<AppState>, path: PlanPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let key = key_of(&path.0, path.1)?;
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let revision = fields.number("revision").unwrap_or_default();
    let (done, flash) = match fields.get("op") {
        "create" => (workflow.create_plan(actor, &key).await, Flash::PlanCreated),
        "refresh" => {
            let done = workflow.refresh_plan(actor, &key, revision).await;
            (done.map(drop), Flash::PlanRefreshed)
        }
        "submit" => {
            let done = workflow.submit_plan(actor, &key, revision).await;
            (done.map(drop), Flash::PlanSubmitted)
        }
        _ => return Err(PageError::NotFound),
    };
    match done {
        Ok(()) => {
            let page = routes::plan(key.body.as_str(), key.agency);
            Ok(see_other_with(&page, flash, &state.public.config))
        }
        Err(error) => {
            let view = plan_view(&state, &signed_in, &key, refused(error)?).await?;
            let page = render_plan(&plan_frame(&signed_in, &view), &view);
            Ok(html_status(UNPROCESSABLE, page))
        }
    }
}

fn frame(signed_in: &SignedIn, title: &str) -> app::render::PortalFrame {
    signed_in.frame(title, vec![Link::new("作業一覧", routes::DESK)])
}

fn plan_frame(signed_in: &SignedIn, view: &PlanView) -> app::render::PortalFrame {
    let crumbs = vec![
        Link::new("作業一覧", routes::DESK),
        Link::new("計画管理書", routes::PLANS),
    ];
    signed_in.frame(format!("計画管理書（{}）", view.agency), crumbs)
}

async fn plans_view(
    state: &AppState,
    signed_in: &SignedIn,
    typed: Typed,
    problems: Vec<Problem>,
) -> Result<PlansView, PageError> {
    let actor = &signed_in.actor;
    let body = actor.body.clone().ok_or(PageError::NotFound)?;
    let plans = state.workflow.list_plans(actor, &body).await?;
    Ok(PlansView {
        rows: plans.iter().map(|entry| row(&body, entry)).collect(),
        may_add: actor.may(Action::ManageAffairs, &body),
        typed,
        problems,
    })
}

fn row(body: &BodyCode, entry: &PlanEntry) -> PlanRow {
    let state = match (entry.revision, entry.gaps.len()) {
        (None, _) => "未作成".to_owned(),
        (Some(_), 0) => "事務の内容と合っています".to_owned(),
        (Some(_), count) => format!("更新が必要です（{count}件）"),
    };
    let submitted = entry.submitted.as_ref();
    PlanRow {
        page: Link::new(
            &entry.agency.name,
            routes::plan(body.as_str(), entry.agency.ordinal),
        ),
        affairs: format!("{}件", entry.affairs),
        state,
        submitted: submitted.map_or("まだありません".to_owned(), |last| {
            format!("第{}回 {}", last.number, words::moment(last.at))
        }),
    }
}

async fn plan_view(
    state: &AppState,
    signed_in: &SignedIn,
    key: &PlanKey,
    problems: Vec<Problem>,
) -> Result<PlanView, PageError> {
    let actor = &signed_in.actor;
    let plan = state.workflow.open_plan(actor, key).await?;
    let text = key.text()?;
    let paths = paths_of(&text);
    let edit = match plan.entry.revision {
        Some(_) => {
            let open = state.workflow.open_assessment(actor, &text).await?;
            let sections = sections(&open.form, &open.document.answers).into_iter();
            let links = sections.map(|section| Link::new(section.title, paths.edit(&section.key)));
            links.collect()
        }
        None => Vec::new(),
    };
    Ok(view_of(signed_in, key, &plan, edit, problems))
}

fn view_of(
    signed_in: &SignedIn,
    key: &PlanKey,
    plan: &OpenPlan,
    edit: Vec<Link>,
    problems: Vec<Problem>,
) -> PlanView {
    let action = routes::plan(key.body.as_str(), key.agency);
    let (kept, changes): (Vec<_>, Vec<_>) = plan.changes.iter().partition(|change| change.kept);
    let submissions = plan.submissions.iter().map(|(submission, by)| {
        let receipt = submission.receipt.as_ref().map(|receipt| {
            let on = date_words(&receipt.on);
            format!("（受付番号 {}・{on}）", receipt.number)
        });
        let words = format!(
            "第{}回 {} {}{}",
            submission.number,
            words::moment(submission.at),
            by.clone().unwrap_or_default(),
            receipt.unwrap_or_default()
        );
        Link::new(words, format!("{action}submissions/{}", submission.number))
    });
    PlanView {
        agency: plan.entry.agency.name.clone(),
        revision: plan.entry.revision,
        edit,
        gaps: plan
            .entry
            .gaps
            .iter()
            .map(workflow::PlanGap::message)
            .collect(),
        changes: changes.into_iter().map(cell).collect(),
        kept: kept.into_iter().map(cell).collect(),
        submissions: submissions.collect(),
        may_manage: signed_in.actor.may(Action::ManagePlan, &key.body),
        problems,
        action,
    }
}

fn cell(change: &PlanChange) -> [String; 4] {
    [
        change.number.to_string(),
        change.heading.clone(),
        change.before.as_ref().map(said).unwrap_or_default(),
        said(&change.after),
    ]
}

/// An answer of a plan's cell in words.
fn said(answer: &Answer) -> String {
    match answer {
        Answer::Text(text) => text.full_text(),
        Answer::Longtext(LongText::Plain(text)) => text.full_text(),
        Answer::Longtext(other) => other.to_typed(""),
        Answer::Choice(n) => format!("選択肢{n}"),
        Answer::Date(day) => day.to_string(),
        _ => String::new(),
    }
}

/// What was submitted, in full, as the interchange file it was.
pub async fn submission(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: web::Path<(String, i64, i64)>,
) -> PageResult {
    let key = key_of(&path.0, path.1)?;
    let workflow = &state.workflow;
    let found = workflow
        .open_plan_submission(&signed_in.actor, &key, path.2)
        .await?;
    debug_assert!(is_plan(&found.document.form));
    let form = workflow
        .forms()
        .get(&found.document.form, &found.document.form_edition);
    let form = form.ok_or(PageError::NotFound)?;
    let text = domain::interchange::to_text(&domain::interchange::export(form, &found.document));
    Ok(actix_web::HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .insert_header(("cache-control", "no-store"))
        .body(text))
}
