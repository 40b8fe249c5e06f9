//! The users of a body, or of all for the system's administrator.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use app::components::forms::Problem;
use app::pages::{InvitationLink, UserRow, UsersView, render_users};
use app::routes;
use domain::{BodyCode, Role, UserId};
use workflow::{Actor, NewUser, PageRequest, UserEntry};

use super::problems;
use crate::config::Config;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::desk::words::moment;
use crate::handlers::{html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// Users shown on one page; beyond that a body would need a search.
const MOST: usize = 1000;

/// The page.
pub async fn page(signed_in: SignedIn, state: web::Data<AppState>) -> PageResult {
    let view = view(&signed_in.actor, &state).await?;
    Ok(render(StatusCode::OK, &signed_in, &view))
}

/// Invites somebody and shows the link, which nobody can see again.
pub async fn invite(
    request: HttpRequest,
    form: DeskForm,
    state: web::Data<AppState>,
) -> PageResult {
    let actor = &form.signed_in.actor;
    let problems = match read(actor, &form.fields) {
        Err(problems) => problems,
        Ok(new) => match state.workflow.invite_user(actor, new).await {
            Ok(invitation) => {
                let path = format!("/desk/invitations/{}", invitation.token.reveal());
                let link = InvitationLink {
                    href: address(&request, &state.public.config, &path),
                    until: moment(invitation.expires_at),
                    is_reset: invitation.is_reset,
                };
                let view = UsersView {
                    invitation: Some(link),
                    ..view(actor, &state).await?
                };
                return Ok(render(StatusCode::OK, &form.signed_in, &view));
            }
            Err(error) => problems(error, &FIELDS)?,
        },
    };
    let view = UsersView {
        typed: form.fields.typed(),
        problems,
        ..view(actor, &state).await?
    };
    Ok(render(
        StatusCode::UNPROCESSABLE_ENTITY,
        &form.signed_in,
        &view,
    ))
}

/// The use case's fields, the form's, and their labels.
const FIELDS: [(&str, &str, &str); 3] = [
    ("email", "email", "メールアドレス"),
    ("role", "role", "役割"),
    ("body", "body", "団体コード"),
];

/// Disables an account; its sessions end.
pub async fn disable(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let user = UserId::parse(form.fields.get("user")).map_err(|_| PageError::NotFound)?;
    state
        .workflow
        .disable_user(&form.signed_in.actor, &user)
        .await?;
    Ok(see_other_with(
        routes::USERS,
        Flash::UserDisabled,
        &state.public.config,
    ))
}

/// What was typed into the form of an invitation.
fn read(actor: &Actor, fields: &Fields) -> Result<NewUser, Vec<Problem>> {
    let problem = |field: &str, label: &str, message: String| {
        vec![Problem {
            field: field.to_owned(),
            label: label.to_owned(),
            message,
        }]
    };
    let Some(role) = Role::parse(fields.get("role")) else {
        return Err(problem("role", "役割", "役割を選んでください。".to_owned()));
    };
    let body = match (asks_body(actor), fields.get("body").trim()) {
        (false, _) => actor.body.clone(),
        (true, "") => None,
        (true, code) => {
            let parsed = BodyCode::parse(code);
            Some(parsed.map_err(|why| problem("body", "団体コード", why.to_string()))?)
        }
    };
    Ok(NewUser {
        email: fields.get("email").to_owned(),
        role,
        body,
    })
}

fn asks_body(actor: &Actor) -> bool {
    actor.body.is_none()
}

/// The absolute address of an invitation: as configured, else as this page was asked for.
fn address(request: &HttpRequest, config: &Config, path: &str) -> String {
    config.public_url(path).unwrap_or_else(|| {
        let host = request
            .headers()
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        format!("http://{}{path}", host.unwrap_or_default())
    })
}

async fn view(actor: &Actor, state: &AppState) -> Result<UsersView, PageError> {
    let roles = Role::ALL
        .into_iter()
        .filter(|role| actor.role.may_grant(*role));
    Ok(UsersView {
        users: list(actor, state).await?.into_iter().map(row).collect(),
        roles: roles
            .map(|role| (role.as_str().to_owned(), role.label().to_owned()))
            .collect(),
        ask_body: asks_body(actor),
        ..UsersView::default()
    })
}

async fn list(actor: &Actor, state: &AppState) -> Result<Vec<UserEntry>, PageError> {
    let mut users = Vec::new();
    let mut after = None;
    loop {
        let page = state
            .workflow
            .list_users(actor, &PageRequest { after, limit: 200 })
            .await?;
        users.extend(page.items);
        after = page.next;
        if after.is_none() || users.len() >= MOST {
            return Ok(users);
        }
    }
}

fn row(user: UserEntry) -> UserRow {
    UserRow {
        id: user.user.to_string(),
        email: user.email,
        role: user.role.label().to_owned(),
        body: user.body.map(|body| body.name).unwrap_or_default(),
        state: state_label(user.state).to_owned(),
        may_disable: user.may_disable,
    }
}

fn state_label(state: store::users::UserState) -> &'static str {
    match state {
        store::users::UserState::Invited => "招待中",
        store::users::UserState::Active => "利用中",
        store::users::UserState::Disabled => "停止",
    }
}

fn render(status: StatusCode, signed_in: &SignedIn, view: &UsersView) -> HttpResponse {
    html_status(
        status,
        render_users(&signed_in.frame("利用者", Vec::new()), view),
    )
}
