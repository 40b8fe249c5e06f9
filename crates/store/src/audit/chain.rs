//! The chain of hashes: how a row is hashed and how the whole is verified.
//!
//! A row says by which rule it is hashed (`link`): 1, before there was an origin; 2, with
//! it. Rows of the first kind must have none. See `docs/decisions/0007`.

use domain::digest::{Digest, digest_of};
use domain::{BodyCode, UserId};
use serde_json::json;
use sqlx::any::AnyRow;
use tracing::instrument;

use super::NewAudit;
use crate::error::StoreError;
use crate::sql::{Fields, sql, stored_time};
use crate::store::Tx;

/// The hash before the first row.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The rule by which new rows are hashed.
const LINK: i64 = 2;
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

/// A place of the chain and its hash, as it was seen once and kept outside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The place.
    pub seq: i64,
    /// The hash of the row there.
    pub hash: String,
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
    /// Another row stood there, or one stood there, when the trail was last seen.
    #[error("the trail is not the one that was seen before")]
    OtherThanSeen,
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
    origin: Option<String>,
    link: i64,
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
            origin: act.origin.map(|origin| origin.to_string()),
            link: LINK,
            previous,
        }
    }

    /// The SHA-256 of a JSON list of all columns as stored, in the order of the table; from
    /// the second rule on it begins with the rule.
    pub(super) fn hash(&self) -> Digest {
        let Self {
            seq,
            at,
            actor,
            action,
            body,
            subject,
            detail,
            origin,
            link,
            previous,
        } = self;
        let columns = match link {
            1 => json!([seq, at, actor, action, body, subject, detail, previous]),
            _ => json!([
                link, seq, at, actor, action, body, subject, detail, origin, previous
            ]),
        };
        digest_of(columns.to_string().as_bytes())
    }

    pub(super) async fn insert(&self, tx: &mut Tx, hash: &Digest) -> Result<(), StoreError> {
        sql(
            "INSERT INTO audit (seq, at, actor, action, body_code, subject, detail,
                 origin, link, previous_hash, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .int(self.seq)
        .text(&self.at)
        .opt_text(self.actor.as_deref())
        .text(&self.action)
        .opt_text(self.body.as_deref())
        .text(&self.subject)
        .text(&self.detail)
        .opt_text(self.origin.as_deref())
        .int(self.link)
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
            origin: fields.opt_text("origin")?,
            link: fields.int("link")?,
            previous: fields.text("previous_hash")?,
        };
        Ok((link, fields.text("hash")?))
    }

    /// The first rule does not hash the origin, so there must be none.
    fn follows_its_rule(&self) -> bool {
        match self.link {
            1 => self.origin.is_none(),
            LINK => true,
            _ => false,
        }
    }

    fn fault(&self, stored: &str, seq: i64, previous: &str) -> Option<Fault> {
        if self.seq != seq {
            Some(Fault::Missing)
        } else if self.previous != previous {
            Some(Fault::OtherPrevious)
        } else if self.hash().as_str() != stored || !self.follows_its_rule() {
            Some(Fault::Changed)
        } else {
            None
        }
    }
}

/// Follows the chain from its first row to its recorded end, a page at a time.
pub async fn verify(tx: &mut Tx) -> Result<Chain, StoreError> {
    verify_with(tx, &[]).await
}

/// As [`verify`], and compares the chain with what was seen before.
#[instrument(name = "db.audit.verify", level = "debug", skip_all)]
pub async fn verify_with(tx: &mut Tx, seen: &[Anchor]) -> Result<Chain, StoreError> {
    let (mut seq, mut previous) = (0, START.to_owned());
    loop {
        let page = page_after(tx, seq).await?;
        if page.is_empty() {
            break;
        }
        for (link, stored) in page {
            seq += 1;
            let fault = link.fault(&stored, seq, &previous);
            if let Some(why) = fault.or_else(|| contradicted(seen, seq, &stored)) {
                return Ok(Chain::Broken(BrokenAt { seq, why }));
            }
            previous = stored;
        }
    }
    let recorded = end(tx).await?;
    if (recorded.seq, &recorded.hash) != (seq, &previous) {
        let (seq, why) = (recorded.seq, Fault::OtherEnd);
        return Ok(Chain::Broken(BrokenAt { seq, why }));
    }
    // What was seen beyond the end is gone.
    let gone = seen.iter().map(|anchor| anchor.seq).filter(|at| *at > seq);
    Ok(match gone.min() {
        Some(seq) => Chain::Broken(BrokenAt {
            seq,
            why: Fault::OtherThanSeen,
        }),
        None => Chain::Whole {
            count: seq.unsigned_abs(),
        },
    })
}

fn contradicted(seen: &[Anchor], seq: i64, hash: &str) -> Option<Fault> {
    let other = |anchor: &Anchor| anchor.seq == seq && anchor.hash != hash;
    seen.iter().any(other).then_some(Fault::OtherThanSeen)
}

async fn page_after(tx: &mut Tx, seq: i64) -> Result<Vec<(Link, String)>, StoreError> {
    sql("SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2")
        .int(seq)
        .int(PAGE)
        .list(tx, Link::read)
        .await
}

/// The recorded end of the chain, to be kept as an [`Anchor`]; place 0 is an empty trail.
#[instrument(name = "db.audit.end", level = "debug", skip_all)]
pub async fn end(tx: &mut Tx) -> Result<Anchor, StoreError> {
    let row = sql("SELECT seq, hash FROM audit_head WHERE id = 1")
        .one(tx)
        .await?;
    let fields = Fields::new("audit_head", &row, &[]);
    Ok(Anchor {
        seq: fields.int("seq")?,
        hash: fields.text("hash")?,
    })
}
