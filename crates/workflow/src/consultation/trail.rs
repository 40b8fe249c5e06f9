//! Rows of the audit trail about a consultation: counts and numbers, never words.

use domain::ConsultationId;
use jiff::Timestamp;
use serde_json::Value;
use store::{StoreError, Tx};

use crate::actor::Actor;
use crate::trail::record_on;

/// Answers were saved.
pub(super) const ANSWERED: &str = "consultation.answer";
/// What is not shown of an opinion was decided.
pub(super) const MASKED: &str = "consultation.mask";
/// Names and contacts were erased.
pub(super) const ERASED: &str = "consultation.erase-contacts";
/// The result was published.
pub(super) const RESULT: &str = "consultation.publish-result";
/// The leak gate refused an opening or a result.
pub(super) const REFUSED: &str = "consultation.refused";
/// All opinions were taken out as a file.
pub(super) const EXPORTED: &str = "consultation.export-opinions";

/// Records an act on a consultation.
pub(super) async fn note(
    tx: &mut Tx,
    action: &str,
    id: &ConsultationId,
    by: &Actor,
    at: Timestamp,
    detail: Value,
) -> Result<(), StoreError> {
    let (body, subject) = (Some(id.body()), id.to_string());
    record_on(tx, action, body, &subject, by, at, detail).await
}
