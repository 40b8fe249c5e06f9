//! The secret address under which a calendar program reads what is due. It opens nothing
//! else, holds public titles only, and ends with the account.

use domain::Action;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::json;
use store::calendar_feeds;
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::list_due::{DueEntry, due_of};
use crate::session::actor_of;
use crate::token::Token;
use crate::trail::record_person;
use crate::workflow::Workflow;

impl Workflow {
    /// Gives the person a new address, whose token is shown once; the one before is void.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for whoever has no calendar.
    #[instrument(name = "workflow.subscribe_calendar", level = "debug", skip_all)]
    pub async fn subscribe_calendar(&self, actor: &Actor) -> Result<Token, WorkflowError> {
        let body = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ReadAssessment, body)?;
        let (token, now) = (Token::generate(&mut rand::rng()), self.now());
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        calendar_feeds::replace(&mut tx, &actor.user, &token.digest(), now).await?;
        record_person(&mut tx, "calendar.subscribe", actor, actor, now, json!({})).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Takes the address away. Doing it twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.revoke_calendar", level = "debug", skip_all)]
    pub async fn revoke_calendar(&self, actor: &Actor) -> Result<(), WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        if calendar_feeds::revoke(&mut tx, &actor.user).await? {
            record_person(&mut tx, "calendar.revoke", actor, actor, now, json!({})).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Since when the person has an address.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    pub async fn calendar_since(&self, actor: &Actor) -> Result<Option<Timestamp>, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(calendar_feeds::since(&mut tx, &actor.user).await?)
    }

    /// What is due from a month ago until two years from now, for whoever has the address,
    /// as long as the account is active and in a role that may see it.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.calendar", level = "debug", skip_all)]
    pub async fn calendar(&self, token: &Token) -> Result<Vec<DueEntry>, WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        let user = calendar_feeds::find_user(&mut tx, &token.digest()).await?;
        let actor = actor_of(user.ok_or(WorkflowError::NotFound)?);
        let body = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ReadAssessment, body)?;
        drop(tx);
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let (from, to) = calendar_span(self.today());
        Ok(due_of(&mut tx, body, from, to).await?)
    }
}

/// The days that a calendar shows.
#[must_use]
pub fn calendar_span(today: Date) -> (Date, Date) {
    (
        today.saturating_sub(1.month()),
        today.saturating_add(2.years()),
    )
}
