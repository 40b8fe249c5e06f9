//! Assessments as spreadsheets (xlsx): the printed form's order and headings, a cell per
//! answer, typed notation for what is withheld; and the same file read back after editing.
//!
//! A sheet per part of the form, 別添 on sheets of their own. Two hidden columns say which
//! item a row belongs to, so that a file that people edit in a spreadsheet is read exactly;
//! rows may be cut and lines of tables added. Written and read through the interchange
//! format, so that the checks of an import are those of every import.
//!
//! Absent on purpose: pictures (a 別添 with a picture has its text and stays attached where
//! it is), styles as data, formulas: texts are texts, whatever they begin with.

mod guard;
mod layout;
mod long_text;
mod mark;
mod problem;
mod read;
mod write;

pub use guard::{LARGEST_FILE, LARGEST_UNPACKED};
pub use problem::SheetProblem;
pub use read::{is_spreadsheet, read};
pub use write::{Reader, WriteError, workbook};
