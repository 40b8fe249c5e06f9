//! Saving answers. Saving never loses text: who saves on top of something unread gets both
//! texts back.

use std::sync::Arc;

use domain::{Action, Answers, Document, FormEdition, ItemId, Refusal, UserId};
use serde_json::json;
use store::assessments::Assessment;
use store::revisions::RevisionKind;
use store::{Tx, answers};
use tracing::instrument;

use crate::actor::Actor;
use crate::affairs::carry::{Carrying, Pending};
use crate::assessment::{NextRevision, append, changes, document, document_at, lock, stored};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::open_assessment::OpenAssessment;
use crate::trail::record;
use crate::workflow::Workflow;

/// What somebody else saved meanwhile, and what both started from.
#[derive(Debug, Clone)]
pub struct Stale {
    /// The assessment as it is now.
    pub current: OpenAssessment,
    /// The answers of the revision that was expected to be the newest; `None` when it never
    /// was one. See [`crate::merge_answers()`].
    pub base: Option<Answers>,
}

/// What saving did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The revision that now holds what was saved.
    pub revision: i64,
    /// The top-level items that changed; empty when everything was there already.
    pub changed_items: Vec<ItemId>,
}

impl Workflow {
    /// Saves the answers of the whole document as a new revision on top of
    /// `expected_revision`. Saving what is there already makes no revision and is no error,
    /// whatever was expected: a double click saves once.
    ///
    /// # Errors
    /// [`WorkflowError::Stale`] when somebody saved in between; [`WorkflowError::Refused`]
    /// when the stage allows no changes; [`WorkflowError::Invalid`] with the field
    /// `answers`; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.save_answers", level = "debug", skip_all)]
    pub async fn save_answers(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        expected_revision: i64,
        new: Answers,
    ) -> Result<Saved, WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, form) = self.editable(&mut tx, actor, key).await?;
        let old = answers::load_at(&mut tx, &found.id, found.revision).await?;
        let changes = changes(&old, &stored(&form, &new)?);
        if changes.is_empty() {
            return Ok(Saved {
                revision: found.revision,
                changed_items: Vec::new(),
            });
        }
        if found.revision != expected_revision {
            return Err(self.stale(&mut tx, found, &form, expected_revision).await?);
        }
        let before = document(&mut tx, &form, &found, found.revision).await?;
        let next = NextRevision {
            form: &form,
            assessment: &found,
            document: &Document {
                answers: new.clone(),
                ..before.clone()
            },
            changes: &changes,
            kind: RevisionKind::Answers,
            author: Some(&actor.user),
            at: now,
        };
        let revision = append(&mut tx, &next).await?;
        let changed_items: Vec<ItemId> = changes.into_keys().collect();
        let pending = self
            .share_answers(&mut tx, &found, (&before.answers, &new), &actor.user)
            .await?;
        let detail = json!({ "revision": revision, "items": changed_items });
        let act = RecordedAct::AnswersSaved;
        record(&mut tx, act, key, actor, now, detail).await?;
        pending.record(&mut tx, actor, now).await?;
        tx.commit().await?;
        Ok(Saved {
            revision,
            changed_items,
        })
    }

    /// Carries what changed of the shared fields into the affair's other drafts.
    async fn share_answers(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        sides: (&Answers, &Answers),
        by: &UserId,
    ) -> Result<Pending, WorkflowError> {
        let affair = store::affairs::find(tx, &found.body, &found.number).await?;
        let Some(affair) = affair.filter(|_| !crate::plans::is_plan(&found.form)) else {
            return Ok(Pending::default());
        };
        self.name_affair(tx, &affair, sides.1, by).await?;
        let carrying = Carrying {
            except: Some(&found.id),
            by: Some(by),
            at: self.now(),
        };
        self.carry_shared(tx, &affair, &found.form, sides, carrying)
            .await
    }

    /// The assessment, locked, if this person may change it in its stage.
    pub(crate) async fn editable(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<(Assessment, Arc<FormEdition>), WorkflowError> {
        actor.require_on(Action::EditAssessment, key)?;
        // The affair before its documents, as everybody does.
        store::affairs::lock(tx, &key.body, &key.number).await?;
        let found = lock(tx, key).await?;
        if !found.stage.is_editable() {
            let now = found.stage.label();
            return Err(Refusal::NotNow { now }.into());
        }
        let form = self.form_edition(&found.form, &found.form_edition)?;
        Ok((found, form))
    }

    pub(crate) async fn stale(
        &self,
        tx: &mut Tx,
        found: Assessment,
        form: &FormEdition,
        expected_revision: i64,
    ) -> Result<WorkflowError, WorkflowError> {
        let base = document_at(tx, form, &found, expected_revision).await?;
        let newest = found.revision;
        let current = self.opened(tx, found, newest).await?;
        let base = base.map(|document| document.answers);
        Ok(WorkflowError::Stale(Box::new(Stale { current, base })))
    }
}
