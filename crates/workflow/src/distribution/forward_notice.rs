//! Passing a notice on (再周知) to bodies below, and declaring the work done.

use domain::distribution::ReceiptRefusal;
use domain::{Action, BodyCode};
use serde_json::json;
use store::notice_receipts::{self, NewArrival};
use tracing::instrument;

use super::{below, find, number_of, record, tell_body, unreached};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject};
use crate::workflow::Workflow;

/// To whom a notice is passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Targets {
    /// Everybody below.
    All,
    /// These.
    Chosen(Vec<BodyCode>),
}

impl Workflow {
    /// Passes a notice on; how many bodies it reached for the first time. Those that had it
    /// by another path get no second receipt, but the path is noted. Twice is once.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] when the notice has not reached the actor's body;
    /// [`WorkflowError::Receipt`].
    #[instrument(name = "workflow.forward_notice", level = "debug", skip_all)]
    pub async fn forward_notice(
        &self,
        actor: &Actor,
        id: &str,
        targets: &Targets,
    ) -> Result<usize, WorkflowError> {
        let own = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::FollowNotices, own)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let notice = find(&mut tx, id).await?;
        let receipt = notice_receipts::lock(&mut tx, id, own).await?;
        let mut receipt = receipt.ok_or(WorkflowError::NotFound)?;
        if !notice.stage.is_passed_on() {
            let now = notice.stage.label();
            return Err(ReceiptRefusal::NotDistributed { now }.into());
        }
        let known = below(&mut tx, id, own).await?;
        let chosen: Vec<&BodyCode> = match targets {
            Targets::All => known.iter().map(|found| &found.body.code).collect(),
            Targets::Chosen(codes) => codes.iter().collect(),
        };
        if chosen.is_empty() {
            return Err(ReceiptRefusal::NobodyChosen.into());
        }
        let now = self.now();
        let mut reached = 0;
        for code in &chosen {
            let is_below = known.iter().any(|found| found.body.code == **code);
            if !is_below {
                return Err(ReceiptRefusal::NotBelow.into());
            }
            let arrival = NewArrival {
                notice: id,
                body: code,
                via: Some(own),
                at: now,
                by: &actor.user,
            };
            if notice_receipts::arrive(&mut tx, arrival).await? {
                let about = Subject::notice(id, number_of(&notice));
                let kind = MessageKind::NoticeReceived;
                let message = Message::new(kind, about, code, Some(&actor.user));
                tell_body(&mut tx, code, message, now).await?;
                reached += 1;
            }
        }
        let before = receipt.clone();
        // Looked up again: others may have reached some meanwhile.
        let remaining = unreached(&below(&mut tx, id, own).await?);
        receipt.forward(&actor.user, now, remaining);
        if receipt == before && reached == 0 {
            // The paths may be new nevertheless: they are noted.
            tx.commit().await?;
            return Ok(0);
        }
        notice_receipts::update(&mut tx, id, own, &receipt).await?;
        let detail = json!({ "chosen": chosen.len(), "reached": reached, "remaining": remaining });
        let action = "notice.forward";
        record(&mut tx, action, id, Some(own), actor, now, detail).await?;
        tx.commit().await?;
        Ok(reached)
    }

    /// Declares that a body has done what a notice asked for.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] when the notice has not reached the actor's body;
    /// [`WorkflowError::Receipt`] while somebody below has not got it.
    #[instrument(name = "workflow.complete_notice", level = "debug", skip_all)]
    pub async fn complete_notice(&self, actor: &Actor, id: &str) -> Result<(), WorkflowError> {
        let own = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::FollowNotices, own)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        find(&mut tx, id).await?;
        let receipt = notice_receipts::lock(&mut tx, id, own).await?;
        let mut receipt = receipt.ok_or(WorkflowError::NotFound)?;
        let remaining = unreached(&below(&mut tx, id, own).await?);
        let (before, now) = (receipt.clone(), self.now());
        receipt.complete(&actor.user, now, remaining)?;
        if receipt == before {
            return Ok(());
        }
        notice_receipts::update(&mut tx, id, own, &receipt).await?;
        let action = "notice.complete";
        record(&mut tx, action, id, Some(own), actor, now, json!({})).await?;
        tx.commit().await?;
        Ok(())
    }
}
