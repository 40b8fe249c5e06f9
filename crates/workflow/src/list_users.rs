//! The people whom somebody may see.

use std::collections::HashMap;
use std::fmt;

use domain::{Action, Body, BodyCode, Role, UserId};
use store::users::{User, UserFilter, UserState};
use store::{StoreError, Tx, bodies, users};
use tracing::instrument;

use crate::actor::Actor;
use crate::disable_user::manages;
use crate::email;
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

/// Which people to list; the default is all that the actor may see.
#[derive(Debug, Clone, Copy, Default)]
pub struct UserSelection<'a> {
    /// Of this body; for whoever sees more than one.
    pub body: Option<&'a BodyCode>,
    /// In this role.
    pub role: Option<Role>,
    /// In this state.
    pub state: Option<UserState>,
    /// With this in the address, as typed.
    pub address: &'a str,
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
    pub async fn list_users(
        &self,
        actor: &Actor,
        request: &PageRequest,
    ) -> Result<Page<UserEntry>, WorkflowError> {
        let all = UserSelection::default();
        self.select_users(actor, &all, request).await
    }

    /// As [`Workflow::list_users`], those that fit.
    ///
    /// # Errors
    /// As there.
    #[instrument(name = "workflow.select_users", level = "debug", skip_all)]
    pub async fn select_users(
        &self,
        actor: &Actor,
        selection: &UserSelection<'_>,
        request: &PageRequest,
    ) -> Result<Page<UserEntry>, WorkflowError> {
        let own = actor.body.as_ref();
        if !actor.role.may(own, Action::ListUsers, own) {
            return Err(WorkflowError::NotFound);
        }
        let address = email::normal(selection.address);
        let filter = UserFilter {
            body: own.or(selection.body),
            role: selection.role,
            state: selection.state,
            address: (!address.is_empty()).then_some(address.as_str()),
        };
        let (after, limit) = (request.after.as_deref(), request.asked());
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = users::list(&mut tx, &filter, after, limit).await?;
        let page = Page::cut(found, request, |user| user.email.clone());
        let names = bodies_of(&mut tx, &page.items).await?;
        Ok(page.map(|user| {
            let body = user.body.as_ref().and_then(|code| names.get(code)).cloned();
            UserEntry::of(actor, user, body)
        }))
    }
}

impl UserEntry {
    pub(crate) fn of(actor: &Actor, user: User, body: Option<Body>) -> Self {
        let may_disable =
            user.state != UserState::Disabled && user.id != actor.user && manages(actor, &user);
        Self {
            user: user.id,
            email: user.email,
            role: user.role,
            body,
            state: user.state,
            may_disable,
        }
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
