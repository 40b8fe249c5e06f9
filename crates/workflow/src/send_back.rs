//! Returning an assessment to whoever writes it.

use domain::{Action, Returned, Stage};
use serde_json::json;
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::stages::{Move, StageAct};
use crate::workflow::Workflow;

/// The longest reason, in characters.
const LONGEST: usize = 2_000;

impl Workflow {
    /// Returns the revision that was read, in review or approved, to draft. The reason stays
    /// in the history. Doing it twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Refused`], also without a reason; [`WorkflowError::Invalid`] with
    /// the field `reason` when it is too long; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.send_back", level = "debug", skip_all)]
    pub async fn send_back(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        revision: i64,
        reason: &str,
    ) -> Result<Stage, WorkflowError> {
        let reason = reason.trim();
        let act = StageAct {
            actor,
            key,
            action: Action::DecideAssessment,
            recorded: RecordedAct::SentBack,
        };
        self.move_stage(act, async |_, found| {
            if reason.chars().count() > LONGEST {
                let message = format!("差し戻す理由は{LONGEST}文字以内で書いてください。");
                return Err(WorkflowError::invalid("reason", message));
            }
            if let Stage::Draft {
                returned: Some(before),
            } = &found.stage
                && (&before.by, before.reason.as_str()) == (&actor.user, reason)
                && found.revision == revision
            {
                return Ok(Move::Done(found.stage.clone()));
            }
            let returned = Returned {
                by: actor.user.clone(),
                at: self.now(),
                reason: reason.to_owned(),
            };
            let stage = found.stage.clone().send_back(returned, revision)?;
            Ok(Move::To(
                stage,
                json!({ "revision": revision, "reason": reason }),
            ))
        })
        .await
    }
}
