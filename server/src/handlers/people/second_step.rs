//! The second step of signing in: a code, or setting up what codes are made from.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use app::components::forms::Problem;
use app::pages::{
    CodeView, FirstEnrolmentView, RecoveryCodesView, render_code, render_first_enrolment,
    render_recovery_codes,
};
use app::render::PortalFrame;
use app::routes;
use serde::Deserialize;
use workflow::{Entered, Owes, SignInError, TypedCode, WorkflowError};

use super::second_factor::secret_view;
use super::sign_in::signed_out;
use super::{go_on, problems};
use crate::errors::PageResult;
use crate::flash::Flash;
use crate::forms::{HalfForm, Whence};
use crate::half::HalfWay;
use crate::handlers::{html, html_status, see_other};
use crate::session::{self, safe_next};
use crate::state::AppState;

/// Where the second step takes place.
pub(super) fn address(owes: Owes, next: &str) -> String {
    let page = match owes {
        Owes::Code => routes::SIGN_IN_CODE,
        Owes::Enrolment => routes::SIGN_IN_ENROL,
    };
    format!("{page}?next={}", routes::encode(next))
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// The page that asks for a code.
pub async fn code_page(half_way: HalfWay, next: web::Query<Next>) -> PageResult {
    let next = safe_next(&next.next);
    if half_way.half.owes != Owes::Code {
        return Ok(see_other(&address(half_way.half.owes, next)));
    }
    let view = CodeView {
        email: half_way.half.email.clone(),
        next: next.to_owned(),
        ..CodeView::default()
    };
    Ok(html(render_code(&half_way.frame("2段階認証"), &view)))
}

/// Takes a code.
pub async fn enter_code(
    request: HttpRequest,
    form: HalfForm,
    state: web::Data<AppState>,
) -> PageResult {
    let (config, fields) = (&state.public.config, &form.fields);
    let (whence, next) = (Whence::of(&request, config), safe_next(fields.get("next")));
    let recovery = fields.get("recovery");
    let typed = match recovery {
        "" => TypedCode::App(fields.get("code")),
        recovery => TypedCode::Recovery(recovery),
    };
    let entered = state
        .workflow
        .enter_code(&form.half_way.token, typed, whence.client());
    let error = match entered.await {
        Ok(new) => return go_on(&Entered::Whole(new), next, config),
        Err(SignInError::Failed(error)) => return Err(error.into()),
        Err(SignInError::Ended) => return signed_out(&state, Flash::StepEnded),
        Err(error) => error,
    };
    let view = CodeView {
        email: form.half_way.half.email.clone(),
        next: next.to_owned(),
        problem: Some(error.user_message()),
        recovery: !recovery.is_empty(),
    };
    let page = render_code(&form.half_way.frame("2段階認証"), &view);
    Ok(match error {
        SignInError::Throttled {
            retry_after_seconds,
        } => {
            let mut response = html_status(StatusCode::TOO_MANY_REQUESTS, page);
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, retry_after_seconds.into());
            response
        }
        _ => html_status(StatusCode::UNPROCESSABLE_ENTITY, page),
    })
}

/// The page on which whoever must have a second factor sets one up.
pub async fn enrol_page(
    half_way: HalfWay,
    next: web::Query<Next>,
    state: web::Data<AppState>,
) -> PageResult {
    let next = safe_next(&next.next);
    if half_way.half.owes != Owes::Enrolment {
        return Ok(see_other(&address(half_way.half.owes, next)));
    }
    render_enrol(StatusCode::OK, &half_way, next, Vec::new(), &state).await
}

/// Draws a secret, instead of one that was drawn before.
pub async fn begin_enrolment(form: HalfForm, state: web::Data<AppState>) -> PageResult {
    let token = &form.half_way.token;
    state.workflow.begin_first_enrolment(token).await?;
    let next = safe_next(form.fields.get("next"));
    Ok(see_other(&address(Owes::Enrolment, next)))
}

/// Takes the code that confirms it, and shows the recovery codes.
pub async fn confirm_enrolment(
    request: HttpRequest,
    form: HalfForm,
    state: web::Data<AppState>,
) -> PageResult {
    let (config, fields) = (&state.public.config, &form.fields);
    let (whence, next) = (Whence::of(&request, config), safe_next(fields.get("next")));
    let confirmed = state.workflow.confirm_first_enrolment(
        &form.half_way.token,
        fields.get("code"),
        whence.client(),
    );
    match confirmed.await {
        Ok((new, codes)) => {
            let view = RecoveryCodesView {
                codes: codes.iter().map(workflow::RecoveryCode::reveal).collect(),
                enrolled: true,
                next: next.to_owned(),
            };
            let frame = PortalFrame {
                csrf: new.token.csrf(),
                ..form.half_way.frame("回復コード")
            };
            let mut response = html(render_recovery_codes(&frame, &view));
            for cookie in session::signed_in_cookies(&new.token, config) {
                response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
            }
            Ok(response)
        }
        // The hour is over, or the draft was confirmed in another tab.
        Err(WorkflowError::NotFound) => Ok(see_other(&address(Owes::Enrolment, next))),
        Err(error) => {
            let problems = problems(error, &[("code", "code", "確認コード")])?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render_enrol(status, &form.half_way, next, problems, &state).await
        }
    }
}

async fn render_enrol(
    status: StatusCode,
    half_way: &HalfWay,
    next: &str,
    problems: Vec<Problem>,
    state: &AppState,
) -> PageResult {
    let enrolment = state.workflow.first_enrolment(&half_way.token).await?;
    let view = FirstEnrolmentView {
        email: half_way.half.email.clone(),
        role: half_way.half.role.label().to_owned(),
        next: next.to_owned(),
        secret: enrolment.map(|enrolment| secret_view(&enrolment)),
        problems,
    };
    let page = render_first_enrolment(&half_way.frame("2段階認証を登録する"), &view);
    Ok(html_status(status, page))
}

/// Ends the half-open session.
pub async fn cancel(
    form: HalfForm,
    state: web::Data<AppState>,
) -> Result<HttpResponse, crate::errors::PageError> {
    state.workflow.sign_out(&form.half_way.token).await?;
    signed_out(&state, Flash::SignedOut)
}
