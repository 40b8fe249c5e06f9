//! A document as sheets of lines: what stands where, before anything is written.

mod lines;
mod names;

use domain::ItemPath;
use domain::form::{FormEdition, Kind, Node};
use serde_json::{Map, Value};

use crate::mark::{Mark, What};
use lines::Lines;
use names::Names;

/// A sheet.
pub(crate) struct Page {
    pub name: String,
    pub title: String,
    pub lines: Vec<Line>,
}

/// A line of a sheet.
pub(crate) enum Line {
    /// A heading over what follows; 0 is the part itself.
    Heading { level: usize, text: String },
    /// A row that belongs to an item.
    Item(Box<ItemLine>),
    /// The columns of a table.
    Columns(Vec<String>),
    /// Cells of a table, from left to right.
    Row {
        path: String,
        mark: Option<What>,
        cells: Vec<Cell>,
    },
    /// A remark without an item.
    Remark(String),
}

/// A row of an item.
pub(crate) struct ItemLine {
    pub path: String,
    pub mark: Mark,
    pub number: String,
    pub label: String,
    pub cell: Cell,
    pub guide: String,
    /// What the answer's cell offers.
    pub offers: Vec<String>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Nothing,
    Text(String),
    Number(i64),
    Date(jiff::civil::Date),
}

/// The sheets of a document of the interchange format, in printed order.
pub(crate) fn pages(form: &FormEdition, document: &Value, body_name: &str) -> Vec<Page> {
    let nothing = Map::new();
    let answers = document["answers"].as_object().unwrap_or(&nothing);
    let mut layout = Layout {
        body_name,
        names: Names::default(),
        pages: Vec::new(),
    };
    for node in form.items() {
        layout.part(node, answers);
    }
    layout.pages
}

struct Layout<'a> {
    body_name: &'a str,
    names: Names,
    pages: Vec<Page>,
}

impl Layout<'_> {
    /// A part of the form: a sheet, or one for each group.
    fn part(&mut self, node: &Node, answers: &Map<String, Value>) {
        let path = ItemPath::top(node.id.clone());
        match node.kind {
            Kind::Repeat => {
                let groups = groups(answers.get(node.id.as_str()));
                let mut lines = Lines::new(self.body_name);
                lines.heading(0, &node.heading());
                lines.repeat(node, &path, answers.get(node.id.as_str()));
                if groups.is_empty() {
                    lines.remark("まだ1件もありません。件数は画面で増やしてください。");
                }
                self.add(node, "", lines);
                for (index, group) in (1..).zip(groups) {
                    let mut lines = Lines::new(self.body_name);
                    let heading = format!("{}（{index}）", node.heading());
                    lines.heading(0, &heading);
                    let above = path.clone().group(index);
                    let place = self.add(node, &format!("({index})"), Lines::new(self.body_name));
                    self.fields(&node.children, group, Some(&above), 1, &mut lines);
                    self.pages[place].lines = lines.done();
                }
            }
            _ => {
                let place = self.add(node, "", Lines::new(self.body_name));
                let mut lines = Lines::new(self.body_name);
                lines.heading(0, &node.heading());
                if node.kind == Kind::Section {
                    self.fields(&node.children, answers, None, 1, &mut lines);
                } else {
                    self.field(node, answers, None, 1, &mut lines);
                }
                self.pages[place].lines = lines.done();
            }
        }
        self.pages.retain(|page| page.lines.len() > 1);
    }

    fn fields(
        &mut self,
        nodes: &[Node],
        answers: &Map<String, Value>,
        above: Option<&ItemPath>,
        level: usize,
        lines: &mut Lines<'_>,
    ) {
        for node in nodes {
            self.field(node, answers, above, level, lines);
        }
    }

    fn field(
        &mut self,
        node: &Node,
        answers: &Map<String, Value>,
        above: Option<&ItemPath>,
        level: usize,
        lines: &mut Lines<'_>,
    ) {
        let path = above.map_or_else(
            || ItemPath::top(node.id.clone()),
            |above| above.child(node.id.clone()),
        );
        let answer = answers.get(node.id.as_str());
        match node.kind {
            Kind::Section => {
                lines.heading(level, &node.heading());
                self.fields(&node.children, answers, above, level + 1, lines);
            }
            Kind::Repeat => {
                lines.heading(level, &node.heading());
                lines.repeat(node, &path, answer);
                for (index, group) in (1..).zip(groups(answer)) {
                    lines.heading(level + 1, &format!("{}（{index}）", node.label));
                    let above = path.clone().group(index);
                    self.fields(&node.children, group, Some(&above), level + 2, lines);
                }
            }
            Kind::Table => {
                let mut own = Lines::new(self.body_name);
                own.heading(0, &node.heading());
                own.table(node, &path, answer);
                let place = self.add(node, &names::suffix(above), own);
                let name = self.pages[place].name.clone();
                lines.remark(&format!(
                    "{}は、シート「{name}」にあります。",
                    node.heading()
                ));
            }
            _ => {
                lines.answer(node, &path, answer);
                // What belongs to a picture stands below it, in the same scope.
                self.fields(&node.children, answers, above, level + 1, lines);
            }
        }
    }

    fn add(&mut self, node: &Node, suffix: &str, lines: Lines<'_>) -> usize {
        let name = self.names.take(node, suffix);
        self.pages.push(Page {
            name,
            title: node.heading(),
            lines: lines.done(),
        });
        self.pages.len() - 1
    }
}

/// The groups of a repeat.
fn groups(answer: Option<&Value>) -> Vec<&Map<String, Value>> {
    let groups = answer.and_then(Value::as_array);
    groups
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .collect()
}

/// The mark of a kind that stands in one cell; `None` for those that take more.
pub(crate) fn simple(kind: Kind) -> Option<What> {
    Some(match kind {
        Kind::Text => What::Text,
        Kind::Longtext => What::Longtext {
            examples: Vec::new(),
            exact: None,
        },
        Kind::Choice => What::Choice,
        Kind::Date => What::Date,
        Kind::Number => What::Number,
        Kind::Boolean => What::Boolean,
        _ => return None,
    })
}
