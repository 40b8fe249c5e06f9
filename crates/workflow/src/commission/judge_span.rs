//! Whether a span is withheld rightly.

use domain::ItemPath;
use domain::digest::Digest;
use domain::review::{ScopeJudgement, withheld_spans};
use serde_json::json;
use store::span_judgements::{self, SpanJudgement};
use tracing::instrument;

use super::{record, submission};
use crate::actor::Actor;
use crate::error::{Conflict, WorkflowError};
use crate::third_party::{LONGEST, text_digest, within};
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
    /// The [`judgement_digest`] of what stood there.
    pub seen: &'a str,
}

/// What a judgement is bound to: what was said before it.
#[must_use]
pub fn judgement_digest(before: Option<&SpanJudgement>) -> Digest {
    let before = before.map(|before| format!("{}\n{}", before.judgement.as_str(), before.note));
    text_digest(&before.unwrap_or_default())
}

impl Workflow {
    /// Says of a withheld span whether its scope is appropriate, in the place of what was
    /// said before. The same twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `note`; [`WorkflowError::Conflict`] when
    /// somebody else judged it since; [`WorkflowError::NotFound`], also for
    /// a span that the submission does not have.
    #[instrument(name = "workflow.judge_span", level = "debug", skip_all)]
    pub async fn judge_span(
        &self,
        actor: &Actor,
        id: &str,
        new: &NewSpanJudgement<'_>,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
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
        let all = span_judgements::list(&mut tx, id).await?;
        let place = |one: &&SpanJudgement| (&one.item, one.ordinal) == (new.item, new.ordinal);
        let before = all.iter().find(place);
        if judgement_digest(before) == judgement_digest(Some(&judgement)) {
            return Ok(());
        }
        if judgement_digest(before).as_str() != new.seen {
            return Err(WorkflowError::Conflict(Conflict::OtherText));
        }
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
