//! Inquiries (問合せ): a body asks, the desk of the category answers, and both may agree to
//! make a question and its answer public. Nobody else learns that an inquiry exists.

mod close_inquiry;
mod public_qa;
mod read_inquiries;
mod reassign_inquiry;
mod send_inquiry;
mod write_message;

use domain::inquiry::{InquiryRefusal, Side};
use domain::{Action, UserId};
use jiff::Timestamp;
use serde_json::Value;
use store::inquiries::{self, InquiryRow};
use store::{StoreError, Tx};

pub use public_qa::qa_digest;
pub use read_inquiries::{InquiryEntry, InquiryFilter, InquiryMessage, OpenInquiry};
pub use send_inquiry::NewInquiry;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::trail::record_on;

/// The side that a person is on.
fn side_of(actor: &Actor, found: &InquiryRow) -> Option<Side> {
    if actor.may(Action::SendInquiry, &found.body) {
        Some(Side::Asker)
    } else if actor.role == found.category.desk() && actor.may(Action::AnswerInquiry, &found.body) {
        Some(Side::Desk)
    } else {
        None
    }
}

/// An inquiry, locked, with the side that the actor is on.
async fn lock(
    tx: &mut Tx,
    actor: &Actor,
    number: i64,
) -> Result<(InquiryRow, Side), WorkflowError> {
    let found = inquiries::lock(tx, number).await?;
    let found = found.ok_or(WorkflowError::NotFound)?;
    let side = side_of(actor, &found).ok_or(WorkflowError::NotFound)?;
    Ok((found, side))
}

/// Refuses an act on what was read before somebody else acted.
fn check_version(found: &InquiryRow, version: i64) -> Result<(), InquiryRefusal> {
    if found.version == version {
        Ok(())
    } else {
        Err(InquiryRefusal::OtherVersion)
    }
}

/// Records an act on an inquiry.
async fn record(
    tx: &mut Tx,
    action: &str,
    found: &InquiryRow,
    by: &Actor,
    at: Timestamp,
    detail: Value,
) -> Result<(), StoreError> {
    let subject = subject(found.number);
    record_on(tx, action, Some(&found.body), &subject, by, at, detail).await
}

/// How the audit trail names an inquiry.
fn subject(number: i64) -> String {
    format!("inquiry/{number}")
}

/// Tells one side: who asked, or the desk.
async fn tell_side(
    tx: &mut Tx,
    side: Side,
    kind: MessageKind,
    found: &InquiryRow,
    by: &UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let number = found.number.to_string();
    let about = Subject::inquiry(&number, &number);
    let message = Message::new(kind, about, &found.body, Some(by));
    match (side, &found.created_by) {
        (Side::Asker, Some(asker)) => tell(tx, To::User(asker), &message, at).await?,
        (Side::Asker, None) => false,
        (Side::Desk, _) => tell(tx, To::Role(found.category.desk()), &message, at).await?,
    };
    Ok(())
}
