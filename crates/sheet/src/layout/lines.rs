//! The lines of one sheet as they are written down.

use domain::ItemPath;
use domain::form::{Kind, Node};
use domain::interchange::typed_text;
use serde_json::Value;

use super::{Cell, ItemLine, Line, simple};
use crate::long_text;
use crate::mark::{CHOSEN, Mark, NO, What, YES};

/// As much as a cell is given, in UTF-16 units; a cell holds 32,767.
const LONGEST_CELL: usize = 30_000;
/// Blank lines at the end of a table, to write into.
const SPARE_ROWS: usize = 5;
const WITHHELD_PICTURE: &str = "非公表（図）";

pub(super) struct Lines<'a> {
    body_name: &'a str,
    lines: Vec<Line>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(body_name: &'a str) -> Self {
        Self {
            body_name,
            lines: Vec::new(),
        }
    }

    pub(super) fn done(self) -> Vec<Line> {
        self.lines
    }

    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.lines.push(Line::Heading {
            level,
            text: text.to_owned(),
        });
    }

    pub(super) fn remark(&mut self, text: &str) {
        self.lines.push(Line::Remark(text.to_owned()));
    }

    /// The row that says how many groups there are.
    pub(super) fn repeat(&mut self, node: &Node, path: &ItemPath, answer: Option<&Value>) {
        let groups = super::groups(answer).len();
        let mut line = item(node, path, What::Repeat { groups }, answer.is_none());
        line.label = "件数".to_owned();
        line.number = String::new();
        line.cell = Cell::Text(format!("{groups}件"));
        line.guide = "件数は画面で増減します。".to_owned();
        self.lines.push(Line::Item(Box::new(line)));
    }

    /// The row or rows of an answer that is no table and no repeat.
    pub(super) fn answer(&mut self, node: &Node, path: &ItemPath, answer: Option<&Value>) {
        match node.kind {
            Kind::Longtext => self.long_text(node, path, answer),
            Kind::Multichoice => self.options(node, path, answer),
            Kind::Diagram => self.diagram(node, path, answer),
            kind => {
                let Some(what) = simple(kind) else { return };
                let mut line = item(node, path, what, answer.is_none());
                line.cell = cell(node, answer);
                line.offers = offers(node);
                self.text_lines(line);
            }
        }
    }

    fn long_text(&mut self, node: &Node, path: &ItemPath, answer: Option<&Value>) {
        let (typed, what) = long_text::typed(answer, self.body_name);
        let mut line = item(node, path, what, answer.is_none());
        line.cell = Cell::Text(typed);
        self.text_lines(line);
    }

    /// A line whose text may need more cells than one.
    fn text_lines(&mut self, mut line: ItemLine) {
        let rest = match &mut line.cell {
            Cell::Text(text) => split(text),
            _ => Vec::new(),
        };
        let path = line.path.clone();
        self.lines.push(Line::Item(Box::new(line)));
        for part in rest {
            self.lines.push(Line::Item(Box::new(ItemLine {
                path: path.clone(),
                mark: Mark {
                    what: What::More,
                    missing: false,
                },
                number: String::new(),
                label: "（続き）".to_owned(),
                cell: Cell::Text(part),
                guide: String::new(),
                offers: Vec::new(),
            })));
        }
    }

    fn options(&mut self, node: &Node, path: &ItemPath, answer: Option<&Value>) {
        let mut head = item(node, path, What::Multichoice, answer.is_none());
        "当てはまるものに○を入れてください。".clone_into(&mut head.guide);
        self.lines.push(Line::Item(Box::new(head)));
        let chosen = answer.and_then(Value::as_array);
        let chosen: Vec<&Value> = chosen.into_iter().flatten().collect();
        let known = node
            .choices
            .iter()
            .map(|choice| (choice.n, choice.label.as_str(), choice.takes_text()));
        for (n, label, takes_text) in known {
            let found = chosen.iter().find(|value| number_of(value) == Some(n));
            let words = found.and_then(|value| value.get("text")).map(typed_text);
            let blank = words.as_deref() == Some("");
            let mut line = item(node, path, What::Option { n, blank }, false);
            line.number = String::new();
            line.label = format!("{n}) {label}");
            line.cell = found.map_or(Cell::Nothing, |_| {
                Cell::Text(format!("{CHOSEN}{}", words.unwrap_or_default()))
            });
            if takes_text {
                "○に続けて、括弧の中の語句を書けます。".clone_into(&mut line.guide);
            } else {
                line.offers = vec![CHOSEN.to_owned()];
            }
            self.text_lines(line);
        }
    }

    fn diagram(&mut self, node: &Node, path: &ItemPath, answer: Option<&Value>) {
        let attachment = answer.and_then(|answer| answer["attachment"].as_str());
        let withheld = answer.is_some_and(|answer| answer["withheld"] == Value::Bool(true));
        let what = What::Diagram {
            attachment: attachment.map(str::to_owned),
            withheld,
        };
        let mut line = item(node, path, what, answer.is_none());
        let alt = answer.and_then(|answer| answer.get("alt"));
        line.cell = match (alt, withheld) {
            (Some(alt), _) => Cell::Text(typed_text(alt)),
            (None, true) => Cell::Text(WITHHELD_PICTURE.to_owned()),
            (None, false) => Cell::Nothing,
        };
        "図を説明する文章です。図そのものは画面で添付します。".clone_into(&mut line.guide);
        self.text_lines(line);
    }

    /// A table on a sheet of its own.
    pub(super) fn table(&mut self, node: &Node, path: &ItemPath, answer: Option<&Value>) {
        let rows = answer.and_then(Value::as_array);
        let rows: Vec<&Value> = rows.into_iter().flatten().collect();
        let columns: Vec<(String, What)> = node
            .children
            .iter()
            .filter_map(|child| Some((child.id.to_string(), simple(child.kind)?)))
            .collect();
        let what = if columns.is_empty() {
            What::Rows
        } else {
            What::Cells { columns }
        };
        let mut head = item(node, path, what, answer.is_none());
        head.number = String::new();
        head.label = "1行に1件".to_owned();
        head.guide = "行を足したり消したりできます。".to_owned();
        self.lines.push(Line::Item(Box::new(head)));
        if node.children.is_empty() {
            self.lines.push(Line::Columns(vec![node.label.clone()]));
        } else {
            let headings = node.children.iter().map(Node::heading).collect();
            self.lines.push(Line::Columns(headings));
        }
        let path = path.to_string();
        for row in rows {
            let line = if node.children.is_empty() {
                text_row(&path, row)
            } else {
                self.cells_row(node, &path, row)
            };
            self.lines.push(line);
        }
        let spare = (0..SPARE_ROWS).map(|_| Line::Row {
            path: path.clone(),
            mark: None,
            cells: Vec::new(),
        });
        self.lines.extend(spare);
    }

    fn cells_row(&self, node: &Node, path: &str, row: &Value) -> Line {
        let (mut cells, mut marks) = (Vec::new(), Vec::new());
        for child in &node.children {
            let answer = row.get(child.id.as_str());
            let (held, what) = if child.kind == Kind::Longtext {
                let (typed, what) = long_text::typed(answer, self.body_name);
                (
                    answer.map_or(Cell::Nothing, |_| Cell::Text(typed)),
                    Some(what),
                )
            } else {
                (cell(child, answer), simple(child.kind))
            };
            let is_blank = matches!(&held, Cell::Text(text) if text.is_empty());
            if let Some(what) = what.filter(|what| is_blank || says_more(what)) {
                marks.push((child.id.to_string(), what));
            }
            cells.push(held);
        }
        let shows_nothing = cells.iter().all(is_nothing);
        Line::Row {
            path: path.to_owned(),
            mark: (shows_nothing || !marks.is_empty()).then_some(What::Row { cells: marks }),
            cells,
        }
    }
}

/// A row of a table without columns; one that says nothing is still a row.
fn text_row(path: &str, row: &Value) -> Line {
    let text = typed_text(row);
    Line::Row {
        path: path.to_owned(),
        mark: text
            .trim()
            .is_empty()
            .then(|| What::Row { cells: Vec::new() }),
        cells: vec![Cell::Text(text)],
    }
}

fn says_more(what: &What) -> bool {
    match what {
        What::Longtext { examples, exact } => !examples.is_empty() || exact.is_some(),
        _ => false,
    }
}

fn is_nothing(cell: &Cell) -> bool {
    match cell {
        Cell::Nothing => true,
        Cell::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn item(node: &Node, path: &ItemPath, what: What, missing: bool) -> ItemLine {
    let mut guide = String::new();
    if node.kind == Kind::Choice {
        guide = offers(node).join("\n");
    }
    if !node.confirmed {
        if !guide.is_empty() {
            guide.push('\n');
        }
        guide.push_str("（この欄は資料で確かめられていません：未確認）");
    }
    ItemLine {
        path: path.to_string(),
        mark: Mark { what, missing },
        number: node.number.clone(),
        label: node.label.clone(),
        cell: Cell::Nothing,
        guide,
        offers: Vec::new(),
    }
}

fn offers(node: &Node) -> Vec<String> {
    match node.kind {
        Kind::Choice => {
            let choices = node.choices.iter();
            choices
                .map(|choice| format!("{}) {}", choice.n, choice.label))
                .collect()
        }
        Kind::Boolean => vec![YES.to_owned(), NO.to_owned()],
        _ => Vec::new(),
    }
}

/// The one cell of an answer.
fn cell(node: &Node, answer: Option<&Value>) -> Cell {
    let Some(answer) = answer else {
        return Cell::Nothing;
    };
    match node.kind {
        Kind::Choice => match number_of(answer) {
            Some(n) => Cell::Text(choice_words(node, n)),
            None => Cell::Nothing,
        },
        Kind::Date => match answer.as_str().and_then(|day| day.parse().ok()) {
            Some(day) => Cell::Date(day),
            None => Cell::Nothing,
        },
        Kind::Number => answer.as_i64().map_or(Cell::Nothing, Cell::Number),
        Kind::Boolean => {
            let word = if answer.as_bool() == Some(true) {
                YES
            } else {
                NO
            };
            Cell::Text(word.to_owned())
        }
        _ => Cell::Text(typed_text(answer)),
    }
}

fn choice_words(node: &Node, n: u32) -> String {
    match node.choice(n) {
        Some(choice) => format!("{n}) {}", choice.label),
        None => n.to_string(),
    }
}

fn number_of(value: &Value) -> Option<u32> {
    let number = value.as_u64().or_else(|| value["choice"].as_u64())?;
    u32::try_from(number).ok()
}

/// Leaves the first cell's text and gives the rest, a cell each.
fn split(text: &mut String) -> Vec<String> {
    let mut parts = Vec::new();
    let (mut start, mut units) = (0, 0);
    for (at, c) in text.char_indices() {
        if units + c.len_utf16() > LONGEST_CELL {
            parts.push(start..at);
            (start, units) = (at, 0);
        }
        units += c.len_utf16();
    }
    if parts.is_empty() {
        return Vec::new();
    }
    parts.push(start..text.len());
    let rest: Vec<String> = parts[1..]
        .iter()
        .map(|part| text[part.clone()].to_owned())
        .collect();
    text.truncate(parts[0].end);
    rest
}
