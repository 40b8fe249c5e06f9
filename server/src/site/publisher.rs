//! Publishing: from a revision to pages that people can read, or nothing at all.

mod finish;
mod prepare;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use content::Content;
use domain::{ConsultationId, Document, Forms};
use jiff::civil::Date;
use publish::{BaseUrl, Checked, Site, Staging};
use search::SearchIndex;
use store::editions::Address;
use tokio::sync::{Mutex, MutexGuard, Notify};
use tokio::task::spawn_blocking;
use workflow::{Actor, AssessmentKey, NewConsultation, NewlyPublic, Operator, Workflow};

use super::error::{BuildError, PublishError};
use super::fingerprint;
use super::outcome::{PublishedEdition, ShownConsultation};
use super::stage::Entries;
use crate::assets::Assets;
use crate::state::PublicState;

/// How long to wait for another publication of this process.
const PATIENCE: Duration = Duration::from_secs(30);

/// Publishes, one after the other. A clone shares everything.
#[derive(Clone)]
pub struct Publisher {
    pub(super) shared: Arc<Shared>,
}

/// What publishing needs.
pub(super) struct Shared {
    pub(super) site: Site,
    pub(super) index: Arc<dyn SearchIndex>,
    pub(super) content: Arc<Content>,
    pub(super) forms: Arc<Forms>,
    pub(super) assets: Arc<Assets>,
    pub(super) base: BaseUrl,
    portal: String,
    pub(super) workflow: Workflow,
    pub(super) fingerprint: String,
    /// Whether the last try to bring the site up to date failed.
    pub(super) has_failed: AtomicBool,
    /// Rung when a job is left for the worker.
    pub(super) bell: Notify,
    turn: Mutex<()>,
}

/// How far the gate looks besides what will be indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// At what is written.
    Written,
    /// And, for the new phrases, at what the same bodies have published before.
    Bodies,
    /// At what is written, the pages of notices and answers included, of which this is new.
    Notices(NewlyPublic),
}

/// A staging that the gate has seen, and the entries that belong to it.
pub(super) struct Ready {
    checked: Checked,
    entries: Entries,
}

impl Publisher {
    /// A publisher into the configured folder and index.
    ///
    /// # Errors
    /// The folder cannot be opened or made.
    pub fn new(public: &PublicState, workflow: &Workflow) -> anyhow::Result<Self> {
        let site = Site::open(&public.site_dir)?;
        Ok(Self::into_place(
            public,
            workflow,
            site,
            Arc::clone(&public.index),
        ))
    }

    /// A publisher into another folder and index.
    #[must_use]
    pub fn into_place(
        public: &PublicState,
        workflow: &Workflow,
        site: Site,
        index: Arc<dyn SearchIndex>,
    ) -> Self {
        let base = public.config.server.base_url.as_ref();
        let base = BaseUrl::new(base.map(crate::config::BaseUrl::as_str));
        let portal = public.config.server.portal_url.as_ref();
        let portal = portal.map_or_else(String::new, |url| url.as_str().to_owned());
        let shared = Shared {
            fingerprint: fingerprint::of(&public.content, &public.assets, &base, &portal),
            portal,
            site,
            index,
            content: Arc::clone(&public.content),
            forms: Arc::clone(workflow.forms()),
            assets: Arc::clone(&public.assets),
            base,
            workflow: workflow.clone(),
            has_failed: AtomicBool::new(false),
            bell: Notify::new(),
            turn: Mutex::new(()),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Whether there is no site to show and the last try to build it failed.
    #[must_use]
    pub fn is_without_site(&self) -> bool {
        self.shared.has_failed.load(Ordering::Relaxed) && !super::is_built(self.shared.site.dir())
    }

    /// Publishes an approved revision. Goes on to its end though the caller may go away.
    ///
    /// # Errors
    /// [`PublishError`]: then nothing is published, and the site is as it was.
    pub async fn publish(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        revision: i64,
    ) -> Result<PublishedEdition, PublishError> {
        let (shared, actor, key) = (Arc::clone(&self.shared), actor.clone(), key.clone());
        let body = key.body.clone();
        let work = tokio::spawn(async move {
            let _turn = shared.turn().await?;
            let staging = shared.begin().await?;
            let pending = shared
                .workflow
                .begin_publication(&actor, &key, revision)
                .await?;
            shared.finish(staging, pending, Some(&body)).await
        });
        let published = work.await.map_err(BuildError::from)??;
        published
            .into_iter()
            .next()
            .ok_or_else(|| BuildError::Absent("the edition".to_owned()).into())
    }

    /// Opens a consultation about exactly a revision. Goes on to its end though the caller
    /// may go away.
    ///
    /// # Errors
    /// [`PublishError`]: then nothing is opened, and the site is as it was.
    pub async fn open_consultation(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        revision: i64,
        new: NewConsultation,
    ) -> Result<ShownConsultation, PublishError> {
        let (shared, actor, key) = (Arc::clone(&self.shared), actor.clone(), key.clone());
        let work = tokio::spawn(async move {
            let _turn = shared.turn().await?;
            let staging = shared.begin().await?;
            let pending = shared
                .workflow
                .begin_consultation(&actor, &key, revision, new);
            shared.finish_consultation(staging, pending.await?).await
        });
        work.await.map_err(BuildError::from)?
    }

    /// Publishes the result of a consultation, exactly as it was `seen`.
    ///
    /// # Errors
    /// [`PublishError`]: then nothing is published, and the site is as it was.
    pub async fn publish_result(
        &self,
        actor: &Actor,
        id: &ConsultationId,
        seen: &str,
    ) -> Result<ShownConsultation, PublishError> {
        let (shared, actor, id) = (Arc::clone(&self.shared), actor.clone(), id.clone());
        let seen = seen.to_owned();
        let work = tokio::spawn(async move {
            let _turn = shared.turn().await?;
            let staging = shared.begin().await?;
            let pending = shared.workflow.begin_result(&actor, &id, &seen).await?;
            shared.finish_consultation(staging, pending).await
        });
        work.await.map_err(BuildError::from)?
    }

    /// Records documents that were published before, as editions of this day: all or none.
    ///
    /// # Errors
    /// As [`Publisher::publish`].
    pub async fn record_published(
        &self,
        operator: Operator,
        documents: Vec<Document>,
        published: Date,
    ) -> Result<Vec<PublishedEdition>, PublishError> {
        let shared = &self.shared;
        let _turn = shared.turn().await?;
        let staging = shared.begin().await?;
        let pending = shared
            .workflow
            .record_published(operator, documents, published)
            .await?;
        shared.finish(staging, pending, None).await
    }
}

impl Shared {
    /// Waits for the turn of this process.
    pub(super) async fn turn(&self) -> Result<MutexGuard<'_, ()>, PublishError> {
        let waited = tokio::time::timeout(PATIENCE, self.turn.lock()).await;
        waited.map_err(|_| PublishError::Busy)
    }

    /// Begins a release: the file lock comes before any transaction.
    pub(super) async fn begin(&self) -> Result<Staging, BuildError> {
        let site = self.site.clone();
        Ok(spawn_blocking(move || site.begin()).await??)
    }
}

/// The address of an assessment in the store.
pub(super) fn address(key: &AssessmentKey) -> Address {
    Address {
        body: key.body.clone(),
        number: key.number.clone(),
        form: key.form.clone(),
    }
}
