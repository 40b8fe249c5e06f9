//! Notices as their provider and the commission see them. Bodies see what they received:
//! [`crate::distribution`].

use std::fmt;

use domain::notice_life::{NoticeAct, NoticeDraft, NoticeStage};
use domain::{Action, NoticeKind};
use jiff::Timestamp;
use jiff::civil::Date;
use store::notices::{self, NoticeRow};
use store::{StoreError, Tx};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::People;
use crate::error::WorkflowError;
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// A notice on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeEntry {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its number, once it is sent.
    pub number: Option<String>,
    /// Where it stands.
    pub stage: NoticeStage,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// What this person can do now.
    pub acts: Vec<NoticeAct>,
}

/// A version in the history of a notice.
#[derive(Clone, PartialEq, Eq)]
pub struct NoticeHistoryEntry {
    /// The version, from 1.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as an e-mail address.
    pub actor: Option<String>,
    /// What was done; `None` for a word that this program does not know.
    pub act: Option<NoticeAct>,
    /// Where it stood then.
    pub stage: NoticeStage,
    /// Its text then.
    pub draft: NoticeDraft,
}

impl fmt::Debug for NoticeHistoryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoticeHistoryEntry({})", self.version)
    }
}

/// A notice that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenNotice {
    /// Its id.
    pub id: String,
    /// The version that acts are bound to.
    pub version: i64,
    /// Where it stands, with its letters.
    pub stage: NoticeStage,
    /// Its text.
    pub draft: NoticeDraft,
    /// What this person can do now.
    pub acts: Vec<NoticeAct>,
    /// The notice whose place it takes: id and title.
    pub revises: Option<(String, String)>,
    /// The notices that are to take its place, or did: id and title.
    pub revisions: Vec<(String, String)>,
    /// What was done so far, newest first.
    pub history: Vec<NoticeHistoryEntry>,
}

/// A notice on the public site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedNotice {
    /// Its id, as in its address.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The day it was sent.
    pub date: Date,
}

impl Workflow {
    /// The notices that anybody can read on the public site, last begun first.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    #[instrument(name = "workflow.listed_notices", level = "debug", skip_all)]
    pub async fn listed_notices(&self) -> Result<Vec<ListedNotice>, WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        let listed = notices::list_public(&mut tx).await?;
        let view = |found: &NoticeRow| {
            let letters = found.stage.letters();
            let mut letters = letters.into_iter();
            let (_, letter) = letters.find(|(kind, _)| *kind == NoticeKind::Notice)?;
            Some(ListedNotice {
                id: found.id.clone(),
                number: letter.number().to_owned(),
                title: letter.title().to_owned(),
                date: letter.date(),
            })
        };
        Ok(listed.iter().filter_map(view).collect())
    }

    /// Notices, last begun first: all for the provider, for the commission those that were
    /// put before it. `stage` is a stage's word.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for other roles.
    #[instrument(name = "workflow.list_notices", level = "debug", skip_all)]
    pub async fn list_notices(
        &self,
        actor: &Actor,
        stage: Option<&str>,
        request: &PageRequest,
    ) -> Result<Page<NoticeEntry>, WorkflowError> {
        let view = View::of(actor)?;
        let before = request.after.as_deref().map(str::parse).transpose();
        let before = before.map_err(|_| WorkflowError::NotFound)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = notices::list(&mut tx, stage, before, request.asked()).await?;
        let page = Page::cut(found, request, |last| last.seq.to_string());
        let next = page.next;
        let mut items = Vec::with_capacity(page.items.len());
        for found in page.items {
            if let Some(found) = view.shown(&mut tx, found).await? {
                items.push(entry(actor, found));
            }
        }
        Ok(Page { items, next })
    }

    /// Opens a notice.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], also for a draft that the commission was not asked about.
    #[instrument(name = "workflow.open_notice", level = "debug", skip_all)]
    pub async fn open_notice(&self, actor: &Actor, id: &str) -> Result<OpenNotice, WorkflowError> {
        let view = View::of(actor)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = notices::find(&mut tx, id).await?;
        let found = found.ok_or(WorkflowError::NotFound)?;
        let found = view.shown(&mut tx, found).await?;
        let found = found.ok_or(WorkflowError::NotFound)?;
        let old = match &found.revises {
            Some(old) => notices::find(&mut tx, old).await?,
            None => None,
        };
        let revises = match old {
            Some(old) => view.shown(&mut tx, old).await?.map(named),
            None => None,
        };
        let mut revisions = Vec::new();
        for found in notices::revisions_of(&mut tx, id).await? {
            revisions.extend(view.shown(&mut tx, found).await?.map(named));
        }
        let history = match view {
            View::Provider => history(&mut tx, id).await?,
            View::Commission => Vec::new(),
        };
        Ok(OpenNotice {
            acts: acts(actor, &found.stage),
            id: found.id,
            version: found.version,
            stage: found.stage,
            draft: found.draft,
            revises,
            revisions,
            history,
        })
    }
}

/// Who looks.
#[derive(Debug, Clone, Copy)]
enum View {
    Provider,
    Commission,
}

impl View {
    fn of(actor: &Actor) -> Result<Self, WorkflowError> {
        let may = |right| actor.role.may(actor.body.as_ref(), right, None);
        if may(Action::ManageNotices) {
            Ok(Self::Provider)
        } else if may(Action::AcknowledgeNotice) {
            Ok(Self::Commission)
        } else {
            Err(WorkflowError::NotFound)
        }
    }

    /// The notice as this side may read it: the commission what was put before it, and not
    /// what the provider has written since it came back.
    async fn shown(self, tx: &mut Tx, found: NoticeRow) -> Result<Option<NoticeRow>, StoreError> {
        match (self, &found.stage) {
            (Self::Provider, _) => Ok(Some(found)),
            (Self::Commission, NoticeStage::Draft) => Ok(None),
            (Self::Commission, NoticeStage::Returned { .. }) => as_returned(tx, found).await,
            (Self::Commission, _) => Ok(Some(found)),
        }
    }
}

/// A notice that came back, with the text that the commission returned.
async fn as_returned(tx: &mut Tx, found: NoticeRow) -> Result<Option<NoticeRow>, StoreError> {
    let mut versions = notices::versions(tx, &found.id).await?.into_iter();
    let returned = versions.find(|version| version.act == NoticeAct::SendBack.as_str());
    Ok(returned.map(|returned| NoticeRow {
        draft: returned.draft,
        version: returned.version,
        changed_at: returned.at,
        ..found
    }))
}

fn acts(actor: &Actor, stage: &NoticeStage) -> Vec<NoticeAct> {
    let may = |act: &NoticeAct| {
        let right = act.right();
        actor.role.may(actor.body.as_ref(), right, None) && act.is_possible(stage)
    };
    NoticeAct::ALL.into_iter().filter(may).collect()
}

fn entry(actor: &Actor, found: NoticeRow) -> NoticeEntry {
    let issued = found.stage.issued();
    NoticeEntry {
        acts: acts(actor, &found.stage),
        number: issued.map(|issued| issued.notice.number().to_owned()),
        id: found.id,
        title: found.draft.title().to_owned(),
        stage: found.stage,
        changed_at: found.changed_at,
    }
}

fn named(found: NoticeRow) -> (String, String) {
    (found.id, found.draft.title().to_owned())
}

async fn history(tx: &mut Tx, id: &str) -> Result<Vec<NoticeHistoryEntry>, WorkflowError> {
    let versions = notices::versions(tx, id).await?;
    let mut people = People::default();
    let mut entries = Vec::with_capacity(versions.len());
    for version in versions {
        entries.push(NoticeHistoryEntry {
            version: version.version,
            at: version.at,
            actor: people.email(tx, version.author.as_ref()).await?,
            act: NoticeAct::parse(&version.act),
            stage: version.stage,
            draft: version.draft,
        });
    }
    Ok(entries)
}
