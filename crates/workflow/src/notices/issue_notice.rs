//! Sending the notice (通知): the draft that was acknowledged, under a number and a date.

use domain::Action;
use domain::notice_life::{NoticeAct, NoticeRefusal};
use jiff::Timestamp;
use serde_json::json;
use store::notices::{self, NoticeRow};
use store::{StoreError, Tx};
use tracing::instrument;

use super::{Found, invalid, lock, pending, require, tell_receivers, write};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::MessageKind;
use crate::pending_change::{NewlyPublic, PendingChange, enqueue};
use crate::workflow::Workflow;

impl Workflow {
    /// Issues a notice. If it revises another one, that one ends on the notice's date; where
    /// that one is listed, its page changes, so the act stays pending until the site does.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Invalid`] with `number` and `date`,
    /// [`WorkflowError::Notice`].
    #[instrument(name = "workflow.begin_issue_notice", level = "debug", skip_all)]
    pub async fn begin_issue_notice(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        number: &str,
        date: &str,
    ) -> Result<Option<PendingChange>, WorkflowError> {
        require(actor, Action::ManageNotices)?;
        let act = NoticeAct::Issue;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let Found::Fresh(found) = lock(&mut tx, actor, id, version, act).await? else {
            return Ok(None);
        };
        let letter = found.draft.as_letter(number, date).map_err(invalid)?;
        let (now, date) = (self.now(), letter.date());
        let next = found.stage.clone().issue(letter, self.today())?;
        write(&mut tx, &found, &next, actor, now, act).await?;
        let changes_site = match &found.revises {
            Some(old) => {
                self.supersede(&mut tx, old, &found, date, actor, now)
                    .await?
            }
            None => false,
        };
        let job = match changes_site {
            true => Some(enqueue(&mut tx, now).await?),
            false => None,
        };
        let detail = json!({ "date": date.to_string() });
        let act = pending(act, id, actor, now, detail);
        Ok(Some(PendingChange::new(tx, job, NewlyPublic::Nothing, act)))
    }

    /// Ends the notice that `found` revises; whether it is on the public site.
    async fn supersede(
        &self,
        tx: &mut Tx,
        old: &str,
        found: &NoticeRow,
        date: jiff::civil::Date,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<bool, WorkflowError> {
        let absent = StoreError::Absent { table: "notices" };
        let old = notices::lock(tx, old).await?.ok_or(absent)?;
        let next = match old.stage.clone().revise(&found.id, date) {
            // Declared void meanwhile: nothing is left to end.
            Err(NoticeRefusal::NotNow { .. }) => return Ok(false),
            ended => ended?,
        };
        write(tx, &old, &next, actor, now, NoticeAct::Revise).await?;
        if let Some(issued) = next.issued() {
            let number = issued.notice.number();
            let kind = MessageKind::NoticeRevised;
            tell_receivers(tx, kind, &old.id, number, &actor.user, now).await?;
        }
        Ok(next.listed_on().is_some())
    }
}
