//! What the table of rights of the domain says about a person and a route.

use domain::{Action, BodyCode, Role};

/// Who may use a route. What a person may is asked of the domain's table, not repeated here.
#[derive(Debug, Clone)]
pub enum Rule {
    /// Anybody, also without an account.
    Public,
    /// Who is on the way in; nothing is promised to whoever is in already.
    Guest,
    /// Whoever is signed in.
    SignedIn,
    /// As [`Rule::SignedIn`], and the session ends with it.
    EndsSession,
    /// Nobody: there is nothing at this address.
    Nobody,
    /// One of each list, on what belongs to the body of the scene.
    On(Vec<Vec<Action>>),
    /// One of these, somewhere: the page shows what the person may see.
    Somewhere(Vec<Action>),
    /// As [`Rule::Somewhere`], of the person's own body.
    OwnBody(Vec<Action>),
    /// One of these, on anybody's.
    Everywhere(Vec<Action>),
    /// The asker of the scene's inquiry, and the desk of this role.
    Inquiry(Role),
}

/// Whoever calls.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The part played.
    pub role: Role,
    /// The body, for roles that have one.
    pub body: Option<BodyCode>,
    /// Whether the person was invited to the assessments of the scene.
    pub is_invited: bool,
}

impl Caller {
    fn may_on(&self, actions: &[Action], body: &BodyCode) -> bool {
        let may = |action: &Action| {
            let invited = self.is_invited && self.role.may_if_assigned(*action);
            invited || self.role.may(self.body.as_ref(), *action, Some(body))
        };
        actions.iter().any(may)
    }
}

impl Rule {
    /// Whether the caller may, of what belongs to `body`; `None` where nothing is promised.
    pub fn allows(&self, caller: &Caller, body: &BodyCode) -> Option<bool> {
        let role = caller.role;
        let own = caller.body.as_ref();
        let somewhere = |action: &Action| role.reach(*action) != domain::role::Reach::Nowhere;
        Some(match self {
            Self::Guest => return None,
            Self::Public | Self::SignedIn | Self::EndsSession => true,
            Self::Nobody => false,
            Self::On(lists) => lists.iter().all(|list| caller.may_on(list, body)),
            Self::Somewhere(actions) => actions.iter().any(somewhere),
            Self::OwnBody(actions) => own.is_some() && actions.iter().any(somewhere),
            Self::Everywhere(actions) => {
                let may = |action: &Action| role.may(own, *action, None);
                actions.iter().any(may)
            }
            Self::Inquiry(desk) => {
                let asks = role.may(own, Action::SendInquiry, Some(body));
                asks || role == *desk && role.may(own, Action::AnswerInquiry, Some(body))
            }
        })
    }
}
