//! The fields of the editor: one item of a form with its input, help and problem.

use std::collections::BTreeMap;

use domain::form::Required;
use domain::{ItemPath, Kind, Node};
use leptos::prelude::*;

use super::findings::{FindingView, blank_mark, findings_beside};
use super::forms::{Problem, problem_beside};
use super::help::{Help, help};
use super::inputs::input;
use crate::forms::Typed;

/// What every field of a page shares.
#[derive(Debug, Clone, Default)]
pub struct FieldContext {
    /// What is typed, or saved.
    pub typed: Typed,
    /// The problems with what was typed.
    pub problems: Vec<Problem>,
    /// What the rule engine finds in what is saved.
    pub findings: Vec<FindingView>,
    /// Help by item id (without group numbers).
    pub help: BTreeMap<String, Help>,
    /// The body's name, for the heading of its own layer.
    pub body_name: String,
}

impl FieldContext {
    /// The findings on an item; for a table, those on its cells too.
    fn findings_on<'a>(
        &'a self,
        node: &Node,
        name: &'a str,
    ) -> impl Iterator<Item = &'a FindingView> {
        let cells = (node.kind == Kind::Table).then(|| format!("{name}["));
        self.findings.iter().filter(move |finding| {
            let in_cells = cells
                .as_ref()
                .is_some_and(|cells| finding.item.starts_with(cells));
            finding.item == name || in_cells
        })
    }

    /// The mark of a required item that is blank; not once something is typed in it.
    fn blank(&self, node: &Node, name: &str) -> Option<AnyView> {
        let is_typed = !self.typed.get(name).trim().is_empty();
        (!is_typed)
            .then(|| blank_mark(name, self.findings_on(node, name)))
            .flatten()
    }

    /// The problem with a field.
    pub(super) fn problem(&self, name: &str) -> Option<String> {
        self.problems
            .iter()
            .find(|p| p.field == name)
            .map(|p| p.message.clone())
    }
}

/// The items of a page or group, in printed order.
pub fn fields(
    nodes: &[Node],
    within: Option<&ItemPath>,
    context: &FieldContext,
    depth: usize,
) -> AnyView {
    let views: Vec<AnyView> = nodes
        .iter()
        .map(|node| {
            let path = within.map_or_else(
                || ItemPath::top(node.id.clone()),
                |group| group.child(node.id.clone()),
            );
            field(node, &path, context, depth)
        })
        .collect();
    views.into_any()
}

fn field(node: &Node, path: &ItemPath, context: &FieldContext, depth: usize) -> AnyView {
    let name = path.to_string();
    if node.printed {
        return view! { <div class="item" id=name><p class="meta">{node.label.clone()}</p></div> }
            .into_any();
    }
    let heading = heading(node, &name, depth);
    let hint = hint(node);
    let body = match node.kind {
        Kind::Section => {
            let within = path.parent();
            fields(&node.children, within.as_ref(), context, depth + 1)
        }
        Kind::Repeat => super::groups::repeat(node, path, context, depth),
        _ => input(node, &name, path, context),
    };
    let is_section = node.kind == Kind::Section;
    let class = if is_section {
        "item item-section"
    } else {
        "item"
    };
    // The id of an item is its input's; a section has none but its own block.
    let id = if is_section {
        name.clone()
    } else {
        format!("item-{name}")
    };
    let problem = if is_section {
        None
    } else {
        problem_beside(&name, context.problem(&name))
    };
    let help = help(node, &name, context);
    let findings = findings_beside(context.findings_on(node, &name));
    let blank = context.blank(node, &name);
    view! {
        <div class=class id=id>
            <div class="item-head">{heading}{blank}</div>
            {hint.map(|words| view! { <p class="hint">{words}</p> })}
            {problem}
            {body}
            {findings}
            {help}
        </div>
    }
    .into_any()
}

fn heading(node: &Node, name: &str, depth: usize) -> AnyView {
    let number =
        (!node.number.is_empty() && node.number != node.label).then(|| node.number.clone());
    let number = number.map(|number| view! { <span class="item-number">{number}</span> });
    let label = node.label.clone();
    let tags = tags(node);
    let id = format!("{name}-label");
    match node.kind {
        Kind::Section if depth == 0 => {
            view! { <h2 id=id class="item-heading item-heading-top">{number}{label}{tags}</h2> }
                .into_any()
        }
        Kind::Section => {
            view! { <h3 id=id class="item-heading">{number}{label}{tags}</h3> }.into_any()
        }
        Kind::Text | Kind::Longtext | Kind::Date | Kind::Number => {
            let target = name.to_owned();
            view! { <label id=id class="item-heading" for=target>{number}{label}{tags}</label> }
                .into_any()
        }
        _ => view! { <p id=id class="item-heading">{number}{label}{tags}</p> }.into_any(),
    }
}

fn tags(node: &Node) -> AnyView {
    let required = match &node.required {
        _ if node.kind == Kind::Section => None,
        _ if node.set_at_publication => Some(("false", "公表するとき")),
        Required::Fixed(true) => Some(("true", "必須")),
        Required::Fixed(false) => Some(("false", "任意")),
        Required::Conditional(_) => Some(("false", "条件による")),
    };
    let required =
        required.map(|(must, word)| view! { <span class="tag" data-required=must>{word}</span> });
    let unconfirmed = (!node.confirmed).then(|| {
        view! { <span class="tag tag-unconfirmed" title="様式の原本で確かめていない項目です">"未確認"</span> }
    });
    let mark = node.mark.clone();
    view! { {mark}{required}{unconfirmed} }.into_any()
}

/// What to know before writing: the printed condition, or who else will write it.
fn hint(node: &Node) -> Option<String> {
    if node.set_at_publication {
        return Some("空けておくと、公表する日が入ります。".to_owned());
    }
    match &node.required {
        Required::Conditional(condition) => Some(format!("書く場合: {}", condition.conditional)),
        Required::Fixed(_) => None,
    }
}
