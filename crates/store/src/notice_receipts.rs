//! Who has received which notice: one receipt per notice and body, and every path by which
//! it came. A body without a receipt is one that the notice has not reached.

use domain::distribution::{Done, Receipt};
use domain::{Body, BodyCode, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

const TABLE: &str = "notice_receipts";

/// A body and what it has done with a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyReceipt {
    /// The body.
    pub body: Body,
    /// `None`: the notice has not reached it.
    pub receipt: Option<Receipt>,
}

/// A path by which a notice reached a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The body that handed it on; `None`: the ministry.
    pub via: Option<BodyCode>,
    /// When.
    pub at: Timestamp,
}

/// A notice's arrival at a body.
#[derive(Debug, Clone, Copy)]
pub struct NewArrival<'a> {
    /// The notice.
    pub notice: &'a str,
    /// The body that it reaches.
    pub body: &'a BodyCode,
    /// The body that hands it on; `None`: the ministry.
    pub via: Option<&'a BodyCode>,
    /// When.
    pub at: Timestamp,
    /// Who handed it on.
    pub by: &'a UserId,
}

/// Records an arrival. The first one makes the receipt, later ones by other paths are noted
/// beside it, the same path twice is nothing. Whether it was the first.
#[instrument(name = "db.notice_receipts.arrive", level = "debug", skip_all)]
pub async fn arrive(tx: &mut Tx, new: NewArrival<'_>) -> Result<bool, StoreError> {
    let is_first = sql(
        "INSERT INTO notice_receipts (notice_id, body_code, arrived_at) VALUES ($1, $2, $3)
         ON CONFLICT (notice_id, body_code) DO NOTHING",
    )
    .text(new.notice)
    .text(new.body.as_str())
    .time(new.at)
    .touched(tx)
    .await?;
    sql(
        "INSERT INTO notice_arrivals (notice_id, body_code, via, at, by_user)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (notice_id, body_code, via) DO NOTHING",
    )
    .text(new.notice)
    .text(new.body.as_str())
    .text(new.via.map_or("", BodyCode::as_str))
    .time(new.at)
    .text(new.by.as_str())
    .execute(tx)
    .await?;
    Ok(is_first)
}

/// The receipt of a body, which nobody else changes until the transaction ends.
#[instrument(name = "db.notice_receipts.lock", level = "debug", skip_all)]
pub async fn lock(
    tx: &mut Tx,
    notice: &str,
    body: &BodyCode,
) -> Result<Option<Receipt>, StoreError> {
    sql("UPDATE notice_receipts SET arrived_at = arrived_at
         WHERE notice_id = $1 AND body_code = $2 RETURNING *")
    .text(notice)
    .text(body.as_str())
    .find(tx, |row| {
        read(&Fields::new(TABLE, row, &["notice_id", "body_code"]))
    })
    .await
}

/// The receipt of a body.
#[instrument(name = "db.notice_receipts.find", level = "debug", skip_all)]
pub async fn find(
    tx: &mut Tx,
    notice: &str,
    body: &BodyCode,
) -> Result<Option<Receipt>, StoreError> {
    sql("SELECT * FROM notice_receipts WHERE notice_id = $1 AND body_code = $2")
        .text(notice)
        .text(body.as_str())
        .find(tx, |row| {
            read(&Fields::new(TABLE, row, &["notice_id", "body_code"]))
        })
        .await
}

/// Writes a receipt that [`lock`] gave.
#[instrument(name = "db.notice_receipts.update", level = "debug", skip_all)]
pub async fn update(
    tx: &mut Tx,
    notice: &str,
    body: &BodyCode,
    receipt: &Receipt,
) -> Result<(), StoreError> {
    let by = |done: &Option<Done>| done.as_ref().map(|done| done.by.to_string());
    let at = |done: &Option<Done>| done.as_ref().map(|done| crate::sql::stored_time(done.at));
    sql(
        "UPDATE notice_receipts SET read_at = $3, read_by = $4, forwarded_at = $5,
             forwarded_by = $6, completed_at = $7, completed_by = $8, reminded_on = $9
         WHERE notice_id = $1 AND body_code = $2",
    )
    .text(notice)
    .text(body.as_str())
    .opt_text(at(&receipt.read).as_deref())
    .opt_text(by(&receipt.read).as_deref())
    .opt_text(at(&receipt.forwarded).as_deref())
    .opt_text(by(&receipt.forwarded).as_deref())
    .opt_text(at(&receipt.completed).as_deref())
    .opt_text(by(&receipt.completed).as_deref())
    .opt_text(receipt.reminded.map(|day| day.to_string()).as_deref())
    .execute(tx)
    .await?;
    Ok(())
}

/// The paths by which a notice reached a body, first one first.
#[instrument(name = "db.notice_receipts.arrivals", level = "debug", skip_all)]
pub async fn arrivals(
    tx: &mut Tx,
    notice: &str,
    body: &BodyCode,
) -> Result<Vec<Arrival>, StoreError> {
    sql(
        "SELECT * FROM notice_arrivals WHERE notice_id = $1 AND body_code = $2
         ORDER BY at, via",
    )
    .text(notice)
    .text(body.as_str())
    .list(tx, |row| {
        let fields = Fields::new("notice_arrivals", row, &["notice_id", "body_code", "via"]);
        let via = fields.text("via")?;
        let via = Some(via).filter(|via| !via.is_empty());
        let via = via.map(|via| BodyCode::parse(&via)).transpose();
        Ok(Arrival {
            via: via.map_err(|_| fields.corrupt("via"))?,
            at: fields.time("at")?,
        })
    })
    .await
}

/// Every body of a prefecture (two digits), or all with `None`, by code, with its receipt:
/// one query, whose answer has as many rows as there are bodies.
#[instrument(name = "db.notice_receipts.list_bodies", level = "debug", skip_all)]
pub async fn list_bodies(
    tx: &mut Tx,
    notice: &str,
    prefecture: Option<&str>,
) -> Result<Vec<BodyReceipt>, StoreError> {
    sql("SELECT bodies.*, notice_receipts.* FROM bodies
         LEFT JOIN notice_receipts ON notice_id = $1 AND body_code = code
         WHERE ($2 IS NULL OR prefecture_code = $2) ORDER BY code")
    .text(notice)
    .opt_text(prefecture)
    .list(tx, read_body)
    .await
}

/// The unions that a body is a member of, by code, with their receipts.
#[instrument(name = "db.notice_receipts.list_unions", level = "debug", skip_all)]
pub async fn list_unions(
    tx: &mut Tx,
    notice: &str,
    member: &BodyCode,
) -> Result<Vec<BodyReceipt>, StoreError> {
    sql("SELECT bodies.*, notice_receipts.* FROM union_members
         JOIN bodies ON code = union_code
         LEFT JOIN notice_receipts ON notice_id = $1 AND body_code = code
         WHERE member_code = $2 ORDER BY code")
    .text(notice)
    .text(member.as_str())
    .list(tx, read_body)
    .await
}

/// The notices that reached a body, by id, with their receipts.
#[instrument(name = "db.notice_receipts.list_of_body", level = "debug", skip_all)]
pub async fn list_of_body(
    tx: &mut Tx,
    body: &BodyCode,
) -> Result<Vec<(String, Receipt)>, StoreError> {
    sql("SELECT * FROM notice_receipts WHERE body_code = $1 ORDER BY arrived_at DESC LIMIT 500")
        .text(body.as_str())
        .list(tx, |row| {
            let fields = Fields::new(TABLE, row, &["notice_id", "body_code"]);
            Ok((fields.text("notice_id")?, read(&fields)?))
        })
        .await
}

fn read_body(row: &AnyRow) -> Result<BodyReceipt, StoreError> {
    let fields = Fields::new("bodies", row, &["code"]);
    let body = Body {
        code: fields.parsed("code", BodyCode::parse)?,
        prefecture_name: fields.text("prefecture_name")?,
        name: fields.text("name")?,
        kana: fields.text("kana")?,
    };
    let fields = Fields::new(TABLE, row, &["notice_id", "code"]);
    let receipt = match fields.opt_text("arrived_at")? {
        Some(_) => Some(read(&fields)?),
        None => None,
    };
    Ok(BodyReceipt { body, receipt })
}

fn read(fields: &Fields<'_>) -> Result<Receipt, StoreError> {
    let done = |by: &'static str, at: &'static str| {
        let by = fields.opt_parsed(by, UserId::parse)?;
        let at = fields.opt_time(at)?;
        Ok::<_, StoreError>(by.zip(at).map(|(by, at)| Done { by, at }))
    };
    Ok(Receipt {
        arrived: fields.time("arrived_at")?,
        read: done("read_by", "read_at")?,
        forwarded: done("forwarded_by", "forwarded_at")?,
        completed: done("completed_by", "completed_at")?,
        reminded: fields.opt_parsed("reminded_on", str::parse)?,
    })
}
