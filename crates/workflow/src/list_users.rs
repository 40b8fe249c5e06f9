//! The people whom somebody may see.

use std::collections::HashMap;
use std::fmt;

use domain::{Action, Body, BodyCode, Role, UserId};
use store::users::{User, UserState};
use store::{StoreError, Tx, bodies, users};
use tracing::instrument;

use crate::actor::Actor;
use crate::disable_user::manages;
use crate::error::WorkflowError;
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// A person on the list.
#[derive(Clone, PartialEq, Eq)]
pub struct UserEntry {
    /// The person.
    pub user: UserId,
    /// The address.
    pub email: String,
    /// The role.
    pub role: Role,
    /// The body, for roles that have one.
    pub body: Option<Body>,
    /// Whether the person can sign in.
    pub state: UserState,
    /// Whether the actor may disable the account.
    pub may_disable: bool,
}

impl fmt::Debug for UserEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UserEntry({}, {})", self.user, self.role.as_str())
    }
}

impl Workflow {
    /// The people of the actor's body, or everybody for the system's administrator, by
    /// address.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for other roles.
    #[instrument(name = "workflow.list_users", level = "debug", skip_all)]
    pub async fn list_users(
        &self,
        actor: &Actor,
        request: &PageRequest,
    ) -> Result<Page<UserEntry>, WorkflowError> {
        let own = actor.body.as_ref();
        let mut tx = self.store.begin_read().await?;
        let (after, limit) = (request.after.as_deref(), request.asked());
        let found = match own {
            None if actor.role.may(None, Action::ListUsers, None) => {
                users::list_all(&mut tx, after, limit).await?
            }
            Some(body) if actor.may(Action::ListUsers, body) => {
                users::list_of_body(&mut tx, body, after, limit).await?
            }
            _ => return Err(WorkflowError::NotFound),
        };
        let page = Page::cut(found, request, |user| user.email.clone());
        let names = bodies_of(&mut tx, &page.items).await?;
        Ok(page.map(|user| entry(actor, user, &names)))
    }
}

fn entry(actor: &Actor, user: User, names: &HashMap<BodyCode, Body>) -> UserEntry {
    let may_disable =
        user.state != UserState::Disabled && user.id != actor.user && manages(actor, &user);
    UserEntry {
        body: user.body.as_ref().and_then(|code| names.get(code)).cloned(),
        user: user.id,
        email: user.email,
        role: user.role,
        state: user.state,
        may_disable,
    }
}

async fn bodies_of(tx: &mut Tx, users: &[User]) -> Result<HashMap<BodyCode, Body>, StoreError> {
    let mut known = HashMap::new();
    for code in users.iter().filter_map(|user| user.body.as_ref()) {
        if !known.contains_key(code)
            && let Some(body) = bodies::find(tx, code).await?
        {
            known.insert(code.clone(), body);
        }
    }
    Ok(known)
}
