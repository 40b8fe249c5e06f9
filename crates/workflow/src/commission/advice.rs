//! Guidance and advice (指導・助言) to a body, and the body's answers. Never public.

use std::fmt;

use domain::review::AdviceKind;
use domain::{Action, AssessmentId, Role};
use serde_json::json;
use store::submission_talk::{self as talk, Advice};
use store::submissions::{self, SubmissionHead};
use store::{Tx, users};
use tracing::instrument;

use super::{key_of, record, submission};
use crate::actor::Actor;
use crate::assessment::find;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, To, tell, tell_roles};
use crate::third_party::{form_token, written};
use crate::trail::record_on;
use crate::workflow::Workflow;

/// Advice to be given.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAdvice<'a> {
    /// The id that the page gave the form.
    pub token: &'a str,
    /// 指導 or 助言.
    pub kind: AdviceKind,
    /// The text.
    pub body: &'a str,
}

/// Advice or an answer, as pages show it.
#[derive(Clone, PartialEq, Eq)]
pub struct AdviceEntry {
    /// What was written.
    pub advice: Advice,
    /// Whether the commission wrote it; else the body did.
    pub by_commission: bool,
}

/// What the commission has said to a body about an assessment, for the body.
#[derive(Debug, Clone)]
pub struct BodyAdvice {
    /// The submissions, newest first.
    pub submissions: Vec<SubmissionHead>,
    /// Advice and answers, oldest first.
    pub advice: Vec<AdviceEntry>,
    /// When the submissions were received is in their heads; who examines them is not told.
    pub may_answer: bool,
}

impl fmt::Debug for AdviceEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AdviceEntry({})", self.advice.id)
    }
}

pub(super) async fn entries(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<AdviceEntry>, WorkflowError> {
    let mut entries = Vec::new();
    for advice in talk::advice(tx, assessment).await? {
        let author = users::find(tx, &advice.author).await?;
        entries.push(AdviceEntry {
            by_commission: author.is_some_and(|user| user.role.is_commission()),
            advice,
        });
    }
    Ok(entries)
}

impl Workflow {
    /// Gives advice on a submission; the body is told. Giving it twice gives it once.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `body`; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.advise", level = "debug", skip_all)]
    pub async fn advise(
        &self,
        actor: &Actor,
        id: &str,
        new: &NewAdvice<'_>,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let head = submission(&mut tx, actor, id).await?;
        let advice = Advice {
            id: form_token(new.token)?,
            submission: head.id.clone(),
            kind: Some(new.kind),
            reply_to: None,
            author: actor.user.clone(),
            at: self.now(),
            body: written("body", "指導・助言の内容", new.body)?,
        };
        if talk::add_advice(&mut tx, &head.assessment, &advice).await? {
            let subject = Subject::Assessment(key_of(&head));
            let kind = MessageKind::AdviceGiven;
            let message = Message::new(kind, subject, &head.body, Some(&actor.user));
            let roles = [Role::Coordinator, Role::Editor];
            tell_roles(&mut tx, &roles, &head.body, &message, advice.at).await?;
            let detail = json!({ "advice": advice.id, "kind": new.kind.as_str() });
            let of = (&head, Some(&head.body));
            record(&mut tx, "submission.advise", of, actor, advice.at, detail).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Answers advice, by the coordinator or an editor of the body.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `body`; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.answer_advice", level = "debug", skip_all)]
    pub async fn answer_advice(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        (token, advice_id): (&str, &str),
        body: &str,
    ) -> Result<(), WorkflowError> {
        if !may_answer(actor, key) {
            return Err(WorkflowError::NotFound);
        }
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let all = talk::advice(&mut tx, &found.id).await?;
        let advice = all
            .into_iter()
            .find(|advice| advice.id == advice_id && advice.kind.is_some())
            .ok_or(WorkflowError::NotFound)?;
        let answer = Advice {
            id: form_token(token)?,
            kind: None,
            reply_to: Some(advice.id),
            author: actor.user.clone(),
            at: self.now(),
            body: written("body", "対応の内容", body)?,
            submission: advice.submission,
        };
        if talk::add_advice(&mut tx, &found.id, &answer).await? {
            let kind = MessageKind::AdviceAnswered;
            let subject = Subject::Assessment(key.clone());
            let message = Message::new(kind, subject, &key.body, Some(&actor.user));
            tell(&mut tx, To::Commission, &message, answer.at).await?;
            let detail = json!({ "advice": answer.reply_to, "answer": answer.id });
            let (body, subject) = (Some(&key.body), key.to_string());
            let action = "submission.answer-advice";
            record_on(&mut tx, action, body, &subject, actor, answer.at, detail).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The submissions of an assessment and what the commission said, for its body.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.body_advice", level = "debug", skip_all)]
    pub async fn body_advice(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<BodyAdvice, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        Ok(BodyAdvice {
            submissions: submissions::list_of_assessment(&mut tx, &found.id).await?,
            advice: entries(&mut tx, &found.id).await?,
            may_answer: may_answer(actor, key),
        })
    }
}

fn may_answer(actor: &Actor, key: &AssessmentKey) -> bool {
    actor.may(Action::SubmitToCommission, &key.body) || actor.may(Action::EditAssessment, &key.body)
}
