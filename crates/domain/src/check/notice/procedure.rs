//! The two rules that the procedure holds: what is handed over is everything (MS-15-2), what
//! is published is nothing of it (MS-15-3).
//!
//! The program hands over the revision itself and publishes what [`crate::redact()`] makes,
//! so neither fires in it; they are here for texts that come from outside and for proof.

use super::super::{Finding, is_telling};
use super::{NoticeRule, rule};
use crate::document::Document;

/// MS-15-2: a phrase that the document withholds is missing in what was handed to the
/// third-party reviewer.
#[must_use]
pub fn check_hand_over(document: &Document, handed: &Document) -> Option<Finding> {
    let given = handed.withheld_phrases();
    let missing = document
        .withheld_phrases()
        .into_iter()
        .find(|phrase| !given.contains(phrase))?;
    Some(finding(rule("MS-15-2")?, missing.0))
}

/// MS-15-3: a telling phrase that the document withholds stands in a published text.
#[must_use]
pub fn check_release<'a>(
    document: &Document,
    published: impl IntoIterator<Item = &'a str>,
) -> Option<Finding> {
    let phrases: Vec<(String, String)> = document
        .withheld_phrases()
        .into_iter()
        .map(|(item, phrase)| (item, comparable(&phrase)))
        .filter(|(_, phrase)| is_telling(&phrase.chars().collect::<Vec<char>>()))
        .collect();
    let texts: Vec<String> = published.into_iter().map(comparable).collect();
    let found = phrases
        .into_iter()
        .find(|(_, phrase)| texts.iter().any(|text| text.contains(phrase)))?;
    Some(finding(rule("MS-15-3")?, found.0))
}

fn comparable(text: &str) -> String {
    super::super::consistency::comparable(text)
}

fn finding(rule: &NoticeRule, item: String) -> Finding {
    Finding {
        rule: rule.id,
        severity: rule.severity,
        item,
        message: rule.message.to_owned(),
    }
}
