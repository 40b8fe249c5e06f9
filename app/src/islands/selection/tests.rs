#![allow(clippy::unwrap_used)]

use super::*;

fn marked(text: &str, start: u32, end: u32) -> Result<String, Refusal> {
    mark(text, start, end, "期間").map(|edit| edit.text)
}

#[test]
fn a_selection_is_wrapped_and_can_be_parsed() {
    let text = "保管は30日とする。";
    let typed = marked(text, 3, 6).unwrap();
    assert_eq!(typed, "保管は｛非公表:期間｜30日｝とする。");
    let marked = domain::notation::parse_typed(&typed).unwrap();
    assert_eq!(
        marked.withheld().map(|(text, _)| text).collect::<Vec<_>>(),
        ["30日"]
    );
}

#[test]
fn a_character_beyond_the_basic_plane_counts_two() {
    let text = "𠮷野の𩸽を守る";
    assert_eq!(
        marked(text, 4, 6),
        Ok("𠮷野の｛非公表:期間｜𩸽｝を守る".to_owned())
    );
    assert_eq!(byte_at(text, 1), 0, "inside a pair: the character's start");
    assert_eq!(byte_at(text, 99), text.len());
}

#[test]
fn a_selection_inside_a_mark_is_unmarked_only_by_unmark() {
    let text = "保管は｛非公表:期間｜30日｝とする。";
    for (start, end) in [(11, 11), (11, 14), (3, 15)] {
        let place = format!("{start}..{end}");
        assert_eq!(marked(text, start, end), Err(Refusal::Already), "{place}");
        assert!(is_marked(text, start, end), "{place}");
        let edit = unmark(text, start, end).map(|edit| edit.text);
        assert_eq!(edit, Ok("保管は30日とする。".to_owned()), "{place}");
    }
    assert!(!is_marked(text, 1, 1));
    assert_eq!(unmark(text, 1, 2).err(), Some(Refusal::NoMark));
}

#[test]
fn a_second_press_leaves_the_mark() {
    let edit = mark("保管は30日とする。", 3, 6, "期間").unwrap();
    let again = marked(&edit.text, edit.start, edit.end);
    assert_eq!(again, Err(Refusal::Already));
}

#[test]
fn wrapping_and_unwrapping_returns_to_the_start() {
    let text = "a𠮷b";
    let edit = mark(text, 1, 3, "場所").unwrap();
    let back = unmark(&edit.text, edit.start, edit.end).unwrap();
    assert_eq!((back.text.as_str(), back.start, back.end), (text, 1, 3));
}

#[test]
fn blanks_around_a_selection_stay_outside() {
    assert_eq!(
        marked("a  30日\nb", 1, 7),
        Ok("a  ｛非公表:期間｜30日｝\nb".to_owned())
    );
}

#[test]
fn what_would_break_the_notation_is_refused() {
    assert_eq!(marked("あいう", 1, 1), Err(Refusal::Nothing));
    assert_eq!(
        marked("あ｛非公表:期間｜い｝う", 0, 4),
        Err(Refusal::Overlap)
    );
    assert_eq!(marked("あ｛い｝", 0, 2), Err(Refusal::Braces));
    assert_eq!(
        marked("＜見本市における措置＞\n施錠", 0, 14),
        Err(Refusal::Heading)
    );
}

#[test]
fn a_part_of_a_heading_is_refused_like_the_whole() {
    let text = "前文\n＜見本市における措置＞\n本文";
    for (start, end) in [(4, 7), (1, 5), (3, 15), (10, 18)] {
        assert_eq!(
            mark(text, start, end, "期間").err(),
            Some(Refusal::Heading),
            "{start}..{end}"
        );
    }
    assert!(mark(text, 0, 2, "期間").is_ok());
    assert!(mark(text, 16, 18, "期間").is_ok());
}
