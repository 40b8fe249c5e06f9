//! Since when affairs have been public.

use domain::{AssessmentNumber, BodyCode, FormId};
use jiff::civil::Date;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// When a form of an affair was first published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstDay {
    /// The number of the affair.
    pub number: AssessmentNumber,
    /// The form.
    pub form: FormId,
    /// The first day of publication, of editions that were withdrawn since too: that it was
    /// public on that day does not change any more.
    pub day: Date,
    /// Whether an edition is public now.
    pub stands: bool,
}

/// Per form of an affair that was ever published: its first day.
#[instrument(name = "db.editions.first_days", level = "debug", skip_all)]
pub async fn first_days(tx: &mut Tx, body: &BodyCode) -> Result<Vec<FirstDay>, StoreError> {
    sql(
        "SELECT e.number, e.form, MIN(e.published) AS first, COUNT(c.assessment_id) AS standing
         FROM editions e LEFT JOIN current_editions c ON c.assessment_id = e.assessment_id
         WHERE e.body_code = $1 GROUP BY e.number, e.form ORDER BY e.number, e.form",
    )
    .text(body.as_str())
    .list(tx, |row| {
        let fields = Fields::new("editions", row, &["number", "form"]);
        Ok(FirstDay {
            number: fields.parsed("number", AssessmentNumber::parse)?,
            form: fields.parsed("form", FormId::parse)?,
            day: fields.date("first")?,
            stands: fields.int::<u32>("standing")? > 0,
        })
    })
    .await
}
