//! Where an assessment stands in its procedure: the steps of this round with who took them
//! and when, and the documents that were kept on the way.

use domain::procedure::{Kept, Step, steps, transitions};
use domain::{Act, Action, FormKind, StageKind};
use jiff::Timestamp;
use jiff::civil::Date;
use store::audit::{self, AuditEntry};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{People, find};
use crate::assessment_key::AssessmentKey;
use crate::circumstances::regime;
use crate::error::WorkflowError;
use crate::history::{ASSESSMENT, RecordedAct};
use crate::workflow::Workflow;

/// So many acts are read; a round has far fewer.
const ACTS: u32 = 500;

/// A step of the procedure, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenStep {
    /// Which step, and whether it lies behind.
    pub step: Step,
    /// The act that led on from it, when, and by whom (an e-mail address; `None`: the clock
    /// or a command).
    pub left: Option<(Act, Timestamp, Option<String>)>,
}

/// A document that an act left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDocument {
    /// Which.
    pub kept: Kept,
    /// The act.
    pub act: Act,
    /// When.
    pub at: Timestamp,
    /// By whom, as an e-mail address.
    pub by: Option<String>,
    /// The revision.
    pub revision: Option<i64>,
    /// The day given with the act.
    pub day: Option<Date>,
}

/// Where an assessment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The steps in order.
    pub steps: Vec<TakenStep>,
    /// What was kept in this round, oldest first.
    pub kept: Vec<KeptDocument>,
}

impl Workflow {
    /// Where an assessment stands in its procedure.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.progress", level = "debug", skip_all)]
    pub async fn progress(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<Progress, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        let form = FormKind::of(&key.form).ok_or(WorkflowError::NotFound)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let regime = regime(&mut tx, &key.body).await?;
        let subject = key.to_string();
        let rows = audit::list_acts(&mut tx, &key.body, &subject, ASSESSMENT, ACTS).await?;
        let mut acts = Vec::new();
        let mut people = People::seen_from(actor.body.as_ref());
        for row in rows {
            let Some(RecordedAct::Did(act)) = RecordedAct::parse(&row.action) else {
                continue;
            };
            let by = people.email(&mut tx, row.actor.as_ref()).await?;
            acts.push((act, row, by));
            if matches!(act, Act::Amend | Act::Redo) {
                // Newest first: what lies before belongs to the round before.
                break;
            }
        }
        acts.reverse();
        let taken = steps(form, regime, &found.stage).into_iter().map(|step| {
            let left = acts.iter().rev().find(|(_, row, _)| leaves(row, step.kind));
            TakenStep {
                left: left
                    .filter(|_| step.is_done())
                    .map(|(act, row, by)| (*act, row.at, by.clone())),
                step,
            }
        });
        let kept = acts.iter().flat_map(|(act, row, by)| {
            let from = row.detail["from"].as_str().and_then(StageKind::parse);
            let kinds = transitions(form, regime)
                .find(|one| one.act == *act && from.is_none_or(|from| one.from.contains(&from)))
                .map(|one| one.keeps)
                .unwrap_or_default();
            kinds.iter().map(|kept| KeptDocument {
                kept: *kept,
                act: *act,
                at: row.at,
                by: by.clone(),
                revision: row.detail["revision"].as_i64(),
                day: row.detail["day"].as_str().and_then(|day| day.parse().ok()),
            })
        });
        Ok(Progress {
            steps: taken.collect(),
            kept: kept.collect(),
        })
    }
}

fn leaves(row: &AuditEntry, kind: StageKind) -> bool {
    let stage = |name: &str| row.detail[name].as_str().and_then(StageKind::parse);
    match (stage("from"), stage("to")) {
        (Some(from), Some(to)) => from == kind && to != kind,
        // A publication's row says which edition it made instead.
        _ => {
            row.detail["edition"].is_u64()
                && matches!(kind, StageKind::Submitted | StageKind::CommissionApproved)
        }
    }
}
