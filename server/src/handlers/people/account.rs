//! The account of the person who is signed in.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::forms::Problem;
use app::pages::{AccountView, render_account};
use app::routes;
use workflow::ChangePassword;

use super::sign_in::signed_out;
use super::{problems, typed_twice};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html_status, see_other_with};
use crate::session::{self, SignedIn};
use crate::state::AppState;

/// The page.
pub async fn page(signed_in: SignedIn, state: web::Data<AppState>) -> PageResult {
    render(StatusCode::OK, &signed_in, Vec::new(), &state).await
}

/// Changes the password; every other session ends.
pub async fn change_password(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let (fields, config) = (&form.fields, &state.public.config);
    let (current, new) = (fields.get("current"), fields.get("password"));
    let problems = match typed_twice(new, fields.get("password_again")) {
        Err(problem) => vec![problem],
        Ok(()) => {
            let change = ChangePassword { current, new };
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

async fn render(
    status: StatusCode,
    signed_in: &SignedIn,
    problems: Vec<Problem>,
    state: &AppState,
) -> Result<HttpResponse, PageError> {
    let view = AccountView {
        email: signed_in.actor.email.clone(),
        sessions: count_sessions(signed_in, state).await?,
        problems,
    };
    Ok(html_status(
        status,
        render_account(&signed_in.frame("アカウント", Vec::new()), &view),
    ))
}

async fn count_sessions(signed_in: &SignedIn, state: &AppState) -> anyhow::Result<usize> {
    let mut tx = state.workflow.store().begin_read().await?;
    let now = state.workflow.clock().now();
    let count = store::sessions::count_of_user(&mut tx, &signed_in.actor.user, now).await?;
    Ok(usize::try_from(count)?)
}
