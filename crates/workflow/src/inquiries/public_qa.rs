//! Making a question and its answer public (Q&A): either side proposes the text, both agree
//! to exactly it, the desk publishes, either side takes it off again with a reason.

use domain::digest::{Digest, digest_of};
use domain::inquiry::{InquiryRefusal, PublicQa, Side};
use serde_json::json;
use store::Tx;
use store::inquiries::{self as rows, InquiryRow, NewMessage};
use tracing::instrument;

use super::{lock, record, subject, tell_side};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notices::invalid;
use crate::notify::MessageKind;
use crate::pending_change::{NewlyPublic, PendingAct, PendingChange, enqueue};
use crate::workflow::Workflow;

/// What a consent is bound to: the very text.
#[must_use]
pub fn qa_digest(qa: &PublicQa) -> Digest {
    digest_of(format!("{}\0{}", qa.question, qa.answer).as_bytes())
}

impl Workflow {
    /// Proposes the text for the public, in the place of the one with the digest `seen`
    /// ([`qa_digest`]; empty where there was none). Another text than before has nobody's
    /// consent.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Invalid`] with `question` and `answer`,
    /// [`WorkflowError::Inquiry`].
    #[instrument(name = "workflow.propose_qa", level = "debug", skip_all)]
    pub async fn propose_qa(
        &self,
        actor: &Actor,
        number: i64,
        seen: &str,
        (question, answer): (&str, &str),
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, side) = lock(&mut tx, actor, number).await?;
        let new = PublicQa::parse(question, answer).map_err(invalid)?;
        let before = rows::find_qa(&mut tx, number).await?;
        let stands = before.as_ref().map(|qa| qa_digest(qa).to_string());
        let is_there = stands.as_deref() == Some(qa_digest(&new).as_str());
        if !is_there && stands.unwrap_or_default() != seen {
            return Err(InquiryRefusal::OtherText.into());
        }
        let qa = match before.clone() {
            Some(before) => before.replace(new)?,
            None => new,
        };
        if before.as_ref() == Some(&qa) {
            return Ok(());
        }
        let now = self.now();
        rows::put_qa(&mut tx, number, &qa).await?;
        let kind = MessageKind::InquiryConsentAsked;
        tell_side(&mut tx, other(side), kind, &found, &actor.user, now).await?;
        let detail = json!({ "side": side.as_str() });
        record(&mut tx, "inquiry.propose-qa", &found, actor, now, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Agrees to the text with this digest ([`qa_digest`]), for the actor's side; with
    /// `consents` false, takes the agreement back.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Inquiry`].
    #[instrument(name = "workflow.consent_to_qa", level = "debug", skip_all)]
    pub async fn consent_to_qa(
        &self,
        actor: &Actor,
        number: i64,
        digest: &str,
        consents: bool,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, side) = lock(&mut tx, actor, number).await?;
        let mut qa = read(&mut tx, number, digest).await?;
        let (before, now) = (qa.clone(), self.now());
        if consents {
            qa.consent(side, &actor.user, now);
        } else {
            qa.withdraw(side)?;
        }
        if qa == before {
            return Ok(());
        }
        rows::put_qa(&mut tx, number, &qa).await?;
        let detail = json!({ "side": side.as_str(), "consents": consents });
        record(&mut tx, "inquiry.consent-qa", &found, actor, now, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Begins to publish what both sides agreed to; for the desk. Pending until the pages
    /// are there and the leak gate has seen them. `None`: it is public already.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Inquiry`].
    #[instrument(name = "workflow.begin_publish_qa", level = "debug", skip_all)]
    pub async fn begin_publish_qa(
        &self,
        actor: &Actor,
        number: i64,
        digest: &str,
    ) -> Result<Option<PendingChange>, WorkflowError> {
        // The leak gate looks through this transaction for what every body withholds.
        let mut tx = self.store.begin().await?;
        let (found, side) = lock(&mut tx, actor, number).await?;
        if side != Side::Desk {
            return Err(WorkflowError::NotFound);
        }
        let mut qa = read(&mut tx, number, digest).await?;
        if qa.published.is_some() {
            return Ok(None);
        }
        qa.publish(self.today())?;
        let now = self.now();
        rows::put_qa(&mut tx, number, &qa).await?;
        let kind = MessageKind::InquiryPublished;
        tell_side(&mut tx, Side::Asker, kind, &found, &actor.user, now).await?;
        let job = enqueue(&mut tx, now).await?;
        let act = act("inquiry.publish-qa", &found, actor, now, side);
        let new = NewlyPublic::Qa(number);
        Ok(Some(PendingChange::new(tx, Some(job), new, act)))
    }

    /// Begins to take a question and answer off the site, with a reason that both sides
    /// read; for either side.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Inquiry`].
    #[instrument(name = "workflow.begin_remove_qa", level = "debug", skip_all)]
    pub async fn begin_remove_qa(
        &self,
        actor: &Actor,
        number: i64,
        reason: &str,
    ) -> Result<PendingChange, WorkflowError> {
        // As publishing: the leak gate looks through this transaction.
        let mut tx = self.store.begin().await?;
        let (found, side) = lock(&mut tx, actor, number).await?;
        let qa = rows::find_qa(&mut tx, number).await?;
        let mut qa = qa.ok_or(InquiryRefusal::NotPublic)?;
        let reason = qa.remove(reason)?;
        let now = self.now();
        rows::put_qa(&mut tx, number, &qa).await?;
        let note = NewMessage {
            side,
            kind: "removed",
            author: &actor.user,
            at: now,
            text: &reason,
        };
        rows::append(&mut tx, number, &note).await?;
        let job = enqueue(&mut tx, now).await?;
        let act = act("inquiry.remove-qa", &found, actor, now, side);
        Ok(PendingChange::new(tx, Some(job), NewlyPublic::Nothing, act))
    }
}

/// The text, if it is the one that was read.
async fn read(tx: &mut Tx, number: i64, digest: &str) -> Result<PublicQa, WorkflowError> {
    let found = rows::find_qa(tx, number).await?;
    let same = found.filter(|qa| qa_digest(qa).as_str() == digest);
    Ok(same.ok_or(InquiryRefusal::OtherText)?)
}

fn other(side: Side) -> Side {
    match side {
        Side::Asker => Side::Desk,
        Side::Desk => Side::Asker,
    }
}

fn act(
    action: &str,
    found: &InquiryRow,
    actor: &Actor,
    at: jiff::Timestamp,
    side: Side,
) -> PendingAct {
    PendingAct {
        action: action.to_owned(),
        body: Some(found.body.clone()),
        subject: subject(found.number),
        by: actor.clone(),
        at,
        detail: json!({ "side": side.as_str() }),
    }
}
