use domain::check::notice::{check_hand_over, check_release};
use serde_json::{Value, json};

use super::{Case, document, findings, zenkomoku};

fn place(text: Value) -> Value {
    json!({ "II": [{ "II.6.place": text }] })
}

pub fn cases() -> Vec<Case> {
    let withheld = json!([{ "withheld": "地下1階の電算室", "reason": "location" }, "に置く。"]);
    vec![Case {
        rule: "MS-15-1",
        item: "II[1].II.6.place",
        fires: zenkomoku("", place(json!("地下1階の電算室に置く。"))),
        silent: vec![
            zenkomoku("", place(withheld)),
            zenkomoku("", place(json!("施錠できる室に置く。"))),
        ],
    }]
}

#[test]
fn a_hint_names_what_was_found_but_never_the_words() {
    let found = findings(&zenkomoku("", place(json!("IPは192.168.10.1である。"))));
    let hint = found
        .iter()
        .find(|finding| finding.rule == "MS-15-1")
        .unwrap();
    assert!(hint.message.contains("IPアドレス"), "{}", hint.message);
    assert!(!hint.message.contains("192"), "{}", hint.message);
}

#[test]
fn periods_of_the_forms_own_are_not_scanned() {
    let answers = json!({ "II": [{ "II.6.period.valid": "認証の記録を7年間保存するため。" }],
        "VI.2.period": "令和8年4月1日から30日間" });
    let found = findings(&zenkomoku("", answers));
    assert!(found.iter().all(|finding| finding.rule != "MS-15-1"));
}

#[test]
fn a_hand_over_without_its_withheld_parts_is_found_and_one_in_full_is_not() {
    let full = document(&zenkomoku(
        "",
        place(json!(["鍵は", { "withheld": "地下1階の電算室", "reason": "location" }])),
    ));
    let cut = document(&zenkomoku("", place(json!("鍵は非公表（場所）"))));
    assert_eq!(check_hand_over(&full, &full), None);
    let found = check_hand_over(&full, &cut).unwrap();
    assert_eq!(
        (found.rule, found.item.as_str()),
        ("MS-15-2", "II[1].II.6.place")
    );
}

#[test]
fn a_withheld_phrase_in_a_published_text_is_found_in_any_width() {
    let full = document(&zenkomoku(
        "",
        place(json!([{ "withheld": "地下1階の電算室", "reason": "location" }])),
    ));
    assert_eq!(check_release(&full, ["非公表（場所）に置く。"]), None);
    let found = check_release(&full, ["変更前", "地下１階の 電算室に置く。"]).unwrap();
    assert_eq!(found.rule, "MS-15-3");
}
