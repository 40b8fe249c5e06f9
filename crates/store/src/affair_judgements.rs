//! Every threshold judgement of an affair, with what it was made from. This table only
//! grows.

use domain::threshold::Inputs;
use domain::{AffairId, Duty, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// When.
    pub at: Timestamp,
    /// The day in Japan for which it was made.
    pub judged_on: Date,
    /// Whose act caused it; `None` is the operator's command.
    pub author: Option<UserId>,
    /// What caused it, a word of the use cases.
    pub cause: String,
    /// What it was made from.
    pub inputs: Inputs,
    /// The day of the counts.
    pub as_of: Option<Date>,
    /// The row of the table, or the ground; `None` while undecided.
    pub reason: Option<String>,
    /// What followed; `None` while undecided.
    pub duty: Option<Duty>,
    /// Whether it demanded that the assessment be done again.
    pub redo: bool,
}

/// Appends a judgement of an affair that the transaction has locked.
#[instrument(name = "db.affair_judgements.append", level = "debug", skip_all)]
pub async fn append(tx: &mut Tx, affair: &AffairId, new: &Judgement) -> Result<(), StoreError> {
    sql(
        "INSERT INTO affair_judgements (affair_id, ordinal, at, judged_on, author, cause,
             inputs_json, as_of, reason, duty, redo)
         SELECT $1, COALESCE(MAX(ordinal), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
         FROM affair_judgements WHERE affair_id = $1",
    )
    .text(affair.as_str())
    .time(new.at)
    .text(&new.judged_on.to_string())
    .opt_text(new.author.as_ref().map(UserId::as_str))
    .text(&new.cause)
    .json(&new.inputs)
    .opt_text(new.as_of.map(|day| day.to_string()).as_deref())
    .opt_text(new.reason.as_deref())
    .opt_text(new.duty.map(Duty::as_str))
    .int(new.redo.into())
    .execute(tx)
    .await?;
    Ok(())
}

/// The judgements of an affair, newest first.
#[instrument(name = "db.affair_judgements.list", level = "debug", skip_all)]
pub async fn list(
    tx: &mut Tx,
    affair: &AffairId,
    limit: u32,
) -> Result<Vec<Judgement>, StoreError> {
    sql("SELECT * FROM affair_judgements WHERE affair_id = $1 ORDER BY ordinal DESC LIMIT $2")
        .text(affair.as_str())
        .int(limit.into())
        .list(tx, read)
        .await
}

fn read(row: &AnyRow) -> Result<Judgement, StoreError> {
    let fields = Fields::new("affair_judgements", row, &["affair_id", "ordinal"]);
    Ok(Judgement {
        at: fields.time("at")?,
        judged_on: fields.date("judged_on")?,
        author: fields.opt_parsed("author", UserId::parse)?,
        cause: fields.text("cause")?,
        inputs: fields.json("inputs_json")?,
        as_of: fields.opt_parsed("as_of", str::parse)?,
        reason: fields.opt_text("reason")?,
        duty: fields.opt_parsed("duty", |word| Duty::parse(word).ok_or(()))?,
        redo: fields.int::<i64>("redo")? == 1,
    })
}
