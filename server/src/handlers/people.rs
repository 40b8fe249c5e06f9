//! People and their accounts: signing in and out, invitations, passwords, users.

pub mod account;
mod agent;
pub mod forgotten_password;
pub mod invitation;
pub mod person;
mod qr;
pub mod second_factor;
pub mod second_step;
pub mod sign_in;
pub mod users;

use actix_web::HttpResponse;
use app::components::forms::Problem;
use app::routes;
use workflow::{Entered, FieldProblem, Token, WorkflowError};

use crate::config::Config;
use crate::errors::{PageError, PageResult};
use crate::handlers::see_other;
use crate::session::{self, SignedIn};

/// `/desk` without its slash.
pub async fn to_the_desk() -> HttpResponse {
    see_other(routes::DESK)
}

/// Nothing is at this address of the portal; who is not signed in is not told even that.
pub async fn unknown(_: SignedIn) -> PageResult {
    Err(PageError::NotFound)
}

/// The absolute address of a one-time link in a mail: as configured, else that of the
/// listener. Never what the request says: the link opens an account, and whoever asks for it
/// may have written the request.
pub(super) fn link_in_mail(config: &Config) -> impl Fn(&Token) -> String + Send + use<> {
    let base = config.portal_address();
    move |token| format!("{base}/desk/invitations/{}", token.reveal())
}

/// Leads on under a new session, as far as it goes: to `next`, or to the second step.
fn go_on(entered: &Entered, next: &str, config: &Config) -> PageResult {
    let location = match entered {
        Entered::Whole(_) => next.to_owned(),
        Entered::Half { owes, .. } => second_step::address(*owes, next),
    };
    let mut response = see_other(&location);
    for cookie in session::signed_in_cookies(entered.token(), config) {
        response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    }
    Ok(response)
}

/// Whether the two passwords typed are the same; the problem is the second one's.
fn typed_twice(first: &str, again: &str) -> Result<(), Problem> {
    if first == again {
        return Ok(());
    }
    Err(Problem {
        field: "password_again".to_owned(),
        label: "新しいパスワード（もう一度）".to_owned(),
        message: "2つのパスワードが違います。もう一度、同じものを入力してください。".to_owned(),
    })
}

/// The problems of a form, if that is what went wrong; `names` maps the use case's fields
/// to the form's: (use case, form, label).
fn problems(error: WorkflowError, names: &[(&str, &str, &str)]) -> Result<Vec<Problem>, PageError> {
    let WorkflowError::Invalid(problems) = error else {
        return Err(error.into());
    };
    Ok(problems
        .into_iter()
        .map(|problem| worded(problem, names))
        .collect())
}

fn worded(problem: FieldProblem, names: &[(&str, &str, &str)]) -> Problem {
    let known = names.iter().find(|(field, ..)| *field == problem.field);
    let (field, label) = known.map_or((problem.field, ""), |(_, field, label)| (*field, *label));
    Problem {
        field: field.to_owned(),
        label: label.to_owned(),
        message: problem.message,
    }
}
