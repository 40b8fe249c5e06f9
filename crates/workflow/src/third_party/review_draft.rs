//! What a reviewer has written so far: the checklist, and the words for the items on the
//! review. It can be saved at any time, complete or not.

use std::fmt;

use domain::LongText;
use domain::review::Checklist;
use domain::{Refusal, StageKind};
use serde_json::json;
use store::Tx;
use store::assessments::Assessment;
use store::handovers::Handover;
use store::reviews::{self, Draft, QuestionAnswers};
use tracing::instrument;

use super::{LONGEST, engaged, handed_to, record, within};
use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

/// The longest text for an item on the review, in characters.
const LONGEST_ITEM: usize = 4_000;

/// What a reviewer writes; texts are as secret as what they are about until the verdict puts
/// method and result into the assessment.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ReviewDraft {
    /// Answers by the id of their question.
    pub answers: QuestionAnswers,
    /// How the review was carried out, in typed notation.
    pub method: String,
    /// What came of it, in typed notation.
    pub result: String,
    /// The version that was read; 0 when nothing was saved yet.
    pub version: i64,
}

impl fmt::Debug for ReviewDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReviewDraft(version {})", self.version)
    }
}

impl From<Draft> for ReviewDraft {
    fn from(draft: Draft) -> Self {
        let Draft {
            answers,
            method,
            result,
            version,
        } = draft;
        Self {
            answers,
            method,
            result,
            version,
        }
    }
}

impl Workflow {
    /// Saves what a reviewer has written so far, on top of the version that was read; the new
    /// version. Saving what is there already changes nothing.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `note`, `method` or `result`;
    /// [`WorkflowError::Conflict`] when a newer version is there; [`WorkflowError::Refused`]
    /// when the review is over; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.save_review_draft", level = "debug", skip_all)]
    pub async fn save_review_draft(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        checklist: &Checklist,
        revision: i64,
        draft: &ReviewDraft,
    ) -> Result<i64, WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, engagement) = engaged(&mut tx, actor, key).await?;
        let handover = handed_to(&mut tx, &found, &engagement).await?;
        under_review(&found, &handover, revision)?;
        check(checklist, draft)?;
        let version = self
            .write_draft(&mut tx, (actor, key), (&found, &handover), draft)
            .await?;
        tx.commit().await?;
        Ok(version)
    }

    pub(super) async fn write_draft(
        &self,
        tx: &mut Tx,
        (actor, key): (&Actor, &AssessmentKey),
        (found, handover): (&Assessment, &Handover),
        draft: &ReviewDraft,
    ) -> Result<i64, WorkflowError> {
        let number = handover.handover;
        let before: ReviewDraft = reviews::draft(tx, &found.id, number, &actor.user)
            .await?
            .into();
        let same = ReviewDraft {
            version: before.version,
            ..draft.clone()
        };
        if before == same {
            return Ok(before.version);
        }
        let new = Draft {
            answers: draft.answers.clone(),
            method: draft.method.clone(),
            result: draft.result.clone(),
            version: draft.version,
        };
        let now = self.now();
        let version = reviews::save_draft(tx, &found.id, number, &actor.user, &new, now).await?;
        let detail = json!({ "handover": number, "version": version });
        record(tx, "review.save", key, actor, now, detail).await?;
        Ok(version)
    }
}

/// Refuses to write when the review is over, or about another revision.
pub(super) fn under_review(
    found: &Assessment,
    handover: &Handover,
    revision: i64,
) -> Result<(), WorkflowError> {
    let here = found.stage.kind() == StageKind::ThirdPartyReview;
    if here && handover.revision == revision {
        return Ok(());
    }
    let now = found.stage.label();
    Err(Refusal::NotNow { now }.into())
}

/// Refuses what can never be saved; what is merely missing may stay so in a draft.
pub(super) fn check(checklist: &Checklist, draft: &ReviewDraft) -> Result<(), WorkflowError> {
    for (question, answer) in &draft.answers {
        if checklist.question(question).is_none() {
            return Err(WorkflowError::NotFound);
        }
        within("note", "所見", &answer.note, LONGEST)?;
    }
    for (field, what, text) in [
        ("method", "方法", &draft.method),
        ("result", "結果", &draft.result),
    ] {
        within(field, what, text, LONGEST_ITEM)?;
        LongText::parse_typed(text)
            .map_err(|problem| WorkflowError::invalid(field, problem.to_string()))?;
    }
    Ok(())
}
