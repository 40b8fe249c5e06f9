//! How passwords are kept: argon2id, in the PHC string format.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use super::Password;

/// Memory in KiB, passes and lanes: the first choice of the OWASP Password Storage Cheat
/// Sheet for argon2id (19 MiB, 2 passes, 1 lane). One hash takes some 20 ms of one core, so
/// that a sign-in is not noticed and a stolen table is expensive to search. Raising them is
/// safe at any time: a hash made with others is made anew at the next sign-in.
const RECOMMENDED: (u32, u32, u32) = (19 * 1024, 2, 1);

/// The least that argon2 takes, for tests only.
const CHEAP: (u32, u32, u32) = (8, 1, 1);

/// As many hashes at once; the others wait. 19 MiB each, and a core each.
const AT_ONCE: usize = 4;

/// Makes and compares hashes, away from the threads that answer requests.
#[derive(Clone)]
pub struct PasswordHashing {
    argon2: Argon2<'static>,
    permits: Arc<Semaphore>,
}

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Another password, or none to compare with.
    Wrong,
    /// The password.
    Right,
    /// The password, whose hash was made with other parameters than today's.
    RightButOutdated,
}

/// A hash could not be made: out of memory, or shutting down.
#[derive(Debug, thiserror::Error)]
#[error("cannot hash a password")]
pub struct HashingError;

impl PasswordHashing {
    /// With the recommended parameters.
    #[must_use]
    pub fn recommended() -> Self {
        Self::with(RECOMMENDED)
    }

    /// Fast and weak: for tests.
    #[must_use]
    pub fn cheap_for_tests() -> Self {
        Self::with(CHEAP)
    }

    fn with((memory, passes, lanes): (u32, u32, u32)) -> Self {
        // Both sets of constants are within argon2's bounds, as a test below shows.
        let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
        Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// A salted hash of the password.
    ///
    /// # Errors
    /// [`HashingError`].
    pub async fn hash(&self, password: Password) -> Result<String, HashingError> {
        let argon2 = self.argon2.clone();
        self.away(move || {
            argon2
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .ok()
        })
        .await?
        .ok_or(HashingError)
    }

    /// Compares with a hash. Without one the same work is done, so that the time does not
    /// tell whether the account exists.
    ///
    /// # Errors
    /// [`HashingError`].
    pub async fn verify(
        &self,
        password: Password,
        hash: Option<String>,
    ) -> Result<Verdict, HashingError> {
        let argon2 = self.argon2.clone();
        self.away(move || match hash {
            Some(hash) => compare(&argon2, &password, &hash),
            None => {
                let mut unused = [0u8; 32];
                let _ =
                    argon2.hash_password_into(password.as_bytes(), b"nobody's salt", &mut unused);
                std::hint::black_box(unused);
                Verdict::Wrong
            }
        })
        .await
    }

    async fn away<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashingError> {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|_| HashingError)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        });
        done.await.map_err(|_| HashingError)
    }
}

fn compare(argon2: &Argon2<'_>, password: &Password, hash: &str) -> Verdict {
    let Ok(hash) = PasswordHash::new(hash) else {
        return Verdict::Wrong;
    };
    if argon2.verify_password(password.as_bytes(), &hash).is_err() {
        return Verdict::Wrong;
    }
    let current = Params::try_from(&hash).is_ok_and(|params| {
        let (then, now) = (&params, argon2.params());
        (then.m_cost(), then.t_cost(), then.p_cost()) == (now.m_cost(), now.t_cost(), now.p_cost())
    });
    if current && hash.algorithm == Algorithm::Argon2id.ident() {
        Verdict::Right
    } else {
        Verdict::RightButOutdated
    }
}

impl std::fmt::Debug for PasswordHashing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PasswordHashing({} KiB)", self.argon2.params().m_cost())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_parameters_are_those_written_down() {
        for (memory, passes, lanes) in [RECOMMENDED, CHEAP] {
            let hashing = PasswordHashing::with((memory, passes, lanes));
            let params = hashing.argon2.params();
            assert_eq!(
                (params.m_cost(), params.t_cost(), params.p_cost()),
                (memory, passes, lanes)
            );
        }
    }

    #[tokio::test]
    async fn the_recommended_hash_names_its_algorithm_and_parameters() {
        let hash = PasswordHashing::recommended()
            .hash(Password::typed("turtle"))
            .await
            .unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
    }

    #[tokio::test]
    async fn only_the_password_is_right_and_no_two_hashes_are_alike() {
        let hashing = PasswordHashing::cheap_for_tests();
        let hash = hashing.hash(Password::typed("turtle")).await.unwrap();
        assert_ne!(hash, hashing.hash(Password::typed("turtle")).await.unwrap());
        let verify = async |typed: &str, hash: Option<&str>| {
            hashing
                .verify(Password::typed(typed), hash.map(ToOwned::to_owned))
                .await
                .unwrap()
        };
        assert_eq!(verify("turtle", Some(&hash)).await, Verdict::Right);
        assert_eq!(verify("turtles", Some(&hash)).await, Verdict::Wrong);
        assert_eq!(verify("turtle", None).await, Verdict::Wrong);
        assert_eq!(verify("turtle", Some("not a hash")).await, Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_is_recognised() {
        let hash = PasswordHashing::cheap_for_tests()
            .hash(Password::typed("turtle"))
            .await
            .unwrap();
        let verdict = PasswordHashing::recommended()
            .verify(Password::typed("turtle"), Some(hash))
            .await;
        assert_eq!(verdict.unwrap(), Verdict::RightButOutdated);
    }
}
