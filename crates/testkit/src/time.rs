//! Times for tests: nobody asks the real clock.

use jiff::{SignedDuration, Timestamp};

/// The instant at which tests begin: 2026-04-01T00:00:00Z.
///
/// # Panics
/// Never: the text is fixed.
#[must_use]
#[allow(clippy::unwrap_used)]
pub fn start() -> Timestamp {
    "2026-04-01T00:00:00Z".parse().unwrap()
}

/// So many seconds after [`start`]; negative numbers before it.
///
/// # Panics
/// When the result is no time.
#[must_use]
#[allow(clippy::unwrap_used)]
pub fn after(seconds: i64) -> Timestamp {
    start()
        .checked_add(SignedDuration::from_secs(seconds))
        .unwrap()
}
