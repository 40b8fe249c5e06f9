//! Recovery codes: for whoever lost the telephone. Each works once.

use std::fmt;

use domain::{Digest, UserId, digest_of};
use rand::{CryptoRng, RngExt};
use unicode_normalization::UnicodeNormalization;

/// How many a person gets.
pub(crate) const COUNT: usize = 10;

/// Letters and digits that are not mistaken for each other, 32 of them.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Letters of a code: 80 bits, so that a stolen table of digests is of no use and no slow
/// hash is needed.
const LENGTH: usize = 16;

/// A code, shown once and stored nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// [`COUNT`] codes from `chance`.
    pub(crate) fn generate(chance: &mut impl CryptoRng) -> Vec<Self> {
        let mut one = || {
            let letters = (0..LENGTH).map(|_| LETTERS[chance.random_range(0..LETTERS.len())]);
            Self(letters.map(char::from).collect())
        };
        (0..COUNT).map(|_| one()).collect()
    }

    /// What somebody typed; `None` when it cannot be a code.
    pub(crate) fn parse(typed: &str) -> Option<Self> {
        let plain: String = typed.chars().take(200).nfkc().collect();
        let plain: String = plain
            .to_lowercase()
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        let fits = plain.len() == LENGTH && plain.bytes().all(|byte| LETTERS.contains(&byte));
        fits.then_some(Self(plain))
    }

    /// In groups of four, for its person to write down.
    #[must_use]
    pub fn reveal(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups = letters.chunks(4).map(|group| group.iter().collect());
        groups.collect::<Vec<String>>().join("-")
    }

    /// What the store keeps.
    pub(crate) fn digest(&self, of: &UserId) -> Digest {
        digest_of(format!("hyokasho recovery 1\0{of}\0{}", self.0).as_bytes())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let codes = RecoveryCode::generate(&mut rand::rng());
        assert_eq!(codes.len(), COUNT);
        let code = &codes[0];
        let shown = code.reveal();
        assert_eq!(shown.len(), LENGTH + 3);
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            shown.replace('-', " "),
            shown.replace('-', ""),
        ] {
            assert_eq!(RecoveryCode::parse(&typed).as_ref(), Some(code), "{typed}");
        }
        assert!(!codes[1..].contains(code));
        assert!(!format!("{code:?}").contains(&shown[..4]));
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        let long = "a".repeat(LENGTH + 1);
        for bad in [
            "",
            "287082",
            "aaaa-aaaa-aaaa-aaa",
            "aaaa-aaaa-aaaa-aaa1",
            &long,
        ] {
            assert_eq!(RecoveryCode::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_same_code_of_another_person_is_another_digest() {
        let code = RecoveryCode::parse("aaaa-bbbb-cccc-dddd").unwrap();
        let [one, other] = ["one", "other"].map(|id| UserId::parse(id).unwrap());
        assert_ne!(code.digest(&one), code.digest(&other));
        assert!(!code.digest(&one).as_str().contains("aaaabbbb"));
    }
}
