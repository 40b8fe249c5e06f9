//! Secrets that open something: sessions and invitations.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// 256 random bits in base64url. The store keeps only its digest, so that who reads the
/// database, or a backup of it, cannot use what is in there.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new token from `chance`.
    #[must_use]
    pub fn generate(chance: &mut impl CryptoRng) -> Self {
        let mut bytes = [0u8; 32];
        chance.fill_bytes(&mut bytes);
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Takes what came in a cookie or a link; `None` when it cannot be a token.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// The token for its cookie or link, and for nothing else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the store keeps: SHA-256 in hexadecimal. A slow hash would gain nothing, for
    /// there are 2^256 tokens to guess from.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }

    /// The value that every form of the session carries. It follows from the token, which
    /// other sites cannot read, and does not lead back to it.
    #[must_use]
    pub fn csrf(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"hyokasho csrf 1\0");
        hash.update(self.0.as_bytes());
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Compares in a time that does not tell where the difference is.
#[must_use]
pub(crate) fn same_secret(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn tokens_differ_and_are_read_back() {
        let (one, two) = (
            Token::generate(&mut rand::rng()),
            Token::generate(&mut rand::rng()),
        );
        assert_ne!(one, two);
        assert_ne!(one.digest(), two.digest());
        assert_eq!(Token::parse(one.reveal()), Some(one));
    }

    #[test]
    fn what_cannot_be_a_token_is_none() {
        for bad in ["", "abc", "ああ", &"A".repeat(44), &"=".repeat(43)] {
            assert_eq!(Token::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn neither_the_digest_nor_the_form_value_nor_debug_shows_the_token() {
        let token = Token::generate(&mut rand::rng());
        for shown in [token.digest(), token.csrf(), format!("{token:?}")] {
            assert!(!shown.contains(token.reveal()));
        }
        assert_ne!(token.csrf(), token.digest());
    }
}
