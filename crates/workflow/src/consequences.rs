//! What an act brings with it, in the act's own transaction: records that are kept, items that
//! the program itself fills, news for others. One function an act; what fills items returns
//! the new revision, and the stage is bound to it.

use domain::{Act, Command, Stage};
use store::Tx;
use store::assessments::Assessment;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::public_standing;
use crate::workflow::Workflow;
use crate::{commission, third_party};

/// The stage to be written and the revision that is then the newest.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub stage: Stage,
    pub revision: i64,
}

/// Does what belongs to the act. `by` is `None` for the clock.
pub(crate) async fn follow(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    (command, by): (&Command, Option<&Actor>),
    stage: Stage,
) -> Result<Outcome, WorkflowError> {
    public_standing::follow(workflow, tx, found, command, by).await?;
    let mut outcome = Outcome {
        stage,
        revision: found.revision,
    };
    if let Some(by) = by {
        review(workflow, tx, found, (command, by), &mut outcome).await?;
        submission(workflow, tx, found, (command, by)).await?;
    }
    Ok(outcome)
}

/// What belongs to the third-party review.
async fn review(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    (command, by): (&Command, &Actor),
    outcome: &mut Outcome,
) -> Result<(), WorkflowError> {
    match command {
        Command::HandOver => third_party::hand_over(workflow, tx, found, by).await,
        Command::GiveVerdict { on, kind } => {
            let verdict = (*on, *kind);
            let revision = third_party::give_verdict(workflow, tx, found, verdict, by).await?;
            outcome.revision = revision;
            outcome.stage = outcome.stage.clone().rebound(revision);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// What belongs to a submission to the commission.
async fn submission(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    (command, by): (&Command, &Actor),
) -> Result<(), WorkflowError> {
    match command {
        Command::File { on } => commission::file(workflow, tx, found, (Act::File, *on), by).await,
        Command::RequestApproval { on } => {
            commission::file(workflow, tx, found, (Act::RequestApproval, *on), by).await
        }
        Command::Reopen { .. } => commission::taken_back(workflow, tx, found, by).await,
        Command::NotifyEnd { .. } => commission::end_notified(workflow, tx, found, by).await,
        other => commission::decided(tx, found, other.act()).await,
    }
}
