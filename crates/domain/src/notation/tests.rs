#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::sample::marked_texts;

/// Writes text with marks in the widths that `dice` chooses, blanks around the colon too.
fn typed_in_any_width(text: &MarkedText, dice: &[u8]) -> String {
    let mut dice = dice.iter().copied().cycle();
    let mut pick = |of: &[&'static str]| of[usize::from(dice.next().unwrap()) % of.len()];
    text.segments()
        .iter()
        .map(|segment| match segment {
            Segment::Plain(text) => text.clone(),
            Segment::Withheld { text, reason, note } => {
                let (open, close) = (pick(&["｛", "{", "｛ ", "{　"]), pick(&["｝", "}"]));
                let (colon, bar) = (pick(&[":", "：", " : ", "：　"]), pick(&["｜", "|"]));
                let (left, right) = (pick(&["（", "("]), pick(&["）", ")"]));
                let note = note.as_ref().map(|note| format!("{left}{note}{right}"));
                let (word, note) = (reason.word(), note.unwrap_or_default());
                format!("{open}非公表{colon}{word}{note}{bar}{text}{close}")
            }
        })
        .collect()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(text in marked_texts()) {
        prop_assert_eq!(parse_typed(&to_typed(&text)).unwrap(), text);
    }

    #[test]
    fn full_and_half_width_are_the_same(
        text in marked_texts(), dice in proptest::collection::vec(any::<u8>(), 1..12),
    ) {
        prop_assert_eq!(parse_typed(&typed_in_any_width(&text, &dice)).unwrap(), text);
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused_within_the_text(
        pieces in proptest::collection::vec(select(vec![
            "｛", "}", "非公表", ":", "：", "期間", "その他", "（a）", "｜", "|", "x", " ", "\n",
        ]), 0..14),
    ) {
        let typed = pieces.concat();
        match parse_typed(&typed) {
            Ok(text) => prop_assert_eq!(parse_typed(&to_typed(&text)), Ok(text)),
            Err(error) => {
                let line = typed.split('\n').nth(error.line - 1);
                prop_assert!(error.column <= line.unwrap().chars().count().max(1), "{}", error);
            }
        }
    }

    #[test]
    fn a_mark_that_is_damaged_is_never_taken_for_public_text(
        secret in "[A-Z]{4,8}", missing in 0_usize..5,
    ) {
        let mut pieces = vec!["｛", "非公表", ":", "期間", "｜", &secret, "｝"];
        pieces.remove([0, 2, 3, 4, 6][missing]);
        prop_assert!(parse_typed(&pieces.concat()).is_err(), "{}", pieces.concat());
    }
}

#[test]
fn a_mark_is_read_with_its_reason_and_note() {
    let text = parse_typed("前｛非公表:その他（点検の指摘）｜X社製{A}｝後").unwrap();
    let expected = [
        Segment::Plain("前".to_owned()),
        Segment::Withheld {
            text: "X社製{A}".to_owned(),
            reason: Reason::Other,
            note: Some("点検の指摘".to_owned()),
        },
        Segment::Plain("後".to_owned()),
    ];
    assert_eq!(text.segments(), expected);
}

#[test]
fn every_reason_word_is_known() {
    for reason in Reason::ALL {
        let text = parse_typed(&format!("{{非公表:{}|x}}", reason.word())).unwrap();
        assert_eq!(text.withheld().collect::<Vec<_>>(), [("x", reason)]);
    }
}

#[test]
fn what_is_wrong_is_told_by_line_and_column() {
    let unknown = |word: &str| NotationProblem::UnknownReason(word.to_owned());
    let cases = [
        (
            "abc\nあ｛非公表:期間｜30日",
            2,
            2,
            NotationProblem::Unclosed,
        ),
        ("｛非公表:期間｜{30日｝", 1, 1, NotationProblem::Unclosed),
        ("一行\n二｝行", 2, 2, NotationProblem::Unopened),
        ("｛非公表:期間｜30日｝｝", 1, 13, NotationProblem::Unopened),
        (
            "｛非公表:期間｜a{非公表:回数|b}｝",
            1,
            10,
            NotationProblem::Nested,
        ),
        ("x\r\n｛非公表:秘密｜a｝", 2, 6, unknown("秘密")),
        ("｛非公表:期間（注）｜a｝", 1, 6, unknown("期間（注）")),
        ("あ｛非公表 期間｜a｝", 1, 2, NotationProblem::Shape),
        ("｛非公表:期間｝", 1, 1, NotationProblem::Shape),
        (
            "\n\n ｛非公表:期間｜ 　｝",
            3,
            2,
            TextProblem::EmptyWithheld.into(),
        ),
        (
            "｛非公表:期間｜\u{200b} \u{feff}｝",
            1,
            1,
            TextProblem::EmptyWithheld.into(),
        ),
        (
            "｛非公表:期\u{200b}間｜a｝",
            1,
            7,
            NotationProblem::Invisible,
        ),
        (
            "｛非公表\u{feff}:期間｜a｝",
            1,
            5,
            NotationProblem::Invisible,
        ),
        ("｛非公表:秘密｜a\u{200b}｝", 1, 6, unknown("秘密")),
        ("あ\n\u{fffe}", 2, 1, TextProblem::Control.into()),
        (
            "｛非公表:期間｜30日｝で消す。\n地下に【非公表：置く】",
            2,
            4,
            TextProblem::LooksLikeMark.into(),
        ),
        (
            "あ\nい｛非\u{200b}公表:場所｜地下｝",
            2,
            2,
            TextProblem::LooksLikeMark.into(),
        ),
        ("あ\u{0}", 1, 2, TextProblem::Control.into()),
        (
            "非公表とする。\n非公表:期間｜30日",
            2,
            1,
            TextProblem::LooksLikeMark.into(),
        ),
    ];
    for (typed, line, column, problem) in cases {
        assert_eq!(
            parse_typed(typed),
            Err(NotationError {
                line,
                column,
                problem
            }),
            "{typed}"
        );
    }
}

#[test]
fn braces_and_the_word_alone_are_ordinary_text() {
    for typed in [
        "{a}",
        "｛注｝",
        "非公表とする。",
        "非公表：別紙",
        "集合{1|2}",
        "未完の{",
    ] {
        let text = parse_typed(typed).unwrap();
        assert_eq!(
            (text.has_withheld(), text.full_text().as_str()),
            (false, typed)
        );
    }
}

#[test]
fn an_error_reads_as_a_sentence_with_its_place() {
    let error = parse_typed("一\n二｝").unwrap_err().to_string();
    assert!(error.starts_with("2行2文字目: "), "{error}");
}
