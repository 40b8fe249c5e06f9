//! Seeing to the end of consultations, which the clock alone brings.

use domain::procedure;
use domain::{Act, Command, ConsultationId, FormKind, Stage};
use jiff::civil::Date;
use serde_json::json;
use store::assessments::{self, Assessment};
use store::{StoreError, Tx, consultations, meta};
use tracing::instrument;

use super::pending::enqueue;
use crate::assessment::key_of;
use crate::circumstances::regime;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::notify::tell_of_stage;
use crate::trail::{By, record};
use crate::workflow::Workflow;

/// The day that the lists of the site were made for.
const DAY: &str = "site.consultations.day";

impl Workflow {
    /// Sees to every consultation whose last day is over: its assessment moves on to being
    /// reworked, and the site is told. Doing it twice, late or on two machines at once does
    /// the same. Those that were seen to now.
    ///
    /// # Errors
    /// [`WorkflowError::Store`]; what was done stays done.
    #[instrument(name = "workflow.close_due_consultations", level = "debug", skip_all)]
    pub async fn close_due_consultations(&self) -> Result<Vec<ConsultationId>, WorkflowError> {
        let today = self.today();
        let mut tx = self.store.begin_read().await?;
        let due = consultations::list_due(&mut tx, today).await?;
        drop(tx);
        let mut closed = Vec::new();
        for consultation in due {
            if self.close_one(&consultation.id, today).await? {
                closed.push(consultation.id);
            }
        }
        Ok(closed)
    }

    async fn close_one(&self, id: &ConsultationId, today: Date) -> Result<bool, WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let Some(found) = consultations::lock(&mut tx, id).await? else {
            return Ok(false);
        };
        if found.closed_at.is_some() || found.to >= today {
            return Ok(false);
        }
        consultations::close(&mut tx, id, now).await?;
        enqueue(&mut tx, Some(id), now).await?;
        let assessment = assessments::lock(&mut tx, &found.assessment).await?;
        let assessment = assessment.ok_or(StoreError::Absent {
            table: "assessments",
        })?;
        if is_of(&assessment.stage, id) {
            self.move_on(&mut tx, &assessment, id).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn move_on(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        id: &ConsultationId,
    ) -> Result<(), WorkflowError> {
        let form = FormKind::of(&found.form).ok_or(WorkflowError::NotFound)?;
        let regime = regime(tx, &found.body).await?;
        let around = self.circumstances(tx, found, None, found.revision).await?;
        let command = Command::CloseConsultation;
        let (next, _) = procedure::apply(form, regime, &found.stage, &command, &around)?;
        let (now, key) = (self.now(), key_of(found));
        let (revision, from) = (found.revision, &found.stage);
        assessments::set_stage(tx, &found.id, revision, from, &next, now, None).await?;
        tell_of_stage(tx, Act::CloseConsultation, &key, None, now).await?;
        let detail = json!({
            "revision": revision,
            "from": from.as_str(),
            "to": next.as_str(),
            "consultation": id.to_string(),
        });
        let act = RecordedAct::Did(Act::CloseConsultation);
        record(tx, act, &key, By::OPERATOR, now, detail).await?;
        Ok(())
    }

    /// Leaves a job for the lists of the site when they are of another day than today and
    /// count the days of a consultation that goes on; whether it did.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.note_day_of_consultations", level = "debug", skip_all)]
    pub async fn note_day_of_consultations(&self) -> Result<bool, WorkflowError> {
        let today = self.today();
        let day = today.to_string();
        let mut tx = self.store.begin_read().await?;
        let is_noted = meta::get(&mut tx, DAY).await?.as_deref() == Some(day.as_str());
        let ends_open = !consultations::list_ending_from(&mut tx, today)
            .await?
            .is_empty();
        drop(tx);
        if is_noted || !ends_open {
            return Ok(false);
        }
        let mut tx = self.store.begin().await?;
        meta::set(&mut tx, DAY, &day).await?;
        enqueue(&mut tx, None, self.now()).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Whether the assessment is being heard about in this consultation.
fn is_of(stage: &Stage, id: &ConsultationId) -> bool {
    let Stage::Consulting { round, .. } = stage else {
        return false;
    };
    let running = round.consultation.as_ref();
    running.is_some_and(|running| running.id == id.to_string())
}
