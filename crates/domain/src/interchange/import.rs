//! Whole documents in.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde_json::{Map, Value};

use super::path::At;
use super::problem::{Fault, ImportProblem};
use super::reader::Reader;
use super::{FORMAT, VERSION, json};
use crate::answer::{Answer, Answers};
use crate::document::Document;
use crate::facts::{Facts, FileUnit};
use crate::form::FormEdition;
use crate::ids::{AssessmentNumber, BodyCode, EditionId, FormId, ItemId};
use crate::name::{LONGEST_AGENCY, parse_name};

const KEYS: [&str; 9] = [
    "format",
    "version",
    "form",
    "form_edition",
    "body",
    "agency",
    "number",
    "facts",
    "answers",
];
/// The keys that only the public copy has.
const PUBLIC_KEYS: [&str; 6] = [
    "edition",
    "published",
    "origin",
    "withheld_changed",
    "ended",
    "title",
];
const ROOT: At<'_> = At::Root;

/// What a JSON text is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The form.
    pub form: FormId,
    /// The form's edition, if it names one.
    pub form_edition: Option<EditionId>,
    /// The body.
    pub body: BodyCode,
    /// The agency within the body.
    pub agency: String,
    /// The number the agency gave it.
    pub number: AssessmentNumber,
}

/// What a JSON text says. [`Imported::apply_to`] makes a document of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The form.
    pub form: FormId,
    /// The edition of the form that the answers were read by.
    pub form_edition: EditionId,
    /// The body.
    pub body: BodyCode,
    /// The agency within the body.
    pub agency: String,
    /// The number the agency gave it.
    pub number: AssessmentNumber,
    /// The facts it names.
    pub facts: Facts,
    /// The top-level items it names; `None` takes an answer away.
    pub answers: BTreeMap<ItemId, Option<Answer>>,
}

impl Imported {
    /// The document after the import. What the JSON does not name stays as it is in
    /// `existing`; a repeat or table that it names takes the place of the whole one.
    #[must_use]
    pub fn apply_to(&self, existing: Option<&Document>) -> Document {
        let mut answers =
            existing.map_or_else(Answers::default, |document| document.answers.clone());
        for (item, answer) in &self.answers {
            match answer {
                Some(answer) => answers.set(item.clone(), answer.clone()),
                None => {
                    answers.remove(item.as_str());
                }
            }
        }
        let facts = existing.map_or_else(Facts::default, |document| document.facts.clone());
        Document {
            form: self.form.clone(),
            form_edition: self.form_edition.clone(),
            body: self.body.clone(),
            agency: self.agency.clone(),
            number: self.number.clone(),
            facts: facts.merged(&self.facts),
            answers,
        }
    }
}

/// Reads only what the JSON is about, as to find the document that exists already.
///
/// # Errors
/// Every [`ImportProblem`] of the head.
pub fn read_head(json: &str) -> Result<Head, Vec<ImportProblem>> {
    let value = json::parse(json)?;
    let mut reader = Reader::default();
    let head = reader
        .object(ROOT, &value)
        .and_then(|object| reader.head(object));
    reader.finish(head)
}

/// Reads a JSON text. `forms` finds a form by its id and edition; without an edition, the
/// newest or, for a document that exists, the edition it has.
///
/// # Errors
/// Every [`ImportProblem`] found, each with its path. Then nothing must be changed.
pub fn import<F: Deref<Target = FormEdition>>(
    json: &str,
    forms: &dyn Fn(&FormId, Option<&EditionId>) -> Option<F>,
) -> Result<Imported, Vec<ImportProblem>> {
    let value = json::parse(json)?;
    let mut reader = Reader::default();
    let Some(object) = reader.object(ROOT, &value) else {
        return Err(reader.problems);
    };
    let head = reader.head(object);
    let facts = object
        .get("facts")
        .map(|value| reader.facts(ROOT.key("facts"), value));
    let form = head.as_ref().and_then(|head| {
        let form = forms(&head.form, head.form_edition.as_ref());
        form.or_else(|| reader.no_form(head, forms))
    });
    let mut problems = reader.problems;
    let (Some(head), Some(form)) = (head, form) else {
        return Err(problems);
    };
    let mut reader = Reader::of(&form);
    let answers = object.get("answers").and_then(|value| {
        let at = ROOT.key("answers");
        let object = reader.object(at, value)?;
        Some(reader.named_answers(at, form.items(), object))
    });
    problems.append(&mut reader.problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Imported {
        form: head.form,
        form_edition: form.edition.clone(),
        body: head.body,
        agency: head.agency,
        number: head.number,
        facts: facts.unwrap_or_default(),
        answers: answers.unwrap_or_default(),
    })
}

impl Reader<'_> {
    fn head(&mut self, object: &Map<String, Value>) -> Option<Head> {
        self.head_keys(object);
        let format = self.member(ROOT, object, "format");
        if format.is_some_and(|value| value != FORMAT) {
            self.fail::<()>(ROOT.key("format"), Fault::Format);
        }
        let version = self.member(ROOT, object, "version");
        if version.is_some_and(|value| value.as_u64() != Some(VERSION)) {
            self.fail::<()>(ROOT.key("version"), Fault::Version);
        }
        let form = self.required(object, "form", |text| {
            FormId::parse(text).map_err(Fault::Id)
        });
        let form_edition = match object.get("form_edition") {
            None => Some(None),
            Some(_) => self
                .required(object, "form_edition", |text| {
                    EditionId::parse(text).map_err(Fault::Id)
                })
                .map(Some),
        };
        let body = self.required(object, "body", |text| {
            BodyCode::parse(text).map_err(Fault::Id)
        });
        let agency = self.required(object, "agency", parse_agency);
        let number = self.required(object, "number", |text| {
            AssessmentNumber::parse(text).map_err(Fault::Id)
        });
        Some(Head {
            form: form?,
            form_edition: form_edition?,
            body: body?,
            agency: agency?,
            number: number?,
        })
    }

    fn head_keys(&mut self, object: &Map<String, Value>) {
        for key in object.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            let public = PUBLIC_KEYS.contains(&key.as_str());
            let fault = if public {
                Fault::PublicCopy
            } else {
                Fault::UnknownKey
            };
            self.fail::<()>(ROOT.key(key), fault);
        }
    }

    fn required<T>(
        &mut self,
        object: &Map<String, Value>,
        key: &str,
        parse: impl Fn(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let at = ROOT.key(key);
        let text = self
            .member(ROOT, object, key)
            .and_then(|value| self.string(at, value))?;
        match parse(text) {
            Ok(parsed) => Some(parsed),
            Err(fault) => self.fail(at, fault),
        }
    }

    /// Says whether the form or only its edition is unknown.
    fn no_form<F>(
        &mut self,
        head: &Head,
        forms: &dyn Fn(&FormId, Option<&EditionId>) -> Option<F>,
    ) -> Option<F> {
        if head.form_edition.is_some() && forms(&head.form, None).is_some() {
            self.fail(ROOT.key("form_edition"), Fault::UnknownEdition)
        } else {
            self.fail(ROOT.key("form"), Fault::UnknownForm)
        }
    }

    fn facts(&mut self, at: At<'_>, value: &Value) -> Facts {
        let mut facts = Facts::default();
        let Some(object) = self.object(at, value) else {
            return facts;
        };
        for (key, value) in object {
            let at = at.key(key);
            match key.as_str() {
                "uses_ms" => facts.uses_ms = self.boolean(at, value),
                "uses_pf" => facts.uses_pf = self.boolean(at, value),
                "ms_obtain" => facts.ms_obtain = self.boolean(at, value),
                "ms_provide" => facts.ms_provide = self.boolean(at, value),
                "ms_entrust" => facts.ms_entrust = self.boolean(at, value),
                "file_unit" => facts.file_unit = self.file_unit(at, value),
                "headcount" => facts.headcount = self.count(at, value),
                "staff" => facts.staff = self.count(at, value),
                "incident" => facts.incident = self.boolean(at, value),
                "as_of" => facts.as_of = self.date(at, value),
                _ => drop(self.fail::<()>(at, Fault::UnknownKey)),
            }
        }
        facts
    }

    fn file_unit(&mut self, at: At<'_>, value: &Value) -> Option<FileUnit> {
        match value.as_str() {
            Some("integrated") => Some(FileUnit::Integrated),
            Some("separate") => Some(FileUnit::Separate),
            _ => self.wrong(at, "integrated又はseparate", value),
        }
    }
}

/// The agency's name; it is public, so it must not carry a withheld mark either.
fn parse_agency(text: &str) -> Result<String, Fault> {
    Ok(parse_name(text, LONGEST_AGENCY)?)
}
