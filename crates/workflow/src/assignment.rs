//! What a person may do to one assessment: by role and body, or because of an invitation to
//! this very assessment.

use domain::Action;
use store::Tx;
use store::assessments::Assessment;
use store::{engagements, submissions};

use crate::actor::Actor;
use crate::error::WorkflowError;

/// Whether the person may do `action` to the assessment.
pub(crate) async fn is_permitted(
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    found: &Assessment,
) -> Result<bool, WorkflowError> {
    if actor.may(action, &found.body) {
        // The commission's is what was filed with it, and nothing before.
        let is_its = matches!(action, Action::ReviewSubmission | Action::DecideSubmission);
        return Ok(!is_its
            || !submissions::list_of_assessment(tx, &found.id)
                .await?
                .is_empty());
    }
    // Not asked of others: the store need not be.
    if !actor.role.may_if_assigned(action) {
        return Ok(false);
    }
    let engagement = engagements::active(tx, &found.id, &actor.user).await?;
    Ok(engagement.is_some())
}
