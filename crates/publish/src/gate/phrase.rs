//! What is withheld, and whether it is telling enough to be looked for.

use std::fmt;

use domain::BodyCode;
pub use domain::check::TELLING_CHARS;
use unicode_normalization::UnicodeNormalization;

use super::fold::fold_char;

/// A phrase with this many comparable characters is looked for in files of other bodies too.
pub const ANYWHERE_CHARS: usize = 16;
/// A withheld phrase of a published edition.
#[derive(Clone, PartialEq, Eq)]
pub struct WithheldPhrase {
    /// Whose it is, in words that the report repeats, as `011002/1/zenkomoku`.
    pub owner: String,
    /// The body.
    pub body: BodyCode,
    /// The path of its item.
    pub item: String,
    /// The words.
    pub phrase: String,
}

impl fmt::Debug for WithheldPhrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithheldPhrase")
            .field("owner", &self.owner)
            .field("item", &self.item)
            .field(
                "phrase",
                &format_args!("{} chars", self.phrase.chars().count()),
            )
            .finish_non_exhaustive()
    }
}

/// Whether a phrase says so much that finding it means something: see [`crate::gate`].
#[must_use]
pub fn is_telling(phrase: &str) -> bool {
    domain::check::is_telling(&comparable(phrase))
}

/// Whether it is so long that nobody else writes it by chance.
pub(super) fn is_long(phrase: &str) -> bool {
    comparable(phrase).len() >= ANYWHERE_CHARS
}

/// The characters that count, composed: が is one, though it is compared as two.
fn comparable(phrase: &str) -> Vec<char> {
    let mut folded = Vec::new();
    phrase
        .chars()
        .for_each(|c| fold_char(c, |c| folded.push(c)));
    folded.into_iter().nfc().collect()
}
