//! Any two revisions compared, withheld parts included.

use std::collections::HashMap;

use domain::changes::changes_between;
use domain::{Action, Change, MarkedText};
use jiff::Timestamp;
use store::{editions, revisions};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{self, document_at, find};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

/// So many revisions are offered to choose from, the newest first, and every edition's.
const OFFERED: u32 = 200;

/// A revision to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionEntry {
    /// Its number.
    pub revision: i64,
    /// When it was made.
    pub at: Timestamp,
    /// The edition that was made of it.
    pub edition: Option<u32>,
}

/// Two revisions compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The earlier one.
    pub from: i64,
    /// The later one.
    pub to: i64,
    /// Every change, in printed order.
    pub changes: Vec<Change<MarkedText>>,
    /// Revisions to choose from, newest first.
    pub revisions: Vec<RevisionEntry>,
}

impl Workflow {
    /// What changed between two revisions, the earlier one first in whatever order they are
    /// given; without them between the last edition, or else the revision before the newest,
    /// and the newest.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], also for a revision that was never made.
    #[instrument(name = "workflow.compare_revisions", level = "debug", skip_all)]
    pub async fn compare_revisions(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        from: Option<i64>,
        to: Option<i64>,
    ) -> Result<Comparison, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let heads = editions::list_of_assessment(&mut tx, &found.id).await?;
        let published: HashMap<i64, u32> = heads
            .iter()
            .map(|head| (head.revision, head.edition))
            .collect();
        let to = to.unwrap_or(found.revision);
        let before = heads.iter().map(|head| head.revision).find(|at| *at < to);
        let from = from.or(before).unwrap_or(to - 1).max(1);
        let (from, to) = (from.min(to), from.max(to));
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let body = assessment::body(&mut tx, &found.body).await?;
        let before = document_at(&mut tx, &form, &found, from).await?;
        let after = document_at(&mut tx, &form, &found, to).await?;
        let (before, after) = before.zip(after).ok_or(WorkflowError::NotFound)?;
        let mut revisions: Vec<RevisionEntry> = revisions::list(&mut tx, &found.id, None, OFFERED)
            .await?
            .into_iter()
            .map(|row| RevisionEntry {
                revision: row.revision,
                at: row.at,
                edition: published.get(&row.revision).copied(),
            })
            .collect();
        for head in heads {
            let is_known = revisions
                .iter()
                .any(|known| known.revision == head.revision);
            if !is_known {
                revisions.push(RevisionEntry {
                    revision: head.revision,
                    at: head.published_at,
                    edition: Some(head.edition),
                });
            }
        }
        Ok(Comparison {
            from,
            to,
            changes: changes_between(&form, &before, &after, &body.name),
            revisions,
        })
    }
}
