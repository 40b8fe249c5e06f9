//! Handing a notice to the prefectures and the designated cities.

use domain::Action;
use domain::distribution::Standing;
use domain::notice_life::NoticeAct;
use serde_json::json;
use store::notice_receipts::{self, NewArrival};
use store::notices::{self, Change};
use tracing::instrument;

use super::{number_of, record, tell_body};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject};
use crate::workflow::Workflow;

impl Workflow {
    /// Begins the distribution of a notice; how many bodies it now reached. While it is
    /// distributed, the same reaches those that were registered since, and is otherwise
    /// without effect.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Notice`].
    #[instrument(name = "workflow.distribute_notice", level = "debug", skip_all)]
    pub async fn distribute_notice(&self, actor: &Actor, id: &str) -> Result<usize, WorkflowError> {
        let own = actor.body.as_ref();
        if !actor.role.may(own, Action::ManageNotices, None) {
            return Err(WorkflowError::NotFound);
        }
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let mut found = notices::lock(&mut tx, id)
            .await?
            .ok_or(WorkflowError::NotFound)?;
        let (now, act) = (self.now(), NoticeAct::Distribute);
        let is_new = !found.stage.is_passed_on();
        if is_new {
            found.stage = found.stage.clone().distribute(self.today())?;
            let change = Change {
                author: &actor.user,
                at: now,
                act: act.as_str(),
            };
            let (version, stage) = (found.version, &found.stage);
            notices::change(&mut tx, id, version, stage, &found.draft, change).await?;
        }
        let mut reached = 0;
        for body in notice_receipts::list_bodies(&mut tx, id, None).await? {
            let code = &body.body.code;
            if !Standing::of(code).is_some_and(Standing::is_direct) || body.receipt.is_some() {
                continue;
            }
            let arrival = NewArrival {
                notice: id,
                body: code,
                via: None,
                at: now,
                by: &actor.user,
            };
            notice_receipts::arrive(&mut tx, arrival).await?;
            let about = Subject::notice(id, number_of(&found));
            let kind = MessageKind::NoticeReceived;
            let message = Message::new(kind, about, code, Some(&actor.user));
            tell_body(&mut tx, code, message, now).await?;
            reached += 1;
        }
        if is_new || reached > 0 {
            let detail = json!({ "reached": reached });
            record(&mut tx, "notice.distribute", id, None, actor, now, detail).await?;
            tx.commit().await?;
        }
        Ok(reached)
    }
}
