//! The one-time token of the form for opinions, and the receipt that follows from it.
//!
//! The form has no session and no cookie. Its token says for which consultation and when the
//! page was made, with a code that only this installation can make; the receipt number
//! follows from token and secret, so that the same form sent twice has the same receipt, and
//! nobody can guess the receipt of another. Neither token nor receipt is stored: a digest is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ConsultationId;
use domain::digest::{Digest, digest_of};
use jiff::{SignedDuration, Timestamp};
use rand::CryptoRng;
use store::{Store, StoreError, meta};

use crate::token::same_secret;

/// Where the secret is kept.
const SECRET: &str = "opinions.secret";
/// Faster than this, nobody has read the page.
pub(super) const FASTEST: SignedDuration = SignedDuration::from_secs(3);
/// After so long the page must be confirmed again.
const OLDEST: SignedDuration = SignedDuration::from_hours(24);
/// Letters of receipts: without those that are mistaken for others (Crockford).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a receipt: 80 bits.
const LENGTH: usize = 16;

/// What a token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// It can be used.
    Right,
    /// The page was made this moment.
    TooYoung,
    /// It is no token of this consultation, or too old.
    Gone,
}

/// The installation's secret.
pub(super) struct Secret(String);

impl Secret {
    /// Reads it, or makes it the first time.
    pub(super) async fn load(
        store: &Store,
        chance: &mut impl CryptoRng,
    ) -> Result<Self, StoreError> {
        let mut tx = store.begin_read().await?;
        if let Some(known) = meta::get(&mut tx, SECRET).await? {
            return Ok(Self(known));
        }
        drop(tx);
        let mut bytes = [0_u8; 32];
        chance.fill_bytes(&mut bytes);
        let mut tx = store.begin().await?;
        // Another process may have been faster.
        if let Some(known) = meta::get(&mut tx, SECRET).await? {
            return Ok(Self(known));
        }
        let made = URL_SAFE_NO_PAD.encode(bytes);
        meta::set(&mut tx, SECRET, &made).await?;
        tx.commit().await?;
        Ok(Self(made))
    }

    /// A token for a form that was made at `at`.
    pub(super) fn issue(
        &self,
        id: &ConsultationId,
        at: Timestamp,
        chance: &mut impl CryptoRng,
    ) -> String {
        let mut bytes = [0_u8; 16];
        chance.fill_bytes(&mut bytes);
        let nonce = URL_SAFE_NO_PAD.encode(bytes);
        let issued = at.as_second();
        format!("{issued}.{nonce}.{}", self.code(id, issued, &nonce))
    }

    /// What a token says of itself at `now`.
    pub(super) fn judge(&self, id: &ConsultationId, token: &str, now: Timestamp) -> Age {
        let mut parts = token.splitn(3, '.');
        let (Some(issued), Some(nonce), Some(code)) = (parts.next(), parts.next(), parts.next())
        else {
            return Age::Gone;
        };
        let Ok(seconds) = issued.parse::<i64>() else {
            return Age::Gone;
        };
        // One way to write a number: the receipt follows from the text of the token.
        let is_ours = issued == seconds.to_string()
            && nonce.len() == 22
            && same_secret(&self.code(id, seconds, nonce), code);
        let Ok(issued) = Timestamp::from_second(seconds) else {
            return Age::Gone;
        };
        let age = now.duration_since(issued);
        if !is_ours || age > OLDEST {
            Age::Gone
        } else if age < FASTEST {
            Age::TooYoung
        } else {
            Age::Right
        }
    }

    /// A keyed digest: the secret goes in before and around, so that nothing can be appended.
    fn code(&self, id: &ConsultationId, issued: i64, nonce: &str) -> String {
        self.keyed(&format!("token 1\0{id}\0{issued}\0{nonce}"))
    }

    fn keyed(&self, text: &str) -> String {
        let inner = digest_of(format!("hyokasho inner\0{}\0{text}", self.0).as_bytes());
        let outer = digest_of(format!("hyokasho outer\0{}\0{inner}", self.0).as_bytes());
        outer.to_string()
    }

    /// The receipt number that follows from a token, as ABCD-EFGH-JKMN-PQRS.
    pub(super) fn receipt(&self, token: &str) -> String {
        let digest = self.keyed(&format!("receipt 1\0{token}"));
        let bits: Vec<u8> = digest
            .bytes()
            .map(|digit| match digit {
                b'0'..=b'9' => digit - b'0',
                _ => digit - b'a' + 10,
            })
            .collect();
        // Four bits a digit: five digits of the digest are four letters of five bits.
        let letters: Vec<char> = bits
            .chunks_exact(5)
            .flat_map(|chunk| {
                let number = chunk
                    .iter()
                    .fold(0_u32, |sum, four| sum << 4 | u32::from(*four));
                [15, 10, 5, 0].map(|shift| letter(number >> shift))
            })
            .take(LENGTH)
            .collect();
        let groups: Vec<String> = letters
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        groups.join("-")
    }
}

fn letter(number: u32) -> char {
    let at = usize::try_from(number & 31).unwrap_or(0);
    char::from(LETTERS[at])
}

/// What the store keeps of a receipt number, however it was typed; `None` when it cannot be
/// one.
pub(super) fn receipt_digest(typed: &str) -> Option<Digest> {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = typed
        .nfkc()
        .flat_map(char::to_uppercase)
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '—' | 'ー' | '−'))
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let fits = folded.len() == LENGTH && folded.bytes().all(|byte| LETTERS.contains(&byte));
    fits.then(|| digest_of(format!("hyokasho receipt 1\0{folded}").as_bytes()))
}

#[cfg(test)]
mod tests;
