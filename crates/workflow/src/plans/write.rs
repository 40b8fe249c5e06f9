//! Making the plan of an agency, refreshing it from the affairs, submitting it.

use std::sync::Arc;

use domain::interchange::{export, to_text};
use domain::{Action, Answer, Answers, Document, Facts, FormEdition, MarkedText};
use jiff::Timestamp;
use serde_json::json;
use store::agencies::Agency;
use store::plans::{self, NewSubmission, Plan};
use store::revisions::RevisionKind;
use store::{Tx, answers, assessments};
use tracing::instrument;

use super::generate::{Generated, refresh};
use super::read::{PlanKey, find_agency};
use crate::actor::Actor;
use crate::assessment::{NextRevision, append, changes, document, stored};
use crate::error::{Conflict, FieldProblem, WorkflowError};
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::trail::record_on;
use crate::workflow::Workflow;

impl Workflow {
    /// Makes the plan of an agency from its affairs. One that is there already is no error.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`]; [`WorkflowError::Invalid`] when the form is missing.
    #[instrument(name = "workflow.create_plan", level = "debug", skip_all)]
    pub async fn create_plan(&self, actor: &Actor, key: &PlanKey) -> Result<(), WorkflowError> {
        actor.require(Action::ManagePlan, &key.body)?;
        let (at, by) = (self.now(), Some(&actor.user));
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let agency = find_agency(&mut tx, key).await?;
        if plans::find::<Generated>(&mut tx, &agency.id)
            .await?
            .is_some()
        {
            return Ok(());
        }
        let form = self.plan_form()?;
        let blank = cover(&form, &agency, at);
        let rows = self.plan_rows(&mut tx, &agency).await?;
        let made = refresh(&form, &blank, &Generated::default(), &rows);
        let document = Document {
            form: form.id.clone(),
            form_edition: form.edition.clone(),
            body: agency.body.clone(),
            agency: agency.name.clone(),
            number: key.number()?,
            facts: Facts::default(),
            answers: made.answers,
        };
        let kind = RevisionKind::Created;
        let (id, _) = self.insert(&mut tx, &form, &document, kind, by).await?;
        plans::insert(&mut tx, &id, &agency.id, &made.generated).await?;
        let (subject, detail) = (key.to_string(), json!({ "rows": rows.len() }));
        record_on(
            &mut tx,
            "plan.create",
            Some(&key.body),
            &subject,
            actor,
            at,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes into the plan what the affairs say now, on top of `revision`: only cells that
    /// the machine wrote, or that are blank. Nothing to change is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Conflict`] when somebody saved since; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.refresh_plan", level = "debug", skip_all)]
    pub async fn refresh_plan(
        &self,
        actor: &Actor,
        key: &PlanKey,
        revision: i64,
    ) -> Result<i64, WorkflowError> {
        actor.require(Action::ManagePlan, &key.body)?;
        let (at, by) = (self.now(), Some(&actor.user));
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (agency, plan) = self.plan_of(&mut tx, key).await?;
        let found = assessments::lock(&mut tx, &plan.assessment).await?;
        let found = found.ok_or(WorkflowError::NotFound)?;
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let before = document(&mut tx, &form, &found, found.revision).await?;
        let rows = self.plan_rows(&mut tx, &agency).await?;
        let made = refresh(&form, &before.answers, &plan.generated, &rows);
        if made.answers == before.answers {
            return Ok(found.revision);
        }
        if found.revision != revision {
            return Err(WorkflowError::Conflict(Conflict::Meanwhile));
        }
        let after = Document {
            answers: made.answers,
            ..before
        };
        let old = answers::load_at(&mut tx, &found.id, found.revision).await?;
        let next = NextRevision {
            form: &form,
            assessment: &found,
            document: &after,
            changes: &changes(&old, &stored(&form, &after.answers)?),
            kind: RevisionKind::Answers,
            author: by,
            at,
        };
        let number = append(&mut tx, &next).await?;
        plans::set_generated(&mut tx, &found.id, &made.generated).await?;
        let cells = made.changes.iter().filter(|change| !change.kept).count();
        let (subject, detail) = (
            key.to_string(),
            json!({ "revision": number, "cells": cells }),
        );
        record_on(
            &mut tx,
            "plan.refresh",
            Some(&key.body),
            &subject,
            actor,
            at,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(number)
    }

    /// Hands exactly the revision that was read to the commission, in full; its number.
    /// Submitting the same revision again is the same submission.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `plan` when it does not say what is so, or
    /// holds a My Number; [`WorkflowError::Conflict`] when somebody saved since;
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.submit_plan", level = "debug", skip_all)]
    pub async fn submit_plan(
        &self,
        actor: &Actor,
        key: &PlanKey,
        revision: i64,
    ) -> Result<i64, WorkflowError> {
        actor.require(Action::ManagePlan, &key.body)?;
        let at = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (agency, plan) = self.plan_of(&mut tx, key).await?;
        let found = assessments::lock(&mut tx, &plan.assessment).await?;
        let found = found.ok_or(WorkflowError::NotFound)?;
        let last = plans::submissions(&mut tx, &found.id).await?;
        if let Some(last) = last.first().filter(|last| last.revision == revision) {
            return Ok(last.number);
        }
        if found.revision != revision {
            return Err(WorkflowError::Conflict(Conflict::Meanwhile));
        }
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(&mut tx, &form, &found, revision).await?;
        let gaps = self
            .plan_gaps(&mut tx, &agency, &form, &document.answers)
            .await?;
        let mut problems: Vec<String> = gaps.iter().map(super::PlanGap::message).collect();
        let numbers = domain::check(&form, &document);
        let numbers = numbers
            .into_iter()
            .filter(|finding| finding.rule == "MYNO-1");
        problems.extend(numbers.map(|finding| finding.message));
        if !problems.is_empty() {
            let problems = problems.into_iter().map(|message| FieldProblem {
                field: "plan",
                message,
            });
            return Err(WorkflowError::Invalid(problems.collect()));
        }
        let new = NewSubmission {
            assessment: &found.id,
            body: &key.body,
            at,
            by: &actor.user,
            revision,
            document: &to_text(&export(&form, &document)),
        };
        let number = plans::submit(&mut tx, &new).await?;
        let plan = format!("{}/{}", key.body, key.agency);
        let about = Subject::plan(&plan, &agency.name);
        let message = Message::new(
            MessageKind::PlanSubmitted,
            about,
            &key.body,
            Some(&actor.user),
        );
        tell(&mut tx, To::Commission, &message, at).await?;
        let subject = key.to_string();
        let detail = json!({ "submission": number, "revision": revision });
        record_on(
            &mut tx,
            "plan.submit",
            Some(&key.body),
            &subject,
            actor,
            at,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(number)
    }

    /// The agency and its plan.
    pub(super) async fn plan_of(
        &self,
        tx: &mut Tx,
        key: &PlanKey,
    ) -> Result<(Agency, Plan<Generated>), WorkflowError> {
        let agency = find_agency(tx, key).await?;
        let plan = plans::find(tx, &agency.id).await?;
        Ok((agency, plan.ok_or(WorkflowError::NotFound)?))
    }

    pub(super) fn plan_form(&self) -> Result<Arc<FormEdition>, WorkflowError> {
        let form = domain::FormId::parse(super::PLAN_FORM).ok();
        let form = form.and_then(|form| self.forms.newest(&form)).cloned();
        form.ok_or_else(|| WorkflowError::UnknownForm {
            form: super::PLAN_FORM.to_owned(),
            edition: String::new(),
        })
    }
}

/// What is known of the cover.
fn cover(form: &FormEdition, agency: &Agency, at: Timestamp) -> Answers {
    let day = crate::clock::day_in_japan(at);
    let name = MarkedText::plain(&agency.name).ok().map(Answer::Text);
    let said = [
        ("cover.agency", name),
        ("cover.updated", Some(Answer::Date(day))),
    ];
    let fitting = said.into_iter().filter_map(|(item, answer)| {
        let (node, answer) = (form.node(item)?, answer?);
        (node.kind == answer.kind()).then(|| (node.id.clone(), answer))
    });
    fitting.collect()
}
