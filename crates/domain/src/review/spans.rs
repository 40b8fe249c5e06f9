//! The withheld spans of a document, each with a name that stays with it.

use std::collections::BTreeMap;
use std::fmt;

use crate::digest::{Digest, digest_of};
use crate::document::Document;
use crate::marked_text::{MarkedText, Segment};
use crate::path::ItemPath;
use crate::reason::Reason;

/// A withheld span in full, for the commission and reviewers.
#[derive(Clone, PartialEq, Eq)]
pub struct WithheldSpan {
    /// The item.
    pub path: ItemPath,
    /// Which of the item's spans, from 1.
    pub ordinal: u32,
    /// Why it is withheld.
    pub reason: Reason,
    /// The note on it, where the reason is another one.
    pub note: Option<String>,
    /// The text.
    pub text: String,
    /// The digest of reason, note and text: a judgement is about exactly these.
    pub digest: Digest,
}

impl fmt::Debug for WithheldSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WithheldSpan({} {})", self.path, self.ordinal)
    }
}

/// The withheld spans in the order of their items; a withheld picture is one span, its text
/// the words that stand for it.
#[must_use]
pub fn withheld_spans(document: &Document) -> Vec<WithheldSpan> {
    let mut counts: BTreeMap<ItemPath, u32> = BTreeMap::new();
    let mut spans = Vec::new();
    document.answers.texts(&mut |path, text: &MarkedText| {
        for segment in text.segments() {
            let Segment::Withheld { text, reason, note } = segment else {
                continue;
            };
            let ordinal = counts.entry(path.clone()).or_default();
            *ordinal += 1;
            spans.push(span(path, *ordinal, *reason, note.as_deref(), text));
        }
    });
    document.answers.diagrams(&mut |path, diagram| {
        if diagram.withheld {
            let ordinal = counts.entry(path.clone()).or_default();
            *ordinal += 1;
            let text = diagram.alt.full_text();
            spans.push(span(path, *ordinal, Reason::Other, None, &text));
        }
    });
    spans
}

fn span(
    path: &ItemPath,
    ordinal: u32,
    reason: Reason,
    note: Option<&str>,
    text: &str,
) -> WithheldSpan {
    let whole = format!("{}\n{}\n{text}", reason.as_str(), note.unwrap_or_default());
    WithheldSpan {
        path: path.clone(),
        ordinal,
        reason,
        note: note.map(ToOwned::to_owned),
        text: text.to_owned(),
        digest: digest_of(whole.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::sample;

    proptest! {
        #[test]
        fn every_withheld_word_is_in_a_span_and_no_two_spans_have_one_name(
            document in sample::documents(&sample::form())
        ) {
            let spans = withheld_spans(&document);
            let names: HashSet<_> = spans.iter().map(|span| (&span.path, span.ordinal)).collect();
            prop_assert_eq!(names.len(), spans.len());
            let said: HashSet<&str> = spans
                .iter()
                .flat_map(|span| [Some(span.text.as_str()), span.note.as_deref()])
                .flatten()
                .collect();
            for (_, phrase) in document.withheld_phrases() {
                prop_assert!(said.contains(phrase.as_str()));
            }
        }
    }
}
