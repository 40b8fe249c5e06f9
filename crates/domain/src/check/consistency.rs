//! Rules about parts of a document that must agree with each other.

use unicode_normalization::UnicodeNormalization;

use super::telling::is_telling;
use super::{Finding, Item, Severity, error, own_texts};
use crate::answer::Answer;
use crate::document::Document;
use crate::form::{FormEdition, Kind};
use crate::marked_text::{MarkedText, Segment};
use crate::path::ItemPath;

/// A withheld phrase, comparable, with the heading of the item that withholds it.
pub(super) struct Withheld {
    phrase: String,
    heading: String,
}

/// The telling phrases that a document withholds and its form does not print anyway.
pub(super) fn withheld(form: &FormEdition, document: &Document) -> Vec<Withheld> {
    let found = document.withheld_phrases();
    if found.is_empty() {
        return Vec::new();
    }
    let printed = printed(form);
    let mut withheld: Vec<Withheld> = found
        .into_iter()
        .filter_map(|(item, phrase)| {
            let phrase = comparable(&phrase);
            let chars: Vec<char> = phrase.chars().collect();
            if !is_telling(&chars) || printed.iter().any(|text| text.contains(&phrase)) {
                return None;
            }
            let path = ItemPath::parse(&item).ok()?;
            let heading = form.node(path.item().as_str())?.heading();
            Some(Withheld { phrase, heading })
        })
        .collect();
    withheld.dedup_by(|one, other| one.phrase == other.phrase);
    withheld
}

fn printed(form: &FormEdition) -> Vec<String> {
    let mut texts = Vec::new();
    form.walk(&mut |node, _| {
        texts.push(comparable(&node.heading()));
        texts.extend(node.choices.iter().map(|choice| comparable(&choice.label)));
    });
    texts
}

/// Compatibility forms composed, case folded, without blanks and quotes: as the leak gate
/// compares.
pub(crate) fn comparable(text: &str) -> String {
    let folded = text.nfkc().flat_map(char::to_lowercase);
    folded
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\\'))
        .collect()
}

/// OPEN-1: what one item withholds stands openly in another, or beside the mark.
pub(super) fn withheld_words_in_the_open(item: &Item<'_>) -> Option<Finding> {
    if item.withheld.is_empty() {
        return None;
    }
    let segments = own_texts(item.answer?).into_iter();
    let open: Vec<String> = segments
        .flat_map(MarkedText::segments)
        .filter_map(|segment| match segment {
            Segment::Plain(text) => Some(comparable(text)),
            Segment::Withheld { .. } => None,
        })
        .collect();
    let mut withheld = item.withheld.iter();
    let found = withheld.find(|found| open.iter().any(|text| text.contains(&found.phrase)))?;
    let message = format!(
        "「{}」で非公表にした語が、この欄にそのまま書かれています。こちらも非公表にするか、言い換えてください。",
        found.heading
    );
    Some(error("OPEN-1", item, message))
}

/// FILES-1: the parts that are written once for each file are not equally many.
pub(super) fn as_many_groups_as_files(item: &Item<'_>) -> Option<Finding> {
    let per_file = |node: &&crate::form::Node| {
        node.kind == Kind::Repeat && node.repeat_per.as_deref() == Some("file")
    };
    let mut top = item.form.items().iter().filter(per_file);
    let first = top.next()?;
    if first.id == item.node.id || !per_file(&item.node) {
        return None;
    }
    let count = |id: &str| item.document.answers.groups(id).len();
    let (files, here) = (count(first.id.as_str()), count(item.node.id.as_str()));
    // An empty part is REQ-1's.
    if files == here || files == 0 || here == 0 {
        return None;
    }
    Some(Finding {
        severity: Severity::Warning,
        ..error(
            "FILES-1",
            item,
            format!(
                "{}の特定個人情報ファイルは{files}件、{}は{here}件です。ファイルごとに{}を書いてください。",
                first.number, item.node.number, item.node.number
            ),
        )
    })
}

/// NUMBER-1: the number on the cover is not the assessment's.
pub(super) fn number_on_the_cover(item: &Item<'_>) -> Option<Finding> {
    if item.node.id.as_str() != "cover.number" {
        return None;
    }
    let Answer::Text(text) = item.answer? else {
        return None;
    };
    let written = comparable(&text.full_text());
    let number = item.document.number.as_str();
    (!written.is_empty() && written != comparable(number)).then(|| {
        let message = format!(
            "表紙の評価書番号が、この評価書の番号（{number}）と違います。同じ番号にしてください。"
        );
        error("NUMBER-1", item, message)
    })
}
