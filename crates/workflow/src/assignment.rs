//! What a person may do to one assessment: by role and body, or because of an invitation to
//! this very assessment.

use domain::Action;
use store::Tx;
use store::assessments::Assessment;

use crate::actor::Actor;
use crate::error::WorkflowError;

/// Whether the person may do `action` to the assessment.
pub(crate) async fn is_permitted(
    _tx: &mut Tx,
    actor: &Actor,
    action: Action,
    found: &Assessment,
) -> Result<bool, WorkflowError> {
    Ok(actor.may(action, &found.body))
}
