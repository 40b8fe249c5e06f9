//! Saving the facts of an assessment.

use domain::threshold::fill;
use domain::{Document, Facts};
use serde_json::json;
use store::answers;
use store::revisions::RevisionKind;
use tracing::instrument;

use crate::actor::Actor;
use crate::affairs::carry::Carrying;
use crate::affairs::from_document::FactsChange;
use crate::affairs::judging::Cause;
use crate::assessment::{NextRevision, append, changes, document, stored};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::save_answers::Saved;
use crate::trail::record;
use crate::workflow::Workflow;

impl Workflow {
    /// Saves all facts as a new revision on top of `expected_revision`. They are the
    /// affair's: it is judged again, and its other drafts get them too. Saving what is there
    /// already makes no revision and is no error.
    ///
    /// # Errors
    /// As [`Workflow::save_answers`], without [`WorkflowError::Invalid`].
    #[instrument(name = "workflow.save_facts", level = "debug", skip_all)]
    pub async fn save_facts(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        expected_revision: i64,
        facts: Facts,
    ) -> Result<Saved, WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, form) = self.editable(&mut tx, actor, key).await?;
        let before = document(&mut tx, &form, &found, found.revision).await?;
        if before.facts == facts {
            return Ok(Saved {
                revision: found.revision,
                changed_items: Vec::new(),
            });
        }
        if found.revision != expected_revision {
            return Err(self.stale(&mut tx, found, &form, expected_revision).await?);
        }
        let affair = self.affair_of(&mut tx, &before, Some(&actor.user)).await?;
        let carrying = Carrying {
            except: Some(&found.id),
            by: Some(&actor.user),
            at: now,
        };
        let change = FactsChange {
            cause: Cause::Document,
            carry: true,
            carrying,
        };
        let changed = self.change_facts(&mut tx, &affair, &facts, change).await?;
        let old = answers::load_at(&mut tx, &found.id, found.revision).await?;
        let mut after = Document { facts, ..before };
        let (said_before, said_now) = (changed.before.items(&form), changed.after.items(&form));
        fill(&mut after.answers, &said_before, &said_now);
        let changes = changes(&old, &stored(&form, &after.answers)?);
        let next = NextRevision {
            form: &form,
            assessment: &found,
            document: &after,
            changes: &changes,
            kind: RevisionKind::Facts,
            author: Some(&actor.user),
            at: now,
        };
        let revision = append(&mut tx, &next).await?;
        let changed_items: Vec<_> = changes.into_keys().collect();
        let detail = json!({ "revision": revision, "items": changed_items });
        let act = RecordedAct::FactsSaved;
        record(&mut tx, act, key, actor, now, detail).await?;
        changed.pending.record(&mut tx, actor, now).await?;
        tx.commit().await?;
        Ok(Saved {
            revision,
            changed_items,
        })
    }
}
