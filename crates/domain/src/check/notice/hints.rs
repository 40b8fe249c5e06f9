//! Hints at what a body may want to withhold (NP-01 to NP-10): advice to look, never a mark
//! set by the machine, because only parts that are 「真にセキュリティ上のリスクのある部分」
//! may be withheld.
//!
//! Source: 総官企第285号 3.(3); patterns, masks and neighbours: `middle-server.md` §5. Text is
//! folded first (NFKC), so that full-width figures are figures; positions are given in the
//! text as it stands.

mod patterns;

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

pub use patterns::{PATTERNS, Pattern};

use super::super::{Severity, own_texts};
use super::Look;
use crate::marked_text::{MarkedText, Segment};

/// Words that make a period or a number of times telling, if they stand near it.
const NEIGHBOURS: [&str; 11] = [
    "パスワード",
    "認証",
    "ログイン",
    "ロック",
    "セッション",
    "ログ",
    "鍵",
    "パッチ",
    "バックアップ",
    "消去",
    "暗号",
];
/// How far a neighbour may stand, in characters.
const NEAR: usize = 30;

/// A place that may be worth withholding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The pattern: `NP-01`.
    pub pattern: &'static Pattern,
    /// How much it weighs here: a period without a telling neighbour is advice only.
    pub severity: Severity,
    /// Where, in bytes of the text with its withheld parts ([`MarkedText::full_text`]).
    pub place: Range<usize>,
}

/// The hints in a text, in order; what is withheld already is none.
#[must_use]
pub fn hints(text: &MarkedText) -> Vec<Hint> {
    let full = text.full_text();
    let plain = super::words::folded(&full);
    let mut likely = PATTERNS
        .iter()
        .filter(|one| one.may_be_in(&plain))
        .peekable();
    if likely.peek().is_none() {
        return Vec::new();
    }
    let folded = Folded::new(&full);
    let masked = patterns::masked(&folded.text);
    let withheld = withheld_ranges(text);
    let mut found: Vec<Hint> = likely
        .flat_map(|pattern| {
            let places = pattern.places(&masked).into_iter();
            places.map(move |place| (pattern, place))
        })
        .map(|(pattern, place)| Hint {
            pattern,
            severity: severity(pattern, &folded.text, &place),
            place: folded.source(&place),
        })
        .filter(|hint| !withheld.iter().any(|range| overlap(range, &hint.place)))
        .collect();
    found.sort_by_key(|hint| hint.place.start);
    found
}

pub(super) fn hints_in(item: &Look<'_>) -> Vec<Hint> {
    let texts = item.answer.map(own_texts).unwrap_or_default();
    texts.into_iter().flat_map(hints).collect()
}

/// The weight of hints together, and the names of what was found, never the words.
pub(super) fn weigh(hints: &[Hint]) -> Option<(Severity, String)> {
    let heaviest = hints.iter().map(|hint| hint.severity).min()?;
    let mut names: Vec<&str> = Vec::new();
    for hint in hints {
        if !names.contains(&hint.pattern.name) {
            names.push(hint.pattern.name);
        }
    }
    // The notice asks to consider; nothing of it stops a submission.
    Some((
        heaviest.max(Severity::Warning),
        format!("（{}）", names.join("、")),
    ))
}

fn severity(pattern: &Pattern, text: &str, place: &Range<usize>) -> Severity {
    if !pattern.needs_neighbour {
        return pattern.severity;
    }
    let before = text[..place.start].chars().rev().take(NEAR);
    let before: String = before.collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[place.end..].chars().take(NEAR).collect();
    let within = &text[place.clone()];
    let is_near = |word: &&str| {
        [before.as_str(), within, after.as_str()]
            .iter()
            .any(|part| part.contains(*word))
    };
    if NEIGHBOURS.iter().any(is_near) {
        pattern.severity
    } else {
        Severity::Advice
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn withheld_ranges(text: &MarkedText) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut ranges = Vec::new();
    for segment in text.segments() {
        let (words, is_withheld) = match segment {
            Segment::Plain(words) => (words, false),
            Segment::Withheld { text, .. } => (text, true),
        };
        if is_withheld {
            ranges.push(at..at + words.len());
        }
        at += words.len();
    }
    ranges
}

/// A text with compatibility forms composed, and where each of its bytes came from.
struct Folded {
    text: String,
    /// For each character of `text`: its first byte there, and its bytes in the source.
    chars: Vec<(usize, Range<usize>)>,
}

impl Folded {
    fn new(source: &str) -> Self {
        let (mut text, mut chars) = (String::with_capacity(source.len()), Vec::new());
        let mut graphemes = source.char_indices().peekable();
        while let Some((start, c)) = graphemes.next() {
            let mut end = start + c.len_utf8();
            let mut cluster = c.to_string();
            // A half-width voiced mark belongs to the kana before it.
            while let Some((at, mark)) =
                graphemes.next_if(|(_, c)| matches!(c, 'ﾞ' | 'ﾟ' | '\u{3099}' | '\u{309a}'))
            {
                end = at + mark.len_utf8();
                cluster.push(mark);
            }
            for folded in cluster.nfkc() {
                chars.push((text.len(), start..end));
                text.push(folded);
            }
        }
        Self { text, chars }
    }

    /// The bytes of the source that a range of folded bytes came from.
    fn source(&self, place: &Range<usize>) -> Range<usize> {
        let first = self.chars.partition_point(|(at, _)| *at < place.start);
        let end = self.chars.partition_point(|(at, _)| *at < place.end);
        match (self.chars.get(first), self.chars.get(end.saturating_sub(1))) {
            (Some((_, first)), Some((_, last))) => first.start..last.end.max(first.end),
            _ => 0..0,
        }
    }
}

#[cfg(test)]
mod tests;
