//! From what is pending to what people can read: commit, exchange, index; or nothing.

use std::sync::Arc;

use domain::BodyCode;
use publish::{GateReport, Staging};
use search::Change;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use workflow::{LeakSummary, PendingConsultation, PendingPublication};

use super::{Reach, Ready, Shared, address};
use crate::site::error::{BuildError, PublishError};
use crate::site::outcome::{Leaks, PublishedEdition, ShownConsultation};
use crate::site::stage::{Entries, Work};

impl Shared {
    /// From what is pending to what is published.
    pub(super) async fn finish(
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
    pub(super) async fn finish_consultation(
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
    pub(in crate::site) async fn show(self: &Arc<Self>, ready: Ready) -> Result<(), BuildError> {
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
}

fn summary(leaks: &Leaks) -> LeakSummary {
    LeakSummary {
        hits: leaks.places.len(),
        places: leaks.lines(),
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
