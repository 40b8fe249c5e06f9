//! Who acts.

use std::fmt;
use std::net::IpAddr;

use domain::{Action, BodyCode, Role, UserId};
use store::Scope;

use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::plans::action_on;

/// A person who is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub user: UserId,
    /// The part the person plays.
    pub role: Role,
    /// The body the person belongs to; `None` for roles without one.
    pub body: Option<BodyCode>,
    /// The address, for screens and for the audit trail.
    pub email: String,
    /// The network address the person acts from, for the audit trail; `None` where the
    /// program acts for the person.
    pub origin: Option<IpAddr>,
}

impl Actor {
    /// Whether this person may do `action` to what belongs to `target`.
    #[must_use]
    pub fn may(&self, action: Action, target: &BodyCode) -> bool {
        self.role.may(self.body.as_ref(), action, Some(target))
    }

    /// Whose rows the database shows in this person's name: the second wall between bodies. Who
    /// belongs to none is kept back by the use cases alone.
    pub(crate) fn scope(&self) -> Scope {
        match &self.body {
            Some(body) => Scope::Body(body.clone()),
            None => Scope::Everything,
        }
    }

    /// As [`Actor::may`], as a step of a use case. Who may not, learns nothing.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    pub(crate) fn require(&self, action: Action, target: &BodyCode) -> Result<(), WorkflowError> {
        if self.may(action, target) {
            Ok(())
        } else {
            Err(WorkflowError::NotFound)
        }
    }

    /// Whether this person may do `action` to an assessment, or to a plan, which has
    /// actions of its own.
    #[must_use]
    pub fn may_on(&self, action: Action, key: &AssessmentKey) -> bool {
        action_on(&key.form, action).is_some_and(|action| self.may(action, &key.body))
    }

    /// As [`Actor::may_on`], as a step of a use case.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    pub(crate) fn require_on(
        &self,
        action: Action,
        key: &AssessmentKey,
    ) -> Result<(), WorkflowError> {
        if self.may_on(action, key) {
            Ok(())
        } else {
            Err(WorkflowError::NotFound)
        }
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Actor({}, {})", self.user, self.role.as_str())
    }
}

/// Whoever runs a command on the machine itself: may do everything that commands offer, and
/// is audited as the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator;
