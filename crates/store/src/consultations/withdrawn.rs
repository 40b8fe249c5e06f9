//! Consultations whose page was taken off the site, with what their assessment had public.
//! Withdrawals only grow.

use std::fmt;

use domain::{AssessmentId, ConsultationId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// That a consultation's page was taken off.
#[derive(Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The day, in Japan.
    pub on: Date,
    /// Why, for anyone to read.
    pub reason: String,
}

impl fmt::Debug for Withdrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Withdrawn({})", self.on)
    }
}

/// A withdrawal to be recorded.
#[derive(Clone)]
pub struct NewWithdrawal<'a> {
    /// The assessment.
    pub assessment: &'a AssessmentId,
    /// Today in Japan.
    pub on: Date,
    /// Now.
    pub at: Timestamp,
    /// Who takes it off.
    pub by: Option<&'a UserId>,
    /// Why, for anyone to read.
    pub reason: &'a str,
}

/// Takes the page of every consultation about an assessment off; those that had one.
#[instrument(name = "db.consultations.withdraw", level = "debug", skip_all)]
pub async fn withdraw(
    tx: &mut Tx,
    new: &NewWithdrawal<'_>,
) -> Result<Vec<ConsultationId>, StoreError> {
    sql("INSERT INTO consultation_withdrawals
             (consultation_id, body_code, withdrawn_on, withdrawn_at, withdrawn_by, reason)
         SELECT c.id, c.body_code, $2, $3, $4, $5 FROM consultations c
         WHERE c.assessment_id = $1 AND NOT EXISTS (SELECT 1 FROM consultation_withdrawals w
             WHERE w.consultation_id = c.id)
         RETURNING consultation_id")
    .text(new.assessment.as_str())
    .text(&new.on.to_string())
    .time(new.at)
    .opt_text(new.by.map(UserId::as_str))
    .text(new.reason)
    .list(tx, |row| {
        let fields = Fields::new("consultation_withdrawals", row, &["consultation_id"]);
        fields.parsed("consultation_id", ConsultationId::parse)
    })
    .await
}

/// Whether a consultation about an assessment has its page on the site.
#[instrument(name = "db.consultations.is_shown", level = "debug", skip_all)]
pub async fn is_shown(tx: &mut Tx, assessment: &AssessmentId) -> Result<bool, StoreError> {
    let found = sql("SELECT COUNT(*) AS n FROM consultations c
         WHERE c.assessment_id = $1 AND NOT EXISTS (SELECT 1 FROM consultation_withdrawals w
             WHERE w.consultation_id = c.id)")
    .text(assessment.as_str())
    .one(tx)
    .await?;
    Ok(Fields::new("consultations", &found, &[]).int::<u32>("n")? > 0)
}

/// What a row of a consultation says of it.
pub(super) fn read(fields: &Fields<'_>) -> Result<Option<Withdrawn>, StoreError> {
    let on = fields.opt_parsed("withdrawn_on", str::parse)?;
    let reason = fields.opt_text("withdrawn_reason")?;
    Ok(on.zip(reason).map(|(on, reason)| Withdrawn { on, reason }))
}
