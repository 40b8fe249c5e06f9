//! Deciding on changes, and writing the rows that come of it.

use domain::changes::decision::{Decision, Line, Weight};
use domain::{Answer, Answers, Digest, Document, ItemId, LongText, Refusal};
use serde_json::json;
use store::assessments::Assessment;
use store::changes::{Basis, NewDecision};
use store::revisions::RevisionKind;
use store::{Tx, answers, changes as decisions};
use tracing::instrument;

use super::State;
use crate::actor::Actor;
use crate::assessment::{NextRevision, append, changes, stored};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::save_answers::Saved;
use crate::trail::record;
use crate::workflow::Workflow;

/// The longest explanation and reason, in characters.
const LONGEST: usize = 4_000;

/// What a person decides on one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeChoice {
    /// The change, as the sheet told it.
    pub change: Digest,
    /// What is decided.
    pub decision: Decision,
}

impl Workflow {
    /// Keeps what is decided on changes, as seen at revision `seen`, and writes a row into the
    /// table of changes for each change that has a decision. Rows of earlier editions and of
    /// people stay. What was decided so already, as with a double click, is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Stale`] when somebody saved in between; [`WorkflowError::Refused`]
    /// when the stage allows no changes or nothing was published yet;
    /// [`WorkflowError::Invalid`] with the field `note` or `reason`;
    /// [`WorkflowError::NotFound`], also for a change that is none.
    #[instrument(name = "workflow.decide_changes", level = "debug", skip_all)]
    pub async fn decide_changes(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        seen: i64,
        choices: Vec<ChangeChoice>,
    ) -> Result<Saved, WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, form) = self.editable(&mut tx, actor, key).await?;
        check(&choices)?;
        let state = self.change_state(&mut tx, &found).await?;
        let Some(mut state) = state else {
            let now = found.stage.label();
            return Err(Refusal::NotNow { now }.into());
        };
        let new = state.take(choices);
        let is_done = matches!(&new, Some(new) if new.is_empty()) && state.rewritten().is_none();
        if is_done {
            return Ok(Saved {
                revision: found.revision,
                changed_items: Vec::new(),
            });
        }
        if found.revision != seen {
            return Err(self.stale(&mut tx, found, &form, seen).await?);
        }
        let new = new.ok_or(WorkflowError::NotFound)?;
        self.keep_decisions(&mut tx, &found, &state, &new, actor)
            .await?;
        let saved = self.write_rows(&mut tx, &found, &state, actor).await?;
        let weighed = |wanted: &str| {
            let weights = new.iter().filter_map(|line| line.weight());
            weights.filter(|weight| weight.as_str() == wanted).count()
        };
        let detail = json!({
            "revision": saved.revision,
            "items": saved.changed_items,
            "against": state.edition,
            "decided": new.len(),
            "important": weighed(Weight::Important.as_str()),
            "dismissed": weighed("dismissed"),
        });
        let act = RecordedAct::ChangesDecided;
        record(&mut tx, act, key, actor, self.now(), detail).await?;
        tx.commit().await?;
        Ok(saved)
    }

    async fn keep_decisions(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        state: &State,
        new: &[Line],
        actor: &Actor,
    ) -> Result<(), WorkflowError> {
        for line in new {
            let Some(decision) = &line.decision else {
                continue;
            };
            let kept = NewDecision {
                digest: &line.digest,
                item: &line.change.path.to_string(),
                decision,
                revision: found.revision,
                by: &actor.user,
                at: self.now(),
            };
            decisions::decide(tx, &basis(found, state), &kept).await?;
        }
        Ok(())
    }

    /// Writes the table as a revision, if it is not what it should be.
    async fn write_rows(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        state: &State,
        actor: &Actor,
    ) -> Result<Saved, WorkflowError> {
        let Some((item, composed)) = state
            .table()
            .map(|table| table.item().clone())
            .zip(state.rewritten())
        else {
            return Ok(Saved {
                revision: found.revision,
                changed_items: Vec::new(),
            });
        };
        let mut new: Answers = state.now.answers.clone();
        new.set(item.clone(), Answer::Table(composed.rows));
        let old = answers::load_at(tx, &found.id, found.revision).await?;
        let next = NextRevision {
            form: &state.form,
            assessment: found,
            changes: &changes(&old, &stored(&state.form, &new)?),
            document: &Document {
                answers: new,
                ..state.now.clone()
            },
            kind: RevisionKind::Answers,
            author: Some(&actor.user),
            at: self.now(),
        };
        let revision = append(tx, &next).await?;
        decisions::remember_rows(tx, &basis(found, state), revision, &composed.written).await?;
        let changed_items: Vec<ItemId> = vec![item];
        Ok(Saved {
            revision,
            changed_items,
        })
    }
}

impl State {
    /// Takes the choices over into the lines; those lines on which it is news. `None` when one
    /// is about no change of this draft.
    fn take(&mut self, choices: Vec<ChangeChoice>) -> Option<Vec<Line>> {
        let mut new = Vec::new();
        for choice in choices {
            let mut lines = self.lines.iter_mut();
            let line = lines.find(|line| line.digest == choice.change)?;
            if is_news(line, &choice.decision) {
                line.decision = Some(choice.decision);
                new.push(line.clone());
            }
        }
        Some(new)
    }
}

/// Whether a decision says something that was not said: a blank one on a change on which
/// nobody decided does not.
fn is_news(line: &Line, decision: &Decision) -> bool {
    match &line.decision {
        Some(before) => before != decision,
        None => {
            decision.timing.is_some()
                || decision.weight.is_some()
                || !decision.note.trim().is_empty()
        }
    }
}

fn basis<'a>(found: &'a Assessment, state: &State) -> Basis<'a> {
    Basis {
        assessment: &found.id,
        body: &found.body,
        edition: state.edition,
    }
}

fn check(choices: &[ChangeChoice]) -> Result<(), WorkflowError> {
    for ChangeChoice { decision, .. } in choices {
        if decision.note.chars().count() > LONGEST {
            let message = format!("説明は{LONGEST}文字以内で書いてください。");
            return Err(WorkflowError::invalid("note", message));
        }
        if let Err(problem) = LongText::parse_typed(&decision.note) {
            return Err(WorkflowError::invalid("note", problem.to_string()));
        }
        let Some(Weight::Dismissed { reason }) = &decision.weight else {
            continue;
        };
        if reason.trim().is_empty() || reason.chars().count() > LONGEST {
            let message =
                format!("重要な変更に当たらないとする理由を、{LONGEST}文字以内で書いてください。");
            return Err(WorkflowError::invalid("reason", message));
        }
    }
    Ok(())
}
