//! Local governments.

use std::collections::HashMap;

use domain::{Body, BodyCode, Regime};
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Upserted {
    /// New bodies.
    pub inserted: u64,
    /// Bodies whose names changed.
    pub changed: u64,
    /// Bodies that were there just so.
    pub unchanged: u64,
}

/// Inserts the bodies, or gives those that exist their new names.
#[instrument(name = "db.bodies.upsert_all", level = "debug", skip_all)]
pub async fn upsert_all(tx: &mut Tx, bodies: &[Body]) -> Result<Upserted, StoreError> {
    let all = sql("SELECT code, prefecture_name, name, kana FROM bodies")
        .list(tx, read)
        .await?;
    let mut known: HashMap<BodyCode, Body> = all
        .into_iter()
        .map(|body| (body.code.clone(), body))
        .collect();
    let mut counts = Upserted::default();
    for body in bodies {
        match known.insert(body.code.clone(), body.clone()) {
            Some(old) if old == *body => {
                counts.unchanged += 1;
                continue;
            }
            Some(_) => counts.changed += 1,
            None => counts.inserted += 1,
        }
        upsert(tx, body).await?;
    }
    Ok(counts)
}

async fn upsert(tx: &mut Tx, body: &Body) -> Result<(), StoreError> {
    sql(
        "INSERT INTO bodies (code, prefecture_code, prefecture_name, name, kana, kind)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (code) DO UPDATE SET prefecture_name = excluded.prefecture_name,
             name = excluded.name, kana = excluded.kana",
    )
    .text(body.code.as_str())
    .text(body.code.prefecture())
    .text(&body.prefecture_name)
    .text(&body.name)
    .text(&body.kana)
    .text(body.kind().as_str())
    .execute(tx)
    .await?;
    Ok(())
}

/// The body of a code.
#[instrument(name = "db.bodies.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, code: &BodyCode) -> Result<Option<Body>, StoreError> {
    sql("SELECT code, prefecture_name, name, kana FROM bodies WHERE code = $1")
        .text(code.as_str())
        .find(tx, read)
        .await
}

/// Which law a body follows; `None` for an unknown code.
#[instrument(name = "db.bodies.regime", level = "debug", skip_all)]
pub async fn regime(tx: &mut Tx, code: &BodyCode) -> Result<Option<Regime>, StoreError> {
    sql("SELECT code, regime FROM bodies WHERE code = $1")
        .text(code.as_str())
        .find(tx, |row| {
            let fields = Fields::new("bodies", row, &["code"]);
            fields.parsed("regime", |word| Regime::parse(word).ok_or(()))
        })
        .await
}

/// Says which law a body follows; whether the body is there.
#[instrument(name = "db.bodies.set_regime", level = "debug", skip_all)]
pub async fn set_regime(tx: &mut Tx, code: &BodyCode, regime: Regime) -> Result<bool, StoreError> {
    sql("UPDATE bodies SET regime = $2 WHERE code = $1")
        .text(code.as_str())
        .text(regime.as_str())
        .touched(tx)
        .await
}

/// Bodies by code, after `after`; `prefecture` is two digits, `None` all of them.
#[instrument(name = "db.bodies.list_page", level = "debug", skip_all)]
pub async fn list_page(
    tx: &mut Tx,
    prefecture: Option<&str>,
    after: Option<&BodyCode>,
    limit: u32,
) -> Result<Vec<Body>, StoreError> {
    sql("SELECT code, prefecture_name, name, kana FROM bodies
         WHERE code > $1 AND ($2 IS NULL OR prefecture_code = $2)
         ORDER BY code LIMIT $3")
    .text(after.map_or("", BodyCode::as_str))
    .opt_text(prefecture)
    .int(limit.into())
    .list(tx, read)
    .await
}

/// How many bodies there are.
#[instrument(name = "db.bodies.count", level = "debug", skip_all)]
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    let row = sql("SELECT COUNT(*) AS total FROM bodies").one(tx).await?;
    Fields::new("bodies", &row, &[]).int("total")
}

fn read(row: &AnyRow) -> Result<Body, StoreError> {
    let fields = Fields::new("bodies", row, &["code"]);
    Ok(Body {
        code: fields.parsed("code", BodyCode::parse)?,
        prefecture_name: fields.text("prefecture_name")?,
        name: fields.text("name")?,
        kana: fields.text("kana")?,
    })
}
