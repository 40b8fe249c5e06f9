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

proptest! {
    #[test]
    fn nothing_withheld_comes_out(before in "[a-z]{0,8}", secret in "[A-Z]{1,12}", after in "[a-z]{0,8}") {
        let text = parse_typed(&format!("{before}｛非公表:技術｜{secret}｝{after}")).unwrap();
        let public = redact_text(&text).to_plain();
        prop_assert!(!public.contains(&secret));
        prop_assert_eq!(public, format!("{}{}{}", before, Reason::Technical.placeholder(), after));
    }
}
