//! How long to wait after failed sign-ins: a growing delay per account, against guessing one
//! password, and per address, against trying one password on many accounts.
//!
//! The policy is [`Subject::delay`]; the counts are in the store, so that all processes
//! share them and a restart forgets nothing. An attempt is counted before the password is
//! looked at and taken back when it was right: whoever asks a hundred times at once is
//! counted a hundred times. No account is locked for good: who knows the password waits a
//! quarter of an hour at most. Codes of the second factor and links for a new password are
//! counted apart (`Door`), so that a right password does not clear wrong codes.

use std::net::IpAddr;

use domain::digest_of;
use jiff::{SignedDuration, Timestamp};
use store::{Store, StoreError, Tx, sign_in_attempts};

/// Whose failures are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An e-mail address, whether an account has it or not.
    Account,
    /// A network address, which a whole office may share.
    Address,
}

/// The longest delay, in seconds.
const LONGEST: i64 = 15 * 60;

/// So long after the first of them, failures are forgotten.
const WINDOW: SignedDuration = SignedDuration::from_hours(24);

impl Subject {
    /// Failures without any delay, and the delay in seconds after one more.
    fn measure(self) -> (u32, i64) {
        match self {
            Self::Account => (5, 30),
            Self::Address => (20, 10),
        }
    }

    /// The delay after `count` failures, in seconds: none for the first few, then doubling
    /// with each.
    #[must_use]
    pub fn delay(self, count: u32) -> i64 {
        let (free, first) = self.measure();
        match count.checked_sub(free) {
            None | Some(0) => 0,
            Some(over) => first.saturating_mul(1 << (over - 1).min(20)).min(LONGEST),
        }
    }
}

/// What is being tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// A password.
    Password,
    /// A code of the second factor, by somebody who knows the password.
    Code,
    /// A link for a new password. No attempt is taken back: each may send a mail.
    Link,
}

impl Door {
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Password => ("account", "address"),
            Self::Code => ("code", "code-address"),
            Self::Link => ("link", "link-address"),
        }
    }
}

/// An attempt that was let through and is counted as failed until it succeeds.
pub(crate) struct Attempt {
    account: String,
    address: Option<String>,
    /// Failures of the account, this one included.
    failures: u32,
    /// How long the account waits if this one fails, in seconds.
    delay: i64,
}

/// Whether somebody may try now.
pub(crate) enum Admission {
    Admitted(Attempt),
    Wait { seconds: i64 },
}

/// Counts an attempt on `email` from `address`, or says how long to wait. A refused attempt
/// is not counted: waiting helps.
pub(crate) async fn admit(
    store: &Store,
    door: Door,
    email: &str,
    address: Option<&str>,
    now: Timestamp,
) -> Result<Admission, StoreError> {
    let (account_kind, address_kind) = door.keys();
    let account = key(account_kind, email);
    let address = address.map(|address| key(address_kind, &network_of(address)));
    let mut tx = store.begin().await?;
    // Always in this order: two attempts never wait for each other in a circle.
    let on_account = count(&mut tx, Subject::Account, &account, now).await?;
    let on_address = match &address {
        Some(address) => Some(count(&mut tx, Subject::Address, address, now).await?),
        None => None,
    };
    let waits = [Some(&on_account), on_address.as_ref()];
    let wait = waits.into_iter().flatten().filter_map(Counted::wait).max();
    if let Some(seconds) = wait {
        return Ok(Admission::Wait { seconds });
    }
    tx.commit().await?;
    let (failures, delay) = match on_account {
        Counted::Counted { failures, delay } => (failures, delay),
        Counted::Blocked { .. } => (0, 0),
    };
    Ok(Admission::Admitted(Attempt {
        account,
        address,
        failures,
        delay,
    }))
}

impl Attempt {
    /// It was right: the account starts afresh, the address loses this one.
    pub(crate) async fn succeeded(&self, tx: &mut Tx) -> Result<(), StoreError> {
        sign_in_attempts::clear(tx, &self.account).await?;
        if let Some(address) = &self.address {
            sign_in_attempts::take_back(tx, address).await?;
        }
        Ok(())
    }

    /// The seconds to wait, if this one failed and is the first of its row that makes the
    /// account wait: the moment to tell the person.
    pub(crate) fn locks_first(&self) -> Option<i64> {
        let before = Subject::Account.delay(self.failures.saturating_sub(1));
        (self.delay > 0 && before == 0).then_some(self.delay)
    }
}

/// Forgets the failures on an account, as after a new password.
pub(crate) async fn forget(tx: &mut Tx, email: &str) -> Result<(), StoreError> {
    sign_in_attempts::clear(tx, &key(Door::Password.keys().0, email)).await
}

/// What came of counting.
enum Counted {
    Blocked { seconds: i64 },
    Counted { failures: u32, delay: i64 },
}

impl Counted {
    fn wait(&self) -> Option<i64> {
        match self {
            Self::Blocked { seconds } => Some(*seconds),
            Self::Counted { .. } => None,
        }
    }
}

/// Counts one more and blocks accordingly, or says how long a block is still in force.
async fn count(
    tx: &mut Tx,
    subject: Subject,
    key: &str,
    now: Timestamp,
) -> Result<Counted, StoreError> {
    let counted = sign_in_attempts::record_failure(tx, key, now, window_from(now)).await?;
    if let Some(until) = counted.blocked_until.filter(|until| *until > now) {
        let left = until.duration_since(now).as_millis();
        let seconds = i64::try_from((left + 999) / 1_000).unwrap_or(LONGEST);
        return Ok(Counted::Blocked { seconds });
    }
    let (failures, delay) = (counted.failures, subject.delay(counted.failures));
    if delay > 0 {
        let until = now
            .checked_add(SignedDuration::from_secs(delay))
            .unwrap_or(Timestamp::MAX);
        sign_in_attempts::block(tx, key, until).await?;
    }
    Ok(Counted::Counted { failures, delay })
}

/// The time from which failures count.
pub(crate) fn window_from(now: Timestamp) -> Timestamp {
    now.checked_sub(WINDOW).unwrap_or(Timestamp::MIN)
}

/// What is counted, without being readable in the database: people type passwords into the
/// field for the address.
fn key(kind: &str, value: &str) -> String {
    format!("{kind}:{}", digest_of(value.as_bytes()))
}

/// An address, of IPv6 the network: a subscriber has 2^64 addresses in it.
#[must_use]
pub fn network_of(address: &str) -> String {
    match address
        .parse::<IpAddr>()
        .map(|address| address.to_canonical())
    {
        Ok(IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(IpAddr::V4(v4)) => v4.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn an_ipv6_subscriber_is_one_address_and_a_mapped_one_is_ipv4() {
        assert_eq!(
            network_of("2001:db8:1:2::1"),
            network_of("2001:db8:1:2:ffff::9")
        );
        assert_ne!(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
        assert_eq!(network_of("::ffff:192.0.2.1"), "192.0.2.1");
    }

    #[test]
    fn keys_do_not_show_what_was_typed() {
        assert!(!key("account", "editor@demo.invalid").contains("editor"));
    }
}
