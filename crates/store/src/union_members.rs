//! Which bodies are members of which unions (一部事務組合・広域連合).

use domain::{Body, BodyCode};
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// A body and a union that it is a member of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// The union.
    pub union: BodyCode,
    /// The member.
    pub member: BodyCode,
}

/// Makes these the only members of each union that they name. How many memberships there
/// are then.
///
/// # Errors
/// [`StoreError::Dangling`] for a code that is no body.
#[instrument(name = "db.union_members.replace", level = "debug", skip_all)]
pub async fn replace(tx: &mut Tx, memberships: &[Membership]) -> Result<u64, StoreError> {
    let mut unions: Vec<&BodyCode> = memberships.iter().map(|known| &known.union).collect();
    unions.sort();
    unions.dedup();
    for union in unions {
        sql("DELETE FROM union_members WHERE union_code = $1")
            .text(union.as_str())
            .execute(tx)
            .await?;
    }
    let mut count = 0;
    for Membership { union, member } in memberships {
        count += sql(
            "INSERT INTO union_members (union_code, member_code) VALUES ($1, $2)
             ON CONFLICT (union_code, member_code) DO NOTHING",
        )
        .text(union.as_str())
        .text(member.as_str())
        .execute(tx)
        .await?;
    }
    Ok(count)
}

/// The unions that a body is a member of, by code.
#[instrument(name = "db.union_members.unions_of", level = "debug", skip_all)]
pub async fn unions_of(tx: &mut Tx, member: &BodyCode) -> Result<Vec<Body>, StoreError> {
    sql("SELECT bodies.* FROM union_members
         JOIN bodies ON bodies.code = union_members.union_code
         WHERE member_code = $1 ORDER BY code")
    .text(member.as_str())
    .list(tx, read_body)
    .await
}

/// Every membership, by union and member.
#[instrument(name = "db.union_members.list", level = "debug", skip_all)]
pub async fn list(tx: &mut Tx) -> Result<Vec<Membership>, StoreError> {
    sql("SELECT union_code, member_code FROM union_members ORDER BY union_code, member_code")
        .list(tx, |row| {
            let fields = Fields::new("union_members", row, &["union_code", "member_code"]);
            Ok(Membership {
                union: fields.parsed("union_code", BodyCode::parse)?,
                member: fields.parsed("member_code", BodyCode::parse)?,
            })
        })
        .await
}

fn read_body(row: &AnyRow) -> Result<Body, StoreError> {
    let fields = Fields::new("bodies", row, &["code"]);
    Ok(Body {
        code: fields.parsed("code", BodyCode::parse)?,
        prefecture_name: fields.text("prefecture_name")?,
        name: fields.text("name")?,
        kana: fields.text("kana")?,
    })
}
