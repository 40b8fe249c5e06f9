//! Saying which law a body follows: 地方公共団体等 submit, 行政機関等 apply for approval.

use domain::{BodyCode, Regime};
use serde_json::json;
use store::{audit, bodies};
use tracing::instrument;

use crate::actor::Operator;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

impl Workflow {
    /// Says which law a body follows (番号法28条 for 行政機関等, 規則7条 for 地方公共団体等);
    /// whether that was new. Where assessments stand does not change.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for an unknown body, [`WorkflowError::Store`].
    #[instrument(name = "workflow.set_regime", level = "debug", skip_all)]
    pub async fn set_regime(
        &self,
        _: Operator,
        body: &BodyCode,
        regime: Regime,
    ) -> Result<bool, WorkflowError> {
        let mut tx = self.store.begin().await?;
        let before = bodies::regime(&mut tx, body).await?;
        let before = before.ok_or(WorkflowError::NotFound)?;
        if before == regime {
            return Ok(false);
        }
        bodies::set_regime(&mut tx, body, regime).await?;
        let act = audit::NewAudit {
            at: self.now(),
            actor: None,
            action: "bodies.regime",
            body: Some(body),
            subject: "bodies",
            detail: json!({ "from": before.as_str(), "to": regime.as_str() }),
            origin: None,
        };
        audit::append(&mut tx, &act).await?;
        tx.commit().await?;
        Ok(true)
    }
}
