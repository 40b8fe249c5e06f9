//! Folding: the one way in which texts and queries are made comparable.
//!
//! Every character is folded by itself: compatibility decomposition (NFKD), lower case,
//! blanks and invisible characters dropped. Nothing looks at neighbours, so folding a
//! part of a text always yields a part of the folded text. This is why any excerpt finds
//! its source, even one that begins or ends within か + combining ゛, half-width ｶﾞ or a
//! Hangul syllable. With NFKC, which composes across characters, it would not.
//!
//! Decomposing alone would let 「かき」 find 「かぎ」, whose ぎ begins with き. So a match may
//! not end inside an original character that goes on with a mark ([`Folded::splits`]).
//! Engines that cannot look back at the original say so in their terms, as [`Gram`] does.
//!
//! Hiragana and katakana stay different. Marks keep the order in which they were typed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// A folded text, with the way back to the original.
pub(crate) struct Folded {
    units: Vec<char>,
    /// For each unit, the byte offset of the original character it came from.
    origins: Vec<usize>,
}

/// Two neighbouring units and how the second one ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gram {
    /// Place of the first unit.
    pub position: usize,
    first: char,
    second: Option<char>,
    /// The second unit goes on with a mark.
    open: bool,
}

impl Gram {
    /// The term of an index. An open gram carries a control character, which folding drops
    /// from every text, so that it equals no other.
    pub(crate) fn term(self) -> String {
        let marker = self.open.then_some('\u{1}');
        [Some(self.first), self.second, marker]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl Folded {
    /// Folds a text.
    pub(crate) fn new(text: &str) -> Self {
        let mut folded = Self {
            units: Vec::with_capacity(text.len() / 3),
            origins: Vec::with_capacity(text.len() / 3),
        };
        for (origin, c) in text.char_indices() {
            fold_char(c, |unit| {
                folded.units.push(unit);
                folded.origins.push(origin);
            });
        }
        folded
    }

    pub(crate) fn units(&self) -> &[char] {
        &self.units
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Byte offset of the original character behind a unit.
    pub(crate) fn origin(&self, unit: usize) -> usize {
        self.origins[unit]
    }

    fn goes_on(&self, unit: usize) -> bool {
        self.units.get(unit + 1).copied().is_some_and(joins_before)
    }

    /// Whether a match that ends with this unit would tear a mark off its character.
    fn splits(&self, unit: usize) -> bool {
        self.goes_on(unit) && self.origins[unit] == self.origins[unit + 1]
    }

    fn gram(&self, position: usize, open: bool) -> Gram {
        let second = Some(self.units[position + 1]);
        Gram {
            position,
            first: self.units[position],
            second,
            open,
        }
    }

    /// The pairs to index. Where the second unit is an original character of its own and a
    /// mark follows, both forms are true and both are indexed.
    pub(crate) fn text_grams(&self) -> impl Iterator<Item = Gram> {
        (1..self.units.len()).flat_map(|second| {
            let open = self.goes_on(second).then(|| self.gram(second - 1, true));
            let closed = (!self.splits(second)).then(|| self.gram(second - 1, false));
            [open, closed].into_iter().flatten()
        })
    }

    /// The pairs that, standing at their relative places, spell this query: every second
    /// one and the last, which together cover each unit. None for a single unit.
    pub(crate) fn query_grams(&self) -> Vec<Gram> {
        let Some(last) = self.units.len().checked_sub(2) else {
            return Vec::new();
        };
        let mut places: Vec<usize> = (0..last).step_by(2).collect();
        places.push(last);
        places
            .into_iter()
            .map(|place| self.gram(place, self.goes_on(place + 1)))
            .collect()
    }

    /// The single units to index, for queries of one unit.
    pub(crate) fn text_units(&self) -> impl Iterator<Item = char> {
        (0..self.units.len())
            .filter(|&unit| !self.splits(unit))
            .map(|unit| self.units[unit])
    }

    /// Where a query occurs, as ranges of units.
    pub(crate) fn find_all(&self, needle: &Self) -> Vec<std::ops::Range<usize>> {
        let Some(&first) = needle.units.first() else {
            return Vec::new();
        };
        let length = needle.units.len();
        let mut found = Vec::new();
        let mut at = 0;
        while at + length <= self.units.len() {
            let here = self.units[at] == first
                && self.units[at..at + length] == needle.units[..]
                && !self.splits(at + length - 1);
            if here {
                found.push(at..at + length);
            }
            at += if here { length } else { 1 };
        }
        found
    }
}

fn fold_char(c: char, mut push: impl FnMut(char)) {
    match c {
        ' '..='~' => {
            if c != ' ' {
                push(c.to_ascii_lowercase());
            }
        }
        // Most of a Japanese text: unified ideographs have neither case nor decomposition.
        '\u{4e00}'..='\u{9fff}' => push(c),
        _ => std::iter::once(c)
            .nfkd()
            .flat_map(char::to_lowercase)
            .filter(|unit| !is_ignored(*unit))
            .for_each(push),
    }
}

/// Blanks, controls, and what has no shape of its own: soft hyphens, joiners, direction
/// marks, variation selectors (葛󠄀 is found as 葛), byte order marks.
fn is_ignored(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a unit belongs to the one before it: a combining mark, or the second or third
/// letter of a Hangul syllable.
fn joins_before(c: char) -> bool {
    canonical_combining_class(c) != 0
        || is_combining_mark(c)
        || matches!(c, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}')
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::awkward_text;
