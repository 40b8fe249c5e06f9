//! Sheets as a file: A4, the form's headings, hidden columns that say what a row is.

pub(crate) mod about;
mod looks;

use domain::form::FormEdition;
use jiff::civil::Date;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};
use serde_json::Value;

use crate::layout::{Cell, ItemLine, Line, Page, pages};
use crate::mark::{ANSWER, GUIDE, LABEL, MARK, NUMBER, PATH};
use looks::Looks;

/// Excel knows no day before.
const EARLIEST: Date = Date::constant(1900, 3, 1);
/// What a list of offers may have together, in characters.
const LONGEST_OFFERS: usize = 250;

/// For whom the copy is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Whoever may read everything: the body, its reviewers, the commission.
    Full,
    /// Anyone. The document given was made by `export_public`.
    Public,
}

/// The workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the spreadsheet could not be written")]
pub struct WriteError(#[from] XlsxError);

/// The spreadsheet of a document in the interchange format, as bytes: the same for the same
/// document. `body_name` stands in the heading of the body's own measures.
///
/// # Errors
/// [`WriteError`] for more than a spreadsheet can hold.
pub fn workbook(
    form: &FormEdition,
    document: &Value,
    body_name: &str,
    reader: Reader,
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(form)?);
    let looks = Looks::new();
    let heading = format!("{}（{}）", form.title, form.edition_label);
    let whose = format!(
        "{body_name}　{}",
        document["agency"].as_str().unwrap_or_default()
    );
    let note = match reader {
        Reader::Full => "非公表部分を含みます。取扱いに注意してください。",
        Reader::Public => "公表版",
    };
    for page in pages(form, document, body_name) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&page.name)?;
        frame(sheet, &page, &[&heading, &whose, note], &looks)?;
        lines(sheet, &page, &looks)?;
    }
    about::write(workbook.add_worksheet(), document, reader)?;
    Ok(workbook.save_to_buffer()?)
}

/// Nothing of the day or of a person: the same document gives the same bytes.
fn properties(form: &FormEdition) -> Result<DocProperties, XlsxError> {
    let day = ExcelDateTime::from_ymd(2014, 8, 8)?;
    Ok(DocProperties::new()
        .set_title(&form.title)
        .set_creation_datetime(&day))
}

/// Paper, columns, the head that every printed page repeats.
fn frame(
    sheet: &mut Worksheet,
    page: &Page,
    head: &[&str],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_paper_size(9).set_portrait();
    sheet.set_margins(0.5, 0.5, 0.75, 0.75, 0.3, 0.3);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_header(format!("&L{}&R{}", escaped(head[0]), escaped(head[2])));
    sheet.set_footer(format!("&L{}&C&P / &N", escaped(&page.title)));
    for (column, width) in [(NUMBER, 9.0), (LABEL, 26.0), (ANSWER, 72.0), (GUIDE, 30.0)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_column_hidden(PATH)?.set_column_hidden(MARK)?;
    sheet.merge_range(0, NUMBER, 0, GUIDE, &head.join("　"), &looks.head)?;
    sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
    Ok(())
}

/// `&` begins a code in heads and feet.
fn escaped(text: &str) -> String {
    text.replace('&', "&&").chars().take(80).collect()
}

fn lines(sheet: &mut Worksheet, page: &Page, looks: &Looks) -> Result<(), XlsxError> {
    for (row, line) in (1..).zip(&page.lines) {
        match line {
            Line::Heading { level, text } => {
                sheet.merge_range(row, NUMBER, row, GUIDE, text, looks.heading(*level))?;
            }
            Line::Remark(text) => {
                sheet.merge_range(row, NUMBER, row, GUIDE, text, &looks.remark)?;
            }
            Line::Columns(headings) => {
                for (column, heading) in (columns_from(headings.len())..).zip(headings) {
                    sheet.write_string_with_format(row, column, heading, &looks.column)?;
                }
            }
            Line::Row { path, mark, cells } => {
                sheet.write_string(row, PATH, path)?;
                if let Some(what) = mark {
                    let mark = serde_json::to_string(what).unwrap_or_default();
                    sheet.write_string(row, MARK, mark)?;
                }
                for (column, cell) in (columns_from(cells.len())..).zip(cells) {
                    write(sheet, (row, column), cell, &looks.answer, &looks.day)?;
                }
            }
            Line::Item(item) => item_line(sheet, row, item, looks)?,
        }
    }
    Ok(())
}

/// A table of one column stands where answers stand; one of several begins at the label.
pub(crate) fn columns_from(columns: usize) -> u16 {
    if columns > 1 { LABEL } else { ANSWER }
}

fn item_line(
    sheet: &mut Worksheet,
    row: u32,
    item: &ItemLine,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.write_string(row, PATH, &item.path)?;
    sheet.write_string(
        row,
        MARK,
        serde_json::to_string(&item.mark).unwrap_or_default(),
    )?;
    sheet.write_string_with_format(row, NUMBER, &item.number, &looks.label)?;
    sheet.write_string_with_format(row, LABEL, &item.label, &looks.label)?;
    write(sheet, (row, ANSWER), &item.cell, &looks.answer, &looks.day)?;
    sheet.write_string_with_format(row, GUIDE, &item.guide, &looks.guide)?;
    let length: usize = item
        .offers
        .iter()
        .map(|offer| offer.chars().count() + 1)
        .sum();
    // A comma ends an offer, and Excel knows no way to write one.
    let fit = length <= LONGEST_OFFERS && !item.offers.iter().any(|offer| offer.contains(','));
    if fit && !item.offers.is_empty() {
        let list = DataValidation::new().allow_list_strings(&item.offers)?;
        sheet.add_data_validation(row, ANSWER, row, ANSWER, &list)?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    text: &Format,
    day: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Nothing => sheet.write_blank(row, column, text)?,
        Cell::Text(words) => sheet.write_string_with_format(row, column, words, text)?,
        // A figure with more digits than a spreadsheet keeps stays a text.
        Cell::Number(number) if number.unsigned_abs() < 1 << 53 => {
            #[allow(clippy::cast_precision_loss)] // Below 2^53 every whole number is kept.
            sheet.write_number_with_format(row, column, *number as f64, text)?
        }
        Cell::Number(number) => {
            sheet.write_string_with_format(row, column, number.to_string(), text)?
        }
        Cell::Date(date) if *date >= EARLIEST => {
            let (year, month) = (date.year().unsigned_abs(), date.month().unsigned_abs());
            let time = ExcelDateTime::from_ymd(year, month, date.day().unsigned_abs())?;
            sheet.write_datetime_with_format(row, column, &time, day)?
        }
        Cell::Date(date) => sheet.write_string_with_format(row, column, date.to_string(), text)?,
    };
    Ok(())
}
