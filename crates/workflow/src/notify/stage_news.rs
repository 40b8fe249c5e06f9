//! Whom a move of an assessment from stage to stage concerns.

use domain::{Act, Role, UserId};
use jiff::Timestamp;
use store::{StoreError, Tx};

use super::{Message, MessageKind, Subject, tell_roles};
use crate::assessment_key::AssessmentKey;

/// Tells those who have the next turn. `by` is `None` for the clock.
pub(crate) async fn tell_of_stage(
    tx: &mut Tx,
    act: Act,
    key: &AssessmentKey,
    by: Option<&UserId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some((kind, roles)) = news(act) else {
        return Ok(());
    };
    let subject = Subject::Assessment(key.clone());
    let message = Message::new(kind, subject, &key.body, by);
    tell_roles(tx, roles, &key.body, &message, now).await
}

/// What an act means to whom in the body; `None` is no news, or news for somebody else, which
/// the act's own consequences tell.
fn news(act: Act) -> Option<(MessageKind, &'static [Role])> {
    const ALL: &[Role] = &[Role::Editor, Role::Coordinator, Role::Approver];
    const CHECKERS: &[Role] = &[Role::Approver, Role::Coordinator];
    Some(match act {
        Act::SubmitForReview => (MessageKind::Submitted, CHECKERS),
        Act::Withdraw => (MessageKind::Withdrawn, CHECKERS),
        Act::SendBack | Act::Reopen => (MessageKind::SentBack, &[Role::Editor]),
        Act::Check => (MessageKind::Checked, ALL),
        Act::Publish => (MessageKind::Published, ALL),
        Act::SchedulePublication => (MessageKind::PublicationScheduled, ALL),
        Act::Unpublish => (MessageKind::Unpublished, ALL),
        Act::Amend | Act::Redo => (MessageKind::Revised, &[Role::Coordinator]),
        Act::OpenConsultation | Act::ConsultAgain => (MessageKind::ConsultationOpened, ALL),
        Act::CloseConsultation => (MessageKind::ConsultationClosed, ALL),
        Act::GiveVerdict => (MessageKind::VerdictGiven, ALL),
        Act::CommissionApprove => (MessageKind::SubmissionApproved, ALL),
        Act::CommissionReturn => (MessageKind::SubmissionReturned, ALL),
        Act::End => (MessageKind::AffairEnded, &[Role::Coordinator]),
        _ => return None,
    })
}
