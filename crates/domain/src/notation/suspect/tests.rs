#![allow(clippy::unwrap_used)]
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::marked_text::{MarkedText, TextProblem};
use crate::notation::{NotationProblem, can_stand_as_note, parse_typed};
use crate::public::PublicSegment;
use crate::redact::redact_text;

fn suspect(text: &str) -> Option<usize> {
    find_suspect(&text.chars().collect::<Vec<_>>())
}

#[test]
fn a_mark_that_is_slightly_off_is_refused() {
    for bad in [
        // Characters that nobody sees, blanks and line breaks.
        "｛非\u{200b}公表:場所｜S｝",
        "｛非\u{feff}公表:場所｜S｝",
        "｛非\u{e0100}公表:場所｜S｝",
        "｛\u{a0}非公表 期間 S｝",
        "｛\u{200b}非公表:不明｜S｝",
        "｛非\n公表:期間｜S｝",
        "｛\n非公表\nS\n｝",
        "｛\r\n非公表:期間｜S｝",
        "｛非 公 表:場所｜S｝",
        "【非公表\u{200b}:期間｜S】",
        // Compatibility variants.
        "｛⾮公表:期間｜S｝",
        "﹛非公表:期間｜S﹜",
        "❴非公表:期間｜S❵",
        "｛\u{f967}公表:期間｜S｝",
        "｛非表⽰:期間｜S｝",
        // Other words, or none that is known.
        "｛非公開:場所｜S｝",
        "｛非表公:期間｜S｝",
        "｛不公表:期間｜S｝",
        "｛非公開｝",
        "｛【非公開】場所 S｝",
        "｛悲公表:期間｜S｝",
        "｛期間｜S｝",
        "｛:期間｜S｝",
        "｛非公:表期間｜S｝",
        "非｛公表:その他（理由）｜S｝",
        // Other brackets, colons and bars, or none.
        "【非公表:設置場所｜S】",
        "［非公表:技術的細目｜S］",
        "【非公表:その他（理由）｜S】",
        "【非公表；期間｜S】",
        "【非公表:期間│S】",
        "【非公表｜S】",
        "【非公表：S】",
        "（非公表：S）",
        "「非公表：S」",
        "〔非公開∶S〕",
        "<非公表:期間|S>",
        "《不開示：S》",
        "⟦非公表꞉期間｜S⟧",
        "【非公表 期間｜S】",
        "【非公表・設置場所｜S】",
        "非公表:期間¦S",
        "非公表：設置場所｜S",
        "非公表:\n期間\n｜S",
        "非 公 表 : 期 間 | S",
        "非公開；その他（点検の指摘による）❘S",
        "（非公表）：場所｜S",
        "非公表（場所｜S）",
        "非公表｛:場所｜S｝",
    ] {
        assert_eq!(
            MarkedText::plain(&format!("前。{bad}後")),
            Err(TextProblem::LooksLikeMark),
            "{bad:?}"
        );
        assert!(parse_typed(&format!("前。{bad}後")).is_err(), "{bad:?}");
    }
}

#[test]
fn ordinary_prose_about_what_is_withheld_passes() {
    for prose in [
        "非公表とする。",
        "（非公表）",
        "【非公表】",
        "「非公表」と表示する。",
        "「非公表」：公表しない部分",
        "非公表部分（別紙）を含めて点検する。",
        "（非公表部分を除く。）",
        "【非公表部分】｜【公表部分】",
        "非公表の理由：セキュリティ",
        "（非公表の理由：セキュリティ）",
        "非公表：",
        "非公開：別紙のとおり",
        "一部非公表：3件、公表：5件",
        "公表、非公表|公開、非公開",
        "（非公表）| 3件 |",
        "非公表（期間）",
        "非公表（設置場所）｜非公表（回数）",
        "（１）非公表：別紙のとおり",
        "非公表：\n| 項目 | 件数 |",
        "非公表：\n場所は次のとおり。\n| 場所 | 件数 |",
        "画面には表示しない（非表示とする。）",
        "a < b、非公表とする",
        "期間｜30日",
        "保存期間：5年｜保管場所：庁内",
        "｛注：1｜2｝",
        "｛注：期間は5年｝",
        "集合{1|2}、非公表の場所",
        "葛\u{e0100}城市、非\u{e0100}公表とする",
    ] {
        assert_eq!(suspect(prose), None, "{prose:?}");
        assert!(MarkedText::plain(prose).is_ok(), "{prose:?}");
        assert!(parse_typed(prose).is_ok(), "{prose:?}");
    }
}

#[test]
fn a_head_is_forty_characters_of_one_line_or_a_reason_with_its_note() {
    let after = |head: &str| suspect(&format!("非公表：{head}｜後")).is_some();
    assert!(after(&"あ".repeat(40)));
    assert!(!after(&"あ".repeat(41)));
    assert!(!after("次のとおり\nあ"));
    let note = |length: usize| format!("その他（{}）", "あ".repeat(length));
    assert!(after(&note(200)));
    assert!(!after(&note(300)));
}

#[test]
fn nothing_that_ships_as_content_looks_like_a_mark() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let (mut folders, mut files) = (vec![folder], 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let text = fs::read_to_string(entry.path()).unwrap();
            assert_eq!(suspect(&text), None, "{}", entry.path().display());
            files += 1;
        }
    }
    assert!(files > 20, "{files}");
}

/// A well-formed mark in pieces: brace, 非, 公, 表, colon, reason, note, bar, secret, brace.
type Mark = [String; 10];
const SECRET: usize = 8;

fn marks() -> impl Strategy<Value = Mark> {
    let note = "[ぁ-んa-z:(]{1,30}".prop_filter("note", |note| can_stand_as_note(note));
    let reason = select(Reason::ALL.to_vec());
    let widths = [any::<bool>(); 4];
    (reason, proptest::option::of(note), widths, "[A-Z]{6,9}").prop_map(
        |(reason, note, [open, colon, bar, close], secret)| {
            let pick = |wide: bool, of: [&str; 2]| of[usize::from(wide)].to_owned();
            let note = note.filter(|_| reason == Reason::Other);
            [
                pick(open, ["{", "｛"]),
                "非".to_owned(),
                "公".to_owned(),
                "表".to_owned(),
                pick(colon, [":", "："]),
                reason.word().to_owned(),
                note.map(|note| format!("（{note}）")).unwrap_or_default(),
                pick(bar, ["|", "｜"]),
                secret,
                pick(close, ["}", "｝"]),
            ]
        },
    )
}

#[derive(Debug, Clone)]
enum Slip {
    /// Something nobody sees, or a blank, before that piece (before the secret).
    Insert(usize, char),
    Brackets(char, char),
    Opening(char),
    Closing(char),
    Colon(char),
    Bar(char),
    First(char),
    Word(&'static str),
    Leave(usize),
    LeaveBraces,
    Swap(usize),
}

fn slips() -> impl Strategy<Value = Slip> {
    let unseen = select(vec![
        '\u{200b}',
        '\u{feff}',
        '\u{e0100}',
        '\u{a0}',
        '\u{3164}',
        '\u{fe0f}',
        '\u{ad}',
        '\u{301}',
        '\n',
        ' ',
        '　',
        '\u{2028}',
    ]);
    let pairs = select(vec![
        ('【', '】'),
        ('［', '］'),
        ('(', ')'),
        ('（', '）'),
        ('<', '>'),
        ('＜', '＞'),
        ('〔', '〕'),
        ('「', '」'),
        ('『', '』'),
        ('〈', '〉'),
        ('《', '》'),
        ('❴', '❵'),
        ('﹛', '﹜'),
        ('⟦', '⟧'),
    ]);
    prop_oneof![
        (0..=SECRET, unseen).prop_map(|(at, c)| Slip::Insert(at, c)),
        pairs
            .clone()
            .prop_map(|(open, close)| Slip::Brackets(open, close)),
        pairs.clone().prop_map(|(open, _)| Slip::Opening(open)),
        pairs.prop_map(|(_, close)| Slip::Closing(close)),
        select(vec![
            '；', ';', '∶', '﹕', '︓', '꞉', '︰', '、', '=', '-', '・', '｜'
        ])
        .prop_map(Slip::Colon),
        select(vec![
            '│', '¦', '∣', '❘', '∥', 'ǀ', '丨', '┃', '／', '!', 'l', '：'
        ])
        .prop_map(Slip::Bar),
        select(vec!['⾮', '不', '\u{f967}', '悲']).prop_map(Slip::First),
        select(WORDS.to_vec()).prop_map(Slip::Word),
        (0..SECRET).prop_map(Slip::Leave),
        Just(Slip::LeaveBraces),
        (0..SECRET).prop_map(Slip::Swap),
    ]
}

fn slip_in(mut mark: Mark, slip: &Slip) -> Mark {
    match *slip {
        Slip::Insert(at, c) => mark[at].insert(0, c),
        Slip::Brackets(open, close) => (mark[0], mark[9]) = (open.into(), close.into()),
        Slip::Opening(open) => mark[0] = open.into(),
        Slip::Closing(close) => mark[9] = close.into(),
        Slip::Colon(c) => mark[4] = c.into(),
        Slip::Bar(c) => mark[7] = c.into(),
        Slip::First(c) => mark[1] = c.into(),
        Slip::Word(word) => {
            for (piece, c) in mark[1..4].iter_mut().zip(word.chars()) {
                *piece = c.into();
            }
        }
        Slip::Leave(at) => mark[at].clear(),
        Slip::LeaveBraces => [0, 9].into_iter().for_each(|at| mark[at].clear()),
        Slip::Swap(at) => mark.swap(at, at + 1),
    }
    mark
}

fn publishes(text: &MarkedText, secret: &str) -> bool {
    let public = redact_text(text);
    let mut segments = public.segments().iter();
    segments.any(|segment| matches!(segment, PublicSegment::Plain(text) if text.contains(secret)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn no_single_slip_in_a_mark_publishes_what_it_withholds(
        mark in marks(), slip in slips(), before in "[あ-お、。\n]{0,6}", after in "[あ-お、。\n]{0,6}",
    ) {
        let whole = format!("{before}{}{after}", mark.concat());
        prop_assert!(parse_typed(&whole).is_ok_and(|text| text.has_withheld()), "{}", whole);
        let slipped = format!("{before}{}{after}", slip_in(mark.clone(), &slip).concat());
        if let Ok(text) = parse_typed(&slipped) {
            prop_assert!(!publishes(&text, &mark[SECRET]), "{:?}", slipped);
        }
        prop_assert!(MarkedText::plain(&slipped).is_err(), "{:?}", slipped);
    }
}

#[test]
fn the_place_is_counted_in_what_was_typed() {
    let refused = NotationProblem::Text(TextProblem::LooksLikeMark);
    for (typed, line, column) in [
        ("地下に\n【非公表：置く】", 2, 1),
        ("\u{200b}\u{200b}㌔ ｛非\u{200b}公表:場所｜S｝", 1, 5),
        ("一\r\n二\n（非公表）：場所｜S", 3, 2),
        ("｛非公表:場所｜地下\n1階｝の\n非 公表:期間¦S", 3, 1),
    ] {
        let error = parse_typed(typed).unwrap_err();
        let place = (error.line, error.column, &error.problem);
        assert_eq!(place, (line, column, &refused), "{typed:?}");
    }
}
