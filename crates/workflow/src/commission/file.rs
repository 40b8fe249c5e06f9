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
use crate::assessment_key::affair_subject;
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
    tell_commission(workflow, tx, found, (MessageKind::SubmissionReceived, by)).await
}

/// Marks the submission that the body takes back, if there is one, and tells the commission.
pub(crate) async fn taken_back(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    by: &Actor,
) -> Result<(), WorkflowError> {
    if found.stage.filed().is_none() {
        return Ok(());
    }
    let all = submissions::list_of_assessment(tx, &found.id).await?;
    if let Some(head) = all.first() {
        submissions::withdraw(tx, &head.id, workflow.today()).await?;
        tell_commission(workflow, tx, found, (MessageKind::SubmissionWithdrawn, by)).await?;
    }
    Ok(())
}

/// Tells the commission that the end of an affair was notified (規則16条): once, though every
/// document of the affair says it.
pub(crate) async fn end_notified(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    by: &Actor,
) -> Result<(), WorkflowError> {
    let key = key_of(found);
    let affair = affair_subject(&key.body, &key.number);
    let once = format!("end-notified {affair} {}", workflow.now());
    let message = Message {
        once: Some(once),
        ..Message::new(
            MessageKind::EndNotified,
            Subject::Assessment(key),
            &found.body,
            Some(&by.user),
        )
    };
    tell(tx, To::Commission, &message, workflow.now()).await?;
    Ok(())
}

async fn tell_commission(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    (kind, by): (MessageKind, &Actor),
) -> Result<(), WorkflowError> {
    let subject = Subject::Assessment(key_of(found));
    let message = Message::new(kind, subject, &found.body, Some(&by.user));
    tell(tx, To::Commission, &message, workflow.now()).await?;
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
