//! What the builder of the site reads of consultations, in its own transaction.

use std::sync::Arc;

use domain::opinion::ConsultationResult;
use domain::{ConsultationId, FormEdition, Phase, PublicAssessment};
use jiff::civil::Date;
use store::consultations::{Consultation, PublishedResult};
use store::{StoreError, Tx, consultations};

use crate::clock::day_in_japan;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

/// A consultation as the site shows it: public values only.
#[derive(Debug, Clone)]
pub struct SiteConsultation {
    /// What it is.
    pub consultation: Consultation,
    /// Where it stands today.
    pub phase: Phase,
    /// The form.
    pub form: Arc<FormEdition>,
    /// The version that is shown.
    pub shown: PublicAssessment,
    /// What came of it, once that is published, and when.
    pub result: Option<(ConsultationResult, Date)>,
}

impl Workflow {
    /// A consultation for its page; `None` when there is none.
    ///
    /// # Errors
    /// [`WorkflowError::Store`] when what is stored cannot be read back.
    pub async fn site_consultation(
        &self,
        tx: &mut Tx,
        id: &ConsultationId,
    ) -> Result<Option<SiteConsultation>, WorkflowError> {
        let Some(consultation) = consultations::find(tx, id).await? else {
            return Ok(None);
        };
        let (form, shown) = self.shown(tx, &consultation).await?;
        let result = consultations::last_result(tx, id).await?;
        let result = result.map(|found| read(id, &found)).transpose()?;
        Ok(Some(SiteConsultation {
            phase: Phase::on(consultation.from, consultation.to, self.today()),
            consultation,
            form,
            shown,
            result,
        }))
    }
}

fn read(
    id: &ConsultationId,
    found: &PublishedResult,
) -> Result<(ConsultationResult, Date), StoreError> {
    let result = ConsultationResult::read(&found.result, &found.digest);
    let result = result.map_err(|_| StoreError::Corrupt {
        table: "consultation_results",
        column: "result",
        row: format!("{id}/{}", found.version),
    })?;
    Ok((result, day_in_japan(found.published_at)))
}
