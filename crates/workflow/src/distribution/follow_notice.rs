//! What a body received: the list, the letter, and noting that it was read.

use domain::distribution::Receipt;
use domain::notice_life::{Issued, NoticeStage};
use domain::{Action, Body};
use serde_json::json;
use store::notice_receipts::{self, Arrival, BodyReceipt};
use store::notices::{self, NoticeRow};
use store::{StoreError, bodies};
use tracing::instrument;

use super::{below, find, record, unreached};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

/// A notice on a body's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedNoticeEntry {
    /// Its id.
    pub id: String,
    /// Its letters.
    pub issued: Issued,
    /// Where it stands.
    pub stage: NoticeStage,
    /// What the body has done with it.
    pub receipt: Receipt,
}

/// A notice that a body received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedNotice {
    /// Its id.
    pub id: String,
    /// Its letters.
    pub issued: Issued,
    /// Where it stands.
    pub stage: NoticeStage,
    /// What the body has done with it.
    pub receipt: Receipt,
    /// By which paths it came, the first one first; the body's name, `None`: the ministry.
    pub arrivals: Vec<(Arrival, Option<Body>)>,
    /// Those to whom the body hands it, by code.
    pub below: Vec<BodyReceipt>,
    /// How many of them it has not reached.
    pub unreached: usize,
}

impl Workflow {
    /// The notices that reached the actor's body, last arrived first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for roles that follow none.
    #[instrument(name = "workflow.received_notices", level = "debug", skip_all)]
    pub async fn received_notices(
        &self,
        actor: &Actor,
    ) -> Result<Vec<ReceivedNoticeEntry>, WorkflowError> {
        let own = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::FollowNotices, own)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let mut entries = Vec::new();
        for (id, receipt) in notice_receipts::list_of_body(&mut tx, own).await? {
            let absent = StoreError::Absent { table: "notices" };
            let notice = notices::find(&mut tx, &id).await?.ok_or(absent)?;
            entries.extend(entry(notice, receipt));
        }
        Ok(entries)
    }

    /// Opens a notice that reached the actor's body. Reading is noted by
    /// [`Workflow::read_notice`], which is an act.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.open_received_notice", level = "debug", skip_all)]
    pub async fn open_received_notice(
        &self,
        actor: &Actor,
        id: &str,
    ) -> Result<ReceivedNotice, WorkflowError> {
        let own = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::FollowNotices, own)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let notice = find(&mut tx, id).await?;
        let receipt = notice_receipts::find(&mut tx, id, own).await?;
        let receipt = receipt.ok_or(WorkflowError::NotFound)?;
        let mut arrivals = Vec::new();
        for arrival in notice_receipts::arrivals(&mut tx, id, own).await? {
            let via = match &arrival.via {
                Some(code) => bodies::find(&mut tx, code).await?,
                None => None,
            };
            arrivals.push((arrival, via));
        }
        let below = below(&mut tx, id, own).await?;
        let found = entry(notice, receipt).ok_or(WorkflowError::NotFound)?;
        Ok(ReceivedNotice {
            id: found.id,
            issued: found.issued,
            stage: found.stage,
            receipt: found.receipt,
            arrivals,
            unreached: unreached(&below),
            below,
        })
    }

    /// Notes that somebody of the body has read a notice; the first one stays.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] when it has not reached the actor's body.
    #[instrument(name = "workflow.read_notice", level = "debug", skip_all)]
    pub async fn read_notice(&self, actor: &Actor, id: &str) -> Result<(), WorkflowError> {
        let own = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::FollowNotices, own)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        find(&mut tx, id).await?;
        let receipt = notice_receipts::lock(&mut tx, id, own).await?;
        let mut receipt = receipt.ok_or(WorkflowError::NotFound)?;
        if receipt.read.is_some() {
            return Ok(());
        }
        let now = self.now();
        receipt.read(&actor.user, now);
        notice_receipts::update(&mut tx, id, own, &receipt).await?;
        let action = "notice.read";
        record(&mut tx, action, id, Some(own), actor, now, json!({})).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn entry(notice: NoticeRow, receipt: Receipt) -> Option<ReceivedNoticeEntry> {
    Some(ReceivedNoticeEntry {
        issued: notice.stage.issued()?.clone(),
        id: notice.id,
        stage: notice.stage,
        receipt,
    })
}
