//! Whom a move of an assessment from stage to stage concerns.

use domain::Role;
use jiff::Timestamp;
use store::{StoreError, Tx};

use super::{Message, MessageKind, Subject, tell_roles};
use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::history::RecordedAct;

/// Tells those who have the next turn.
pub(crate) async fn tell_of_stage(
    tx: &mut Tx,
    act: RecordedAct,
    key: &AssessmentKey,
    by: &Actor,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some((kind, roles)) = news(act) else {
        return Ok(());
    };
    let subject = Subject::Assessment(key.clone());
    let message = Message::new(kind, subject, &key.body, Some(&by.user));
    tell_roles(tx, roles, &key.body, &message, now).await
}

/// What an act means to whom; `None` is no news.
fn news(act: RecordedAct) -> Option<(MessageKind, &'static [Role])> {
    Some(match act {
        RecordedAct::Submitted => (MessageKind::Submitted, &[Role::Approver, Role::Coordinator]),
        RecordedAct::Withdrawn => (MessageKind::Withdrawn, &[Role::Approver, Role::Coordinator]),
        RecordedAct::SentBack => (MessageKind::SentBack, &[Role::Editor]),
        RecordedAct::Approved => (
            MessageKind::Checked,
            &[Role::Approver, Role::Coordinator, Role::Editor],
        ),
        RecordedAct::Published => (
            MessageKind::Published,
            &[Role::Editor, Role::Coordinator, Role::Approver],
        ),
        RecordedAct::Revised => (MessageKind::Revised, &[Role::Coordinator]),
        _ => return None,
    })
}
