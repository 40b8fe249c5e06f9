//! Taking an assessment back from review.

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
    /// Takes an assessment back to draft before anybody decided on it.
    ///
    /// # Errors
    /// [`WorkflowError::Refused`] out of turn, [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.withdraw", level = "debug", skip_all)]
    pub async fn withdraw(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<Stage, WorkflowError> {
        let act = StageAct {
            actor,
            key,
            action: Action::SubmitAssessment,
            recorded: RecordedAct::Withdrawn,
        };
        self.move_stage(act, async |_, found| {
            let stage = found.stage.clone().withdraw()?;
            Ok(Move::To(stage, json!({ "revision": found.revision })))
        })
        .await
    }
}
