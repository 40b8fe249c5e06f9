//! People and their accounts: signing in and out, invitations, passwords, users.

pub mod account;
pub mod invitation;
pub mod sign_in;
pub mod users;

use actix_web::HttpResponse;
use app::components::forms::Problem;
use app::routes;
use workflow::{FieldProblem, WorkflowError};

use crate::errors::{PageError, PageResult};
use crate::handlers::see_other;
use crate::session::SignedIn;

/// `/desk` without its slash.
pub async fn to_the_desk() -> HttpResponse {
    see_other(routes::DESK)
}

/// Nothing is at this address of the portal; who is not signed in is not told even that.
pub async fn unknown(_: SignedIn) -> PageResult {
    Err(PageError::NotFound)
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
