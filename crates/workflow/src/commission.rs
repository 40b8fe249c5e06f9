//! The commission's desk: what was submitted, from receipt to the end; notes, advice, what it
//! says of withheld spans; and how things stand among all bodies.
//!
//! The commission sees what was submitted and nothing else: no draft, no later revision. A
//! local government's submission is neither approved nor returned; there is no such act here,
//! the procedure has it for administrative organs only. What is deliberately absent: anything
//! that leads from notes, advice or judgements to the public.

mod advice;
mod file;
mod inbox;
mod judge_span;
mod open_submission;
mod overview;
mod receive;

use domain::{Action, BodyCode};
use serde_json::Value;
use store::submissions::{self, SubmissionHead};
use store::{StoreError, Tx};

pub use advice::{AdviceEntry, BodyAdvice, NewAdvice};
pub(crate) use file::{decided, end_notified, file, taken_back};
pub use inbox::SubmissionFilter;
pub use judge_span::{NewSpanJudgement, judgement_digest};
pub use open_submission::{NoteEntry, OpenSubmission, SpanEntry};
pub use receive::NewReceipt;

use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::error::{Conflict, WorkflowError};
use crate::trail::record_on;

/// A submission, for who may see it.
async fn submission(tx: &mut Tx, actor: &Actor, id: &str) -> Result<SubmissionHead, WorkflowError> {
    let found = submissions::find(tx, id)
        .await?
        .ok_or(WorkflowError::NotFound)?;
    actor.require(Action::ReviewSubmission, &found.body)?;
    Ok(found)
}

/// The assessment of a submission.
fn key_of(head: &SubmissionHead) -> AssessmentKey {
    AssessmentKey {
        body: head.body.clone(),
        number: head.number.clone(),
        form: head.form.clone(),
    }
}

/// Whether a person may see the commission's lists, which span all bodies.
fn is_commission(actor: &Actor) -> Result<(), WorkflowError> {
    let body = actor.body.as_ref();
    if actor.role.may(body, Action::ReviewSubmission, body) {
        Ok(())
    } else {
        Err(WorkflowError::NotFound)
    }
}

/// Somebody changed the row that was read: the two look the same to the person.
fn meanwhile(error: StoreError) -> WorkflowError {
    match error {
        StoreError::Stale { .. } => WorkflowError::Conflict(Conflict::Meanwhile),
        other => other.into(),
    }
}

/// Records what the commission did. `body` is given only for what the body may know of.
async fn record(
    tx: &mut Tx,
    action: &str,
    (head, body): (&SubmissionHead, Option<&BodyCode>),
    by: &Actor,
    at: jiff::Timestamp,
    mut detail: Value,
) -> Result<(), WorkflowError> {
    detail["submission"] = Value::String(head.id.clone());
    let subject = key_of(head).to_string();
    record_on(tx, action, body, &subject, by, at, detail).await?;
    Ok(())
}
