//! Planned publications: carried out on their day, by the person who planned them and bound
//! to the revision that this person saw.
//!
//! The day begins at midnight in Japan; the worker looks at least once a minute. Where the
//! server slept, it publishes when it wakes, and the edition bears that day: 公表日 is the
//! day since which people could read it, not the day that was meant.
//!
//! Everything is asked again: rights, preconditions, the leak gate. What refuses takes the plan
//! back, once, and is told; what merely could not be done now is tried again.

use std::time::Duration;

use domain::procedure::Refusal;
use jiff::Timestamp;
use workflow::{DuePublication, WorkflowError};

use super::error::PublishError;
use super::publisher::Publisher;

const LEAKED: &str = "非公表とした語句が、公表されるどこかに残っていました。公表のページで公表を試すと、場所が分かります。";
const GONE: &str = "予約した人が、いまは公表の操作をできません。公表を担当する人が、もう一度予約するか公表してください。";

impl Publisher {
    /// Publishes what is due; how many came about.
    ///
    /// # Errors
    /// The database cannot be read. What fails by itself is left for the next time.
    pub async fn publish_due(&self) -> Result<usize, PublishError> {
        let due = self.shared.workflow.due_publications().await?;
        let mut published = 0;
        for due in &due {
            match self.publish_one(due).await {
                Ok(true) => published += 1,
                Ok(false) => {}
                Err(error) => tracing::error!(
                    assessment.key = %due.key,
                    error = ?anyhow::Error::from(error),
                    "a planned publication waits"
                ),
            }
        }
        Ok(published)
    }

    async fn publish_one(&self, due: &DuePublication) -> Result<bool, PublishError> {
        let Some(planner) = &due.planner else {
            return self.give_up(due, GONE).await;
        };
        let revision = due.scheduled.revision;
        match self.publish(planner, &due.key, revision).await {
            Ok(edition) => {
                tracing::info!(
                    assessment.key = %due.key,
                    edition = edition.edition,
                    "published as planned"
                );
                Ok(true)
            }
            Err(PublishError::Leaked(_)) => self.give_up(due, LEAKED).await,
            Err(PublishError::Workflow(WorkflowError::NotFound)) => self.give_up(due, GONE).await,
            Err(PublishError::Workflow(WorkflowError::Refused(refusal))) => {
                self.give_up(due, &words(&refusal)).await
            }
            Err(PublishError::Workflow(error @ WorkflowError::Invalid(_))) => {
                self.give_up(due, &error.user_message()).await
            }
            Err(error) => Err(error),
        }
    }

    /// Takes the plan back, unless somebody else has published or planned anew meanwhile.
    async fn give_up(&self, due: &DuePublication, why: &str) -> Result<bool, PublishError> {
        if self.shared.workflow.fail_schedule(due, why).await? {
            tracing::warn!(assessment.key = %due.key, "a planned publication was refused");
        }
        Ok(false)
    }

    /// How long to sleep at most: to the next midnight in Japan, or `longest`.
    pub(super) fn until_midnight(&self, longest: Duration) -> Duration {
        until_midnight(self.shared.workflow.clock().now()).min(longest)
    }
}

fn words(refusal: &Refusal) -> String {
    refusal.to_string()
}

/// To the first second of the next day in Japan.
fn until_midnight(now: Timestamp) -> Duration {
    const DAY: i64 = 24 * 60 * 60;
    let into_day = (now.as_second() + 9 * 60 * 60).rem_euclid(DAY);
    Duration::from_secs(u64::try_from(DAY - into_day).unwrap_or(1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_wakes_at_midnight_in_japan() {
        for (now, seconds) in [
            ("2026-03-31T14:59:59Z", 1),
            ("2026-03-31T15:00:00Z", 86_400),
            ("2026-03-31T03:00:00Z", 12 * 3_600),
        ] {
            let now: Timestamp = now.parse().unwrap();
            assert_eq!(until_midnight(now), Duration::from_secs(seconds), "{now}");
        }
    }
}
