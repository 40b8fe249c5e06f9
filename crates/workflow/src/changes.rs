//! The table of changes (変更箇所) of a draft that stands on a published edition: what changed
//! since, and what was decided on it.
//!
//! What is compared is the document in full at the revision of the last edition, and the
//! newest revision. The rows live in the answers, as any other: saving what was decided writes
//! them ([`Workflow::decide_changes`]), so that what is submitted is what was seen
//! (`docs/decisions/0009`).

mod compare;
mod decide;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::changes::changes_between;
use domain::changes::decision::{Decision, Line, Sheet};
use domain::changes::table::ChangeTable;
use domain::{Action, Answers, Digest, Document, Finding, FormEdition, Origin};
use jiff::civil::Date;
use store::assessments::Assessment;
use store::changes::Basis;
use store::{Tx, changes, editions};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{self, document, find};
use crate::assessment_key::AssessmentKey;
use crate::circumstances::late_by_exception;
use crate::error::WorkflowError;
use crate::open_assessment::OpenAssessment;
use crate::workflow::Workflow;

pub use compare::{Comparison, RevisionEntry};
pub use decide::ChangeChoice;

/// The table of changes of a draft, as the desk shows it.
#[derive(Debug, Clone)]
pub struct ChangeSheet {
    /// The newest revision.
    pub open: OpenAssessment,
    /// What it is about; `None` for a first edition, and where nothing is being written.
    pub draft: Option<DraftChanges>,
    /// Whether this person may decide now.
    pub may_decide: bool,
}

/// What changed in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftChanges {
    /// Why the edition is written.
    pub origin: Origin,
    /// The number of the edition it is compared with.
    pub edition: u32,
    /// The day of its publication.
    pub published: Date,
    /// Every change in printed order, with the newest decision on it.
    pub lines: Vec<Line>,
    /// What does not agree.
    pub findings: Vec<Finding>,
    /// How many things stand in the way of submission.
    pub open: usize,
    /// Whether the table in the answers is what was decided.
    pub is_written: bool,
    /// How many rows the table has from earlier editions.
    pub earlier_rows: usize,
}

impl Workflow {
    /// What changed since the last edition, and what was decided on it.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.changes", level = "debug", skip_all)]
    pub async fn changes(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<ChangeSheet, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let state = self.change_state(&mut tx, &found).await?;
        let may_decide = found.stage.is_editable() && actor.may(Action::EditAssessment, &key.body);
        let newest = found.revision;
        Ok(ChangeSheet {
            draft: state.map(State::into_draft),
            may_decide,
            open: self.opened(&mut tx, found, newest).await?,
        })
    }

    /// How many things of the table of changes stand in the way of submission.
    pub(crate) async fn changes_open(
        &self,
        tx: &mut Tx,
        found: &Assessment,
    ) -> Result<usize, WorkflowError> {
        if !found.stage.is_editable() {
            return Ok(0);
        }
        let state = self.change_state(tx, found).await?;
        Ok(state.map_or(0, |state| state.sheet().open()))
    }

    /// What changed in a draft; `None` for a first edition, where nothing is being written,
    /// and for a form without a table of changes.
    async fn change_state(
        &self,
        tx: &mut Tx,
        found: &Assessment,
    ) -> Result<Option<State>, WorkflowError> {
        let Some(round) = found
            .stage
            .round()
            .filter(|round| round.origin != Origin::New)
        else {
            return Ok(None);
        };
        // What was withdrawn is not told again, in no table either.
        let heads = editions::list_standing(tx, &found.id).await?;
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let Some(last) = heads.first().filter(|_| form.change_table().is_some()) else {
            return Ok(None);
        };
        let before = document(tx, &form, found, last.revision).await?;
        let now = document(tx, &form, found, found.revision).await?;
        let body = assessment::body(tx, &found.body).await?;
        let basis = Basis {
            assessment: &found.id,
            body: &found.body,
            edition: last.edition,
        };
        let decided = changes::decisions(tx, &basis).await?;
        let decided: HashMap<Digest, Decision> = decided
            .into_iter()
            .map(|found| (found.digest, found.decision))
            .collect();
        let lines = changes_between(&form, &before, &now, &body.name);
        let lines = lines.into_iter().map(|change| {
            let decision = decided.get(&change.digest()).cloned();
            Line::new(change, decision)
        });
        Ok(Some(
            State {
                origin: round.origin,
                edition: last.edition,
                published: last.published,
                late_by_exception: late_by_exception(tx, found).await?,
                own_rows: changes::rows(tx, &basis).await?,
                lines: lines.collect(),
                form,
                before: before.answers,
                now,
            }
            .with_rows_by_hand(),
        ))
    }
}

/// Everything that a draft's table of changes depends on.
struct State {
    form: Arc<FormEdition>,
    origin: Origin,
    edition: u32,
    published: Date,
    late_by_exception: bool,
    /// The answers of the edition.
    before: Answers,
    now: Document,
    lines: Vec<Line>,
    /// The digests of the rows that the program wrote.
    own_rows: BTreeSet<Digest>,
}

impl State {
    fn table(&self) -> Option<ChangeTable<'_>> {
        self.form.change_table()
    }

    /// Lets rows that people wrote stand for their changes.
    fn with_rows_by_hand(mut self) -> Self {
        let Some(table) = self.form.change_table() else {
            return self;
        };
        let new = table.new_rows(table.rows(&self.before), table.rows(&self.now.answers));
        let by_hand: Vec<_> = new
            .into_iter()
            .filter(|row| !self.own_rows.contains(&table.row_digest(row)))
            .collect();
        for line in &mut self.lines {
            if let Some(row) = table.written_by_hand(line, &by_hand) {
                line.by_hand = true;
                line.in_row = table.timing_of(row);
            }
        }
        self
    }

    /// The rows as they should be; `None` when they are so.
    fn rewritten(&self) -> Option<domain::changes::table::Composed> {
        let table = self.table()?;
        let (before, now) = (table.rows(&self.before), table.rows(&self.now.answers));
        let composed = table.compose(before, now, &self.own_rows, &self.lines);
        (composed.rows != now).then_some(composed)
    }

    fn sheet(&self) -> Sheet<'_> {
        let missing_rows = self.table().map_or(0, |table| {
            table.missing_rows(table.rows(&self.before), table.rows(&self.now.answers))
        });
        Sheet {
            origin: &self.origin,
            late_by_exception: self.late_by_exception,
            lines: &self.lines,
            is_written: self.rewritten().is_none(),
            missing_rows,
        }
    }

    fn into_draft(self) -> DraftChanges {
        let sheet = self.sheet();
        let (findings, open, is_written) = (sheet.findings(), sheet.open(), sheet.is_written);
        let earlier = self.table().map(|table| table.rows(&self.before).len());
        let earlier_rows = earlier.unwrap_or(0).saturating_sub(sheet.missing_rows);
        DraftChanges {
            findings,
            open,
            is_written,
            earlier_rows,
            origin: self.origin,
            edition: self.edition,
            published: self.published,
            lines: self.lines,
        }
    }
}
