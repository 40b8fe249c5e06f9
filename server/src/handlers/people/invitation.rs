//! The page behind an invitation link: choosing a password, once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use app::components::forms::Problem;
use app::pages::{InvitationView, render_invitation};
use app::routes;
use workflow::{InvitedPerson, Token};

use super::{go_on, problems, typed_twice};
use crate::errors::{PageError, PageResult};
use crate::forms::{GuestForm, Whence};
use crate::handlers::html_status;
use crate::session::Guest;
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
        Ok(()) => {
            let config = &state.public.config;
            let whence = Whence::of(&request, config);
            let accepted = state
                .workflow
                .accept_invitation_from(&token, password, whence.client());
            match accepted.await {
                Ok(entered) => return go_on(&entered, routes::DESK, config),
                Err(error) => problems(error, &[("password", "password", "新しいパスワード")])?,
            }
        }
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
        is_reset: person.is_reset,
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
