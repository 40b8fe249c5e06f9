//! SHA-256 digests: of attachments, of published editions.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(String);

/// A string that is no digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("SHA-256のダイジェストは、小文字の16進数64桁で書いてください。")]
pub struct DigestProblem;

impl Digest {
    /// Reads 64 lower-case hexadecimal digits. Other spellings of the same digest are
    /// refused, so that equal digests are equal strings (and equal file names).
    ///
    /// # Errors
    /// [`DigestProblem`].
    pub fn parse(text: &str) -> Result<Self, DigestProblem> {
        let fits = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(DigestProblem)
        }
    }

    /// The 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The SHA-256 digest of `bytes`.
#[must_use]
pub fn digest_of(bytes: &[u8]) -> Digest {
    Digest(hex::encode(Sha256::digest(bytes)))
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestProblem;
    fn try_from(text: String) -> Result<Self, DigestProblem> {
        Self::parse(&text)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_abc_is_the_standards_example() {
        // FIPS 180-4, example B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest_of(b"abc").as_str(), expected);
        assert_eq!(Digest::parse(expected), Ok(digest_of(b"abc")));
    }

    #[test]
    fn other_spellings_are_refused() {
        let digest = digest_of(b"abc").to_string();
        for text in [
            "",
            &digest[1..],
            &digest.to_uppercase(),
            &format!("{digest}0"),
            "../etc",
        ] {
            assert_eq!(Digest::parse(text), Err(DigestProblem), "{text}");
        }
    }
}
