//! Taking in local governments.

use domain::Body;
use serde_json::json;
use store::audit;
use store::bodies::{self, Upserted};
use tracing::instrument;

use crate::actor::Operator;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

impl Workflow {
    /// Adds bodies, or gives those that exist their new names: all or nothing.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.import_bodies", level = "debug", skip_all)]
    pub async fn import_bodies(
        &self,
        _: Operator,
        new: &[Body],
    ) -> Result<Upserted, WorkflowError> {
        let mut tx = self.store.begin().await?;
        let counts = bodies::upsert_all(&mut tx, new).await?;
        let act = audit::NewAudit {
            at: self.now(),
            actor: None,
            action: "bodies.import",
            body: None,
            subject: "bodies",
            detail: json!({
                "inserted": counts.inserted,
                "changed": counts.changed,
                "unchanged": counts.unchanged,
            }),
            origin: None,
        };
        audit::append(&mut tx, &act).await?;
        tx.commit().await?;
        Ok(counts)
    }
}
