//! The fields of a posted form, in the order in which they were posted.

use std::borrow::Cow;
use std::fmt;

use app::forms::Typed;
use percent_encoding::percent_decode;

/// The most fields that a form may have.
const MAX_FIELDS: usize = 20_000;

/// Why a body is not taken as a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormProblem {
    /// Another content type.
    #[error("not a form")]
    ContentType,
    /// More bytes or fields than any form of this program has.
    #[error("the form is too large")]
    TooLarge,
    /// The connection broke.
    #[error("the form did not arrive in full")]
    Broken,
    /// Half a character, or NUL. [`Fields::parse_lossy`] reads the rest.
    #[error("a field is not text")]
    NotText,
}

/// What was typed. `Debug` tells the number of fields only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`. Line ends become LF, as people and marks
    /// count them.
    ///
    /// # Errors
    /// [`FormProblem::NotText`], [`FormProblem::TooLarge`].
    pub fn parse(body: &[u8]) -> Result<Self, FormProblem> {
        Self::read(body, decode)
    }

    /// As [`Fields::parse`], of a body that is not text throughout: what is none becomes
    /// U+FFFD. To be given back, never to be saved.
    ///
    /// # Errors
    /// [`FormProblem::TooLarge`].
    pub fn parse_lossy(body: &[u8]) -> Result<Self, FormProblem> {
        Self::read(body, |raw| Ok(decode_lossy(raw)))
    }

    fn read(
        body: &[u8],
        decode: impl Fn(&[u8]) -> Result<String, FormProblem>,
    ) -> Result<Self, FormProblem> {
        let mut pairs = Vec::new();
        for pair in body
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            if pairs.len() == MAX_FIELDS {
                return Err(FormProblem::TooLarge);
            }
            let at = pair
                .iter()
                .position(|byte| *byte == b'=')
                .unwrap_or(pair.len());
            let value = pair.get(at + 1..).unwrap_or_default();
            pairs.push((decode(&pair[..at])?, decode(value)?));
        }
        Ok(Self(pairs))
    }

    /// From pairs, in their order.
    #[must_use]
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value of a field; empty if there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// Every value of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        let found = self.0.iter().filter(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str()).collect()
    }

    /// Every field, in the order posted.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// A field that holds a whole number, as `revision`.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }

    /// For the pages' own reading.
    #[must_use]
    pub fn typed(&self) -> Typed {
        Typed::from_pairs(self.0.iter().cloned())
    }

    /// What an error page gives back: everything typed, without what the page itself put
    /// into hidden fields and without passwords.
    #[must_use]
    pub fn kept(&self) -> Vec<(String, String)> {
        let own = ["csrf", "next", "revision", "op"];
        let secret = ["password", "password_again", "current"];
        let shown = self.0.iter().filter(|(name, value)| {
            let name = name.as_str();
            !value.is_empty()
                && !own.contains(&name)
                && !secret.contains(&name)
                && !name.ends_with("~count")
        });
        shown.cloned().collect()
    }
}

fn decode(raw: &[u8]) -> Result<String, FormProblem> {
    let text = String::from_utf8(bytes_of(raw)).map_err(|_| FormProblem::NotText)?;
    if text.contains('\0') {
        return Err(FormProblem::NotText);
    }
    Ok(with_line_feeds(text))
}

fn decode_lossy(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes_of(raw)).replace('\0', "\u{FFFD}");
    with_line_feeds(text)
}

fn bytes_of(raw: &[u8]) -> Vec<u8> {
    let spaced: Cow<'_, [u8]> = if raw.contains(&b'+') {
        raw.iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect::<Vec<u8>>()
            .into()
    } else {
        raw.into()
    };
    percent_decode(&spaced).collect()
}

fn with_line_feeds(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fields({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fields_keep_their_order_and_repeat() {
        let fields =
            Fields::parse("II%5B1%5D.II.3=2&b=%E3%81%82+%2B&II%5B1%5D.II.3=5&c&&=x".as_bytes())
                .unwrap();
        assert_eq!(fields.all("II[1].II.3"), ["2", "5"]);
        assert_eq!(fields.get("b"), "あ +");
        let names: Vec<&str> = fields
            .pairs()
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(names, ["II[1].II.3", "b", "II[1].II.3", "c", ""]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bad in ["a=%FF", "a=%ED%A0%80", "%ED%B0%80=a", "a=x%00y", "a=%E3%81"] {
            assert_eq!(
                Fields::parse(bad.as_bytes()),
                Err(FormProblem::NotText),
                "{bad}"
            );
        }
        let many = "a&".repeat(MAX_FIELDS + 1);
        assert_eq!(Fields::parse(many.as_bytes()), Err(FormProblem::TooLarge));
    }

    #[test]
    fn what_is_no_text_is_replaced_where_it_is_given_back() {
        let body = b"a=%E3%81%82%FF%E3%81%84&b=x%00y%0D%0Az&c=%E3%81&d=%E3%81%86";
        let fields = Fields::parse_lossy(body).unwrap();
        let values: Vec<&str> = ["a", "b", "c", "d"].map(|name| fields.get(name)).into();
        assert_eq!(values, ["あ\u{FFFD}い", "x\u{FFFD}y\nz", "\u{FFFD}", "う"]);
        let text = b"a=x+y&b=%E3%81%82";
        assert_eq!(Fields::parse_lossy(text), Fields::parse(text));
    }

    #[test]
    fn line_ends_are_one_character() {
        let fields = Fields::parse(b"a=x%0D%0Ay%0Dz%0Aw").unwrap();
        assert_eq!(fields.get("a"), "x\ny\nz\nw");
    }

    #[test]
    fn an_error_page_gives_back_what_was_typed_but_no_password() {
        let fields =
            Fields::parse(b"csrf=t&email=a&password=p&current=c&password_again=p&I.1=text&empty=")
                .unwrap();
        let names: Vec<String> = fields.kept().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["email", "I.1"]);
        assert_eq!(format!("{fields:?}"), "Fields(7)");
    }
}
