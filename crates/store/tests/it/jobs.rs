use store::jobs::{self, Job, JobState, NewJob};
use store::{StoreError, Tx};
use testkit::{TestDatabase, on_both, time};

use crate::helpers::begin;

on_both! {
    a_job_is_taken_when_it_is_due_and_then_done,
    a_queued_key_is_not_queued_twice,
    a_key_is_queued_again_while_the_first_job_runs,
    a_failed_job_is_taken_again_at_its_time,
    a_job_that_is_given_up_says_why,
    a_retry_beside_a_newer_job_of_its_key_is_kept,
    a_job_whose_worker_died_is_taken_after_the_lease,
    a_job_is_completed_by_whoever_enqueued_it,
    workers_never_take_the_same_job,
    a_job_of_a_lost_transaction_is_never_seen,
}

async fn enqueue(tx: &mut Tx, dedupe: Option<&str>, run_at: i64) -> Result<bool, StoreError> {
    let new = NewJob {
        kind: "publish",
        payload: serde_json::json!({"assessment": "a"}),
        dedupe,
        run_at: time::after(run_at),
        at: time::start(),
    };
    Ok(jobs::enqueue(tx, &new).await?.is_some())
}

async fn take(tx: &mut Tx, now: i64) -> Option<Job> {
    jobs::take_next(tx, time::after(now), time::after(now + 60))
        .await
        .unwrap()
}

async fn a_job_is_taken_when_it_is_due_and_then_done(db: TestDatabase) {
    let mut tx = begin(&db).await;
    assert!(enqueue(&mut tx, None, 10).await.unwrap());
    assert_eq!(take(&mut tx, 9).await, None);
    let job = take(&mut tx, 10).await.unwrap();
    assert_eq!(
        (job.state, job.attempts, job.kind.as_str()),
        (JobState::Running, 1, "publish")
    );
    assert_eq!(job.payload, serde_json::json!({"assessment": "a"}));
    assert_eq!(take(&mut tx, 11).await, None);
    let open = jobs::list_unfinished(&mut tx, "publish").await.unwrap();
    assert_eq!(open, std::slice::from_ref(&job));
    assert!(jobs::finish(&mut tx, &job, time::after(12)).await.unwrap());
    assert!(!jobs::finish(&mut tx, &job, time::after(13)).await.unwrap());
    assert_eq!(jobs::list_unfinished(&mut tx, "publish").await.unwrap(), []);
    assert_eq!(take(&mut tx, 1000).await, None);
}

async fn a_queued_key_is_not_queued_twice(db: TestDatabase) {
    let mut tx = begin(&db).await;
    assert!(enqueue(&mut tx, Some("site"), 0).await.unwrap());
    assert!(!enqueue(&mut tx, Some("site"), 5).await.unwrap());
    assert!(enqueue(&mut tx, Some("other"), 0).await.unwrap());
    assert!(enqueue(&mut tx, None, 0).await.unwrap());
    assert!(enqueue(&mut tx, None, 0).await.unwrap());
    assert_eq!(
        jobs::list_unfinished(&mut tx, "publish")
            .await
            .unwrap()
            .len(),
        4
    );
    assert_eq!(jobs::list_unfinished(&mut tx, "else").await.unwrap(), []);
}

async fn a_key_is_queued_again_while_the_first_job_runs(db: TestDatabase) {
    let mut tx = begin(&db).await;
    enqueue(&mut tx, Some("site"), 0).await.unwrap();
    take(&mut tx, 1).await.unwrap();
    assert!(
        enqueue(&mut tx, Some("site"), 1).await.unwrap(),
        "what changed since must be seen"
    );
}

async fn a_failed_job_is_taken_again_at_its_time(db: TestDatabase) {
    let mut tx = begin(&db).await;
    enqueue(&mut tx, Some("site"), 0).await.unwrap();
    let job = take(&mut tx, 1).await.unwrap();
    let retry = jobs::fail(
        &mut tx,
        &job,
        "disk full",
        Some(time::after(30)),
        time::after(2),
    );
    assert!(retry.await.unwrap());
    assert_eq!(take(&mut tx, 29).await, None);
    let again = take(&mut tx, 30).await.unwrap();
    assert_eq!(
        (again.attempts, again.error.as_deref()),
        (2, Some("disk full"))
    );
    assert_eq!(again.dedupe.as_deref(), Some("site"));
}

async fn a_job_that_is_given_up_says_why(db: TestDatabase) {
    let mut tx = begin(&db).await;
    enqueue(&mut tx, None, 0).await.unwrap();
    let job = take(&mut tx, 1).await.unwrap();
    assert!(
        jobs::fail(&mut tx, &job, "no such body", None, time::after(2))
            .await
            .unwrap()
    );
    assert_eq!(take(&mut tx, 1000).await, None);
    assert_eq!(jobs::list_unfinished(&mut tx, "publish").await.unwrap(), []);
}

async fn a_retry_beside_a_newer_job_of_its_key_is_kept(db: TestDatabase) {
    let mut tx = begin(&db).await;
    enqueue(&mut tx, Some("site"), 0).await.unwrap();
    let job = take(&mut tx, 1).await.unwrap();
    enqueue(&mut tx, Some("site"), 1).await.unwrap();
    let retry = jobs::fail(
        &mut tx,
        &job,
        "disk full",
        Some(time::after(3)),
        time::after(2),
    );
    assert!(retry.await.unwrap());
    assert_eq!(
        jobs::list_unfinished(&mut tx, "publish")
            .await
            .unwrap()
            .len(),
        2
    );
}

async fn a_job_whose_worker_died_is_taken_after_the_lease(db: TestDatabase) {
    let mut tx = begin(&db).await;
    enqueue(&mut tx, None, 0).await.unwrap();
    let first = take(&mut tx, 1).await.unwrap();
    assert_eq!(take(&mut tx, 60).await, None);
    let second = take(&mut tx, 61).await.unwrap();
    assert_eq!((&second.id, second.attempts), (&first.id, 2));
    let late = jobs::finish(&mut tx, &first, time::after(62))
        .await
        .unwrap();
    assert!(!late, "the first worker has lost it");
    let late = jobs::fail(&mut tx, &first, "late", None, time::after(62))
        .await
        .unwrap();
    assert!(!late);
    assert!(
        jobs::finish(&mut tx, &second, time::after(63))
            .await
            .unwrap()
    );
}

async fn a_job_is_completed_by_whoever_enqueued_it(db: TestDatabase) {
    let mut tx = begin(&db).await;
    enqueue(&mut tx, Some("site"), 0).await.unwrap();
    let id = jobs::list_unfinished(&mut tx, "publish")
        .await
        .unwrap()
        .remove(0)
        .id;
    assert!(jobs::note_failure(&mut tx, &id, "disk full").await.unwrap());
    let open = jobs::list_unfinished(&mut tx, "publish").await.unwrap();
    assert_eq!(open[0].error.as_deref(), Some("disk full"));
    assert!(jobs::complete(&mut tx, &id, time::after(1)).await.unwrap());
    assert!(!jobs::complete(&mut tx, &id, time::after(2)).await.unwrap());
    assert!(!jobs::note_failure(&mut tx, &id, "late").await.unwrap());
    assert_eq!(jobs::list_unfinished(&mut tx, "publish").await.unwrap(), []);
    assert_eq!(take(&mut tx, 1000).await, None);
}

async fn workers_never_take_the_same_job(db: TestDatabase) {
    let mut tx = begin(&db).await;
    for _ in 0..20 {
        enqueue(&mut tx, None, 0).await.unwrap();
    }
    tx.commit().await.unwrap();
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let store = db.store.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                loop {
                    let mut tx = store.begin().await.unwrap();
                    let job = take(&mut tx, 1).await;
                    tx.commit().await.unwrap();
                    match job {
                        Some(job) => taken.push(job.id),
                        None => return taken,
                    }
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), 20);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 20, "each was taken by one worker");
}

async fn a_job_of_a_lost_transaction_is_never_seen(db: TestDatabase) {
    let mut tx = begin(&db).await;
    enqueue(&mut tx, None, 0).await.unwrap();
    drop(tx);
    let mut tx = begin(&db).await;
    assert_eq!(take(&mut tx, 1).await, None);
}
