//! Affairs (事務): one row each, changed in place with a version; what was judged about them
//! is in [`crate::affair_judgements`]. Their documents are the assessments with the same
//! body and number.

use domain::{AffairId, AgencyId, AssessmentNumber, BodyCode, Duty, ExemptGround, Facts, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, Statement, sql};
use crate::store::Tx;

const TABLE: &str = "affairs";

/// What can be changed of an affair.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// The name: 住民基本台帳に関する事務.
    pub name: String,
    /// The legal basis; may be empty.
    pub legal_basis: String,
    /// The facts, threshold inputs included.
    pub facts: Facts,
    /// A ground of 規則4条.
    pub exempt_ground: Option<ExemptGround>,
    /// What is done beyond the duty.
    pub voluntary: Option<Duty>,
    /// Why; may be empty.
    pub voluntary_reason: String,
    /// 特定個人情報ファイルの保有開始日.
    pub holding_from: Option<Date>,
    /// 情報連携の開始日.
    pub exchange_from: Option<Date>,
    /// The reason of 規則9条2項, when it is claimed.
    pub late_reason: Option<String>,
}

/// An affair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affair {
    /// The id.
    pub id: AffairId,
    /// The body.
    pub body: BodyCode,
    /// The agency.
    pub agency: AgencyId,
    /// The number, unique within the body.
    pub number: AssessmentNumber,
    /// What can be changed.
    pub content: Content,
    /// 再実施要: why.
    pub redo_reason: Option<String>,
    /// Since when.
    pub redo_at: Option<Timestamp>,
    /// The day it ended.
    pub ended_on: Option<Date>,
    /// The day the commission was notified of the end.
    pub notified_on: Option<Date>,
    /// Counts every change, from 1.
    pub version: i64,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// By whom; `None` is the operator's command.
    pub changed_by: Option<UserId>,
}

/// An affair to be registered.
#[derive(Debug, Clone)]
pub struct NewAffair<'a> {
    /// The id.
    pub id: &'a AffairId,
    /// The body.
    pub body: &'a BodyCode,
    /// The agency.
    pub agency: &'a AgencyId,
    /// The number.
    pub number: &'a AssessmentNumber,
    /// The rest.
    pub content: &'a Content,
    /// Now.
    pub at: Timestamp,
    /// Who registers it.
    pub by: Option<&'a UserId>,
}

/// Registers an affair.
///
/// # Errors
/// [`StoreError::Conflict`] when the body has the number already,
/// [`StoreError::Dangling`] when body or agency are unknown.
#[instrument(name = "db.affairs.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &NewAffair<'_>) -> Result<(), StoreError> {
    let statement = sql(
        "INSERT INTO affairs (name, legal_basis, facts_json, exempt_ground, voluntary,
             voluntary_reason, holding_from, exchange_from, late_reason,
             id, body_code, agency_id, number, version, created_at, changed_at, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $14, $15)",
    );
    bind(statement, new.content)
        .text(new.id.as_str())
        .text(new.body.as_str())
        .text(new.agency.as_str())
        .text(new.number.as_str())
        .time(new.at)
        .opt_text(new.by.map(UserId::as_str))
        .execute(tx)
        .await?;
    Ok(())
}

fn bind(statement: Statement, content: &Content) -> Statement {
    statement
        .text(&content.name)
        .text(&content.legal_basis)
        .json(&content.facts)
        .opt_text(content.exempt_ground.map(ExemptGround::as_str))
        .opt_text(content.voluntary.map(Duty::as_str))
        .text(&content.voluntary_reason)
        .opt_text(day(content.holding_from).as_deref())
        .opt_text(day(content.exchange_from).as_deref())
        .opt_text(content.late_reason.as_deref())
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// The affair of a body and number.
#[instrument(name = "db.affairs.find", level = "debug", skip_all)]
pub async fn find(
    tx: &mut Tx,
    body: &BodyCode,
    number: &AssessmentNumber,
) -> Result<Option<Affair>, StoreError> {
    sql("SELECT * FROM affairs WHERE body_code = $1 AND number = $2")
        .text(body.as_str())
        .text(number.as_str())
        .find(tx, read)
        .await
}

/// The affair of a body and number, which nobody else can change until the transaction
/// ends. Lock the affair before any of its assessments: everybody in the same order.
#[instrument(name = "db.affairs.lock", level = "debug", skip_all)]
pub async fn lock(
    tx: &mut Tx,
    body: &BodyCode,
    number: &AssessmentNumber,
) -> Result<Option<Affair>, StoreError> {
    sql("UPDATE affairs SET version = version WHERE body_code = $1 AND number = $2 RETURNING *")
        .text(body.as_str())
        .text(number.as_str())
        .find(tx, read)
        .await
}

/// The affairs of a body, by number, shorter numbers first as people count; of one agency,
/// or all with `None`.
#[instrument(name = "db.affairs.list_of_body", level = "debug", skip_all)]
pub async fn list_of_body(
    tx: &mut Tx,
    body: &BodyCode,
    agency: Option<&AgencyId>,
    limit: u32,
) -> Result<Vec<Affair>, StoreError> {
    sql(
        "SELECT * FROM affairs WHERE body_code = $1 AND ($2 IS NULL OR agency_id = $2)
         ORDER BY length(number), number LIMIT $3",
    )
    .text(body.as_str())
    .opt_text(agency.map(AgencyId::as_str))
    .int(limit.into())
    .list(tx, read)
    .await
}

/// Changes an affair that the transaction has locked; its new version.
///
/// # Errors
/// [`StoreError::Stale`] with the newest version, [`StoreError::Absent`].
#[instrument(name = "db.affairs.update", level = "debug", skip_all)]
pub async fn update(
    tx: &mut Tx,
    affair: &Affair,
    content: &Content,
    at: Timestamp,
    by: Option<&UserId>,
) -> Result<i64, StoreError> {
    let statement = sql(
        "UPDATE affairs SET name = $1, legal_basis = $2, facts_json = $3, exempt_ground = $4,
             voluntary = $5, voluntary_reason = $6, holding_from = $7, exchange_from = $8,
             late_reason = $9, version = version + 1, changed_at = $12, changed_by = $13
         WHERE id = $10 AND version = $11",
    );
    let changed = bind(statement, content)
        .text(affair.id.as_str())
        .int(affair.version)
        .time(at)
        .opt_text(by.map(UserId::as_str))
        .touched(tx)
        .await?;
    if changed {
        return Ok(affair.version + 1);
    }
    Err(match find(tx, &affair.body, &affair.number).await? {
        Some(now) => StoreError::Stale {
            current: now.version,
        },
        None => StoreError::Absent { table: TABLE },
    })
}

/// Says that the assessment must be done again, with a reason, or with `None` that it need
/// not any more.
#[instrument(name = "db.affairs.set_redo", level = "debug", skip_all)]
pub async fn set_redo(
    tx: &mut Tx,
    id: &AffairId,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let since = reason.map(|_| crate::sql::stored_time(at));
    sql(
        "UPDATE affairs SET redo_reason = $2, redo_at = $3, version = version + 1,
             changed_at = $4
         WHERE id = $1",
    )
    .text(id.as_str())
    .opt_text(reason)
    .opt_text(since.as_deref())
    .time(at)
    .execute(tx)
    .await?;
    Ok(())
}

/// How many affairs of a body must be done again.
#[instrument(name = "db.affairs.count_redo", level = "debug", skip_all)]
pub async fn count_redo(tx: &mut Tx, body: &BodyCode) -> Result<u64, StoreError> {
    let count = sql("SELECT COUNT(*) AS affairs FROM affairs
         WHERE body_code = $1 AND redo_reason IS NOT NULL")
    .text(body.as_str())
    .find(tx, |row| Fields::new(TABLE, row, &[]).int("affairs"));
    Ok(count.await?.unwrap_or_default())
}

/// Sets the days on which the affair ended and the commission was notified of it.
///
/// # Errors
/// [`StoreError::Absent`].
#[instrument(name = "db.affairs.set_end", level = "debug", skip_all)]
pub async fn set_end(
    tx: &mut Tx,
    id: &AffairId,
    ended_on: Option<Date>,
    notified_on: Option<Date>,
    at: Timestamp,
    by: Option<&UserId>,
) -> Result<(), StoreError> {
    let changed = sql("UPDATE affairs SET ended_on = $2, notified_on = $3,
             version = version + 1, changed_at = $4, changed_by = $5
         WHERE id = $1")
    .text(id.as_str())
    .opt_text(day(ended_on).as_deref())
    .opt_text(day(notified_on).as_deref())
    .time(at)
    .opt_text(by.map(UserId::as_str))
    .touched(tx)
    .await?;
    if changed {
        Ok(())
    } else {
        Err(StoreError::Absent { table: TABLE })
    }
}

fn read(row: &AnyRow) -> Result<Affair, StoreError> {
    let fields = Fields::new(TABLE, row, &["id"]);
    let day = |column| fields.opt_parsed(column, str::parse);
    Ok(Affair {
        id: fields.parsed("id", AffairId::parse)?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        agency: fields.parsed("agency_id", AgencyId::parse)?,
        number: fields.parsed("number", AssessmentNumber::parse)?,
        content: Content {
            name: fields.text("name")?,
            legal_basis: fields.text("legal_basis")?,
            facts: fields.json("facts_json")?,
            exempt_ground: fields
                .opt_parsed("exempt_ground", |word| ExemptGround::parse(word).ok_or(()))?,
            voluntary: fields.opt_parsed("voluntary", |word| Duty::parse(word).ok_or(()))?,
            voluntary_reason: fields.text("voluntary_reason")?,
            holding_from: day("holding_from")?,
            exchange_from: day("exchange_from")?,
            late_reason: fields.opt_text("late_reason")?,
        },
        redo_reason: fields.opt_text("redo_reason")?,
        redo_at: fields.opt_time("redo_at")?,
        ended_on: day("ended_on")?,
        notified_on: day("notified_on")?,
        version: fields.int("version")?,
        changed_at: fields.time("changed_at")?,
        changed_by: fields.opt_parsed("changed_by", UserId::parse)?,
    })
}
