//! Short ways to write values; a text that is no such value panics.
#![allow(clippy::unwrap_used)]

use domain::digest::{Digest, digest_of};
use domain::{AssessmentId, AssessmentNumber, Body, BodyCode, EditionId, FormId, ItemId, UserId};

/// Codes with a valid check digit in three prefectures, the first two in the same.
pub const CODES: [&str; 4] = ["011002", "012025", "131016", "271004"];

/// A body's code.
#[must_use]
pub fn body_code(code: &str) -> BodyCode {
    BodyCode::parse(code).unwrap()
}

/// A fictional body with this code.
#[must_use]
pub fn body(code: &str) -> Body {
    Body {
        code: body_code(code),
        prefecture_name: format!("架空県{}", &code[..2]),
        name: format!("見本市{code}"),
        kana: "ミホンシ".to_owned(),
    }
}

/// An assessment's id.
#[must_use]
pub fn assessment_id(id: &str) -> AssessmentId {
    AssessmentId::parse(id).unwrap()
}

/// An assessment's number.
#[must_use]
pub fn number(number: &str) -> AssessmentNumber {
    AssessmentNumber::parse(number).unwrap()
}

/// A user's id.
#[must_use]
pub fn user_id(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

/// A form.
#[must_use]
pub fn form(id: &str) -> FormId {
    FormId::parse(id).unwrap()
}

/// A form's edition.
#[must_use]
pub fn form_edition(id: &str) -> EditionId {
    EditionId::parse(id).unwrap()
}

/// An item of a form.
#[must_use]
pub fn item(id: &str) -> ItemId {
    ItemId::parse(id).unwrap()
}

/// The digest of a text, as of a token or a session's id.
#[must_use]
pub fn digest(text: &str) -> Digest {
    digest_of(text.as_bytes())
}
