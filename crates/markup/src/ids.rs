//! Ids of headings: the written ones are kept, the others are made from the text.

use std::collections::HashSet;

/// Whether a written id may stand in an address as it is.
pub(crate) fn is_valid(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

/// Makes an id from a heading's text: letters and digits of any script, everything else a
/// hyphen. It depends on nothing but the text and the ids that are taken before it, so a
/// link to it survives changes elsewhere.
pub(crate) fn from_text(text: &str, taken: &mut HashSet<String>) -> String {
    let mut base = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            base.extend(c.to_lowercase());
        } else if !base.is_empty() && !base.ends_with('-') {
            base.push('-');
        }
    }
    let base = base.trim_end_matches('-');
    let base = if base.is_empty() { "section" } else { base };
    let numbered = (2..).map(|n: u32| format!("{base}-{n}"));
    let free = std::iter::once(base.to_owned())
        .chain(numbered)
        .find(|id| !taken.contains(id));
    let id = free.unwrap_or_default();
    taken.insert(id.clone());
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_japanese_heading_gets_an_id_that_reads_like_it() {
        let mut taken = HashSet::new();
        assert_eq!(from_text("1. はじめに（案）", &mut taken), "1-はじめに-案");
        assert_eq!(
            from_text("1. はじめに（案）", &mut taken),
            "1-はじめに-案-2"
        );
        assert_eq!(from_text("※※", &mut taken), "section");
    }

    #[test]
    fn a_written_id_holds_only_what_an_address_can_carry() {
        assert!(is_valid("s2-1") && is_valid("II.6.place"));
        assert!(!is_valid("") && !is_valid("a b") && !is_valid("a\"b"));
    }
}
