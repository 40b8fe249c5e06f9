//! Reading an assessment in full, now or as it was.

use std::fmt;
use std::sync::Arc;

use domain::{Action, Answers, AssessmentId, Body, Document, FormEdition, Stage};
use jiff::Timestamp;
use store::assessments::Assessment;
use store::{Tx, editions, revisions};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{self, People, document_at, find, key_of};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::plans::is_plan;
use crate::workflow::Workflow;

/// An assessment at one revision, withheld parts included.
#[derive(Clone, PartialEq)]
pub struct OpenAssessment {
    /// The id.
    pub id: AssessmentId,
    /// Body, number and form.
    pub key: AssessmentKey,
    /// The form's edition.
    pub form: Arc<FormEdition>,
    /// The document as of this revision.
    pub document: Document,
    /// Where the assessment stands now.
    pub stage: Stage,
    /// The revision that this is.
    pub revision: i64,
    /// The newest revision.
    pub newest_revision: i64,
    /// When this revision was made.
    pub changed_at: Timestamp,
    /// By whom, as an e-mail address; `None` is the operator's command.
    pub changed_by: Option<String>,
    /// The body.
    pub body: Body,
    /// The number of the last published edition; 0 without any.
    pub last_edition: u32,
    /// Its affair; `None` for a plan.
    pub affair: Option<AffairBrief>,
}

/// What a document's pages say of its affair.
#[derive(Debug, Clone, PartialEq)]
pub struct AffairBrief {
    /// The affair's name.
    pub name: String,
    /// Why it must be done again, if it must.
    pub redo_reason: Option<String>,
    /// What the items about the threshold judgement are to say.
    pub expected: Answers,
}

impl fmt::Debug for OpenAssessment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (revision, stage) = (self.revision, self.stage.as_str());
        write!(
            f,
            "OpenAssessment({}, revision {revision}, {stage})",
            self.key
        )
    }
}

impl OpenAssessment {
    /// Whether nothing was saved after this revision.
    #[must_use]
    pub fn is_newest(&self) -> bool {
        self.revision == self.newest_revision
    }
}

impl Workflow {
    /// The newest revision.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.open_assessment", level = "debug", skip_all)]
    pub async fn open_assessment(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<OpenAssessment, WorkflowError> {
        actor.require_on(Action::ReadAssessment, key)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let newest = found.revision;
        self.opened(&mut tx, found, newest).await
    }

    /// An earlier revision.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], also for a revision that was never made.
    #[instrument(name = "workflow.open_revision", level = "debug", skip_all)]
    pub async fn open_revision(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        revision: i64,
    ) -> Result<OpenAssessment, WorkflowError> {
        actor.require_on(Action::ReadAssessment, key)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        self.opened(&mut tx, found, revision).await
    }

    async fn affair_brief(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        form: &FormEdition,
    ) -> Result<Option<AffairBrief>, WorkflowError> {
        let affair = store::affairs::find(tx, &found.body, &found.number).await?;
        let Some(affair) = affair.filter(|_| !is_plan(&found.form)) else {
            return Ok(None);
        };
        Ok(Some(AffairBrief {
            expected: self.said(tx, &affair).await?.items(form),
            name: affair.content.name,
            redo_reason: affair.redo_reason,
        }))
    }

    pub(crate) async fn opened(
        &self,
        tx: &mut Tx,
        found: Assessment,
        revision: i64,
    ) -> Result<OpenAssessment, WorkflowError> {
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let row = revisions::find(tx, &found.id, revision).await?;
        let row = row.ok_or(WorkflowError::NotFound)?;
        let document = document_at(tx, &form, &found, revision).await?;
        Ok(OpenAssessment {
            key: key_of(&found),
            document: document.ok_or(WorkflowError::NotFound)?,
            revision,
            newest_revision: found.revision,
            changed_at: row.at,
            changed_by: People::default().email(tx, row.author.as_ref()).await?,
            body: assessment::body(tx, &found.body).await?,
            affair: self.affair_brief(tx, &found, &form).await?,
            last_edition: editions::last_number(tx, &found.id).await?,
            id: found.id,
            stage: found.stage,
            form,
        })
    }
}
