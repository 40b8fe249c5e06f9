//! The inbox of the portal: what a person or the person's role was told.

use jiff::Timestamp;
use jiff::civil::Date;
use store::notifications::{self, Filter, Notification, Reader};
use tracing::instrument;

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notify::{MessageKind, Subject, SubjectKind};
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// A message as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxEntry {
    /// The id, for marking it read.
    pub id: String,
    /// When it was told.
    pub at: Timestamp,
    /// What happened.
    pub kind: MessageKind,
    /// To what.
    pub subject: Subject,
    /// The name of the body whose thing it is.
    pub body_name: Option<String>,
    /// Until when, or on which day.
    pub due_on: Option<Date>,
    /// When this person read it.
    pub read_at: Option<Timestamp>,
}

/// Which messages to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InboxFilter {
    /// Only those that the person has not read.
    pub unread: bool,
    /// Only those of a kind.
    pub kind: Option<MessageKind>,
}

impl Workflow {
    /// The messages for a person and the person's role, newest first.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.inbox", level = "debug", skip_all)]
    pub async fn inbox(
        &self,
        actor: &Actor,
        filter: InboxFilter,
        request: &PageRequest,
    ) -> Result<Page<InboxEntry>, WorkflowError> {
        let asked = Filter {
            unread: filter.unread,
            kind: filter.kind.map(MessageKind::as_str),
        };
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let before = request.after.as_deref();
        let found =
            notifications::list(&mut tx, &reader(actor), &asked, before, request.asked()).await?;
        let page = Page::cut(found, request, |last| last.id.clone());
        Ok(Page {
            items: page.items.into_iter().filter_map(entry).collect(),
            next: page.next,
        })
    }

    /// How many messages a person has not read, counted up to `most`.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.count_unread", level = "debug", skip_all)]
    pub async fn count_unread(&self, actor: &Actor, most: u32) -> Result<u32, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        Ok(notifications::count_unread(&mut tx, &reader(actor), most).await?)
    }

    /// Marks a message as read; `through` marks all up to it, the newest one the person saw.
    /// Doing it twice is no error; messages for others stay as they are.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.mark_read", level = "debug", skip_all)]
    pub async fn mark_read(
        &self,
        actor: &Actor,
        id: &str,
        through: bool,
    ) -> Result<u64, WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let now = self.now();
        let marked = notifications::mark_read(&mut tx, &reader(actor), id, through, now).await?;
        tx.commit().await?;
        Ok(marked)
    }

    /// Of every kind, whether the person gets it by mail.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.mail_preferences", level = "debug", skip_all)]
    pub async fn mail_preferences(
        &self,
        actor: &Actor,
    ) -> Result<Vec<(MessageKind, bool)>, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let chosen = notifications::preferences(&mut tx, &actor.user).await?;
        let wanted = |kind: MessageKind| {
            let choice = chosen.iter().find(|(word, _)| word == kind.as_str());
            choice.map_or(kind.needs_action(), |(_, wanted)| *wanted)
        };
        Ok(MessageKind::ALL
            .iter()
            .map(|kind| (*kind, wanted(*kind)))
            .collect())
    }

    /// Keeps which kinds the person gets by mail. What is not named stays.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.prefer_mail", level = "debug", skip_all)]
    pub async fn prefer_mail(
        &self,
        actor: &Actor,
        choices: &[(MessageKind, bool)],
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        for (kind, wanted) in choices {
            notifications::prefer(&mut tx, &actor.user, kind.as_str(), *wanted).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

fn reader(actor: &Actor) -> Reader<'_> {
    Reader {
        user: &actor.user,
        role: actor.role,
        body: actor.body.as_ref(),
    }
}

/// The entry, if this program knows its words.
fn entry(found: Notification) -> Option<InboxEntry> {
    let subject = SubjectKind::parse(&found.subject_kind)?;
    Some(InboxEntry {
        kind: MessageKind::parse(&found.kind)?,
        subject: Subject::parse(subject, &found.subject)?,
        id: found.id,
        at: found.at,
        body_name: found.body_name,
        due_on: found.due_on,
        read_at: found.read_at,
    })
}
