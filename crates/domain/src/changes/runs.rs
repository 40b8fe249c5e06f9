//! Two texts taken apart into what was kept, removed and added.
//!
//! First by sentences, then within sentences that were rewritten by words. A word of Japanese
//! is a stretch of one kind of character (漢字, ひらがな, カタカナ, letters and digits); that is
//! coarser than letters, so that the result can be read, and needs no dictionary. Sentences
//! that have little in common are replaced as a whole. A withheld stretch of public text is
//! one word, of which only the ground is known.
//!
//! The cost is bounded (`pairs.rs`): a text that is too long to be compared by words is
//! replaced as a whole between what both have at their beginning and end.

use similar::DiffOp;

use super::pairs::steps;
use super::side::ChangeText;
use crate::reason::Reason;

/// What became of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It stands in both texts.
    Kept,
    /// It stood in the earlier text only.
    Removed,
    /// It stands in the later text only.
    Added,
}

/// A stretch and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<S> {
    /// What became of it.
    pub fate: Fate,
    /// The stretch, with its mark.
    pub segment: S,
}

/// Takes two texts apart: what is kept and removed, in order, is `before`; what is kept and
/// added is `after`.
#[must_use]
pub fn runs<T: ChangeText>(before: &T, after: &T) -> Vec<Run<T::Segment>> {
    let (old, new) = (sentences(before), sentences(after));
    let mut runs = Runs::<T>(Vec::new());
    for step in steps(&old, &new) {
        let (gone, come) = (&old[step.old_range()], &new[step.new_range()]);
        match step {
            DiffOp::Equal { .. } => runs.extend(Fate::Kept, come),
            DiffOp::Replace { .. } => runs.rewritten(gone, come),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } => runs.replaced(gone, come),
        }
    }
    runs.0
}

/// A piece of a text, with the stretch that it is of.
struct Piece<'a, T: ChangeText> {
    words: &'a str,
    mark: Option<(Reason, Option<&'a str>)>,
    of: &'a T::Segment,
}

impl<T: ChangeText> PartialEq for Piece<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words && self.mark == other.mark
    }
}

impl<T: ChangeText> Eq for Piece<'_, T> {}

impl<T: ChangeText> std::hash::Hash for Piece<'_, T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.words.hash(state);
        self.mark.hash(state);
    }
}

struct Runs<T: ChangeText>(Vec<Run<T::Segment>>);

impl<T: ChangeText> Runs<T> {
    fn extend(&mut self, fate: Fate, pieces: &[Piece<'_, T>]) {
        pieces.iter().for_each(|piece| self.push(fate, piece));
    }

    fn replaced(&mut self, gone: &[Piece<'_, T>], come: &[Piece<'_, T>]) {
        self.extend(Fate::Removed, gone);
        self.extend(Fate::Added, come);
    }

    /// Sentences that took the place of others, word by word where they have much in common.
    fn rewritten(&mut self, gone: &[Piece<'_, T>], come: &[Piece<'_, T>]) {
        let (old, new) = (words(gone), words(come));
        let steps = steps(&old, &new);
        let kept = steps
            .iter()
            .filter(|step| matches!(step, DiffOp::Equal { .. }));
        let kept: usize = kept.map(|step| length(&new[step.new_range()])).sum();
        // Less than a third in common: the words that happen to be the same say nothing.
        if kept * 3 < length(&old).max(length(&new)) {
            return self.replaced(gone, come);
        }
        for step in steps {
            let (gone, come) = (&old[step.old_range()], &new[step.new_range()]);
            match step {
                DiffOp::Equal { .. } => self.extend(Fate::Kept, come),
                _ => self.replaced(gone, come),
            }
        }
    }

    /// Joins what belongs together: the same fate, the same mark.
    fn push(&mut self, fate: Fate, piece: &Piece<'_, T>) {
        if let Some(last) = self.0.last_mut() {
            let (words, mark) = T::read(&last.segment);
            if last.fate == fate && mark == piece.mark && !piece.words.is_empty() {
                let joined = format!("{words}{}", piece.words);
                last.segment = T::like(piece.of, &joined);
                return;
            }
        }
        self.0.push(Run {
            fate,
            segment: T::like(piece.of, piece.words),
        });
    }
}

fn length<T: ChangeText>(pieces: &[Piece<'_, T>]) -> usize {
    // A withheld stretch counts as one, whatever it hides.
    let lengths = pieces
        .iter()
        .map(|piece| piece.words.chars().count().max(1));
    lengths.sum()
}

fn sentences<T: ChangeText>(text: &T) -> Vec<Piece<'_, T>> {
    let parts = text.parts().iter();
    parts
        .flat_map(|part| {
            let (words, mark) = T::read(part);
            let cut = match words {
                "" => vec![""],
                words => words.split_inclusive(['。', '\n', '！', '？']).collect(),
            };
            cut.into_iter().map(move |words| Piece {
                words,
                mark,
                of: part,
            })
        })
        .collect()
}

fn words<'a, T: ChangeText>(pieces: &[Piece<'a, T>]) -> Vec<Piece<'a, T>> {
    let mut words = Vec::new();
    for piece in pieces {
        let mut rest = piece.words;
        loop {
            let (word, after) = rest.split_at(word_length(rest));
            words.push(Piece {
                words: word,
                mark: piece.mark,
                of: piece.of,
            });
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
    }
    words
}

/// The bytes of the first word.
fn word_length(text: &str) -> usize {
    let mut class = None;
    let mut joins = false;
    for (at, c) in text.char_indices() {
        let here = class_of(c);
        match (class, here) {
            (None, _) => class = Some(here),
            (Some(_), Class::Attached) => {}
            (Some(before), here) if joins || (before == here && here != Class::Other) => {}
            _ => return at,
        }
        joins = c == '\u{200d}';
    }
    text.len()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Kanji,
    Hiragana,
    Katakana,
    Alphanumeric,
    Blank,
    /// What belongs to the character before it.
    Attached,
    Other,
}

fn class_of(c: char) -> Class {
    match c {
        '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Class::Attached,
        c if unicode_normalization::char::is_combining_mark(c) => Class::Attached,
        '々' | '〆' | 'ヶ' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Class::Kanji,
        '\u{20000}'..='\u{3ffff}' => Class::Kanji,
        'ぁ'..='ゟ' => Class::Hiragana,
        'ァ'..='ヿ' | 'ｦ'..='ﾟ' => Class::Katakana,
        c if c.is_whitespace() => Class::Blank,
        c if c.is_alphanumeric() => Class::Alphanumeric,
        _ => Class::Other,
    }
}
