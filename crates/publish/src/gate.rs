//! The leak gate: looks for withheld words in everything that is about to be public.
//!
//! The types already keep withheld words out of public values; the gate is the second lock,
//! for mistakes that no type can see: a public sentence that repeats a withheld one, a
//! static file, a changed template. Every publication passes it ([`crate::Staging::check`] is
//! the only way to [`crate::Checked::swap`]), and so can any folder ([`Gate::scan_folder`]).
//!
//! # What is looked for
//!
//! Every withheld phrase of the published editions that is *telling*, and every 個人番号
//! (12 digits with a valid check digit near a label, [`domain::my_number`]).
//!
//! Phrases and files are made comparable first: compatibility forms decomposed (full and
//! half width, ㌔, ㈱), case folded; blanks, line breaks, control and invisible characters,
//! `"` and `\` dropped. A file is read in every way in which its bytes may stand for text: as
//! it is, with entities decoded, with tags taken out, with the escapes of JSON or of addresses
//! decoded, and in the nestings that occur (`gate/reading.rs`). Every reading keeps the way
//! back to the bytes, so that a hit names file and offset. Compressed files are not unpacked.
//!
//! Of a long phrase, its first [`PATTERN_CHARS`] characters are looked for.
//!
//! # What is telling
//!
//! A phrase is *not* searched, because it would be found everywhere and tell nothing, when
//!
//! - it has fewer than [`TELLING_CHARS`] comparable characters, or
//! - it consists of numerals, units and punctuation only, as 「30日以内」 or 「平成27年10月5日」,
//!   and is neither a network address nor as long as a telephone number (nine digits), or
//! - the printed forms, placeholders, headings or other texts that are public anyway
//!   ([`Gate::with_public_texts`]) contain it.
//!
//! Such phrases are guarded by type alone. The report counts them.
//!
//! # Where it is looked for
//!
//! In every file of its own body (`assessments/{code}/…`, `bodies/{code}/…`) and in every list
//! that bodies share. In files of *other* bodies only from [`ANYWHERE_CHARS`] characters on:
//! two towns may both write 地下1階の電算室, one of them publicly, and that is no leak; with
//! sixteen characters coincidence is practically excluded. The bodies' own public words count:
//! what an agency withholds in one place and writes openly in another is a hit. The operator
//! learns item and file and decides which of the two was the mistake.
//!
//! A publication scans what it writes, for every phrase; and the files of its body that it
//! leaves alone, and the shared lists in which it appears, for the phrases of the assessment
//! that it publishes ([`crate::Staging::scan_kept`]): its cost grows with the body's own files, not with
//! the site. Other bodies' files were scanned when they were written, for the phrases of that
//! day; [`Gate::scan_folder`] looks at all of them with today's.
//!
//! # What stays secret
//!
//! Reports, errors and `Debug` never contain a phrase or any part of it.

mod fold;
mod phrase;
mod reading;
mod report;
mod scan;

use std::collections::HashMap;

use aho_corasick::AhoCorasick;
use domain::{BodyCode, Layer, Reason};

use fold::Folded;
pub use phrase::{ANYWHERE_CHARS, TELLING_CHARS, WithheldPhrase, is_telling};
pub use report::{GateReport, Hit, HitKind};
pub use scan::Scan;

/// So many comparable characters of a phrase are looked for at most.
pub const PATTERN_CHARS: usize = 256;

/// The phrases to look for, ready to be looked for in any number of files.
pub struct Gate {
    /// `None` when there is nothing to look for.
    finder: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
    searched: usize,
    too_short: usize,
    in_print: usize,
}

/// A string to look for, and whose it is.
struct Pattern {
    /// Whether it is so long that it is looked for in files of other bodies too.
    anywhere: bool,
    owners: Vec<Owner>,
}

#[derive(Clone)]
struct Owner {
    assessment: String,
    body: BodyCode,
    item: String,
}

impl Gate {
    /// A gate for these phrases.
    ///
    /// # Panics
    /// As [`Gate::with_public_texts`].
    #[must_use]
    pub fn new(phrases: impl IntoIterator<Item = WithheldPhrase>) -> Self {
        Self::with_public_texts(phrases, std::iter::empty::<String>())
    }

    /// A gate for these phrases, except those that stand in texts which are public anyway:
    /// the printed forms and the shipped guidance and examples.
    ///
    /// # Panics
    /// With more phrases than a machine can hold: two thousand million states.
    #[must_use]
    pub fn with_public_texts(
        phrases: impl IntoIterator<Item = WithheldPhrase>,
        public_texts: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        let (texts, mut patterns, too_short) = collect(phrases);
        let finder = (!texts.is_empty())
            .then(|| AhoCorasick::new(&texts))
            .transpose()
            .unwrap_or_else(|error| panic!("phrases of a gate: {error}"));
        let count =
            |patterns: &[Pattern]| patterns.iter().map(|pattern| pattern.owners.len()).sum();
        let all: usize = count(&patterns);
        if let Some(finder) = &finder {
            for text in public_texts {
                forget_printed(finder, &mut patterns, text.as_ref());
            }
            for text in always_printed() {
                forget_printed(finder, &mut patterns, &text);
            }
        }
        let searched = count(&patterns);
        Self {
            finder,
            patterns,
            searched,
            too_short,
            in_print: all - searched,
        }
    }

    /// Begins a scan.
    #[must_use]
    pub fn scan(&self) -> Scan<'_> {
        Scan::new(self)
    }

    /// An empty report of this gate.
    fn report(&self) -> GateReport {
        GateReport {
            phrases_searched: self.searched,
            phrases_too_short: self.too_short,
            phrases_in_print: self.in_print,
            ..GateReport::default()
        }
    }
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gate")
            .field("phrases_searched", &self.searched)
            .field("phrases_too_short", &self.too_short)
            .finish_non_exhaustive()
    }
}

/// The strings to look for, in their order their patterns, and how many are not telling.
fn collect(
    phrases: impl IntoIterator<Item = WithheldPhrase>,
) -> (Vec<String>, Vec<Pattern>, usize) {
    let mut places: HashMap<String, usize> = HashMap::new();
    let (mut texts, mut patterns, mut too_short) = (Vec::new(), Vec::<Pattern>::new(), 0);
    for phrase in phrases {
        if !is_telling(&phrase.phrase) {
            too_short += 1;
            continue;
        }
        let text = Folded::of(&phrase.phrase).first_chars(PATTERN_CHARS);
        let place = *places.entry(text.clone()).or_insert_with(|| {
            texts.push(text);
            patterns.push(Pattern {
                anywhere: phrase::is_long(&phrase.phrase),
                owners: Vec::new(),
            });
            patterns.len() - 1
        });
        patterns[place].owners.push(Owner {
            assessment: phrase.owner,
            body: phrase.body,
            item: phrase.item,
        });
    }
    (texts, patterns, too_short)
}

/// Takes away the owners of phrases that stand in a public text.
fn forget_printed(finder: &AhoCorasick, patterns: &mut [Pattern], text: &str) {
    let folded = Folded::of(text);
    for found in finder.find_overlapping_iter(folded.text()) {
        patterns[found.pattern().as_usize()].owners.clear();
    }
}

/// What stands on every page: placeholders and the headings of layers.
fn always_printed() -> Vec<String> {
    let placeholders = Reason::ALL
        .iter()
        .map(|reason| reason.placeholder().to_owned());
    let headings = Layer::ALL.iter().map(|layer| layer.heading(""));
    placeholders.chain(headings).collect()
}

#[cfg(test)]
mod tests;
