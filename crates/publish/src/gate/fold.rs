//! Making phrases and texts comparable, with the way back to where each character stood.
//!
//! Every character is folded by itself (compatibility decomposition, lower case), so that a
//! part of a text folds to a part of the folded text; composing across neighbours would not.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::reading::Unit;

/// A folded text.
pub(super) struct Folded {
    text: String,
    /// For each folded character: where it begins in `text`, and the offset it came from.
    places: Vec<(u32, u32)>,
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
                folded.places.push((position(folded.text.len()), offset));
                folded.text.push(c);
            });
        }
        folded
    }

    /// Folds a text that needs no decoding.
    pub(super) fn of(text: &str) -> Self {
        let units = text.char_indices();
        let units: Vec<Unit> = units.map(|(offset, c)| (c, position(offset))).collect();
        Self::new(&units)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn first_chars(&self, count: usize) -> String {
        self.text.chars().take(count).collect()
    }

    /// The offset of the character that folded to `text[start..]`.
    pub(super) fn offset(&self, start: usize) -> u32 {
        let place = self.place(start);
        self.places.get(place).map_or(0, |(_, offset)| *offset)
    }

    fn place(&self, start: usize) -> usize {
        let start = position(start);
        self.places.partition_point(|(begin, _)| *begin < start)
    }

    /// Whether `text[..end]` ends within a character: か found in が is not found.
    pub(super) fn tears(&self, end: usize) -> bool {
        let next = self.place(end);
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

/// Offsets within one window of a file, which is short, in half the room.
pub(super) fn position(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Folds one character; pushes nothing for one that does not count.
pub(super) fn fold_char(c: char, mut push: impl FnMut(char)) {
    match c {
        '!' | '#'..='[' | ']'..='~' => push(c.to_ascii_lowercase()),
        // Most of a Japanese text: ideographs have neither case nor decomposition.
        '\u{4e00}'..='\u{9fff}' => push(c),
        _ if TABLED.contains(&c) => {
            let folded = TABLE[c as usize - *TABLED.start() as usize];
            folded.into_iter().take_while(|c| *c != '\0').for_each(push);
        }
        _ => fold_slowly(c).for_each(push),
    }
}

/// Kana and the punctuation beside them: every other character of a Japanese text. Each
/// folds to four characters at most.
const TABLED: RangeInclusive<char> = '\u{3000}'..='\u{30ff}';

static TABLE: LazyLock<Vec<[char; 4]>> = LazyLock::new(|| {
    let row = |c| {
        let mut row = ['\0'; 4];
        row.iter_mut()
            .zip(fold_slowly(c))
            .for_each(|(place, c)| *place = c);
        row
    };
    TABLED.map(row).collect()
});

fn fold_slowly(c: char) -> impl Iterator<Item = char> {
    let decomposed = std::iter::once(c).nfkd();
    decomposed
        .flat_map(char::to_lowercase)
        .filter(|c| !is_ignored(*c))
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
