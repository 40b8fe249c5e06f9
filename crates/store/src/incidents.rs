//! Incidents of agencies (重大事故). One that was registered by mistake is cancelled and
//! stays visible.

use domain::affair::{Incident, IncidentSubject};
use domain::{AgencyId, BodyCode, IncidentId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// An incident in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredIncident {
    /// The id.
    pub id: IncidentId,
    /// The body.
    pub body: BodyCode,
    /// The agency.
    pub agency: AgencyId,
    /// What the judgement asks for.
    pub incident: Incident,
    /// The day the agency came to know of it.
    pub known_on: Date,
    /// What happened, in a few words; for the body's own people.
    pub summary: String,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// By whom.
    pub registered_by: Option<UserId>,
    /// Why it does not count any more, if it was cancelled.
    pub cancel_reason: Option<String>,
}

impl RegisteredIncident {
    /// Whether it counts in a judgement on `day`.
    #[must_use]
    pub fn counts_on(&self, day: Date) -> bool {
        self.cancel_reason.is_none() && self.incident.counts_on(day)
    }
}

/// Registers an incident.
///
/// # Errors
/// [`StoreError::Dangling`] when the agency is unknown.
#[instrument(name = "db.incidents.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, new: &RegisteredIncident) -> Result<(), StoreError> {
    let persons = i64::try_from(new.incident.persons).unwrap_or(i64::MAX);
    sql(
        "INSERT INTO incidents (id, body_code, agency_id, occurred_on, known_on, subject,
             persons, deliberate, attributable, summary, registered_at, registered_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .text(new.id.as_str())
    .text(new.body.as_str())
    .text(new.agency.as_str())
    .text(&new.incident.occurred_on.to_string())
    .text(&new.known_on.to_string())
    .text(new.incident.subject.as_str())
    .int(persons)
    .int(new.incident.deliberate.into())
    .int(new.incident.attributable.into())
    .text(&new.summary)
    .time(new.registered_at)
    .opt_text(new.registered_by.as_ref().map(UserId::as_str))
    .execute(tx)
    .await?;
    Ok(())
}

/// The incident of an id within a body.
#[instrument(name = "db.incidents.find", level = "debug", skip_all)]
pub async fn find(
    tx: &mut Tx,
    body: &BodyCode,
    id: &IncidentId,
) -> Result<Option<RegisteredIncident>, StoreError> {
    sql("SELECT * FROM incidents WHERE body_code = $1 AND id = $2")
        .text(body.as_str())
        .text(id.as_str())
        .find(tx, read)
        .await
}

/// The incidents of a body, the latest first; of one agency, or all with `None`.
#[instrument(name = "db.incidents.list", level = "debug", skip_all)]
pub async fn list(
    tx: &mut Tx,
    body: &BodyCode,
    agency: Option<&AgencyId>,
) -> Result<Vec<RegisteredIncident>, StoreError> {
    sql(
        "SELECT * FROM incidents WHERE body_code = $1 AND ($2 IS NULL OR agency_id = $2)
         ORDER BY occurred_on DESC, id DESC LIMIT 500",
    )
    .text(body.as_str())
    .opt_text(agency.map(AgencyId::as_str))
    .list(tx, read)
    .await
}

/// Cancels an incident; `false` when it was cancelled already.
#[instrument(name = "db.incidents.cancel", level = "debug", skip_all)]
pub async fn cancel(
    tx: &mut Tx,
    id: &IncidentId,
    reason: &str,
    at: Timestamp,
    by: &UserId,
) -> Result<bool, StoreError> {
    sql(
        "UPDATE incidents SET cancelled_at = $2, cancelled_by = $3, cancel_reason = $4
         WHERE id = $1 AND cancelled_at IS NULL",
    )
    .text(id.as_str())
    .time(at)
    .text(by.as_str())
    .text(reason)
    .touched(tx)
    .await
}

fn read(row: &AnyRow) -> Result<RegisteredIncident, StoreError> {
    let fields = Fields::new("incidents", row, &["id"]);
    Ok(RegisteredIncident {
        id: fields.parsed("id", IncidentId::parse)?,
        body: fields.parsed("body_code", BodyCode::parse)?,
        agency: fields.parsed("agency_id", AgencyId::parse)?,
        incident: Incident {
            occurred_on: fields.date("occurred_on")?,
            subject: fields.parsed("subject", |word| IncidentSubject::parse(word).ok_or(()))?,
            persons: fields.int("persons")?,
            deliberate: fields.int::<i64>("deliberate")? == 1,
            attributable: fields.int::<i64>("attributable")? == 1,
        },
        known_on: fields.date("known_on")?,
        summary: fields.text("summary")?,
        registered_at: fields.time("registered_at")?,
        registered_by: fields.opt_parsed("registered_by", UserId::parse)?,
        cancel_reason: fields.opt_text("cancel_reason")?,
    })
}
