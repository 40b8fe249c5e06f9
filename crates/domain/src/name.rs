//! Names that are public as they stand: of agencies and bodies, numbers of assessments.
//!
//! They carry no withheld parts, so one that looks as if it should is refused, not published.

use crate::marked_text::{MarkedText, TextProblem};

/// Characters of an agency's name, at most.
pub const LONGEST_AGENCY: usize = 100;

/// Why a name cannot be taken. The message is for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// Nothing that anyone could see.
    #[error("空です。文字を書いてください。")]
    Blank,
    /// More characters than fit, line breaks, or characters that nobody sees.
    #[error("改行や目に見えない文字を除き、{0}文字以内で書いてください。")]
    Shape(usize),
    /// Withheld parts, or what looks like them.
    #[error("ここに書いた名称は、そのまま公表されます。{0}")]
    Text(#[from] TextProblem),
}

/// Reads a name: one line of visible characters, `longest` at most, without the white space
/// around it, and without anything that looks like a withheld part.
///
/// # Errors
/// Every [`NameProblem`].
pub fn parse_name(text: &str, longest: usize) -> Result<String, NameProblem> {
    let name = text.trim();
    if name.chars().all(|c| c.is_whitespace() || is_unseen(c)) {
        return Err(NameProblem::Blank);
    }
    let fits =
        name.chars().count() <= longest && !name.chars().any(|c| c.is_control() || is_unseen(c));
    if !fits {
        return Err(NameProblem::Shape(longest));
    }
    MarkedText::plain(name)?;
    Ok(name.to_owned())
}

/// Characters without a shape of their own, which make two names look alike. Variation
/// selectors are no such: names of places are told apart by them.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
    ) || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_as_they_are_written_without_the_blanks_around_them() {
        for name in ["見本市長", "葛\u{e0101}飾区", "A&B <市>", "第1／2号"] {
            assert_eq!(parse_name(&format!("　{name} "), 20).as_deref(), Ok(name));
        }
    }

    #[test]
    fn what_nobody_sees_is_no_name() {
        for blank in ["", "　", "\u{200b}", "\u{feff} \u{2060}"] {
            assert_eq!(parse_name(blank, 20), Err(NameProblem::Blank), "{blank:?}");
        }
        for bad in ["見本\u{200b}市", "見本\n市", "\u{202e}市本見", "123456"] {
            assert_eq!(parse_name(bad, 5), Err(NameProblem::Shape(5)), "{bad:?}");
        }
    }

    #[test]
    fn a_withheld_part_is_refused_because_a_name_is_public() {
        for bad in [
            "市長｛非公表:場所｜長官室｝",
            "｛非公表:場所｜長官室",
            "市長｝",
            "市\u{ffff}長",
        ] {
            assert!(
                matches!(parse_name(bad, 50), Err(NameProblem::Text(_))),
                "{bad:?}"
            );
        }
    }
}
