//! Asking a question.

use std::fmt;

use domain::Action;
use domain::inquiry::{Category, Side, parse_message, parse_subject};
use serde_json::json;
use store::inquiries::{self, NewMessage};
use tracing::instrument;

use super::{record, tell_side};
use crate::actor::Actor;
use crate::error::{FieldProblem, WorkflowError};
use crate::notify::MessageKind;
use crate::workflow::Workflow;

/// A question as typed.
#[derive(Clone, PartialEq, Eq)]
pub struct NewInquiry {
    /// What it is about.
    pub category: Category,
    /// Its subject.
    pub subject: String,
    /// The question.
    pub text: String,
    /// A word of the form: the same word asks once.
    pub once: String,
}

impl fmt::Debug for NewInquiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewInquiry({})", self.category.as_str())
    }
}

impl Workflow {
    /// Sends a question of the actor's body to the desk of its category; its number.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for roles that ask nothing; [`WorkflowError::Invalid`]
    /// with `subject` and `text`.
    #[instrument(name = "workflow.send_inquiry", level = "debug", skip_all)]
    pub async fn send_inquiry(
        &self,
        actor: &Actor,
        new: &NewInquiry,
    ) -> Result<i64, WorkflowError> {
        let body = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::SendInquiry, body)?;
        let (subject, text) = match (parse_subject(&new.subject), parse_message(&new.text)) {
            (Ok(subject), Ok(text)) => (subject, text),
            (subject, text) => {
                let problem = |field, message| FieldProblem { field, message };
                let subject = subject.err().map(|message| problem("subject", message));
                let text = text.err().map(|message| problem("text", message));
                return Err(WorkflowError::Invalid(
                    subject.into_iter().chain(text).collect(),
                ));
            }
        };
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let now = self.now();
        let row = inquiries::NewInquiry {
            body,
            category: new.category,
            subject: &subject,
            by: &actor.user,
            at: now,
            once: &new.once,
        };
        let (number, is_new) = inquiries::insert(&mut tx, &row).await?;
        if !is_new {
            return Ok(number);
        }
        let message = NewMessage {
            side: Side::Asker,
            kind: "message",
            author: &actor.user,
            at: now,
            text: &text,
        };
        inquiries::append(&mut tx, number, &message).await?;
        let found = inquiries::find(&mut tx, number).await?;
        let found = found.ok_or(WorkflowError::NotFound)?;
        let kind = MessageKind::InquiryReceived;
        tell_side(&mut tx, Side::Desk, kind, &found, &actor.user, now).await?;
        let detail = json!({ "category": new.category.as_str() });
        record(&mut tx, "inquiry.send", &found, actor, now, detail).await?;
        tx.commit().await?;
        Ok(number)
    }
}
