//! Moving an assessment from stage to stage: shared by the acts.

use domain::{Action, Stage, StageRefusal};
use serde_json::Value;
use store::assessments::Assessment;
use store::{Tx, assessments};

use crate::actor::Actor;
use crate::assessment::lock;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::notify::tell_of_stage;
use crate::trail::record;
use crate::workflow::Workflow;

/// An act that changes the stage.
pub(crate) struct StageAct<'a> {
    pub actor: &'a Actor,
    pub key: &'a AssessmentKey,
    pub action: Action,
    pub recorded: RecordedAct,
}

/// What an act makes of a stage.
pub(crate) enum Move {
    /// Another stage, with more for the audit row.
    To(Stage, Value),
    /// The same person has done it already, as with a double click.
    Done(Stage),
}

impl Workflow {
    /// Locks the assessment, lets `decide` look at it and writes what it decides. Of two
    /// people at once the second one decides on what the first one left.
    pub(crate) async fn move_stage(
        &self,
        act: StageAct<'_>,
        decide: impl AsyncFnOnce(&mut Tx, &Assessment) -> Result<Move, WorkflowError>,
    ) -> Result<Stage, WorkflowError> {
        let StageAct {
            actor,
            key,
            action,
            recorded,
        } = act;
        actor.require(action, &key.body)?;
        let mut tx = self.store.begin().await?;
        let found = lock(&mut tx, key).await?;
        let (stage, detail) = match decide(&mut tx, &found).await? {
            Move::To(stage, detail) => (stage, detail),
            Move::Done(stage) => return Ok(stage),
        };
        let (now, by) = (self.now(), Some(&actor.user));
        let Assessment {
            id,
            revision,
            stage: from,
            ..
        } = &found;
        assessments::set_stage(&mut tx, id, *revision, from, &stage, now, by).await?;
        tell_of_stage(&mut tx, recorded, key, actor, now).await?;
        record(&mut tx, recorded, key, actor, now, detail).await?;
        tx.commit().await?;
        Ok(stage)
    }
}

/// The refusal of an act that the stage does not have.
pub(crate) fn not_now(stage: &Stage) -> StageRefusal {
    StageRefusal::NotNow { now: stage.label() }
}

/// Refuses to decide on anything but the newest revision.
pub(crate) fn on_newest(found: &Assessment, revision: i64) -> Result<(), StageRefusal> {
    if found.revision == revision {
        Ok(())
    } else {
        Err(StageRefusal::OtherRevision)
    }
}
