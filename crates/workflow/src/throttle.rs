//! How long to wait after failed sign-ins: a growing delay per account, against guessing one
//! password, and per address, against trying one password on many accounts.
//!
//! Only the policy is here; the counts are in the store, so that all processes share them
//! and a restart forgets nothing. An account is never locked for good: who knows the
//! password waits a quarter of an hour at most.

use jiff::{SignedDuration, Timestamp};

/// Whose failures are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An e-mail address, whether an account has it or not.
    Account,
    /// A network address, which a whole office may share.
    Address,
}

/// Failures in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// When the last one was.
    pub last: Timestamp,
}

/// The longest delay, in seconds.
const LONGEST: i64 = 15 * 60;

/// After so long without a failure they are forgotten.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

impl Subject {
    /// Failures without any delay, and the delay in seconds after one more.
    fn measure(self) -> (u32, i64) {
        match self {
            Self::Account => (5, 30),
            Self::Address => (20, 10),
        }
    }

    /// The delay after `count` failures in a row, in seconds: none for the first few, then
    /// doubling with each.
    #[must_use]
    pub fn delay(self, count: u32) -> i64 {
        let (free, first) = self.measure();
        match count.checked_sub(free) {
            None | Some(0) => 0,
            Some(over) => first.saturating_mul(1 << (over - 1).min(20)).min(LONGEST),
        }
    }

    /// How many seconds to wait before the next attempt at `now`; `None` for no time.
    #[must_use]
    pub fn retry_after(self, failures: Failures, now: Timestamp) -> Option<i64> {
        let since = now.duration_since(failures.last);
        if since >= FORGOTTEN_AFTER {
            return None;
        }
        // A clock that was set back must not lock anybody out for longer.
        let since = since.as_secs().max(0);
        let wait = self.delay(failures.count) - since;
        (wait > 0).then_some(wait)
    }
}

/// The time before which failures are forgotten.
#[must_use]
pub fn forgotten_before(now: Timestamp) -> Timestamp {
    now.checked_sub(FORGOTTEN_AFTER).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_400_000_000 + seconds).unwrap()
    }

    fn wait(subject: Subject, count: u32, seconds_later: i64) -> Option<i64> {
        subject.retry_after(Failures { count, last: at(0) }, at(seconds_later))
    }

    #[test]
    fn the_first_failures_cost_nothing_and_then_each_doubles_the_delay() {
        let delays: Vec<i64> = (4..=12)
            .map(|count| Subject::Account.delay(count))
            .collect();
        assert_eq!(delays, [0, 0, 30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(Subject::Address.delay(20), 0);
        assert_eq!(Subject::Address.delay(21), 10);
        assert_eq!(Subject::Address.delay(u32::MAX), LONGEST);
    }

    #[test]
    fn the_delay_runs_down_and_ends() {
        assert_eq!(wait(Subject::Account, 6, 0), Some(30));
        assert_eq!(wait(Subject::Account, 6, 29), Some(1));
        assert_eq!(wait(Subject::Account, 6, 30), None);
    }

    #[test]
    fn a_day_without_failures_is_forgotten() {
        assert_eq!(wait(Subject::Account, 500, 24 * 3600), None);
    }

    #[test]
    fn a_clock_set_back_does_not_lengthen_the_delay() {
        assert_eq!(wait(Subject::Account, 6, -5_000), Some(30));
    }
}
