#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::*;
use crate::notation::parse_typed;
use crate::reason::Reason;

fn redacted(typed: &str) -> Vec<PublicSegment> {
    redact_text(&parse_typed(typed).unwrap())
        .segments()
        .to_vec()
}

#[test]
fn withheld_words_are_gone_and_their_ground_stays() {
    let public = redacted("サーバー室は｛非公表:場所｜地下1階の電算室｝に置く。");
    assert_eq!(
        public,
        [
            PublicSegment::Plain("サーバー室は".to_owned()),
            PublicSegment::Withheld(Reason::Location),
            PublicSegment::Plain("に置く。".to_owned()),
        ]
    );
}

#[test]
fn the_placeholder_does_not_tell_the_length() {
    assert_eq!(
        redacted("｛非公表:回数｜5｝"),
        redacted("｛非公表:回数｜五百回以上｝")
    );
}

#[test]
fn a_note_to_reviewers_does_not_come_out() {
    let public = redact_text(&parse_typed("｛非公表:その他（点検の指摘）｜X社製｝").unwrap());
    assert!(!public.to_plain().contains("点検"));
}

#[test]
fn publication_fills_in_the_day_that_nobody_wrote_and_keeps_one_that_is_there() {
    let day = |text: &str| text.parse().unwrap();
    let id = crate::ItemId::parse("cover.published").unwrap();
    let publication = Publication {
        edition: 1,
        published: day("2026-11-24"),
    };
    let filled = |form: &FormEdition, answers: &Answers| {
        with_publication(form, answers, publication)
            .get("cover.published")
            .cloned()
    };
    let form = dated_form();
    assert_eq!(
        filled(&form, &Answers::default()),
        Some(Answer::Date(day("2026-11-24")))
    );
    let written = Answers::from_iter([(id, Answer::Date(day("2014-10-01")))]);
    assert_eq!(
        filled(&form, &written),
        Some(Answer::Date(day("2014-10-01")))
    );
}

fn dated_form() -> FormEdition {
    let items = r#"[{"id":"cover.published","number":"","label":"公表日","kind":"date",
        "required":true,"confirmed":true,"set_at_publication":true}]"#;
    let head = crate::form::FormHead {
        id: crate::FormId::parse("kiso").unwrap(),
        edition: crate::EditionId::parse("2014-04").unwrap(),
        edition_label: String::new(),
        title: String::new(),
        style: String::new(),
        warning: None,
    };
    FormEdition::new(head, serde_json::from_str(items).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn nothing_withheld_comes_out(before in "[a-z]{0,8}", secret in "[A-Z]{1,12}", after in "[a-z]{0,8}") {
        let text = parse_typed(&format!("{before}｛非公表:技術｜{secret}｝{after}")).unwrap();
        let public = redact_text(&text).to_plain();
        prop_assert!(!public.contains(&secret));
        prop_assert_eq!(public, format!("{}{}{}", before, Reason::Technical.placeholder(), after));
    }
}
