//! The end of an affair (事務の終了), the notification of it (規則16条) and its undoing: acts on
//! one document that move every document of the affair, because what ends is the affair.
//! Source: `records.md` §3.1.
//!
//! A document that is not where the act begins, as a draft that never became public or one
//! that was taken off, stays as it is.

use domain::procedure;
use domain::{Act, Command, FormKind, Regime, Stage, StageKind};
use store::affairs::{self, Affair};
use store::assessments::{self, Assessment};
use store::{Tx, editions};

use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::consequences::{Outcome, follow};
use crate::error::WorkflowError;
use crate::workflow::Workflow;

/// The affair of a document with its other documents, which nobody else can change until the
/// transaction ends.
#[derive(Default)]
pub(crate) struct WholeAffair {
    affair: Option<Affair>,
    others: Vec<Assessment>,
}

/// Whether the act moves the whole affair.
fn is_of_affair(act: Act) -> bool {
    matches!(act, Act::End | Act::NotifyEnd | Act::Resume)
}

/// Locks the affair, then its documents in the order of their forms, if the act moves them
/// all; nothing for any other act.
pub(crate) async fn lock_for(
    tx: &mut Tx,
    key: &AssessmentKey,
    act: Act,
) -> Result<WholeAffair, WorkflowError> {
    if !is_of_affair(act) {
        return Ok(WholeAffair::default());
    }
    let affair = affairs::lock(tx, &key.body, &key.number).await?;
    let mut others = Vec::new();
    for found in assessments::list_of_number(tx, &key.body, &key.number).await? {
        let found = assessments::lock(tx, &found.id).await?;
        others.extend(found.filter(|found| found.form != key.form));
    }
    others.retain(|found| FormKind::of(&found.form).is_some());
    Ok(WholeAffair { affair, others })
}

/// The other documents of the affair that are on their way to an edition. Asked only of what
/// is published, where an affair ends.
pub(crate) async fn others_under_way(
    tx: &mut Tx,
    found: &Assessment,
) -> Result<Vec<FormKind>, WorkflowError> {
    let mut under_way = Vec::new();
    if found.stage.kind() != StageKind::Published {
        return Ok(under_way);
    }
    for other in assessments::list_of_number(tx, &found.body, &found.number).await? {
        let Some(form) = FormKind::of(&other.form).filter(|_| other.id != found.id) else {
            continue;
        };
        let moving = match other.stage.kind() {
            StageKind::Published | StageKind::Unpublished | StageKind::Ended => false,
            StageKind::Draft => editions::is_public(tx, &other.id).await?,
            _ => true,
        };
        under_way.extend(moving.then_some(form));
    }
    Ok(under_way)
}

impl Workflow {
    /// Does the same act to the other documents, where they stand for it, and writes the days
    /// of the affair as `ended`, the stage of the first document, says them.
    pub(crate) async fn end_others(
        &self,
        tx: &mut Tx,
        whole: WholeAffair,
        (command, regime, ended): (&Command, Regime, &Stage),
        actor: &Actor,
    ) -> Result<Vec<(Assessment, Outcome)>, WorkflowError> {
        let mut moved = Vec::new();
        for other in whole.others {
            let Some(form) = FormKind::of(&other.form) else {
                continue;
            };
            let seen = other.revision;
            let around = self
                .circumstances(tx, &other, Some(&actor.user), seen)
                .await?;
            let Ok((next, _)) = procedure::apply(form, regime, &other.stage, command, &around)
            else {
                continue;
            };
            let outcome = follow(self, tx, &other, (command, Some(actor)), next).await?;
            moved.push((other, outcome));
        }
        if let Some(affair) = whole.affair {
            let (ended_on, notified_on) = match ended {
                Stage::Ended {
                    ended_on,
                    notified_on,
                    ..
                } => (Some(*ended_on), *notified_on),
                _ => (None, None),
            };
            let (at, by) = (self.now(), Some(&actor.user));
            affairs::set_end(tx, &affair.id, ended_on, notified_on, at, by).await?;
        }
        Ok(moved)
    }
}
