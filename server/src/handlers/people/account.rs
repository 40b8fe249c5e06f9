//! The account of the person who is signed in.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use app::components::forms::Problem;
use app::pages::{AccountView, SessionRow, render_account};
use app::routes;
use domain::Digest;
use workflow::{ChangePassword, OwnSession, PageRequest, SecondFactorStatus};

use super::person::act_line;
use super::sign_in::signed_out;
use super::{agent, problems, typed_twice};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Whence};
use crate::handlers::desk::words::moment;
use crate::handlers::{html_status, see_other_with};
use crate::session::{self, SignedIn};
use crate::state::AppState;

/// Acts of the own history on the page.
const ACTS: u32 = 20;

/// The page.
pub async fn page(signed_in: SignedIn, state: web::Data<AppState>) -> PageResult {
    render(StatusCode::OK, &signed_in, Vec::new(), &state).await
}

/// Changes the password; every other session ends.
pub async fn change_password(
    request: HttpRequest,
    form: DeskForm,
    state: web::Data<AppState>,
) -> PageResult {
    let (fields, config) = (&form.fields, &state.public.config);
    let whence = Whence::of(&request, config);
    let (current, new) = (fields.get("current"), fields.get("password"));
    let problems = match typed_twice(new, fields.get("password_again")) {
        Err(problem) => vec![problem],
        Ok(()) => {
            let client = whence.client();
            let change = ChangePassword {
                current,
                new,
                client,
            };
            match state
                .workflow
                .change_password(&form.signed_in.actor, change)
                .await
            {
                Ok(session) => {
                    let mut response =
                        see_other_with(routes::ACCOUNT, Flash::PasswordChanged, config);
                    for cookie in session::signed_in_cookies(&session.token, config) {
                        response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
                    }
                    return Ok(response);
                }
                Err(error) => problems(error, &FIELDS)?,
            }
        }
    };
    render(
        StatusCode::UNPROCESSABLE_ENTITY,
        &form.signed_in,
        problems,
        &state,
    )
    .await
}

/// The use case's fields, the form's, and their labels.
const FIELDS: [(&str, &str, &str); 2] = [
    ("current", "current", "いまのパスワード"),
    ("new", "password", "新しいパスワード"),
];

/// Ends every session of this person.
pub async fn sign_out_everywhere(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    state
        .workflow
        .sign_out_everywhere(&form.signed_in.actor)
        .await?;
    signed_out(&state, Flash::SignedOutEverywhere)
}

/// Signs out in one other place.
pub async fn end_session(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let id = Digest::parse(form.fields.get("session")).map_err(|_| PageError::NotFound)?;
    let actor = &form.signed_in.actor;
    state.workflow.end_session(actor, &id).await?;
    let config = &state.public.config;
    Ok(see_other_with(routes::ACCOUNT, Flash::SessionEnded, config))
}

/// Signs out everywhere but here.
pub async fn end_others(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let signed_in = &form.signed_in;
    let ended = state
        .workflow
        .end_other_sessions(&signed_in.actor, &signed_in.token);
    ended.await?;
    let config = &state.public.config;
    Ok(see_other_with(routes::ACCOUNT, Flash::OthersEnded, config))
}

async fn render(
    status: StatusCode,
    signed_in: &SignedIn,
    problems: Vec<Problem>,
    state: &AppState,
) -> Result<HttpResponse, PageError> {
    let (actor, workflow) = (&signed_in.actor, &state.workflow);
    let factor = workflow.second_factor(actor).await?;
    let sessions = workflow.own_sessions(actor, &signed_in.token).await?;
    let newest = PageRequest::first(ACTS);
    let history = workflow.own_history(actor, &newest).await?.items;
    let view = AccountView {
        email: actor.email.clone(),
        second_factor: second_factor_words(factor),
        sessions: sessions.into_iter().map(session_row).collect(),
        acts: history.into_iter().map(act_line).collect(),
        problems,
    };
    Ok(html_status(
        status,
        render_account(&signed_in.frame("アカウント", Vec::new()), &view),
    ))
}

fn second_factor_words(factor: SecondFactorStatus) -> String {
    match factor.since {
        Some(since) => format!(
            "登録済みです（{}から）。使える回復コードは、あと{}個です。",
            moment(since),
            factor.recovery_codes
        ),
        None => {
            "登録していません。登録すると、パスワードが漏れても、ほかの人は入れません。".to_owned()
        }
    }
}

fn session_row(session: OwnSession) -> SessionRow {
    SessionRow {
        id: session.id.to_string(),
        browser: agent::words(&session.user_agent),
        address: if session.address.is_empty() {
            "不明".to_owned()
        } else {
            session.address
        },
        began: moment(session.began),
        seen: moment(session.seen),
        is_this: session.is_this,
    }
}
