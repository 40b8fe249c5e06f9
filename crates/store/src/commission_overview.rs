//! How things stand body by body, from what is public and what was submitted; drafts are not
//! counted.

use domain::{BodyCode, Regime};
use jiff::civil::Date;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// Counts of a body or of a prefecture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Assessments that are public.
    pub published: u64,
    /// Submissions, all of them.
    pub submitted: u64,
    /// Public assessments whose current edition is older than the day asked for.
    pub overdue: u64,
    /// The day of the last submission.
    pub last_filed: Option<Date>,
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyStanding {
    /// Its code.
    pub code: BodyCode,
    /// Its name.
    pub name: String,
    /// The prefecture's name.
    pub prefecture_name: String,
    /// Which law it follows.
    pub regime: Regime,
    /// Its counts.
    pub standing: Standing,
}

/// A prefecture with all its bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrefectureStanding {
    /// Two digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many bodies.
    pub bodies: u64,
    /// Their counts.
    pub standing: Standing,
}

/// Bodies by code, after `after`; editions published before `reviewed_since` are overdue.
#[instrument(name = "db.commission_overview.bodies", level = "debug", skip_all)]
pub async fn bodies(
    tx: &mut Tx,
    prefecture: Option<&str>,
    reviewed_since: Date,
    after: Option<&BodyCode>,
    limit: u32,
) -> Result<Vec<BodyStanding>, StoreError> {
    sql("SELECT b.code, b.name, b.prefecture_name, b.regime,
             (SELECT COUNT(*) FROM current_editions e WHERE e.body_code = b.code) AS published,
             (SELECT COUNT(*) FROM current_editions e JOIN assessments a ON a.id = e.assessment_id
              WHERE e.body_code = b.code AND e.published < $3
                AND a.stage NOT IN ('ended', 'unpublished')) AS overdue,
             (SELECT COUNT(*) FROM submission_desks d WHERE d.body_code = b.code) AS submitted,
             (SELECT MAX(d.filed_on) FROM submission_desks d
              WHERE d.body_code = b.code) AS last_filed
         FROM bodies b WHERE b.code > $1 AND ($2 IS NULL OR b.prefecture_code = $2)
         ORDER BY b.code LIMIT $4")
    .text(after.map_or("", BodyCode::as_str))
    .opt_text(prefecture)
    .text(&reviewed_since.to_string())
    .int(limit.into())
    .list(tx, |row| {
        let fields = Fields::new("bodies", row, &["code"]);
        Ok(BodyStanding {
            code: fields.parsed("code", BodyCode::parse)?,
            name: fields.text("name")?,
            prefecture_name: fields.text("prefecture_name")?,
            regime: fields.parsed("regime", |word| Regime::parse(word).ok_or(()))?,
            standing: read_standing(&fields)?,
        })
    })
    .await
}

/// Every prefecture that has a body, by code.
#[instrument(name = "db.commission_overview.prefectures", level = "debug", skip_all)]
pub async fn prefectures(
    tx: &mut Tx,
    reviewed_since: Date,
) -> Result<Vec<PrefectureStanding>, StoreError> {
    sql(
        "SELECT b.prefecture_code, MIN(b.prefecture_name) AS prefecture_name,
             COUNT(*) AS bodies,
             (SELECT COUNT(*) FROM current_editions e
              WHERE e.prefecture_code = b.prefecture_code) AS published,
             (SELECT COUNT(*) FROM current_editions e JOIN assessments a ON a.id = e.assessment_id
              WHERE e.prefecture_code = b.prefecture_code AND e.published < $1
                AND a.stage NOT IN ('ended', 'unpublished')) AS overdue,
             (SELECT COUNT(*) FROM submission_desks d
              WHERE d.prefecture_code = b.prefecture_code) AS submitted,
             (SELECT MAX(d.filed_on) FROM submission_desks d
              WHERE d.prefecture_code = b.prefecture_code) AS last_filed
         FROM bodies b GROUP BY b.prefecture_code ORDER BY b.prefecture_code",
    )
    .text(&reviewed_since.to_string())
    .list(tx, |row| {
        let fields = Fields::new("bodies", row, &["prefecture_code"]);
        Ok(PrefectureStanding {
            code: fields.text("prefecture_code")?,
            name: fields.text("prefecture_name")?,
            bodies: fields.int("bodies")?,
            standing: read_standing(&fields)?,
        })
    })
    .await
}

fn read_standing(fields: &Fields<'_>) -> Result<Standing, StoreError> {
    Ok(Standing {
        published: fields.int("published")?,
        submitted: fields.int("submitted")?,
        overdue: fields.int("overdue")?,
        last_filed: fields.opt_parsed("last_filed", str::parse)?,
    })
}
