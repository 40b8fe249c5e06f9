//! Moving an assessment on in its procedure: every transition but publication and the opening
//! of a consultation, which have two halves ([`Workflow::begin_publication`],
//! [`Workflow::begin_consultation`]).

use domain::procedure::{self, Transition, transitions};
use domain::stage::ItemReason;
use domain::{Act, Action, Command, FormKind, Refusal, Regime, Stage};
use jiff::civil::Date;
use serde_json::{Value, json};
use store::assessments::Assessment;
use store::audit::{self, AuditEntry};
use store::{Tx, assessments};
use tracing::instrument;

use crate::actor::Actor;
use crate::affairs::end;
use crate::assessment::{key_of, lock};
use crate::assessment_key::AssessmentKey;
use crate::assignment::is_permitted;
use crate::circumstances::regime;
use crate::consequences::{Outcome, follow};
use crate::error::WorkflowError;
use crate::history::{ASSESSMENT, RecordedAct};
use crate::notify::tell_of_stage;
use crate::trail::record;
use crate::workflow::Workflow;

/// The longest reason, in characters.
const LONGEST: usize = 2_000;
/// So many rows of the trail are looked at for what was done last.
const LATEST: u32 = 20;

impl Workflow {
    /// Does what `command` asks for, bound to the revision `seen`. What the same person has
    /// done already, as with a double click, is no error and done once.
    ///
    /// # Errors
    /// [`WorkflowError::Refused`] out of turn or with the preconditions that do not hold;
    /// [`WorkflowError::Invalid`] with the field `reason` when it is too long;
    /// [`WorkflowError::NotFound`], also for acts of others.
    #[instrument(name = "workflow.act", level = "debug", skip_all)]
    pub async fn act(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        seen: i64,
        command: Command,
    ) -> Result<Stage, WorkflowError> {
        let form = FormKind::of(&key.form).ok_or(WorkflowError::NotFound)?;
        let act = command.act();
        if matches!(
            act,
            Act::Publish | Act::OpenConsultation | Act::ConsultAgain
        ) {
            return Err(WorkflowError::NotFound);
        }
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let whole = end::lock_for(&mut tx, key, act).await?;
        let found = lock(&mut tx, key).await?;
        let regime = regime(&mut tx, &key.body).await?;
        self.may_ever(&mut tx, actor, &found, (form, regime), act)
            .await?;
        within_length(&command)?;
        if is_done(&mut tx, &found, &command, actor, seen).await? {
            return Ok(found.stage);
        }
        let around = self
            .circumstances(&mut tx, &found, Some(&actor.user), seen)
            .await?;
        let (next, row) = procedure::apply(form, regime, &found.stage, &command, &around)?;
        if !self.may_row(&mut tx, actor, &found, row).await? {
            let now = found.stage.label();
            return Err(Refusal::NotNow { now }.into());
        }
        let outcome = follow(self, &mut tx, &found, (&command, Some(actor)), next).await?;
        let stage = outcome.stage.clone();
        let others = self
            .end_others(&mut tx, whole, (&command, regime, &stage), actor)
            .await?;
        let moved: Vec<_> = std::iter::once((found, outcome)).chain(others).collect();
        self.write_stages(&mut tx, &moved, actor, (&command, seen))
            .await?;
        tx.commit().await?;
        Ok(stage)
    }

    /// Writes the stages, tells of the first, then records each.
    async fn write_stages(
        &self,
        tx: &mut Tx,
        moved: &[(Assessment, Outcome)],
        actor: &Actor,
        (command, seen): (&Command, i64),
    ) -> Result<(), WorkflowError> {
        let (act, now, by) = (command.act(), self.now(), Some(&actor.user));
        for (found, outcome) in moved {
            let (from, to, revision) = (&found.stage, &outcome.stage, outcome.revision);
            assessments::set_stage(tx, &found.id, revision, from, to, now, by).await?;
        }
        if let Some((found, _)) = moved.first() {
            tell_of_stage(tx, act, &key_of(found), by, now).await?;
        }
        for (place, (found, outcome)) in moved.iter().enumerate() {
            // What moves with it does so at its newest revision.
            let seen = if place == 0 { seen } else { found.revision };
            let revisions = (outcome.revision, seen);
            let detail = detail(found, &outcome.stage, revisions, command);
            let (act, key) = (RecordedAct::Did(act), key_of(found));
            record(tx, act, &key, actor, now, detail).await?;
        }
        Ok(())
    }

    /// Refuses a person who may never do `act` to this assessment, as if there were none.
    pub(crate) async fn may_ever(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        found: &Assessment,
        (form, regime): (FormKind, Regime),
        act: Act,
    ) -> Result<(), WorkflowError> {
        let mut asked: Vec<Action> = transitions(form, regime)
            .filter(|row| row.act == act)
            .filter_map(|row| row.who)
            .collect();
        asked.dedup();
        for action in asked {
            if is_permitted(tx, actor, action, found).await? {
                return Ok(());
            }
        }
        Err(WorkflowError::NotFound)
    }

    pub(crate) async fn may_row(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        found: &Assessment,
        row: &Transition,
    ) -> Result<bool, WorkflowError> {
        match row.who {
            Some(action) => is_permitted(tx, actor, action, found).await,
            None => Ok(false),
        }
    }
}

fn within_length(command: &Command) -> Result<(), WorkflowError> {
    let items = items_of(command);
    let mut reasons = command
        .reason()
        .into_iter()
        .chain(items.iter().map(|item| item.reason.as_str()));
    if reasons.any(|reason| reason.chars().count() > LONGEST) {
        let message = format!("理由は{LONGEST}文字以内で書いてください。");
        return Err(WorkflowError::invalid("reason", message));
    }
    Ok(())
}

/// Whether the stage is what this person's same act, on the same revision, has made of it
/// already: the last act that is recorded.
async fn is_done(
    tx: &mut Tx,
    found: &Assessment,
    command: &Command,
    actor: &Actor,
    seen: i64,
) -> Result<bool, WorkflowError> {
    let subject = key_of(found).to_string();
    let rows = audit::list_acts(tx, &found.body, &subject, ASSESSMENT, LATEST).await?;
    let did = |row: &&AuditEntry| {
        let act = RecordedAct::parse(&row.action);
        matches!(act, Some(RecordedAct::Did(_) | RecordedAct::ScheduleFailed))
    };
    let Some(last) = rows.iter().find(did) else {
        return Ok(false);
    };
    let same = last.action == RecordedAct::Did(command.act()).word()
        && last.actor.as_ref() == Some(&actor.user)
        && last.detail["seen"] == json!(seen)
        && last.detail["to"] == json!(found.stage.as_str())
        && last.detail["day"] == json!(command.day().map(|day: Date| day.to_string()))
        && last.detail["reason"] == json!(command.reason())
        && last.detail["given"] == json!(given(command));
    Ok(same && items_of(command) == found.stage.returned().map_or(&[][..], |it| &it.items))
}

fn items_of(command: &Command) -> &[ItemReason] {
    match command {
        Command::SendBack { items, .. } => items,
        _ => &[],
    }
}

/// What a command gives beside a day and a reason.
fn given(command: &Command) -> Option<String> {
    match command {
        Command::GiveVerdict { kind, .. } => Some(kind.as_str().to_owned()),
        Command::Redo { ground } => Some(ground.as_str().to_owned()),
        other => {
            let consultation = other.consultation()?;
            Some(format!("{}/{}", consultation.from, consultation.to))
        }
    }
}

/// What the audit row says beside who, when and which act: the revision then and the one that
/// was read, stages, the day, the reason and what else was given; never text of answers.
fn detail(
    found: &Assessment,
    to: &Stage,
    (revision, seen): (i64, i64),
    command: &Command,
) -> Value {
    json!({
        "revision": revision,
        "seen": seen,
        "from": found.stage.as_str(),
        "to": to.as_str(),
        "day": command.day().map(|day: Date| day.to_string()),
        "reason": command.reason(),
        "given": given(command),
    })
}
