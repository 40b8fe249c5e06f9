//! What people are told: a row per message, to one person or to a role.
//!
//! Who belongs to a role is found when the row is read; that somebody has read it is a row
//! per person in `notification_reads`.

use domain::{BodyCode, Role, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// The word for all staff of the commission, beside the words of roles.
const COMMISSION: &str = "commission";

/// Whom a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient<'a> {
    /// One person.
    User(&'a UserId),
    /// Everybody of a role in a body.
    RoleOf(Role, &'a BodyCode),
    /// Everybody of a role that belongs to no body.
    Role(Role),
    /// All staff of the commission.
    Commission,
}

impl<'a> Recipient<'a> {
    fn columns(
        self,
    ) -> (
        Option<&'a UserId>,
        Option<&'static str>,
        Option<&'a BodyCode>,
    ) {
        match self {
            Self::User(user) => (Some(user), None, None),
            Self::RoleOf(role, body) => (None, Some(role.as_str()), Some(body)),
            Self::Role(role) => (None, Some(role.as_str()), None),
            Self::Commission => (None, Some(COMMISSION), None),
        }
    }
}

/// Who reads.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The person.
    pub user: &'a UserId,
    /// The role at this moment.
    pub role: Role,
    /// The body at this moment.
    pub body: Option<&'a BodyCode>,
}

impl Reader<'_> {
    /// The word under which messages to the whole commission reach this person.
    fn wider_role(&self) -> &'static str {
        match self.role.is_commission() {
            true => COMMISSION,
            false => self.role.as_str(),
        }
    }
}

/// A message to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewNotification<'a> {
    /// For whom.
    pub to: Recipient<'a>,
    /// What happened, as a word.
    pub kind: &'a str,
    /// Whose thing it is about.
    pub body: Option<&'a BodyCode>,
    /// What sort of thing, as a word.
    pub subject_kind: &'a str,
    /// Its key.
    pub subject: &'a str,
    /// Until when.
    pub due_on: Option<Date>,
    /// Who caused it; is not told.
    pub by: Option<&'a UserId>,
    /// What was told under this key is not told again.
    pub dedupe: Option<&'a str>,
    /// Whether people who chose nothing get a mail.
    pub mail: bool,
    /// Now.
    pub at: Timestamp,
}

/// A message as one person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The id; sorts by time.
    pub id: String,
    /// What happened.
    pub kind: String,
    /// Whose thing it is about.
    pub body: Option<BodyCode>,
    /// The name of that body.
    pub body_name: Option<String>,
    /// What sort of thing.
    pub subject_kind: String,
    /// Its key.
    pub subject: String,
    /// Until when.
    pub due_on: Option<Date>,
    /// When it was told.
    pub at: Timestamp,
    /// When this person read it.
    pub read_at: Option<Timestamp>,
}

/// Keeps a message and queues the mail to those who get one; its id, or `None` when it was
/// told before under the same key.
#[instrument(name = "db.notifications.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &NewNotification<'_>) -> Result<Option<String>, StoreError> {
    let (user, role, body) = new.to.columns();
    let due_on = new.due_on.map(|day| day.to_string());
    let inserted = sql(
        "INSERT INTO notifications (id, kind, to_user, to_role, to_body, body_code,
             subject_kind, subject, due_on, by_user, dedupe, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (dedupe) DO NOTHING
         RETURNING id",
    )
    .text(&crate::new_id(new.at))
    .text(new.kind)
    .opt_text(user.map(UserId::as_str))
    .opt_text(role)
    .opt_text(body.map(BodyCode::as_str))
    .opt_text(new.body.map(BodyCode::as_str))
    .text(new.subject_kind)
    .text(new.subject)
    .opt_text(due_on.as_deref())
    .opt_text(new.by.map(UserId::as_str))
    .opt_text(new.dedupe)
    .time(new.at)
    .find(tx, |row| {
        Fields::new("notifications", row, &["id"]).text("id")
    })
    .await?;
    if let Some(id) = &inserted {
        queue_mail(tx, id, new).await?;
    }
    Ok(inserted)
}

/// Mail goes to whoever holds the role now: a message is news once.
async fn queue_mail(tx: &mut Tx, id: &str, new: &NewNotification<'_>) -> Result<u64, StoreError> {
    sql(
        "INSERT INTO mail_outbox (id, user_id, notification_id, state, attempts, run_at, created_at)
         SELECT n.id || '.' || u.id, u.id, n.id, 'queued', 0, n.created_at, n.created_at
         FROM notifications n
         JOIN users u ON u.id = n.to_user
             OR ((u.role = n.to_role
                     OR (n.to_role = 'commission' AND u.role IN ('ppc-reviewer', 'ppc-approver')))
                 AND (n.to_body IS NULL OR u.body_code = n.to_body))
         LEFT JOIN mail_preferences p ON p.user_id = u.id AND p.kind = n.kind
         WHERE n.id = $1 AND u.state = 'active' AND COALESCE(p.wanted, $2) = 1
             AND (n.by_user IS NULL OR n.by_user <> u.id)",
    )
    .text(id)
    .int(new.mail.into())
    .execute(tx)
    .await
}

/// The messages for a person, newest first, before `before`.
#[instrument(name = "db.notifications.list", level = "debug", skip_all)]
pub async fn list(
    tx: &mut Tx,
    reader: &Reader<'_>,
    filter: &Filter<'_>,
    before: Option<&str>,
    limit: u32,
) -> Result<Vec<Notification>, StoreError> {
    sql("SELECT n.*, b.name AS body_name, r.read_at
         FROM notifications n
         LEFT JOIN notification_reads r ON r.notification_id = n.id AND r.user_id = $1
         LEFT JOIN bodies b ON b.code = n.body_code
         WHERE (n.to_user = $1
                 OR (n.to_role IN ($2, $3) AND (n.to_body IS NULL OR n.to_body = $4)))
             AND (n.by_user IS NULL OR n.by_user <> $1)
             AND ($5 = 0 OR r.read_at IS NULL)
             AND ($6 IS NULL OR n.kind = $6)
             AND ($7 IS NULL OR n.id < $7)
         ORDER BY n.id DESC LIMIT $8")
    .text(reader.user.as_str())
    .text(reader.role.as_str())
    .text(reader.wider_role())
    .opt_text(reader.body.map(BodyCode::as_str))
    .int(filter.unread.into())
    .opt_text(filter.kind)
    .opt_text(before)
    .int(limit.into())
    .list(tx, read)
    .await
}

/// Which messages to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Only those that the person has not read.
    pub unread: bool,
    /// Only those of a kind.
    pub kind: Option<&'a str>,
}

/// How many messages a person has not read, counted up to `most`.
#[instrument(name = "db.notifications.count_unread", level = "debug", skip_all)]
pub async fn count_unread(tx: &mut Tx, reader: &Reader<'_>, most: u32) -> Result<u32, StoreError> {
    // Each branch follows an index from its newest end: what lies far back costs nothing.
    let row = sql("SELECT COUNT(*) AS unread FROM (
             SELECT n.id FROM (
                 SELECT * FROM (SELECT id, by_user FROM notifications
                     WHERE to_user = $1 ORDER BY id DESC LIMIT 500) AS mine
                 UNION ALL
                 SELECT * FROM (SELECT id, by_user FROM notifications
                     WHERE to_role IN ($2, $3) AND to_body = $4
                     ORDER BY id DESC LIMIT 500) AS ours
                 UNION ALL
                 SELECT * FROM (SELECT id, by_user FROM notifications
                     WHERE to_role IN ($2, $3) AND to_body IS NULL
                     ORDER BY id DESC LIMIT 500) AS of_all
             ) AS n
             WHERE (n.by_user IS NULL OR n.by_user <> $1)
                 AND NOT EXISTS (SELECT 1 FROM notification_reads r
                                 WHERE r.notification_id = n.id AND r.user_id = $1)
             LIMIT $5) AS few")
    .text(reader.user.as_str())
    .text(reader.role.as_str())
    .text(reader.wider_role())
    .opt_text(reader.body.map(BodyCode::as_str))
    .int(most.into())
    .one(tx)
    .await?;
    Fields::new("notifications", &row, &[]).int("unread")
}

/// Records that a person has read the message `id`, or with `through` all up to it; how many
/// were unread. Messages for others stay as they are.
#[instrument(name = "db.notifications.mark_read", level = "debug", skip_all)]
pub async fn mark_read(
    tx: &mut Tx,
    reader: &Reader<'_>,
    id: &str,
    through: bool,
    now: Timestamp,
) -> Result<u64, StoreError> {
    sql(
        "INSERT INTO notification_reads (notification_id, user_id, read_at)
         SELECT n.id, $1, $5 FROM notifications n
         WHERE (n.to_user = $1
                 OR (n.to_role IN ($2, $3) AND (n.to_body IS NULL OR n.to_body = $4)))
             AND (n.id = $6 OR ($7 = 1 AND n.id <= $6))
         ON CONFLICT (user_id, notification_id) DO NOTHING",
    )
    .text(reader.user.as_str())
    .text(reader.role.as_str())
    .text(reader.wider_role())
    .opt_text(reader.body.map(BodyCode::as_str))
    .time(now)
    .text(id)
    .int(through.into())
    .execute(tx)
    .await
}

/// What a person chose: (kind, whether mail is wanted).
#[instrument(name = "db.notifications.preferences", level = "debug", skip_all)]
pub async fn preferences(tx: &mut Tx, user: &UserId) -> Result<Vec<(String, bool)>, StoreError> {
    sql("SELECT kind, wanted FROM mail_preferences WHERE user_id = $1 ORDER BY kind")
        .text(user.as_str())
        .list(tx, |row| {
            let fields = Fields::new("mail_preferences", row, &["kind"]);
            Ok((fields.text("kind")?, fields.int::<i64>("wanted")? == 1))
        })
        .await
}

/// Keeps what a person chose for a kind.
#[instrument(name = "db.notifications.prefer", level = "debug", skip_all)]
pub async fn prefer(
    tx: &mut Tx,
    user: &UserId,
    kind: &str,
    wanted: bool,
) -> Result<(), StoreError> {
    sql(
        "INSERT INTO mail_preferences (user_id, kind, wanted) VALUES ($1, $2, $3)
         ON CONFLICT (user_id, kind) DO UPDATE SET wanted = excluded.wanted",
    )
    .text(user.as_str())
    .text(kind)
    .int(wanted.into())
    .execute(tx)
    .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Notification, StoreError> {
    let fields = Fields::new("notifications", row, &["id"]);
    Ok(Notification {
        id: fields.text("id")?,
        kind: fields.text("kind")?,
        body: fields.opt_parsed("body_code", BodyCode::parse)?,
        body_name: fields.opt_text("body_name")?,
        subject_kind: fields.text("subject_kind")?,
        subject: fields.text("subject")?,
        due_on: fields.opt_parsed("due_on", str::parse)?,
        at: fields.time("created_at")?,
        read_at: fields.opt_time("read_at")?,
    })
}
