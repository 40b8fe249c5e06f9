//! Passwords: what may be one, and how it is kept.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

mod hashing;

pub use hashing::{HashingError, PasswordHashing, Verdict};

/// Fewest and most characters of a new password. NIST SP 800-63B asks for 8 or more (15
/// without a second factor) and for 64 or more to be allowed; length counts, not classes.
pub const LENGTH: std::ops::RangeInclusive<usize> = 12..=128;

/// What people choose most when twelve characters are asked for.
const COMMON: [&str; 40] = [
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789123456789",
    "1234567890ab",
    "0123456789ab",
    "098765432109",
    "987654321098",
    "112233445566",
    "121212121212",
    "123123123123",
    "123412341234",
    "abcdefghijkl",
    "abcdefghijklmn",
    "abcd12345678",
    "abc123456789",
    "abcdef123456",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "qwertyuiopas",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwerty123456",
    "qwertyqwerty",
    "asdfghjkl123",
    "zaq12wsxcde3",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "passw0rd1234",
    "p@ssw0rd1234",
    "p@ssword1234",
    "administrator",
    "administrator1",
    "admin1234567",
    "iloveyou1234",
    "welcome12345",
    "changeme1234",
    "letmeinletmein",
];

/// Why a password cannot be taken. The message is for the person who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Too short.
    #[error(
        "パスワードは12文字以上にしてください。いくつかの言葉を並べると、長くても覚えやすくなります。"
    )]
    TooShort,
    /// Too long.
    #[error("パスワードは128文字以内にしてください。")]
    TooLong,
    /// The person's own address.
    #[error("メールアドレスをパスワードにすることはできません。別のものにしてください。")]
    IsAddress,
    /// Among the first that anyone would try.
    #[error("よく使われるパスワードです。推測されにくいものにしてください。")]
    Common,
}

/// A password as typed, in Unicode's NFKC: whichever keyboard and width it is typed with, it
/// is the same password.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// What somebody typed to sign in.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        // Nothing longer can be right, and normalising megabytes would be work for nothing.
        Self(text.chars().take(1_000).nfkc().collect())
    }

    /// What somebody with the address `email` chose as a new password.
    ///
    /// # Errors
    /// The first [`PasswordProblem`].
    pub fn choose(text: &str, email: &str) -> Result<Self, PasswordProblem> {
        let password = Self::typed(text);
        let length = password.0.chars().count();
        if length < *LENGTH.start() {
            return Err(PasswordProblem::TooShort);
        }
        if length > *LENGTH.end() {
            return Err(PasswordProblem::TooLong);
        }
        let plain = password.0.trim().to_lowercase();
        let email = email.to_lowercase();
        if plain == email || Some(plain.as_str()) == email.split('@').next() {
            return Err(PasswordProblem::IsAddress);
        }
        if COMMON.contains(&plain.as_str()) || is_monotonous(&plain) {
            return Err(PasswordProblem::Common);
        }
        Ok(password)
    }

    fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Whether it is one character, or one step of the alphabet, again and again.
fn is_monotonous(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let mut steps = codes.windows(2).map(|pair| pair[1] - pair[0]);
    match steps.next() {
        Some(first) if first.abs() <= 1 => steps.all(|step| step == first),
        _ => false,
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(text: &str) -> Result<String, PasswordProblem> {
        Password::choose(text, "editor.of.somewhere@demo.invalid").map(|password| password.0)
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(
            choose("こけらおとしの赤い傘"),
            Err(PasswordProblem::TooShort)
        );
        assert!(choose("こけらおとしの赤い傘です").is_ok());
        assert!(choose(&"かさ".repeat(64)).is_ok());
        assert_eq!(choose(&"かさな".repeat(43)), Err(PasswordProblem::TooLong));
    }

    #[test]
    fn widths_do_not_matter() {
        assert_eq!(
            choose("ＡＢＣ　ｶｻﾅﾘ 12 turtle"),
            choose("ABC カサナリ 12 turtle")
        );
    }

    #[test]
    fn the_address_and_the_usual_ones_are_refused() {
        assert_eq!(
            choose("Editor.of.Somewhere@demo.invalid"),
            Err(PasswordProblem::IsAddress)
        );
        assert_eq!(
            choose("editor.of.somewhere"),
            Err(PasswordProblem::IsAddress)
        );
        for common in [
            "Password1234",
            "ｐａｓｓｗｏｒｄ１２３４",
            "aaaaaaaaaaaaa",
            "mlkjihgfedcba",
        ] {
            assert_eq!(choose(common), Err(PasswordProblem::Common), "{common}");
        }
    }

    #[test]
    fn the_list_is_in_the_form_in_which_it_is_compared() {
        for common in COMMON {
            assert!(common.chars().count() >= *LENGTH.start(), "{common}");
            assert_eq!(common, common.to_lowercase());
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert!(!format!("{:?}", Password::typed("turtle")).contains("turtle"));
    }
}
