//! An opinion as anyone may read it.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Why a part of an opinion is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MaskReason {
    /// It tells who somebody is.
    Personal,
    /// It hurts somebody's rights: slander, abuse.
    Defamation,
    /// Another reason, as what the agency withholds.
    Other,
}

impl MaskReason {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Personal, Self::Defamation, Self::Other];

    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Defamation => "defamation",
            Self::Other => "other",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }

    /// The reason on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Personal => "個人に関する情報",
            Self::Defamation => "権利や利益を害するおそれ",
            Self::Other => "その他の理由",
        }
    }

    /// What stands in the place of the part.
    #[must_use]
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Personal => "（伏せています：個人に関する情報）",
            Self::Defamation => "（伏せています：権利や利益を害するおそれ）",
            Self::Other => "（伏せています）",
        }
    }
}

/// What the body decided about showing an opinion.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionMask {
    /// Words that are not shown wherever they stand in the opinion, and why.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Why; `None` without phrases.
    #[serde(default)]
    pub reason: Option<MaskReason>,
    /// A summary (要旨) that is shown in the opinion's place; never blank.
    #[serde(default)]
    pub summary: Option<String>,
}

impl fmt::Debug for OpinionMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpinionMask({} phrases)", self.phrases.len())
    }
}

/// A stretch of an opinion.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublicOpinionSegment {
    /// Words that anyone may read.
    Plain(String),
    /// Something is not shown here, for this reason. Nothing else of it is known.
    Hidden(MaskReason),
}

impl fmt::Debug for PublicOpinionSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => write!(f, "Plain({} chars)", text.chars().count()),
            Self::Hidden(reason) => write!(f, "Hidden({reason:?})"),
        }
    }
}

/// An opinion as anyone may read it. Made by [`PublicOpinion::new`], or read back from a
/// stored result whose digest fits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicOpinion {
    number: u32,
    /// Where it belongs, in words; empty for the whole.
    about: String,
    is_summary: bool,
    segments: Vec<PublicOpinionSegment>,
}

impl PublicOpinion {
    /// The opinion `number` about an item (in words; empty for the whole), with what is not
    /// to be shown taken out.
    #[must_use]
    pub fn new(number: u32, about: &str, text: &str, mask: &OpinionMask) -> Self {
        let (is_summary, text) = match &mask.summary {
            Some(summary) => (true, summary.as_str()),
            None => (false, text),
        };
        Self {
            number,
            about: about.to_owned(),
            is_summary,
            segments: hide(text, mask),
        }
    }

    /// Its number within the consultation, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The item, in words; empty for the whole.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Whether a summary stands in its place.
    #[must_use]
    pub fn is_summary(&self) -> bool {
        self.is_summary
    }

    /// Its stretches.
    #[must_use]
    pub fn segments(&self) -> &[PublicOpinionSegment] {
        &self.segments
    }

    /// The words that are shown, stretch by stretch, without placeholders.
    pub fn shown(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            PublicOpinionSegment::Plain(text) => Some(text.as_str()),
            PublicOpinionSegment::Hidden(_) => None,
        })
    }

    /// The words in one string, placeholders in their places.
    #[must_use]
    pub fn to_plain(&self) -> String {
        let words = self.segments.iter().map(|segment| match segment {
            PublicOpinionSegment::Plain(text) => text.as_str(),
            PublicOpinionSegment::Hidden(reason) => reason.placeholder(),
        });
        words.collect()
    }
}

impl fmt::Debug for PublicOpinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicOpinion({})", self.number)
    }
}

/// Takes every occurrence of the phrases out; what several of them cover together is taken
/// out together.
fn hide(text: &str, mask: &OpinionMask) -> Vec<PublicOpinionSegment> {
    let reason = mask.reason.unwrap_or(MaskReason::Other);
    let mut segments = Vec::new();
    let mut shown_to = 0;
    for Range { start, end } in covered(text, &mask.phrases) {
        if start > shown_to {
            segments.push(PublicOpinionSegment::Plain(
                text[shown_to..start].to_owned(),
            ));
        }
        segments.push(PublicOpinionSegment::Hidden(reason));
        shown_to = end;
    }
    if shown_to < text.len() {
        segments.push(PublicOpinionSegment::Plain(text[shown_to..].to_owned()));
    }
    segments
}

/// Where in `text` a phrase stands, in bytes: stretches in order, with something between them.
fn covered(text: &str, phrases: &[String]) -> Vec<Range<usize>> {
    let phrases = phrases.iter().filter(|phrase| !phrase.is_empty());
    let mut found: Vec<Range<usize>> = phrases
        .flat_map(|phrase| occurrences(text, phrase))
        .collect();
    found.sort_by_key(|range| range.start);
    let mut stretches: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match stretches.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => stretches.push(range),
        }
    }
    stretches
}

/// Every place of a phrase, those that overlap another one too.
fn occurrences<'a>(text: &'a str, phrase: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let starts = text.char_indices().map(|(at, _)| at);
    starts
        .filter(move |at| text[*at..].starts_with(phrase))
        .map(move |at| at..at + phrase.len())
}
