//! The chain of hashes: how a row is hashed and how the whole is verified.

use domain::digest::{Digest, digest_of};
use domain::{BodyCode, UserId};
use sqlx::any::AnyRow;
use tracing::instrument;

use super::NewAudit;
use crate::error::StoreError;
use crate::sql::{Fields, sql, stored_time};
use crate::store::Tx;

/// The hash before the first row.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Rows read at a time.
const PAGE: i64 = 500;

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// Every row follows from the one before.
    Whole {
        /// The number of rows.
        count: u64,
    },
    /// Some row does not.
    Broken(BrokenAt),
}

/// Where the chain breaks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenAt {
    /// The place in the chain.
    pub seq: i64,
    /// What is wrong there.
    pub why: Fault,
}

/// What can be wrong with a row of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Its number is not the one that follows.
    #[error("a row is missing")]
    Missing,
    /// It is bound to another row than the one before it.
    #[error("the row is not bound to the one before")]
    OtherPrevious,
    /// Its hash is not that of its content.
    #[error("the row was changed")]
    Changed,
    /// The recorded end of the chain is not its last row.
    #[error("the end of the trail is not where it was recorded")]
    OtherEnd,
}

/// A row as it is stored and hashed.
pub(super) struct Link {
    seq: i64,
    at: String,
    actor: Option<String>,
    action: String,
    body: Option<String>,
    subject: String,
    detail: String,
    previous: String,
}

impl Link {
    pub(super) fn of(seq: i64, act: &NewAudit<'_>, previous: String) -> Self {
        Self {
            seq,
            at: stored_time(act.at),
            actor: act.actor.map(UserId::to_string),
            action: act.action.to_owned(),
            body: act.body.map(BodyCode::to_string),
            subject: act.subject.to_owned(),
            detail: act.detail.to_string(),
            previous,
        }
    }

    /// The SHA-256 of a JSON list of all columns as stored, in the order of the table.
    pub(super) fn hash(&self) -> Digest {
        let columns = serde_json::json!([
            self.seq,
            self.at,
            self.actor,
            self.action,
            self.body,
            self.subject,
            self.detail,
            self.previous
        ]);
        digest_of(columns.to_string().as_bytes())
    }

    pub(super) async fn insert(&self, tx: &mut Tx, hash: &Digest) -> Result<(), StoreError> {
        sql(
            "INSERT INTO audit (seq, at, actor, action, body_code, subject, detail,
                 previous_hash, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .int(self.seq)
        .text(&self.at)
        .opt_text(self.actor.as_deref())
        .text(&self.action)
        .opt_text(self.body.as_deref())
        .text(&self.subject)
        .text(&self.detail)
        .text(&self.previous)
        .text(hash.as_str())
        .execute(tx)
        .await?;
        Ok(())
    }

    fn read(row: &AnyRow) -> Result<(Self, String), StoreError> {
        let fields = Fields::new("audit", row, &["seq"]);
        let link = Self {
            seq: fields.int("seq")?,
            at: fields.text("at")?,
            actor: fields.opt_text("actor")?,
            action: fields.text("action")?,
            body: fields.opt_text("body_code")?,
            subject: fields.text("subject")?,
            detail: fields.text("detail")?,
            previous: fields.text("previous_hash")?,
        };
        Ok((link, fields.text("hash")?))
    }

    fn fault(&self, stored: &str, seq: i64, previous: &str) -> Option<Fault> {
        if self.seq != seq {
            Some(Fault::Missing)
        } else if self.previous != previous {
            Some(Fault::OtherPrevious)
        } else if self.hash().as_str() != stored {
            Some(Fault::Changed)
        } else {
            None
        }
    }
}

/// Follows the chain from its first row to its recorded end, a page at a time.
#[instrument(name = "db.audit.verify", level = "debug", skip_all)]
pub async fn verify(tx: &mut Tx) -> Result<Chain, StoreError> {
    let (mut seq, mut previous) = (0, START.to_owned());
    loop {
        let page = page_after(tx, seq).await?;
        if page.is_empty() {
            break;
        }
        for (link, stored) in page {
            seq += 1;
            if let Some(why) = link.fault(&stored, seq, &previous) {
                return Ok(Chain::Broken(BrokenAt { seq, why }));
            }
            previous = stored;
        }
    }
    let (end, hash) = recorded_end(tx).await?;
    Ok(if (end, hash) == (seq, previous) {
        Chain::Whole {
            count: seq.unsigned_abs(),
        }
    } else {
        Chain::Broken(BrokenAt {
            seq: end,
            why: Fault::OtherEnd,
        })
    })
}

async fn page_after(tx: &mut Tx, seq: i64) -> Result<Vec<(Link, String)>, StoreError> {
    sql("SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2")
        .int(seq)
        .int(PAGE)
        .list(tx, Link::read)
        .await
}

async fn recorded_end(tx: &mut Tx) -> Result<(i64, String), StoreError> {
    let row = sql("SELECT seq, hash FROM audit_head WHERE id = 1")
        .one(tx)
        .await?;
    let fields = Fields::new("audit_head", &row, &[]);
    Ok((fields.int("seq")?, fields.text("hash")?))
}
