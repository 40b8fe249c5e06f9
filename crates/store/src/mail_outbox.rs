//! Mail to be sent: taken by a worker for the time of a lease, so that no two send the same.
//! A mail whose worker died is taken again; its id, which names the message, stays.

use domain::{BodyCode, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::secret::Secret;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The id.
    pub id: String,
    /// How often it was taken.
    pub attempts: u32,
    /// When it was queued.
    pub created_at: Timestamp,
    /// The address of the account, now.
    pub address: Secret,
    /// Whether the account still exists for its person.
    pub is_active: bool,
    /// What it says.
    pub content: Content,
}

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// That there is a message.
    Notification(Told),
    /// Something of its own, as a one-time link.
    Own {
        /// The subject line.
        subject: String,
        /// The text.
        text: Secret,
    },
}

/// What a message says, as in [`crate::notifications::Notification`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub kind: String,
    /// Whose thing it is about, with its name.
    pub body: Option<(BodyCode, String)>,
    /// What sort of thing.
    pub subject_kind: String,
    /// Its key.
    pub subject: String,
    /// Until when.
    pub due_on: Option<Date>,
}

/// A mail that was given up, for whoever runs the installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// The id.
    pub id: String,
    /// To whom.
    pub user: UserId,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was given up.
    pub at: Timestamp,
    /// Why.
    pub error: String,
}

/// Queues a mail with a text of its own.
#[instrument(name = "db.mail_outbox.insert", level = "debug", skip_all)]
pub async fn insert(
    tx: &mut Tx,
    user: &UserId,
    subject: &str,
    text: &Secret,
    at: Timestamp,
) -> Result<(), StoreError> {
    sql(
        "INSERT INTO mail_outbox (id, user_id, subject, text, state, attempts, run_at, created_at)
         VALUES ($1, $2, $3, $4, 'queued', 0, $5, $5)",
    )
    .text(&crate::new_id(at))
    .text(user.as_str())
    .text(subject)
    .text(text.expose())
    .time(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Whether a mail is due: asked before a transaction that writes.
#[instrument(name = "db.mail_outbox.is_due", level = "debug", skip_all)]
pub async fn is_due(tx: &mut Tx, now: Timestamp) -> Result<bool, StoreError> {
    let found = sql("SELECT id FROM mail_outbox
         WHERE state IN ('queued', 'sending') AND run_at <= $1 LIMIT 1")
    .time(now)
    .find(tx, |row| {
        Fields::new("mail_outbox", row, &["id"]).text("id")
    })
    .await?;
    Ok(found.is_some())
}

/// Takes the mail that has been due longest, until `lease_until`. Commit before sending.
#[instrument(name = "db.mail_outbox.take_next", level = "debug", skip_all)]
pub async fn take_next(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Mail>, StoreError> {
    let taken = sql(tx.dialect().take_mail())
        .time(now)
        .time(lease_until)
        .find(tx, |row| {
            Fields::new("mail_outbox", row, &["id"]).text("id")
        })
        .await?;
    let Some(id) = taken else { return Ok(None) };
    sql(
        "SELECT m.id, m.attempts, m.created_at, m.subject AS own_subject, m.text,
             u.email, u.state AS user_state,
             n.kind, n.body_code, b.name AS body_name, n.subject_kind, n.subject, n.due_on
         FROM mail_outbox m
         JOIN users u ON u.id = m.user_id
         LEFT JOIN notifications n ON n.id = m.notification_id
         LEFT JOIN bodies b ON b.code = n.body_code
         WHERE m.id = $1",
    )
    .text(&id)
    .find(tx, read)
    .await
}

/// Records that a mail taken is sent; `false` when its lease ended and another took it.
#[instrument(name = "db.mail_outbox.sent", level = "debug", skip_all)]
pub async fn sent(tx: &mut Tx, mail: &Mail, now: Timestamp) -> Result<bool, StoreError> {
    sql(
        "UPDATE mail_outbox SET state = 'sent', finished_at = $3, error = NULL, text = NULL
         WHERE id = $1 AND attempts = $2 AND state = 'sending'",
    )
    .text(&mail.id)
    .int(mail.attempts.into())
    .time(now)
    .touched(tx)
    .await
}

/// Records why a mail taken was not sent: to be tried again at `retry_at`, or given up with
/// `None`.
#[instrument(name = "db.mail_outbox.failed", level = "debug", skip_all)]
pub async fn failed(
    tx: &mut Tx,
    mail: &Mail,
    error: &str,
    retry_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let statement = match retry_at {
        Some(_) => {
            "UPDATE mail_outbox SET state = 'queued', error = $3, run_at = $4
             WHERE id = $1 AND attempts = $2 AND state = 'sending'"
        }
        None => {
            "UPDATE mail_outbox SET state = 'failed', error = $3, finished_at = $4, text = NULL
             WHERE id = $1 AND attempts = $2 AND state = 'sending'"
        }
    };
    sql(statement)
        .text(&mail.id)
        .int(mail.attempts.into())
        .text(error)
        .time(retry_at.unwrap_or(now))
        .touched(tx)
        .await
}

/// The mails given up, newest first.
#[instrument(name = "db.mail_outbox.list_given_up", level = "debug", skip_all)]
pub async fn list_given_up(tx: &mut Tx, limit: u32) -> Result<Vec<GivenUp>, StoreError> {
    sql(
        "SELECT id, user_id, attempts, finished_at, error FROM mail_outbox
         WHERE state = 'failed' ORDER BY finished_at DESC, id DESC LIMIT $1",
    )
    .int(limit.into())
    .list(tx, |row| {
        let fields = Fields::new("mail_outbox", row, &["id"]);
        Ok(GivenUp {
            id: fields.text("id")?,
            user: fields.parsed("user_id", UserId::parse)?,
            attempts: fields.int("attempts")?,
            at: fields.time("finished_at")?,
            error: fields.text("error")?,
        })
    })
    .await
}

/// Queues a mail given up once more, if it still says something; whether it did.
#[instrument(name = "db.mail_outbox.retry", level = "debug", skip_all)]
pub async fn retry(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    sql(
        "UPDATE mail_outbox SET state = 'queued', run_at = $2, attempts = 0, finished_at = NULL
         WHERE id = $1 AND state = 'failed' AND notification_id IS NOT NULL",
    )
    .text(id)
    .time(now)
    .touched(tx)
    .await
}

fn read(row: &AnyRow) -> Result<Mail, StoreError> {
    let fields = Fields::new("mail_outbox", row, &["id"]);
    let content = match fields.opt_text("own_subject")? {
        Some(subject) => Content::Own {
            subject,
            text: Secret::new(fields.text("text")?),
        },
        None => Content::Notification(told(&fields)?),
    };
    Ok(Mail {
        id: fields.text("id")?,
        attempts: fields.int("attempts")?,
        created_at: fields.time("created_at")?,
        address: Secret::new(fields.text("email")?),
        is_active: fields.text("user_state")? != "disabled",
        content,
    })
}

fn told(fields: &Fields<'_>) -> Result<Told, StoreError> {
    let body = fields.opt_parsed("body_code", BodyCode::parse)?;
    Ok(Told {
        kind: fields.text("kind")?,
        body: body.zip(fields.opt_text("body_name")?),
        subject_kind: fields.text("subject_kind")?,
        subject: fields.text("subject")?,
        due_on: fields.opt_parsed("due_on", str::parse)?,
    })
}
