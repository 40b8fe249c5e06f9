//! A forgotten password: a link by mail. The answer says nothing about who has an account.

use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use app::pages::{ForgottenPasswordView, render_forgotten_password};
use app::routes;
use tokio::time::Instant;
use workflow::SignInError;

use super::link_in_mail;
use crate::errors::PageResult;
use crate::flash::Flash;
use crate::forms::{GuestForm, Whence};
use crate::handlers::{html_status, see_other_with};
use crate::session::Guest;
use crate::state::AppState;

/// The page.
pub async fn page(guest: Guest, state: web::Data<AppState>) -> PageResult {
    let view = ForgottenPasswordView::default();
    Ok(render(StatusCode::OK, &guest, &view, &state))
}

/// The answer takes so long whether a link was made or not.
const ANSWERED_AFTER: Duration = Duration::from_millis(400);

/// Sends the link, if there is whom to send it to.
pub async fn ask(request: HttpRequest, form: GuestForm, state: web::Data<AppState>) -> PageResult {
    let config = &state.public.config;
    let (email, whence) = (form.fields.get("email"), Whence::of(&request, config));
    let link = link_in_mail(config);
    let answer_at = Instant::now() + ANSWERED_AFTER;
    let asked = state
        .workflow
        .ask_new_password(email, whence.client(), link)
        .await;
    tokio::time::sleep_until(answer_at).await;
    let error = match asked {
        Ok(()) => return Ok(see_other_with(routes::SIGN_IN, Flash::LinkAsked, config)),
        Err(SignInError::Failed(error)) => return Err(error.into()),
        Err(error) => error,
    };
    let view = ForgottenPasswordView {
        email: email.to_owned(),
        problem: Some(error.user_message()),
    };
    let mut response = render(StatusCode::TOO_MANY_REQUESTS, &form.guest, &view, &state);
    if let SignInError::Throttled {
        retry_after_seconds,
    } = error
    {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, retry_after_seconds.into());
    }
    Ok(response)
}

fn render(
    status: StatusCode,
    guest: &Guest,
    view: &ForgottenPasswordView,
    state: &AppState,
) -> HttpResponse {
    let frame = guest.frame("パスワードを忘れたとき");
    let mut response = html_status(status, render_forgotten_password(&frame, view));
    // A cookie that cannot be set shows when the form comes back without it.
    response
        .add_cookie(&guest.cookie(&state.public.config))
        .ok();
    response
}
