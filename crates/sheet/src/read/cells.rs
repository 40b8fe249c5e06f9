//! The cells of a sheet, read one by one: a cell far away costs no grid.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use calamine::{DataRef, Xlsx};
use jiff::civil::Date;

use crate::problem::SheetProblem;

/// More cells than the longest assessment has, by far.
const MOST_CELLS: usize = 400_000;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Held {
    Text(String),
    Number(f64),
    Date(Date),
    Boolean(bool),
}

/// A sheet.
pub(super) struct Sheet {
    pub name: String,
    cells: BTreeMap<(u32, u16), Held>,
}

impl Sheet {
    pub(super) fn read<R: Read + Seek>(
        book: &mut Xlsx<R>,
        name: &str,
    ) -> Result<Self, SheetProblem> {
        let fault = |message: &str| SheetProblem {
            sheet: Some(name.to_owned()),
            cell: None,
            message: message.to_owned(),
        };
        let broken = |_| fault("読めません。表計算ソフトで保存し直してください。");
        let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
        let mut cells = BTreeMap::new();
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let Ok(column) = u16::try_from(column) else {
                continue;
            };
            if let Some(held) = held(cell.get_value()) {
                cells.insert((row, column), held);
            }
            if cells.len() > MOST_CELLS {
                return Err(fault(
                    "セルが多すぎます。使っていない行や列を消してください。",
                ));
            }
        }
        Ok(Self {
            name: name.to_owned(),
            cells,
        })
    }

    /// The rows with anything in them, in order.
    pub(super) fn rows(&self) -> BTreeSet<u32> {
        self.cells.keys().map(|(row, _)| *row).collect()
    }

    pub(super) fn cell(&self, row: u32, column: u16) -> Option<&Held> {
        self.cells.get(&(row, column))
    }

    /// The words of a cell; a number as it is written.
    pub(super) fn text(&self, row: u32, column: u16) -> String {
        self.cell(row, column).map(words).unwrap_or_default()
    }

    /// The columns of a row with anything in them, from one on.
    pub(super) fn is_blank_from(&self, row: u32, column: u16) -> bool {
        let mut cells = self.cells.range((row, column)..=(row, u16::MAX));
        cells.all(|(_, held)| words(held).trim().is_empty())
    }
}

/// The words of a cell.
pub(super) fn words(held: &Held) -> String {
    match held {
        Held::Text(text) => text.clone(),
        Held::Number(number) => number.to_string(),
        Held::Date(date) => date.to_string(),
        Held::Boolean(yes) => yes.to_string(),
    }
}

/// What is shown counts, a formula's result too: nothing is evaluated here.
fn held(value: &DataRef<'_>) -> Option<Held> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Held::Text(line_feeds(text))
        }
        DataRef::SharedString(text) => Held::Text(line_feeds(text)),
        #[allow(clippy::cast_precision_loss)] // A spreadsheet keeps no more itself.
        DataRef::Int(number) => Held::Number(*number as f64),
        DataRef::Float(number) => Held::Number(*number),
        DataRef::Bool(yes) => Held::Boolean(*yes),
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            let date = i16::try_from(year).ok().zip(i8::try_from(month).ok());
            let date = date.zip(i8::try_from(day).ok());
            let date = date.and_then(|((year, month), day)| Date::new(year, month, day).ok());
            Held::Date(date?)
        }
        DataRef::Error(error) => Held::Text(error.to_string()),
    })
}

fn line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
