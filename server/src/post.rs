//! Mail: from what people were told to letters, and from letters to a mail server or files.
//!
//! The queue is a table (`workflow`'s outbox); a letter is taken, sent, and its row says so.
//! A process that dies in between sends it again after a while, under the same `Message-ID`
//! and, as a file, under the same name.
//!
//! Deliberately absent: answers, opinions, reasons. A letter says what kind of thing
//! happened to which number, and where to read more.

mod file;
mod letter;
mod smtp;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::Pin;

use anyhow::Context;
use workflow::{Workflow, WorkflowError};

use crate::config::Config;

pub use file::FileMailer;
pub use letter::{Letter, letter_of};
pub use smtp::SmtpMailer;

/// Why a letter was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Undelivered {
    /// What the mail server or the disk said.
    pub reason: String,
    /// Whether trying again is of no use.
    pub is_hopeless: bool,
}

/// The outcome of sending, later.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), Undelivered>> + Send + 'a>>;

/// Sends letters.
pub trait Mailer: Send + Sync {
    /// Sends one. A letter with the same id may come again.
    fn send<'a>(&'a self, letter: &'a Letter) -> Sending<'a>;
}

/// What the configuration asks for: a mail server, or files in a folder.
///
/// # Errors
/// The address of the mail server or that of the sender is none.
pub fn mailer(config: &Config) -> anyhow::Result<Box<dyn Mailer>> {
    let from = config
        .mail
        .from
        .parse()
        .context("mail.from is no address")?;
    match &config.mail.smtp_url {
        Some(url) => Ok(Box::new(SmtpMailer::new(url.reveal(), from)?)),
        None => Ok(Box::new(FileMailer::new(config.outbox_dir(), from))),
    }
}

/// Sends everything that is due; how many letters were sent.
///
/// # Errors
/// The database fails. A letter that cannot be sent is noted and no error.
pub async fn send_due(
    workflow: &Workflow,
    mailer: &dyn Mailer,
    address: &str,
) -> Result<u64, WorkflowError> {
    let mut sent = 0;
    while let Some(mail) = workflow.take_mail().await? {
        let letter = letter_of(&mail, address);
        let outcome = match &letter {
            Some(letter) => mailer.send(letter).await,
            None => Err(Undelivered {
                reason: "the account is closed, or a later program queued this".to_owned(),
                is_hopeless: true,
            }),
        };
        match outcome {
            Ok(()) => sent += u64::from(workflow.mail_sent(&mail).await?),
            Err(failed) => {
                tracing::warn!(mail.id = mail.id, mail.attempts, "a mail was not sent");
                workflow
                    .mail_failed(&mail, &failed.reason, failed.is_hopeless)
                    .await?;
            }
        }
    }
    Ok(sent)
}
