//! The address of an assessment as people write it.

use std::fmt;
use std::str::FromStr;

use domain::{AssessmentNumber, BodyCode, FormId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands in a segment of an address as it is; the same set as in links.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Body, number and form: unique, and never reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssessmentKey {
    /// The body.
    pub body: BodyCode,
    /// The number the agency gave it.
    pub number: AssessmentNumber,
    /// The form.
    pub form: FormId,
}

/// A key, perhaps with a published edition: `CODE/NUMBER/FORM[@EDITION]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentAddress {
    /// Which assessment.
    pub key: AssessmentKey,
    /// Which published edition, from 1; `None` for the newest, drafts included.
    pub edition: Option<u32>,
}

/// A string that is no address of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "評価書は「団体コード/評価書番号/様式」の形で書いてください（例: 011002/1/zenkomoku、版を指すときは 011002/1/zenkomoku@2）。番号はパーセント符号化します。"
)]
pub struct KeyProblem;

impl AssessmentKey {
    /// Parses `CODE/NUMBER/FORM` without an edition.
    ///
    /// # Errors
    /// [`KeyProblem`].
    pub fn parse(text: &str) -> Result<Self, KeyProblem> {
        match AssessmentAddress::parse(text)? {
            AssessmentAddress { key, edition: None } => Ok(key),
            AssessmentAddress {
                edition: Some(_), ..
            } => Err(KeyProblem),
        }
    }
}

impl AssessmentAddress {
    /// Parses `CODE/NUMBER/FORM[@EDITION]`.
    ///
    /// # Errors
    /// [`KeyProblem`].
    pub fn parse(text: &str) -> Result<Self, KeyProblem> {
        let (text, edition) = match text.rsplit_once('@') {
            Some((text, edition)) => (text, Some(parse_edition(edition).ok_or(KeyProblem)?)),
            None => (text, None),
        };
        let mut parts = text.split('/');
        let (Some(body), Some(number), Some(form), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(KeyProblem);
        };
        let number = percent_decode_str(number)
            .decode_utf8()
            .map_err(|_| KeyProblem)?;
        let key = AssessmentKey {
            body: BodyCode::parse(body).map_err(|_| KeyProblem)?,
            number: AssessmentNumber::parse(&number).map_err(|_| KeyProblem)?,
            form: FormId::parse(form).map_err(|_| KeyProblem)?,
        };
        Ok(Self { key, edition })
    }
}

/// What the audit trail calls an affair: the key of its documents without a form.
pub(crate) fn affair_subject(body: &BodyCode, number: &AssessmentNumber) -> String {
    format!("{body}/{}", utf8_percent_encode(number.as_str(), SEGMENT))
}

fn parse_edition(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    if plain { text.parse().ok() } else { None }
}

impl fmt::Display for AssessmentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = utf8_percent_encode(self.number.as_str(), SEGMENT);
        write!(f, "{}/{number}/{}", self.body, self.form)
    }
}

impl fmt::Display for AssessmentAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.edition {
            Some(edition) => write!(f, "{}@{edition}", self.key),
            None => write!(f, "{}", self.key),
        }
    }
}

impl FromStr for AssessmentKey {
    type Err = KeyProblem;
    fn from_str(text: &str) -> Result<Self, KeyProblem> {
        Self::parse(text)
    }
}

impl FromStr for AssessmentAddress {
    type Err = KeyProblem;
    fn from_str(text: &str) -> Result<Self, KeyProblem> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_is_read_back_with_any_number() {
        for number in ["1", "007", "住-1/2", "a b%c"] {
            let key = AssessmentKey {
                body: BodyCode::parse("011002").unwrap(),
                number: AssessmentNumber::parse(number).unwrap(),
                form: FormId::parse("zenkomoku").unwrap(),
            };
            let id = AssessmentAddress {
                key: key.clone(),
                edition: Some(2),
            };
            assert_eq!(key.to_string().parse(), Ok(key), "{number}");
            assert_eq!(id.to_string().parse(), Ok(id), "{number}");
        }
    }

    #[test]
    fn an_edition_is_a_number_from_one() {
        let id = AssessmentAddress::parse("011002/1/zenkomoku@12").unwrap();
        assert_eq!(id.edition, Some(12));
        for bad in [
            "011002/1/kiso@0",
            "011002/1/kiso@",
            "011002/1/kiso@+1",
            "011002/1/kiso@x",
        ] {
            assert_eq!(AssessmentAddress::parse(bad), Err(KeyProblem), "{bad}");
        }
        assert_eq!(AssessmentKey::parse("011002/1/kiso@1"), Err(KeyProblem));
    }

    #[test]
    fn other_shapes_are_refused() {
        for bad in [
            "",
            "011002",
            "011002/1",
            "011003/1/kiso",
            "011002/1/kiso/2",
            "011002/%ff/kiso",
            "011002/../kiso",
        ] {
            assert_eq!(AssessmentKey::parse(bad), Err(KeyProblem), "{bad}");
        }
    }
}
