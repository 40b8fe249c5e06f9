//! Reminding those below who have not read a notice or not passed it on.

use domain::distribution::{ReceiptRefusal, Standing};
use domain::{Action, BodyCode};
use serde_json::json;
use store::{notice_receipts, union_members};
use tracing::instrument;

use super::{below, find, number_of, record, tell_body, unreached_by_body};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject};
use crate::workflow::Workflow;

impl Workflow {
    /// Reminds those to whom the actor hands notices: the provider the prefectures and
    /// designated cities, a body those below it. Nobody twice a day, nobody who is done or
    /// whom it has not reached. How many were reminded.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Receipt`].
    #[instrument(name = "workflow.remind_of_notice", level = "debug", skip_all)]
    pub async fn remind_of_notice(&self, actor: &Actor, id: &str) -> Result<usize, WorkflowError> {
        let own = actor.body.as_ref();
        let is_provider = actor.role.may(own, Action::ManageNotices, None);
        let own = match own {
            _ if is_provider => None,
            Some(own) if actor.may(Action::FollowNotices, own) => Some(own),
            _ => return Err(WorkflowError::NotFound),
        };
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let notice = find(&mut tx, id).await?;
        if let Some(own) = own {
            let receipt = notice_receipts::find(&mut tx, id, own).await?;
            receipt.ok_or(WorkflowError::NotFound)?;
        }
        if !notice.stage.is_passed_on() {
            let now = notice.stage.label();
            return Err(ReceiptRefusal::NotDistributed { now }.into());
        }
        let all = notice_receipts::list_bodies(&mut tx, id, None).await?;
        let memberships = union_members::list(&mut tx).await?;
        let remaining = unreached_by_body(&all, &memberships);
        let addressees: Vec<BodyCode> = match own {
            Some(own) => {
                let below = below(&mut tx, id, own).await?;
                below.into_iter().map(|found| found.body.code).collect()
            }
            None => {
                let codes = all.into_iter().map(|found| found.body.code);
                codes
                    .filter(|code| Standing::of(code).is_some_and(Standing::is_direct))
                    .collect()
            }
        };
        let (now, today) = (self.now(), self.today());
        let mut reminded = 0;
        for code in &addressees {
            let Some(mut receipt) = notice_receipts::lock(&mut tx, id, code).await? else {
                continue;
            };
            if !receipt.remind(today, remaining.get(code).copied().unwrap_or_default()) {
                continue;
            }
            notice_receipts::update(&mut tx, id, code, &receipt).await?;
            let about = Subject::notice(id, number_of(&notice));
            let kind = MessageKind::NoticeReminder;
            let message = Message::new(kind, about, code, Some(&actor.user));
            tell_body(&mut tx, code, message, now).await?;
            reminded += 1;
        }
        if reminded > 0 {
            let detail = json!({ "reminded": reminded });
            record(&mut tx, "notice.remind", id, own, actor, now, detail).await?;
            tx.commit().await?;
        }
        Ok(reminded)
    }
}
