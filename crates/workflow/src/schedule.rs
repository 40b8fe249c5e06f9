//! Planned publications: which are due, and what becomes of one that cannot take place.
//!
//! Publishing itself is [`Workflow::begin_publication`], by the person who planned it and
//! bound to the revision that this person saw. A server that slept publishes when it wakes,
//! and the edition is dated with that day: 公表日 is the day on which people could read it.

use domain::stage::Scheduled;
use domain::{Act, Command, FormKind, Stage};
use serde_json::json;
use store::assessments::Assessment;
use store::schedules::{self, ScheduleFailure};
use store::users::UserState;
use store::{assessments, users};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{find, key_of, lock};
use crate::assessment_key::AssessmentKey;
use crate::circumstances::regime;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::trail::{By, record};
use crate::workflow::Workflow;

/// So many due publications at once; the next look takes the rest.
const AT_ONCE: u32 = 20;
/// So many failures are shown.
const SHOWN: u32 = 5;

/// A planned publication whose day has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePublication {
    /// Which assessment.
    pub key: AssessmentKey,
    /// The plan.
    pub scheduled: Scheduled,
    /// Who planned it; `None` when this person may not sign in any more.
    pub planner: Option<Actor>,
}

impl Workflow {
    /// The planned publications whose day has begun in Japan, the longest due first.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.due_publications", level = "debug", skip_all)]
    pub async fn due_publications(&self) -> Result<Vec<DuePublication>, WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        let mut due = Vec::new();
        for found in schedules::due(&mut tx, self.today(), AT_ONCE).await? {
            let Some(scheduled) = found.stage.scheduled().cloned() else {
                continue;
            };
            let planner = users::find(&mut tx, &scheduled.by).await?;
            let planner = planner.filter(|user| user.state == UserState::Active);
            due.push(DuePublication {
                key: key_of(&found),
                planner: planner.map(|user| Actor {
                    user: user.id,
                    role: user.role,
                    body: user.body,
                    email: user.email,
                    origin: None,
                }),
                scheduled,
            });
        }
        Ok(due)
    }

    /// Takes a plan back that could not be carried out, and says so on the desk and to those
    /// who can do something about it. Whether it was still planned: of two processes one does
    /// it, and what was published meanwhile stays.
    ///
    /// `message` is for people and quotes no text of answers.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.fail_schedule", level = "debug", skip_all)]
    pub async fn fail_schedule(
        &self,
        due: &DuePublication,
        message: &str,
    ) -> Result<bool, WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let found = lock(&mut tx, &due.key).await?;
        if found.stage.scheduled() != Some(&due.scheduled) {
            return Ok(false);
        }
        let stage = self.without_plan(&mut tx, &found).await?;
        assessments::set_stage(
            &mut tx,
            &found.id,
            found.revision,
            &found.stage,
            &stage,
            now,
            None,
        )
        .await?;
        let Scheduled { on, by, revision } = due.scheduled.clone();
        let failure = ScheduleFailure {
            at: now,
            scheduled_on: on,
            scheduled_by: by.clone(),
            revision,
            message: message.to_owned(),
        };
        schedules::record_failure(&mut tx, &found.id, &found.body, &failure).await?;
        let subject = Subject::Assessment(due.key.clone());
        let mut news = Message::new(MessageKind::PublicationFailed, subject, &due.key.body, None);
        news.due_on = Some(on);
        // A coordinator is told with the others.
        let planner = due.planner.as_ref();
        if planner.is_some_and(|planner| planner.role != domain::Role::Coordinator) {
            tell(&mut tx, To::User(&by), &news, now).await?;
        }
        crate::notify::tell_roles(
            &mut tx,
            &[domain::Role::Coordinator],
            &due.key.body,
            &news,
            now,
        )
        .await?;
        let detail = json!({ "revision": revision, "day": on.to_string() });
        record(
            &mut tx,
            RecordedAct::ScheduleFailed,
            &due.key,
            By::OPERATOR,
            now,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn without_plan(
        &self,
        tx: &mut store::Tx,
        found: &Assessment,
    ) -> Result<Stage, WorkflowError> {
        let form = FormKind::of(&found.form).ok_or(WorkflowError::NotFound)?;
        let regime = regime(tx, &found.body).await?;
        let around = self.circumstances(tx, found, None, found.revision).await?;
        let cancel = Command::CancelSchedule;
        debug_assert_eq!(cancel.act(), Act::CancelSchedule);
        let (stage, _) = domain::procedure::apply(form, regime, &found.stage, &cancel, &around)?;
        Ok(stage)
    }

    /// Why planned publications of an assessment did not take place, newest first, as long as
    /// that is news: until the next edition or the next plan.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.schedule_failures", level = "debug", skip_all)]
    pub async fn schedule_failures(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<Vec<ScheduleFailure>, WorkflowError> {
        actor.require(domain::Action::ReadAssessment, &key.body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let waits = matches!(
            found.stage,
            Stage::Submitted {
                scheduled: None,
                ..
            } | Stage::CommissionApproved {
                scheduled: None,
                ..
            }
        );
        if !waits {
            return Ok(Vec::new());
        }
        let filed = found.stage.filed().map(|filed| filed.at);
        let failures = schedules::failures_of(&mut tx, &found.id, SHOWN).await?;
        let since = |failure: &ScheduleFailure| filed.is_none_or(|filed| failure.at >= filed);
        Ok(failures.into_iter().filter(since).collect())
    }
}
