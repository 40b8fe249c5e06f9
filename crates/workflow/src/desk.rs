//! The assessments of a body, as a list.

use domain::{Act, Action, AssessmentId, Regime, Stage};
use jiff::Timestamp;
use store::assessments::{self, Assessment, Cursor};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::key_of;
use crate::assessment_key::AssessmentKey;
use crate::circumstances::regime;
use crate::error::WorkflowError;
use crate::offers::{acts_on, may_edit};
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// An assessment on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskEntry {
    /// Body, number and form.
    pub key: AssessmentKey,
    /// The form's title.
    pub form_title: String,
    /// The title, as the public will read it.
    pub title: String,
    /// The agency within the body.
    pub agency: String,
    /// Where it stands.
    pub stage: Stage,
    /// The newest revision.
    pub revision: i64,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// What this person can do to it.
    pub acts: Vec<Act>,
    /// Whether this person may change its answers.
    pub may_edit: bool,
}

impl Workflow {
    /// The assessments of the actor's body, last changed first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for roles that read none.
    #[instrument(name = "workflow.desk", level = "debug", skip_all)]
    pub async fn desk(
        &self,
        actor: &Actor,
        request: &PageRequest,
    ) -> Result<Page<DeskEntry>, WorkflowError> {
        let body = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ReadAssessment, body)?;
        let after = request.after.as_deref().map(parse_place).transpose()?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found =
            assessments::list_of_body(&mut tx, body, None, after.as_ref(), request.asked()).await?;
        let regime = regime(&mut tx, body).await?;
        let page = Page::cut(found, request, place);
        Ok(page.map(|assessment| self.entry(actor, regime, assessment)))
    }

    fn entry(&self, actor: &Actor, regime: Regime, assessment: Assessment) -> DeskEntry {
        let form = self.forms.get(&assessment.form, &assessment.form_edition);
        DeskEntry {
            key: key_of(&assessment),
            form_title: form.map_or_else(|| assessment.form.to_string(), |form| form.title.clone()),
            acts: acts_on(
                actor,
                &assessment.body,
                (&assessment.form, regime),
                &assessment.stage,
            ),
            may_edit: may_edit(actor, &assessment.body, &assessment.stage),
            title: assessment.title,
            agency: assessment.agency,
            stage: assessment.stage,
            revision: assessment.revision,
            changed_at: assessment.changed_at,
        }
    }
}

fn place(last: &Assessment) -> String {
    format!("{}_{}", last.changed_at, last.id)
}

/// A place as [`place`] wrote it. Anything else comes from a mistyped address.
fn parse_place(text: &str) -> Result<Cursor, WorkflowError> {
    let parsed = text.split_once('_').and_then(|(changed_at, id)| {
        Some(Cursor {
            changed_at: changed_at.parse().ok()?,
            id: AssessmentId::parse(id).ok()?,
        })
    });
    parsed.ok_or(WorkflowError::NotFound)
}
