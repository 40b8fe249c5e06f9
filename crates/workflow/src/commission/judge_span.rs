//! Whether a span is withheld rightly.

use domain::ItemPath;
use domain::digest::Digest;
use domain::review::{ScopeJudgement, withheld_spans};
use serde_json::json;
use store::span_judgements::{self, SpanJudgement};
use tracing::instrument;

use super::{record, submission};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::third_party::{LONGEST, within};
use crate::workflow::Workflow;

/// A judgement on a span as it was read.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSpanJudgement<'a> {
    /// The item.
    pub item: &'a ItemPath,
    /// Which of its spans, from 1.
    pub ordinal: u32,
    /// The digest of the span that was read.
    pub digest: &'a Digest,
    /// The judgement.
    pub judgement: ScopeJudgement,
    /// A note; may be empty.
    pub note: &'a str,
}

impl Workflow {
    /// Says of a withheld span whether its scope is appropriate, in the place of what was
    /// said before.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `note`; [`WorkflowError::NotFound`], also for
    /// a span that the submission does not have.
    #[instrument(name = "workflow.judge_span", level = "debug", skip_all)]
    pub async fn judge_span(
        &self,
        actor: &Actor,
        id: &str,
        new: &NewSpanJudgement<'_>,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin().await?;
        let head = submission(&mut tx, actor, id).await?;
        let (_, document) = self.filed(&mut tx, &head).await?;
        let known = withheld_spans(&document).into_iter().any(|span| {
            (&span.path, span.ordinal, &span.digest) == (new.item, new.ordinal, new.digest)
        });
        if !known {
            return Err(WorkflowError::NotFound);
        }
        let note = new.note.trim();
        within("note", "所見", note, LONGEST)?;
        let judgement = SpanJudgement {
            item: new.item.clone(),
            ordinal: new.ordinal,
            digest: new.digest.clone(),
            judgement: new.judgement,
            note: note.to_owned(),
            by: actor.user.clone(),
            at: self.now(),
        };
        span_judgements::set(&mut tx, id, &judgement).await?;
        let detail = json!({
            "item": new.item.to_string(),
            "ordinal": new.ordinal,
            "judgement": new.judgement.as_str(),
        });
        let now = judgement.at;
        record(
            &mut tx,
            "submission.judge-span",
            (&head, None),
            actor,
            now,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
