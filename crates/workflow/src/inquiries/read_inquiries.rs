//! Inquiries as the two sides see them: a body its own, a desk those of its category.

use std::fmt;

use domain::Action;
use domain::inquiry::{Category, InquiryState, PublicQa, Side};
use jiff::Timestamp;
use store::inquiries::{self, Filter, InquiryRow};
use tracing::instrument;

use super::side_of;
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// Which inquiries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InquiryFilter {
    /// Of this category; a desk has its own only.
    pub category: Option<Category>,
    /// In this state.
    pub state: Option<InquiryState>,
    /// With this in the subject or a message; empty: all.
    pub words: String,
}

/// An inquiry on a list.
#[derive(Clone, PartialEq, Eq)]
pub struct InquiryEntry {
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// What it is about.
    pub category: Category,
    /// Where it stands.
    pub state: InquiryState,
    /// The name of the body that asks.
    pub body_name: String,
    /// When something was last done.
    pub changed_at: Timestamp,
    /// Whether it waits for the actor's side.
    pub is_waiting: bool,
}

impl fmt::Debug for InquiryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InquiryEntry({}, {:?})", self.number, self.state)
    }
}

/// A message, or a note of an act.
#[derive(Clone, PartialEq, Eq)]
pub struct InquiryMessage {
    /// Whose; people are not named.
    pub side: Side,
    /// `message`, `closed`, `reassigned`, `removed`.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

impl fmt::Debug for InquiryMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InquiryMessage({}, {})", self.side.as_str(), self.kind)
    }
}

/// An inquiry that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInquiry {
    /// The entry of the list.
    pub entry: InquiryEntry,
    /// The version that acts are bound to.
    pub version: i64,
    /// The side that the actor is on.
    pub side: Side,
    /// What was written, first one first.
    pub messages: Vec<InquiryMessage>,
    /// The text for the public, if one was proposed.
    pub qa: Option<PublicQa>,
}

impl Workflow {
    /// Inquiries, newest first: of the actor's body, or of the actor's desk.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for other roles.
    #[instrument(name = "workflow.list_inquiries", level = "debug", skip_all)]
    pub async fn list_inquiries(
        &self,
        actor: &Actor,
        filter: &InquiryFilter,
        request: &PageRequest,
    ) -> Result<Page<InquiryEntry>, WorkflowError> {
        let own = actor.body.as_ref();
        let desk = Category::ALL
            .into_iter()
            .find(|known| known.desk() == actor.role)
            .filter(|_| actor.role.may(own, Action::AnswerInquiry, None));
        let mut wanted = Filter {
            category: filter.category,
            state: filter.state,
            words: Some(filter.words.trim()).filter(|words| !words.is_empty()),
            body: None,
        };
        match (own, desk) {
            (_, Some(desk)) => wanted.category = Some(desk),
            (Some(own), None) if actor.may(Action::SendInquiry, own) => wanted.body = Some(own),
            _ => return Err(WorkflowError::NotFound),
        }
        let before = request.after.as_deref().map(str::parse).transpose();
        let before = before.map_err(|_| WorkflowError::NotFound)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = inquiries::list(&mut tx, wanted, before, request.asked()).await?;
        let page = Page::cut(found, request, |last| last.number.to_string());
        let side = match desk {
            Some(_) => Side::Desk,
            None => Side::Asker,
        };
        Ok(page.map(|found| entry(found, side)))
    }

    /// Opens an inquiry.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for everybody but the two sides.
    #[instrument(name = "workflow.open_inquiry", level = "debug", skip_all)]
    pub async fn open_inquiry(
        &self,
        actor: &Actor,
        number: i64,
    ) -> Result<OpenInquiry, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = inquiries::find(&mut tx, number).await?;
        let found = found.ok_or(WorkflowError::NotFound)?;
        let side = side_of(actor, &found).ok_or(WorkflowError::NotFound)?;
        let messages = inquiries::messages(&mut tx, number).await?.into_iter();
        let messages = messages.map(|message| InquiryMessage {
            side: message.side,
            kind: message.kind,
            at: message.at,
            text: message.text,
        });
        Ok(OpenInquiry {
            version: found.version,
            side,
            messages: messages.collect(),
            qa: inquiries::find_qa(&mut tx, number).await?,
            entry: entry(found, side),
        })
    }
}

fn entry(found: InquiryRow, side: Side) -> InquiryEntry {
    let is_desks = matches!(found.state, InquiryState::Open | InquiryState::Reopened);
    let is_waiting = match side {
        Side::Desk => is_desks,
        Side::Asker => found.state == InquiryState::Answered,
    };
    InquiryEntry {
        number: found.number,
        subject: found.subject,
        category: found.category,
        state: found.state,
        body_name: found.body_name,
        changed_at: found.changed_at,
        is_waiting,
    }
}
