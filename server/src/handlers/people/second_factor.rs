//! The second factor of a person who is signed in.

use actix_web::http::StatusCode;
use actix_web::web;
use app::components::forms::Problem;
use app::pages::{
    EnrolmentView, RecoveryCodesView, SecondFactorView, SecretView, render_enrolment,
    render_recovery_codes, render_second_factor,
};
use app::render::Link;
use app::routes;
use workflow::{Enrolment, RecoveryCode, WorkflowError};

use super::{problems, qr};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::desk::words::moment;
use crate::handlers::{html, html_status, see_other, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

const TITLE: &str = "2段階認証";

/// How it stands; while one is being set up, its secret.
pub async fn page(signed_in: SignedIn, state: web::Data<AppState>) -> PageResult {
    match state.workflow.enrolment(&signed_in.actor).await? {
        Some(enrolment) => {
            let view = EnrolmentView {
                secret: secret_view(&enrolment),
                ..EnrolmentView::default()
            };
            Ok(html(render_enrolment(&frame(&signed_in), &view)))
        }
        None => render(StatusCode::OK, &signed_in, "", Vec::new(), &state).await,
    }
}

/// Begins to set one up.
pub async fn begin(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let (actor, password) = (&form.signed_in.actor, form.fields.get("current"));
    match state.workflow.begin_enrolment(actor, password).await {
        Ok(()) => Ok(see_other(routes::ACCOUNT_SECOND_FACTOR)),
        Err(error) => {
            let refused = routes::ACCOUNT_SECOND_FACTOR_BEGIN;
            refuse(&form.signed_in, refused, error, &state).await
        }
    }
}

/// Takes the code that confirms it, and shows the recovery codes.
pub async fn confirm(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let signed_in = &form.signed_in;
    let code = form.fields.get("code");
    let confirmed = state
        .workflow
        .confirm_enrolment(&signed_in.actor, &signed_in.token, code);
    match confirmed.await {
        Ok(codes) => Ok(recovery_codes_page(signed_in, &codes, true)),
        // The hour is over, or it was confirmed in another tab.
        Err(WorkflowError::NotFound) => Ok(see_other(routes::ACCOUNT_SECOND_FACTOR)),
        Err(error) => {
            let problems = problems(error, &[("code", "code", "確認コード")])?;
            let enrolment = state.workflow.enrolment(&signed_in.actor).await?;
            let enrolment = enrolment.ok_or(PageError::NotFound)?;
            let view = EnrolmentView {
                secret: secret_view(&enrolment),
                problems,
            };
            let page = render_enrolment(&frame(signed_in), &view);
            Ok(html_status(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

/// Does without from now on.
pub async fn remove(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let (actor, password) = (&form.signed_in.actor, form.fields.get("current"));
    match state.workflow.remove_second_factor(actor, password).await {
        Ok(()) => Ok(see_other_with(
            routes::ACCOUNT_SECOND_FACTOR,
            Flash::FactorRemoved,
            &state.public.config,
        )),
        Err(error) => {
            let refused = routes::ACCOUNT_SECOND_FACTOR_REMOVE;
            refuse(&form.signed_in, refused, error, &state).await
        }
    }
}

/// Makes new recovery codes and shows them.
pub async fn recovery_codes(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let (actor, password) = (&form.signed_in.actor, form.fields.get("current"));
    match state.workflow.renew_recovery_codes(actor, password).await {
        Ok(codes) => Ok(recovery_codes_page(&form.signed_in, &codes, false)),
        Err(error) => {
            let refused = routes::ACCOUNT_RECOVERY_CODES;
            refuse(&form.signed_in, refused, error, &state).await
        }
    }
}

fn recovery_codes_page(
    signed_in: &SignedIn,
    codes: &[RecoveryCode],
    enrolled: bool,
) -> actix_web::HttpResponse {
    let view = RecoveryCodesView {
        codes: codes.iter().map(RecoveryCode::reveal).collect(),
        enrolled,
        next: routes::ACCOUNT.to_owned(),
    };
    let crumbs = vec![Link::new("アカウント", routes::ACCOUNT)];
    let frame = signed_in.frame("回復コード", crumbs);
    html(render_recovery_codes(&frame, &view))
}

async fn refuse(
    signed_in: &SignedIn,
    refused: &'static str,
    error: WorkflowError,
    state: &AppState,
) -> PageResult {
    let problems = problems(error, &[("current", "current", "いまのパスワード")])?;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    render(status, signed_in, refused, problems, state).await
}

async fn render(
    status: StatusCode,
    signed_in: &SignedIn,
    refused: &'static str,
    problems: Vec<Problem>,
    state: &AppState,
) -> PageResult {
    let standing = state.workflow.second_factor(&signed_in.actor).await?;
    let view = SecondFactorView {
        since: standing.since.map(moment),
        recovery_codes: standing.recovery_codes,
        is_required: standing.is_required,
        refused,
        problems,
    };
    let page = render_second_factor(&frame(signed_in), &view);
    Ok(html_status(status, page))
}

fn frame(signed_in: &SignedIn) -> app::render::PortalFrame {
    signed_in.frame(TITLE, vec![Link::new("アカウント", routes::ACCOUNT)])
}

/// A secret in the three forms in which a page shows it.
pub(super) fn secret_view(enrolment: &Enrolment) -> SecretView {
    let uri = enrolment.secret.uri(&enrolment.email);
    SecretView {
        qr: qr::of(&uri),
        uri,
        grouped: enrolment.secret.grouped(),
    }
}
