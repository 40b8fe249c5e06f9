//! The verdict of a third-party reviewer: the act of the procedure, with the words that go
//! into the assessment.

use domain::review::Checklist;
use domain::stage::VerdictKind;
use domain::{Command, Stage};
use jiff::civil::Date;
use store::reviews;
use tracing::instrument;

use super::review_draft::{ReviewDraft, check, under_review};
use super::{engaged, handed_to};
use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::error::{FieldProblem, WorkflowError};
use crate::workflow::Workflow;

/// A verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVerdict {
    /// The day of the review.
    pub on: Date,
    /// The result in short.
    pub kind: VerdictKind,
    /// Checklist, method and result, complete.
    pub draft: ReviewDraft,
}

impl Workflow {
    /// Gives the verdict on the revision that was handed over, and fills the items on the
    /// review. What was typed is kept as a draft even when the procedure refuses. The same
    /// verdict twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `answers`, `method` or `result`;
    /// [`WorkflowError::Refused`]; [`WorkflowError::Conflict`]; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.give_verdict", level = "debug", skip_all)]
    pub async fn give_verdict(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        checklist: &Checklist,
        revision: i64,
        new: &NewVerdict,
    ) -> Result<Stage, WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, engagement) = engaged(&mut tx, actor, key).await?;
        let handover = handed_to(&mut tx, &found, &engagement).await?;
        let given = reviews::verdict(&mut tx, &found.id, handover.handover).await?;
        if given.is_some_and(|given| {
            (&given.reviewer, given.on, given.kind) == (&actor.user, new.on, new.kind)
        }) && handover.revision == revision
        {
            return Ok(found.stage);
        }
        under_review(&found, &handover, revision)?;
        check(checklist, &new.draft)?;
        self.write_draft(&mut tx, (actor, key), (&found, &handover), &new.draft)
            .await?;
        tx.commit().await?;
        complete(checklist, &new.draft)?;
        let command = Command::GiveVerdict {
            on: new.on,
            kind: new.kind,
        };
        self.act(actor, key, revision, command).await
    }
}

/// Refuses a verdict in which something is missing.
fn complete(checklist: &Checklist, draft: &ReviewDraft) -> Result<(), WorkflowError> {
    let answered = |id: &str| draft.answers.get(id).is_some_and(|a| a.check.is_some());
    let open = checklist
        .questions
        .iter()
        .filter(|question| !answered(&question.id))
        .count();
    let mut problems = Vec::new();
    if open > 0 {
        problems.push(FieldProblem {
            field: "answers",
            message: format!("点検の観点に、答えていない問いが{open}件あります。"),
        });
    }
    for (field, what, text) in [
        ("method", "方法", &draft.method),
        ("result", "結果", &draft.result),
    ] {
        if text.trim().is_empty() {
            problems.push(FieldProblem {
                field,
                message: format!(
                    "点検の{what}を書いてください。評価書の欄にそのまま記載されます。"
                ),
            });
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(WorkflowError::Invalid(problems))
    }
}
