//! What belongs to the acts of the review, in the act's own transaction: the record of a
//! hand-over, and the items that a verdict fills.

use domain::stage::VerdictKind;
use domain::{Answer, Document, FormEdition, ItemId, LongText, Refusal, StageKind};
use jiff::civil::Date;
use store::assessments::Assessment;
use store::handovers::{self, Handover};
use store::reviews::{self, StoredVerdict};
use store::revisions::RevisionKind;
use store::{Tx, answers, engagements};

use super::{round, section};
use crate::actor::Actor;
use crate::assessment::{NextRevision, append, changes, digest, document, key_of, stored};
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::workflow::Workflow;

/// Records what is handed over, in which revision and to whom, and tells the reviewers.
pub(crate) async fn hand_over(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    by: &Actor,
) -> Result<(), WorkflowError> {
    let form = workflow.form_edition(&found.form, &found.form_edition)?;
    let full = document(tx, &form, found, found.revision).await?;
    let active = engagements::list_of_assessment(tx, &found.id).await?;
    let recipients = active
        .into_iter()
        .filter(|engagement| engagement.ended_at.is_none())
        .map(|engagement| engagement.reviewer);
    let handover = Handover {
        handover: 0,
        revision: found.revision,
        round: round(tx, found).await?,
        at: workflow.now(),
        by: by.user.clone(),
        recipients: recipients.collect(),
        digest: digest(&form, &full),
    };
    handovers::append(tx, &found.id, &handover).await?;
    let subject = Subject::Assessment(key_of(found));
    let message = Message::new(
        MessageKind::HandedOver,
        subject,
        &found.body,
        Some(&by.user),
    );
    for reviewer in &handover.recipients {
        tell(tx, To::User(reviewer), &message, handover.at).await?;
    }
    Ok(())
}

/// Keeps the verdict and fills the items on the review from what the reviewer wrote; the
/// revision that holds them.
pub(crate) async fn give_verdict(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    (on, kind): (Date, VerdictKind),
    by: &Actor,
) -> Result<i64, WorkflowError> {
    let now = workflow.now();
    let engagement = engagements::active(tx, &found.id, &by.user).await?;
    let engagement = engagement.ok_or(WorkflowError::NotFound)?;
    let handover = super::handed_to(tx, found, &engagement).await?;
    let draft = reviews::draft(tx, &found.id, handover.handover, &by.user).await?;
    if draft.method.trim().is_empty() || draft.result.trim().is_empty() {
        let message = "点検の方法と結果を書いてから、結果を記録してください。";
        return Err(WorkflowError::invalid("method", message));
    }
    let verdict = StoredVerdict {
        reviewer: by.user.clone(),
        organ: engagement.organ,
        on,
        kind,
        method: draft.method.clone(),
        result: draft.result.clone(),
        answers: draft.answers.clone(),
        at: now,
    };
    reviews::insert_verdict(tx, &found.id, handover.handover, &verdict).await?;
    fill(workflow, tx, found, &verdict, by).await
}

async fn fill(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    verdict: &StoredVerdict,
    by: &Actor,
) -> Result<i64, WorkflowError> {
    let form = workflow.form_edition(&found.form, &found.form_edition)?;
    let before = document(tx, &form, found, found.revision).await?;
    let mut new = before.answers.clone();
    for (item, answer) in filled(&form, found, verdict)? {
        new.set(item, answer);
    }
    let old = answers::load_at(tx, &found.id, found.revision).await?;
    let changes = changes(&old, &stored(&form, &new)?);
    if changes.is_empty() {
        return Ok(found.revision);
    }
    let next = NextRevision {
        form: &form,
        assessment: found,
        document: &Document {
            answers: new,
            ..before
        },
        changes: &changes,
        kind: RevisionKind::Answers,
        author: Some(&by.user),
        at: verdict.at,
    };
    Ok(append(tx, &next).await?)
}

/// The items on the review that the form has, with what belongs into them.
fn filled(
    form: &FormEdition,
    found: &Assessment,
    verdict: &StoredVerdict,
) -> Result<Vec<(ItemId, Answer)>, WorkflowError> {
    let not_now = || {
        let now = StageKind::ThirdPartyReview.label();
        WorkflowError::from(Refusal::NotNow { now })
    };
    let section = section(&found.form).ok_or_else(not_now)?;
    let long = |field, text: &str| {
        LongText::parse_typed(text)
            .map(Answer::Longtext)
            .map_err(|problem| WorkflowError::invalid(field, problem.to_string()))
    };
    let answers = [
        ("date", Answer::Date(verdict.on)),
        ("method", long("method", verdict.method.trim())?),
        ("result", long("result", verdict.result.trim())?),
    ];
    let known = answers.into_iter().filter_map(|(name, answer)| {
        let node = form.node(&format!("{section}.{name}"))?;
        Some((node.id.clone(), answer))
    });
    Ok(known.collect())
}

/// Whether every item on the review that the form has is filled.
pub(crate) fn is_described(form: &FormEdition, document: &Document) -> bool {
    let Some(section) = section(&document.form) else {
        return true;
    };
    ["date", "method", "result"].iter().all(|name| {
        let item = format!("{section}.{name}");
        let answer = document.answers.get(&item);
        form.node(&item).is_none() || answer.is_some_and(|answer| !answer.is_blank())
    })
}

/// Whether somebody is engaged to review the assessment.
pub(crate) async fn has_reviewer(tx: &mut Tx, found: &Assessment) -> Result<bool, WorkflowError> {
    let all = engagements::list_of_assessment(tx, &found.id).await?;
    Ok(all.iter().any(|engagement| engagement.ended_at.is_none()))
}
