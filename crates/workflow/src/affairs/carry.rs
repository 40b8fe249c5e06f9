//! What one document or the affair says, in the other drafts of the affair.
//!
//! Every draft that changes gets a revision of its own and its own audit row; the rows are
//! written by the act's end, because whoever appends makes every other act wait.

use domain::threshold::{Inputs, fill, items};
use domain::{Answer, Answers, AssessmentId, Document, Duty, Facts, FormEdition, FormId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use store::affairs::Affair;
use store::assessments::{self, Assessment};
use store::revisions::RevisionKind;
use store::{StoreError, Tx, answers};

use crate::assessment::{NextRevision, append, changes, document, key_of, stored};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::trail::{self, By};
use crate::workflow::Workflow;

/// What is to be recorded once everything is written.
#[derive(Default)]
pub(crate) struct Pending(Vec<(RecordedAct, AssessmentKey, Value)>);

impl Pending {
    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Records it.
    pub(crate) async fn record(
        self,
        tx: &mut Tx,
        by: impl Into<By<'_>>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let by = by.into();
        for (act, key, detail) in self.0 {
            trail::record(tx, act, &key, by, at, detail).await?;
        }
        Ok(())
    }
}

/// What the items about the threshold judgement are made from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Said {
    pub inputs: Inputs,
    pub as_of: Option<Date>,
    pub duty: Option<Duty>,
}

impl Said {
    pub(crate) fn items(&self, form: &FormEdition) -> Answers {
        items(form, &self.inputs, self.as_of, self.duty)
    }
}

/// Who carries, when, and which document has it already.
#[derive(Clone, Copy)]
pub(crate) struct Carrying<'a> {
    pub except: Option<&'a AssessmentId>,
    pub by: Option<&'a UserId>,
    pub at: Timestamp,
}

impl Workflow {
    /// Puts facts, and what the judgement says, into every draft of a locked affair.
    pub(crate) async fn carry_facts(
        &self,
        tx: &mut Tx,
        affair: &Affair,
        facts: &Facts,
        (before, after): (&Said, &Said),
        carrying: Carrying<'_>,
    ) -> Result<Pending, WorkflowError> {
        self.change_drafts(tx, affair, carrying, RevisionKind::Facts, |form, found| {
            let mut changed = Document {
                facts: facts.clone(),
                ..found.clone()
            };
            fill(
                &mut changed.answers,
                &before.items(form),
                &after.items(form),
            );
            changed
        })
        .await
    }

    /// Puts the answers that `form` shares with others into every other draft of a locked
    /// affair: where nothing stands there, or what stood here before.
    pub(crate) async fn carry_shared(
        &self,
        tx: &mut Tx,
        affair: &Affair,
        form: &FormId,
        (before, after): (&Answers, &Answers),
        carrying: Carrying<'_>,
    ) -> Result<Pending, WorkflowError> {
        let changed: Vec<_> = self
            .forms
            .shared()
            .iter()
            .filter_map(|field| Some((field, field.items.get(form)?)))
            .filter(|(_, item)| before.get(item.as_str()) != after.get(item.as_str()))
            .collect();
        if changed.is_empty() {
            return Ok(Pending::default());
        }
        let kind = RevisionKind::Answers;
        self.change_drafts(tx, affair, carrying, kind, |other, found| {
            let mut document = found.clone();
            for (field, own) in &changed {
                let Some(item) = field.items.get(&other.id) else {
                    continue;
                };
                let here = found.answers.get(item.as_str());
                let unwritten = here.is_none_or(Answer::is_blank);
                if !unwritten && here != before.get(own.as_str()) {
                    continue;
                }
                match after.get(own.as_str()) {
                    Some(answer) => document.answers.set(item.clone(), answer.clone()),
                    None => drop(document.answers.remove(item.as_str())),
                }
            }
            document
        })
        .await
    }

    /// Changes every draft of an affair, each as a revision of its own.
    async fn change_drafts(
        &self,
        tx: &mut Tx,
        affair: &Affair,
        carrying: Carrying<'_>,
        kind: RevisionKind,
        change: impl Fn(&FormEdition, &Document) -> Document,
    ) -> Result<Pending, WorkflowError> {
        let mut pending = Pending::default();
        for found in assessments::list_of_number(tx, &affair.body, &affair.number).await? {
            if carrying.except == Some(&found.id) || crate::plans::is_plan(&found.form) {
                continue;
            }
            let Some(found) = assessments::lock(tx, &found.id).await? else {
                continue;
            };
            if found.stage.is_editable() {
                pending.extend(
                    self.change_draft(tx, &found, carrying, kind, &change)
                        .await?,
                );
            }
        }
        Ok(pending)
    }

    async fn change_draft(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        carrying: Carrying<'_>,
        kind: RevisionKind,
        change: impl Fn(&FormEdition, &Document) -> Document,
    ) -> Result<Pending, WorkflowError> {
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let before = document(tx, &form, found, found.revision).await?;
        let after = change(&form, &before);
        if before == after {
            return Ok(Pending::default());
        }
        let old = answers::load_at(tx, &found.id, found.revision).await?;
        let changes = changes(&old, &stored(&form, &after.answers)?);
        let next = NextRevision {
            form: &form,
            assessment: found,
            document: &after,
            changes: &changes,
            kind,
            author: carrying.by,
            at: carrying.at,
        };
        let revision = append(tx, &next).await?;
        let items: Vec<_> = changes.keys().collect();
        let detail = json!({ "revision": revision, "items": items, "carried": true });
        let act = match kind {
            RevisionKind::Answers => RecordedAct::AnswersSaved,
            _ => RecordedAct::FactsSaved,
        };
        Ok(Pending(vec![(act, key_of(found), detail)]))
    }
}
