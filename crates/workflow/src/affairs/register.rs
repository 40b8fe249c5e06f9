//! Registering agencies and affairs.

use domain::name::{LONGEST_AGENCY, NameProblem, parse_name};
use domain::{Action, AffairId, AgencyId, AssessmentNumber};
use serde_json::json;
use store::affairs::{Content, NewAffair};
use store::agencies::{self, Agency};
use store::{StoreError, affairs};
use tracing::instrument;

use super::judging::Cause;
use super::save::checked;
use super::{lock, subject, taken};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::trail::record_on;
use crate::workflow::{Workflow, corrupt_id};

/// The name of an agency as typed.
pub(crate) fn agency_name(typed: &str) -> Result<String, WorkflowError> {
    parse_name(typed, LONGEST_AGENCY).map_err(|problem| match problem {
        NameProblem::Blank => WorkflowError::invalid(
            "agency",
            "評価実施機関の名称を書いてください（例: ○○市長）。",
        ),
        other => WorkflowError::invalid("agency", other.to_string()),
    })
}

impl Workflow {
    /// Adds an agency to the actor's body. One that is there already is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `agency`; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.add_agency", level = "debug", skip_all)]
    pub async fn add_agency(&self, actor: &Actor, name: &str) -> Result<Agency, WorkflowError> {
        let body = actor.body.clone().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ManageAffairs, &body)?;
        let name = agency_name(name)?;
        let at = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        if let Some(found) = agencies::find_by_name(&mut tx, &body, &name).await? {
            return Ok(found);
        }
        let made = self.agency_named(&mut tx, &body, &name, at).await?;
        let detail = json!({ "agency": made.name });
        let subject = made.id.to_string();
        record_on(
            &mut tx,
            "agency.add",
            Some(&body),
            &subject,
            actor,
            at,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Registers an affair of an agency of the actor's body, and judges it.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `number`, `agency`, `name` or another of
    /// the affair's; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.register_affair", level = "debug", skip_all)]
    pub async fn register_affair(
        &self,
        actor: &Actor,
        number: &AssessmentNumber,
        agency: &str,
        content: Content,
    ) -> Result<(), WorkflowError> {
        let body = actor.body.clone().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ManageAffairs, &body)?;
        let content = checked(content, None)?;
        let agency = agency_name(agency)?;
        let (at, by) = (self.now(), Some(&actor.user));
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        if affairs::find(&mut tx, &body, number).await?.is_some() {
            return Err(taken(StoreError::Conflict {
                what: "affairs".to_owned(),
            }));
        }
        let agency = self.agency_named(&mut tx, &body, &agency, at).await?;
        let id = AffairId::parse(&store::new_id(at)).map_err(|_| corrupt_id("affairs"))?;
        let new = NewAffair {
            id: &id,
            body: &body,
            agency: &agency.id,
            number,
            content: &content,
            at,
            by,
        };
        affairs::insert(&mut tx, &new).await.map_err(taken)?;
        let made = lock(&mut tx, &body, number).await?;
        self.judge_first(&mut tx, &made, Cause::Registered, by, at)
            .await?;
        let subject = subject(&body, number);
        let detail = json!({ "agency": agency.name });
        record_on(
            &mut tx,
            "affair.register",
            Some(&body),
            &subject,
            actor,
            at,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The agencies of the actor's body, in their order.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.list_agencies", level = "debug", skip_all)]
    pub async fn list_agencies(&self, actor: &Actor) -> Result<Vec<Agency>, WorkflowError> {
        let body = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ReadAssessment, body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(agencies::list_of_body(&mut tx, body).await?)
    }
}

/// An id of an agency that the body has.
pub(crate) async fn agency_of(
    tx: &mut store::Tx,
    body: &domain::BodyCode,
    id: &AgencyId,
) -> Result<Agency, WorkflowError> {
    let found = agencies::find(tx, id).await?;
    let own = found.filter(|found| found.body == *body);
    own.ok_or(WorkflowError::NotFound)
}
