//! How often one address may search, so that one program cannot take the index away from
//! everybody else.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

/// Addresses remembered before those that have rested are forgotten.
const REMEMBERED: usize = 10_000;

/// A limit by address.
pub struct SearchLimit {
    by_address: Option<DefaultKeyedRateLimiter<IpAddr>>,
    clock: DefaultClock,
}

impl SearchLimit {
    /// So many a second, five times as many at once; 0 for any number.
    #[must_use]
    pub fn new(per_second: u32) -> Self {
        let quota = NonZeroU32::new(per_second).map(|rate| {
            let burst = rate.saturating_mul(NonZeroU32::new(5).unwrap_or(NonZeroU32::MIN));
            Quota::per_second(rate).allow_burst(burst)
        });
        Self {
            by_address: quota.map(DefaultKeyedRateLimiter::keyed),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a search.
    ///
    /// # Errors
    /// The seconds to wait, at least 1. An address of this machine is never refused: it is
    /// that of a proxy which nobody configured, and everybody comes from there.
    pub fn check(&self, address: IpAddr) -> Result<(), u64> {
        let Some(limiter) = self.by_address.as_ref().filter(|_| !address.is_loopback()) else {
            return Ok(());
        };
        if limiter.len() > REMEMBERED {
            limiter.retain_recent();
        }
        limiter
            .check_key(&address)
            .map_err(|until| until.wait_time_from(self.clock.now()).as_secs() + 1)
    }
}

/// How often one address may send an opinion: ten at once, then one a minute. Addresses are
/// kept in memory only, and no longer than they count.
pub struct OpinionLimit {
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Default for OpinionLimit {
    fn default() -> Self {
        let burst = NonZeroU32::new(10).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(NonZeroU32::MIN).allow_burst(burst);
        Self {
            by_address: DefaultKeyedRateLimiter::keyed(quota),
            clock: DefaultClock::default(),
        }
    }
}

impl OpinionLimit {
    /// Counts an opinion.
    ///
    /// # Errors
    /// The seconds to wait. As [`SearchLimit::check`], of this machine nobody is refused.
    pub fn check(&self, address: IpAddr) -> Result<(), u64> {
        if address.is_loopback() {
            return Ok(());
        }
        if self.by_address.len() > REMEMBERED {
            self.by_address.retain_recent();
        }
        self.by_address
            .check_key(&address)
            .map_err(|until| until.wait_time_from(self.clock.now()).as_secs() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_asks_too_often_waits_and_others_do_not() {
        let limit = SearchLimit::new(1);
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let answered = (0..20).take_while(|_| limit.check(one).is_ok()).count();
        assert!((5..20).contains(&answered), "{answered}");
        assert!(limit.check(one).is_err_and(|seconds| seconds >= 1));
        assert_eq!(limit.check(other), Ok(()));
    }

    #[test]
    fn zero_means_any_number_and_this_machine_is_never_refused() {
        let outside = IpAddr::from([192, 0, 2, 1]);
        let (off, on) = (SearchLimit::new(0), SearchLimit::new(1));
        assert!((0..1000).all(|_| off.check(outside).is_ok()));
        assert!((0..1000).all(|_| on.check(IpAddr::from([127, 0, 0, 1])).is_ok()));
    }
}
