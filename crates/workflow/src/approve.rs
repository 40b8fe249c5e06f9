//! Approving an assessment.

use domain::{Action, Stage};
use serde_json::json;
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::stages::{Move, StageAct};
use crate::workflow::Workflow;

impl Workflow {
    /// Approves exactly the revision that was read. Who submitted it cannot, whatever role
    /// the person has by now. Doing it twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Refused`], [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.approve", level = "debug", skip_all)]
    pub async fn approve(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        revision: i64,
    ) -> Result<Stage, WorkflowError> {
        let act = StageAct {
            actor,
            key,
            action: Action::DecideAssessment,
            recorded: RecordedAct::Approved,
        };
        self.move_stage(act, async |_, found| {
            if let Stage::Approved {
                submitted,
                approved_by,
                ..
            } = &found.stage
                && (approved_by, submitted.revision) == (&actor.user, revision)
            {
                return Ok(Move::Done(found.stage.clone()));
            }
            let stage = found
                .stage
                .clone()
                .approve(actor.user.clone(), self.now(), revision)?;
            Ok(Move::To(stage, json!({ "revision": revision })))
        })
        .await
    }
}
