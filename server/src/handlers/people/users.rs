//! The users of a body, or of all for the system's administrator.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::forms::Problem;
use app::pages::{UserFilterView, UserRow, UsersView, render_users};
use app::routes;
use domain::{BodyCode, Role};
use serde::Deserialize;
use workflow::{Actor, NewUser, PageRequest, UserEntry, UserSelection, UserState};

use super::{link_in_mail, problems};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// Users on a page.
const PAGE: u32 = 50;

/// What the list is narrowed to, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    role: String,
    state: String,
    body: String,
    after: Option<String>,
}

impl Asked {
    /// The address of the page after this one.
    fn after(&self, after: &str) -> String {
        let fields = [
            ("q", self.q.as_str()),
            ("role", &self.role),
            ("state", &self.state),
            ("body", &self.body),
            ("after", after),
        ];
        let pairs = fields.iter().filter(|(_, value)| !value.is_empty());
        let pairs = pairs.map(|(name, value)| format!("{name}={}", routes::encode(value)));
        format!("{}?{}", routes::USERS, pairs.collect::<Vec<_>>().join("&"))
    }
}

/// The page.
pub async fn page(
    signed_in: SignedIn,
    asked: web::Query<Asked>,
    state: web::Data<AppState>,
) -> PageResult {
    let view = view(&signed_in.actor, &asked, &state).await?;
    Ok(render(StatusCode::OK, &signed_in, &view))
}

/// Invites somebody: a link goes to the address that was typed.
pub async fn invite(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let (actor, config) = (&form.signed_in.actor, &state.public.config);
    let problems = match read(actor, &form.fields) {
        Err(problems) => problems,
        Ok(new) => {
            let link = link_in_mail(config);
            match state.workflow.invite_user(actor, new, link).await {
                Ok(()) => return Ok(see_other_with(routes::USERS, Flash::Invited, config)),
                Err(error) => problems(error, &FIELDS)?,
            }
        }
    };
    let view = UsersView {
        typed: form.fields.typed(),
        problems,
        ..view(actor, &Asked::default(), &state).await?
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

async fn view(actor: &Actor, asked: &Asked, state: &AppState) -> Result<UsersView, PageError> {
    let body = BodyCode::parse(asked.body.trim()).ok();
    let selection = UserSelection {
        body: body.as_ref(),
        role: Role::parse(&asked.role),
        state: UserState::parse(&asked.state),
        address: &asked.q,
    };
    let request = PageRequest {
        after: asked.after.clone(),
        limit: PAGE,
    };
    let page = state
        .workflow
        .select_users(actor, &selection, &request)
        .await?;
    let choices = |fits: &dyn Fn(&Role) -> bool| {
        let roles = Role::ALL.into_iter().filter(fits);
        roles
            .map(|role| (role.as_str().to_owned(), role.label().to_owned()))
            .collect()
    };
    let asks_body = asks_body(actor);
    Ok(UsersView {
        users: page.items.into_iter().map(row).collect(),
        more: page.next.map(|after| asked.after(&after)),
        filter: UserFilterView {
            q: asked.q.clone(),
            role: asked.role.clone(),
            state: asked.state.clone(),
            body: asked.body.clone(),
        },
        all_roles: choices(&|role| asks_body || role.needs_body()),
        roles: choices(&|role| actor.role.may_grant(*role)),
        ask_body: asks_body,
        ..UsersView::default()
    })
}

fn row(user: UserEntry) -> UserRow {
    UserRow {
        id: user.user.to_string(),
        email: user.email,
        role: user.role.label().to_owned(),
        body: user.body.map(|body| body.name).unwrap_or_default(),
        state: state_label(user.state).to_owned(),
        is_disabled: user.state == UserState::Disabled,
    }
}

/// The state of an account in Japanese.
pub(super) fn state_label(state: UserState) -> &'static str {
    match state {
        UserState::Invited => "招待中",
        UserState::Active => "利用中",
        UserState::Disabled => "停止",
    }
}

fn render(status: StatusCode, signed_in: &SignedIn, view: &UsersView) -> HttpResponse {
    html_status(
        status,
        render_users(&signed_in.frame("利用者", Vec::new()), view),
    )
}
