#![allow(clippy::unwrap_used)]
mod broken;
mod merging;
mod release;
mod shapes;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::document::Document;
use crate::form::FormEdition;
use crate::ids::{EditionId, FormId};
use crate::redact::redact;
use crate::sample::{documents, form, publications};

/// Imports by the sample form, edition 2014-04.
fn import_sample(json: &str) -> Result<Imported, Vec<ImportProblem>> {
    let form = form();
    let find = |id: &FormId, edition: Option<&EditionId>| -> Option<&FormEdition> {
        let fits = *id == form.id && edition.is_none_or(|edition| *edition == form.edition);
        fits.then_some(&form)
    };
    import(json, &find)
}

/// A document with these answers.
fn with_answers(answers: &Value) -> Value {
    json!({
        "format": "hyokasho/assessment", "version": 1,
        "form": "sample", "form_edition": "2014-04",
        "body": "011002", "agency": "札幌市長", "number": "1",
        "facts": {}, "answers": answers,
    })
}

fn imported(value: &Value) -> Document {
    import_sample(&value.to_string()).unwrap().apply_to(None)
}

proptest! {
    #[test]
    fn what_is_exported_is_imported_unchanged(document in documents(&form())) {
        let text = to_text(&export(&form(), &document));
        let again = import_sample(&text).unwrap().apply_to(None);
        prop_assert_eq!(to_text(&export(&form(), &again)), text);
        prop_assert_eq!(again, document);
    }

    #[test]
    fn what_is_stored_is_read_back_unchanged(document in documents(&form())) {
        let stored = answers_to_map(&form(), &document.answers);
        prop_assert_eq!(answers_from_map(&form(), &stored).unwrap(), document.answers.clone());
        for (item, value) in &stored {
            let form = form();
            let node = form.node(item).unwrap();
            let answer = answer_from_value(node, value).unwrap();
            prop_assert_eq!(Some(&answer), document.answers.get(item));
            prop_assert_eq!(&answer_to_value(node, &answer), value);
        }
    }

    #[test]
    fn both_copies_fit_the_schema(document in documents(&form()), publication in publications()) {
        let schema = jsonschema::validator_for(&schema()).unwrap();
        prop_assert!(schema.is_valid(&export(&form(), &document)));
        let public = redact(&form(), &document, publication);
        prop_assert!(schema.is_valid(&export_public(&form(), &public)));
    }

    #[test]
    fn any_text_is_refused_or_read_but_never_panics(text in "[\\[\\]{}\":,0-9a-z \\\\un]{0,60}") {
        let _ = import_sample(&text);
    }
}

#[test]
fn the_schema_is_valid_and_refuses_what_the_format_does_not_have() {
    assert!(jsonschema::meta::is_valid(&schema()));
    let schema = jsonschema::validator_for(&schema()).unwrap();
    let good = with_answers(&json!({ "cover.title": "評価書" }));
    assert!(schema.is_valid(&good));
    let broken = [
        ("/version", json!(2)),
        ("/format", json!("other")),
        ("/body", json!("11002")),
        ("/facts", json!({ "unknown": true })),
        ("/facts", json!({ "as_of": "2014/10/01" })),
        (
            "/answers/cover.title",
            json!([{ "withheld": "x", "reason": "because" }]),
        ),
        ("/answers/cover.title", json!([{ "withheld": "x" }])),
        (
            "/answers/cover.title",
            json!({ "layers": [{ "layer": "cloud", "text": "" }] }),
        ),
        ("/answers/cover.title", json!({ "attachment": "x" })),
        ("/answers/cover.title", json!(1.5)),
    ];
    for (place, value) in broken {
        let mut bad = good.clone();
        *bad.pointer_mut(place).unwrap() = value;
        assert!(!schema.is_valid(&bad), "{bad}");
    }
    for key in ["format", "version", "form", "body", "agency", "number"] {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(key);
        assert!(!schema.is_valid(&bad), "without {key}");
    }
    let mut unknown = good;
    unknown["remark"] = json!("x");
    assert!(!schema.is_valid(&unknown));
}
