//! Signing in and out. An unknown address and a wrong password look the same.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use app::pages::{SignInView, render_sign_in};
use app::routes;
use serde::Deserialize;
use workflow::{SignIn, SignInError};

use super::{go_on, second_step};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, GuestForm, Whence};
use crate::half;
use crate::handlers::{html_status, see_other, see_other_with};
use crate::session::{self, Guest, safe_next};
use crate::state::AppState;

/// The query of the sign-in page.
#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// The sign-in page; who is signed in already goes on.
pub async fn page(
    request: HttpRequest,
    guest: Guest,
    next: web::Query<Next>,
    state: web::Data<AppState>,
) -> PageResult {
    let next = safe_next(&next.next);
    if session::find(&request).await?.is_some() {
        return Ok(see_other(next));
    }
    if let Some(half_way) = half::find(&request).await? {
        return Ok(see_other(&second_step::address(half_way.half.owes, next)));
    }
    let view = SignInView {
        next: next.to_owned(),
        ..SignInView::default()
    };
    Ok(render(StatusCode::OK, &guest, &view, &state))
}

/// Signs in.
pub async fn sign_in(
    request: HttpRequest,
    form: GuestForm,
    state: web::Data<AppState>,
) -> PageResult {
    let (config, fields) = (&state.public.config, &form.fields);
    let whence = Whence::of(&request, config);
    let previous = session::session_token(&request, config);
    let attempt = SignIn {
        email: fields.get("email"),
        password: fields.get("password"),
        client: whence.client(),
        previous: previous.as_ref(),
    };
    let next = safe_next(fields.get("next"));
    let error = match state.workflow.sign_in(attempt).await {
        Ok(entered) => return go_on(&entered, next, config),
        Err(SignInError::Failed(error)) => return Err(error.into()),
        Err(error) => error,
    };
    let view = SignInView {
        email: fields.get("email").to_owned(),
        next: next.to_owned(),
        problem: Some(error.user_message()),
    };
    Ok(match error {
        SignInError::Throttled {
            retry_after_seconds,
        } => {
            let mut response = render(StatusCode::TOO_MANY_REQUESTS, &form.guest, &view, &state);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, retry_after_seconds.into());
            response
        }
        _ => render(StatusCode::UNPROCESSABLE_ENTITY, &form.guest, &view, &state),
    })
}

/// Signs out here. A session that has ended already is signed out.
pub async fn sign_out(form: Result<DeskForm, PageError>, state: web::Data<AppState>) -> PageResult {
    match form {
        Ok(form) => state.workflow.sign_out(&form.signed_in.token).await?,
        Err(PageError::SessionEnded { .. }) => {}
        Err(error) => return Err(error),
    }
    signed_out(&state, Flash::SignedOut)
}

/// To the sign-in page, without the session's cookie.
pub(super) fn signed_out(state: &AppState, flash: Flash) -> PageResult {
    let config = &state.public.config;
    let mut response = see_other_with(routes::SIGN_IN, flash, config);
    let cookie = session::signed_out_cookie(config);
    response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    Ok(response)
}

fn render(status: StatusCode, guest: &Guest, view: &SignInView, state: &AppState) -> HttpResponse {
    let page = render_sign_in(&guest.frame("サインイン"), view);
    let mut response = html_status(status, page);
    // A cookie that cannot be set shows when the form comes back without it.
    response
        .add_cookie(&guest.cookie(&state.public.config))
        .ok();
    response
}
