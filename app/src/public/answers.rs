//! The public answers of a form, to read.

use domain::{ItemPath, Kind, Node, PublicAnswer, PublicAnswers, PublicRow, PublicSection};
use leptos::prelude::*;

use crate::components::answers::{Source, blank, chosen, date_words, layer, table, table_row};
use crate::components::text::{public_segments, public_text};

/// Public answers, and the body's name for headings.
pub struct PublicSource<'a> {
    /// The answers.
    pub answers: &'a PublicAnswers,
    /// The body's name.
    pub body_name: &'a str,
    /// Whether rows and cells carry their ids: not where the full text beside them does.
    pub ids: bool,
}

impl Source for PublicSource<'_> {
    fn groups(&self, path: &ItemPath) -> usize {
        match self.answers.at(path) {
            Some(PublicAnswer::Repeat(groups)) => groups.len(),
            _ => 0,
        }
    }

    fn name(&self, path: &ItemPath) -> Option<String> {
        match self.answers.at(path) {
            Some(PublicAnswer::Text(text)) if !text.is_blank() => Some(text.to_plain()),
            _ => None,
        }
    }

    fn show(&self, node: &Node, path: &ItemPath) -> AnyView {
        match self.answers.at(path) {
            Some(answer) => public_answer(node, path, answer, self),
            None => blank(),
        }
    }
}

fn public_answer(
    node: &Node,
    path: &ItemPath,
    answer: &PublicAnswer,
    source: &PublicSource<'_>,
) -> AnyView {
    match answer {
        PublicAnswer::Text(text) if text.is_blank() => blank(),
        PublicAnswer::Text(text) => public_text(text),
        PublicAnswer::Longtext(text) if text.is_blank() => blank(),
        PublicAnswer::Longtext(text) => layers(text.sections(), source.body_name),
        PublicAnswer::Choice(n) => chosen(node, [(*n, None)].into_iter()),
        PublicAnswer::Multichoice(numbers) => {
            let items = numbers
                .iter()
                .map(|(n, text)| (*n, text.as_ref().map(|text| view! { ": "{public_segments(text)} }.into_any())));
            chosen(node, items)
        }
        PublicAnswer::Date(date) => date_words(date).into_any(),
        PublicAnswer::Number(number) => number.to_string().into_any(),
        PublicAnswer::Boolean(yes) => (if *yes { "はい" } else { "いいえ" }).into_any(),
        PublicAnswer::Table(rows) => table_rows(node, path, rows, source),
        PublicAnswer::Repeat(_) => ().into_any(),
        PublicAnswer::Diagram { attachment, alt } => diagram(attachment.as_deref(), public_text(alt)),
        PublicAnswer::WithheldDiagram => view! {
            <p><span class="withheld" data-reason="other">{domain::Reason::Other.placeholder()}</span></p>
        }
        .into_any(),
    }
}

fn diagram(attachment: Option<&str>, alt: AnyView) -> AnyView {
    let remark =
        attachment.map(|_| view! { <p class="meta">"図は評価書の本文書に含まれます。"</p> });
    view! { <figure class="attachment-figure">{remark}<figcaption>{alt}</figcaption></figure> }
        .into_any()
}

fn layers(sections: &[PublicSection], body_name: &str) -> AnyView {
    let views: Vec<AnyView> = sections
        .iter()
        .map(|section| layer(section.layer, body_name, public_text(&section.text)))
        .collect();
    views.into_any()
}

fn table_rows(
    node: &Node,
    path: &ItemPath,
    rows: &[PublicRow],
    around: &PublicSource<'_>,
) -> AnyView {
    debug_assert!(node.kind == Kind::Table);
    if node.children.is_empty() {
        let items: Vec<AnyView> = rows
            .iter()
            .filter_map(|row| match row {
                PublicRow::Text(text) => {
                    Some(view! { <li>{public_segments(text)}</li> }.into_any())
                }
                PublicRow::Cells(_) => None,
            })
            .collect();
        return view! { <ul>{items}</ul> }.into_any();
    }
    let mut body = Vec::new();
    for (index, row) in (1..).zip(rows) {
        if let PublicRow::Cells(cells) = row {
            let source = PublicSource {
                answers: cells,
                ..*around
            };
            let cell = |column: &Node| source.show(column, &ItemPath::top(column.id.clone()));
            let group = path.clone().group(index);
            body.push(table_row(node, around.ids.then_some(&group), &cell));
        }
    }
    table(node, body)
}
