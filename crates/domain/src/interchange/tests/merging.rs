//! Import never changes what it does not name.

use super::*;
use crate::answer::Answer;

#[test]
fn what_is_not_named_stays() {
    let mut before = with_answers(&json!({ "cover.title": "前", "I.do": 1 }));
    before["facts"] = json!({ "uses_ms": true, "staff": 3 });
    let before = imported(&before);
    let mut change = with_answers(&json!({ "I.do": 2 }));
    change["facts"] = json!({ "staff": 500 });
    let after = import_sample(&change.to_string())
        .unwrap()
        .apply_to(Some(&before));
    assert_eq!(
        after.answers.get("cover.title"),
        before.answers.get("cover.title")
    );
    assert_eq!(after.answers.get("I.do"), Some(&Answer::Choice(2)));
    assert_eq!(
        (after.facts.uses_ms, after.facts.staff),
        (Some(true), Some(500))
    );
}

#[test]
fn a_named_repeat_takes_the_place_of_the_whole() {
    let before = imported(&with_answers(
        &json!({ "II": [{ "II.size": 1 }, { "II.size": 2 }] }),
    ));
    let change = with_answers(&json!({ "II": [{ "II.name": "台帳" }] }));
    let after = import_sample(&change.to_string())
        .unwrap()
        .apply_to(Some(&before));
    assert_eq!(
        export(&form(), &after)["answers"]["II"],
        json!([{ "II.name": "台帳" }])
    );
}

#[test]
fn null_takes_an_answer_away() {
    let before = imported(&with_answers(&json!({ "I.do": 1, "cover.title": "題" })));
    let change = with_answers(&json!({ "I.do": null }));
    let after = import_sample(&change.to_string())
        .unwrap()
        .apply_to(Some(&before));
    assert_eq!(after.answers.get("I.do"), None);
    assert!(after.answers.get("cover.title").is_some());
}

#[test]
fn facts_and_answers_may_be_absent() {
    let mut value = with_answers(&json!({}));
    value.as_object_mut().unwrap().remove("facts");
    value.as_object_mut().unwrap().remove("answers");
    let imported = import_sample(&value.to_string()).unwrap();
    assert!(imported.answers.is_empty());
}

proptest! {
    #[test]
    fn importing_twice_is_importing_once(before in documents(&form()), change in documents(&form())) {
        let imported = import_sample(&export(&form(), &change).to_string()).unwrap();
        let once = imported.apply_to(Some(&before));
        prop_assert_eq!(imported.apply_to(Some(&once)), once);
    }

    #[test]
    fn the_head_is_read_as_the_whole_is(document in documents(&form())) {
        let text = export(&form(), &document).to_string();
        let head = read_head(&text).unwrap();
        prop_assert_eq!(head.form, document.form);
        prop_assert_eq!(head.form_edition, Some(document.form_edition));
        prop_assert_eq!(head.body, document.body);
        prop_assert_eq!(head.number, document.number);
        prop_assert_eq!(head.agency, document.agency);
    }
}
