//! Putting a notice on the public site (掲載).

use domain::Action;
use domain::notice_life::NoticeAct;
use serde_json::json;
use tracing::instrument;

use super::{Found, lock, pending, require, write};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::pending_change::{NewlyPublic, PendingChange, enqueue};
use crate::workflow::Workflow;

impl Workflow {
    /// Begins to list a notice: pending until its pages are there and the leak gate has seen
    /// them. `None`: this very person just did so.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Notice`].
    #[instrument(name = "workflow.begin_list_notice", level = "debug", skip_all)]
    pub async fn begin_list_notice(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
    ) -> Result<Option<PendingChange>, WorkflowError> {
        require(actor, Action::ManageNotices)?;
        let act = NoticeAct::List;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let Found::Fresh(found) = lock(&mut tx, actor, id, version, act).await? else {
            return Ok(None);
        };
        let now = self.now();
        let next = found.stage.clone().list(self.today())?;
        write(&mut tx, &found, &next, actor, now, act).await?;
        let job = enqueue(&mut tx, now).await?;
        let new = NewlyPublic::Notice(id.to_owned());
        let act = pending(act, id, actor, now, json!({}));
        Ok(Some(PendingChange::new(tx, Some(job), new, act)))
    }
}
