//! Identifiers that cannot be swapped for one another.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::name::parse_name;

/// Why a string is not the identifier it was taken for. The message is for the person
/// who typed or imported it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdProblem {
    /// Not six ASCII digits.
    #[error("団体コードは6桁の数字です（検査数字を含みます）。")]
    BodyCodeShape,
    /// The sixth digit does not fit the first five.
    #[error("団体コードの検査数字が合いません。6桁目を確かめてください。")]
    BodyCodeCheckDigit,
    /// An assessment number that is blank, too long or holds control characters.
    #[error(
        "評価書番号は1～20文字で書いてください。空白だけ、改行、目に見えない文字、「@」、非公表の印は使えません。番号はそのまま公表されます。"
    )]
    Number,
    /// An identifier of the content with characters outside `A-Z a-z 0-9 . _ -`.
    #[error("識別子「{0}」に使えない文字があります。")]
    Name(String),
}

macro_rules! name_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses an identifier of the shipped content.
            ///
            /// # Errors
            /// [`IdProblem::Name`] when it is empty or holds other than `A-Z a-z 0-9 . _ -`.
            pub fn parse(text: &str) -> Result<Self, IdProblem> {
                let fits = !text.is_empty()
                    && text.len() <= 100
                    && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
                if fits {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdProblem::Name(text.chars().take(40).collect()))
                }
            }

            /// The identifier as written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdProblem;
            fn try_from(text: String) -> Result<Self, IdProblem> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name_id! {
    /// An item of a form, as `II.6.place`; the ids of `content/forms/`.
    ItemId
}
name_id! {
    /// A form: `kiso`, `juten`, `zenkomoku` or `keikaku` today.
    FormId
}
name_id! {
    /// The edition of a form, as `2014-04`.
    EditionId
}

name_id! {
    /// A person with an account.
    UserId
}
name_id! {
    /// An assessment in the store; addresses use body, number and form instead.
    AssessmentId
}
name_id! {
    /// An affair in the store; addresses use body and number instead.
    AffairId
}
name_id! {
    /// An agency in the store.
    AgencyId
}
name_id! {
    /// An incident in the store.
    IncidentId
}

/// A local government's code: five digits and a check digit (全国地方公共団体コード).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BodyCode(String);

impl BodyCode {
    /// Parses six digits and verifies the check digit.
    ///
    /// # Errors
    /// [`IdProblem::BodyCodeShape`] or [`IdProblem::BodyCodeCheckDigit`].
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
        if text.len() != 6 || digits.len() != 6 {
            return Err(IdProblem::BodyCodeShape);
        }
        if check_digit(&digits[..5]) == digits[5] {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdProblem::BodyCodeCheckDigit)
        }
    }

    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first two digits, `01` to `47`.
    #[must_use]
    pub fn prefecture(&self) -> &str {
        &self.0[..2]
    }
}

/// The sixth digit for the first five: weights 6, 5, 4, 3, 2; `(11 - S mod 11) mod 10`.
/// Source: `domain/records.md` §5 (総務省 全国地方公共団体コード仕様).
fn check_digit(five: &[u32]) -> u32 {
    let sum: u32 = five
        .iter()
        .zip([6, 5, 4, 3, 2])
        .map(|(digit, weight)| digit * weight)
        .sum();
    (11 - sum % 11) % 10
}

impl fmt::Display for BodyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for BodyCode {
    type Error = IdProblem;
    fn try_from(text: String) -> Result<Self, IdProblem> {
        Self::parse(&text)
    }
}

impl From<BodyCode> for String {
    fn from(code: BodyCode) -> String {
        code.0
    }
}

/// The number an agency gives an assessment (評価書番号): free text, unique within the body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssessmentNumber(String);

impl AssessmentNumber {
    /// Parses 1 to 20 characters, as [`parse_name`] does; leading zeros stay.
    ///
    /// # Errors
    /// [`IdProblem::Number`]. `@` is refused because the command line uses it for editions,
    /// `.` and `..` because the number is also a folder of the published site.
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        let name = parse_name(text, 20).map_err(|_| IdProblem::Number)?;
        let fits = !name.contains('@') && name != "." && name != "..";
        if fits {
            Ok(Self(name))
        } else {
            Err(IdProblem::Number)
        }
    }

    /// The number as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AssessmentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for AssessmentNumber {
    type Error = IdProblem;
    fn try_from(text: String) -> Result<Self, IdProblem> {
        Self::parse(&text)
    }
}

impl From<AssessmentNumber> for String {
    fn from(number: AssessmentNumber) -> String {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digits_of_the_ministrys_table_are_accepted() {
        for code in [
            "010006", "011002", "130001", "271004", "022021", "090000", "072010",
        ] {
            assert!(BodyCode::parse(code).is_ok(), "{code}");
        }
    }

    #[test]
    fn a_wrong_check_digit_or_shape_is_refused() {
        assert_eq!(
            BodyCode::parse("011003"),
            Err(IdProblem::BodyCodeCheckDigit)
        );
        for code in ["", "01100", "0110022", "０１１００２", "01100a"] {
            assert_eq!(
                BodyCode::parse(code),
                Err(IdProblem::BodyCodeShape),
                "{code}"
            );
        }
    }

    #[test]
    fn a_number_keeps_leading_zeros_and_refuses_path_tricks() {
        assert_eq!(
            AssessmentNumber::parse("007").map(String::from),
            Ok("007".to_owned())
        );
        for bad in [
            "",
            "  ",
            "..",
            "a\nb",
            "1@2",
            "\u{200b}",
            "｛非公表:場所｜3｝",
        ] {
            assert!(AssessmentNumber::parse(bad).is_err(), "{bad:?}");
        }
    }
}
