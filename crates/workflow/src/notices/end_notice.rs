//! The end of a notice: the next one is begun (改訂), or it is void (失効).

use domain::Action;
use domain::notice_life::NoticeAct;
use serde_json::json;
use store::notices::{self, Change};
use tracing::instrument;

use super::{Found, lock, pending, record, require, tell_receivers, write};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::MessageKind;
use crate::pending_change::{NewlyPublic, PendingChange, enqueue};
use crate::workflow::Workflow;

impl Workflow {
    /// Begins the draft that is to take a notice's place, with its text; the draft's id. The
    /// notice itself stays in force until the new one is issued. While such a draft is
    /// there, it is that one.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Notice`].
    #[instrument(name = "workflow.revise_notice", level = "debug", skip_all)]
    pub async fn revise_notice(&self, actor: &Actor, id: &str) -> Result<String, WorkflowError> {
        require(actor, Action::ManageNotices)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let found = notices::lock(&mut tx, id)
            .await?
            .ok_or(WorkflowError::NotFound)?;
        found.stage.check(NoticeAct::Revise)?;
        let open = notices::revisions_of(&mut tx, id).await?.into_iter();
        if let Some(open) = open.into_iter().find(|open| open.stage.issued().is_none()) {
            return Ok(open.id);
        }
        let now = self.now();
        let change = Change {
            author: &actor.user,
            at: now,
            act: NoticeAct::Edit.as_str(),
        };
        let new = notices::insert(&mut tx, &found.draft, Some(id), change).await?;
        let detail = json!({ "by": new });
        record(&mut tx, NoticeAct::Revise, id, actor, now, detail).await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Declares a notice void, with a reason; where it is listed, its page says so, so the
    /// act stays pending until the site does. `None`: this very person just did so.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Notice`].
    #[instrument(name = "workflow.begin_expire_notice", level = "debug", skip_all)]
    pub async fn begin_expire_notice(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        reason: &str,
    ) -> Result<Option<PendingChange>, WorkflowError> {
        require(actor, Action::ManageNotices)?;
        let act = NoticeAct::Expire;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let Found::Fresh(found) = lock(&mut tx, actor, id, version, act).await? else {
            return Ok(None);
        };
        let now = self.now();
        let next = found.stage.clone().expire(reason, self.today())?;
        write(&mut tx, &found, &next, actor, now, act).await?;
        let job = match next.listed_on() {
            Some(_) => Some(enqueue(&mut tx, now).await?),
            None => None,
        };
        if let Some(issued) = next.issued() {
            let number = issued.notice.number();
            let kind = MessageKind::NoticeExpired;
            tell_receivers(&mut tx, kind, id, number, &actor.user, now).await?;
        }
        let act = pending(act, id, actor, now, json!({}));
        Ok(Some(PendingChange::new(tx, job, NewlyPublic::Nothing, act)))
    }
}
