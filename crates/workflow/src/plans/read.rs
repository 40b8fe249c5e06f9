//! Reading plans, as the body that writes them does.

use std::fmt;

use domain::{Action, Answers, AssessmentNumber, BodyCode, FormEdition, FormId};
use store::agencies::{self, Agency};
use store::plans::{self, Submission};
use store::{StoreError, Tx, affairs, assessments};
use tracing::instrument;

use super::generate::{Cells, Generated, PlanChange, PlanGap, Written, cells, gaps, refresh};
use crate::actor::Actor;
use crate::affairs::standing::{AffairEntry, BodyView, MOST};
use crate::assessment::{People, document};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

/// The plan of an agency: body, and the agency's place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanKey {
    /// The body.
    pub body: BodyCode,
    /// The place of the agency within the body, from 1.
    pub agency: i64,
}

impl PlanKey {
    /// The number of its text.
    pub(crate) fn number(&self) -> Result<AssessmentNumber, WorkflowError> {
        let number = AssessmentNumber::parse(&self.agency.to_string());
        number.map_err(|_| WorkflowError::NotFound)
    }

    /// The key of its text.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for a place that is none.
    pub fn text(&self) -> Result<AssessmentKey, WorkflowError> {
        let form = FormId::parse(super::PLAN_FORM).map_err(|_| WorkflowError::NotFound)?;
        Ok(AssessmentKey {
            body: self.body.clone(),
            number: self.number()?,
            form,
        })
    }
}

impl fmt::Display for PlanKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.body, self.agency, super::PLAN_FORM)
    }
}

/// A plan in the list of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanEntry {
    /// The agency.
    pub agency: Agency,
    /// The newest revision; `None` while there is no plan.
    pub revision: Option<i64>,
    /// How many affairs the agency has.
    pub affairs: usize,
    /// What the plan lacks; empty when it says what is so, or there is none.
    pub gaps: Vec<PlanGap>,
    /// The last submission.
    pub submitted: Option<Submission>,
}

/// A plan with what its page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPlan {
    /// The plan.
    pub entry: PlanEntry,
    /// What refreshing would change, and what it would leave as a person wrote it.
    pub changes: Vec<PlanChange>,
    /// What was submitted, newest first, each with the e-mail address of who did it.
    pub submissions: Vec<(Submission, Option<String>)>,
}

pub(super) async fn find_agency(tx: &mut Tx, key: &PlanKey) -> Result<Agency, WorkflowError> {
    let agencies = agencies::list_of_body(tx, &key.body).await?;
    let mut agencies = agencies.into_iter();
    agencies
        .find(|agency| agency.ordinal == key.agency)
        .ok_or(WorkflowError::NotFound)
}

impl Workflow {
    /// The plans of a body, one for each agency, whether written or not.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.list_plans", level = "debug", skip_all)]
    pub async fn list_plans(
        &self,
        actor: &Actor,
        body: &BodyCode,
    ) -> Result<Vec<PlanEntry>, WorkflowError> {
        actor.require(Action::ReadPlan, body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let mut found = Vec::new();
        for agency in agencies::list_of_body(&mut tx, body).await? {
            found.push(self.plan_entry(&mut tx, agency).await?.0);
        }
        Ok(found)
    }

    /// A plan; [`PlanEntry::revision`] is `None` while the agency has none.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.open_plan", level = "debug", skip_all)]
    pub async fn open_plan(&self, actor: &Actor, key: &PlanKey) -> Result<OpenPlan, WorkflowError> {
        actor.require(Action::ReadPlan, &key.body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let agency = find_agency(&mut tx, key).await?;
        let (entry, changes) = self.plan_entry(&mut tx, agency).await?;
        let mut submissions = Vec::new();
        if let Some(plan) = plans::find::<Generated>(&mut tx, &entry.agency.id).await? {
            let mut people = People::default();
            for submission in plans::submissions(&mut tx, &plan.assessment).await? {
                let by = people.email(&mut tx, submission.author.as_ref()).await?;
                submissions.push((submission, by));
            }
        }
        Ok(OpenPlan {
            entry,
            changes,
            submissions,
        })
    }

    /// The affairs of an agency that a plan speaks of.
    async fn plan_affairs(
        &self,
        tx: &mut Tx,
        agency: &Agency,
    ) -> Result<Vec<AffairEntry>, StoreError> {
        let view = BodyView::read(tx, &agency.body, self.today()).await?;
        let found = affairs::list_of_body(tx, &agency.body, Some(&agency.id), MOST).await?;
        Ok(found.into_iter().map(|affair| view.entry(affair)).collect())
    }

    /// The rows that the affairs of an agency make.
    pub(super) async fn plan_rows(
        &self,
        tx: &mut Tx,
        agency: &Agency,
    ) -> Result<Vec<(AssessmentNumber, Cells)>, WorkflowError> {
        let mut rows = Vec::new();
        for entry in self.plan_affairs(tx, agency).await? {
            let written = self.written(tx, &entry).await?;
            rows.push((entry.affair.number.clone(), cells(&entry, &written)));
        }
        Ok(rows)
    }

    async fn written(&self, tx: &mut Tx, entry: &AffairEntry) -> Result<Written, WorkflowError> {
        let Some(kiso) = entry.document("kiso") else {
            return Ok(Written::default());
        };
        let form = self.form_edition(&kiso.form, &kiso.form_edition)?;
        let document = document(tx, &form, kiso, kiso.revision).await?;
        Ok(Written::of(&document.answers))
    }

    pub(super) async fn plan_gaps(
        &self,
        tx: &mut Tx,
        agency: &Agency,
        form: &FormEdition,
        answers: &Answers,
    ) -> Result<Vec<PlanGap>, WorkflowError> {
        Ok(gaps(form, answers, &self.plan_affairs(tx, agency).await?))
    }

    async fn plan_entry(
        &self,
        tx: &mut Tx,
        agency: Agency,
    ) -> Result<(PlanEntry, Vec<PlanChange>), WorkflowError> {
        let affairs = self.plan_affairs(tx, &agency).await?;
        let plan = plans::find::<Generated>(tx, &agency.id).await?;
        let mut entry = PlanEntry {
            agency,
            revision: None,
            affairs: affairs.len(),
            gaps: Vec::new(),
            submitted: None,
        };
        let Some(plan) = plan else {
            return Ok((entry, Vec::new()));
        };
        let found = assessments::find_by_id(tx, &plan.assessment).await?;
        let found = found.ok_or(StoreError::Absent {
            table: "assessments",
        })?;
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(tx, &form, &found, found.revision).await?;
        let rows = self.plan_rows(tx, &entry.agency).await?;
        entry.revision = Some(found.revision);
        entry.gaps = gaps(&form, &document.answers, &affairs);
        entry.submitted = plans::submissions(tx, &found.id).await?.into_iter().next();
        let changes = refresh(&form, &document.answers, &plan.generated, &rows).changes;
        Ok((entry, changes))
    }

    /// Whether the plan of an agency says what is so: its newest revision has a row for each
    /// affair that has not ended, with its name, its judgement and what is done. Asked
    /// before an assessment is submitted. Without a plan it does not.
    ///
    /// # Errors
    /// [`WorkflowError::Store`], [`WorkflowError::UnknownForm`].
    pub(crate) async fn plan_is_current(
        &self,
        tx: &mut Tx,
        body: &BodyCode,
        agency: &str,
    ) -> Result<bool, WorkflowError> {
        let Some(agency) = agencies::find_by_name(tx, body, agency).await? else {
            return Ok(false);
        };
        let Some(plan) = plans::find::<Generated>(tx, &agency.id).await? else {
            return Ok(false);
        };
        let Some(found) = assessments::find_by_id(tx, &plan.assessment).await? else {
            return Ok(false);
        };
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(tx, &form, &found, found.revision).await?;
        let gaps = self.plan_gaps(tx, &agency, &form, &document.answers);
        Ok(gaps.await?.is_empty())
    }
}
