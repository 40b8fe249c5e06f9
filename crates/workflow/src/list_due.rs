//! What is due for a body, and telling it once.
//!
//! From published editions (the yearly review, doing it again, and once the affair ended the
//! day until which they are shown), from consultations, and from planned publications.

use domain::due::{due_between, to_tell};
use domain::procedure::ended_title;
use domain::{Action, BodyCode, Due, DueKind, Role};
use jiff::civil::Date;
use store::assessments::Assessment;
use store::editions::{Address, EditionHead};
use store::{StoreError, Tx, consultations, editions, meta, schedules};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::consultation;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, tell_roles};
use crate::workflow::Workflow;

/// Editions read at a time; the write transaction of a page is short.
const PAGE: u32 = 200;
/// The most consultations or planned publications that are read; more than there are.
const MOST: u32 = 10_000;
/// The day on which everything due was told.
const TOLD: &str = "due.told";
/// Whose business it is.
const ROLES: [Role; 2] = [Role::Editor, Role::Coordinator];

/// Something due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueEntry {
    /// What, and on which day.
    pub due: Due,
    /// For which assessment.
    pub key: AssessmentKey,
    /// Its public title.
    pub title: String,
    /// The day it counts from; `None` for a day that somebody chose.
    pub since: Option<Date>,
}

impl Workflow {
    /// What is due for the person's body within a span of days, both included, by day. A
    /// redo that has passed stays.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for whoever does not read the body's assessments.
    #[instrument(name = "workflow.list_due", level = "debug", skip_all)]
    pub async fn list_due(
        &self,
        actor: &Actor,
        from: Date,
        to: Date,
    ) -> Result<Vec<DueEntry>, WorkflowError> {
        let body = actor.body.as_ref().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::ReadAssessment, body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(due_of(&mut tx, body, from, to).await?)
    }

    /// Tells editors and coordinators of every body what has become due, each thing once,
    /// also when nobody asked for days; whether today had not been done yet. Killed in
    /// between, it may be done again.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.tell_due", level = "debug", skip_all)]
    pub async fn tell_due(&self) -> Result<bool, WorkflowError> {
        let today = self.today().to_string();
        let mut tx = self.store.begin_read().await?;
        if meta::get(&mut tx, TOLD).await?.as_deref() == Some(today.as_str()) {
            return Ok(false);
        }
        drop(tx);
        let mut after: Option<Address> = None;
        self.tell_days().await?;
        loop {
            let mut tx = self.store.begin().await?;
            let heads = editions::list_current_after(&mut tx, after.as_ref(), PAGE).await?;
            for head in &heads {
                self.tell_due_of(&mut tx, head).await?;
            }
            let is_last = heads.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
            if is_last {
                meta::set(&mut tx, TOLD, &today).await?;
            }
            tx.commit().await?;
            if is_last {
                return Ok(true);
            }
            after = heads.last().map(Address::from);
        }
    }

    async fn tell_due_of(&self, tx: &mut Tx, head: &EditionHead) -> Result<(), StoreError> {
        let due = match head.ended_on.map(Due::display_end) {
            Some(due) if due.tell_from <= self.today() => vec![due],
            Some(_) => Vec::new(),
            None => to_tell(head.published, self.today()),
        };
        for due in due {
            self.tell_one(tx, key_of(head), due).await?;
        }
        Ok(())
    }

    /// Tells of consultations that end soon and of publications planned for tomorrow.
    async fn tell_days(&self) -> Result<(), StoreError> {
        let today = self.today();
        let mut tx = self.store.begin().await?;
        for found in consultations::list_ending_from(&mut tx, today).await? {
            let due = Due::consultation_end(found.to);
            if due.is_told_on(today) && found.from <= today {
                self.tell_one(&mut tx, consultation::key_of(&found), due)
                    .await?;
            }
        }
        let tomorrow = today.tomorrow().unwrap_or(today);
        for found in schedules::due(&mut tx, tomorrow, MOST).await? {
            let due = planned(&found).filter(|due| due.is_told_on(today));
            if let Some(due) = due {
                let key = crate::assessment::key_of(&found);
                self.tell_one(&mut tx, key, due).await?;
            }
        }
        tx.commit().await
    }

    async fn tell_one(&self, tx: &mut Tx, key: AssessmentKey, due: Due) -> Result<(), StoreError> {
        let once = format!("due {} {key} {}", due.kind.as_str(), due.on);
        let (body, subject) = (key.body.clone(), Subject::Assessment(key));
        let message = Message {
            due_on: Some(due.on),
            once: Some(once),
            ..Message::new(message_kind(due.kind), subject, &body, None)
        };
        tell_roles(tx, &ROLES, &body, &message, self.now()).await
    }
}

/// What is due for a body.
pub(crate) async fn due_of(
    tx: &mut Tx,
    body: &BodyCode,
    from: Date,
    to: Date,
) -> Result<Vec<DueEntry>, StoreError> {
    let mut entries = Vec::new();
    let mut last: Option<EditionHead> = None;
    loop {
        let after = last.as_ref().map(|head| (&head.number, &head.form));
        let heads = editions::list_current_of_body(tx, body, after, PAGE).await?;
        for head in &heads {
            let (all, since) = match head.ended_on {
                None => (due_between(head.published, from, to), head.published),
                Some(ended) => (vec![Due::display_end(ended)], ended),
            };
            entries.extend(all.into_iter().map(|due| DueEntry {
                due,
                key: key_of(head),
                title: ended_title(&head.title, head.ended_on),
                since: Some(since),
            }));
        }
        last = heads.into_iter().next_back();
        if last.is_none() {
            break;
        }
    }
    let heard = consultations::list_of_body(tx, body, MOST).await?;
    entries.extend(heard.into_iter().map(|found| DueEntry {
        due: Due::consultation_end(found.to),
        key: consultation::key_of(&found),
        since: Some(found.from),
        title: found.title,
    }));
    let scheduled = schedules::of_body(tx, body, MOST).await?;
    entries.extend(scheduled.into_iter().filter_map(|found| {
        Some(DueEntry {
            due: planned(&found)?,
            key: crate::assessment::key_of(&found),
            since: None,
            title: found.title,
        })
    }));
    entries.retain(|entry| entry.due.kind == DueKind::Redo || entry.due.is_within(from, to));
    entries.sort();
    Ok(entries)
}

/// The planned publication of an assessment.
fn planned(found: &Assessment) -> Option<Due> {
    let scheduled = found.stage.scheduled()?;
    Some(Due::publication(scheduled.on))
}

fn key_of(head: &EditionHead) -> AssessmentKey {
    AssessmentKey {
        body: head.body.clone(),
        number: head.number.clone(),
        form: head.form.clone(),
    }
}

fn message_kind(kind: DueKind) -> MessageKind {
    match kind {
        DueKind::YearlyReview => MessageKind::YearlyReviewDue,
        DueKind::Redo => MessageKind::RedoDue,
        DueKind::ConsultationEnd => MessageKind::ConsultationEnds,
        DueKind::DisplayEnd => MessageKind::DisplayEnds,
        DueKind::Publication => MessageKind::PublicationDue,
    }
}
