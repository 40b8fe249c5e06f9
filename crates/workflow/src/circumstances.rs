//! What is true around an assessment when somebody acts on it: one function a fact, looked up
//! in the act's own transaction.

use domain::procedure::{Circumstances, KisoStanding};
use domain::{BodyCode, Document, FormEdition, FormId, Regime, StageKind, UserId};
use store::assessments::Assessment;
use store::{Tx, affairs, assessments, bodies, editions};

use crate::affairs::end::others_under_way;
use crate::assessment::document;
use crate::consultation;
use crate::error::WorkflowError;
use crate::third_party;
use crate::waive_finding::unwaived;
use crate::workflow::Workflow;

impl Workflow {
    /// The circumstances of a locked assessment, for `actor` (`None`: the clock) who read the
    /// revision `seen`.
    pub(crate) async fn circumstances(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        actor: Option<&UserId>,
        seen: i64,
    ) -> Result<Circumstances, WorkflowError> {
        // Read once for everything that looks into it.
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(tx, &form, found, found.revision).await?;
        let heard = consultation::heard(tx, found, &document).await?;
        let published_before = editions::last_number(tx, &found.id).await? > 0;
        let affair = affairs::find(tx, &found.body, &found.number).await?;
        let affair = affair.map(|affair| affair.content).unwrap_or_default();
        Ok(Circumstances {
            newest: found.revision,
            seen,
            errors: errors(tx, found, &form, &document).await?,
            plan_current: self.plan_current(tx, found).await?,
            changes_open: self.changes_open(tx, found).await?,
            kiso: kiso(tx, found).await?,
            shortening_reason: heard.shortening_reason,
            unanswered: heard.unanswered,
            opinions_described: heard.described,
            published_before,
            reviewer_engaged: third_party::has_reviewer(tx, found).await?,
            review_described: third_party::is_described(&form, &document),
            holding_since: affair.holding_from,
            late_by_exception: affair.late_reason.is_some(),
            exchange_from: affair.exchange_from,
            is_public: crate::public_standing::is_public(tx, found).await?,
            others_under_way: others_under_way(tx, found).await?,
            ..Circumstances::clear(actor.cloned(), self.now(), self.today(), seen)
        })
    }

    /// Whether the plan of the agency says what is so; only asked where a submission to the
    /// commission may come next.
    async fn plan_current(&self, tx: &mut Tx, found: &Assessment) -> Result<bool, WorkflowError> {
        match found.stage.kind() {
            StageKind::InReview | StageKind::PreparingSubmission | StageKind::Reworking => {
                self.plan_is_current(tx, &found.body, &found.agency).await
            }
            _ => Ok(true),
        }
    }
}

/// How many findings stand in the way that nobody waived.
async fn errors(
    tx: &mut Tx,
    found: &Assessment,
    form: &FormEdition,
    document: &Document,
) -> Result<usize, WorkflowError> {
    if !found.stage.is_editable() {
        return Ok(0);
    }
    Ok(unwaived(tx, found, form, document).await?.len())
}

/// Whether the exception of 規則9条2項 is claimed for the affair.
pub(crate) async fn late_by_exception(
    tx: &mut Tx,
    found: &Assessment,
) -> Result<bool, WorkflowError> {
    let affair = affairs::find(tx, &found.body, &found.number).await?;
    Ok(affair.is_some_and(|affair| affair.content.late_reason.is_some()))
}

/// Which law the body follows.
pub(crate) async fn regime(tx: &mut Tx, body: &BodyCode) -> Result<Regime, WorkflowError> {
    Ok(bodies::regime(tx, body).await?.unwrap_or_default())
}

/// How far the 基礎項目評価書 of the same number has come.
async fn kiso(tx: &mut Tx, found: &Assessment) -> Result<KisoStanding, WorkflowError> {
    let Ok(form) = FormId::parse("kiso") else {
        return Ok(KisoStanding::Missing);
    };
    let Some(kiso) = assessments::find(tx, &found.body, &found.number, &form).await? else {
        return Ok(KisoStanding::Missing);
    };
    let filed = matches!(
        kiso.stage.kind(),
        StageKind::Submitted | StageKind::Published | StageKind::Ended
    ) || editions::last_number(tx, &kiso.id).await? > 0;
    Ok(if filed {
        KisoStanding::Filed
    } else {
        KisoStanding::Started
    })
}
