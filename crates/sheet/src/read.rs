//! A file that somebody edited, as a text of the interchange format.

mod answers;
mod cells;
mod value;

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use domain::interchange::to_text;
use serde_json::{Map, Value, json};

use crate::guard;
use crate::mark::ABOUT;
use crate::problem::SheetProblem;
use crate::write::about::{FOR, KEYS, PUBLIC};
use answers::Answers;
use cells::Sheet;

/// Whether these bytes are a spreadsheet, as far as their beginning tells (a ZIP archive).
#[must_use]
pub fn is_spreadsheet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// What a spreadsheet says, as a text of the interchange format: names every item that has a
/// row in it. What the import then checks are its own rules.
///
/// # Errors
/// Every [`SheetProblem`] found; then nothing must be changed. A file that is too large,
/// unpacks to too much, or holds macros or references to other files, is not opened; a copy
/// for the public is refused, since it lacks what is withheld.
pub fn read(bytes: &[u8]) -> Result<String, Vec<SheetProblem>> {
    guard::look_at(bytes).map_err(|problem| vec![problem])?;
    let unreadable = |_| {
        vec![SheetProblem::of_file(
            "xlsx として読めません。表計算ソフトで保存し直してください。",
        )]
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let names = book.sheet_names();
    let mut sheets = Vec::with_capacity(names.len());
    for name in &names {
        sheets.push(Sheet::read(&mut book, name).map_err(|problem| vec![problem])?);
    }
    let mut document = about(&sheets).map_err(|problem| vec![problem])?;
    let mut answers = Answers::default();
    for sheet in sheets.iter().filter(|sheet| sheet.name != ABOUT) {
        answers.sheet(sheet);
    }
    document.insert("answers".to_owned(), Value::Object(answers.done()?));
    Ok(to_text(&Value::Object(document)))
}

/// The head of the document, from the hidden sheet.
fn about(sheets: &[Sheet]) -> Result<Map<String, Value>, SheetProblem> {
    let foreign = || {
        SheetProblem::of_file(
            "このシステムから書き出したファイルではありません。評価書の画面から書き出したファイルに書いてください。",
        )
    };
    let sheet = sheets
        .iter()
        .find(|sheet| sheet.name == ABOUT)
        .ok_or_else(foreign)?;
    let mut head = Map::new();
    for row in sheet.rows() {
        let (key, value) = (sheet.text(row, 0), sheet.text(row, 1));
        if key == FOR && value == PUBLIC {
            return Err(SheetProblem::of_file(
                "公表版の写しは取り込めません。非公表の部分が含まれていないためです。全文の写しを書き出して使ってください。",
            ));
        }
        if KEYS.contains(&key.as_str()) {
            let value: Value = serde_json::from_str(&value).map_err(|_| foreign())?;
            head.insert(key, value);
        }
    }
    if head.get("format") != Some(&json!(domain::interchange::FORMAT)) {
        return Err(foreign());
    }
    Ok(head)
}
