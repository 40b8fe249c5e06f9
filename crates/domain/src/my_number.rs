//! Finds 個人番号 (My Number) in text: none may stand in an assessment, public or not.
//!
//! A find is a row of 12 digits, perhaps in groups, whose check digit is right and which
//! stands near a label. Nothing here prints the digits, and neither may a caller.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// How far before the number a label may end, in characters.
const BEFORE: usize = 40;
/// How far after the number a label may begin, in characters.
const AFTER: usize = 20;
const LABELS: [&str; 3] = ["個人番号", "マイナンバー", "mynumber"];

/// Where a 個人番号 stands in `text`, as byte ranges from its first to its last digit.
#[must_use]
pub fn find_my_numbers(text: &str) -> Vec<Range<usize>> {
    let folded = fold(text);
    let candidates = find_twelve_digits(&folded);
    if candidates.is_empty() {
        return Vec::new();
    }
    let labels = find_labels(&folded);
    candidates
        .into_iter()
        .filter(|found| labels.iter().any(|label| is_near(found, label)))
        .map(|found| folded[found.start].bytes.start..folded[found.end - 1].bytes.end)
        .collect()
}

/// As [`find_my_numbers`], whether a label is near or not: for texts of which nobody knows
/// what they are about, and which lose nothing when a row of digits is refused.
#[must_use]
pub fn find_possible_my_numbers(text: &str) -> Vec<Range<usize>> {
    let folded = fold(text);
    let found = find_twelve_digits(&folded).into_iter();
    found
        .map(|found| folded[found.start].bytes.start..folded[found.end - 1].bytes.end)
        .collect()
}

/// Whether the twelfth digit fits the first eleven.
///
/// From the right of the eleven, the weights are 2 to 7 and then 2 to 6; the digit is 11
/// less the sum modulo 11, or 0 when that remainder is 0 or 1.
/// Source: 番号法施行令 8条, 総務省令第85号（平成26年）5条.
#[must_use]
pub fn has_valid_check_digit(digits: &[u32; 12]) -> bool {
    let weights = (2..=7).chain(2..=6);
    let sum: u32 = digits[..11]
        .iter()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let expected = match sum % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    };
    digits[11] == expected
}

/// A character after compatibility decomposition, and where it came from.
struct Folded {
    c: char,
    bytes: Range<usize>,
}

/// Widths, ligatures and cases made alike. Decomposed, so that ﾊﾞ and バ are the same.
fn fold(text: &str) -> Vec<Folded> {
    text.char_indices()
        .flat_map(|(start, c)| {
            let bytes = start..start + c.len_utf8();
            std::iter::once(c)
                .nfkd()
                .flat_map(char::to_lowercase)
                .map(move |c| Folded {
                    c,
                    bytes: bytes.clone(),
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Runs of whole groups of digits that are twelve digits together, as folded positions.
fn find_twelve_digits(folded: &[Folded]) -> Vec<Range<usize>> {
    let groups = digit_groups(folded);
    let mut found = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        if let Some(last) = twelve_from(&groups, first, folded) {
            found.push(groups[first].start..groups[last].end);
            first = last;
        }
        first += 1;
    }
    found
}

/// The last group of the run that begins with group `first`, if it is a valid number.
fn twelve_from(groups: &[Range<usize>], first: usize, folded: &[Folded]) -> Option<usize> {
    let mut digits = Vec::with_capacity(12);
    for last in first..groups.len() {
        if last > first && !are_joined(&groups[last - 1], &groups[last], folded) {
            return None;
        }
        digits.extend(
            folded[groups[last].clone()]
                .iter()
                .filter_map(|folded| folded.c.to_digit(10)),
        );
        if digits.len() >= 12 {
            let twelve: [u32; 12] = digits.try_into().ok()?;
            return has_valid_check_digit(&twelve).then_some(last);
        }
    }
    None
}

fn digit_groups(folded: &[Folded]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (position, folded) in folded.iter().enumerate() {
        if !folded.c.is_ascii_digit() {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group.end == position => group.end += 1,
            _ => groups.push(position..position + 1),
        }
    }
    groups
}

/// Whether a single blank or hyphen stands between two groups.
fn are_joined(before: &Range<usize>, after: &Range<usize>, folded: &[Folded]) -> bool {
    let between = &folded[before.end..after.start];
    let is_joint = |c| matches!(c, ' ' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    between.len() == 1 && is_joint(between[0].c)
}

/// Where labels stand; white space within them does not matter.
fn find_labels(folded: &[Folded]) -> Vec<Range<usize>> {
    let places: Vec<usize> = (0..folded.len())
        .filter(|&at| !folded[at].c.is_whitespace())
        .collect();
    let mut found = Vec::new();
    for label in LABELS {
        let label: Vec<char> = label.nfkd().collect();
        for window in places.windows(label.len()) {
            if window.iter().zip(&label).all(|(&at, c)| folded[at].c == *c) {
                found.push(window[0]..window[label.len() - 1] + 1);
            }
        }
    }
    found
}

fn is_near(number: &Range<usize>, label: &Range<usize>) -> bool {
    let before = number
        .start
        .checked_sub(label.end)
        .is_some_and(|gap| gap <= BEFORE);
    let after = label
        .start
        .checked_sub(number.end)
        .is_some_and(|gap| gap <= AFTER);
    before || after
}

#[cfg(test)]
mod tests;
