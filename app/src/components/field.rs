//! The fields of the editor: one item of a form with its input, help and problem.

use std::collections::BTreeMap;

use domain::form::Required;
use domain::{ItemPath, Kind, Node};
use leptos::prelude::*;

use super::forms::{Problem, problem_beside};
use super::help::{Help, help};
use crate::forms::Typed;
use crate::islands::MarkTools;

/// What every field of a page shares.
#[derive(Debug, Clone, Default)]
pub struct FieldContext {
    /// What is typed, or saved.
    pub typed: Typed,
    /// The problems found.
    pub problems: Vec<Problem>,
    /// Help by item id (without group numbers).
    pub help: BTreeMap<String, Help>,
    /// The body's name, for the heading of its own layer.
    pub body_name: String,
}

impl FieldContext {
    fn problem(&self, name: &str) -> Option<String> {
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
    let heading = heading(node, &name, depth);
    let printed = printed_condition(node);
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
    view! {
        <div class=class id=id>
            {heading}
            {printed.map(|words| view! { <p class="hint">{words}</p> })}
            {problem}
            {body}
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

fn printed_condition(node: &Node) -> Option<String> {
    match &node.required {
        Required::Conditional(condition) => Some(format!("書く場合: {}", condition.conditional)),
        Required::Fixed(_) => None,
    }
}

fn input(node: &Node, name: &str, path: &ItemPath, context: &FieldContext) -> AnyView {
    let value = context.typed.get(name).to_owned();
    let id = name.to_owned();
    let described = format!("{name}-problem");
    let invalid = context.problem(name).is_some().then_some("true");
    let kind = match node.kind {
        Kind::Longtext => return longtext(name, value, context),
        Kind::Choice => return radios(node, name, context),
        Kind::Boolean => return yes_or_no(name, context),
        Kind::Multichoice => return checkboxes(node, name, context),
        Kind::Table if node.children.is_empty() => return rows_as_lines(name, value),
        Kind::Table => return super::groups::table(node, path, context),
        Kind::Diagram => return diagram(name, context),
        Kind::Date => "date",
        _ => "text",
    };
    let mode = (node.kind == Kind::Number).then_some("numeric");
    let class = if node.kind == Kind::Text {
        "input"
    } else {
        "input input-short"
    };
    view! {
        <input class=class id=id.clone() name=id type=kind value=value inputmode=mode autocomplete="off"
            aria-describedby=described aria-invalid=invalid/>
    }
    .into_any()
}

fn longtext(name: &str, value: String, context: &FieldContext) -> AnyView {
    let rows = (value.chars().count() / 45 + value.lines().count() + 3).clamp(4, 24);
    let id = name.to_owned();
    let described = format!("{name}-problem");
    let invalid = context.problem(name).is_some().then_some("true");
    let body_name = context.body_name.clone();
    view! {
        <textarea class="textarea" id=id.clone() name=id.clone() rows=rows.to_string()
            data-body-name=body_name aria-describedby=described aria-invalid=invalid>
            {leading_break(value)}
        </textarea>
        <MarkTools textarea=id/>
    }
    .into_any()
}

/// A browser drops the first line break in a textarea: one more keeps a typed one.
fn leading_break(value: String) -> String {
    if value.starts_with('\n') {
        format!("\n{value}")
    } else {
        value
    }
}

fn radios(node: &Node, name: &str, context: &FieldContext) -> AnyView {
    let chosen = context.typed.get(name).to_owned();
    let options = node.choices.iter().map(|choice| {
        let n = choice.n.to_string();
        let checked = chosen == n;
        let label = format!("{n}）{}", choice.label);
        view! {
            <label class="choice">
                <input type="radio" name=name.to_owned() value=n checked=checked/><span>{label}</span>
            </label>
        }
    });
    let options = options.collect_view();
    let none = chosen.is_empty();
    let labelled = format!("{name}-label");
    view! {
        <div role="radiogroup" id=name.to_owned() aria-labelledby=labelled class="choice-grid">
            {options}
            <label class="choice">
                <input type="radio" name=name.to_owned() value="" checked=none/><span>"まだ選ばない"</span>
            </label>
        </div>
    }
    .into_any()
}

fn yes_or_no(name: &str, context: &FieldContext) -> AnyView {
    let chosen = context.typed.get(name).to_owned();
    let options = [("true", "はい"), ("false", "いいえ"), ("", "まだ選ばない")].map(|(value, label)| {
        let checked = chosen == value;
        view! {
            <label class="choice">
                <input type="radio" name=name.to_owned() value=value checked=checked/><span>{label}</span>
            </label>
        }
    });
    let labelled = format!("{name}-label");
    view! { <div role="radiogroup" id=name.to_owned() aria-labelledby=labelled class="choice-grid">{options.into_iter().collect_view()}</div> }
        .into_any()
}

fn checkboxes(node: &Node, name: &str, context: &FieldContext) -> AnyView {
    let options = node.choices.iter().map(|choice| {
        let n = choice.n.to_string();
        let checked = context.typed.holds(name, &n);
        let words_name = format!("{name}~{n}");
        let words = choice.takes_text().then(|| {
            let value = context.typed.get(&words_name).to_owned();
            view! {
                <input class="input" id=words_name.clone() name=words_name type="text" value=value
                    aria-label=format!("{}の内容", choice.label)/>
            }
        });
        view! {
            <div>
                <label class="choice">
                    <input type="checkbox" name=name.to_owned() value=n checked=checked/>
                    <span>{choice.label.clone()}</span>
                </label>
                {words}
            </div>
        }
    });
    let options = options.collect_view();
    let labelled = format!("{name}-label");
    view! { <div role="group" id=name.to_owned() aria-labelledby=labelled class="choice-grid">{options}</div> }
        .into_any()
}

fn rows_as_lines(name: &str, value: String) -> AnyView {
    let id = name.to_owned();
    let labelled = format!("{name}-label");
    let rows = (value.lines().count() + 3).clamp(5, 24);
    view! {
        <p class="hint">"1行に1件ずつ書きます。"</p>
        <textarea class="textarea" id=id.clone() name=id rows=rows.to_string() aria-labelledby=labelled>
            {leading_break(value)}
        </textarea>
    }
    .into_any()
}

fn diagram(name: &str, context: &FieldContext) -> AnyView {
    let alt_name = format!("{name}~alt");
    let alt = context.typed.get(&alt_name).to_owned();
    let hash_name = format!("{name}~attachment");
    let hash = context.typed.get(&hash_name).to_owned();
    let withheld_name = format!("{name}~withheld");
    let withheld = context.typed.holds(&withheld_name, "true");
    let problems =
        [&alt_name, &hash_name].map(|field| problem_beside(field, context.problem(field)));
    view! {
        <div id=name.to_owned()>
            <p class="hint">"図は、様式の交換用ファイル（JSON・xlsx）と一緒に取り込みます。ここでは図の説明を書きます。"</p>
            <label class="form-label" for=alt_name.clone()>"図に代わる説明"</label>
            <textarea class="textarea" id=alt_name.clone() name=alt_name rows="5">{leading_break(alt)}</textarea>
            <label class="form-label" for=hash_name.clone()>"図のファイルの SHA-256（取り込んだ図がある場合）"</label>
            <input class="input" id=hash_name.clone() name=hash_name type="text" value=hash autocomplete="off"/>
            <label class="choice">
                <input type="checkbox" name=withheld_name value="true" checked=withheld/>
                <span>"図の全体を非公表にする"</span>
            </label>
            {problems.into_iter().collect_view()}
        </div>
    }
    .into_any()
}
