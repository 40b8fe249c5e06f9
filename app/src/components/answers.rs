//! A form with its answers, to read: items in printed order, each with its number and label.

use domain::{Answer, Answers, ItemPath, Kind, Layer, LongText, MarkedText, Node, Row};
use leptos::prelude::*;

use super::text::full_text;

/// Where the answers of a form to be shown come from.
pub trait Source {
    /// How many groups a repeat has.
    fn groups(&self, path: &ItemPath) -> usize;
    /// What a group is called by the text of this item, for whoever reads this source.
    fn name(&self, path: &ItemPath) -> Option<String>;
    /// What stands in an item.
    fn show(&self, node: &Node, path: &ItemPath) -> AnyView;
}

/// Every item of `nodes` in printed order.
pub fn items(
    nodes: &[Node],
    within: Option<&ItemPath>,
    source: &dyn Source,
    depth: usize,
) -> AnyView {
    let views: Vec<AnyView> = nodes
        .iter()
        .map(|node| {
            let path = within.map_or_else(
                || ItemPath::top(node.id.clone()),
                |group| group.child(node.id.clone()),
            );
            item(node, &path, source, depth)
        })
        .collect();
    views.into_any()
}

fn item(node: &Node, path: &ItemPath, source: &dyn Source, depth: usize) -> AnyView {
    let id = path.to_string();
    let class = if depth == 0 { "doc-section" } else { "item" };
    let heading = heading(node, depth + 2);
    let body = match node.kind {
        Kind::Section => items(&node.children, path.parent().as_ref(), source, depth + 1),
        // Print, not a field: nothing is missing there.
        _ if node.printed => ().into_any(),
        Kind::Repeat => groups(node, path, source, depth + 3),
        _ => source.show(node, path),
    };
    if node.kind == Kind::Section || depth == 0 {
        view! { <section class=class id=id>{heading}{body}</section> }.into_any()
    } else {
        view! { <div class=class id=id>{heading}{body}</div> }.into_any()
    }
}

/// The groups of a repeat, each under a heading of this level.
fn groups(node: &Node, path: &ItemPath, source: &dyn Source, level: usize) -> AnyView {
    let count = source.groups(path);
    if count == 0 {
        return blank();
    }
    let groups: Vec<AnyView> = (1..=count)
        .map(|index| {
            let group = path.clone().group(index);
            let title = group_title(node, &group, index, source);
            let title = heading_of(level, "group-title", title.into_any());
            let body = items(&node.children, Some(&group), source, level - 1);
            view! {
                <section class="item-group" id=group.to_string()>
                    {title}
                    {body}
                </section>
            }
            .into_any()
        })
        .collect();
    groups.into_any()
}

/// The heading of an item; `level` 2 is a part of the form, only parts and groups are headings.
fn heading(node: &Node, level: usize) -> AnyView {
    let number =
        (!node.number.is_empty() && node.number != node.label).then(|| node.number.clone());
    let number = number.map(|number| view! { <span class="item-number">{number}</span>" " });
    let label = node.label.clone();
    let words = view! { {number}{label}{node.mark.clone()} };
    let is_group = matches!(node.kind, Kind::Section | Kind::Repeat);
    let heading = if level == 2 || is_group {
        heading_of(level, "item-heading", words.into_any())
    } else {
        view! { <p class="item-heading">{words}</p> }.into_any()
    };
    view! { {heading}{unconfirmed(node)} }.into_any()
}

/// A heading of a level from 2; below 3 it has this class.
fn heading_of(level: usize, class: &'static str, words: AnyView) -> AnyView {
    match level {
        2 => view! { <h2>{words}</h2> }.into_any(),
        3 => view! { <h3>{words}</h3> }.into_any(),
        4 => view! { <h4 class=class>{words}</h4> }.into_any(),
        5 => view! { <h5 class=class>{words}</h5> }.into_any(),
        _ => view! { <h6 class=class>{words}</h6> }.into_any(),
    }
}

/// What a group is called: Ⅱ（1）住民基本台帳ファイル, システム2 既存住基.
pub fn group_title(node: &Node, group: &ItemPath, index: usize, source: &dyn Source) -> String {
    let name = node.name_item();
    let name = name.and_then(|item| source.name(&group.child(item.id.clone())));
    let is_part = node.number.starts_with(|c: char| ('Ⅰ'..='Ⅻ').contains(&c));
    match (is_part, name) {
        (true, Some(name)) => format!("{}（{index}）{name}", node.number),
        (true, None) => format!("{}（{index}）", node.number),
        (false, Some(name)) => format!("{}{index} {name}", node.short_label()),
        (false, None) => format!("{}{index}", node.short_label()),
    }
}

/// A word behind the heading of an item whose printed label was not confirmed: not in it,
/// for it says nothing about what is written there.
fn unconfirmed(node: &Node) -> Option<AnyView> {
    let word = || view! { <p class="unconfirmed">{UNCONFIRMED}</p> }.into_any();
    (!node.confirmed).then(word)
}

/// What stands behind an unconfirmed label.
pub const UNCONFIRMED: &str = "欄名未確認";

/// What stands in an item without an answer.
pub fn blank() -> AnyView {
    view! { <p class="blank-answer">"（記載なし）"</p> }.into_any()
}

/// A layer with its heading, which names the body; text above any heading has none.
pub fn layer(layer: Option<Layer>, body_name: &str, text: AnyView) -> AnyView {
    let heading = layer.map(|layer| {
        let words = format!("＜{}＞", layer.heading(body_name));
        view! { <p class="layer-heading">{words}</p> }
    });
    let word = layer.unwrap_or(Layer::Body).as_str();
    let class = if layer.is_some() {
        "layer"
    } else {
        "layer layer-plain"
    };
    view! { <section class=class data-layer=word>{heading}{text}</section> }.into_any()
}

/// Choices that were chosen, as printed.
pub fn chosen(node: &Node, numbers: impl Iterator<Item = (u32, Option<AnyView>)>) -> AnyView {
    let numbered = node.kind == Kind::Choice;
    let items: Vec<AnyView> = numbers
        .map(|(n, words)| {
            let label = node
                .choice(n)
                .map(|choice| choice.label.clone())
                .unwrap_or_default();
            let label = if numbered {
                format!("{n}）{label}")
            } else {
                format!("☑ {label}")
            };
            view! { <li>{label}{words}</li> }.into_any()
        })
        .collect();
    view! { <ul class="chosen">{items}</ul> }.into_any()
}

/// A date as the public writes it: 2014年10月1日.
pub fn date_words(date: &impl ToString) -> String {
    let iso = date.to_string();
    let parts: Vec<&str> = iso
        .split('-')
        .map(|part| part.trim_start_matches('0'))
        .collect();
    match parts.as_slice() {
        [year, month, day] => format!("{year}年{month}月{day}日"),
        _ => iso,
    }
}

/// The full answers, for the agency and reviewers.
pub struct FullSource<'a> {
    /// The answers.
    pub answers: &'a Answers,
    /// The body's name.
    pub body_name: &'a str,
}

impl Source for FullSource<'_> {
    fn groups(&self, path: &ItemPath) -> usize {
        match self.answers.at(path) {
            Some(Answer::Repeat(groups)) => groups.len(),
            _ => 0,
        }
    }

    fn name(&self, path: &ItemPath) -> Option<String> {
        match self.answers.at(path) {
            Some(Answer::Text(text)) if !text.is_blank() => Some(text.full_text()),
            _ => None,
        }
    }

    fn show(&self, node: &Node, path: &ItemPath) -> AnyView {
        match self.answers.at(path) {
            Some(answer) if !answer.is_blank() => full_answer(node, path, answer, self.body_name),
            _ => blank(),
        }
    }
}

fn full_answer(node: &Node, path: &ItemPath, answer: &Answer, body_name: &str) -> AnyView {
    match answer {
        Answer::Text(text) => full_text(text),
        Answer::Longtext(text) => full_layers(text, body_name),
        Answer::Choice(n) => chosen(node, [(*n, None)].into_iter()),
        Answer::Multichoice(numbers) => {
            let words = |text: &Option<MarkedText>| text.as_ref().map(full_text);
            chosen(node, numbers.iter().map(|(n, text)| (*n, words(text))))
        }
        Answer::Date(date) => date_words(date).into_any(),
        Answer::Number(number) => number.to_string().into_any(),
        Answer::Boolean(yes) => (if *yes { "はい" } else { "いいえ" }).into_any(),
        Answer::Diagram(diagram) => {
            let withheld = diagram.withheld;
            let alt = full_text(&diagram.alt);
            let tag = withheld.then(|| view! { <p class="meta">"図の全体を非公表にします。"</p> });
            view! { <figure class="attachment-figure">{tag}<figcaption>{alt}</figcaption></figure> }
                .into_any()
        }
        Answer::Table(rows) => full_rows(node, path, rows, body_name),
        Answer::Repeat(_) => ().into_any(),
    }
}

fn full_layers(text: &LongText, body_name: &str) -> AnyView {
    let sections = text.sections();
    let views: Vec<AnyView> = sections
        .iter()
        .map(|(found, text)| layer(*found, body_name, full_text(text)))
        .collect();
    views.into_any()
}

fn full_rows(node: &Node, path: &ItemPath, rows: &[Row], body_name: &str) -> AnyView {
    if node.children.is_empty() {
        let items: Vec<AnyView> = rows
            .iter()
            .filter_map(|row| match row {
                Row::Text(text) => Some(view! { <li>{full_text(text)}</li> }.into_any()),
                Row::Cells(_) => None,
            })
            .collect();
        return view! { <ul>{items}</ul> }.into_any();
    }
    let body: Vec<AnyView> = (1..)
        .zip(rows)
        .filter_map(|(index, row)| match row {
            Row::Cells(cells) => Some((path.clone().group(index), cells)),
            Row::Text(_) => None,
        })
        .map(|(group, cells)| {
            let source = FullSource {
                answers: cells,
                body_name,
            };
            let cell = |column: &Node| source.show(column, &ItemPath::top(column.id.clone()));
            table_row(node, Some(&group), &cell)
        })
        .collect();
    table(node, body)
}

/// A row of a table with columns; `group` gives it and its cells their ids.
pub fn table_row(
    node: &Node,
    group: Option<&ItemPath>,
    cell: &dyn Fn(&Node) -> AnyView,
) -> AnyView {
    let cells: Vec<AnyView> = node
        .children
        .iter()
        .map(|column| {
            let id = group.map(|group| group.child(column.id.clone()).to_string());
            view! { <td id=id>{cell(column)}</td> }.into_any()
        })
        .collect();
    let id = group.map(ToString::to_string);
    view! { <tr id=id>{cells}</tr> }.into_any()
}

/// A table with columns.
pub fn table(node: &Node, rows: Vec<AnyView>) -> AnyView {
    let heads = node
        .children
        .iter()
        .map(|column| view! { <th scope="col">{column.label.clone()}</th> });
    let heads = heads.collect_view();
    let name = node.label.clone();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=name>
            <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}
