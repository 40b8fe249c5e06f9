//! Saving the facts of an assessment.

use std::collections::BTreeMap;

use domain::{Document, Facts};
use serde_json::json;
use store::revisions::RevisionKind;
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{NextRevision, append, document};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::save_answers::Saved;
use crate::trail::record;
use crate::workflow::Workflow;

impl Workflow {
    /// Saves all facts as a new revision on top of `expected_revision`. Saving what is
    /// there already makes no revision and is no error.
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
        let next = NextRevision {
            form: &form,
            assessment: &found,
            document: &Document { facts, ..before },
            changes: &BTreeMap::new(),
            kind: RevisionKind::Facts,
            author: Some(&actor.user),
            at: now,
        };
        let revision = append(&mut tx, &next).await?;
        let detail = json!({ "revision": revision });
        let act = RecordedAct::FactsSaved;
        record(&mut tx, act, key, actor, now, detail).await?;
        tx.commit().await?;
        Ok(Saved {
            revision,
            changed_items: Vec::new(),
        })
    }
}
