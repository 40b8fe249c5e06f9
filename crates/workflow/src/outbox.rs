//! Mail that waits to be sent: taken one by one, tried again later and later, given up in
//! the end with the reason.
//!
//! Deliberately absent: how a mail is sent and what it looks like (the server).

use domain::{Action, Role};
use jiff::SignedDuration;
use store::mail_outbox::{self, GivenUp, Mail};
use tracing::instrument;

use crate::actor::Actor;
use crate::clock::day_in_japan;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::workflow::Workflow;

/// How long one may take to send a mail.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// How often a mail is tried.
const MOST_ATTEMPTS: u32 = 8;
/// The first wait; it doubles: 1, 2, 4 … 64 minutes.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(1);
/// The longest reason that is kept, in characters.
const LONGEST_REASON: usize = 300;

impl Workflow {
    /// Takes the mail that has been due longest. Whoever takes it tells how it went:
    /// [`Workflow::mail_sent`], [`Workflow::mail_failed`].
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.take_mail", level = "debug", skip_all)]
    pub async fn take_mail(&self) -> Result<Option<Mail>, WorkflowError> {
        let now = self.now();
        let until = now.checked_add(LEASE).unwrap_or(jiff::Timestamp::MAX);
        // Most of the time there is none, and nobody who writes need wait for that.
        let mut tx = self.store.begin_read().await?;
        if !mail_outbox::is_due(&mut tx, now).await? {
            return Ok(None);
        }
        drop(tx);
        let mut tx = self.store.begin().await?;
        let mail = mail_outbox::take_next(&mut tx, now, until).await?;
        tx.commit().await?;
        Ok(mail)
    }

    /// Records that a mail was sent; `false` when somebody else has taken it meanwhile.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.mail_sent", level = "debug", skip_all)]
    pub async fn mail_sent(&self, mail: &Mail) -> Result<bool, WorkflowError> {
        let mut tx = self.store.begin().await?;
        let sent = mail_outbox::sent(&mut tx, mail, self.now()).await?;
        tx.commit().await?;
        Ok(sent)
    }

    /// Records why a mail was not sent. It is tried again unless `is_hopeless` or it was
    /// tried often enough; then the system's administrators are told, once a day.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.mail_failed", level = "debug", skip_all)]
    pub async fn mail_failed(
        &self,
        mail: &Mail,
        reason: &str,
        is_hopeless: bool,
    ) -> Result<(), WorkflowError> {
        let now = self.now();
        let gives_up = is_hopeless || mail.attempts >= MOST_ATTEMPTS;
        let wait = FIRST_WAIT * 2_i32.pow(mail.attempts.saturating_sub(1).min(10));
        let retry_at = now.checked_add(wait).ok().filter(|_| !gives_up);
        let reason = without_addresses(reason);
        let mut tx = self.store.begin().await?;
        mail_outbox::failed(&mut tx, mail, &reason, retry_at, now).await?;
        if retry_at.is_none() {
            let message = Message {
                kind: MessageKind::MailGivenUp,
                subject: Subject::System,
                body: None,
                due_on: None,
                by: None,
                once: Some(format!("mail given up {}", day_in_japan(now))),
            };
            tell(&mut tx, To::Role(Role::SystemAdmin), &message, now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The mails that were given up, newest first, for the system's administrator.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.mails_given_up", level = "debug", skip_all)]
    pub async fn mails_given_up(&self, actor: &Actor) -> Result<Vec<GivenUp>, WorkflowError> {
        runs_the_installation(actor)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(mail_outbox::list_given_up(&mut tx, 100).await?)
    }

    /// Queues a mail that was given up once more; whether that was possible.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.retry_mail", level = "debug", skip_all)]
    pub async fn retry_mail(&self, actor: &Actor, id: &str) -> Result<bool, WorkflowError> {
        runs_the_installation(actor)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let queued = mail_outbox::retry(&mut tx, id, self.now()).await?;
        tx.commit().await?;
        Ok(queued)
    }
}

fn runs_the_installation(actor: &Actor) -> Result<(), WorkflowError> {
    match actor.role.may(None, Action::ManageBodies, None) {
        true => Ok(()),
        false => Err(WorkflowError::NotFound),
    }
}

/// What a mail server says, without the addresses in it.
fn without_addresses(reason: &str) -> String {
    let words = reason.split_whitespace();
    let words = words.map(|word| {
        if word.contains('@') {
            "（宛先）"
        } else {
            word
        }
    });
    let text = words.collect::<Vec<_>>().join(" ");
    text.chars().take(LONGEST_REASON).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_no_address() {
        let said = "550 5.1.1 <somebody@demo.invalid>: unknown";
        assert_eq!(without_addresses(said), "550 5.1.1 （宛先） unknown");
    }
}
