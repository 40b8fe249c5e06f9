//! The life of a notice: drafting, the commission's acknowledgement, sending, listing,
//! revising. Every act is bound to the version that was read, and doing the same thing
//! twice, as a double click does, is once.
//!
//! Deliberately absent: reading Markdown. Whoever takes a letter from a form has asked
//! `markup` whether it is well formed; the site is not built from one that is not.

mod acknowledge_notice;
mod draft_notice;
mod end_notice;
mod issue_notice;
mod list_notice;
mod read_notices;
mod request_acknowledgement;

use domain::notice_life::{LetterProblem, NoticeAct, NoticeRefusal};
use domain::{Action, UserId};
use jiff::Timestamp;
use serde_json::Value;
use store::notices::{self, Change, NoticeRow};
use store::{StoreError, Tx, notice_receipts};

pub use read_notices::{ListedNotice, NoticeEntry, NoticeHistoryEntry, OpenNotice};

use crate::actor::Actor;
use crate::error::{FieldProblem, WorkflowError};
use crate::notify::{Message, MessageKind, Subject};
use crate::pending_change::PendingAct;
use crate::trail::record_on;

/// A notice about to be changed.
enum Found {
    /// At the version that was read.
    Fresh(Box<NoticeRow>),
    /// The very act was done by this very person, just now.
    Repeated,
}

/// Refuses whoever may not do this to notices, which belong to no body.
fn require(actor: &Actor, right: Action) -> Result<(), WorkflowError> {
    if actor.role.may(actor.body.as_ref(), right, None) {
        Ok(())
    } else {
        Err(WorkflowError::NotFound)
    }
}

/// The notice, locked, for an act on the version that was read.
async fn lock(
    tx: &mut Tx,
    actor: &Actor,
    id: &str,
    version: i64,
    act: NoticeAct,
) -> Result<Found, WorkflowError> {
    let found = notices::lock(tx, id)
        .await?
        .ok_or(WorkflowError::NotFound)?;
    if found.version == version {
        found.stage.check(act)?;
        return Ok(Found::Fresh(Box::new(found)));
    }
    let last = notices::versions(tx, id).await?.into_iter().next();
    let is_same = |last: &notices::NoticeVersion| {
        last.version == version + 1
            && last.act == act.as_str()
            && last.author.as_ref() == Some(&actor.user)
    };
    if act != NoticeAct::Edit && last.as_ref().is_some_and(is_same) {
        return Ok(Found::Repeated);
    }
    found.stage.check(act)?;
    Err(NoticeRefusal::OtherVersion.into())
}

/// Writes the next version of a locked notice.
async fn write(
    tx: &mut Tx,
    found: &NoticeRow,
    next: &domain::notice_life::NoticeStage,
    actor: &Actor,
    at: Timestamp,
    act: NoticeAct,
) -> Result<(), StoreError> {
    let change = Change {
        author: &actor.user,
        at,
        act: act.as_str(),
    };
    notices::change(tx, &found.id, found.version, next, &found.draft, change).await
}

/// Records an act on a notice.
async fn record(
    tx: &mut Tx,
    act: NoticeAct,
    id: &str,
    by: &Actor,
    at: Timestamp,
    detail: Value,
) -> Result<(), StoreError> {
    let action = format!("notice.{}", act.as_str());
    record_on(tx, &action, None, &subject(id), by, at, detail).await
}

/// An act that is recorded when the site is ready for it.
fn pending(act: NoticeAct, id: &str, actor: &Actor, at: Timestamp, detail: Value) -> PendingAct {
    PendingAct {
        action: format!("notice.{}", act.as_str()),
        body: None,
        subject: subject(id),
        by: actor.clone(),
        at,
        detail,
    }
}

/// A message about a notice, which people know by the number of a letter.
fn news<'a>(kind: MessageKind, id: &str, number: &str, by: &'a UserId) -> Message<'a> {
    Message {
        kind,
        subject: Subject::notice(id, number),
        body: None,
        due_on: None,
        by: Some(by),
        once: None,
    }
}

/// Tells every body that received a notice what became of it.
async fn tell_receivers(
    tx: &mut Tx,
    kind: MessageKind,
    id: &str,
    number: &str,
    by: &UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    for found in notice_receipts::list_bodies(tx, id, None).await? {
        if found.receipt.is_some() {
            let message = news(kind, id, number, by);
            crate::distribution::tell_body(tx, &found.body.code, message, at).await?;
        }
    }
    Ok(())
}

/// How the audit trail names a notice.
pub(crate) fn subject(id: &str) -> String {
    format!("notice/{id}")
}

/// The problems of a form as the use cases tell them.
pub(crate) fn invalid(problems: Vec<LetterProblem>) -> WorkflowError {
    let told = problems.into_iter().map(|problem| FieldProblem {
        field: problem.field,
        message: problem.message,
    });
    WorkflowError::Invalid(told.collect())
}
