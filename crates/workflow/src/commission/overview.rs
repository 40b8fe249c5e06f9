//! How things stand among all bodies.

use domain::BodyCode;
use jiff::ToSpan;
use jiff::civil::Date;
use store::commission_overview::{self as overview, BodyStanding, PrefectureStanding};
use tracing::instrument;

use super::is_commission;
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

impl Workflow {
    /// Bodies by code, of one prefecture or of all. Overdue is what was published a year ago
    /// or longer (見直しは少なくとも1年に1回, `domain/rules.md` §5).
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for other roles, and for a place that is none.
    #[instrument(name = "workflow.overview_of_bodies", level = "debug", skip_all)]
    pub async fn overview_of_bodies(
        &self,
        actor: &Actor,
        prefecture: Option<&str>,
        request: &PageRequest,
    ) -> Result<Page<BodyStanding>, WorkflowError> {
        is_commission(actor)?;
        let after = request.after.as_deref().map(BodyCode::parse).transpose();
        let after = after.map_err(|_| WorkflowError::NotFound)?;
        let since = self.a_year_ago();
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let (after, limit) = (after.as_ref(), request.asked());
        let found = overview::bodies(&mut tx, prefecture, since, after, limit).await?;
        Ok(Page::cut(found, request, |last| last.code.to_string()))
    }

    /// Every prefecture with the counts of its bodies.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for other roles.
    #[instrument(name = "workflow.overview_of_prefectures", level = "debug", skip_all)]
    pub async fn overview_of_prefectures(
        &self,
        actor: &Actor,
    ) -> Result<Vec<PrefectureStanding>, WorkflowError> {
        is_commission(actor)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(overview::prefectures(&mut tx, self.a_year_ago()).await?)
    }

    /// What was published before this day is due for its yearly review.
    fn a_year_ago(&self) -> Date {
        let today = self.today();
        today.checked_sub(1.year()).unwrap_or(today)
    }
}
