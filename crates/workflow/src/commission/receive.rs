//! Receiving a submission, giving it to an officer, moving it on, and notes on it.

use domain::Role;
use domain::UserId;
use domain::name::parse_name;
use domain::review::SubmissionState;
use jiff::civil::Date;
use serde_json::json;
use store::StoreError;
use store::submission_talk::{self as talk, Note};
use store::submissions::{self, SubmissionHead};
use tracing::instrument;

use super::{key_of, meanwhile, record, submission};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::third_party::{form_token, written};
use crate::workflow::Workflow;

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReceipt {
    /// The number, as the commission counts.
    pub number: String,
    /// The day.
    pub on: Date,
}

/// Refuses what is about a submission that the body took back.
fn not_taken_back(field: &'static str, head: &SubmissionHead) -> Result<(), WorkflowError> {
    if head.withdrawn_on.is_some() {
        let message = "団体が提出を取り戻しました。審査は不要です。";
        return Err(WorkflowError::invalid(field, message));
    }
    Ok(())
}

impl Workflow {
    /// Receives a submission that was read at `version`. The body is told. The same receipt
    /// twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `number` or `on`;
    /// [`WorkflowError::Conflict`]; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.receive_submission", level = "debug", skip_all)]
    pub async fn receive_submission(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        new: &NewReceipt,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let head = submission(&mut tx, actor, id).await?;
        let number = parse_name(&new.number, 40).map_err(|_| {
            WorkflowError::invalid("number", "受付番号を40文字以内で書いてください。")
        })?;
        if head.receipt_number.as_deref() == Some(&number) && head.received_on == Some(new.on) {
            return Ok(());
        }
        not_taken_back("number", &head)?;
        if new.on < head.filed_on || new.on > self.today() {
            let message = "受付日は、提出された日以後、今日までの日を書いてください。";
            return Err(WorkflowError::invalid("on", message));
        }
        let receipt = (number.as_str(), new.on);
        submissions::receive(&mut tx, id, version, receipt, &actor.user)
            .await
            .map_err(|error| match error {
                StoreError::Conflict { .. } => WorkflowError::invalid(
                    "number",
                    "この受付番号は、ほかの提出に使われています。番号を確かめてください。",
                ),
                other => meanwhile(other),
            })?;
        let now = self.now();
        let subject = Subject::Assessment(key_of(&head));
        let kind = MessageKind::SubmissionAcknowledged;
        let message = Message::new(kind, subject, &head.body, Some(&actor.user));
        tell(
            &mut tx,
            To::RoleOf(Role::Coordinator, &head.body),
            &message,
            now,
        )
        .await?;
        let detail = json!({ "day": new.on.to_string() });
        let of = (&head, Some(&head.body));
        record(&mut tx, "submission.receive", of, actor, now, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives a submission that was read at `version` to an officer, or to nobody.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `officer`; [`WorkflowError::Conflict`];
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.assign_submission", level = "debug", skip_all)]
    pub async fn assign_submission(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        officer: Option<&UserId>,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let head = submission(&mut tx, actor, id).await?;
        if head.assigned_to.as_ref().map(|(user, _)| user) == officer {
            return Ok(());
        }
        let officers = submissions::officers(&mut tx).await?;
        if officer.is_some_and(|wanted| !officers.iter().any(|(user, _)| user == wanted)) {
            let message = "担当にする人を、一覧から選んでください。";
            return Err(WorkflowError::invalid("officer", message));
        }
        submissions::assign(&mut tx, id, version, officer)
            .await
            .map_err(meanwhile)?;
        let now = self.now();
        if let Some(officer) = officer.filter(|officer| **officer != actor.user) {
            let subject = Subject::Assessment(key_of(&head));
            let kind = MessageKind::SubmissionAssigned;
            let message = Message::new(kind, subject, &head.body, Some(&actor.user));
            tell(&mut tx, To::User(officer), &message, now).await?;
        }
        let detail = json!({ "officer": officer });
        record(
            &mut tx,
            "submission.assign",
            (&head, None),
            actor,
            now,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Sets how far a received submission, read at `version`, has come.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `state` before the receipt;
    /// [`WorkflowError::Conflict`]; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.set_submission_state", level = "debug", skip_all)]
    pub async fn set_submission_state(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        state: SubmissionState,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let head = submission(&mut tx, actor, id).await?;
        if head.state == state {
            return Ok(());
        }
        not_taken_back("state", &head)?;
        if !head.state.may_become(state) {
            let message = "先に受付を記録してください。受け付けたものを未受付には戻せません。";
            return Err(WorkflowError::invalid("state", message));
        }
        submissions::set_state(&mut tx, id, version, state)
            .await
            .map_err(meanwhile)?;
        let detail = json!({ "state": state.as_str() });
        let now = self.now();
        record(
            &mut tx,
            "submission.state",
            (&head, None),
            actor,
            now,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Adds a note that only the commission sees. Adding it twice adds it once.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `body`; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.note_on_submission", level = "debug", skip_all)]
    pub async fn note_on_submission(
        &self,
        actor: &Actor,
        id: &str,
        token: &str,
        body: &str,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let head = submission(&mut tx, actor, id).await?;
        let note = Note {
            id: form_token(token)?,
            author: actor.user.clone(),
            at: self.now(),
            body: written("body", "メモ", body)?,
        };
        if talk::add_note(&mut tx, id, &note).await? {
            let detail = json!({ "note": note.id });
            record(
                &mut tx,
                "submission.note",
                (&head, None),
                actor,
                note.at,
                detail,
            )
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
