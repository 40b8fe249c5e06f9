//! Starting an assessment.

use actix_web::web;
use app::components::forms::Problem;
use app::forms::{Typed, read_facts};
use app::pages::{FormOption, NewAssessmentView, render_new_assessment};
use app::render::Link;
use app::routes;
use domain::{Action, AssessmentNumber, Facts, FormEdition, FormId};
use workflow::{AssessmentKey, Conflict, NewAssessment, WorkflowError};

use super::context::{UNPROCESSABLE, paths_of};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// The blank form.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    require(&signed_in)?;
    let view = NewAssessmentView {
        forms: options(&state),
        ..NewAssessmentView::default()
    };
    Ok(html(render(&signed_in, &view)))
}

/// Starts it.
pub async fn create(state: web::Data<AppState>, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let body = require(&signed_in)?;
    let typed = fields.typed();
    let again = |problems, existing| {
        let view = NewAssessmentView {
            forms: options(&state),
            typed: typed.clone(),
            problems,
            existing,
        };
        html_status(UNPROCESSABLE, render(&signed_in, &view))
    };
    let new = match read(&state, &typed) {
        Ok(new) => new,
        Err(problems) => return Ok(again(problems, None)),
    };
    let key = AssessmentKey {
        body,
        number: new.number.clone(),
        form: new.form.clone(),
    };
    match state
        .workflow
        .create_assessment(&signed_in.actor, new)
        .await
    {
        Ok(key) => {
            let overview = paths_of(&key).overview();
            Ok(see_other_with(
                &overview,
                Flash::Created,
                &state.public.config,
            ))
        }
        Err(error @ WorkflowError::Conflict(Conflict::Number)) => {
            let problem = problem("number", &error.user_message());
            let existing = Link::new("既にある評価書を開く", paths_of(&key).overview());
            Ok(again(vec![problem], Some(existing)))
        }
        Err(WorkflowError::Invalid(found)) => {
            let problems = found
                .iter()
                .map(|found| problem(found.field, &found.message));
            Ok(again(problems.collect(), None))
        }
        Err(error) => Err(PageError::from(error).with_kept(&fields)),
    }
}

fn render(signed_in: &SignedIn, view: &NewAssessmentView) -> String {
    let crumbs = vec![Link::new("作業一覧", routes::DESK)];
    render_new_assessment(&signed_in.frame("新しい評価書を作る", crumbs), view)
}

/// The person's body, if the person may start assessments for it.
fn require(signed_in: &SignedIn) -> Result<domain::BodyCode, PageError> {
    let body = signed_in.actor.body.clone().ok_or(PageError::NotFound)?;
    if signed_in.actor.may(Action::CreateAssessment, &body) {
        Ok(body)
    } else {
        Err(PageError::NotFound)
    }
}

fn read(state: &AppState, typed: &Typed) -> Result<NewAssessment, Vec<Problem>> {
    let mut problems = Vec::new();
    let form = FormId::parse(typed.get("form")).ok();
    let form = form.filter(|form| offered(state).iter().any(|offered| offered.id == *form));
    if form.is_none() {
        problems.push(problem("form", "様式を選んでください。"));
    }
    let number = AssessmentNumber::parse(typed.get("number").trim());
    let number = number
        .map_err(|error| problems.push(problem("number", &error.to_string())))
        .ok();
    let agency = typed.get("agency").trim().to_owned();
    if agency.is_empty() {
        problems.push(problem("agency", "評価実施機関名を書いてください。"));
    }
    let facts = read_facts(typed, &Facts::default());
    let facts = facts.map_err(|found| problems.extend(found)).ok();
    match (form, number, facts) {
        (Some(form), Some(number), Some(facts)) if problems.is_empty() => Ok(NewAssessment {
            form,
            number,
            agency,
            facts,
        }),
        _ => Err(problems),
    }
}

fn problem(field: &str, message: &str) -> Problem {
    let label = match field {
        "form" => "様式",
        "number" => "評価書番号",
        "agency" => "評価実施機関名",
        _ => "",
    };
    Problem {
        field: field.to_owned(),
        label: label.to_owned(),
        message: message.to_owned(),
    }
}

/// The newest edition of each form of an assessment. (The plan, 計画管理書, has no cover
/// with a title: it is no assessment.)
fn offered(state: &AppState) -> Vec<&FormEdition> {
    let forms = &state.content.forms;
    let newest = |form: &FormEdition| {
        state
            .content
            .newest(form.id.as_str())
            .is_some_and(|newest| newest.edition == form.edition)
    };
    let mut offered: Vec<&FormEdition> = forms
        .iter()
        .filter(|form| form.node("cover.title").is_some() && newest(form))
        .collect();
    offered.sort_by(|one, other| one.style.cmp(&other.style));
    offered
}

fn options(state: &AppState) -> Vec<FormOption> {
    let option = |form: &FormEdition| FormOption {
        id: form.id.to_string(),
        title: form.title.clone(),
        hint: hint(form),
    };
    offered(state).into_iter().map(option).collect()
}

/// When the form is used; the exact bounds are for the threshold decision (しきい値判断).
fn hint(form: &FormEdition) -> String {
    let edition = format!("{}・{}", form.style, form.edition_label);
    let when = match form.id.as_str() {
        "kiso" => "しきい値判断の結果にかかわらず作ります",
        "juten" => "しきい値判断が「重点項目評価」のときに作ります",
        "zenkomoku" => "しきい値判断が「全項目評価」のときに作ります",
        _ => return edition,
    };
    format!("{when}（{edition}）")
}
