//! Documents of the shipped forms travel through the interchange format unchanged.

use std::sync::LazyLock;

use content::Content;
use domain::interchange::{
    answers_from_map, answers_to_map, export, export_public, import, read_release, release_json,
    schema, to_text,
};
use domain::sample::{documents, publications};
use domain::{Document, FormEdition, Publication, digest_of, redact};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

static CONTENT: LazyLock<Content> = LazyLock::new(|| Content::embedded().unwrap());
static SCHEMA: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::validator_for(&schema()).unwrap());

/// Every promise of the format, for one document.
fn keeps_its_promises(
    form: &FormEdition,
    document: &Document,
    publication: Publication,
) -> Result<(), TestCaseError> {
    let find = |id: &_, edition: Option<&_>| {
        CONTENT
            .forms
            .iter()
            .rfind(|form| form.id == *id && edition.is_none_or(|edition| form.edition == *edition))
    };
    let full = export(form, document);
    let again = import(&to_text(&full), &find).unwrap().apply_to(None);
    prop_assert_eq!(&again, document);
    prop_assert_eq!(to_text(&export(form, &again)), to_text(&full));
    prop_assert!(SCHEMA.is_valid(&full));

    let stored = answers_to_map(form, &document.answers);
    prop_assert_eq!(&answers_from_map(form, &stored).unwrap(), &document.answers);

    let public = redact(form, document, publication);
    prop_assert!(SCHEMA.is_valid(&export_public(form, &public)));
    let text = release_json(form, &public);
    let again = read_release(form, &text, &digest_of(text.as_bytes())).unwrap();
    prop_assert_eq!(again, public);
    Ok(())
}

fn check_form(id: &str) {
    let form = CONTENT.newest(id).unwrap();
    // Documents of the full form are long: fewer of them say as much.
    let mut runner = TestRunner::new(ProptestConfig::with_cases(24));
    runner
        .run(
            &(documents(form), publications()),
            |(document, publication)| keeps_its_promises(form, &document, publication),
        )
        .unwrap();
}

#[test]
fn documents_of_the_basic_form_travel_unchanged() {
    check_form("kiso");
}

#[test]
fn documents_of_the_focused_form_travel_unchanged() {
    check_form("juten");
}

#[test]
fn documents_of_the_full_form_travel_unchanged() {
    check_form("zenkomoku");
}

#[test]
fn documents_of_the_management_plan_travel_unchanged() {
    check_form("keikaku");
}

#[test]
fn every_shipped_form_is_among_them() {
    let ids: Vec<&str> = CONTENT.forms.iter().map(|form| form.id.as_str()).collect();
    assert_eq!(ids, ["juten", "keikaku", "kiso", "zenkomoku"]);
}
