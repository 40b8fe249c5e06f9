#![allow(clippy::unwrap_used)]
use super::*;

fn plain(text: &str) -> Segment {
    Segment::Plain(text.to_owned())
}

fn withheld(text: &str) -> Segment {
    Segment::Withheld {
        text: text.to_owned(),
        reason: Reason::Other,
        note: None,
    }
}

fn noted(reason: Reason, note: &str) -> Segment {
    Segment::Withheld {
        text: "x".to_owned(),
        reason,
        note: Some(note.to_owned()),
    }
}

fn text(segments: &[Segment]) -> Result<MarkedText, TextProblem> {
    MarkedText::from_segments(segments.to_vec())
}

#[test]
fn neighbours_are_joined_and_empty_stretches_dropped() {
    let text = text(&[
        plain("a"),
        plain(""),
        plain("b"),
        withheld("c"),
        withheld("d"),
        plain(""),
    ]);
    assert_eq!(
        text.unwrap().segments(),
        [plain("ab"), withheld("c"), withheld("d")]
    );
    assert_eq!(MarkedText::plain("").unwrap(), MarkedText::default());
}

#[test]
fn line_ends_become_line_feeds() {
    let text = text(&[plain("a\r\nb\rc"), withheld("d\r\ne")]).unwrap();
    assert_eq!(text.full_text(), "a\nb\ncd\ne");
}

#[test]
fn what_no_document_may_hold_is_refused_but_line_feed_and_tab() {
    assert!(MarkedText::plain("a\tb\nc\u{fffd}葛\u{e0100}").is_ok());
    for c in [
        '\0',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{fdd0}',
        '\u{fffe}',
        '\u{ffff}',
        '\u{1ffff}',
    ] {
        assert_eq!(
            MarkedText::plain(&c.to_string()),
            Err(TextProblem::Control),
            "{c:?}"
        );
        assert_eq!(
            text(&[withheld(&format!("a{c}"))]),
            Err(TextProblem::Control),
            "{c:?}"
        );
    }
}

#[test]
fn a_withheld_span_holds_something_and_its_braces_pair_up() {
    for empty in ["", " \n　", "\u{200b}", "\u{feff} \u{e0100}", "\u{3164}"] {
        assert_eq!(
            text(&[withheld(empty)]),
            Err(TextProblem::EmptyWithheld),
            "{empty:?}"
        );
    }
    assert!(text(&[withheld("a{b}｛c｝")]).is_ok());
    for bad in ["{", "｝", "}{", "a｛非公表:期間｜b｝"] {
        assert_eq!(
            text(&[withheld(bad)]),
            Err(TextProblem::WithheldBraces),
            "{bad}"
        );
    }
}

#[test]
fn plain_text_that_somebody_meant_to_withhold_is_refused() {
    for bad in [
        "｛非公表:期間｜30日｝",
        "{ 非公表",
        "非公表：場所|地下",
        "30日｝",
        "a}{",
    ] {
        assert_eq!(
            MarkedText::plain(bad),
            Err(TextProblem::LooksLikeMark),
            "{bad}"
        );
    }
    // The brace that a withheld span separates from its partner is still a pair.
    assert!(text(&[plain("{a"), withheld("b"), plain("c}")]).is_ok());
    assert_eq!(
        text(&[withheld("b"), plain("c}")]),
        Err(TextProblem::LooksLikeMark)
    );
}

#[test]
fn a_note_explains_other_grounds_only() {
    assert!(text(&[noted(Reason::Other, "点検の指摘")]).is_ok());
    assert_eq!(
        text(&[noted(Reason::Count, "点検の指摘")]),
        Err(TextProblem::Note)
    );
    for bad in [
        "",
        " ",
        "\u{200b}",
        "a\nb",
        "a｜b",
        "{a}",
        " a",
        &"あ".repeat(201),
    ] {
        assert_eq!(
            text(&[noted(Reason::Other, bad)]),
            Err(TextProblem::Note),
            "{bad}"
        );
    }
}

#[test]
fn blank_is_nothing_but_white_space() {
    assert!(MarkedText::plain(" \n　").unwrap().is_blank());
    assert!(!text(&[plain(" "), withheld("a")]).unwrap().is_blank());
}

#[test]
fn withheld_words_and_notes_can_be_listed() {
    let text = text(&[plain("a"), withheld("b"), noted(Reason::Other, "c")]).unwrap();
    let words = [("b", Reason::Other), ("x", Reason::Other)];
    assert_eq!(text.withheld().collect::<Vec<_>>(), words);
    assert_eq!(text.notes().collect::<Vec<_>>(), ["c"]);
}

#[test]
fn debug_lines_tell_lengths_only() {
    let text = text(&[plain("地上の"), noted(Reason::Other, "点検")]).unwrap();
    let line = format!("{text:?}");
    assert_eq!(line, "[Plain(3 chars), Withheld(1 chars, other)]");
}
