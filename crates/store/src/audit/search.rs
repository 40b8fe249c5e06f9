//! Looking through the trail.

use domain::{BodyCode, UserId};
use jiff::Timestamp;
use tracing::instrument;

use super::{AuditEntry, read};
use crate::error::StoreError;
use crate::sql::{sql, stored_time};
use crate::store::Tx;

/// Which acts; `None` asks for any.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Of which body.
    pub body: Option<BodyCode>,
    /// From when on.
    pub from: Option<Timestamp>,
    /// Before when.
    pub before: Option<Timestamp>,
    /// By whom.
    pub actor: Option<UserId>,
    /// What was done.
    pub action: Option<String>,
    /// To what: the beginning of its key.
    pub subject: Option<String>,
}

/// Recorded acts that fit, newest first, before the place `before_seq`.
#[instrument(name = "db.audit.search", level = "debug", skip_all)]
pub async fn search(
    tx: &mut Tx,
    search: &Search,
    before_seq: Option<i64>,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    let (from, before) = (search.from.map(stored_time), search.before.map(stored_time));
    sql("SELECT * FROM audit
         WHERE seq < $1
             AND ($2 IS NULL OR body_code = $2)
             AND ($3 IS NULL OR at >= $3)
             AND ($4 IS NULL OR at < $4)
             AND ($5 IS NULL OR actor = $5)
             AND ($6 IS NULL OR action = $6)
             AND ($7 IS NULL OR substr(subject, 1, length($7)) = $7)
         ORDER BY seq DESC LIMIT $8")
    .int(before_seq.unwrap_or(i64::MAX))
    .opt_text(search.body.as_ref().map(BodyCode::as_str))
    .opt_text(from.as_deref())
    .opt_text(before.as_deref())
    .opt_text(search.actor.as_ref().map(UserId::as_str))
    .opt_text(search.action.as_deref())
    .opt_text(search.subject.as_deref())
    .int(limit.into())
    .list(tx, read)
    .await
}
