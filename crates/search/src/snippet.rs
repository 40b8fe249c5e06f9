//! Excerpts around what was looked for, as escaped HTML with `<mark>`.
//!
//! Engines mark folded text; here the match is found once more in the original, so that
//! people read what was written. Cuts fall between what readers see as characters.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::entry::ItemText;
use crate::fold::Folded;
use crate::page::Snippet;
use crate::query::Needles;

/// Excerpts shown for one hit.
pub const MAX_SNIPPETS: usize = 3;

/// Characters of context on each side of a match.
const CONTEXT: usize = 60;

/// What matches in one item: byte ranges of its text.
struct Match<'a> {
    item: &'a ItemText,
    /// The whole query occurs.
    whole: bool,
    /// How many different words occur.
    words: usize,
    /// In order, not overlapping.
    ranges: Vec<Range<usize>>,
}

/// The best excerpts: items with the whole query first, then those with the most words.
pub(crate) fn snippets(items: &[ItemText], needles: &Needles) -> Vec<Snippet> {
    let mut matches = Vec::new();
    let mut with_whole = 0;
    for item in items {
        if let Some(found) = match_item(item, needles) {
            with_whole += usize::from(found.whole);
            matches.push(found);
        }
        if with_whole == MAX_SNIPPETS {
            break;
        }
    }
    matches.sort_by_key(|found| std::cmp::Reverse((found.whole, found.words)));
    matches.truncate(MAX_SNIPPETS);
    matches.iter().map(render).collect()
}

fn match_item<'a>(item: &'a ItemText, needles: &Needles) -> Option<Match<'a>> {
    let text = Folded::new(&item.text);
    let whole = text.find_all(&needles.whole);
    let is_whole = !whole.is_empty();
    // Where the whole query stands, its words elsewhere in the item only distract.
    let words: Vec<_> = match is_whole {
        true => vec![whole],
        false => needles
            .words
            .iter()
            .map(|word| text.find_all(word))
            .collect(),
    };
    let count = words.iter().filter(|places| !places.is_empty()).count();
    let units = words.into_iter().flatten();
    let ranges = join(
        units
            .map(|units| original(&item.text, &text, &units))
            .collect(),
    );
    (!ranges.is_empty()).then_some(Match {
        item,
        whole: is_whole,
        words: count,
        ranges,
    })
}

/// The original bytes of a range of units, widened to whole visible characters.
fn original(text: &str, folded: &Folded, units: &Range<usize>) -> Range<usize> {
    let start = folded.origin(units.start);
    let last = folded.origin(units.end - 1);
    let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
    floor(text, start)..ceil(text, end)
}

fn join(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

fn render(found: &Match<'_>) -> Snippet {
    let text = &found.item.text;
    let first = &found.ranges[0];
    let window = back(text, first.start)..forth(text, first.end);
    let mut html = String::new();
    if window.start > 0 {
        html.push('…');
    }
    let mut at = window.start;
    for mark in found.ranges.iter().filter(|mark| mark.start < window.end) {
        let end = mark.end.min(window.end);
        push_text(&mut html, &text[at..mark.start]);
        html.push_str("<mark>");
        push_text(&mut html, &text[mark.start..end]);
        html.push_str("</mark>");
        at = end;
    }
    push_text(&mut html, &text[at..window.end]);
    if window.end < text.len() {
        html.push('…');
    }
    Snippet {
        item: found.item.path.clone(),
        label: found.item.label.clone(),
        html,
    }
}

/// Escapes a text; runs of blanks and line ends become one space.
fn push_text(html: &mut String, text: &str) {
    let mut blank = false;
    let squeezed: String = text
        .chars()
        .filter_map(|c| {
            let was_blank = std::mem::replace(&mut blank, c.is_whitespace() || c.is_control());
            match (blank, was_blank) {
                (true, true) => None,
                (true, false) => Some(' '),
                _ => Some(c),
            }
        })
        .collect();
    html.push_str(&html_escape::encode_quoted_attribute(&squeezed));
}

/// The start of the visible character around a byte offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut cursor = GraphemeCursor::new(offset, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
        _ => offset,
    }
}

/// The end of the visible character around a byte offset.
fn ceil(text: &str, offset: usize) -> usize {
    let mut cursor = GraphemeCursor::new(offset, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor
            .next_boundary(text, 0)
            .ok()
            .flatten()
            .unwrap_or(text.len()),
        _ => offset,
    }
}

fn back(text: &str, offset: usize) -> usize {
    let before = text[..offset].grapheme_indices(true).rev().take(CONTEXT);
    before.last().map_or(offset, |(start, _)| start)
}

fn forth(text: &str, offset: usize) -> usize {
    let after = text[offset..].grapheme_indices(true).nth(CONTEXT);
    after.map_or(text.len(), |(start, _)| offset + start)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::query::Query;

    fn item(path: &str, text: &str) -> ItemText {
        ItemText {
            path: path.to_owned(),
            label: "保管場所".to_owned(),
            text: text.to_owned(),
        }
    }

    fn only(text: &str, query: &str) -> String {
        let found = snippets(&[item("a", text)], &Query::text(query).needles());
        found.into_iter().next().unwrap().html
    }

    #[test]
    fn marks_stand_in_the_text_as_it_was_written() {
        assert_eq!(
            only("専用のｻｰﾊﾞ室に置く。", "サーバ"),
            "専用の<mark>ｻｰﾊﾞ</mark>室に置く。"
        );
        assert_eq!(only("A\n　B  C", "abc"), "<mark>A B C</mark>");
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        assert_eq!(
            only("<script>alert(\"x\")</script>", "script"),
            "&lt;<mark>script</mark>&gt;alert(&quot;x&quot;)&lt;/<mark>script</mark>&gt;"
        );
    }

    #[test]
    fn a_long_text_is_cut_to_the_context() {
        let text = format!("{}暗号化{}", "あ".repeat(100), "い".repeat(100));
        let expected = format!(
            "…{}<mark>暗号化</mark>{}…",
            "あ".repeat(60),
            "い".repeat(60)
        );
        assert_eq!(only(&text, "暗号化"), expected);
    }

    #[test]
    fn visible_characters_are_never_cut() {
        let family = "👨\u{200d}👩\u{200d}👧";
        let text = format!("{}印{}", family.repeat(70), family.repeat(70));
        let expected = format!("…{0}<mark>印</mark>{0}…", family.repeat(60));
        assert_eq!(only(&text, "印"), expected);
        assert_eq!(
            only("か\u{3099}き", "\u{3099}き"),
            "<mark>か\u{3099}き</mark>"
        );
    }

    #[test]
    fn items_with_the_whole_query_come_first() {
        let items = [
            item("one", "暗号だけ"),
            item("both", "鍵は別に、暗号は別に"),
            item("whole", "暗号鍵"),
            item("none", "別のこと"),
            item("two", "鍵だけ"),
        ];
        let found = snippets(&items, &Query::text("暗号 鍵").needles());
        let paths: Vec<_> = found.iter().map(|snippet| snippet.item.as_str()).collect();
        assert_eq!(paths, ["whole", "both", "one"]);
        assert_eq!(
            found[1].html,
            "<mark>鍵</mark>は別に、<mark>暗号</mark>は別に"
        );
    }

    #[test]
    fn an_empty_query_has_no_excerpts() {
        assert_eq!(
            snippets(&[item("a", "本文")], &Query::text(" ").needles()),
            []
        );
    }

    proptest! {
        #[test]
        fn any_excerpt_is_found_marked_and_escaped(
            text in crate::fold::awkward_text(),
            from in any::<prop::sample::Index>(),
            length in 1_usize..9,
        ) {
            let chars: Vec<char> = text.chars().collect();
            let query: String = chars[from.index(chars.len())..].iter().take(length).collect();
            let needles = Query::text(&query).needles();
            prop_assume!(!needles.whole.is_empty());
            let found = snippets(&[item("a", &text)], &needles);
            let html = &found[0].html;
            prop_assert!(html.contains("<mark>"));
            let bare = html.replace("<mark>", "").replace("</mark>", "");
            prop_assert!(!bare.contains(['<', '>', '"']));
        }
    }
}
