#![allow(clippy::unwrap_used)]
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::digest::digest_of;

fn problems(text: &str, name: &str, contact: &str) -> Vec<(&'static str, OpinionProblem)> {
    NewOpinion::parse(text, name, contact)
        .err()
        .unwrap_or_default()
}

#[test]
fn lengths_are_bounded_at_both_ends() {
    let of = |count: usize| problems(&"あ".repeat(count), "", "");
    assert_eq!(of(9), [("text", OpinionProblem::TooShort)]);
    assert_eq!(of(10), []);
    assert_eq!(of(4_000), []);
    assert_eq!(of(4_001), [("text", OpinionProblem::TooLong)]);
    let long = "あ".repeat(101);
    assert_eq!(
        problems(&"あ".repeat(10), &long, ""),
        [("name", OpinionProblem::NameTooLong)]
    );
    let long = "あ".repeat(201);
    assert_eq!(
        problems(&"あ".repeat(10), "", &long),
        [("contact", OpinionProblem::ContactTooLong)]
    );
}

#[test]
fn blanks_and_unseen_characters_do_not_count() {
    assert_eq!(
        problems("  \u{200B}\n\n あいう\t\u{7}\r\n ", "", ""),
        [("text", OpinionProblem::TooShort)]
    );
    let opinion = NewOpinion::parse(
        "\u{202E}保管の期間を\r\n短く\u{0}してください。\u{1b}",
        " 住民\n一人 ",
        " ",
    )
    .unwrap();
    assert_eq!(opinion.text(), "保管の期間を\n短くしてください。");
    assert_eq!(opinion.name(), Some("住民 一人"));
    assert_eq!(opinion.contact(), None);
    assert_eq!(format!("{opinion:?}"), "NewOpinion(16 chars)");
}

#[test]
fn a_my_number_is_refused_without_any_label() {
    for digits in [
        "123456789018",
        "1234-5678-9018",
        "１２３４ ５６７８ ９０１８",
    ] {
        let text = format!("わたしの番号は{digits}です。よろしくお願いします。");
        assert_eq!(
            problems(&text, "", ""),
            [("text", OpinionProblem::MyNumber)],
            "{digits}"
        );
    }
    let text = "保管の期間を短くしてください。";
    assert_eq!(
        problems(text, "123456789018", ""),
        [("name", OpinionProblem::MyNumber)]
    );
    assert_eq!(
        problems(text, "", "0123456789018"),
        [],
        "thirteen digits are another number"
    );
    assert_eq!(
        problems(text, "", "123456789012"),
        [],
        "the check digit does not fit"
    );
}

fn mask(phrases: &[&str]) -> OpinionMask {
    OpinionMask {
        phrases: phrases.iter().map(|phrase| (*phrase).to_owned()).collect(),
        reason: Some(MaskReason::Personal),
        summary: None,
    }
}

#[test]
fn hidden_words_are_gone_wherever_they_stand() {
    let public = PublicOpinion::new(
        1,
        "",
        "窓口の甲野さんと甲野に聞いた。",
        &mask(&["甲野", "甲野さん"]),
    );
    assert_eq!(
        public.to_plain(),
        "窓口の（伏せています：個人に関する情報）と（伏せています：個人に関する情報）に聞いた。"
    );
    let summary = OpinionMask {
        summary: Some("窓口の説明について".to_owned()),
        ..mask(&["甲野"])
    };
    let public = PublicOpinion::new(1, "", "窓口の甲野さん", &summary);
    assert!(public.is_summary());
    assert_eq!(public.to_plain(), "窓口の説明について");
}

#[test]
fn what_several_hidden_words_cover_together_is_gone_to_the_end() {
    let plain = |text: &str, phrases: &[&str]| {
        let public = PublicOpinion::new(1, "", text, &mask(phrases));
        public.shown().collect::<Vec<_>>().join("|")
    };
    assert_eq!(
        plain("窓口の甲野花子さんです", &["甲野花", "野花子さん"]),
        "窓口の|です"
    );
    assert_eq!(plain("あああい", &["ああ"]), "い");
    assert_eq!(plain("甲乙丙丁", &["甲乙", "丙"]), "丁");
}

proptest! {
    #[test]
    fn nothing_that_a_hidden_word_covers_is_shown(
        text in "[あいう甲乙]{0,24}",
        phrases in proptest::collection::vec("[あいう甲乙]{1,5}", 0..5),
    ) {
        let words: Vec<&str> = phrases.iter().map(String::as_str).collect();
        let chars: Vec<char> = text.chars().collect();
        let mut is_hidden = vec![false; chars.len()];
        for phrase in &phrases {
            let phrase: Vec<char> = phrase.chars().collect();
            for at in 0..chars.len() {
                if chars[at..].starts_with(&phrase) {
                    is_hidden[at..at + phrase.len()].fill(true);
                }
            }
        }
        let left = chars.iter().zip(&is_hidden).filter(|(_, hidden)| !**hidden);
        let left: String = left.map(|(c, _)| *c).collect();
        let public = PublicOpinion::new(1, "", &text, &mask(&words));
        prop_assert_eq!(public.shown().collect::<String>(), left);
        let hidden = HiddenWords::new(&phrases);
        prop_assert!(!public.shown().any(|words| hidden.stand_in(words)));
        prop_assert!(!hidden.stand_in(&public.to_plain()));
    }
}

#[test]
fn hidden_words_are_found_in_every_spelling_and_not_in_a_placeholder() {
    let hidden = HiddenWords::new(["甲野 ﾀﾛｳ", "個人", " "]);
    assert!(hidden.stand_in("窓口の甲野タロウさん"));
    assert!(!hidden.stand_in("窓口の（伏せています：個人に関する情報）さん"));
    assert!(hidden.stand_in("個人番号"));
    assert_eq!(format!("{hidden:?}"), "HiddenWords(2)");
    assert!(!HiddenWords::new(["甲乙"]).stand_in("甲（伏せています）乙"));
}

fn group(numbers: &[u32], verdict: OpinionVerdict, reason: &str) -> OpinionGroup {
    let opinion = |number: &u32| {
        PublicOpinion::new(
            *number,
            "Ⅱ 6. ① 保管場所",
            "場所を詳しく書いてほしい。",
            &OpinionMask::default(),
        )
    };
    OpinionGroup {
        opinions: numbers.iter().map(opinion).collect(),
        verdict,
        reason: reason.to_owned(),
    }
}

#[test]
fn a_result_is_read_back_only_with_its_digest() {
    let result = ConsultationResult::new(vec![
        group(&[3], OpinionVerdict::NotReflected, "安全のため。"),
        group(&[2, 1], OpinionVerdict::Reflected, "詳しくした。"),
    ]);
    assert_eq!(result.groups()[0].opinions[0].number(), 1);
    let json = result.to_json();
    assert_eq!(
        ConsultationResult::read(&json, &digest_of(json.as_bytes())),
        Ok(result)
    );
    let other = digest_of(b"");
    assert_eq!(
        ConsultationResult::read(&json, &other),
        Err(ResultReadError::Digest)
    );
    let bad = digest_of(b"[]");
    assert_eq!(
        ConsultationResult::read("[]", &bad),
        Err(ResultReadError::Shape)
    );
}

#[test]
fn the_items_of_the_form_follow_from_the_result() {
    let result = ConsultationResult::new(vec![
        group(&[1, 2], OpinionVerdict::Reflected, "詳しくした。"),
        group(&[3], OpinionVerdict::NotReflected, "安全のため。"),
    ]);
    let (from, to) = (date(2014, 10, 1), date(2014, 10, 30));
    let said = result.proposals("ホームページで公示した。", from, to);
    assert_eq!(said.method, "ホームページで公示した。");
    assert_eq!(said.period, "2014年10月1日から2014年10月30日まで（30日間）");
    assert!(
        said.opinions
            .starts_with("提出された意見は3件である。\n・意見1（Ⅱ 6. ① 保管場所について） 場所を")
    );
    assert_eq!(
        said.reflection,
        "・意見1、意見2: 反映する。詳しくした。\n・意見3: 反映しない。安全のため。"
    );
    let none = ConsultationResult::new(Vec::new()).proposals("", from, to);
    assert_eq!(none.opinions, "意見の提出はなかった。");
}

#[test]
fn words_to_be_hidden_are_found_in_answers_and_other_opinions() {
    let result = ConsultationResult::new(vec![group(
        &[1],
        OpinionVerdict::Reflected,
        "甲野さんの意見による。",
    )]);
    assert_eq!(result.places_of(&HiddenWords::new(["甲野"])), [1]);
    assert_eq!(result.places_of(&HiddenWords::new(["場所を"])), [1]);
    assert!(result.places_of(&HiddenWords::new(["乙"])).is_empty());
}

proptest! {
    #[test]
    fn no_hidden_phrase_survives(text in "[あ-え\n]{0,40}", phrases in proptest::collection::vec("[あ-え]{1,3}", 1..4)) {
        let hidden = OpinionMask { phrases: phrases.clone(), reason: Some(MaskReason::Other), summary: None };
        let public = PublicOpinion::new(1, "", &text, &hidden);
        for segment in public.segments() {
            if let PublicOpinionSegment::Plain(text) = segment {
                prop_assert!(phrases.iter().all(|phrase| !text.contains(phrase.as_str())));
            }
        }
    }
}
