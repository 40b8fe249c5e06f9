//! Following the chain of the audit trail, and remembering what was found.

use domain::{Action, Role};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::audit::{self, Anchor, Chain};
use store::{StoreError, Tx, meta};
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::workflow::Workflow;

/// The name of the value.
const LAST: &str = "audit.verified";

/// What the last verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// When.
    pub at: Timestamp,
    /// How many rows, if the chain was whole.
    pub count: Option<u64>,
    /// Where it broke first.
    pub broken_at: Option<i64>,
}

impl Workflow {
    /// Follows the whole chain, remembers what was found, and tells the system's
    /// administrators when it is broken: once per place. The end of a whole chain comes
    /// back, to be kept outside the database.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.verify_trail", level = "debug", skip_all)]
    pub async fn verify_trail(
        &self,
        seen: &[Anchor],
    ) -> Result<(Verification, Option<Anchor>), WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        let chain = audit::verify_with(&mut tx, seen).await?;
        let end = audit::end(&mut tx).await?;
        drop(tx);
        let at = self.now();
        let found = match chain {
            Chain::Whole { count } => Verification {
                at,
                count: Some(count),
                broken_at: None,
            },
            Chain::Broken(broken) => Verification {
                at,
                count: None,
                broken_at: Some(broken.seq),
            },
        };
        let mut tx = self.store.begin().await?;
        remember(&mut tx, &found).await?;
        tx.commit().await?;
        let end = found.count.map(|_| end).filter(|end| end.seq > 0);
        Ok((found, end))
    }

    /// What the last verification found; `None` before the first. For whoever may read the
    /// trail.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    pub async fn last_verification(
        &self,
        actor: &Actor,
    ) -> Result<Option<Verification>, WorkflowError> {
        if !actor
            .role
            .may(actor.body.as_ref(), Action::ReadAudit, actor.body.as_ref())
        {
            return Err(WorkflowError::NotFound);
        }
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let text = meta::get(&mut tx, LAST).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }
}

async fn remember(tx: &mut Tx, found: &Verification) -> Result<(), StoreError> {
    let text = serde_json::to_string(found).map_err(StoreError::Json)?;
    meta::set(tx, LAST, &text).await?;
    if let Some(seq) = found.broken_at {
        let message = Message {
            kind: MessageKind::TrailBroken,
            subject: Subject::System,
            body: None,
            due_on: None,
            by: None,
            once: Some(format!("trail broken at {seq}")),
        };
        tell(tx, To::Role(Role::SystemAdmin), &message, found.at).await?;
    }
    Ok(())
}
