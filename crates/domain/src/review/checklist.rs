//! The checklist of suitability and adequacy.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The two aspects of the review. Source: 指針 第10 (適合性・妥当性).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// 適合性: the procedure and the form were followed.
    Suitability,
    /// 妥当性: the content is right and sufficient.
    Adequacy,
}

impl Aspect {
    /// Both, in the order of the checklist.
    pub const ALL: [Self; 2] = [Self::Suitability, Self::Adequacy];

    /// The aspect on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Suitability => "適合性",
            Self::Adequacy => "妥当性",
        }
    }
}

/// A question of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name, as `suitability.order`.
    pub id: String,
    /// Which aspect.
    pub aspect: Aspect,
    /// The question, in Japanese.
    pub text: String,
    /// Where it comes from, for screens.
    pub source: String,
    /// Whether the source was confirmed (C); screens mark what was not (U).
    pub confirmed: bool,
}

/// The questions in the order in which they are asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// The questions.
    pub questions: Vec<Question>,
}

impl Checklist {
    /// The question of an id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The questions of an aspect.
    pub fn of(&self, aspect: Aspect) -> impl Iterator<Item = &Question> {
        let fits = move |question: &&Question| question.aspect == aspect;
        self.questions.iter().filter(fits)
    }
}

/// What is said to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemCheck {
    /// 適.
    Fits,
    /// 要修正.
    ToAmend,
    /// 該当なし.
    NotApplicable,
}

impl ItemCheck {
    /// Every answer, in the order in which pages offer them.
    pub const ALL: [Self; 3] = [Self::Fits, Self::ToAmend, Self::NotApplicable];

    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::ToAmend => "to-amend",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.as_str() == word)
    }

    /// The answer on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Fits => "適",
            Self::ToAmend => "要修正",
            Self::NotApplicable => "該当なし",
        }
    }
}

/// The answer to a question with its note; either may still be missing in a draft.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionAnswer {
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<ItemCheck>,
    /// The note; may quote the full text, so it is as secret as that.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl fmt::Debug for QuestionAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.note.chars().count();
        write!(f, "QuestionAnswer({:?}, {count} chars)", self.check)
    }
}
