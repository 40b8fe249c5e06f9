//! Codes by time (RFC 6238): SHA-1, six digits, steps of 30 seconds, as every authenticator
//! app takes them.

use std::fmt;

use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rand::CryptoRng;
use totp_rs::{Builder, Secret, Totp};
use unicode_normalization::UnicodeNormalization;

/// Seconds of a step.
const STEP: u64 = 30;

/// Steps before and after the present one whose codes are taken too (RFC 6238 5.2): clocks of
/// telephones differ, and typing takes time.
const SKEW: u16 = 1;

/// Who issues the code, as the app shows it. No colon may be in it.
const ISSUER: &str = "Hyokasho";

/// The secret that a person's app and this program share: 160 bits (RFC 4226 4).
#[derive(Clone)]
pub struct TotpSecret(Secret);

impl TotpSecret {
    /// A new secret from `chance`.
    #[must_use]
    pub fn generate(chance: &mut impl CryptoRng) -> Self {
        let mut bytes = [0u8; 20];
        chance.fill_bytes(&mut bytes);
        Self(Secret::new_stack(bytes))
    }

    /// Reads base32; `None` when it is none, or of less than 128 bits.
    #[must_use]
    pub fn parse(base32: &str) -> Option<Self> {
        let secret = Secret::try_from_base32(base32).ok()?;
        (secret.as_bytes().len() >= 16).then_some(Self(secret))
    }

    /// In base32, for the database, the page of its person and the file of the demo.
    #[must_use]
    pub fn base32(&self) -> String {
        self.0.to_base32()
    }

    /// In groups of four, for typing.
    #[must_use]
    pub fn grouped(&self) -> String {
        let letters: Vec<char> = self.base32().chars().collect();
        let groups = letters.chunks(4).map(|group| group.iter().collect());
        groups.collect::<Vec<String>>().join(" ")
    }

    /// The address that an app reads from the QR code
    /// (<https://github.com/google/google-authenticator/wiki/Key-Uri-Format>).
    #[must_use]
    pub fn uri(&self, email: &str) -> String {
        let email = utf8_percent_encode(email, NON_ALPHANUMERIC);
        format!(
            "otpauth://totp/{ISSUER}:{email}?secret={}&issuer={ISSUER}",
            self.base32()
        )
    }

    /// The code at an instant, as an app would show it.
    #[must_use]
    pub fn code_at(&self, at: Timestamp) -> String {
        self.totp().generate(seconds(at)).to_string()
    }

    /// The step whose code this is, of those that are taken at `now`; spaces and widths do
    /// not matter.
    #[must_use]
    pub fn step_of(&self, typed: &str, now: Timestamp) -> Option<i64> {
        let digits: String = typed.chars().take(100).nfkc().collect();
        let digits: String = digits.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let step = self.totp().check(&digits, seconds(now))?;
        i64::try_from(step).ok()
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_secret(self.0.clone())
            .with_skew(SKEW)
            .with_step_duration(STEP)
            .build_noncompliant()
    }
}

fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_second()).unwrap_or(0)
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The secret of RFC 6238, Appendix B: the ASCII digits 12345678901234567890.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // The last six of its eight digits.
        let secret = TotpSecret::parse(RFC).unwrap();
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.code_at(at(second)), code, "{second}");
            assert_eq!(secret.step_of(code, at(second)), Some(second / 30));
        }
    }

    #[test]
    fn the_steps_before_and_after_are_taken_and_no_others() {
        let secret = TotpSecret::parse(RFC).unwrap();
        let code = secret.code_at(at(1_000_000_000));
        for (seconds, step) in [
            (-60, None),
            (-30, Some(33_333_333)),
            (0, Some(33_333_333)),
            (30, Some(33_333_333)),
            (60, None),
        ] {
            let taken = secret.step_of(&code, at(1_000_000_000 + seconds));
            assert_eq!(taken, step, "{seconds}");
        }
    }

    #[test]
    fn spaces_and_widths_do_not_matter_and_anything_else_is_no_code() {
        let secret = TotpSecret::parse(RFC).unwrap();
        for typed in ["287 082", " 287082 ", "２８７０８２"] {
            assert_eq!(secret.step_of(typed, at(59)), Some(1), "{typed}");
        }
        for typed in ["", "28708", "2870820", "287o82", "+87082", "94287082"] {
            assert_eq!(secret.step_of(typed, at(59)), None, "{typed}");
        }
    }

    #[test]
    fn a_secret_is_read_back_and_shown_nowhere_else() {
        let secret = TotpSecret::generate(&mut rand::rng());
        let text = secret.base32();
        assert_eq!(text.len(), 32);
        assert_eq!(TotpSecret::parse(&text).unwrap().base32(), text);
        assert_eq!(secret.grouped().replace(' ', ""), text);
        assert_eq!(secret.grouped().split(' ').count(), 8);
        assert!(!format!("{secret:?}").contains(&text));
        for bad in ["", "GEZDG", "1!"] {
            assert!(TotpSecret::parse(bad).is_none(), "{bad}");
        }
        let uri = secret.uri("a:b@demo.invalid");
        let start = "otpauth://totp/Hyokasho:a%3Ab%40demo%2Einvalid?secret=";
        assert!(uri.starts_with(start), "{uri}");
    }
}
