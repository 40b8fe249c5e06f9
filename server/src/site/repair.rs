//! Making the site equal to the database again: after a kill, after a failure, with a new
//! program, at the operator's word. Everything here may be repeated.

use std::sync::Arc;
use std::time::Instant;

use domain::ConsultationId;
use publish::{GateReport, Verdict};
use store::editions::Address;
use store::jobs::Job;
use store::{Store, StoreError, Tx, meta};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use workflow::{AssessmentAddress, NewlyPublic};

use super::error::{BuildError, PublishError};
use super::outcome::{Built, HeldBack};
use super::publisher::{Publisher, Reach, Shared, address};
use super::reader::Reader;
use super::stage::Work;
use super::{hearing, phrases, whole};

/// The value in the store that tells by what the site was built.
const FINGERPRINT: &str = "site.fingerprint";

impl Publisher {
    /// Writes the pages and entries of assessments whose publication was cut off between
    /// the database and the site. How many jobs that were. What the gate stops holds up
    /// nobody else: the jobs are then done one by one.
    ///
    /// # Errors
    /// Jobs that failed stay open.
    pub async fn converge(&self) -> Result<usize, PublishError> {
        let jobs = self.shared.workflow.unfinished_site_jobs().await?;
        if jobs.is_empty() {
            return Ok(0);
        }
        let _turn = self.shared.turn().await?;
        let jobs = self.shared.jobs().await?;
        match self.shared.converge(&jobs).await {
            Err(error) if jobs.len() > 1 && is_about_one(&error) => {
                self.shared.converge_singly(&jobs).await
            }
            converged => converged,
        }
    }

    /// Shows at once what an act on an assessment left to be shown, as an end or a withdrawal;
    /// where that fails, the worker goes on trying. Whether it is shown.
    pub async fn catch_up(&self, key: &workflow::AssessmentKey) -> bool {
        let Err(error) = self.converge().await else {
            return true;
        };
        tracing::error!(error = ?anyhow::Error::from(error), "done, but not all is shown yet");
        self.shared.bell.notify_one();
        let open = self.shared.jobs().await;
        open.is_ok_and(|jobs| !jobs.iter().any(|job| is_about(job, key)))
    }

    /// Whether the site must be built as a whole: it is not there, or another program or
    /// content made it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn is_outdated(&self) -> Result<bool, PublishError> {
        let mut tx = self.shared.read().await?;
        let recorded = meta::get(&mut tx, FINGERPRINT)
            .await
            .map_err(BuildError::from)?;
        Ok(recorded.as_ref() != Some(&self.shared.fingerprint)
            || self.shared.site.release().is_none()
            || !super::is_built(self.shared.site.dir()))
    }

    /// Builds every page and the whole index. Unchanged files stay as they are.
    ///
    /// # Errors
    /// The old site and the old index stay.
    pub async fn build_all(&self) -> Result<Built, PublishError> {
        let _turn = self.shared.turn().await?;
        let built = self.shared.build_all().await?;
        record(self.shared.workflow.store(), &self.shared.fingerprint)
            .await
            .map_err(BuildError::from)?;
        // Whatever was left open is in the whole.
        for job in &built.1 {
            self.shared.workflow.finish_site_job(&job.id).await?;
        }
        Ok(built.0)
    }

    /// As [`Publisher::build_all`], into a folder that this installation does not serve:
    /// nothing is recorded.
    ///
    /// # Errors
    /// The old site and the old index stay.
    pub async fn build_elsewhere(&self) -> Result<Built, PublishError> {
        let _turn = self.shared.turn().await?;
        Ok(self.shared.build_all().await?.0)
    }

    /// Looks through the live site with today's phrases. Nothing is changed.
    ///
    /// # Errors
    /// The database or the folder cannot be read.
    pub async fn scan_live(&self) -> Result<GateReport, PublishError> {
        let mut tx = self.shared.read().await?;
        let (shared, handle) = (Arc::clone(&self.shared), Handle::current());
        let scanned = spawn_blocking(move || {
            let gate = shared.gate(&mut tx, &handle)?;
            let mut report = gate.scan_folder(shared.site.dir())?;
            handle.block_on(phrases::name_owners(&mut tx, &mut report))?;
            Ok::<_, BuildError>(report)
        });
        Ok(scanned.await.map_err(BuildError::from)??)
    }
}

impl Shared {
    pub(super) async fn read(&self) -> Result<Tx, BuildError> {
        Ok(self.workflow.store().begin_read().await?)
    }

    async fn jobs(&self) -> Result<Vec<Job>, BuildError> {
        let jobs = self.workflow.unfinished_site_jobs().await;
        jobs.map_err(|error| BuildError::Jobs(Box::new(error)))
    }

    /// Each job by itself; the first error, when all were tried.
    async fn converge_singly(self: &Arc<Self>, jobs: &[Job]) -> Result<usize, PublishError> {
        let (mut done, mut failed) = (0, None);
        for job in jobs {
            match self.converge(std::slice::from_ref(job)).await {
                Ok(count) => done += count,
                Err(error) if is_about_one(&error) => {
                    tracing::error!(job.id = %job.id, %error, "job {} stays open", job.id);
                    failed.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        failed.map_or(Ok(done), Err)
    }

    /// Those of these jobs that are still open, all at once.
    async fn converge(self: &Arc<Self>, asked: &[Job]) -> Result<usize, PublishError> {
        let staging = self.begin().await?;
        // Asked again with the lock held: whoever held it may have finished them.
        let mut jobs = self.jobs().await?;
        jobs.retain(|job| asked.iter().any(|asked| asked.id == job.id));
        let mut work = Work {
            assessments: jobs.iter().flat_map(addresses_of).collect(),
            consultations: jobs.iter().flat_map(consultations_of).collect(),
            lists: jobs
                .iter()
                .any(|job| job.payload["consultations"].is_array()),
        };
        work.assessments.sort();
        work.assessments.dedup();
        work.consultations.sort();
        work.consultations.dedup();
        let has_notices = jobs.iter().any(|job| job.payload["notices"] == true);
        let reach = match has_notices {
            true => Reach::Notices(NewlyPublic::Nothing),
            false => Reach::Written,
        };
        let mut tx = self.read().await?;
        let (shared, handle) = (Arc::clone(self), Handle::current());
        let ready =
            spawn_blocking(move || shared.prepare(staging, &mut tx, &handle, &work, &reach));
        let shown = match ready.await.map_err(BuildError::from)? {
            Ok(ready) => self.show(ready).await,
            Err(error) => Err(error),
        };
        for job in &jobs {
            match &shown {
                Ok(()) => self.workflow.finish_site_job(&job.id).await?,
                Err(error) => {
                    self.workflow
                        .fail_site_job(&job.id, &error.to_string())
                        .await?
                }
            };
        }
        shown?;
        tracing::info!(
            jobs = jobs.len(),
            "the site shows what a cut-off publication left"
        );
        Ok(jobs.len())
    }

    /// Everything; and the jobs that it makes good.
    async fn build_all(self: &Arc<Self>) -> Result<(Built, Vec<Job>), BuildError> {
        let begun = Instant::now();
        let staging = self.begin().await?;
        let jobs = self.jobs().await?;
        let mut tx = self.read().await?;
        let (shared, handle) = (Arc::clone(self), Handle::current());
        let built = spawn_blocking(move || shared.build(staging, &mut tx, &handle));
        let built = built.await??;
        Ok((
            Built {
                took: begun.elapsed(),
                ..built
            },
            jobs,
        ))
    }

    /// Everything, on a thread that may block. What the gate finds in an assessment's new
    /// pages holds back these pages alone: the old ones stay, or there are none, and the
    /// report says so. What it finds elsewhere, in the frame of all pages, stops the build.
    fn build(
        &self,
        mut staging: publish::Staging,
        tx: &mut Tx,
        handle: &Handle,
    ) -> Result<Built, BuildError> {
        let gate = self.gate(tx, handle)?;
        let mut reader = Reader::new(tx, &self.forms, handle).with_gate(&gate);
        let materials = self.materials(&mut reader)?;
        let assessments = whole::pages(&mut staging, &mut reader, &materials, &self.assets)?;
        let mut hearings = Vec::new();
        let (checked, held, stopped) = match staging.judge(gate.scan())? {
            Verdict::Clean(checked) => (*checked, Vec::new(), Vec::new()),
            Verdict::Leaky(mut staging, found) => {
                let held = whole::culprits(&mut reader, &gate, &found)?;
                hearings = hearing::culprits(&mut reader, &gate, &found)?;
                whole::hold_back(&mut staging, &mut reader, &materials, &held, &hearings)?;
                let checked = staging.check(gate.scan());
                let checked = checked.map_err(|error| named(&mut reader, error.into()))?;
                (checked, held, found.hits)
            }
        };
        let indexed = whole::index(self.index.as_ref(), &mut reader, &gate, &held)?;
        let mut report = checked.report().clone();
        let swapped = checked.swap()?;
        if swapped.unchanged > 0 {
            // What was public before is looked through again: phrases may be newer.
            report = gate.scan_folder(self.site.dir())?;
        }
        report.files += indexed.files;
        report.bytes += indexed.bytes;
        for hit in stopped.into_iter().chain(indexed.hits) {
            if !report.hits.contains(&hit) {
                report.hits.push(hit);
            }
        }
        handle.block_on(phrases::name_owners(reader.tx, &mut report))?;
        let held_back = held.iter().map(|held| HeldBack {
            assessment: format!("{}/{}/{}", held.key.body, held.key.number, held.key.form),
            has_page: held.key.page().under(self.site.dir()).is_file(),
        });
        let hearings = hearings.iter().map(|held| HeldBack {
            assessment: format!("意見聴取 {}", held.id),
            has_page: publish::paths::consultation(&held.id)
                .under(self.site.dir())
                .is_file(),
        });
        Ok(Built {
            held_back: held_back.chain(hearings).collect(),
            assessments,
            written: swapped.written,
            removed: swapped.removed,
            unchanged: swapped.unchanged,
            took: std::time::Duration::ZERO,
            report,
        })
    }
}

/// Whether the error may lie in one job alone: in what the gate found, or in what one
/// assessment or consultation is in the database.
fn is_about_one(error: &PublishError) -> bool {
    matches!(
        error,
        PublishError::Build(
            BuildError::Leaked(_)
                | BuildError::Release { .. }
                | BuildError::UnknownForm { .. }
                | BuildError::Absent(_)
                | BuildError::Consultation(_)
        )
    )
}

/// The error with addresses in place of ids.
fn named(reader: &mut Reader<'_>, error: BuildError) -> BuildError {
    match error {
        BuildError::Leaked(mut report) => {
            let naming = phrases::name_owners(reader.tx, &mut report);
            match reader.handle.block_on(naming) {
                Ok(()) => BuildError::Leaked(report),
                Err(error) => error.into(),
            }
        }
        other => other,
    }
}

/// Notes that everything must be built, as when the index is gone or names of bodies changed.
///
/// # Errors
/// The database cannot be written.
pub async fn mark_outdated(store: &Store) -> Result<(), StoreError> {
    record(store, "").await
}

async fn record(store: &Store, fingerprint: &str) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    meta::set(&mut tx, FINGERPRINT, fingerprint).await?;
    tx.commit().await
}

/// Whether a job is about an assessment, or about consultations of its body.
fn is_about(job: &Job, key: &workflow::AssessmentKey) -> bool {
    addresses_of(job).contains(&address(key))
        || consultations_of(job)
            .iter()
            .any(|id| *id.body() == key.body)
}

/// The consultations that a job is about.
fn consultations_of(job: &Job) -> Vec<ConsultationId> {
    let ids = job.payload["consultations"].as_array();
    let parsed = ids.into_iter().flatten().filter_map(|id| {
        let parsed = id.as_str().map(ConsultationId::parse);
        if !matches!(parsed, Some(Ok(_))) {
            tracing::error!(job.id = %job.id, "job {} names no consultation", job.id);
        }
        parsed?.ok()
    });
    parsed.collect()
}

/// The assessments whose publication a job is about.
fn addresses_of(job: &Job) -> Vec<Address> {
    let editions = job.payload["editions"].as_array();
    let parsed = editions.into_iter().flatten().filter_map(|edition| {
        let parsed = edition.as_str().map(AssessmentAddress::parse);
        if !matches!(parsed, Some(Ok(_))) {
            tracing::error!(job.id = %job.id, "job {} names no assessment", job.id);
        }
        parsed?.ok()
    });
    parsed.map(|found| address(&found.key)).collect()
}
