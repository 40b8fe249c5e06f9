//! Making phrases and texts comparable, with the way back to where each character stood.
//!
//! Every character is folded by itself (compatibility decomposition, lower case), so that a
//! part of a text folds to a part of the folded text; composing across neighbours would not.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::reading::Unit;

/// A folded text.
pub(super) struct Folded {
    text: String,
    /// For each folded character: where it begins in `text`, and the offset it came from.
    places: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds decoded characters.
    pub(super) fn new(units: &[Unit]) -> Self {
        let mut folded = Self {
            text: String::with_capacity(units.len() * 2),
            places: Vec::with_capacity(units.len()),
        };
        for &(c, offset) in units {
            fold_char(c, |c| {
                folded.places.push((folded.text.len(), offset));
                folded.text.push(c);
            });
        }
        folded
    }

    /// Folds a text that needs no decoding.
    pub(super) fn of(text: &str) -> Self {
        let units: Vec<Unit> = text.char_indices().map(|(offset, c)| (c, offset)).collect();
        Self::new(&units)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn first_chars(&self, count: usize) -> String {
        self.text.chars().take(count).collect()
    }

    /// The offset of the character that folded to `text[start..]`.
    pub(super) fn offset(&self, start: usize) -> usize {
        let place = self.places.partition_point(|(begin, _)| *begin < start);
        self.places.get(place).map_or(0, |(_, offset)| *offset)
    }

    /// Whether `text[..end]` ends within a character: か found in が is not found.
    pub(super) fn tears(&self, end: usize) -> bool {
        let next = self.places.partition_point(|(begin, _)| *begin < end);
        let (Some(before), Some(after)) = (next.checked_sub(1), self.places.get(next)) else {
            return false;
        };
        let same_origin = self.places[before].1 == after.1;
        same_origin && self.text[end..].chars().next().is_some_and(is_mark)
    }
}

fn is_mark(c: char) -> bool {
    canonical_combining_class(c) != 0
}

/// Folds one character; pushes nothing for one that does not count.
pub(super) fn fold_char(c: char, mut push: impl FnMut(char)) {
    match c {
        '!' | '#'..='[' | ']'..='~' => push(c.to_ascii_lowercase()),
        // Most of a Japanese text: ideographs have neither case nor decomposition.
        '\u{4e00}'..='\u{9fff}' => push(c),
        _ => std::iter::once(c)
            .nfkd()
            .flat_map(char::to_lowercase)
            .filter(|c| !is_ignored(*c))
            .for_each(push),
    }
}

/// Blanks, controls, quotes and backslashes (which CSV and JSON double), and what has no
/// shape of its own: soft hyphens, joiners, direction marks, variation selectors.
fn is_ignored(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '"' | '\\' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}'
            | '\u{e0000}'..='\u{e0fff}')
}
