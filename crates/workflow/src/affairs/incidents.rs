//! Incidents (重大事故) of agencies. Each one registered or cancelled judges every affair
//! of its agency again.

use domain::affair::Incident;
use domain::threshold::judge;
use domain::{Action, AgencyId, BodyCode, Duty, IncidentId, Role};
use jiff::civil::Date;
use serde_json::json;
use store::affairs::{self, Affair};
use store::incidents::{self, RegisteredIncident};
use store::{Tx, agencies};
use tracing::instrument;

use super::carry::{Carrying, Pending, Said};
use super::judging::{Cause, Changed, Judging, record};
use super::register::agency_of;
use super::standing::{BodyView, MOST};
use crate::actor::Actor;
use crate::error::{FieldProblem, WorkflowError};
use crate::notify::{Message, MessageKind, Subject, tell_roles};
use crate::trail::record_on;
use crate::workflow::{Workflow, corrupt_id};

/// An incident to be registered.
#[derive(Debug, Clone)]
pub struct NewIncident {
    /// The agency.
    pub agency: AgencyId,
    /// What the judgement asks for.
    pub incident: Incident,
    /// The day the agency came to know of it.
    pub known_on: Date,
    /// What happened; no names.
    pub summary: String,
}

impl Workflow {
    /// Registers an incident of an agency of the actor's body.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `occurred_on`, `known_on` or `summary`;
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.register_incident", level = "debug", skip_all)]
    pub async fn register_incident(
        &self,
        actor: &Actor,
        new: NewIncident,
    ) -> Result<IncidentId, WorkflowError> {
        let body = actor.body.clone().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ManageAffairs, &body)?;
        self.check_incident(&new)?;
        let at = self.now();
        let id = IncidentId::parse(&store::new_id(at)).map_err(|_| corrupt_id("incidents"))?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let agency = agency_of(&mut tx, &body, &new.agency).await?;
        // Of two at once the second sees what the first one registered.
        agencies::lock(&mut tx, &agency.id).await?;
        let known = incidents::list(&mut tx, &body, Some(&agency.id)).await?;
        let summary = new.summary.trim().to_owned();
        let twice = known.iter().find(|known| {
            known.cancel_reason.is_none()
                && (known.incident, known.known_on, &known.summary)
                    == (new.incident, new.known_on, &summary)
        });
        if let Some(twice) = twice {
            return Ok(twice.id.clone());
        }
        let before = self.duties(&mut tx, &body, &agency.id).await?;
        let row = RegisteredIncident {
            id: id.clone(),
            body: body.clone(),
            agency: agency.id.clone(),
            incident: new.incident,
            known_on: new.known_on,
            summary,
            registered_at: at,
            registered_by: Some(actor.user.clone()),
            cancel_reason: None,
        };
        incidents::insert(&mut tx, &row).await?;
        let pending = self
            .judge_all(&mut tx, actor, &before, Cause::Incident)
            .await?;
        let kind = MessageKind::IncidentRecorded;
        let message = Message::new(kind, Subject::System, &body, Some(&actor.user));
        let roles = [Role::Editor, Role::Coordinator];
        tell_roles(&mut tx, &roles, &body, &message, at).await?;
        pending.record(&mut tx, actor, at).await?;
        let detail = json!({
            "agency": agency.name,
            "serious": new.incident.is_serious(),
            "occurred_on": new.incident.occurred_on,
        });
        let subject = id.to_string();
        record_on(
            &mut tx,
            "incident.register",
            Some(&body),
            &subject,
            actor,
            at,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Cancels an incident that was registered by mistake. Doing it twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `reason`; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.cancel_incident", level = "debug", skip_all)]
    pub async fn cancel_incident(
        &self,
        actor: &Actor,
        id: &IncidentId,
        reason: &str,
    ) -> Result<(), WorkflowError> {
        let body = actor.body.clone().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ManageAffairs, &body)?;
        let at = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let found = incidents::find(&mut tx, &body, id).await?;
        let found = found.ok_or(WorkflowError::NotFound)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 500 {
            let message = "取り消す理由を500文字以内で書いてください。";
            return Err(WorkflowError::invalid("reason", message));
        }
        let before = self.duties(&mut tx, &body, &found.agency).await?;
        if !incidents::cancel(&mut tx, id, reason, at, &actor.user).await? {
            return Ok(());
        }
        let cause = Cause::IncidentCancelled;
        let pending = self.judge_all(&mut tx, actor, &before, cause).await?;
        pending.record(&mut tx, actor, at).await?;
        let subject = id.to_string();
        let detail = json!({ "reason": reason });
        record_on(
            &mut tx,
            "incident.cancel",
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

    /// The incidents of the actor's body, the latest first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.list_incidents", level = "debug", skip_all)]
    pub async fn list_incidents(
        &self,
        actor: &Actor,
    ) -> Result<Vec<RegisteredIncident>, WorkflowError> {
        let body = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ReadAssessment, body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(incidents::list(&mut tx, body, None).await?)
    }

    fn check_incident(&self, new: &NewIncident) -> Result<(), WorkflowError> {
        let mut problems = Vec::new();
        let mut wrong = |field: &'static str, message: &str| {
            problems.push(FieldProblem {
                field,
                message: message.to_owned(),
            });
        };
        if new.incident.occurred_on > self.today() {
            wrong("occurred_on", "未来の日です。発生した日を書いてください。");
        }
        if new.known_on > self.today() {
            wrong("known_on", "未来の日です。知った日を書いてください。");
        } else if new.known_on < new.incident.occurred_on {
            wrong(
                "known_on",
                "発生した日より前の日です。知った日を確かめてください。",
            );
        }
        let length = new.summary.trim().chars().count();
        if length == 0 || length > 500 {
            wrong(
                "summary",
                "概要を500文字以内で書いてください。個人の氏名などは書かないでください。",
            );
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(WorkflowError::Invalid(problems))
        }
    }

    /// The affairs of an agency, locked in their order, with what is judged now.
    async fn duties(
        &self,
        tx: &mut Tx,
        body: &BodyCode,
        agency: &AgencyId,
    ) -> Result<Vec<(Affair, Said, Option<Duty>)>, WorkflowError> {
        let view = BodyView::read(tx, body, self.today()).await?;
        let mut found = Vec::new();
        for affair in affairs::list_of_body(tx, body, Some(agency), MOST).await? {
            let locked = super::lock(tx, body, &affair.number).await?;
            let entry = view.entry(locked.clone());
            let said = Said {
                inputs: entry.inputs,
                as_of: locked.content.facts.as_of,
                duty: entry.judgement.duty(),
            };
            found.push((locked, said, entry.standing.published));
        }
        Ok(found)
    }

    async fn judge_all(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        before: &[(Affair, Said, Option<Duty>)],
        cause: Cause,
    ) -> Result<Pending, WorkflowError> {
        let (at, by, today) = (self.now(), Some(&actor.user), self.today());
        let mut pending = Pending::default();
        for (affair, said, published) in before {
            let now = self.said(tx, affair).await?;
            let changed = Changed {
                before: said.duty,
                inputs: &now.inputs,
                judgement: &judge(&now.inputs),
                published: *published,
            };
            record(
                tx,
                affair,
                Judging {
                    cause,
                    by,
                    at,
                    today,
                },
                &changed,
            )
            .await?;
            if now != *said {
                let carrying = Carrying {
                    except: None,
                    by,
                    at,
                };
                let facts = &affair.content.facts;
                pending.extend(
                    self.carry_facts(tx, affair, facts, (said, &now), carrying)
                        .await?,
                );
            }
        }
        Ok(pending)
    }
}
