//! Names and article numbers that have changed since 2014, and a slip of the notice: offered,
//! never forced, because a document may rightly speak of its own day.
//!
//! Sources: `domain/rules.md` (the numbers of 番号法 26条・27条 moved to 27条・28条), the
//! commission's renaming in 2016 (個人情報の保護に関する法律 as amended by 平成27年法律第65号,
//! not checked against the text: marked 未確認), `domain/middle-server.md` §7 (記録項目).

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use super::{Finding, Item, Severity, own_texts};
use crate::marked_text::{MarkedText, Segment};

/// An old citation and what stands for it today.
#[derive(Debug)]
pub struct Citation {
    /// Its number: `CITE-1`.
    pub id: &'static str,
    /// What changed, in Japanese.
    pub message: &'static str,
    /// Words without which it finds nothing.
    needs: &'static str,
    regex: LazyLock<Regex>,
    today: fn(&Captures<'_>) -> String,
}

impl Citation {
    fn is_in(&self, text: &str) -> bool {
        text.contains(self.needs) && self.regex.is_match(text)
    }
}

/// A place in a plain text that could be brought up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The rule: `CITE-1`.
    pub rule: &'static str,
    /// Where, in bytes of the text given.
    pub place: Range<usize>,
    /// What could stand there.
    pub today: String,
}

/// Only 26条 has one meaning: 27条 may be today's number already.
fn next_article(found: &Captures<'_>) -> String {
    format!("{}27条", &found[1])
}

macro_rules! citation {
    ($id:literal, $message:literal, $needs:literal, $regex:literal, $today:expr) => {
        Citation {
            id: $id,
            message: $message,
            needs: $needs,
            regex: LazyLock::new(|| compiled($regex)),
            today: $today,
        }
    };
}

fn compiled(pattern: &str) -> Regex {
    // Every pattern is part of the program and is compiled by a test.
    #[allow(clippy::expect_used)]
    Regex::new(pattern).expect("a pattern of the program")
}

/// What is looked for.
pub static CITATIONS: [Citation; 3] = [
    citation!(
        "CITE-1",
        "番号法の条番号が古いかもしれません。平成26年の第26条は現在の第27条、第27条（評価書の公示など）は現在の第28条です。",
        "番号法",
        r"(番号法(?:（[^）]*）)?第?)(26|２６)条",
        next_article
    ),
    citation!(
        "CITE-2",
        "「特定個人情報保護委員会」は、現在の「個人情報保護委員会」です（改組の根拠は未確認）。作成時の名称として残すこともできます。",
        "特定個人情報保護委員会",
        r"特定個人情報保護委員会",
        |_| "個人情報保護委員会".to_owned()
    ),
    citation!(
        "CITE-3",
        "様式での名称は「特定個人情報ファイル記録項目」です（通知の表には「記録事項」とあります）。",
        "記録事項",
        r"特定個人情報ファイル記録事項",
        |_| "特定個人情報ファイル記録項目".to_owned()
    ),
];

/// What could be brought up to date in a text, in order.
#[must_use]
pub fn suggestions(text: &str) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = CITATIONS
        .iter()
        .filter(|citation| text.contains(citation.needs))
        .flat_map(|citation| {
            let places = citation.regex.captures_iter(text);
            places.filter_map(|captures| {
                Some(Suggestion {
                    rule: citation.id,
                    place: captures.get(0)?.range(),
                    today: (citation.today)(&captures),
                })
            })
        })
        .collect();
    found.sort_by_key(|suggestion| suggestion.place.start);
    found
}

/// Advice for each kind of old citation that an item holds in the open.
pub(super) fn old_citations(item: &Item<'_>) -> Vec<Finding> {
    let texts = item.answer.map(own_texts).unwrap_or_default();
    let open = texts.into_iter().flat_map(MarkedText::segments);
    let open: Vec<&str> = open
        .filter_map(|segment| match segment {
            Segment::Plain(text) => Some(text.as_str()),
            Segment::Withheld { .. } => None,
        })
        .collect();
    CITATIONS
        .iter()
        .filter(|citation| open.iter().any(|text| citation.is_in(text)))
        .map(|citation| Finding {
            rule: citation.id,
            severity: Severity::Advice,
            item: item.path.to_string(),
            message: citation.message.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brought_up_to_date(text: &str) -> String {
        let mut text = text.to_owned();
        for found in suggestions(&text).into_iter().rev() {
            text.replace_range(found.place, &found.today);
        }
        text
    }

    #[test]
    fn what_has_changed_is_offered_and_the_rest_stays() {
        let cases = [
            ("番号法第26条第1項に基づく。", "番号法第27条第1項に基づく。"),
            ("番号法第２６条の指針", "番号法第27条の指針"),
            (
                "特定個人情報保護委員会へ提出する。",
                "個人情報保護委員会へ提出する。",
            ),
            (
                "特定個人情報ファイル記録事項のとおり",
                "特定個人情報ファイル記録項目のとおり",
            ),
        ];
        for (before, after) in cases {
            assert_eq!(brought_up_to_date(before), after);
        }
    }

    #[test]
    fn a_number_that_is_right_today_is_left_alone() {
        for text in [
            "番号法第9条第1項",
            "番号法第28条第1項",
            "個人情報保護委員会",
            "記録項目",
            "住民基本台帳法第26条",
        ] {
            assert_eq!(suggestions(text), [], "{text}");
        }
    }
}
