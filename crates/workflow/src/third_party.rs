//! Third-party review (第三者点検): inviting reviewers, what they are handed, what they and
//! the editors write, the verdict.
//!
//! A reviewer sees exactly the revision that was handed over, while the engagement is active;
//! whoever is not engaged learns nothing. What is deliberately absent: who the reviewers are,
//! in anything public. The items on the review name the organ, as the body writes it.

mod comments;
mod engage_reviewer;
mod follow;
mod give_verdict;
mod open_handed_over;
mod respond;
mod review_draft;

use domain::digest::{Digest, digest_of};
use domain::{Action, FormId};
use serde_json::Value;
use store::assessments::Assessment;
use store::engagements::{self, Engagement};
use store::handovers::{self, Handover};
use store::{Tx, editions, reviews};

pub use comments::{CommentEntry, NewAnswer, NewComment};
pub use engage_reviewer::{EngagementEntry, NewEngagement};
pub(crate) use follow::{give_verdict, hand_over, has_reviewer, is_described};
pub use give_verdict::NewVerdict;
pub use open_handed_over::{Assignment, BodyReview, HandedOver};
pub use review_draft::ReviewDraft;

use crate::actor::Actor;
use crate::assessment::find;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::trail::record_on;

/// The longest comment, answer, note or response, in characters.
pub(crate) const LONGEST: usize = 2_000;

/// The assessment with the person's active engagement for it.
async fn engaged(
    tx: &mut Tx,
    actor: &Actor,
    key: &AssessmentKey,
) -> Result<(Assessment, Engagement), WorkflowError> {
    if !actor.role.may_if_assigned(Action::ReviewAssessment) {
        return Err(WorkflowError::NotFound);
    }
    let found = find(tx, key).await?;
    let engagement = engagements::active(tx, &found.id, &actor.user).await?;
    Ok((found, engagement.ok_or(WorkflowError::NotFound)?))
}

/// What was handed to a reviewer last: to those who were engaged then, and to whom was invited
/// while the review of it went on.
///
/// # Errors
/// [`WorkflowError::NotFound`] when nothing was.
async fn handed_to(
    tx: &mut Tx,
    found: &Assessment,
    engagement: &Engagement,
) -> Result<Handover, WorkflowError> {
    for handover in handovers::list(tx, &found.id).await? {
        if is_addressed(tx, found, &handover, engagement).await? {
            return Ok(handover);
        }
    }
    Err(WorkflowError::NotFound)
}

/// Whether a hand-over is for the reviewer of this engagement. What was handed over for an
/// earlier edition, or reviewed before the invitation, is not.
async fn is_addressed(
    tx: &mut Tx,
    found: &Assessment,
    handover: &Handover,
    engagement: &Engagement,
) -> Result<bool, WorkflowError> {
    if handover.round < engagement.round {
        return Ok(false);
    }
    if handover.recipients.contains(&engagement.reviewer) {
        return Ok(true);
    }
    if handover.at > engagement.invited_at {
        return Ok(false);
    }
    let verdict = reviews::verdict(tx, &found.id, handover.handover).await?;
    Ok(verdict.is_none_or(|verdict| verdict.at >= engagement.invited_at))
}

/// What was handed over last.
async fn handed_over(tx: &mut Tx, found: &Assessment) -> Result<Handover, WorkflowError> {
    let newest = handovers::newest(tx, &found.id).await?;
    newest.ok_or(WorkflowError::NotFound)
}

/// The edition under way, from 1.
pub(crate) async fn round(tx: &mut Tx, found: &Assessment) -> Result<u32, WorkflowError> {
    Ok(editions::last_number(tx, &found.id).await? + 1)
}

/// The section of the form about the review, as `VI.3`; `None` for forms without one.
fn section(form: &FormId) -> Option<&'static str> {
    match form.as_str() {
        "zenkomoku" => Some("VI.3"),
        "juten" => Some("V.3"),
        _ => None,
    }
}

/// What an act is bound to that takes the place of a text: the very text that was read.
#[must_use]
pub fn text_digest(text: &str) -> Digest {
    digest_of(text.as_bytes())
}

/// A text without blanks around it.
///
/// # Errors
/// [`WorkflowError::Invalid`] with `field` when it is blank or too long.
pub(crate) fn written(
    field: &'static str,
    what: &str,
    text: &str,
) -> Result<String, WorkflowError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(WorkflowError::invalid(
            field,
            format!("{what}を書いてください。"),
        ));
    }
    within(field, what, text, LONGEST)?;
    Ok(text.to_owned())
}

/// Refuses what is longer than `most` characters.
pub(crate) fn within(
    field: &'static str,
    what: &str,
    text: &str,
    most: usize,
) -> Result<(), WorkflowError> {
    if text.chars().count() <= most {
        return Ok(());
    }
    let message = format!("{what}は{most}文字以内で書いてください。");
    Err(WorkflowError::invalid(field, message))
}

/// The id that a page gave its form, so that posting it twice adds one row.
///
/// # Errors
/// [`WorkflowError::Invalid`] with the field `token` when it is none.
pub(crate) fn form_token(token: &str) -> Result<String, WorkflowError> {
    let fits = token.len() == 36 && token.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    if fits {
        return Ok(token.to_owned());
    }
    let message = "画面が古くなっています。開き直して、もう一度書いてください。";
    Err(WorkflowError::invalid("token", message))
}

/// Records something about an assessment, as the last step of its transaction.
pub(crate) async fn record(
    tx: &mut Tx,
    action: &'static str,
    key: &AssessmentKey,
    by: &Actor,
    at: jiff::Timestamp,
    detail: Value,
) -> Result<(), WorkflowError> {
    let (body, subject) = (Some(&key.body), key.to_string());
    record_on(tx, action, body, &subject, by, at, detail).await?;
    Ok(())
}
