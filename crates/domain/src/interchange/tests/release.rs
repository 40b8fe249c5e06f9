//! The second door to public types.

use super::*;
use crate::digest::digest_of;

fn read(text: &str) -> Result<crate::PublicAssessment, ReleaseError> {
    read_release(&form(), text, &digest_of(text.as_bytes()))
}

fn some_release() -> String {
    let document = imported(&with_answers(&json!({
        "cover.title": ["保管は", { "withheld": "地下の電算室", "reason": "location" }],
        "I.plan": { "alt": "機密の図", "withheld": true },
    })));
    let publication = crate::Publication {
        edition: 2,
        published: jiff::civil::date(2015, 1, 5),
    };
    release_json(&form(), &redact(&form(), &document, publication))
}

proptest! {
    #[test]
    fn a_release_is_read_back_exactly(document in documents(&form()), publication in publications()) {
        let public = redact(&form(), &document, publication);
        let text = release_json(&form(), &public);
        let again = read(&text).unwrap();
        prop_assert_eq!(release_json(&form(), &again), text);
        prop_assert_eq!(again, public);
    }

    #[test]
    fn the_public_copy_is_the_full_copy_without_the_withheld_words(
        document in documents(&form()), publication in publications(), secret in "[Q-Z]{8}",
    ) {
        let mut document = document;
        let title = crate::notation::parse_typed(&format!("前｛非公表:技術｜{secret}｝後")).unwrap();
        document.answers.set(crate::sample::item("cover.title"), crate::Answer::Text(title));
        prop_assert!(export(&form(), &document).to_string().contains(&secret));
        let public = redact(&form(), &document, publication);
        prop_assert!(!release_json(&form(), &public).contains(&secret));
    }
}

#[test]
fn withheld_parts_are_null_and_withheld_pictures_nothing_but_withheld() {
    let value: Value = serde_json::from_str(&some_release()).unwrap();
    assert_eq!(
        value["answers"]["cover.title"],
        json!(["保管は", { "withheld": null, "reason": "location" }])
    );
    assert_eq!(value["answers"]["I.plan"], json!({ "withheld": true }));
    assert_eq!(
        (&value["edition"], &value["published"]),
        (&json!(2), &json!("2015-01-05"))
    );
}

#[test]
fn a_changed_byte_closes_the_door() {
    let text = some_release();
    let digest = digest_of(text.as_bytes());
    let changed = text.replace("保管", "保存");
    assert!(matches!(
        read_release(&form(), &changed, &digest),
        Err(ReleaseError::Digest { .. })
    ));
}

#[test]
fn a_full_copy_does_not_pass_even_with_its_digest() {
    let text = some_release();
    let smuggled = text.replace("\"withheld\": null", "\"withheld\": \"地下の電算室\"");
    assert_ne!(smuggled, text);
    let place = "answers.cover.title[2].withheld".to_owned();
    assert_eq!(read(&smuggled), Err(ReleaseError::Shape(place)));
    let picture = text.replace("\"withheld\": true", "\"withheld\": true, \"alt\": \"図\"");
    assert_eq!(
        read(&picture),
        Err(ReleaseError::Shape("answers.I.plan.alt".to_owned()))
    );
    let noted = text.replace(
        "\"reason\": \"location\"",
        "\"reason\": \"location\", \"note\": \"x\"",
    );
    assert!(matches!(read(&noted), Err(ReleaseError::Shape(_))));
}

#[test]
fn a_release_of_another_form_is_refused() {
    let other = some_release().replace("\"2014-04\"", "\"2016-01\"");
    assert_eq!(
        read(&other),
        Err(ReleaseError::Form("sample 2016-01".to_owned()))
    );
}
