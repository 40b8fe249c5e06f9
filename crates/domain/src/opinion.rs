//! What a resident writes: one way in, and one way to what anyone may read.
//!
//! [`NewOpinion::parse`] takes what was typed and folds or refuses what cannot be kept;
//! [`PublicOpinion`] is made from it with what the body decided not to show. Names and ways
//! to reach the person are never part of anything public.

use std::fmt;

use crate::my_number::find_possible_my_numbers;

mod hidden;
mod public;
mod result;

pub use hidden::HiddenWords;
pub use public::{MaskReason, OpinionMask, PublicOpinion, PublicOpinionSegment};
pub use result::{ConsultationResult, OpinionGroup, OpinionVerdict, Proposals, ResultReadError};

/// The fewest characters of an opinion.
pub const TEXT_MIN: usize = 10;
/// The most characters of an opinion.
pub const TEXT_MAX: usize = 4_000;
/// The most characters of a name.
pub const NAME_MAX: usize = 100;
/// The most characters of a way to reach the person.
pub const CONTACT_MAX: usize = 200;

/// An opinion that may be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct NewOpinion {
    text: String,
    name: String,
    contact: String,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum OpinionProblem {
    /// Too few characters.
    #[error("意見は{TEXT_MIN}文字以上で書いてください。")]
    TooShort,
    /// Too many characters.
    #[error(
        "意見は{TEXT_MAX}文字以内で書いてください。長いときは、項目ごとに分けて送ってください。"
    )]
    TooLong,
    /// Too long a name.
    #[error("お名前は{NAME_MAX}文字以内で書いてください。")]
    NameTooLong,
    /// Too long a contact.
    #[error("連絡先は{CONTACT_MAX}文字以内で書いてください。")]
    ContactTooLong,
    /// Twelve digits whose check digit is right.
    #[error(
        "12桁の数字が個人番号（マイナンバー）の形をしています。個人番号は書かないでください。保存していません。数字を消してから送ってください。"
    )]
    MyNumber,
}

impl OpinionProblem {
    /// The field that it is about.
    #[must_use]
    pub fn field(self, in_field: &'static str) -> &'static str {
        match self {
            Self::TooShort | Self::TooLong => "text",
            Self::NameTooLong => "name",
            Self::ContactTooLong => "contact",
            Self::MyNumber => in_field,
        }
    }
}

impl NewOpinion {
    /// Folds line ends and control characters, trims, and refuses what cannot be kept: each
    /// problem with the name of its field.
    ///
    /// # Errors
    /// Every [`OpinionProblem`] at once.
    pub fn parse(
        text: &str,
        name: &str,
        contact: &str,
    ) -> Result<Self, Vec<(&'static str, OpinionProblem)>> {
        let opinion = Self {
            text: fold(text),
            name: fold_line(name),
            contact: fold_line(contact),
        };
        let mut problems = Vec::new();
        let count = opinion.text.chars().count();
        if count < TEXT_MIN {
            problems.push(("text", OpinionProblem::TooShort));
        }
        if count > TEXT_MAX {
            problems.push(("text", OpinionProblem::TooLong));
        }
        if opinion.name.chars().count() > NAME_MAX {
            problems.push(("name", OpinionProblem::NameTooLong));
        }
        if opinion.contact.chars().count() > CONTACT_MAX {
            problems.push(("contact", OpinionProblem::ContactTooLong));
        }
        let fields = [
            ("text", &opinion.text),
            ("name", &opinion.name),
            ("contact", &opinion.contact),
        ];
        for (field, value) in fields {
            if !find_possible_my_numbers(value).is_empty() {
                problems.push((field, OpinionProblem::MyNumber));
            }
        }
        if problems.is_empty() {
            Ok(opinion)
        } else {
            Err(problems)
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name, if one was given.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        (!self.name.is_empty()).then_some(self.name.as_str())
    }

    /// How to reach the person, if that was given.
    #[must_use]
    pub fn contact(&self) -> Option<&str> {
        (!self.contact.is_empty()).then_some(self.contact.as_str())
    }
}

impl fmt::Debug for NewOpinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewOpinion({} chars)", self.text.chars().count())
    }
}

/// Paragraphs without control and invisible directing characters.
fn fold(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text
        .chars()
        .map(|c| if c == '\t' || c == '\u{2028}' { ' ' } else { c })
        .filter(|c| *c == '\n' || !is_unseen(*c))
        .collect();
    let lines: Vec<&str> = kept.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// One line of the same.
fn fold_line(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ")
}

/// Characters that change how others are shown and are not seen themselves.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2029}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests;
