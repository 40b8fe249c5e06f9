//! What becomes of withheld parts, of layers and of repeats.

use domain::notation::parse_typed;
use domain::{Answer, Answers, LongText};
use search::{SearchEntry, SearchIndex};

use super::{found, page};
use crate::entries::{id, sample};

fn long(typed: &str) -> Answer {
    Answer::Longtext(LongText::parse_typed(typed).unwrap())
}

/// An assessment with a withheld part in its title and in the second of two groups.
fn redacted() -> SearchEntry {
    let title = parse_typed("住民｛非公表:その他｜内部呼称アルファ｝台帳").unwrap();
    let place = |typed: &str| Answers::from_iter([(id("II.6.place"), long(typed))]);
    let second = "＜見本市における措置＞\n本庁の｛非公表:場所｜地下1階の電算室｝に置く。\n\
        ＜中間サーバー・プラットフォームにおける措置＞\n入室を管理する。";
    let answers = Answers::from_iter([
        (id("cover.title"), Answer::Text(title)),
        (
            id("II"),
            Answer::Repeat(vec![place("庁舎に置く。"), place(second)]),
        ),
        (id("I.1.contents"), long("異動を置く簿冊に書く。")),
    ]);
    sample("1", &[]).entry_of(answers)
}

pub fn withheld_words_and_placeholders_are_not_found(index: &dyn SearchIndex) {
    index.replace(redacted()).unwrap();
    for text in [
        "地下",
        "電算室",
        "アルファ",
        "非公表",
        "設置場所",
        "セキュリティ",
    ] {
        assert_eq!(found(index, text), [""; 0], "{text}");
    }
    let scanned = index.scan_text(&redacted()).concat();
    assert!(!scanned.contains("電算室") && !scanned.contains("アルファ"));
    assert!(!scanned.contains("非公表（設置場所）"));
}

pub fn public_words_around_a_withheld_part_are_found_apart(index: &dyn SearchIndex) {
    index.replace(redacted()).unwrap();
    for text in ["本庁の", "に置く。", "住民", "台帳"] {
        assert_eq!(found(index, text), ["1"], "{text}");
    }
    for text in ["本庁のに置く", "のに", "住民台帳"] {
        assert_eq!(found(index, text), [""; 0], "{text}");
    }
    assert_eq!(
        page(index, "台帳").hits[0].title,
        "住民非公表（セキュリティ上のリスク）台帳"
    );
}

pub fn every_layer_and_group_leads_to_its_item(index: &dyn SearchIndex) {
    index.replace(redacted()).unwrap();
    let snippets = |text| page(index, text).hits.remove(0).snippets;
    let platform = snippets("入室を管理");
    assert_eq!(platform[0].item, "II[2].II.6.place");
    assert_eq!(platform[0].label, "Ⅱ（2）6. ① 保管場所");
    assert_eq!(platform[0].html, "<mark>入室を管理</mark>する。");
    let items: Vec<String> = snippets("置く")
        .into_iter()
        .map(|found| found.item)
        .collect();
    assert_eq!(
        items,
        ["I.1.contents", "II[1].II.6.place", "II[2].II.6.place"],
        "in printed order"
    );
}
