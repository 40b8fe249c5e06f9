//! The rows of all sheets as the answers of the interchange format.

use domain::ItemPath;
use serde_json::{Map, Value, json};

use super::cells::Sheet;
use super::value::value;
use crate::mark::{ANSWER, CHOSEN, MARK, Mark, PATH, What};
use crate::problem::SheetProblem;
use crate::write::columns_from;

/// Circles that people type.
const CIRCLES: [char; 6] = ['○', '〇', '◯', '●', '◎', '✓'];

#[derive(Default)]
pub(super) struct Answers {
    top: Map<String, Value>,
    problems: Vec<SheetProblem>,
}

/// A row with its mark.
struct Row {
    at: u32,
    path: ItemPath,
    mark: Mark,
}

impl Answers {
    /// The answers, once every sheet was read.
    pub(super) fn done(self) -> Result<Map<String, Value>, Vec<SheetProblem>> {
        if self.problems.is_empty() {
            Ok(self.top)
        } else {
            Err(self.problems)
        }
    }

    /// Reads a sheet.
    pub(super) fn sheet(&mut self, sheet: &Sheet) {
        let rows: Vec<u32> = sheet.rows().into_iter().collect();
        let mut next = 0;
        while let Some(at) = rows.get(next).copied() {
            next += 1;
            let Some(row) = self.marked(sheet, at) else {
                continue;
            };
            let below = &rows[next..];
            next += match &row.mark.what {
                What::Multichoice => self.options(sheet, &row, below),
                What::Rows | What::Cells { .. } => self.table(sheet, &row, below),
                What::Repeat { groups } => {
                    self.repeat(&row, *groups);
                    0
                }
                _ => self.answer(sheet, &row, below),
            };
        }
    }

    /// A row that has a mark; others are headings, remarks or rows that people added.
    fn marked(&mut self, sheet: &Sheet, at: u32) -> Option<Row> {
        let mark = sheet.text(at, MARK);
        if mark.is_empty() {
            return None;
        }
        let path = ItemPath::parse(&sheet.text(at, PATH));
        let mark = serde_json::from_str(&mark);
        if let (Ok(path), Ok(mark)) = (path, mark) {
            return Some(Row { at, path, mark });
        }
        let message = "この行が、どの欄のものか分かりません（隠れている列が変わっています）。書き出し直したファイルに書いてください。";
        self.problems
            .push(SheetProblem::at(&sheet.name, at, PATH, message));
        None
    }

    fn problem(&mut self, sheet: &Sheet, at: u32, column: u16, message: String) {
        self.problems
            .push(SheetProblem::at(&sheet.name, at, column, message));
    }

    /// An answer in one cell, with the cells that continue it. Gives how many rows those are.
    fn answer(&mut self, sheet: &Sheet, row: &Row, below: &[u32]) -> usize {
        let more = below.iter().take_while(|at| is_more(sheet, **at)).count();
        let mut held = sheet.cell(row.at, ANSWER).cloned();
        if more > 0 {
            let mut text = sheet.text(row.at, ANSWER);
            for at in &below[..more] {
                text.push_str(&sheet.text(*at, ANSWER));
            }
            held = Some(super::cells::Held::Text(text));
        }
        let is_blank = held.is_none();
        if is_blank && row.mark.missing {
            return more;
        }
        let read = match &row.mark.what {
            What::Diagram {
                attachment,
                withheld,
            } => value(&What::Text, held.as_ref())
                .map(|alt| Some(diagram(attachment.as_deref(), *withheld, alt))),
            what => value(what, held.as_ref()),
        };
        match read {
            Ok(value) => self.set(&row.path, value),
            Err(message) => self.problem(sheet, row.at, ANSWER, message),
        }
        more
    }

    fn options(&mut self, sheet: &Sheet, row: &Row, below: &[u32]) -> usize {
        let mut chosen = Vec::new();
        let mut taken = 0;
        while let Some(at) = below.get(taken).copied() {
            if let Some((n, blank)) = option(sheet, at, &row.path) {
                let (more, text) = joined(sheet, at, &below[taken + 1..]);
                taken += 1 + more;
                match circled(&text) {
                    Ok(Some("")) if blank => chosen.push(json!({ "choice": n, "text": "" })),
                    Ok(Some("")) => chosen.push(json!(n)),
                    Ok(Some(words)) => match value(
                        &What::Text,
                        Some(&super::cells::Held::Text(words.to_owned())),
                    ) {
                        Ok(words) => chosen.push(json!({ "choice": n, "text": words })),
                        Err(message) => self.problem(sheet, at, ANSWER, message),
                    },
                    Ok(None) => {}
                    Err(message) => self.problem(sheet, at, ANSWER, message),
                }
            } else {
                break;
            }
        }
        if !(chosen.is_empty() && row.mark.missing) {
            self.set(&row.path, Some(Value::Array(chosen)));
        }
        taken
    }

    /// The rows below the mark and its headings, to the end of the sheet.
    fn table(&mut self, sheet: &Sheet, row: &Row, below: &[u32]) -> usize {
        let columns = match &row.mark.what {
            What::Cells { columns } => Some(columns.as_slice()),
            _ => None,
        };
        let first = columns_from(columns.map_or(1, <[_]>::len));
        let mut rows = Vec::new();
        // The first row below the mark holds the headings.
        for at in below.iter().skip(1).copied() {
            let marked = row_mark(sheet, at);
            if marked.is_none() && sheet.is_blank_from(at, first) {
                continue;
            }
            match columns {
                None => match value(&What::Text, sheet.cell(at, first)) {
                    Ok(text) => rows.extend(text),
                    Err(message) => self.problem(sheet, at, first, message),
                },
                Some(columns) => {
                    let cells = self.cells(sheet, at, columns, &marked.unwrap_or_default());
                    rows.push(Value::Object(cells));
                }
            }
        }
        if !(rows.is_empty() && row.mark.missing) {
            self.set(&row.path, Some(Value::Array(rows)));
        }
        below.len()
    }

    fn cells(
        &mut self,
        sheet: &Sheet,
        at: u32,
        columns: &[(String, What)],
        marks: &[(String, What)],
    ) -> Map<String, Value> {
        let mut cells = Map::new();
        for (column, (id, what)) in (columns_from(columns.len())..).zip(columns) {
            let held = sheet.cell(at, column);
            let marked = marks.iter().find(|(marked, _)| marked == id);
            if held.is_none() && marked.is_none() {
                continue;
            }
            match value(marked.map_or(what, |(_, what)| what), held) {
                Ok(Some(value)) => {
                    cells.insert(id.clone(), value);
                }
                Ok(None) => {}
                Err(message) => self.problem(sheet, at, column, message),
            }
        }
        cells
    }

    fn repeat(&mut self, row: &Row, groups: usize) {
        if groups == 0 && row.mark.missing {
            return;
        }
        let empty = (0..groups).map(|_| json!({})).collect();
        self.set(&row.path, Some(Value::Array(empty)));
    }

    /// Puts a value where its path says; `None` takes a top-level answer away.
    fn set(&mut self, path: &ItemPath, value: Option<Value>) {
        let Some((last, above)) = path.steps().split_last() else {
            return;
        };
        let mut scope = &mut self.top;
        for step in above {
            let Some(index) = step.index.filter(|index| *index <= MOST_GROUPS) else {
                return;
            };
            let groups = scope
                .entry(step.item.to_string())
                .or_insert_with(|| json!([]));
            let Some(groups) = groups.as_array_mut() else {
                return;
            };
            while groups.len() < index {
                groups.push(json!({}));
            }
            let Some(group) = groups[index - 1].as_object_mut() else {
                return;
            };
            scope = group;
        }
        match value {
            Some(value) => {
                scope.insert(last.item.to_string(), value);
            }
            None if above.is_empty() => {
                scope.insert(last.item.to_string(), Value::Null);
            }
            None => {}
        }
    }
}

/// A path that a person changed must not make a million groups.
const MOST_GROUPS: usize = 1_000;

fn mark_of(sheet: &Sheet, at: u32) -> Option<Mark> {
    serde_json::from_str(&sheet.text(at, MARK)).ok()
}

/// What a row of a table holds beyond its cells.
fn row_mark(sheet: &Sheet, at: u32) -> Option<Vec<(String, What)>> {
    match serde_json::from_str(&sheet.text(at, MARK)).ok()? {
        What::Row { cells } => Some(cells),
        _ => None,
    }
}

fn is_more(sheet: &Sheet, at: u32) -> bool {
    mark_of(sheet, at).is_some_and(|mark| mark.what == What::More)
}

/// The number of an option of the item, and whether its brackets held nothing.
fn option(sheet: &Sheet, at: u32, path: &ItemPath) -> Option<(u32, bool)> {
    match mark_of(sheet, at)?.what {
        What::Option { n, blank } if sheet.text(at, PATH) == path.to_string() => Some((n, blank)),
        _ => None,
    }
}

/// The text of a cell with the cells that continue it, and how many those are.
fn joined(sheet: &Sheet, at: u32, below: &[u32]) -> (usize, String) {
    let more = below.iter().take_while(|at| is_more(sheet, **at)).count();
    let mut text = sheet.text(at, ANSWER);
    for at in &below[..more] {
        text.push_str(&sheet.text(*at, ANSWER));
    }
    (more, text)
}

/// The words behind the circle; `None` where there is none.
fn circled(text: &str) -> Result<Option<&str>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    text.trim_start()
        .strip_prefix(CIRCLES)
        .map(Some)
        .ok_or_else(|| format!("選ぶときは「{CHOSEN}」を入れ、選ばないときは空欄にしてください。"))
}

fn diagram(attachment: Option<&str>, withheld: bool, alt: Option<Value>) -> Value {
    let mut value = Map::new();
    if let Some(attachment) = attachment {
        value.insert("attachment".to_owned(), json!(attachment));
    }
    value.insert("alt".to_owned(), alt.unwrap_or_else(|| json!("")));
    value.insert("withheld".to_owned(), json!(withheld));
    Value::Object(value)
}
