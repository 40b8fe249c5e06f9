//! Publishing: from a revision to pages that people can read, or nothing at all.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use content::Content;
use domain::{BodyCode, ConsultationId, Document, Forms};
use jiff::civil::Date;
use publish::{
    BaseUrl, Checked, Gate, GateReport, Hit, Site, SitePath, Staging, Verdict, WithheldPhrase,
};
use search::{Change, SearchIndex};
use store::Tx;
use store::editions::Address;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, MutexGuard, Notify};
use tokio::task::spawn_blocking;
use workflow::{
    Actor, AssessmentKey, LeakSummary, NewConsultation, NewlyPublic, Operator, PendingConsultation,
    PendingPublication, Workflow,
};

use super::error::{BuildError, PublishError};
use super::outcome::{Leaks, PublishedEdition, ShownConsultation};
use super::reader::Reader;
use super::stage::{self, Entries, Indexed, Materials, Work};
use super::{fingerprint, hearing, notices, phrases};
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

    /// From what is pending to what is published.
    async fn finish(
        self: &Arc<Self>,
        staging: Staging,
        mut pending: PendingPublication,
        body: Option<&BodyCode>,
    ) -> Result<Vec<PublishedEdition>, PublishError> {
        let editions = edition_links(&pending);
        let assessments = pending.editions.iter();
        let work = Work {
            assessments: assessments.map(|edition| address(&edition.key)).collect(),
            ..Work::default()
        };
        let (shared, handle) = (Arc::clone(self), Handle::current());
        let (pending, ready) = spawn_blocking(move || {
            let tx = pending.tx();
            let ready = shared.prepare(staging, tx, &handle, &work, &Reach::Bodies);
            (pending, ready)
        })
        .await
        .map_err(BuildError::from)?;
        match ready {
            Ok(ready) => self.release(pending, ready, editions).await,
            Err(BuildError::Leaked(report)) => Err(self.refuse(pending, &report, body).await?),
            Err(error) => Err(error.into()),
        }
    }

    /// From a consultation that is pending to one that is shown.
    async fn finish_consultation(
        self: &Arc<Self>,
        staging: Staging,
        mut pending: PendingConsultation,
    ) -> Result<ShownConsultation, PublishError> {
        let (id, job) = (pending.id.clone(), pending.job.clone());
        let work = Work {
            consultations: vec![id.clone()],
            ..Work::default()
        };
        let (shared, handle) = (Arc::clone(self), Handle::current());
        let (pending, ready) = spawn_blocking(move || {
            let tx = pending.tx();
            let ready = shared.prepare(staging, tx, &handle, &work, &Reach::Bodies);
            (pending, ready)
        })
        .await
        .map_err(BuildError::from)?;
        let ready = match ready {
            Ok(ready) => ready,
            Err(BuildError::Leaked(report)) => {
                let leaks = Leaks::of(&report, Some(id.body()), &[]);
                pending.abort(&summary(&leaks)).await?;
                tracing::warn!(
                    places = leaks.places.len(),
                    "the leak gate stopped a consultation"
                );
                return Err(PublishError::Leaked(leaks));
            }
            Err(error) => return Err(error.into()),
        };
        pending.commit().await?;
        let is_shown = self.show_now(ready, &job).await;
        Ok(ShownConsultation { id, is_shown })
    }

    /// Shows what is committed and closes its job; what fails is left to the worker.
    async fn show_now(self: &Arc<Self>, ready: Ready, job: &str) -> bool {
        match self.show(ready).await {
            Ok(()) => {
                if let Err(error) = self.workflow.finish_site_job(job).await {
                    tracing::warn!(error = %error, "the site's job stays open");
                }
                true
            }
            Err(error) => {
                tracing::error!(error = ?anyhow::Error::from(error), "published, but not shown yet");
                self.bell.notify_one();
                false
            }
        }
    }

    /// Stages and checks, on a thread that may block.
    pub(super) fn prepare(
        &self,
        mut staging: Staging,
        tx: &mut Tx,
        handle: &Handle,
        work: &Work,
        reach: &Reach,
    ) -> Result<Ready, BuildError> {
        let phrases = handle.block_on(phrases::load(tx))?;
        let newly = match reach {
            Reach::Notices(newly) => newly,
            Reach::Written | Reach::Bodies => &NewlyPublic::Nothing,
        };
        let texts = handle.block_on(notices::texts(tx, newly))?;
        let gate = phrases::gate_beside(&self.content, texts, phrases.clone());
        let mut reader = Reader::new(tx, &self.forms, handle).with_gate(&gate);
        let materials = self.materials(&mut reader)?;
        let entries = stage::assessments(&mut staging, &mut reader, &materials, work)?;
        if matches!(reach, Reach::Notices(_)) {
            notices::pages(&mut staging, &mut reader, &materials)?;
        }
        let kept = match reach {
            Reach::Bodies => {
                let mut kept = self.scan_bodies(&staging, &mut reader, &phrases, &entries.added)?;
                for id in &work.consultations {
                    kept.extend(self.scan_body(&staging, &mut reader, &phrases, id)?);
                }
                kept
            }
            Reach::Written | Reach::Notices(_) => Vec::new(),
        };
        let mut scan = gate.scan();
        for indexed in &entries.added {
            let texts = self.index.scan_text(&indexed.entry);
            scan.strings(&indexed.name, Some(&indexed.body), texts);
        }
        let (checked, mut report) = match staging.judge(scan)? {
            Verdict::Clean(checked) => (Some(*checked), GateReport::default()),
            Verdict::Leaky(_, report) => (None, report),
        };
        report.hits.extend(kept);
        match checked.filter(|_| report.is_clean()) {
            Some(checked) => Ok(Ready { checked, entries }),
            None => {
                handle.block_on(phrases::name_owners(reader.tx, &mut report))?;
                Err(BuildError::Leaked(report))
            }
        }
    }

    /// Looks for what these assessments withhold in what their bodies have published already,
    /// and in the lists that name them.
    fn scan_bodies(
        &self,
        staging: &Staging,
        reader: &mut Reader<'_>,
        phrases: &[WithheldPhrase],
        entries: &[Indexed],
    ) -> Result<Vec<Hit>, BuildError> {
        let ids: BTreeSet<String> = entries.iter().map(|new| new.id.to_string()).collect();
        let new = phrases.iter().filter(|found| ids.contains(&found.owner));
        let gate = phrases::gate_for(&self.content, new.cloned().collect());
        let lists = entries
            .iter()
            .flat_map(|new| new.key.touched_by_publication(new.edition));
        let bodies: BTreeSet<&BodyCode> = entries.iter().map(|new| &new.body).collect();
        let mut folders: Vec<SitePath> = Vec::new();
        for body in bodies {
            folders.extend(publish::paths::folders_of_body(body));
            folders.extend(hearing::folders_of(reader, body)?);
        }
        let mut scan = gate.scan();
        staging.scan_kept(&mut scan, &lists.collect::<Vec<_>>(), &folders)?;
        Ok(scan.finish().hits)
    }

    /// As [`Shared::scan_bodies`], for what the assessment of a consultation withholds.
    fn scan_body(
        &self,
        staging: &Staging,
        reader: &mut Reader<'_>,
        phrases: &[WithheldPhrase],
        id: &ConsultationId,
    ) -> Result<Vec<Hit>, BuildError> {
        let finding = store::consultations::find(reader.tx, id);
        let Some(found) = reader.handle.block_on(finding)? else {
            return Ok(Vec::new());
        };
        let owner = found.assessment.to_string();
        let new = phrases.iter().filter(|phrase| phrase.owner == owner);
        let gate = phrases::gate_for(&self.content, new.cloned().collect());
        let mut folders = publish::paths::folders_of_body(id.body()).to_vec();
        folders.extend(hearing::folders_of(reader, id.body())?);
        let mut scan = gate.scan();
        let lists = publish::paths::touched_by_consultation(id);
        staging.scan_kept(&mut scan, &lists, &folders)?;
        Ok(scan.finish().hits)
    }

    /// Commits, then swaps, then indexes: what fails after the commit is left to the worker.
    async fn release(
        self: &Arc<Self>,
        pending: PendingPublication,
        ready: Ready,
        mut editions: Vec<PublishedEdition>,
    ) -> Result<Vec<PublishedEdition>, PublishError> {
        let job = pending.job.clone();
        pending.commit().await?;
        let is_shown = self.show_now(ready, &job).await;
        editions
            .iter_mut()
            .for_each(|edition| edition.is_shown = is_shown);
        Ok(editions)
    }

    /// The swap, then the index.
    pub(super) async fn show(self: &Arc<Self>, ready: Ready) -> Result<(), BuildError> {
        let shared = Arc::clone(self);
        spawn_blocking(move || {
            ready.checked.swap()?;
            let Entries { added, removed } = ready.entries;
            let added = added
                .into_iter()
                .map(|indexed| Change::Replace(indexed.entry));
            let removed = removed.into_iter().map(Change::Remove);
            shared.index.update(&mut added.chain(removed))?;
            Ok(())
        })
        .await?
    }

    /// Takes everything back but a record of the refusal.
    async fn refuse(
        &self,
        pending: PendingPublication,
        report: &GateReport,
        body: Option<&BodyCode>,
    ) -> Result<PublishError, PublishError> {
        let editions = pending.editions.iter();
        let editions: Vec<_> = editions
            .map(|pending| (pending.key.clone(), pending.public.edition()))
            .collect();
        let leaks = Leaks::of(report, body, &editions);
        pending.abort(&summary(&leaks)).await?;
        tracing::warn!(
            places = leaks.places.len(),
            "the leak gate stopped a publication"
        );
        Ok(PublishError::Leaked(leaks))
    }

    /// The gate with every phrase that this transaction sees.
    pub(super) fn gate(&self, tx: &mut Tx, handle: &Handle) -> Result<Gate, BuildError> {
        let phrases = handle.block_on(phrases::load(tx))?;
        let texts = handle.block_on(notices::texts(tx, &NewlyPublic::Nothing))?;
        Ok(phrases::gate_beside(&self.content, texts, phrases))
    }

    pub(super) fn materials(&self, reader: &mut Reader<'_>) -> Result<Materials<'_>, BuildError> {
        Ok(Materials {
            content: &self.content,
            base: &self.base,
            catalog: reader.catalog(&self.content)?,
            questions: reader.questions()?,
            workflow: &self.workflow,
            portal: &self.portal,
        })
    }
}

fn summary(leaks: &Leaks) -> LeakSummary {
    LeakSummary {
        hits: leaks.places.len(),
        places: leaks.lines(),
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

fn edition_links(pending: &PendingPublication) -> Vec<PublishedEdition> {
    let editions = pending.editions.iter().map(|edition| PublishedEdition {
        edition: edition.public.edition(),
        href: publish::AssessmentKey::of(&edition.public).page().address(),
        is_shown: true,
    });
    editions.collect()
}
