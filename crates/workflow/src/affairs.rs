//! Affairs (事務): the thing that is assessed. Shared by the use cases about them, and by
//! those that start, import and change documents.
//!
//! Whoever changes an affair or one of its documents locks the affair first, then the
//! documents in the order of their forms: so that nobody waits for another in a circle.

pub(crate) mod carry;
pub(crate) mod dismiss_redo;
pub(crate) mod end;
pub(crate) mod from_document;
pub(crate) mod incidents;
pub(crate) mod judging;
pub(crate) mod list;
pub(crate) mod register;
pub(crate) mod save;
pub(crate) mod shared;
pub(crate) mod standing;

use domain::{AssessmentNumber, BodyCode};
use store::affairs::{self, Affair};
use store::{StoreError, Tx};

use crate::error::WorkflowError;

/// The affair, which nobody else can change until the transaction ends.
pub(crate) async fn lock(
    tx: &mut Tx,
    body: &BodyCode,
    number: &AssessmentNumber,
) -> Result<Affair, WorkflowError> {
    let found = affairs::lock(tx, body, number).await?;
    found.ok_or(WorkflowError::NotFound)
}

/// What the audit trail calls an affair: `011002/1`, the number percent-encoded as in the
/// address of its documents.
pub(crate) fn subject(body: &BodyCode, number: &AssessmentNumber) -> String {
    crate::assessment_key::affair_subject(body, number)
}

/// A row of `affairs` that another one took the place of.
pub(crate) fn taken(error: StoreError) -> WorkflowError {
    match error {
        StoreError::Conflict { what } if what == "affairs" => WorkflowError::invalid(
            "number",
            "この評価書番号の事務が、この団体に既にあります。公表ページの住所に使うので、番号は評価実施機関が違っても団体の中で重ねられません。別の番号にしてください。",
        ),
        other => other.into(),
    }
}
