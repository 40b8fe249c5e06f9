//! The audit trail: a row per act, each bound to the one before by its hash.
//!
//! Whoever changes, removes or inserts a row in the middle breaks the chain, and
//! [`verify`] says where. Whoever cuts the end off and rewinds the recorded end with it is
//! found by an [`Anchor`] that was kept elsewhere ([`verify_with`]). The end of the chain is a row of its own that every append
//! updates, so appends queue up: append last in a transaction.

mod chain;
mod readings;
mod search;

use std::net::IpAddr;

use domain::{BodyCode, UserId};
use jiff::Timestamp;
use serde_json::Value;
use sqlx::any::AnyRow;
use tracing::instrument;

pub use chain::{Anchor, BrokenAt, Chain, Fault, end, verify, verify_with};
pub use readings::note_reading;
pub use search::{Search, search};

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// An act to be recorded.
#[derive(Debug, Clone)]
pub struct NewAudit<'a> {
    /// When.
    pub at: Timestamp,
    /// Who; `None` is the operator's command.
    pub actor: Option<&'a UserId>,
    /// What was done, as `answers.save`.
    pub action: &'a str,
    /// The body it concerns.
    pub body: Option<&'a BodyCode>,
    /// To what, as `011002/1/zenkomoku` or a user's id.
    pub subject: &'a str,
    /// More, as counts and ids; never text of answers.
    pub detail: Value,
    /// From which network address; `None` for commands and for what the program does itself.
    pub origin: Option<IpAddr>,
}

/// A recorded act.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Its place in the chain, from 1 without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Option<UserId>,
    /// What was done.
    pub action: String,
    /// The body it concerns.
    pub body: Option<BodyCode>,
    /// To what.
    pub subject: String,
    /// More.
    pub detail: Value,
    /// From which network address.
    pub origin: Option<String>,
}

/// Appends an act to the trail, within the transaction of the act; its place.
#[instrument(name = "db.audit.append", level = "debug", skip_all)]
pub async fn append(tx: &mut Tx, act: &NewAudit<'_>) -> Result<i64, StoreError> {
    let head = sql("UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash")
        .one(tx)
        .await?;
    let fields = Fields::new("audit_head", &head, &[]);
    let seq = fields.int("seq")?;
    let link = chain::Link::of(seq, act, fields.text("hash")?);
    let hash = link.hash();
    link.insert(tx, &hash).await?;
    sql("UPDATE audit_head SET hash = $1 WHERE id = 1")
        .text(hash.as_str())
        .execute(tx)
        .await?;
    Ok(seq)
}

/// Recorded acts, newest first, before `before`; of one body, or all with `None`.
#[instrument(name = "db.audit.list", level = "debug", skip_all)]
pub async fn list(
    tx: &mut Tx,
    body: Option<&BodyCode>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    sql(
        "SELECT * FROM audit WHERE seq < $1 AND ($2 IS NULL OR body_code = $2)
         ORDER BY seq DESC LIMIT $3",
    )
    .int(before.unwrap_or(i64::MAX))
    .opt_text(body.map(BodyCode::as_str))
    .int(limit.into())
    .list(tx, read)
    .await
}

/// The acts on one thing whose words begin with `beginning`, newest first.
#[instrument(name = "db.audit.list_acts", level = "debug", skip_all)]
pub async fn list_acts(
    tx: &mut Tx,
    body: &BodyCode,
    subject: &str,
    beginning: &str,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    sql("SELECT * FROM audit WHERE body_code = $1 AND subject = $2
             AND substr(action, 1, length($3)) = $3
         ORDER BY seq DESC LIMIT $4")
    .text(body.as_str())
    .text(subject)
    .text(beginning)
    .int(limit.into())
    .list(tx, read)
    .await
}

/// Recorded acts on one subject of a body, newest first, before `before`.
#[instrument(name = "db.audit.list_of_subject", level = "debug", skip_all)]
pub async fn list_of_subject(
    tx: &mut Tx,
    body: &BodyCode,
    subject: &str,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    sql(
        "SELECT * FROM audit WHERE body_code = $1 AND subject = $2 AND seq < $3
         ORDER BY seq DESC LIMIT $4",
    )
    .text(body.as_str())
    .text(subject)
    .int(before.unwrap_or(i64::MAX))
    .int(limit.into())
    .list(tx, read)
    .await
}

/// Recorded acts on a person's account, newest first, before `before`; `body` is the one
/// that the person belongs to.
#[instrument(name = "db.audit.list_of_person", level = "debug", skip_all)]
pub async fn list_of_person(
    tx: &mut Tx,
    body: Option<&BodyCode>,
    person: &UserId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    sql("SELECT * FROM audit
         WHERE (body_code = $1 OR ($1 IS NULL AND body_code IS NULL))
             AND subject = $2 AND seq < $3
         ORDER BY seq DESC LIMIT $4")
    .opt_text(body.map(BodyCode::as_str))
    .text(person.as_str())
    .int(before.unwrap_or(i64::MAX))
    .int(limit.into())
    .list(tx, read)
    .await
}

fn read(row: &AnyRow) -> Result<AuditEntry, StoreError> {
    let fields = Fields::new("audit", row, &["seq"]);
    Ok(AuditEntry {
        seq: fields.int("seq")?,
        at: fields.time("at")?,
        actor: fields.opt_parsed("actor", UserId::parse)?,
        action: fields.text("action")?,
        body: fields.opt_parsed("body_code", BodyCode::parse)?,
        subject: fields.text("subject")?,
        detail: fields.json("detail")?,
        origin: fields.opt_text("origin")?,
    })
}
