//! What is wrong with a file that somebody brings.

use std::fmt;

/// A fault of a file: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetProblem {
    /// The sheet, if the fault is in one.
    pub sheet: Option<String>,
    /// The cell, as `E12`.
    pub cell: Option<String>,
    /// What is wrong and what to do, in Japanese. Never quotes the cell.
    pub message: String,
}

impl SheetProblem {
    pub(crate) fn of_file(message: impl Into<String>) -> Self {
        Self {
            sheet: None,
            cell: None,
            message: message.into(),
        }
    }

    pub(crate) fn at(sheet: &str, row: u32, column: u16, message: impl Into<String>) -> Self {
        let letter = char::from(b'A' + u8::try_from(column.min(25)).unwrap_or(25));
        Self {
            sheet: Some(sheet.to_owned()),
            cell: Some(format!("{letter}{}", row + 1)),
            message: message.into(),
        }
    }
}

impl fmt::Display for SheetProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(f, "シート「{sheet}」")?;
        }
        if let Some(cell) = &self.cell {
            write!(f, "のセル {cell}")?;
        }
        if self.sheet.is_some() || self.cell.is_some() {
            f.write_str(": ")?;
        }
        f.write_str(&self.message)
    }
}
