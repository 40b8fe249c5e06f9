//! What a text finds.

use proptest::prelude::*;
use search::{MAX_QUERY_CHARS, Query, SearchIndex};

use super::{found, page};
use crate::entries::{fill, sample};

pub fn a_part_of_a_japanese_text_is_found(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("1", &["特定個人情報ファイルは、施錠した室で保管する。"]),
            sample("2", &["紙の台帳は使わない。"]),
        ],
    );
    for text in [
        "個人情報",
        "人情",
        "ファイルは、施錠",
        "特定個人情報ファイルは、施錠した室で保管する。",
    ] {
        assert_eq!(found(index, text), ["1"], "{text}");
    }
    assert_eq!(found(index, "個人報"), [""; 0]);
}

pub fn half_width_kana_and_full_width_latin_are_found_in_any_width(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("1", &["中間ｻｰﾊﾞｰとＶＰＮ装置"]),
            sample("2", &["中間サーバーとVPN装置"]),
        ],
    );
    for text in [
        "サーバー",
        "ｻｰﾊﾞｰ",
        "VPN",
        "ＶＰＮ",
        "サーハ\u{3099}ー",
        "ｻｰﾊﾞｰとVPN",
    ] {
        let mut numbers = found(index, text);
        numbers.sort();
        assert_eq!(numbers, ["1", "2"], "{text}");
    }
}

pub fn case_does_not_matter(index: &dyn SearchIndex) {
    fill(index, &[sample("1", &["LGWANとWi-Fiを分ける"])]);
    for text in ["lgwan", "LgWaN", "wi-fi", "WI-FI"] {
        assert_eq!(found(index, text), ["1"], "{text}");
    }
}

pub fn one_character_is_found(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("1", &["税の事務"]),
            sample("2", &["末尾は鍵"]),
            sample("3", &["😀"]),
        ],
    );
    for (text, number) in [
        ("税", "1"),
        ("鍵", "2"),
        ("😀", "3"),
        ("務", "1"),
        ("鍵 末尾", "2"),
    ] {
        assert_eq!(found(index, text), [number], "{text}");
    }
    assert_eq!(page(index, "札").total, 3);
}

pub fn a_kana_does_not_find_its_voiced_form(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("1", &["かぎを保管する"]),
            sample("2", &["かきを食べる"]),
        ],
    );
    assert_eq!(found(index, "かき"), ["2"]);
    assert_eq!(found(index, "かぎ"), ["1"]);
    assert_eq!(found(index, "き"), ["2"]);
    assert_eq!(found(index, "ぎ"), ["1"]);
}

pub fn words_may_stand_in_different_items(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("1", &["暗号を使う", "消去する"]),
            sample("2", &["暗号を使う"]),
            sample("3", &["消去する"]).title("暗号の評価書"),
        ],
    );
    for text in ["暗号 消去", "消去　暗号", " 暗号\t消去\n"] {
        let mut numbers = found(index, text);
        numbers.sort();
        assert_eq!(numbers, ["1", "3"], "{text:?}");
    }
}

pub fn the_whole_string_stands_above_its_words(index: &dyn SearchIndex) {
    let scattered = "暗号。鍵。".repeat(50);
    fill(
        index,
        &[
            sample("1", &[&scattered, &scattered]).title("鍵と暗号"),
            sample(
                "2",
                &[&format!("{}暗号鍵{}", "前".repeat(500), "後".repeat(500))],
            ),
            sample("3", &[&scattered]),
        ],
    );
    let numbers = found(index, "暗号 鍵");
    assert_eq!(numbers.len(), 3);
    assert_eq!(numbers[0], "2");
}

pub fn a_match_never_crosses_from_one_item_to_the_next(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("1", &["一二", "三四", "五"]),
            sample("2", &["一二三", "四五"]),
            sample("3", &["一", "二", "三", "四"]),
        ],
    );
    assert_eq!(found(index, "一二三四"), [""; 0]);
    assert_eq!(found(index, "二三四"), [""; 0]);
    assert_eq!(found(index, "三四五"), [""; 0]);
    assert_eq!(found(index, "二三"), ["2"]);
}

pub fn title_and_body_name_weigh_more_than_text(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("1", &["国民年金に触れる"]),
            sample("2", &["別の文章である"]).title("国民年金に関する事務"),
            sample("3", &["函館市に触れる"]),
            sample("4", &["別の文章である"]).body("012025", "函館市"),
        ],
    );
    assert_eq!(found(index, "国民年金"), ["2", "1"]);
    assert_eq!(found(index, "函館市"), ["4", "3"]);
    assert_eq!(found(index, "012025"), ["4"]);
}

/// The promise of this crate, with the texts for which it is hard to keep.
pub fn every_part_of_an_item_is_found(index: &dyn SearchIndex) {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(8));
    runner
        .run(&awkward_texts(), |texts| every_part_is_found(index, &texts))
        .unwrap();
}

fn every_part_is_found(index: &dyn SearchIndex, texts: &[String]) -> Result<(), TestCaseError> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    index.replace(sample("1", &texts).entry()).unwrap();
    for text in texts {
        let chars: Vec<char> = text.chars().collect();
        for length in [2, 3, 4, 7, 12, chars.len()] {
            for part in chars.windows(length) {
                let part: String = part.iter().collect();
                prop_assert_eq!(page(index, &part).total, 1, "{:?} in {:?}", part, text);
            }
        }
    }
    Ok(())
}

fn awkward_texts() -> impl Strategy<Value = Vec<String>> {
    let piece = prop_oneof![
        "[ぁ-んァ-ヶ一-鿋]{1,4}",
        "[ｦ-ﾟＡ-ｚ０-９]",
        "[a-zA-Z0-9 <>&\"/:+*()-]",
        "[\u{3099}\u{309a}\u{309b}\u{301}\u{323}\u{fe0f}\u{200d}\u{3000}\n]",
        "[가-힣ᄀ-하-ᅵᆨ-ᇂ]",
        "[😀-🙏👍🏻]",
        "[㌀-㍗㈠-㈿ﬀ-ﬆﷺİßς]",
    ];
    let text = proptest::collection::vec(piece, 2..12).prop_map(|pieces| pieces.concat());
    let text = text.prop_filter("long enough", |text| text.chars().count() > 1);
    proptest::collection::vec(text, 1..4)
}

pub fn nothing_typed_is_an_error(index: &dyn SearchIndex) {
    fill(index, &[sample("1", &["本文"])]);
    let odd = [
        "\"",
        "(",
        "a:b",
        "AND OR NOT",
        "+-*?",
        "\u{0}",
        "\u{301}",
        "title:(本文",
        "[a TO b]",
        "🏴",
    ];
    for text in odd {
        index.search(&Query::text(text)).unwrap();
    }
    assert_eq!(
        page(index, "\u{0} \u{200b}").total,
        1,
        "nothing visible is an empty query"
    );
    let far = Query {
        page: usize::MAX,
        ..Query::default()
    };
    assert_eq!(index.search(&far).unwrap().hits, []);
}

pub fn a_huge_query_counts_up_to_its_limit(index: &dyn SearchIndex) {
    let text: String = ('一'..).take(MAX_QUERY_CHARS).collect();
    fill(index, &[sample("1", &[&text])]);
    assert_eq!(
        found(index, &format!("{text}{}", "別".repeat(100_000))),
        ["1"]
    );
    assert_eq!(found(index, &"語 ".repeat(100_000)), [""; 0]);
}
