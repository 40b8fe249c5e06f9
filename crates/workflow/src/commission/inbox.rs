//! The inbox.

use domain::review::{SubmissionKind, SubmissionState};
use domain::{BodyCode, FormId, UserId};
use jiff::SignedDuration;
use store::submissions::{self, Assigned, Cursor, Filter, Order, SubmissionHead};
use tracing::instrument;

use super::is_commission;
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// What is asked for; `None` asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubmissionFilter {
    /// Two digits.
    pub prefecture: Option<String>,
    /// A body.
    pub body: Option<BodyCode>,
    /// A form.
    pub form: Option<FormId>,
    /// Why it was submitted.
    pub kind: Option<SubmissionKind>,
    /// How far it has come.
    pub state: Option<SubmissionState>,
    /// Whose.
    pub assigned: Option<Assigned>,
    /// Submitted so many days ago, or longer.
    pub older_than_days: Option<u16>,
    /// The last ones first.
    pub newest_first: bool,
}

impl Workflow {
    /// A page of the commission's inbox, by age.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for other roles, and for a place that is none.
    #[instrument(name = "workflow.submissions", level = "debug", skip_all)]
    pub async fn submissions(
        &self,
        actor: &Actor,
        filter: &SubmissionFilter,
        request: &PageRequest,
    ) -> Result<Page<SubmissionHead>, WorkflowError> {
        is_commission(actor)?;
        let after = request.after.as_deref().map(cursor).transpose()?;
        let age = |days: u16| {
            let hours = i64::from(days) * 24;
            self.now()
                .checked_sub(SignedDuration::from_hours(hours))
                .ok()
        };
        let asked = Filter {
            prefecture: filter.prefecture.clone(),
            body: filter.body.clone(),
            form: filter.form.clone(),
            kind: filter.kind,
            state: filter.state,
            assigned: filter.assigned.clone(),
            filed_until: filter.older_than_days.and_then(age),
        };
        let order = if filter.newest_first {
            Order::NewestFirst
        } else {
            Order::OldestFirst
        };
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found =
            submissions::inbox(&mut tx, &asked, order, after.as_ref(), request.asked()).await?;
        Ok(Page::cut(found, request, |last| {
            format!("{}_{}", last.filed_at, last.id)
        }))
    }

    /// Those to whom a submission can be given: id and address.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for other roles.
    #[instrument(name = "workflow.commission_officers", level = "debug", skip_all)]
    pub async fn commission_officers(
        &self,
        actor: &Actor,
    ) -> Result<Vec<(UserId, String)>, WorkflowError> {
        is_commission(actor)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(submissions::officers(&mut tx).await?)
    }
}

fn cursor(place: &str) -> Result<Cursor, WorkflowError> {
    let (at, id) = place.split_once('_').ok_or(WorkflowError::NotFound)?;
    Ok(Cursor {
        filed_at: at.parse().map_err(|_| WorkflowError::NotFound)?,
        id: id.to_owned(),
    })
}
