//! Spreadsheets of real forms, out and in, and files that somebody made to do harm.
#![allow(clippy::unwrap_used)]

mod edited;
mod hostile;
mod round_trip;

use std::sync::LazyLock;

use content::Content;
use domain::interchange::{export, import};
use domain::{Document, EditionId, FormEdition, FormId};
use sheet::Reader;

static CONTENT: LazyLock<Content> = LazyLock::new(|| Content::embedded().unwrap());

/// The name in the heading of the body's own measures.
const BODY: &str = "見本市";

fn find(id: &FormId, edition: Option<&EditionId>) -> Option<&'static FormEdition> {
    let mut forms = CONTENT.forms.iter();
    forms.rfind(|form| form.id == *id && edition.is_none_or(|edition| form.edition == *edition))
}

fn written(form: &FormEdition, document: &Document) -> Vec<u8> {
    sheet::workbook(form, &export(form, document), BODY, Reader::Full).unwrap()
}

/// What a file says, on its own.
fn read(bytes: &[u8]) -> Document {
    let json = sheet::read(bytes).unwrap();
    import(&json, &find).unwrap().apply_to(None)
}

/// A document of the demo.
fn demo(name: &str) -> (&'static FormEdition, Document) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content/demo/");
    let json = std::fs::read_to_string(format!("{folder}{name}.json")).unwrap();
    let document = import(&json, &find).unwrap().apply_to(None);
    let form = find(&document.form, Some(&document.form_edition)).unwrap();
    (form, document)
}
