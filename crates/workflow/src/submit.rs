//! Sending an assessment to review.

use domain::{Action, Severity, Stage, Submitted, check};
use serde_json::json;
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::document;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::stages::{Move, StageAct, on_newest};
use crate::workflow::Workflow;

impl Workflow {
    /// Submits exactly this revision. Doing it twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Incomplete`] with every finding when one of them is an error;
    /// [`WorkflowError::Refused`] out of turn or when somebody saved in between;
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.submit", level = "debug", skip_all)]
    pub async fn submit(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        revision: i64,
    ) -> Result<Stage, WorkflowError> {
        let act = StageAct {
            actor,
            key,
            action: Action::SubmitAssessment,
            recorded: RecordedAct::Submitted,
        };
        self.move_stage(act, async |tx, found| {
            if let Stage::InReview(before) = &found.stage
                && (&before.by, before.revision) == (&actor.user, revision)
            {
                return Ok(Move::Done(found.stage.clone()));
            }
            let submitted = Submitted {
                revision,
                by: actor.user.clone(),
                at: self.now(),
            };
            let stage = found.stage.clone().submit(submitted)?;
            on_newest(found, revision)?;
            let form = self.form_edition(&found.form, &found.form_edition)?;
            let findings = check(&form, &document(tx, &form, found, revision).await?);
            if findings
                .iter()
                .any(|finding| finding.severity == Severity::Error)
            {
                return Err(WorkflowError::Incomplete(findings));
            }
            Ok(Move::To(
                stage,
                json!({ "revision": revision, "findings": findings.len() }),
            ))
        })
        .await
    }
}
