//! Looking at affairs: the list of a body, and one of them with its history.

use domain::{Action, AffairState, AgencyId, AssessmentNumber, BodyCode, Duty};
use store::affair_judgements::{self, Judgement};
use store::affairs;
use store::incidents::{self, RegisteredIncident};
use tracing::instrument;

use super::standing::{AffairEntry, BodyView, MOST};
use crate::actor::Actor;
use crate::assessment::People;
use crate::error::WorkflowError;
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// Which affairs; `None` is all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AffairFilter {
    /// Of this agency.
    pub agency: Option<AgencyId>,
    /// That stand here.
    pub state: Option<AffairState>,
    /// With this duty.
    pub duty: Option<Duty>,
    /// That must be done again.
    pub redo: bool,
}

impl AffairFilter {
    fn holds(&self, entry: &AffairEntry) -> bool {
        self.agency
            .as_ref()
            .is_none_or(|agency| *agency == entry.affair.agency)
            && self.state.is_none_or(|state| state == entry.state)
            && self
                .duty
                .is_none_or(|duty| entry.judgement.duty() == Some(duty))
            && (!self.redo || entry.affair.redo_reason.is_some())
    }
}

/// A judgement in the history of an affair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgementEntry {
    /// The judgement.
    pub judgement: Judgement,
    /// Whose act caused it, as an e-mail address; `None` is the operator's command.
    pub author: Option<String>,
}

/// An affair with everything that its page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenAffair {
    /// The affair and what follows.
    pub entry: AffairEntry,
    /// What was judged, newest first.
    pub judgements: Vec<JudgementEntry>,
    /// The incidents of its agency, the latest first.
    pub incidents: Vec<RegisteredIncident>,
}

impl Workflow {
    /// How many affairs of the actor's body must be done again (再実施要).
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.affairs_to_redo", level = "debug", skip_all)]
    pub async fn affairs_to_redo(&self, actor: &Actor) -> Result<u64, WorkflowError> {
        let body = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ReadAssessment, body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(affairs::count_redo(&mut tx, body).await?)
    }

    /// The affairs of the actor's body, by number, as far as they fit the filter.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.list_affairs", level = "debug", skip_all)]
    pub async fn list_affairs(
        &self,
        actor: &Actor,
        filter: &AffairFilter,
        request: &PageRequest,
    ) -> Result<Page<AffairEntry>, WorkflowError> {
        let body = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ReadAssessment, body)?;
        let skip: usize = match &request.after {
            Some(place) => place.parse().map_err(|_| WorkflowError::NotFound)?,
            None => 0,
        };
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let view = BodyView::read(&mut tx, body, self.today()).await?;
        let found = affairs::list_of_body(&mut tx, body, None, MOST).await?;
        let fitting = found.into_iter().map(|affair| view.entry(affair));
        let asked = usize::try_from(request.asked()).unwrap_or(usize::MAX);
        let items: Vec<AffairEntry> = fitting
            .filter(|entry| filter.holds(entry))
            .skip(skip)
            .take(asked)
            .collect();
        let limit = usize::try_from(request.bounded()).unwrap_or(usize::MAX);
        Ok(Page::cut(items, request, |_| (skip + limit).to_string()))
    }

    /// An affair.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.open_affair", level = "debug", skip_all)]
    pub async fn open_affair(
        &self,
        actor: &Actor,
        body: &BodyCode,
        number: &AssessmentNumber,
    ) -> Result<OpenAffair, WorkflowError> {
        actor.require(Action::ReadAssessment, body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = affairs::find(&mut tx, body, number).await?;
        let found = found.ok_or(WorkflowError::NotFound)?;
        let view = BodyView::read(&mut tx, body, self.today()).await?;
        let incidents = incidents::list(&mut tx, body, Some(&found.agency)).await?;
        let rows = affair_judgements::list(&mut tx, &found.id, 100).await?;
        let mut people = People::default();
        let mut judgements = Vec::with_capacity(rows.len());
        for judgement in rows {
            let author = people.email(&mut tx, judgement.author.as_ref()).await?;
            judgements.push(JudgementEntry { judgement, author });
        }
        Ok(OpenAffair {
            entry: view.entry(found),
            judgements,
            incidents,
        })
    }
}
