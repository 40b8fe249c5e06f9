//! Rows of the audit trail: the last step of an act before its commit, because whoever
//! appends makes every other act wait.

use domain::UserId;
use jiff::Timestamp;
use serde_json::Value;
use store::{StoreError, Tx, audit};

use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::history::RecordedAct;

/// Records an act on an assessment; `by` is `None` for the operator.
pub(crate) async fn record(
    tx: &mut Tx,
    act: RecordedAct,
    key: &AssessmentKey,
    by: Option<&UserId>,
    at: Timestamp,
    detail: Value,
) -> Result<(), StoreError> {
    let row = audit::NewAudit {
        at,
        actor: by,
        action: act.as_str(),
        body: Some(&key.body),
        subject: &key.to_string(),
        detail,
    };
    audit::append(tx, &row).await?;
    Ok(())
}

/// Records an act on a person's account or sessions; `by` is `None` for the operator.
pub(crate) async fn record_person(
    tx: &mut Tx,
    action: &str,
    person: &Actor,
    by: Option<&UserId>,
    at: Timestamp,
    detail: Value,
) -> Result<(), StoreError> {
    let row = audit::NewAudit {
        at,
        actor: by,
        action,
        body: person.body.as_ref(),
        subject: person.user.as_str(),
        detail,
    };
    audit::append(tx, &row).await?;
    Ok(())
}
