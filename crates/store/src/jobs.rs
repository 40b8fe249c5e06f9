//! Slow work as rows: enqueued in the transaction that made it necessary, taken by a
//! worker for the time of a lease. A job whose worker died is taken again after the
//! lease, so every job may run twice.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waits for a worker.
    Queued,
    /// A worker has it.
    Running,
    /// Is done.
    Done,
    /// Was given up.
    Failed,
}

impl JobState {
    const ALL: [Self; 4] = [Self::Queued, Self::Running, Self::Done, Self::Failed];

    /// The word of the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A job to be enqueued.
#[derive(Debug, Clone)]
pub struct NewJob<'a> {
    /// What is to be done, as `publish`.
    pub kind: &'a str,
    /// With what; ids, never text of answers.
    pub payload: Value,
    /// While a job of this kind and key is queued, another is not added.
    pub dedupe: Option<&'a str>,
    /// Not before.
    pub run_at: Timestamp,
    /// Now.
    pub at: Timestamp,
}

/// A job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The id; sorts by time.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// The key under which it is queued once.
    pub dedupe: Option<String>,
    /// Where it stands.
    pub state: JobState,
    /// How often it was taken.
    pub attempts: u32,
    /// Not before; while it runs: the end of the lease.
    pub run_at: Timestamp,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// When it was done or given up.
    pub finished_at: Option<Timestamp>,
    /// Why it last failed.
    pub error: Option<String>,
}

/// Enqueues a job; its id, or `None` when one with its key is queued already.
#[instrument(name = "db.jobs.enqueue", level = "debug", skip_all)]
pub async fn enqueue(tx: &mut Tx, new: &NewJob<'_>) -> Result<Option<String>, StoreError> {
    sql(
        "INSERT INTO jobs (id, kind, payload, dedupe, state, attempts, run_at, created_at)
         VALUES ($1, $2, $3, $4, 'queued', 0, $5, $6)
         ON CONFLICT (kind, dedupe) WHERE state = 'queued' DO NOTHING
         RETURNING id",
    )
    .text(&crate::new_id(new.at))
    .text(new.kind)
    .json(&new.payload)
    .opt_text(new.dedupe)
    .time(new.run_at)
    .time(new.at)
    .find(tx, |row| Fields::new("jobs", row, &["id"]).text("id"))
    .await
}

/// Takes the job that has been due longest, until `lease_until`; jobs whose lease has
/// ended count as due. Commit before working on it.
#[instrument(name = "db.jobs.take_next", level = "debug", skip_all)]
pub async fn take_next(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Job>, StoreError> {
    let statement = tx.dialect().take_job();
    sql(statement)
        .time(now)
        .time(lease_until)
        .find(tx, read)
        .await
}

/// Records that a job taken is done; `false` when its lease ended and another took it.
#[instrument(name = "db.jobs.finish", level = "debug", skip_all)]
pub async fn finish(tx: &mut Tx, job: &Job, now: Timestamp) -> Result<bool, StoreError> {
    sql(
        "UPDATE jobs SET state = 'done', finished_at = $3, error = NULL
         WHERE id = $1 AND attempts = $2 AND state = 'running'",
    )
    .text(&job.id)
    .int(job.attempts.into())
    .time(now)
    .touched(tx)
    .await
}

/// Records why a job taken failed: to be taken again at `retry_at`, or given up with
/// `None`. `false` when its lease ended and another took it.
#[instrument(name = "db.jobs.fail", level = "debug", skip_all)]
pub async fn fail(
    tx: &mut Tx,
    job: &Job,
    error: &str,
    retry_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let statement = match retry_at {
        // The key goes when a newer job has been queued under it meanwhile.
        Some(_) => {
            "UPDATE jobs SET state = 'queued', error = $3, run_at = $4,
                 dedupe = CASE WHEN EXISTS (
                     SELECT 1 FROM jobs other WHERE other.kind = jobs.kind
                         AND other.dedupe = jobs.dedupe AND other.state = 'queued')
                     THEN NULL ELSE dedupe END
             WHERE id = $1 AND attempts = $2 AND state = 'running'"
        }
        None => {
            "UPDATE jobs SET state = 'failed', error = $3, finished_at = $4
             WHERE id = $1 AND attempts = $2 AND state = 'running'"
        }
    };
    sql(statement)
        .text(&job.id)
        .int(job.attempts.into())
        .text(error)
        .time(retry_at.unwrap_or(now))
        .touched(tx)
        .await
}

/// Records that a job is done by whoever enqueued it, without having taken it; whether it
/// was unfinished.
#[instrument(name = "db.jobs.complete", level = "debug", skip_all)]
pub async fn complete(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, StoreError> {
    sql(
        "UPDATE jobs SET state = 'done', finished_at = $2, error = NULL
         WHERE id = $1 AND state IN ('queued', 'running')",
    )
    .text(id)
    .time(now)
    .touched(tx)
    .await
}

/// Records why such a job could not be done yet; it stays unfinished.
#[instrument(name = "db.jobs.note_failure", level = "debug", skip_all)]
pub async fn note_failure(tx: &mut Tx, id: &str, error: &str) -> Result<bool, StoreError> {
    sql("UPDATE jobs SET error = $2
         WHERE id = $1 AND state IN ('queued', 'running')")
    .text(id)
    .text(error)
    .touched(tx)
    .await
}

/// The jobs of a kind that are queued or running, oldest first.
#[instrument(name = "db.jobs.list_unfinished", level = "debug", skip_all)]
pub async fn list_unfinished(tx: &mut Tx, kind: &str) -> Result<Vec<Job>, StoreError> {
    sql(
        "SELECT * FROM jobs WHERE kind = $1 AND state IN ('queued', 'running')
         ORDER BY created_at, id",
    )
    .text(kind)
    .list(tx, read)
    .await
}

fn read(row: &AnyRow) -> Result<Job, StoreError> {
    let fields = Fields::new("jobs", row, &["id"]);
    Ok(Job {
        id: fields.text("id")?,
        kind: fields.text("kind")?,
        payload: fields.json("payload")?,
        dedupe: fields.opt_text("dedupe")?,
        state: fields.parsed("state", |word| JobState::parse(word).ok_or(()))?,
        attempts: fields.int("attempts")?,
        run_at: fields.time("run_at")?,
        created_at: fields.time("created_at")?,
        finished_at: fields.opt_time("finished_at")?,
        error: fields.opt_text("error")?,
    })
}
