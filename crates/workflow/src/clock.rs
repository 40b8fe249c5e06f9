//! The time as an argument.

use std::fmt::Debug;
use std::sync::Mutex;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Tells the time.
pub trait Clock: Debug + Send + Sync {
    /// The instant.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everything else asks"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that is moved by hand, for tests.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// A clock that stands at `start`.
    #[must_use]
    pub fn new(start: Timestamp) -> Self {
        Self(Mutex::new(start))
    }

    /// Moves it forward.
    pub fn advance(&self, seconds: i64) {
        let mut now = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *now += SignedDuration::from_secs(seconds);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The calendar day in Japan, which has one zone and no summer time: UTC+9 at all times
/// that this program speaks of, so that no time zone database is needed.
#[must_use]
pub fn day_in_japan(at: Timestamp) -> Date {
    Offset::constant(9).to_datetime(at).date()
}

/// Today in Japan.
#[must_use]
pub fn today(clock: &dyn Clock) -> Date {
    day_in_japan(clock.now())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_day_in_japan_begins_at_three_in_the_afternoon_of_greenwich() {
        let clock = ManualClock::new("2014-10-01T14:59:59Z".parse().unwrap());
        assert_eq!(today(&clock).to_string(), "2014-10-01");
        clock.advance(1);
        assert_eq!(today(&clock).to_string(), "2014-10-02");
    }
}
