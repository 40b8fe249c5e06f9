//! Starting the next edition of a published assessment.

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
    /// Opens a published assessment for writing again; its edition stays public until the
    /// next one.
    ///
    /// # Errors
    /// [`WorkflowError::Refused`] out of turn, [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.revise", level = "debug", skip_all)]
    pub async fn revise(&self, actor: &Actor, key: &AssessmentKey) -> Result<Stage, WorkflowError> {
        let act = StageAct {
            actor,
            key,
            action: Action::SubmitAssessment,
            recorded: RecordedAct::Revised,
        };
        self.move_stage(act, async |_, found| {
            let stage = found.stage.clone().revise()?;
            Ok(Move::To(stage, json!({ "revision": found.revision })))
        })
        .await
    }
}
