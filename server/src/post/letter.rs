//! What a mail says.

use app::render::SERVICE;
use app::routes;
use domain::day_words;
use jiff::Timestamp;
use store::mail_outbox::{Content, Mail, Told};
use workflow::{MessageKind, Subject, SubjectKind};

use crate::news;

/// A mail, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Names it: the same letter has the same id.
    pub id: String,
    /// The address.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// The letter of a queued mail; `None` when there is nobody to read it, or a later program
/// queued it. `address` is that of the portal, without a slash at the end.
#[must_use]
pub fn letter_of(mail: &Mail, address: &str) -> Option<Letter> {
    if !mail.is_active {
        return None;
    }
    let (subject, text) = match &mail.content {
        Content::Own { subject, text } => (subject.clone(), text.expose().to_owned()),
        Content::Notification(told) => words(told, address)?,
    };
    Some(Letter {
        id: mail.id.clone(),
        to: mail.address.expose().to_owned(),
        subject: format!("【{SERVICE}】{subject}"),
        text,
        at: mail.created_at,
    })
}

fn words(told: &Told, address: &str) -> Option<(String, String)> {
    let kind = MessageKind::parse(&told.kind)?;
    let subject = Subject::parse(SubjectKind::parse(&told.subject_kind)?, &told.subject)?;
    let body = told.body.as_ref().map(|(_, name)| name.as_str());
    let about = news::about(body, &subject);
    let due = told.due_on.map(|day| format!("期日: {}\n", day_words(day)));
    let place = news::place(kind, &subject);
    let text = format!(
        "{title}。\n{about}{line}\n{due}\n内容は担当者用のページで確かめてください。\n{address}{place}\n\n\
         このメールは送信専用です。受け取るお知らせは、次のページで選べます。\n{address}{preferences}\n",
        title = kind.title(),
        about = if about.is_empty() {
            String::new()
        } else {
            format!("{about}\n")
        },
        line = kind.line(),
        due = due.unwrap_or_default(),
        preferences = routes::MAIL_PREFERENCES,
    );
    Some((kind.title().to_owned(), text))
}
