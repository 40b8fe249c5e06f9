#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::Folded;

fn folded(text: &str) -> String {
    Folded::new(text).units().iter().collect()
}

fn finds(text: &str, query: &str) -> bool {
    !Folded::new(text).find_all(&Folded::new(query)).is_empty()
}

#[test]
fn width_case_and_blanks_do_not_matter() {
    assert_eq!(folded("ＡＢＣ　abc\n１２３"), "abcabc123");
    assert_eq!(folded("ｻｰﾊﾞｰ"), folded("サーバー"));
    assert_eq!(folded("か\u{3099}"), folded("が"));
    assert_eq!(folded("㈱㍻㌔"), folded("(株)平成キロ"));
    assert_eq!(folded("葛\u{e0100}飾\u{200b}区"), "葛飾区");
}

#[test]
fn hiragana_and_katakana_stay_different() {
    assert!(!finds("サーバ", "さーば"));
}

#[test]
fn a_match_does_not_tear_a_voiced_mark_off_its_kana() {
    assert!(!finds("かぎ", "かき"));
    assert!(!finds("cafés", "cafe"));
    assert!(finds("かぎ", "かぎ"));
    assert!(finds("かきぎ", "かき"));
}

#[test]
fn a_mark_typed_as_its_own_character_may_be_left_off() {
    assert!(finds("ｻｰﾊﾞ", "ｻｰﾊ"));
    assert!(finds("ｻｰﾊﾞ", "サーバ"));
    assert!(finds("か\u{3099}き", "\u{3099}き"));
}

#[test]
fn a_hangul_syllable_is_not_found_by_its_beginning() {
    assert!(finds("한국", "한국"));
    assert!(!finds("한국", "하"));
}

/// Characters whose folding looks at more than one code point, among plain ones.
pub(crate) fn awkward_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ぁ-んァ-ヶ一-鿋]",
        "[ｦ-ﾟＡ-ｚ０-９]",
        "[a-zA-Z0-9 <>&\"]",
        "[\u{3099}\u{309a}\u{309b}\u{301}\u{323}\u{fe0f}\u{200d}\u{3000}\n]",
        "[가-힣ᄀ-하-ᅵᆨ-ᇂ]",
        "[😀-🙏👍🏻]",
        "[㌀-㍗㈠-㈿ﬀ-ﬆﷺİßς]",
    ];
    proptest::collection::vec(piece, 2..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_part_of_a_text_is_found_in_it(
        text in awkward_text(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()
    ) {
        let chars: Vec<char> = text.chars().collect();
        let (from, to) = (from.index(chars.len()), to.index(chars.len()));
        let part: String = chars[from.min(to)..=from.max(to)].iter().collect();
        let needle = Folded::new(&part);
        prop_assert!(needle.is_empty() || finds(&text, &part), "{part:?} in {text:?}");
    }

    #[test]
    fn grams_say_the_same_as_looking_at_the_text(text in awkward_text(), query in awkward_text()) {
        let query: String = query.chars().take(3).collect();
        let (text, needle) = (Folded::new(&text), Folded::new(&query));
        let grams = needle.query_grams();
        prop_assume!(!grams.is_empty());
        let terms: Vec<(usize, String)> =
            text.text_grams().map(|gram| (gram.position, gram.term())).collect();
        let by_grams = (0..text.units().len()).any(|start| {
            grams.iter().all(|gram| terms.contains(&(start + gram.position, gram.term())))
        });
        prop_assert_eq!(by_grams, !text.find_all(&needle).is_empty());
    }
}
