//! How often one address may search, so that one program cannot take the index away from
//! everybody else.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota};
use workflow::throttle::network_of;

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

/// How often one address, of IPv6 one network, may send an opinion: ten at once, then one a
/// minute. While very many come from everywhere, one in ten minutes: whoever has many
/// addresses makes the others slower, and keeps nobody out. Addresses are kept in memory only,
/// and no longer than they count.
pub struct OpinionLimit {
    by_network: DefaultKeyedRateLimiter<String>,
    of_all: DefaultDirectRateLimiter,
    when_busy: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl Default for OpinionLimit {
    fn default() -> Self {
        let one = NonZeroU32::MIN;
        let burst = NonZeroU32::new(10).unwrap_or(one);
        let quota = Quota::per_minute(one).allow_burst(burst);
        let all = NonZeroU32::new(500).unwrap_or(one);
        let seldom = Quota::with_period(Duration::from_secs(600)).unwrap_or(quota);
        Self {
            by_network: DefaultKeyedRateLimiter::keyed(quota),
            of_all: DefaultDirectRateLimiter::direct(Quota::per_hour(all)),
            when_busy: DefaultKeyedRateLimiter::keyed(seldom),
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
        let network = network_of(&address.to_string());
        forget_rested(&self.by_network);
        self.by_network
            .check_key(&network)
            .map_err(|until| until.wait_time_from(self.clock.now()).as_secs() + 1)?;
        if self.of_all.check().is_ok() {
            return Ok(());
        }
        forget_rested(&self.when_busy);
        self.when_busy
            .check_key(&network)
            .map_err(|until| until.wait_time_from(self.clock.now()).as_secs() + 1)
    }
}

/// Forgets those that have rested, now and then where more count than are remembered.
fn forget_rested(limiter: &DefaultKeyedRateLimiter<String>) {
    let known = limiter.len();
    if known > REMEMBERED && known.is_multiple_of(100) {
        limiter.retain_recent();
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

    #[test]
    fn an_ipv6_network_is_one_sender() {
        let limit = OpinionLimit::default();
        let sent = (0..40_u16).take_while(|n| {
            let address = IpAddr::from([0x2001, 0xdb8, 1, 2, 0, 0, 0, *n]);
            limit.check(address).is_ok()
        });
        assert_eq!(sent.count(), 10);
        assert!(
            limit
                .check(IpAddr::from([0x2001, 0xdb8, 1, 3, 0, 0, 0, 1]))
                .is_ok()
        );
    }

    #[test]
    fn many_senders_make_others_slower_and_keep_nobody_out() {
        let limit = OpinionLimit::default();
        for n in 0..600_u16 {
            let [high, low] = n.to_be_bytes();
            let address = IpAddr::from([198, 51, high, low]);
            assert_eq!(limit.check(address), Ok(()), "{n}");
        }
        let resident = IpAddr::from([192, 0, 2, 1]);
        assert_eq!(limit.check(resident), Ok(()));
        assert!(limit.check(resident).is_err_and(|seconds| seconds > 60));
    }
}
