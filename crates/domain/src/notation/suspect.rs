//! Finds what somebody evidently meant as a mark and did not quite write as one.
//!
//! Such text would be published as it stands, so it is refused. A refusal costs another
//! wording, a miss costs the secret. What is refused, after [`fold`]:
//!
//! - behind a curly brace: one of [`WORDS`], whatever follows, or a head that names a reason;
//! - behind any other bracket: a word, then a colon, a bar, or a head that names a reason;
//! - without bracket: a word and a colon with a bar soon after, or a word and a bracketed
//!   head that names a reason.
//!
//! A head is what stands before a bar: few characters of one line, or a reason with its
//! note. Prose passes: 「（非公表）」「非公表の理由：…」「非公表部分（別紙）」.

use super::fold::{Folded, fold};
use crate::reason::Reason;

/// What people write who mean 非公表.
const WORDS: [&str; 8] = [
    "非公表",
    "非公開",
    "非表示",
    "非開示",
    "非表公",
    "不公表",
    "不公開",
    "不開示",
];
/// Characters of a head, at most.
const HEAD: usize = 40;
/// Characters of a reason with its note, at most.
const HEAD_WITH_NOTE: usize = 256;

/// The position of the first bracket or word that looks like the beginning of a mark.
pub(super) fn find_suspect(text: &[char]) -> Option<usize> {
    let folded = fold(text);
    let look = Look {
        text,
        folded: &folded,
    };
    (0..folded.chars.len())
        .find(|&at| look.is_suspect(at))
        .map(|at| folded.from[at])
}

struct Look<'a> {
    text: &'a [char],
    folded: &'a Folded,
}

impl Look<'_> {
    fn is_suspect(&self, at: usize) -> bool {
        match self.folded.chars[at] {
            '{' => self.is_suspect_brace(at + 1),
            '(' => self.is_suspect_bracket(at + 1),
            '非' | '不' => self.is_suspect_word(at),
            _ => false,
        }
    }

    /// `{非公表…`, `{【非公表…`, `{悲公表:期間|…`.
    fn is_suspect_brace(&self, next: usize) -> bool {
        let inner = self.skip(next, &['{', '(']);
        self.word_at(inner).is_some() || self.has_reasoned_head(next)
    }

    /// `【非公表:…`, `【非公表|…`, `【非公表 期間|…`.
    fn is_suspect_bracket(&self, next: usize) -> bool {
        self.word_at(next)
            .is_some_and(|end| self.is_any(end, &[':', '|']) || self.has_reasoned_head(end))
    }

    /// `非公表:期間|…`, `非公表）:期間|…`, `非公表（期間|…`.
    fn is_suspect_word(&self, at: usize) -> bool {
        let Some(end) = self.word_at(at) else {
            return false;
        };
        let colon = self.skip(end, &['}', ')']);
        (self.is_any(colon, &[':']) && self.head(colon + 1).is_some())
            || (self.is_any(end, &['{', '(']) && self.has_reasoned_head(end + 1))
    }

    /// Where the word ends that begins here.
    fn word_at(&self, at: usize) -> Option<usize> {
        let rest = self.folded.chars.get(at..)?;
        WORDS
            .iter()
            .find(|word| word.chars().eq(rest.iter().copied().take(3)))
            .map(|_| at + 3)
    }

    fn is_any(&self, at: usize, of: &[char]) -> bool {
        self.folded.chars.get(at).is_some_and(|c| of.contains(c))
    }

    /// The place behind a few brackets; few, so that rows of brackets take no time.
    fn skip(&self, from: usize, over: &[char]) -> usize {
        (from..from + 4)
            .find(|&at| !self.is_any(at, over))
            .unwrap_or(from + 4)
    }

    /// What stands between `from`, which something stands before, and the next bar.
    fn head(&self, from: usize) -> Option<String> {
        let rest = self.folded.chars.get(from..)?.iter().take(HEAD_WITH_NOTE);
        let length = rest.clone().position(|c| *c == '|')?;
        let head: String = rest.take(length).collect();
        let lines = self.folded.from[from - 1]..self.folded.from[from + length];
        let is_short = length <= HEAD && !self.text[lines].contains(&'\n');
        (is_short || is_reason_with_note(&head)).then_some(head)
    }

    /// Whether a head follows that names a reason and stays within its bracket.
    fn has_reasoned_head(&self, from: usize) -> bool {
        self.head(from).is_some_and(|head| {
            Reason::ALL
                .iter()
                .any(|reason| head.contains(reason.word()))
                && stays_inside(&head)
        })
    }
}

fn is_reason_with_note(head: &str) -> bool {
    Reason::ALL
        .iter()
        .filter_map(|reason| head.strip_prefix(reason.word()))
        .any(|note| note.is_empty() || (note.starts_with('(') && note.ends_with(')')))
}

fn stays_inside(head: &str) -> bool {
    let depths = head.chars().scan(0_i32, |depth, c| {
        *depth += i32::from(matches!(c, '{' | '(')) - i32::from(matches!(c, '}' | ')'));
        Some(*depth)
    });
    depths.into_iter().all(|depth| depth >= 0)
}

#[cfg(test)]
mod tests;
