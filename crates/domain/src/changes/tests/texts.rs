//! What became of the words of a text.

use super::runs::{Fate, runs};
use super::*;
use crate::marked_text::Segment;
use crate::public::PublicSegment;
use crate::sample::marked_texts;

/// As `[-removed-]{+added+}kept`; a withheld stretch in angle brackets.
fn shown(before: &str, after: &str) -> String {
    let (before, after) = (parse_typed(before).unwrap(), parse_typed(after).unwrap());
    runs(&before, &after)
        .into_iter()
        .map(|run| {
            let words = match &run.segment {
                Segment::Plain(text) => text.clone(),
                Segment::Withheld { text, .. } => format!("<{text}>"),
            };
            match run.fate {
                Fate::Kept => words,
                Fate::Removed => format!("[-{words}-]"),
                Fate::Added => format!("{{+{words}+}}"),
            }
        })
        .collect()
}

#[test]
fn a_rewritten_sentence_shows_its_words_and_the_others_stay() {
    assert_eq!(
        shown(
            "入室を管理する。記録を3年保存する。",
            "入室を管理する。記録を5年保存する。"
        ),
        "入室を管理する。記録を[-3-]{+5+}年保存する。"
    );
    assert_eq!(
        shown(
            "サーバーは施錠する。",
            "サーバーは施錠する。監視カメラを置く。"
        ),
        "サーバーは施錠する。{+監視カメラを置く。+}"
    );
}

#[test]
fn sentences_with_little_in_common_are_replaced_as_a_whole() {
    assert_eq!(
        shown("委託はしない。", "第三者へ提供する場合は記録を残す。"),
        "[-委託はしない。-]{+第三者へ提供する場合は記録を残す。+}"
    );
}

#[test]
fn withheld_words_are_compared_with_their_mark() {
    assert_eq!(
        shown(
            "｛非公表:場所｜地下1階｝に置く。",
            "｛非公表:場所｜地下2階｝に置く。"
        ),
        "<地下>[-<1>-]{+<2>+}<階>に置く。"
    );
    assert_eq!(
        shown("電算室に置く。", "｛非公表:場所｜電算室｝に置く。"),
        "[-電算室-]{+<電算室>+}に置く。"
    );
}

#[test]
fn a_withheld_part_of_public_text_is_one_word_without_length() {
    let public = |typed: &str| redact_text(&parse_typed(typed).unwrap());
    let before = public("保存は｛非公表:期間｜30日｝とする。");
    let after = public("保存は｛非公表:期間｜とても長い期間｝とした。");
    let found = runs(&before, &after);
    let withheld = found
        .iter()
        .filter(|run| matches!(run.segment, PublicSegment::Withheld(_)));
    assert_eq!(
        withheld.map(|run| run.fate).collect::<Vec<_>>(),
        [Fate::Kept]
    );
}

#[test]
fn letters_keep_what_belongs_to_them() {
    assert_eq!(
        shown("絵👩\u{200d}💻です。", "絵👩\u{200d}🚀です。"),
        "絵[-👩\u{200d}💻-]{+👩\u{200d}🚀+}です。"
    );
}

#[test]
fn huge_texts_are_compared_at_a_bounded_cost_and_nothing_is_lost() {
    let long = |word: &str| {
        (0..20_000)
            .map(|n| format!("{word}{n}は"))
            .collect::<String>()
    };
    let before = MarkedText::plain(&format!("はじめ。{}", long("甲"))).unwrap();
    let after = MarkedText::plain(&format!("はじめ。{}", long("乙"))).unwrap();
    let found = runs(&before, &after);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0].fate, Fate::Kept);
}

/// The letters of a text, each with its mark.
fn letters<'a>(segments: impl Iterator<Item = &'a Segment>) -> Vec<(char, String)> {
    segments
        .flat_map(|segment| {
            let (words, mark) = MarkedText::read(segment);
            let mark = format!("{mark:?}");
            words
                .chars()
                .map(move |c| (c, mark.clone()))
                .collect::<Vec<_>>()
        })
        .collect()
}

proptest! {
    #[test]
    fn kept_and_removed_are_the_text_before_kept_and_added_the_one_after(
        before in marked_texts(), after in marked_texts(),
    ) {
        let found = runs(&before, &after);
        let without = |fate| found.iter().filter(move |run| run.fate != fate).map(|run| &run.segment);
        prop_assert_eq!(letters(without(Fate::Added)), letters(before.segments().iter()));
        prop_assert_eq!(letters(without(Fate::Removed)), letters(after.segments().iter()));
    }

    #[test]
    fn a_text_differs_from_itself_in_nothing(text in marked_texts()) {
        prop_assert!(runs(&text, &text).iter().all(|run| run.fate == Fate::Kept));
        let public = redact_text(&text);
        prop_assert!(runs(&public, &public).iter().all(|run| run.fate == Fate::Kept));
    }

    #[test]
    fn public_runs_put_together_are_the_public_texts(before in marked_texts(), after in marked_texts()) {
        let (before, after) = (redact_text(&before), redact_text(&after));
        let found = runs(&before, &after);
        let together = |fate| {
            let kept = found.iter().filter(|run| run.fate != fate);
            PublicText::assemble(kept.map(|run| run.segment.clone()).collect())
        };
        prop_assert_eq!(together(Fate::Added), before);
        prop_assert_eq!(together(Fate::Removed), after);
    }
}
