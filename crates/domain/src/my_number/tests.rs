use proptest::prelude::*;

use super::*;

/// A made-up number with a right check digit; it belongs to nobody that we know of.
const NUMBER: &str = "123456789018";

fn found(text: &str) -> Vec<&str> {
    find_my_numbers(text)
        .into_iter()
        .map(|range| &text[range])
        .collect()
}

#[test]
fn a_number_beside_its_label_is_found() {
    for text in [
        format!("個人番号：{NUMBER}"),
        format!("マイナンバー {NUMBER}"),
        format!("ﾏｲﾅﾝﾊﾞｰ={NUMBER}"),
        format!("My Number: {NUMBER}"),
        format!("{NUMBER}（個人番号）"),
        format!("個 人\n番 号 {NUMBER}"),
    ] {
        assert_eq!(found(&text), [NUMBER], "{text}");
    }
}

#[test]
fn groups_and_widths_do_not_hide_it() {
    for number in [
        "1234 5678 9018",
        "1234-5678-9018",
        "１２３４　５６７８　９０１８",
        "１２３４－５６７８－９０１８",
    ] {
        assert_eq!(found(&format!("個人番号 {number}。")), [number]);
    }
    assert_eq!(found("個人番号 2014-10 1234 5678 9018"), ["1234 5678 9018"]);
}

#[test]
fn what_only_looks_alike_is_left_alone() {
    for text in [
        "12桁の個人番号を利用する。",
        "個人番号 123456789012",
        "個人番号 1234567890180",
        "個人番号 1234  5678  9018",
        "個人番号 1234/5678/9018",
        "電話 123456789018",
        "法人番号 1234567890123、個人番号は書かない。",
    ] {
        assert!(found(text).is_empty(), "{text}");
    }
}

#[test]
fn the_label_must_stand_near() {
    let before = |gap| format!("個人番号{}{NUMBER}", "あ".repeat(gap));
    let after = |gap| format!("{NUMBER}{}個人番号", "あ".repeat(gap));
    assert_eq!(found(&before(40)).len(), 1);
    assert_eq!(found(&before(41)).len(), 0);
    assert_eq!(found(&after(20)).len(), 1);
    assert_eq!(found(&after(21)).len(), 0);
}

#[test]
fn the_check_digit_is_zero_for_remainders_zero_and_one() {
    // Σ = 2 × 6 = 12, remainder 1; and Σ = 2 × 4 + 3 × 1 = 11, remainder 0.
    assert!(has_valid_check_digit(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0]));
    assert!(has_valid_check_digit(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 0]));
}

proptest! {
    #[test]
    fn exactly_one_check_digit_fits(eleven in proptest::array::uniform11(0_u32..10)) {
        let fits = (0..10).filter(|last| {
            let mut digits = [0; 12];
            digits[..11].copy_from_slice(&eleven);
            digits[11] = *last;
            has_valid_check_digit(&digits)
        });
        prop_assert_eq!(fits.count(), 1);
    }

    #[test]
    fn ranges_fall_on_characters_whatever_the_text(text in "[個人番号 0-9０-９\\-ﾊﾞ😀]{0,80}") {
        for range in find_my_numbers(&text) {
            prop_assert!(text.get(range).is_some());
        }
    }
}
