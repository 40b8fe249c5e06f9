//! What is due for a body, and telling it once.
//!
//! Today from published editions. Where more becomes due (the end of a hearing, a planned
//! publication, the end of an affair), [`due_of`] is the place.

use domain::due::{due_between, to_tell};
use domain::{Action, BodyCode, Due, DueKind, Role};
use jiff::civil::Date;
use store::editions::{Address, EditionHead};
use store::{StoreError, Tx, editions, meta};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, tell_roles};
use crate::workflow::Workflow;

/// Editions read at a time; the write transaction of a page is short.
const PAGE: u32 = 200;
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
    /// The day it counts from.
    pub since: Date,
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
        let mut tx = self.store.begin_read().await?;
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
        for due in to_tell(head.published, self.today()) {
            let key = key_of(head);
            let once = format!("due {} {key} {}", due.kind.as_str(), due.on);
            let subject = Subject::Assessment(key);
            let message = Message {
                due_on: Some(due.on),
                once: Some(once),
                ..Message::new(message_kind(due.kind), subject, &head.body, None)
            };
            tell_roles(tx, &ROLES, &head.body, &message, self.now()).await?;
        }
        Ok(())
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
            let all = due_between(head.published, from, to);
            entries.extend(all.into_iter().map(|due| DueEntry {
                due,
                key: key_of(head),
                title: head.title.clone(),
                since: head.published,
            }));
        }
        last = heads.into_iter().next_back();
        if last.is_none() {
            break;
        }
    }
    entries.sort();
    Ok(entries)
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
