//! What the editors did about each point of a review (対応表).

use domain::review::ItemCheck;
use domain::{Action, Refusal, StageKind};
use serde_json::json;
use store::Tx;
use store::assessments::Assessment;
use store::handovers::Handover;
use store::review_comments;
use store::reviews::{self, Response};
use tracing::instrument;

use super::{handed_over, record, text_digest, written};
use crate::actor::Actor;
use crate::assessment::lock;
use crate::assessment_key::AssessmentKey;
use crate::error::{Conflict, WorkflowError};
use crate::workflow::Workflow;

impl Workflow {
    /// Writes what was done about a comment, or a question that was answered 要修正, of the
    /// last review. It can be rewritten while the assessment is amended after the review; `seen`
    /// is the [`text_digest`] of what stood there, empty text included.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `response`; [`WorkflowError::Refused`] in
    /// another stage; [`WorkflowError::Conflict`] when somebody else wrote since;
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.respond_to_review", level = "debug", skip_all)]
    pub async fn respond_to_review(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        subject: &str,
        (seen, text): (&str, &str),
    ) -> Result<(), WorkflowError> {
        actor.require(Action::EditAssessment, &key.body)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let found = lock(&mut tx, key).await?;
        let handover = handed_over(&mut tx, &found).await?;
        if found.stage.kind() != StageKind::AmendingAfterReview {
            let now = found.stage.label();
            return Err(Refusal::NotNow { now }.into());
        }
        if !is_point(&mut tx, &found, &handover, subject).await? {
            return Err(WorkflowError::NotFound);
        }
        let response = Response {
            subject: subject.to_owned(),
            text: written("response", "対応した内容", text)?,
            by: actor.user.clone(),
            at: self.now(),
        };
        let all = reviews::responses(&mut tx, &found.id, handover.handover).await?;
        let before = all.iter().find(|before| before.subject == subject);
        let before = before.map_or("", |before| before.text.as_str());
        if before == response.text {
            return Ok(());
        }
        if text_digest(before).as_str() != seen {
            return Err(WorkflowError::Conflict(Conflict::OtherText));
        }
        reviews::respond(&mut tx, &found.id, handover.handover, &response).await?;
        let detail = json!({ "handover": handover.handover, "subject": subject });
        record(&mut tx, "review.respond", key, actor, response.at, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whether `subject` is a comment on the hand-over or a question to be amended.
async fn is_point(
    tx: &mut Tx,
    found: &Assessment,
    handover: &Handover,
    subject: &str,
) -> Result<bool, WorkflowError> {
    let comment = review_comments::find(tx, &found.id, subject).await?;
    if let Some(comment) = comment {
        return Ok(comment.reply_to.is_none() && comment.handover == handover.handover);
    }
    let verdict = reviews::verdict(tx, &found.id, handover.handover).await?;
    Ok(verdict.is_some_and(|verdict| {
        let answer = verdict.answers.get(subject);
        answer.is_some_and(|answer| answer.check == Some(ItemCheck::ToAmend))
    }))
}
