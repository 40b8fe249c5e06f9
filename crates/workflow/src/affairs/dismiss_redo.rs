//! Saying that an assessment need not be done again after all, and noticing that it was.

use domain::{Action, AssessmentNumber, BodyCode, Duty};
use jiff::Timestamp;
use serde_json::json;
use store::affairs::{self, Affair};
use store::{StoreError, Tx};
use tracing::instrument;

use super::standing::BodyView;
use super::{lock, subject};
use crate::actor::Actor;
use crate::error::{Conflict, WorkflowError};
use crate::trail::record_on;
use crate::workflow::Workflow;

impl Workflow {
    /// Takes 再実施要 away with a reason, as when an input had been wrong.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `reason`; [`WorkflowError::Conflict`] when
    /// the affair changed since `version`; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.dismiss_redo", level = "debug", skip_all)]
    pub async fn dismiss_redo(
        &self,
        actor: &Actor,
        body: &BodyCode,
        number: &AssessmentNumber,
        version: i64,
        reason: &str,
    ) -> Result<(), WorkflowError> {
        actor.require(Action::ManageAffairs, body)?;
        let at = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let found = lock(&mut tx, body, number).await?;
        if found.redo_reason.is_none() {
            return Ok(());
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 2_000 {
            let message = "再実施が要らないとする理由を、2,000文字以内で書いてください。";
            return Err(WorkflowError::invalid("reason", message));
        }
        if found.version != version {
            return Err(WorkflowError::Conflict(Conflict::Meanwhile));
        }
        affairs::set_redo(&mut tx, &found.id, None, at).await?;
        let detail = json!({ "reason": reason });
        let subject = subject(body, number);
        record_on(
            &mut tx,
            "affair.dismiss-redo",
            Some(body),
            &subject,
            actor,
            at,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// After a publication: takes 再実施要 away when what had to be done again is public.
    pub(crate) async fn redone(
        &self,
        tx: &mut Tx,
        affair: &Affair,
        form: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if affair.redo_reason.is_none() {
            return Ok(());
        }
        let view = BodyView::read(tx, &affair.body, self.today()).await?;
        let entry = view.entry(affair.clone());
        let to_do = entry.standing.to_do().unwrap_or(Duty::Kiso);
        let is_public = entry.standing.published >= Some(to_do);
        if is_public && to_do.forms().last() == Some(&form) {
            affairs::set_redo(tx, &affair.id, None, at).await?;
        }
        Ok(())
    }
}
