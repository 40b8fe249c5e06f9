//! The page behind an invitation link: choosing a password, once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use app::components::forms::Problem;
use app::pages::{InvitationView, render_invitation};
use app::routes;
use workflow::{InvitedPerson, Token};

use super::{problems, typed_twice};
use crate::errors::{PageError, PageResult};
use crate::forms::GuestForm;
use crate::handlers::{html_status, see_other};
use crate::session::{self, Guest};
use crate::state::AppState;

/// The page.
pub async fn page(
    request: HttpRequest,
    guest: Guest,
    token: web::Path<String>,
    state: web::Data<AppState>,
) -> PageResult {
    let (_, person) = find(&token, &state).await?;
    Ok(render(
        StatusCode::OK,
        request.path(),
        &guest,
        person,
        Vec::new(),
        &state,
    ))
}

/// Takes the password and signs in.
pub async fn accept(
    request: HttpRequest,
    form: GuestForm,
    token: web::Path<String>,
    state: web::Data<AppState>,
) -> PageResult {
    let (token, person) = find(&token, &state).await?;
    let password = form.fields.get("password");
    let problems = match typed_twice(password, form.fields.get("password_again")) {
        Err(problem) => vec![problem],
        Ok(()) => match state.workflow.accept_invitation(&token, password).await {
            Ok(new) => return signed_in(&new.token, &state),
            Err(error) => problems(error, &[("password", "password", "新しいパスワード")])?,
        },
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(render(
        status,
        request.path(),
        &form.guest,
        person,
        problems,
        &state,
    ))
}

fn signed_in(token: &Token, state: &AppState) -> PageResult {
    let mut response = see_other(routes::DESK);
    for cookie in session::signed_in_cookies(token, &state.public.config) {
        response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    }
    Ok(response)
}

/// An invitation that can still be accepted. Used, expired and unknown look the same.
async fn find(token: &str, state: &AppState) -> Result<(Token, InvitedPerson), PageError> {
    let token = Token::parse(token).ok_or(PageError::InvitationGone)?;
    let person = state.workflow.invitation(&token).await?;
    Ok((token, person.ok_or(PageError::InvitationGone)?))
}

fn render(
    status: StatusCode,
    here: &str,
    guest: &Guest,
    person: InvitedPerson,
    problems: Vec<Problem>,
    state: &AppState,
) -> HttpResponse {
    let view = InvitationView {
        action: here.to_owned(),
        email: person.email,
        role: person.role.label().to_owned(),
        body: person.body.map(|body| body.name).unwrap_or_default(),
        problems,
    };
    let page = render_invitation(&guest.frame("パスワードを決める"), &view);
    let mut response = html_status(status, page);
    // A cookie that cannot be set shows when the form comes back without it.
    response
        .add_cookie(&guest.cookie(&state.public.config))
        .ok();
    response
}
