//! Plans on the desk of the commission: the list of what was submitted, and receipts.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::answers::date_words;
use app::components::forms::Problem;
use app::forms::Typed;
use app::pages::plan_submissions::{FiledPlanRow, FiledPlansView, render_filed_plans};
use app::render::Link;
use app::routes;
use domain::BodyCode;
use serde::Deserialize;
use store::plans::FiledPlan;
use workflow::{NewReceipt, PageRequest, PlanKey};

use super::submissions::PER_PAGE;
use super::talk::{refused, unread};
use super::words;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// What is asked for; empty asks for all.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    body: String,
    after: String,
}

/// The list.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let again = (StatusCode::OK, Vec::new());
    show(&state, &signed_in, &asked, &Typed::default(), again).await
}

/// Receives a submission.
pub async fn receive(state: web::Data<AppState>, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let (key, number) = posted(&fields).ok_or(PageError::NotFound)?;
    let received = match fields.get("on").parse() {
        Ok(on) => {
            let number_given = fields.get("number").to_owned();
            let new = NewReceipt {
                number: number_given,
                on,
            };
            let actor = &signed_in.actor;
            state.workflow.receive_plan(actor, &key, number, &new).await
        }
        Err(_) => Err(unread("on", "受付日を書いてください。")),
    };
    match received {
        Ok(()) => Ok(see_other_with(
            routes::PLAN_SUBMISSIONS,
            Flash::Recorded,
            &state.public.config,
        )),
        Err(error) => {
            let again = refused(error)?;
            let asked = Asked {
                body: key.body.to_string(),
                after: String::new(),
            };
            show(&state, &signed_in, &asked, &fields.typed(), again).await
        }
    }
}

/// Which submission a form is about.
fn posted(fields: &Fields) -> Option<(PlanKey, i64)> {
    let body = BodyCode::parse(fields.get("code")).ok()?;
    let agency = fields.number("agency")?;
    Some((PlanKey { body, agency }, fields.number("n")?))
}

async fn show(
    state: &AppState,
    signed_in: &SignedIn,
    asked: &Asked,
    typed: &Typed,
    (status, mut problems): (StatusCode, Vec<Problem>),
) -> Result<HttpResponse, PageError> {
    let body = asked.body.trim();
    let code = (!body.is_empty()).then(|| BodyCode::parse(body));
    let code = code.transpose().unwrap_or_else(|problem| {
        problems.push(Problem {
            field: "body".to_owned(),
            label: "団体コード".to_owned(),
            message: problem.to_string(),
        });
        None
    });
    let request = match asked.after.as_str() {
        "" => PageRequest::first(PER_PAGE),
        after => PageRequest::after(after, PER_PAGE),
    };
    let actor = &signed_in.actor;
    let found = state
        .workflow
        .filed_plans(actor, code.as_ref(), &request)
        .await?;
    let next = found.next.map(|next| {
        let body = routes::encode(body);
        let after = routes::encode(&next);
        let href = format!("{}?body={body}&after={after}", routes::PLAN_SUBMISSIONS);
        Link::new("次のページ", href)
    });
    let today = state.workflow.today().to_string();
    let view = FiledPlansView {
        body: asked.body.clone(),
        rows: found
            .items
            .iter()
            .map(|filed| row(filed, typed, &today))
            .collect(),
        next,
        problems,
    };
    let crumbs = vec![Link::new("提出された評価書", routes::SUBMISSIONS)];
    let frame = signed_in.frame("提出された計画管理書", crumbs);
    Ok(html_status(status, render_filed_plans(&frame, &view)))
}

fn row(filed: &FiledPlan, typed: &Typed, today: &str) -> FiledPlanRow {
    let submission = &filed.submission;
    let code = filed.body.as_str();
    let page = routes::plan(code, filed.agency);
    let is_here = typed.get("code") == code
        && typed.get("agency") == filed.agency.to_string()
        && typed.get("n") == submission.number.to_string();
    FiledPlanRow {
        key: (code.to_owned(), filed.agency, submission.number),
        open: Link::new(
            &filed.agency_name,
            format!("{page}submissions/{}", submission.number),
        ),
        body: filed.body_name.clone(),
        filed: format!("第{}回 {}", submission.number, words::moment(submission.at)),
        receipt: submission
            .receipt
            .as_ref()
            .map(|receipt| format!("受付番号 {}（{}）", receipt.number, date_words(&receipt.on))),
        typed: match is_here {
            true => (typed.get("number").to_owned(), typed.get("on").to_owned()),
            false => (String::new(), today.to_owned()),
        },
    }
}
