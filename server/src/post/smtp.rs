//! Mail over SMTP.

use std::time::{Duration, SystemTime};

use anyhow::Context;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{Letter, Mailer, Sending, Undelivered};

/// The longest wait for a mail server.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Sends letters over SMTP.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMailer {
    /// For a mail server, as `smtps://name:password@mail.example.jp`.
    ///
    /// # Errors
    /// The address is none.
    pub fn new(url: &str, from: Mailbox) -> anyhow::Result<Self> {
        // The error could quote the password.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .ok()
            .context("mail.smtp_url is no address of a mail server")?;
        Ok(Self {
            transport: builder.timeout(Some(TIMEOUT)).build(),
            from,
        })
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, letter: &'a Letter) -> Sending<'a> {
        Box::pin(async move {
            let message = message(letter, &self.from)?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(Undelivered {
                    is_hopeless: error.is_permanent(),
                    reason: error.to_string(),
                }),
            }
        })
    }
}

/// The letter as a message of RFC 5322.
pub(super) fn message(letter: &Letter, from: &Mailbox) -> Result<Message, Undelivered> {
    let hopeless = |reason: String| Undelivered {
        reason,
        is_hopeless: true,
    };
    let to = letter.to.parse::<Mailbox>();
    let to = to.map_err(|_| hopeless("the address of the account is none".to_owned()))?;
    let host = from.email.domain();
    let seconds = u64::try_from(letter.at.as_second()).unwrap_or_default();
    Message::builder()
        .from(from.clone())
        .to(to)
        .subject(&letter.subject)
        .message_id(Some(format!("<{}@{host}>", letter.id)))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
        .map_err(|error| hopeless(error.to_string()))
}
