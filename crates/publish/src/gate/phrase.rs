//! What is withheld, and whether it is telling enough to be looked for.

use std::fmt;

use domain::BodyCode;
use unicode_normalization::UnicodeNormalization;

use super::fold::fold_char;

/// A phrase with fewer comparable characters is not looked for.
pub const TELLING_CHARS: usize = 6;
/// A phrase with this many comparable characters is looked for in files of other bodies too.
pub const ANYWHERE_CHARS: usize = 16;
/// So many digits are a telephone number or a number of a contract, not a count or a day.
const MANY_DIGITS: usize = 9;

/// Numerals and units, after folding: what counts, periods and days are written with.
const NUMERALS_AND_UNITS: &str = "〇零一二三四五六七八九十百千万億兆\
    年月日時分秒週間箇個回件人名台本枚度階室号部項条章番円割倍歳才世帯力ヶヵかカ\
    第約以上下内外未満超毎各前後半当計合明治大正昭和平成令元から迄までごとに";

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
    let chars = comparable(phrase);
    if chars.len() < TELLING_CHARS {
        return false;
    }
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    let is_amount =
        |c: &char| !c.is_alphanumeric() || c.is_ascii_digit() || NUMERALS_AND_UNITS.contains(*c);
    !chars.iter().all(is_amount) || digits >= MANY_DIGITS || is_network_address(&chars)
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

/// Four numbers with dots between them, perhaps with a mask or a port, or eight groups with
/// colons; the latter holds letters or is long, so that only the former needs a look.
fn is_network_address(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .any(|part| {
            let numbers: Vec<&str> = part.split('.').collect();
            numbers.len() == 4 && numbers.iter().all(|number| number.parse::<u8>().is_ok())
        })
}
