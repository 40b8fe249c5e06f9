//! What runs beside the server: builds the site if it must be, makes good what was cut off,
//! and publishes what was planned for today. It tries again until it is done, waiting longer each time.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::error::{BuildError, PublishError};
use super::outcome::{Built, Mended};
use super::publisher::Publisher;

/// How often to look when nobody rings.
const INTERVAL: Duration = Duration::from_secs(60);
/// The first wait after a failure; it doubles up to [`INTERVAL`].
const FIRST_WAIT: Duration = Duration::from_secs(1);

impl Publisher {
    /// Starts the worker on the current runtime. It ends with the runtime.
    pub fn spawn_worker(&self) {
        let publisher = self.clone();
        tokio::spawn(async move { publisher.work().await });
    }

    /// Builds what must be built, then makes good what was cut off.
    ///
    /// # Errors
    /// The site is as it was before the step that failed.
    pub async fn bring_up_to_date(&self) -> Result<Mended, PublishError> {
        self.see_to_consultations().await;
        let done = self.mend().await;
        let has_failed = &self.shared.has_failed;
        has_failed.store(done.is_err(), Ordering::Relaxed);
        done
    }

    /// Sees to consultations whose days are over, and to lists that count days. What fails
    /// here is tried again; acceptance does not depend on it.
    async fn see_to_consultations(&self) {
        let workflow = &self.shared.workflow;
        match workflow.close_due_consultations().await {
            Ok(closed) => {
                for id in closed {
                    tracing::info!(consultation.id = %id, "the consultation's days are over");
                }
            }
            Err(error) => {
                tracing::error!(error = ?anyhow::Error::from(error), "consultations are not seen to");
            }
        }
        if let Err(error) = workflow.note_day_of_consultations().await {
            tracing::error!(error = ?anyhow::Error::from(error), "lists of consultations are of another day");
        }
    }

    async fn mend(&self) -> Result<Mended, PublishError> {
        if self.is_outdated().await? {
            return match self.build_and_tell().await {
                Ok(built) => Ok(Mended::Built(Box::new(built))),
                Err(error) => {
                    // Whoever published meanwhile need not wait until the rest is mended.
                    self.converge().await?;
                    Err(error)
                }
            };
        }
        match self.converge().await {
            Err(PublishError::Build(BuildError::Search(error))) => {
                // A busy one is another error. Whatever is wrong with it, building anew is
                // the remedy.
                tracing::warn!(%error, "the search index could not be changed");
                Ok(Mended::Built(Box::new(self.build_and_tell().await?)))
            }
            converged => Ok(Mended::Jobs(converged?)),
        }
    }

    async fn build_and_tell(&self) -> Result<Built, PublishError> {
        tracing::info!("build the whole site");
        let built = self.build_all().await?;
        tracing::info!(
            assessments = built.assessments,
            written = built.written,
            duration_ms = u64::try_from(built.took.as_millis()).unwrap_or(u64::MAX),
            "built the whole site"
        );
        for hit in &built.report.hits {
            tracing::error!(
                file = hit.file,
                offset = hit.offset,
                field.id = hit.item,
                assessment.key = hit.owner,
                "the leak gate found something: {hit}"
            );
        }
        for held in &built.held_back {
            tracing::error!(assessment.key = held.assessment, "held back: {held}");
        }
        Ok(built)
    }

    async fn publish_planned(&self) {
        if let Err(error) = self.publish_due().await {
            tracing::error!(error = ?anyhow::Error::from(error), "cannot look for planned publications");
        }
    }

    async fn work(self) {
        let mut wait = FIRST_WAIT;
        loop {
            let pause = match self.bring_up_to_date().await {
                Ok(_) => {
                    wait = FIRST_WAIT;
                    self.publish_planned().await;
                    self.until_midnight(INTERVAL)
                }
                Err(error) => {
                    for place in error.places() {
                        tracing::error!("the leak gate stopped the site: {place}");
                    }
                    tracing::error!(error = ?anyhow::Error::from(error), "the site is not up to date");
                    wait = (wait * 2).min(INTERVAL);
                    wait
                }
            };
            let _ = tokio::time::timeout(pause, self.shared.bell.notified()).await;
        }
    }
}
