//! Whole documents out, keys in the order of the format, answers in printed order.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{FORMAT, VERSION, answer_out, public_out};
use crate::document::Document;
use crate::form::FormEdition;
use crate::procedure::ended_title;
use crate::public::PublicAssessment;

/// The document for whoever may read everything: the agency, reviewers, the commission.
#[must_use]
pub fn export(form: &FormEdition, document: &Document) -> Value {
    json!({
        "format": FORMAT,
        "version": VERSION,
        "form": document.form,
        "form_edition": document.form_edition,
        "body": document.body,
        "agency": document.agency,
        "number": document.number,
        "facts": document.facts,
        "answers": answer_out::scope_value(form.items(), &document.answers),
    })
}

/// The published edition for anyone. Withheld words are not in the type that this reads.
/// `edition`, `published` (YYYY-MM-DD), `origin` and `withheld_changed` occur in this copy
/// only, the last two where they are known.
#[must_use]
pub fn export_public(form: &FormEdition, assessment: &PublicAssessment) -> Value {
    let mut value = json!({
        "format": FORMAT,
        "version": VERSION,
        "form": assessment.form,
        "form_edition": assessment.form_edition,
        "body": assessment.body,
        "agency": assessment.agency,
        "number": assessment.number,
        "edition": assessment.edition,
        "published": assessment.published.to_string(),
    });
    if let Some(origin) = assessment.origin {
        value["origin"] = json!(origin.as_str());
    }
    if !assessment.withheld_changed.is_empty() {
        value["withheld_changed"] = json!(assessment.withheld_changed);
    }
    value["facts"] = json!(assessment.facts);
    value["answers"] = public_out::scope_value(form.items(), &assessment.answers).into();
    value
}

/// The JSON text of a published edition: the same bytes for the same edition, always.
#[must_use]
pub fn release_json(form: &FormEdition, assessment: &PublicAssessment) -> String {
    to_text(&export_public(form, assessment))
}

/// What is shown of a published edition whose affair ended on `ended_on`: the release, which
/// itself never changes, with the keys `ended` and `title`; the release as it is while the
/// affair goes on. `title` is the public title of the edition.
#[must_use]
pub fn ended_release(release: &str, title: &str, ended_on: Option<Date>) -> String {
    let ended = ended_on.and_then(|day| {
        let mut value: Value = serde_json::from_str(release).ok()?;
        let object = value.as_object_mut()?;
        object.insert("ended".to_owned(), json!(day.to_string()));
        object.insert("title".to_owned(), json!(ended_title(title, Some(day))));
        Some(to_text(&value))
    });
    ended.unwrap_or_else(|| release.to_owned())
}

/// Indented text with a line feed at its end.
#[must_use]
pub fn to_text(value: &Value) -> String {
    format!("{value:#}\n")
}
