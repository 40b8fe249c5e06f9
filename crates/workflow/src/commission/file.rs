//! What belongs to filing, and to the commission's decisions, in the act's own transaction.

use domain::interchange::{export, to_text};
use domain::review::{SubmissionKind, SubmissionState};
use domain::{Act, Origin, Stage};
use jiff::civil::Date;
use store::assessments::Assessment;
use store::submissions::{self, NewSubmission};
use store::{Tx, new_id};

use crate::actor::Actor;
use crate::assessment::{document, key_of, public_title};
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::third_party::round;
use crate::workflow::Workflow;

/// Keeps exactly what is filed, and tells the commission.
pub(crate) async fn file(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    (act, on): (Act, Date),
    by: &Actor,
) -> Result<(), WorkflowError> {
    let form = workflow.form_edition(&found.form, &found.form_edition)?;
    let document = document(tx, &form, found, found.revision).await?;
    let now = workflow.now();
    let new = NewSubmission {
        id: &new_id(now),
        assessment: &found.id,
        body: &found.body,
        number: &found.number,
        form: &found.form,
        form_edition: &found.form_edition,
        agency: &document.agency,
        title: &public_title(&form, &document),
        kind: kind(act, &found.stage),
        revision: found.revision,
        round: round(tx, found).await?,
        filed_on: on,
        filed_at: now,
        filed_by: &by.user,
        document: &to_text(&export(&form, &document)),
    };
    submissions::insert(tx, &new).await?;
    let subject = Subject::Assessment(key_of(found));
    let kind = MessageKind::SubmissionReceived;
    let message = Message::new(kind, subject, &found.body, Some(&by.user));
    tell(tx, To::Commission, &message, now).await?;
    Ok(())
}

fn kind(act: Act, from: &Stage) -> SubmissionKind {
    let origin = from.round().map(|round| round.origin);
    match (act, origin) {
        (Act::RequestApproval, _) => SubmissionKind::Approval,
        (_, Some(Origin::Amendment)) => SubmissionKind::Amendment,
        _ => SubmissionKind::Filing,
    }
}

/// Moves the last submission on with a decision of the commission.
pub(crate) async fn decided(
    tx: &mut Tx,
    found: &Assessment,
    act: Act,
) -> Result<(), WorkflowError> {
    let state = match act {
        Act::BeginCommissionReview => SubmissionState::Examining,
        Act::CommissionApprove | Act::CommissionReturn => SubmissionState::Done,
        _ => return Ok(()),
    };
    let all = submissions::list_of_assessment(tx, &found.id).await?;
    if let Some(head) = all.first().filter(|head| head.receipt_number.is_some()) {
        submissions::set_state(tx, &head.id, head.version, state).await?;
    }
    Ok(())
}
