//! Rows of the audit trail: the last step of an act before its commit, because whoever
//! appends makes every other act wait.

use std::net::IpAddr;

use domain::{BodyCode, UserId};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::users::User;
use store::{StoreError, Tx, audit};

use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::clock::day_in_japan;
use crate::history::RecordedAct;

/// The act of reading an assessment in full from outside its body.
pub(crate) const READ_WITHHELD: &str = "assessment.read-withheld";
/// The act of taking a full copy out.
pub(crate) const EXPORT_FULL: &str = "assessment.export-full";
/// A sign-in that failed.
pub(crate) const SIGN_IN_FAILED: &str = "session.sign-in-failed";

/// Who did it, and from which network address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By<'a> {
    user: Option<&'a UserId>,
    origin: Option<IpAddr>,
}

impl<'a> By<'a> {
    /// The operator's command, or the program itself.
    pub(crate) const OPERATOR: By<'static> = By {
        user: None,
        origin: None,
    };

    /// The person, if it is known which.
    pub(crate) fn user(self) -> Option<&'a UserId> {
        self.user
    }

    /// A person, if it is known which, at an address.
    pub(crate) fn at(user: Option<&'a UserId>, origin: Option<IpAddr>) -> Self {
        Self { user, origin }
    }
}

impl<'a> From<&'a Actor> for By<'a> {
    fn from(actor: &'a Actor) -> Self {
        Self::at(Some(&actor.user), actor.origin)
    }
}

/// Without an actor, the operator's command or the program itself.
impl<'a> From<Option<&'a Actor>> for By<'a> {
    fn from(actor: Option<&'a Actor>) -> Self {
        actor.map_or(Self::OPERATOR, Self::from)
    }
}

/// Records an act on an assessment; `by` is an [`Actor`] or [`By::OPERATOR`].
pub(crate) async fn record(
    tx: &mut Tx,
    act: RecordedAct,
    key: &AssessmentKey,
    by: impl Into<By<'_>>,
    at: Timestamp,
    detail: Value,
) -> Result<(), StoreError> {
    let subject = key.to_string();
    record_on(tx, &act.word(), Some(&key.body), &subject, by, at, detail).await
}

/// Records an act on a person's account or sessions.
pub(crate) async fn record_person(
    tx: &mut Tx,
    action: &str,
    person: &Actor,
    by: impl Into<By<'_>>,
    at: Timestamp,
    detail: Value,
) -> Result<(), StoreError> {
    let (body, subject) = (person.body.as_ref(), person.user.as_str());
    record_on(tx, action, body, subject, by, at, detail).await
}

/// Records an act on anything else: `subject` is a key or an id, `detail` holds counts and
/// ids, and neither ever text of answers, opinions, comments or contacts.
pub(crate) async fn record_on(
    tx: &mut Tx,
    action: &str,
    body: Option<&BodyCode>,
    subject: &str,
    by: impl Into<By<'_>>,
    at: Timestamp,
    detail: Value,
) -> Result<(), StoreError> {
    let By { user, origin } = by.into();
    let row = audit::NewAudit {
        at,
        actor: user,
        action,
        body,
        subject,
        detail,
        origin,
    };
    audit::append(tx, &row).await?;
    Ok(())
}

/// Records that somebody outside the body reads the full text of a revision; whether there
/// is a new row: one per person, assessment, revision and day (`docs/decisions/0007`).
/// Who belongs to the body works with the text; that is not recorded.
pub(crate) async fn record_reading(
    tx: &mut Tx,
    actor: &Actor,
    key: &AssessmentKey,
    revision: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if actor.body.as_ref() == Some(&key.body) {
        return Ok(false);
    }
    let (subject, day) = (key.to_string(), day_in_japan(now));
    let is_new = audit::note_reading(tx, &actor.user, &subject, revision, day).await?;
    if is_new {
        let detail = json!({ "revision": revision, "role": actor.role.as_str() });
        let body = Some(&key.body);
        record_on(tx, READ_WITHHELD, body, &subject, actor, now, detail).await?;
    }
    Ok(is_new)
}

/// Records that a full copy was taken out, every time: what lies elsewhere cannot be called
/// back. `format` is `json`, `html` and the like.
pub(crate) async fn record_export(
    tx: &mut Tx,
    key: &AssessmentKey,
    revision: i64,
    audience: &str,
    format: &str,
    by: impl Into<By<'_>>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let detail = json!({ "revision": revision, "audience": audience, "format": format });
    let (body, subject) = (Some(&key.body), key.to_string());
    record_on(tx, EXPORT_FULL, body, &subject, by, now, detail).await
}

/// Records a failed sign-in. What was typed is not kept: people type passwords into the
/// field for the address. `why` is a word of the program, as `password`.
pub(crate) async fn record_failed_sign_in(
    tx: &mut Tx,
    account: Option<&User>,
    why: &str,
    origin: Option<IpAddr>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let body = account.and_then(|user| user.body.as_ref());
    let subject = account.map_or("unknown", |user| user.id.as_str());
    let by = By::at(None, origin);
    let detail = json!({ "why": why });
    record_on(tx, SIGN_IN_FAILED, body, subject, by, now, detail).await
}

#[cfg(test)]
mod tests;
