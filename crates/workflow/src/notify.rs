//! Telling people what happened: a message in the inbox, and perhaps a mail.
//!
//! A use case calls [`tell`] inside its own transaction, so that what was not done is not
//! told. A message is a [`MessageKind`] and a [`Subject`]; the words are made from both when
//! they are shown, so there is no place where an answer, an opinion or a contact could slip in.
//!
//! A message to a role is one row, and who belongs to the role is found when it is read:
//! whoever takes the desk over finds what waits there. Mail goes once, to those who hold the
//! role when it is told and did not refuse the kind.
//!
//! To add a kind: a line in [`MessageKind`], which says whether something must be done, and
//! the compiler asks the server for the page it leads to.

mod kind;
mod stage_news;
mod subject;
#[cfg(test)]
mod tests;

use domain::{BodyCode, Role, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use store::notifications::{self, NewNotification, Recipient};
use store::{Secret, StoreError, Tx, mail_outbox};

pub use kind::{MessageKind, Topic};
pub(crate) use stage_news::tell_of_stage;
pub use subject::{Subject, SubjectKind};

/// Whom to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum To<'a> {
    /// One person.
    User(&'a UserId),
    /// Everybody of a role in a body.
    RoleOf(Role, &'a BodyCode),
    /// Everybody of a role that belongs to no body: the provider, a desk, the system's
    /// administrator.
    Role(Role),
    /// All staff of the commission.
    Commission,
}

/// What to tell.
#[derive(Debug, Clone)]
pub(crate) struct Message<'a> {
    /// What happened.
    pub kind: MessageKind,
    /// To what.
    pub subject: Subject,
    /// Whose thing it is; its name is shown.
    pub body: Option<&'a BodyCode>,
    /// Until when, or on which day.
    pub due_on: Option<Date>,
    /// Who caused it; is not told.
    pub by: Option<&'a UserId>,
    /// What was told once under this key is not told again. `None` tells every time.
    pub once: Option<String>,
}

impl<'a> Message<'a> {
    /// A message about something of a body, caused by somebody.
    pub(crate) fn new(
        kind: MessageKind,
        subject: Subject,
        body: &'a BodyCode,
        by: Option<&'a UserId>,
    ) -> Self {
        Self {
            kind,
            subject,
            body: Some(body),
            due_on: None,
            by,
            once: None,
        }
    }
}

/// Tells somebody; whether it was news.
pub(crate) async fn tell(
    tx: &mut Tx,
    to: To<'_>,
    message: &Message<'_>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let once = message.once.as_deref().map(|key| key_for(to, key));
    let new = NewNotification {
        to: recipient(to),
        kind: message.kind.as_str(),
        body: message.body,
        subject_kind: message.subject.kind().as_str(),
        subject: &message.subject.key(),
        due_on: message.due_on,
        by: message.by,
        dedupe: once.as_deref(),
        mail: message.kind.needs_action(),
        at: now,
    };
    Ok(notifications::insert(tx, &new).await?.is_some())
}

/// As [`tell`], where a mail of its own says more than the message does.
pub(crate) async fn tell_beside_mail(
    tx: &mut Tx,
    user: &UserId,
    message: &Message<'_>,
    mail: (&str, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    let new = NewNotification {
        to: Recipient::User(user),
        kind: message.kind.as_str(),
        body: message.body,
        subject_kind: message.subject.kind().as_str(),
        subject: &message.subject.key(),
        due_on: message.due_on,
        by: message.by,
        dedupe: None,
        mail: false,
        at: now,
    };
    notifications::insert(tx, &new).await?;
    let (subject, text) = mail;
    send_mail(tx, user, subject, text, now).await
}

/// Tells everybody of several roles in one body.
pub(crate) async fn tell_roles(
    tx: &mut Tx,
    roles: &[Role],
    body: &BodyCode,
    message: &Message<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for role in roles {
        tell(tx, To::RoleOf(*role, body), message, now).await?;
    }
    Ok(())
}

/// Queues a mail that is no message of the inbox, as one with a one-time link for somebody
/// who cannot sign in. The text is erased as soon as it is sent or given up.
pub(crate) async fn send_mail(
    tx: &mut Tx,
    user: &UserId,
    subject: &str,
    text: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    mail_outbox::insert(tx, user, subject, &Secret::new(text), now).await
}

fn recipient(to: To<'_>) -> Recipient<'_> {
    match to {
        To::User(user) => Recipient::User(user),
        To::RoleOf(role, body) => Recipient::RoleOf(role, body),
        To::Role(role) => Recipient::Role(role),
        To::Commission => Recipient::Commission,
    }
}

/// The same news for several roles are several messages.
fn key_for(to: To<'_>, once: &str) -> String {
    match to {
        To::User(user) => format!("{once} user {user}"),
        To::RoleOf(role, body) => format!("{once} {} {body}", role.as_str()),
        To::Role(role) => format!("{once} {}", role.as_str()),
        To::Commission => format!("{once} commission"),
    }
}
