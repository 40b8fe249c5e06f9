//! The sheet that says what the file is about; people do not see it.

use rust_xlsxwriter::{Worksheet, XlsxError};
use serde_json::Value;

use super::Reader;
use crate::mark::ABOUT;

/// The keys of the interchange format that stand there, in order.
pub(crate) const KEYS: [&str; 8] = [
    "format",
    "version",
    "form",
    "form_edition",
    "body",
    "agency",
    "number",
    "facts",
];

/// The word for whom a copy was made.
pub(crate) const FOR: &str = "for";
pub(crate) const FULL: &str = "full";
pub(crate) const PUBLIC: &str = "public";

pub(super) fn write(
    sheet: &mut Worksheet,
    document: &Value,
    reader: Reader,
) -> Result<(), XlsxError> {
    sheet.set_name(ABOUT)?;
    for (row, key) in (0..).zip(KEYS) {
        sheet.write_string(row, 0, key)?;
        sheet.write_string(row, 1, document[key].to_string())?;
    }
    let word = match reader {
        Reader::Full => FULL,
        Reader::Public => PUBLIC,
    };
    let last = u32::try_from(KEYS.len()).unwrap_or_default();
    sheet
        .write_string(last, 0, FOR)?
        .write_string(last, 1, word)?;
    sheet.set_very_hidden(true);
    Ok(())
}
