//! One account, and what an administrator does to it.

use actix_web::http::StatusCode;
use actix_web::web;
use app::components::forms::Problem;
use app::pages::{ActLine, PersonView, RoleChoice, render_person};
use app::render::Link;
use app::routes;
use domain::{Role, UserId};
use serde::Deserialize;
use workflow::{AccountAct, ChangeRole, PageRequest, Person, UserState, WorkflowError};

use super::users::state_label;
use super::{link_in_mail, problems};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::desk::words::moment;
use crate::handlers::{html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// Acts on a page of the history.
const ACTS: u32 = 20;

/// Where the history goes on.
#[derive(Deserialize)]
pub struct After {
    after: Option<String>,
}

/// What a page shows beside the account.
#[derive(Default)]
struct More {
    after: Option<String>,
    problems: Vec<Problem>,
}

/// The page.
pub async fn page(
    signed_in: SignedIn,
    user: web::Path<String>,
    after: web::Query<After>,
    state: web::Data<AppState>,
) -> PageResult {
    let user = UserId::parse(&user).map_err(|_| PageError::NotFound)?;
    let more = More {
        after: after.into_inner().after,
        ..More::default()
    };
    render(StatusCode::OK, &signed_in, &user, more, &state).await
}

/// Changes the role.
pub async fn change_role(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let user = posted(&form)?;
    let role = |name| Role::parse(form.fields.get(name)).ok_or(PageError::NotFound);
    let change = ChangeRole {
        user: &user,
        from: role("from")?,
        to: role("role")?,
    };
    let changed = state
        .workflow
        .change_role(&form.signed_in.actor, change)
        .await;
    finish(changed, Flash::RoleChanged, &form, &user, &state).await
}

/// Makes a new link, which goes to its person by mail.
pub async fn renew_link(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let user = posted(&form)?;
    let link = link_in_mail(&state.public.config);
    let made = state
        .workflow
        .renew_link(&form.signed_in.actor, &user, link)
        .await;
    finish(made, Flash::LinkMailed, &form, &user, &state).await
}

/// Takes the second factor away.
pub async fn reset_second_factor(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let user = posted(&form)?;
    let link = link_in_mail(&state.public.config);
    let reset = state
        .workflow
        .reset_second_factor(&form.signed_in.actor, &user, link)
        .await;
    finish(reset, Flash::FactorReset, &form, &user, &state).await
}

/// Closes the account; its sessions end.
pub async fn disable(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let user = posted(&form)?;
    let closed = state
        .workflow
        .disable_user(&form.signed_in.actor, &user)
        .await;
    finish(closed, Flash::UserDisabled, &form, &user, &state).await
}

fn posted(form: &DeskForm) -> Result<UserId, PageError> {
    UserId::parse(form.fields.get("user")).map_err(|_| PageError::NotFound)
}

/// Back to the account, with what was done or with why not.
async fn finish(
    done: Result<(), WorkflowError>,
    flash: Flash,
    form: &DeskForm,
    user: &UserId,
    state: &AppState,
) -> PageResult {
    match done {
        Ok(()) => {
            let page = routes::user(user.as_str());
            Ok(see_other_with(&page, flash, &state.public.config))
        }
        Err(error) => {
            let problems = problems(error, &[("user", "", ""), ("role", "role", "役割")])?;
            let more = More {
                problems,
                ..More::default()
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render(status, &form.signed_in, user, more, state).await
        }
    }
}

async fn render(
    status: StatusCode,
    signed_in: &SignedIn,
    user: &UserId,
    more: More,
    state: &AppState,
) -> PageResult {
    let actor = &signed_in.actor;
    let person = state.workflow.person(actor, user).await?;
    let request = PageRequest {
        after: more.after,
        limit: ACTS,
    };
    let history = state
        .workflow
        .account_history(actor, user, &request)
        .await?;
    let href = |after| format!("{}?after={after}", routes::user(user.as_str()));
    let view = PersonView {
        acts: history.items.into_iter().map(act_line).collect(),
        more: history.next.map(href),
        problems: more.problems,
        ..view(person)
    };
    let crumbs = vec![Link::new("利用者", routes::USERS)];
    let frame = signed_in.frame(view.email.clone(), crumbs);
    Ok(html_status(status, render_person(&frame, &view)))
}

fn view(person: Person) -> PersonView {
    let entry = person.entry;
    let roles = person.roles.into_iter().map(|role| RoleChoice {
        value: role.as_str().to_owned(),
        label: role.label().to_owned(),
        is_present: role == entry.role,
    });
    let second_factor = match (person.second_factor, entry.role.needs_second_factor()) {
        (Some(since), _) => format!("登録済み（{}から）", moment(since)),
        (None, true) => "未登録（次のサインインで登録します）".to_owned(),
        (None, false) => "未登録（この役割では任意）".to_owned(),
    };
    PersonView {
        roles: roles.collect(),
        id: entry.user.to_string(),
        email: entry.email,
        role: entry.role.label().to_owned(),
        role_word: entry.role.as_str().to_owned(),
        body: entry.body.map(|body| body.name).unwrap_or_default(),
        state: state_label(entry.state).to_owned(),
        is_disabled: entry.state == UserState::Disabled,
        has_password: person.has_password,
        second_factor,
        has_second_factor: person.second_factor.is_some(),
        created: moment(person.created_at),
        may_change: person.may_change,
        ..PersonView::default()
    }
}

/// A line of the history of an account.
pub(super) fn act_line(act: AccountAct) -> ActLine {
    ActLine {
        at: moment(act.at),
        what: act.what,
        by: act.by.unwrap_or_else(|| "－".to_owned()),
        from: act.from.unwrap_or_else(|| "－".to_owned()),
    }
}
