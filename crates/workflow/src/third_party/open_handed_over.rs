//! What a reviewer sees: the assessments of active engagements, and of each the revision that
//! was handed over; and what the body sees of its review.

use std::collections::HashMap;
use std::fmt;

use domain::{Action, ConsultationId, Stage, StageKind};
use jiff::Timestamp;
use jiff::civil::Date;
use store::assessments::{self, Assessment};
use store::handovers::{self, Handover};
use store::reviews::{self, Response, StoredVerdict};
use store::{Tx, engagements};
use tracing::instrument;

use super::comments::{CommentEntry, entries};
use super::review_draft::ReviewDraft;
use super::{engaged, handed_to};
use crate::actor::Actor;
use crate::assessment::{body, document, find, key_of, public_title};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::open_assessment::OpenAssessment;
use crate::trail::record_reading;
use crate::workflow::Workflow;

/// The most assessments that one person reviews at a time.
const MOST: u32 = 500;

/// An assessment that a person was invited to review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Which.
    pub key: AssessmentKey,
    /// The public title of what was handed over; `None` before that.
    pub title: Option<String>,
    /// The body's name.
    pub body_name: String,
    /// The agency.
    pub agency: String,
    /// Where it stands.
    pub stage: Stage,
    /// The organ in whose name the person reviews.
    pub organ: String,
    /// When the person was invited.
    pub invited_at: Timestamp,
    /// When it was handed to this person last.
    pub handed_over_at: Option<Timestamp>,
    /// The day of the verdict on that, if there is one.
    pub verdict_on: Option<Date>,
}

/// What was handed over, with everything written about it.
#[derive(Clone)]
pub struct HandedOver {
    /// The revision that was handed over, withheld parts included.
    pub open: OpenAssessment,
    /// The record of the hand-over.
    pub handover: Handover,
    /// The organ in whose name the person reviews.
    pub organ: String,
    /// Comments, of earlier hand-overs too, oldest first.
    pub comments: Vec<CommentEntry>,
    /// What this person has written so far.
    pub draft: ReviewDraft,
    /// The verdict, once it is given.
    pub verdict: Option<StoredVerdict>,
    /// Whether this person may write about it now.
    pub may_write: bool,
    /// The consultation whose opinions and answers belong to it, with how many came.
    pub heard: Option<(ConsultationId, u32)>,
}

/// A review as the body sees it.
#[derive(Clone)]
pub struct BodyReview {
    /// The hand-overs, newest first, each with its verdict.
    pub handovers: Vec<(Handover, Option<StoredVerdict>)>,
    /// Comments, oldest first.
    pub comments: Vec<CommentEntry>,
    /// What was done about the newest hand-over's comments and questions, by their id.
    pub responses: HashMap<String, Response>,
}

impl fmt::Debug for HandedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HandedOver({:?})", self.open)
    }
}

impl fmt::Debug for BodyReview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyReview({} hand-overs)", self.handovers.len())
    }
}

impl Workflow {
    /// The assessments that this person was invited to, newest first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for other roles.
    #[instrument(name = "workflow.assignments", level = "debug", skip_all)]
    pub async fn assignments(&self, actor: &Actor) -> Result<Vec<Assignment>, WorkflowError> {
        if !actor.role.may_if_assigned(Action::ReviewAssessment) {
            return Err(WorkflowError::NotFound);
        }
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let mut assigned = Vec::new();
        for engagement in engagements::list_of_reviewer(&mut tx, &actor.user, MOST).await? {
            let found = assessments::find_by_id(&mut tx, &engagement.assessment).await?;
            let Some(found) = found else { continue };
            let handover = match handed_to(&mut tx, &found, &engagement).await {
                Ok(handover) => Some(handover),
                Err(WorkflowError::NotFound) => None,
                Err(other) => return Err(other),
            };
            let (verdict, title) = match &handover {
                Some(last) => (
                    reviews::verdict(&mut tx, &found.id, last.handover).await?,
                    Some(self.title_at(&mut tx, &found, last.revision).await?),
                ),
                None => (None, None),
            };
            assigned.push(Assignment {
                key: key_of(&found),
                body_name: body(&mut tx, &found.body).await?.name,
                title,
                agency: found.agency,
                stage: found.stage,
                organ: engagement.organ,
                invited_at: engagement.invited_at,
                handed_over_at: handover.map(|last| last.at),
                verdict_on: verdict.map(|verdict| verdict.on),
            });
        }
        Ok(assigned)
    }

    /// The public title as of a revision.
    async fn title_at(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        revision: i64,
    ) -> Result<String, WorkflowError> {
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(tx, &form, found, revision).await?;
        Ok(public_title(&form, &document))
    }

    /// Opens exactly the revision that was handed over. The opening is recorded.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], also before anything was handed over.
    #[instrument(name = "workflow.open_handed_over", level = "debug", skip_all)]
    pub async fn open_handed_over(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<HandedOver, WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, engagement) = engaged(&mut tx, actor, key).await?;
        let handover = handed_to(&mut tx, &found, &engagement).await?;
        let number = handover.handover;
        let verdict = reviews::verdict(&mut tx, &found.id, number).await?;
        let draft = reviews::draft(&mut tx, &found.id, number, &actor.user).await?;
        let comments = entries(&mut tx, &found, actor, Some(&engagement)).await?;
        let heard = crate::consultation::newest(&mut tx, &found.id).await?;
        let may_write = found.stage.kind() == StageKind::ThirdPartyReview && verdict.is_none();
        let open = self.opened(&mut tx, found, handover.revision).await?;
        record_reading(&mut tx, actor, key, handover.revision, self.now()).await?;
        tx.commit().await?;
        Ok(HandedOver {
            open,
            handover,
            organ: engagement.organ,
            comments,
            draft: draft.into(),
            verdict,
            may_write,
            heard: heard.map(|heard| (heard.id, heard.opinions)),
        })
    }

    /// What was handed over of an assessment and what came of it, for the body.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.body_review", level = "debug", skip_all)]
    pub async fn body_review(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<BodyReview, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let mut all = Vec::new();
        for handover in handovers::list(&mut tx, &found.id).await? {
            let verdict = reviews::verdict(&mut tx, &found.id, handover.handover).await?;
            all.push((handover, verdict));
        }
        let responses = match all.first() {
            Some((newest, _)) => reviews::responses(&mut tx, &found.id, newest.handover).await?,
            None => Vec::new(),
        };
        let by_subject = responses
            .into_iter()
            .map(|response| (response.subject.clone(), response));
        Ok(BodyReview {
            handovers: all,
            comments: entries(&mut tx, &found, actor, None).await?,
            responses: by_subject.collect(),
        })
    }
}
