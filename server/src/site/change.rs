//! Changing the pages of notices, and of questions and answers: all or nothing, as
//! publishing an assessment.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use workflow::{Actor, PendingChange, WorkflowError};

use super::error::BuildError;
use super::publisher::{Publisher, Reach, Shared};
use super::stage::Work;

/// An act that may change public pages.
#[derive(Debug, Clone)]
pub enum PublicAct {
    /// Sends a notice: number and date of the letter.
    IssueNotice {
        /// Which.
        id: String,
        /// The version that was read.
        version: i64,
        /// 総官企第285号.
        number: String,
        /// `YYYY-MM-DD`.
        date: String,
    },
    /// Puts a notice on the site.
    ListNotice {
        /// Which.
        id: String,
        /// The version that was read.
        version: i64,
    },
    /// Declares a notice void.
    ExpireNotice {
        /// Which.
        id: String,
        /// The version that was read.
        version: i64,
        /// Why.
        reason: String,
    },
    /// Publishes a question and its answer.
    PublishQa {
        /// Which inquiry.
        number: i64,
        /// The text that was read.
        digest: String,
    },
    /// Takes a question and its answer off the site.
    RemoveQa {
        /// Which inquiry.
        number: i64,
        /// Why.
        reason: String,
    },
}

/// Why a change of public pages did not take place; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The use case refused.
    #[error(transparent)]
    Refused(#[from] WorkflowError),
    /// The text holds what some body withholds, or a My Number.
    #[error("leak gate stopped the change: {hits} hits")]
    Leaked {
        /// How often.
        hits: usize,
    },
    /// Another publication is at work.
    #[error("another publication is at work")]
    Busy,
    /// The text cannot be shown: its Markdown is not well formed.
    #[error("cannot write the pages")]
    Build(#[source] BuildError),
}

impl From<BuildError> for ChangeError {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::Leaked(report) => Self::Leaked {
                hits: report.hits.len(),
            },
            error if error.is_busy() => Self::Busy,
            error => Self::Build(error),
        }
    }
}

impl Publisher {
    /// Does an act together with the pages that it changes. Goes on to its end though the
    /// caller may go away.
    ///
    /// # Errors
    /// [`ChangeError`]: then nothing is changed.
    pub async fn change(&self, actor: &Actor, act: PublicAct) -> Result<(), ChangeError> {
        let (shared, actor) = (Arc::clone(&self.shared), actor.clone());
        let work = tokio::spawn(async move { shared.change(&actor, act).await });
        work.await.map_err(BuildError::from)?
    }
}

impl Shared {
    async fn change(self: &Arc<Self>, actor: &Actor, act: PublicAct) -> Result<(), ChangeError> {
        // Waiting for the turn can only end in being busy.
        let _turn = self.turn().await.map_err(|_| ChangeError::Busy)?;
        let staging = self.begin().await?;
        let Some(mut pending) = self.begin_change(actor, act).await? else {
            return Ok(());
        };
        let Some(job) = pending.job.clone() else {
            return Ok(pending.commit().await?);
        };
        let (shared, handle) = (Arc::clone(self), Handle::current());
        let newly = pending.newly_public.clone();
        let prepared = spawn_blocking(move || {
            let tx = pending.tx();
            let reach = Reach::Notices(newly);
            let ready = shared.prepare(staging, tx, &handle, &Work::default(), &reach);
            (pending, ready)
        });
        let (pending, ready) = prepared.await.map_err(BuildError::from)?;
        let ready = match ready {
            Ok(ready) => ready,
            Err(BuildError::Leaked(report)) => {
                let hits = report.hits.len();
                tracing::warn!(hits, "the leak gate stopped a change of public pages");
                pending.abort(&self.workflow, hits).await?;
                return Err(ChangeError::Leaked { hits });
            }
            Err(error) => return Err(error.into()),
        };
        pending.commit().await?;
        match self.show(ready).await {
            Ok(()) => {
                if let Err(error) = self.workflow.finish_site_job(&job).await {
                    tracing::warn!(error = %error, "the site's job stays open");
                }
            }
            Err(error) => {
                tracing::error!(error = ?anyhow::Error::from(error), "changed, but not shown yet");
                self.bell.notify_one();
            }
        }
        Ok(())
    }

    async fn begin_change(
        &self,
        actor: &Actor,
        act: PublicAct,
    ) -> Result<Option<PendingChange>, WorkflowError> {
        let workflow = &self.workflow;
        match act {
            PublicAct::IssueNotice {
                id,
                version,
                number,
                date,
            } => {
                workflow
                    .begin_issue_notice(actor, &id, version, &number, &date)
                    .await
            }
            PublicAct::ListNotice { id, version } => {
                workflow.begin_list_notice(actor, &id, version).await
            }
            PublicAct::ExpireNotice {
                id,
                version,
                reason,
            } => {
                workflow
                    .begin_expire_notice(actor, &id, version, &reason)
                    .await
            }
            PublicAct::PublishQa { number, digest } => {
                workflow.begin_publish_qa(actor, number, &digest).await
            }
            PublicAct::RemoveQa { number, reason } => workflow
                .begin_remove_qa(actor, number, &reason)
                .await
                .map(Some),
        }
    }
}
