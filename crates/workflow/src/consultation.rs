//! Hearing residents' opinions (意見聴取): opening it, taking opinions, answering them, saying
//! what came of it.
//!
//! Opening and publishing a result have two halves, like a publication: a transaction that
//! stays open while the site is built ([`PendingConsultation`]). Acceptance is decided by the
//! clock and the stored days; that a period's end was seen to
//! ([`crate::Workflow::close_due_consultations`]) moves the assessment on and no more.
//!
//! No error, log or audit row holds the words of an opinion, a name or a contact.

mod answer;
mod close;
mod heard;
mod hidden;
mod open;
mod opinions;
mod pending;
mod quotable;
mod receive;
mod result;
mod site;
mod token;
mod trail;

use domain::{AssessmentId, ConsultationId};
use store::{StoreError, Tx, consultations};

use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;

pub use answer::{AnswerOpinions, Masking};
pub(crate) use heard::{heard, refuse_hidden_words};
pub use open::NewConsultation;
pub use opinions::{ConsultationOverview, OpinionToAnswer, Opinions};
pub use pending::PendingConsultation;
pub use quotable::Quoted;
pub use receive::{OpinionForm, OpinionSent, ReceiptStatus, SendOpinion, SendOpinionError};
pub use result::{Proposed, ResultPreview};
pub use site::SiteConsultation;

/// The newest consultation of an assessment.
pub(crate) async fn newest(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Option<consultations::Consultation>, StoreError> {
    let listed = consultations::list_of_assessment(tx, assessment).await?;
    Ok(listed.into_iter().next())
}

/// The assessment of a consultation.
pub(crate) fn key_of(consultation: &consultations::Consultation) -> AssessmentKey {
    AssessmentKey {
        body: consultation.body.clone(),
        number: consultation.number.clone(),
        form: consultation.form.clone(),
    }
}

/// The consultation, or the answer that there is none.
pub(crate) async fn found(
    tx: &mut Tx,
    id: &ConsultationId,
) -> Result<consultations::Consultation, WorkflowError> {
    let found = consultations::find(tx, id).await?;
    found.ok_or(WorkflowError::NotFound)
}
