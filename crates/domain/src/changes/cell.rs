//! What an answer says, as one text.

use super::side::{ChangeText, RowView, Side, View, picture_words};
use crate::form::{FormEdition, Node};

type Part<S> = <<S as Side>::Text as ChangeText>::Segment;

/// The answer to `node` as text: choices by their printed words, layers under their headings.
pub(super) fn text<S: Side>(
    form: &FormEdition,
    body_name: &str,
    node: &Node,
    answer: &S::Answer,
) -> S::Text {
    let writer = Writer { form, body_name };
    S::Text::assemble(writer.answer::<S>(node, answer))
}

/// A group of a repeat as text, every item with its label.
pub(super) fn group<S: Side>(
    form: &FormEdition,
    body_name: &str,
    node: &Node,
    group: &S,
) -> S::Text {
    let writer = Writer { form, body_name };
    S::Text::assemble(writer.group(node, group))
}

/// The names of the groups of a repeat, one a line.
pub(super) fn names<S: Side>(
    form: &FormEdition,
    body_name: &str,
    node: &Node,
    groups: &[S],
) -> S::Text {
    let writer = Writer { form, body_name };
    S::Text::assemble(writer.names(node, groups))
}

/// The lines of a table's rows.
pub(super) fn rows<S: Side>(
    form: &FormEdition,
    body_name: &str,
    node: &Node,
    rows: &[RowView<'_, S>],
) -> Vec<S::Text> {
    let writer = Writer { form, body_name };
    rows.iter()
        .map(|row| S::Text::assemble(writer.row(node, row)))
        .collect()
}

struct Writer<'a> {
    form: &'a FormEdition,
    body_name: &'a str,
}

impl Writer<'_> {
    fn answer<S: Side>(&self, node: &Node, answer: &S::Answer) -> Vec<Part<S>> {
        let open = |text: String| vec![S::Text::open(text)];
        match S::view(answer) {
            View::Text(text) => text.parts().to_vec(),
            View::Sections(sections) => {
                let sections = sections.into_iter().map(|(layer, text)| {
                    let heading = layer.map(|layer| layer.heading(self.body_name));
                    let heading = heading.map(|heading| format!("＜{heading}＞\n"));
                    let mut parts = open(heading.unwrap_or_default());
                    parts.extend_from_slice(text.parts());
                    parts
                });
                lines::<S>(sections)
            }
            View::Choice(n) => open(choice(node, n)),
            View::Chosen(chosen) => lines::<S>(chosen.into_iter().map(|(n, words)| {
                let mut parts = open(format!("・{}", choice(node, n)));
                if let Some(words) = words {
                    parts.push(S::Text::open("：".to_owned()));
                    parts.extend_from_slice(words.parts());
                }
                parts
            })),
            View::Day(day) => open(crate::day_words(day)),
            View::Number(number) => open(number.to_string()),
            View::Yes(yes) => open(if yes { "はい" } else { "いいえ" }.to_owned()),
            View::Rows(rows) => lines::<S>(rows.iter().map(|row| self.row(node, row))),
            View::Groups(groups) => lines::<S>(groups.iter().map(|group| self.group(node, group))),
            View::Picture { attachment, alt } => {
                let mut parts = alt.parts().to_vec();
                parts.push(S::Text::open(picture_words(attachment)));
                parts
            }
            View::WithheldPicture(text) => text.parts().to_vec(),
        }
    }

    fn row<S: Side>(&self, node: &Node, row: &RowView<'_, S>) -> Vec<Part<S>> {
        let cells = match row {
            RowView::Text(text) => return text.parts().to_vec(),
            RowView::Cells(cells) => cells,
        };
        let columns = FormEdition::fields(&node.children).into_iter();
        let written = columns.filter_map(|column| {
            let answer = cells.answer(column.id.as_str())?;
            Some(self.answer::<S>(column, answer))
        });
        joined::<S>(written, "／")
    }

    fn group<S: Side>(&self, node: &Node, group: &S) -> Vec<Part<S>> {
        let fields = FormEdition::fields(&node.children).into_iter();
        lines::<S>(fields.filter_map(|field| {
            let answer = group.answer(field.id.as_str())?;
            let text = self.answer::<S>(field, answer);
            let mut parts = vec![S::Text::open(format!("【{}】", field.heading()))];
            parts.extend(text);
            Some(parts)
        }))
    }

    fn names<S: Side>(&self, node: &Node, groups: &[S]) -> Vec<Part<S>> {
        let name = self.form.node(node.id.as_str()).and_then(Node::name_item);
        lines::<S>((1..).zip(groups).map(|(index, group)| {
            let mut parts = vec![S::Text::open(format!("（{index}）"))];
            let named = name.and_then(|name| Some((name, group.answer(name.id.as_str())?)));
            if let Some((name, answer)) = named {
                parts.extend(self.answer::<S>(name, answer));
            }
            parts
        }))
    }
}

fn choice(node: &Node, n: u32) -> String {
    let found = node.choice(n).map(|choice| choice.label.clone());
    found.unwrap_or_else(|| format!("{n}"))
}

fn lines<S: Side>(texts: impl Iterator<Item = Vec<Part<S>>>) -> Vec<Part<S>> {
    joined::<S>(texts, "\n")
}

fn joined<S: Side>(texts: impl Iterator<Item = Vec<Part<S>>>, between: &str) -> Vec<Part<S>> {
    let mut all = Vec::new();
    for (at, text) in texts.enumerate() {
        if at > 0 {
            all.push(S::Text::open(between.to_owned()));
        }
        all.extend(text);
    }
    all
}
