//! Inquiries, their messages, and the texts that both sides agreed to make public.

use domain::distribution::Done;
use domain::inquiry::{Category, InquiryState, PublicQa, Side};
use domain::{BodyCode, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql, stored_time};
use crate::store::Tx;

/// An inquiry without its messages.
#[derive(Clone, PartialEq, Eq)]
pub struct InquiryRow {
    /// Its number, from 1.
    pub number: i64,
    /// Who asks.
    pub body: BodyCode,
    /// The body's name.
    pub body_name: String,
    /// What it is about.
    pub category: Category,
    /// Its subject.
    pub subject: String,
    /// Where it stands.
    pub state: InquiryState,
    /// Raised by every act.
    pub version: i64,
    /// When it was sent.
    pub created_at: Timestamp,
    /// Who sent it.
    pub created_by: Option<UserId>,
    /// When something was last done.
    pub changed_at: Timestamp,
}

impl std::fmt::Debug for InquiryRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InquiryRow({}, {:?})", self.number, self.state)
    }
}

/// A message, or a note of an act.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Its place, from 1.
    pub ordinal: i64,
    /// Whose.
    pub side: Side,
    /// `message`, `closed`, `reassigned`, `removed`.
    pub kind: String,
    /// Who wrote it.
    pub author: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

impl std::fmt::Debug for MessageRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MessageRow({}, {})", self.ordinal, self.kind)
    }
}

/// An inquiry to be sent.
#[derive(Debug, Clone, Copy)]
pub struct NewInquiry<'a> {
    /// Who asks.
    pub body: &'a BodyCode,
    /// What it is about.
    pub category: Category,
    /// Its subject.
    pub subject: &'a str,
    /// Who sends it.
    pub by: &'a UserId,
    /// When.
    pub at: Timestamp,
    /// A word of the form.
    pub once: &'a str,
}

/// A message to be added.
#[derive(Clone, Copy)]
pub struct NewMessage<'a> {
    /// Whose.
    pub side: Side,
    /// `message`, `closed`, `reassigned`, `removed`.
    pub kind: &'a str,
    /// Who writes it.
    pub author: &'a UserId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: &'a str,
}

/// Which inquiries.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Of this body.
    pub body: Option<&'a BodyCode>,
    /// Of this category.
    pub category: Option<Category>,
    /// In this state.
    pub state: Option<InquiryState>,
    /// With this in the subject or a message.
    pub words: Option<&'a str>,
}

/// A published question and answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedQa {
    /// The inquiry's number.
    pub number: i64,
    /// What it is about.
    pub category: Category,
    /// The text.
    pub qa: PublicQa,
}

/// Adds an inquiry; its number, and whether it is new: the same person and word of the form
/// give the same inquiry.
///
/// # Errors
/// [`StoreError::Conflict`] when another was sent at the same moment.
#[instrument(name = "db.inquiries.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &NewInquiry<'_>) -> Result<(i64, bool), StoreError> {
    let known = sql("SELECT number FROM inquiries WHERE created_by = $1 AND once = $2")
        .text(new.by.as_str())
        .text(new.once)
        .find(tx, |row| {
            Fields::new("inquiries", row, &["number"]).int("number")
        })
        .await?;
    if let Some(number) = known {
        return Ok((number, false));
    }
    let row = sql(
        "INSERT INTO inquiries (number, body_code, category, subject, state, version, created_at,
             created_by, changed_at, once)
         SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, 'open', 1, $4, $5, $4, $6
         FROM inquiries RETURNING number",
    )
    .text(new.body.as_str())
    .text(new.category.as_str())
    .text(new.subject)
    .time(new.at)
    .text(new.by.as_str())
    .text(new.once)
    .one(tx)
    .await?;
    let number = Fields::new("inquiries", &row, &["number"]).int("number")?;
    Ok((number, true))
}

/// The inquiry of a number.
#[instrument(name = "db.inquiries.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, number: i64) -> Result<Option<InquiryRow>, StoreError> {
    sql("SELECT inquiries.*, bodies.name AS body_name FROM inquiries
         JOIN bodies ON bodies.code = body_code WHERE number = $1")
    .int(number)
    .find(tx, read)
    .await
}

/// As [`find`], and nobody else changes it until the transaction ends.
#[instrument(name = "db.inquiries.lock", level = "debug", skip_all)]
pub async fn lock(tx: &mut Tx, number: i64) -> Result<Option<InquiryRow>, StoreError> {
    sql("UPDATE inquiries SET version = version WHERE number = $1")
        .int(number)
        .execute(tx)
        .await?;
    find(tx, number).await
}

/// Writes state and category of an inquiry and raises its version.
#[instrument(name = "db.inquiries.change", level = "debug", skip_all)]
pub async fn change(
    tx: &mut Tx,
    number: i64,
    state: InquiryState,
    category: Category,
    at: Timestamp,
) -> Result<(), StoreError> {
    sql(
        "UPDATE inquiries SET state = $2, category = $3, changed_at = $4, version = version + 1
         WHERE number = $1",
    )
    .int(number)
    .text(state.as_str())
    .text(category.as_str())
    .time(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// Appends a message to an inquiry that [`lock`] or [`insert`] gave.
#[instrument(name = "db.inquiries.append", level = "debug", skip_all)]
pub async fn append(tx: &mut Tx, number: i64, new: &NewMessage<'_>) -> Result<(), StoreError> {
    sql(
        "INSERT INTO inquiry_messages (number, ordinal, side, kind, author, at, text)
         SELECT $1, COALESCE(MAX(ordinal), 0) + 1, $2, $3, $4, $5, $6
         FROM inquiry_messages WHERE number = $1",
    )
    .int(number)
    .text(new.side.as_str())
    .text(new.kind)
    .text(new.author.as_str())
    .time(new.at)
    .text(new.text)
    .execute(tx)
    .await?;
    Ok(())
}

/// The messages of an inquiry, first one first.
#[instrument(name = "db.inquiries.messages", level = "debug", skip_all)]
pub async fn messages(tx: &mut Tx, number: i64) -> Result<Vec<MessageRow>, StoreError> {
    sql("SELECT * FROM inquiry_messages WHERE number = $1 ORDER BY ordinal LIMIT 1000")
        .int(number)
        .list(tx, |row| {
            let fields = Fields::new("inquiry_messages", row, &["number", "ordinal"]);
            Ok(MessageRow {
                ordinal: fields.int("ordinal")?,
                side: fields.parsed("side", |word| Side::parse(word).ok_or(()))?,
                kind: fields.text("kind")?,
                author: fields.opt_parsed("author", UserId::parse)?,
                at: fields.time("at")?,
                text: fields.text("text")?,
            })
        })
        .await
}

/// Inquiries, newest first, before the number `before`.
#[instrument(name = "db.inquiries.list", level = "debug", skip_all)]
pub async fn list(
    tx: &mut Tx,
    filter: Filter<'_>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<InquiryRow>, StoreError> {
    let pattern = filter.words.map(|words| {
        let escaped = words.to_lowercase();
        let escaped = escaped.replace('\\', "\\\\").replace('%', "\\%");
        format!("%{}%", escaped.replace('_', "\\_"))
    });
    sql("SELECT inquiries.*, bodies.name AS body_name FROM inquiries
         JOIN bodies ON bodies.code = body_code
         WHERE number < $1 AND ($2 IS NULL OR body_code = $2)
           AND ($3 IS NULL OR category = $3) AND ($4 IS NULL OR state = $4)
           AND ($5 IS NULL OR LOWER(subject) LIKE $5 ESCAPE '\\'
                OR EXISTS (SELECT 1 FROM inquiry_messages
                           WHERE inquiry_messages.number = inquiries.number
                             AND LOWER(text) LIKE $5 ESCAPE '\\'))
         ORDER BY number DESC LIMIT $6")
    .int(before.unwrap_or(i64::MAX))
    .opt_text(filter.body.map(BodyCode::as_str))
    .opt_text(filter.category.map(Category::as_str))
    .opt_text(filter.state.map(InquiryState::as_str))
    .opt_text(pattern.as_deref())
    .int(limit.into())
    .list(tx, read)
    .await
}

/// The text for the public of an inquiry, if one was proposed.
#[instrument(name = "db.inquiries.find_qa", level = "debug", skip_all)]
pub async fn find_qa(tx: &mut Tx, number: i64) -> Result<Option<PublicQa>, StoreError> {
    sql("SELECT * FROM inquiry_qa WHERE number = $1")
        .int(number)
        .find(tx, |row| {
            read_qa(&Fields::new("inquiry_qa", row, &["number"]))
        })
        .await
}

/// Writes that text and its consents.
#[instrument(name = "db.inquiries.put_qa", level = "debug", skip_all)]
pub async fn put_qa(tx: &mut Tx, number: i64, qa: &PublicQa) -> Result<(), StoreError> {
    let by = |done: &Option<Done>| done.as_ref().map(|done| done.by.to_string());
    let at = |done: &Option<Done>| done.as_ref().map(|done| stored_time(done.at));
    sql(
        "INSERT INTO inquiry_qa (number, question, answer, asker_by, asker_at, desk_by, desk_at,
             published_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (number) DO UPDATE SET question = excluded.question,
             answer = excluded.answer, asker_by = excluded.asker_by,
             asker_at = excluded.asker_at, desk_by = excluded.desk_by,
             desk_at = excluded.desk_at, published_on = excluded.published_on",
    )
    .int(number)
    .text(&qa.question)
    .text(&qa.answer)
    .opt_text(by(&qa.asker).as_deref())
    .opt_text(at(&qa.asker).as_deref())
    .opt_text(by(&qa.desk).as_deref())
    .opt_text(at(&qa.desk).as_deref())
    .opt_text(qa.published.map(|day| day.to_string()).as_deref())
    .execute(tx)
    .await?;
    Ok(())
}

/// Every published question and answer, newest first.
#[instrument(name = "db.inquiries.list_published", level = "debug", skip_all)]
pub async fn list_published(tx: &mut Tx) -> Result<Vec<PublishedQa>, StoreError> {
    sql("SELECT inquiry_qa.*, category FROM inquiry_qa
         JOIN inquiries ON inquiries.number = inquiry_qa.number
         WHERE published_on IS NOT NULL ORDER BY inquiry_qa.number DESC")
    .list(tx, |row| {
        let fields = Fields::new("inquiry_qa", row, &["number"]);
        Ok(PublishedQa {
            number: fields.int("number")?,
            category: fields.parsed("category", |word| Category::parse(word).ok_or(()))?,
            qa: read_qa(&fields)?,
        })
    })
    .await
}

/// The numbers of inquiries with a text for the public that is not public, or no longer.
#[instrument(name = "db.inquiries.list_unpublished", level = "debug", skip_all)]
pub async fn list_unpublished(tx: &mut Tx) -> Result<Vec<i64>, StoreError> {
    sql("SELECT number FROM inquiry_qa WHERE published_on IS NULL ORDER BY number")
        .list(tx, |row| {
            Fields::new("inquiry_qa", row, &["number"]).int("number")
        })
        .await
}

fn read(row: &AnyRow) -> Result<InquiryRow, StoreError> {
    let fields = Fields::new("inquiries", row, &["number"]);
    Ok(InquiryRow {
        number: fields.int("number")?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        body_name: fields.text("body_name")?,
        category: fields.parsed("category", |word| Category::parse(word).ok_or(()))?,
        subject: fields.text("subject")?,
        state: fields.parsed("state", |word| InquiryState::parse(word).ok_or(()))?,
        version: fields.int("version")?,
        created_at: fields.time("created_at")?,
        created_by: fields.opt_parsed("created_by", UserId::parse)?,
        changed_at: fields.time("changed_at")?,
    })
}

fn read_qa(fields: &Fields<'_>) -> Result<PublicQa, StoreError> {
    let done = |by: &'static str, at: &'static str| {
        let by = fields.opt_parsed(by, UserId::parse)?;
        let at = fields.opt_time(at)?;
        Ok::<_, StoreError>(by.zip(at).map(|(by, at)| Done { by, at }))
    };
    Ok(PublicQa {
        question: fields.text("question")?,
        answer: fields.text("answer")?,
        asker: done("asker_by", "asker_at")?,
        desk: done("desk_by", "desk_at")?,
        published: fields.opt_parsed("published_on", str::parse)?,
    })
}
