//! What an act brings with it, in the act's own transaction: records that are kept, items that
//! the program itself fills, news for others. One function an act; what fills items returns
//! the new revision, and the stage is bound to it.

use domain::{Command, Stage};
use store::Tx;
use store::assessments::Assessment;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

/// The stage to be written and the revision that is then the newest.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub stage: Stage,
    pub revision: i64,
}

/// Does what belongs to the act. `by` is `None` for the clock.
pub(crate) async fn follow(
    _workflow: &Workflow,
    _tx: &mut Tx,
    found: &Assessment,
    (_command, _by): (&Command, Option<&Actor>),
    stage: Stage,
) -> Result<Outcome, WorkflowError> {
    Ok(Outcome {
        stage,
        revision: found.revision,
    })
}
