//! Plans as the commission reads them: what was submitted, as it was submitted, and its
//! receipts. Drafts stay with the body.

use std::fmt;

use domain::interchange::import;
use domain::name::parse_name;
use domain::{Action, AssessmentId, BodyCode, Document, EditionId, FormId, Role};
use serde_json::json;
use store::StoreError;
use store::plans::{self, FiledCursor, FiledPlan, Receipt, Submission};
use tracing::instrument;

use super::read::PlanKey;
use crate::actor::Actor;
use crate::clock::day_in_japan;
use crate::commission::NewReceipt;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::page::{Page, PageRequest};
use crate::trail::{record_on, record_reading};
use crate::workflow::Workflow;

/// A submission in full.
#[derive(Clone, PartialEq, Eq)]
pub struct SubmittedPlan {
    /// Its head.
    pub submission: Submission,
    /// The document.
    pub document: Document,
}

impl fmt::Debug for SubmittedPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SubmittedPlan({})", self.submission.number)
    }
}

impl Workflow {
    /// What was submitted, of one body or of all, the newest first, for the commission.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for other roles.
    #[instrument(name = "workflow.filed_plans", level = "debug", skip_all)]
    pub async fn filed_plans(
        &self,
        actor: &Actor,
        body: Option<&BodyCode>,
        request: &PageRequest,
    ) -> Result<Page<FiledPlan>, WorkflowError> {
        if !actor
            .role
            .may(actor.body.as_ref(), Action::ReadSubmittedPlan, None)
        {
            return Err(WorkflowError::NotFound);
        }
        let after = request.after.as_deref().map(parse_place).transpose()?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = plans::filed(&mut tx, body, after.as_ref(), request.asked()).await?;
        Ok(Page::cut(found, request, place))
    }

    /// What was submitted under a number, in full. That the commission reads it is recorded.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.open_plan_submission", level = "debug", skip_all)]
    pub async fn open_plan_submission(
        &self,
        actor: &Actor,
        key: &PlanKey,
        number: i64,
    ) -> Result<SubmittedPlan, WorkflowError> {
        actor.require(Action::ReadSubmittedPlan, &key.body)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (_, plan) = self.plan_of(&mut tx, key).await?;
        let found = plans::submission(&mut tx, &plan.assessment, number).await?;
        let (submission, text) = found.ok_or(WorkflowError::NotFound)?;
        let find = |form: &FormId, edition: Option<&EditionId>| {
            edition
                .and_then(|edition| self.forms.get(form, edition))
                .cloned()
        };
        let imported = import(&text, &find).map_err(|_| StoreError::Corrupt {
            table: "plan_submissions",
            column: "document",
            row: format!("{key}/{number}"),
        })?;
        let (read, now) = (key.text()?, self.now());
        record_reading(&mut tx, actor, &read, submission.revision, now).await?;
        tx.commit().await?;
        Ok(SubmittedPlan {
            submission,
            document: imported.apply_to(None),
        })
    }

    /// Receives a submission of a plan; the body is told. The same receipt twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `number` or `on`; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.receive_plan", level = "debug", skip_all)]
    pub async fn receive_plan(
        &self,
        actor: &Actor,
        key: &PlanKey,
        number: i64,
        new: &NewReceipt,
    ) -> Result<(), WorkflowError> {
        actor.require(Action::ReviewSubmission, &key.body)?;
        let receipt = Receipt {
            number: parse_name(&new.number, 40).map_err(|_| {
                WorkflowError::invalid("number", "受付番号を40文字以内で書いてください。")
            })?,
            on: new.on,
        };
        let (now, body) = (self.now(), &key.body);
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (agency, plan) = self.plan_of(&mut tx, key).await?;
        let found = plans::submission(&mut tx, &plan.assessment, number).await?;
        let (submission, _) = found.ok_or(WorkflowError::NotFound)?;
        match &submission.receipt {
            Some(before) if *before == receipt => return Ok(()),
            Some(before) => {
                let message = format!("受付番号{}で、すでに受け付けています。", before.number);
                return Err(WorkflowError::invalid("number", message));
            }
            None => {}
        }
        if receipt.on < day_in_japan(submission.at) || receipt.on > self.today() {
            let message = "受付日は、提出された日以後、今日までの日を書いてください。";
            return Err(WorkflowError::invalid("on", message));
        }
        let by = (&actor.user, now);
        plans::receive(&mut tx, (&plan.assessment, number), body, &receipt, by)
            .await
            .map_err(taken)?;
        let about = format!("{body}/{}", key.agency);
        let subject = Subject::plan(&about, &agency.name);
        let message = Message::new(MessageKind::PlanReceived, subject, body, Some(&actor.user));
        tell(&mut tx, To::RoleOf(Role::Coordinator, body), &message, now).await?;
        let detail = json!({ "submission": number, "day": receipt.on.to_string() });
        let (subject, of) = (key.to_string(), Some(body));
        record_on(&mut tx, "plan.receive", of, &subject, actor, now, detail).await?;
        Ok(tx.commit().await?)
    }
}

/// A number that another submission has.
fn taken(error: StoreError) -> WorkflowError {
    match error {
        StoreError::Conflict { .. } => WorkflowError::invalid(
            "number",
            "この受付番号は、ほかの提出に使われています。番号を確かめてください。",
        ),
        other => other.into(),
    }
}

fn place(last: &FiledPlan) -> String {
    let Submission { at, number, .. } = &last.submission;
    format!("{at}_{}_{number}", last.assessment)
}

/// A place as [`place`] wrote it. Anything else comes from a mistyped address.
fn parse_place(text: &str) -> Result<FiledCursor, WorkflowError> {
    let mut parts = text.split('_');
    let mut next = || parts.next().ok_or(WorkflowError::NotFound);
    let (at, assessment, number) = (next()?, next()?, next()?);
    Ok(FiledCursor {
        at: at.parse().map_err(|_| WorkflowError::NotFound)?,
        assessment: AssessmentId::parse(assessment).map_err(|_| WorkflowError::NotFound)?,
        number: number.parse().map_err(|_| WorkflowError::NotFound)?,
    })
}
