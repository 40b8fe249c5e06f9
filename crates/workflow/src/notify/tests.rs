#![allow(clippy::unwrap_used)]
use std::collections::BTreeSet;

use super::*;
use crate::assessment_key::AssessmentKey;

#[test]
fn words_of_kinds_are_read_back_and_differ() {
    for kind in MessageKind::ALL {
        assert_eq!(MessageKind::parse(kind.as_str()), Some(*kind));
        assert!(!kind.title().is_empty() && kind.line().ends_with(['。', '）']));
    }
    let words: BTreeSet<_> = MessageKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(words.len(), MessageKind::ALL.len());
}

#[test]
fn kinds_stand_together_by_topic() {
    let topics = MessageKind::ALL.iter().map(|kind| kind.topic());
    assert!(topics.is_sorted());
}

#[test]
fn subjects_are_read_back() {
    let key = AssessmentKey::parse("011002/%E7%AC%AC1%2F2%E5%8F%B7/zenkomoku").unwrap();
    for subject in [
        Subject::Assessment(key),
        Subject::affair("a/1", "第1/2号"),
        Subject::plan("x", "見本市教育委員会"),
        Subject::notice("sokanki-285", "総官企第285号"),
        Subject::inquiry("7", "7"),
        Subject::Person(UserId::parse("u-1").unwrap()),
        Subject::System,
    ] {
        let read = Subject::parse(subject.kind(), &subject.key());
        assert_eq!(read.as_ref(), Some(&subject));
        let kind = subject.kind();
        assert_eq!(SubjectKind::parse(kind.as_str()), Some(kind));
    }
}

#[test]
fn a_subject_says_number_and_form() {
    let key = AssessmentKey::parse("011002/1/kiso").unwrap();
    assert_eq!(
        Subject::Assessment(key).words(),
        "評価書番号1（基礎項目評価書）"
    );
    let long = Subject::notice("n", &"字".repeat(100));
    assert_eq!(long.words().chars().count(), LONGEST_SHOWN);
}

const LONGEST_SHOWN: usize = 40;
