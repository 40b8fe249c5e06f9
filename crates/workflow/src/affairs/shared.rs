//! Fields that the documents of an affair share: where they differ, and taking one side.

use std::collections::BTreeMap;
use std::fmt;

use domain::{Action, Answer, Document, FormId, ItemId, Refusal};
use serde_json::json;
use store::assessments::{self, Assessment};
use store::revisions::RevisionKind;
use store::{Tx, answers};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{NextRevision, append, changes, document, find, stored};
use crate::assessment_key::AssessmentKey;
use crate::error::{Conflict, WorkflowError};
use crate::history::RecordedAct;
use crate::trail::record;
use crate::workflow::Workflow;

/// One side of a difference.
#[derive(Clone, PartialEq)]
pub struct SharedSide {
    /// The form.
    pub form: FormId,
    /// Its title.
    pub form_title: String,
    /// The item.
    pub item: ItemId,
    /// What stands there, if anything.
    pub answer: Option<Answer>,
    /// The revision that was read.
    pub revision: i64,
    /// Whether it can be changed now.
    pub is_draft: bool,
}

/// A field that two documents of an affair answer differently.
#[derive(Clone, PartialEq)]
pub struct SharedDifference {
    /// What it is.
    pub label: String,
    /// This document.
    pub here: SharedSide,
    /// The other one.
    pub there: SharedSide,
}

impl fmt::Debug for SharedDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (here, there) = (&self.here.item, &self.there.item);
        write!(f, "SharedDifference({here}, {} {there})", self.there.form)
    }
}

/// Which side of a difference is to stand on both, and what the person had read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeShared {
    /// The document whose answer is taken.
    pub from: FormId,
    /// The revision of it that was read.
    pub from_revision: i64,
    /// The document that is changed.
    pub into: FormId,
    /// The revision of it that was read.
    pub into_revision: i64,
    /// The item of the document that is changed.
    pub item: ItemId,
}

impl Workflow {
    /// Where this document and its affair's others differ in what they share: fields that
    /// both answer, of pairs of which one can still be changed.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.shared_differences", level = "debug", skip_all)]
    pub async fn shared_differences(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<Vec<SharedDifference>, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        if crate::plans::is_plan(&key.form) {
            return Ok(Vec::new());
        }
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let own = find(&mut tx, key).await?;
        let here = self.sides(&mut tx, &own).await?;
        let mut found = Vec::new();
        for other in assessments::list_of_number(&mut tx, &key.body, &key.number).await? {
            let settled = !own.stage.is_editable() && !other.stage.is_editable();
            if other.id == own.id || settled || crate::plans::is_plan(&other.form) {
                continue;
            }
            let there = self.sides(&mut tx, &other).await?;
            for (field, here) in &here {
                let Some(there) = there.get(field) else {
                    continue;
                };
                let says = |side: &SharedSide| side.answer.as_ref().is_some_and(|a| !a.is_blank());
                if says(here) && says(there) && here.answer != there.answer {
                    found.push(SharedDifference {
                        label: self.forms.shared()[*field].label.clone(),
                        here: here.clone(),
                        there: there.clone(),
                    });
                }
            }
        }
        Ok(found)
    }

    /// Makes the answer of one document that of another, which becomes a revision of it.
    ///
    /// # Errors
    /// [`WorkflowError::Conflict`] when either changed since it was read;
    /// [`WorkflowError::Refused`] when the one to be changed is no draft;
    /// [`WorkflowError::NotFound`], also for an item that the two do not share.
    #[instrument(name = "workflow.take_shared", level = "debug", skip_all)]
    pub async fn take_shared(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        take: &TakeShared,
    ) -> Result<(), WorkflowError> {
        actor.require(Action::EditAssessment, &key.body)?;
        let (now, by) = (self.now(), Some(&actor.user));
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        super::lock(&mut tx, &key.body, &key.number).await?;
        let of = |form: &FormId| AssessmentKey {
            form: form.clone(),
            ..key.clone()
        };
        let into_key = of(&take.into);
        let from = find(&mut tx, &of(&take.from)).await?;
        let into = find(&mut tx, &into_key).await?;
        let into = assessments::lock(&mut tx, &into.id)
            .await?
            .ok_or(WorkflowError::NotFound)?;
        let field = self.forms.shared().iter().find(|field| {
            field.items.get(&take.into) == Some(&take.item) && field.items.contains_key(&take.from)
        });
        let source = field.and_then(|field| field.items.get(&take.from));
        let source = source.ok_or(WorkflowError::NotFound)?;
        let (_, from_document) = self.read(&mut tx, &from).await?;
        let (form, before) = self.read(&mut tx, &into).await?;
        let answer = from_document.answers.get(source.as_str()).cloned();
        let answer = answer.ok_or(WorkflowError::NotFound)?;
        if before.answers.get(take.item.as_str()) == Some(&answer) {
            return Ok(());
        }
        if (from.revision, into.revision) != (take.from_revision, take.into_revision) {
            return Err(WorkflowError::Conflict(Conflict::Meanwhile));
        }
        if !into.stage.is_editable() {
            let now = into.stage.label();
            return Err(Refusal::NotNow { now }.into());
        }
        let mut after = before;
        after.answers.set(take.item.clone(), answer);
        let old = answers::load_at(&mut tx, &into.id, into.revision).await?;
        let next = NextRevision {
            form: &form,
            assessment: &into,
            document: &after,
            changes: &changes(&old, &stored(&form, &after.answers)?),
            kind: RevisionKind::Answers,
            author: by,
            at: now,
        };
        let revision = append(&mut tx, &next).await?;
        let detail = json!({ "revision": revision, "items": [take.item], "carried": true });
        let act = RecordedAct::AnswersSaved;
        record(&mut tx, act, &into_key, actor, now, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn read(
        &self,
        tx: &mut Tx,
        found: &Assessment,
    ) -> Result<(std::sync::Arc<domain::FormEdition>, Document), WorkflowError> {
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(tx, &form, found, found.revision).await?;
        Ok((form, document))
    }

    /// The shared fields of a document, by their place in the list.
    async fn sides(
        &self,
        tx: &mut Tx,
        found: &Assessment,
    ) -> Result<BTreeMap<usize, SharedSide>, WorkflowError> {
        let (form, document) = self.read(tx, found).await?;
        let fields = self.forms.shared().iter().enumerate();
        let sides = fields.filter_map(|(place, field)| {
            let item = field.items.get(&found.form)?;
            let side = SharedSide {
                form: found.form.clone(),
                form_title: form.title.clone(),
                answer: document.answers.get(item.as_str()).cloned(),
                item: item.clone(),
                revision: found.revision,
                is_draft: found.stage.is_editable(),
            };
            Some((place, side))
        });
        Ok(sides.collect())
    }

    /// The answers that a new document of `form` takes over from the affair's others, the
    /// basic one first.
    pub(crate) async fn shared_answers(
        &self,
        tx: &mut Tx,
        key: &AssessmentKey,
    ) -> Result<Vec<(ItemId, Answer)>, WorkflowError> {
        let mut taken: BTreeMap<ItemId, Answer> = BTreeMap::new();
        let mut others = assessments::list_of_number(tx, &key.body, &key.number).await?;
        others.retain(|other| other.form != key.form && !crate::plans::is_plan(&other.form));
        others.sort_by_key(|other| other.form.as_str() != "kiso");
        for other in others {
            for (place, side) in self.sides(tx, &other).await? {
                let own = self.forms.shared()[place].items.get(&key.form);
                if let Some((item, answer)) = own.zip(side.answer.filter(|a| !a.is_blank())) {
                    taken.entry(item.clone()).or_insert(answer);
                }
            }
        }
        Ok(taken.into_iter().collect())
    }
}
