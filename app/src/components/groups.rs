//! Groups of a repeat and rows of a table in the editor.

use domain::{ItemPath, Kind, Node};
use leptos::prelude::*;

use super::field::{FieldContext, fields};
use super::forms::problem_beside;
use super::inputs::{date_type, textarea_text};

/// Rows kept open below those that are filled.
const SPARE_ROWS: usize = 5;

/// A repeat within a page: its groups with the buttons that arrange them. Every button also
/// saves what is typed.
pub fn repeat(node: &Node, path: &ItemPath, context: &FieldContext, depth: usize) -> AnyView {
    let name = path.to_string();
    let count = context.typed.count(&name);
    let groups: Vec<AnyView> = (1..=count)
        .map(|index| {
            let group = path.clone().group(index);
            let inner = fields(&node.children, Some(&group), context, depth + 2);
            let tools = tools(&group.to_string(), index, count, &node.label);
            view! {
                <section class="item-group" id=group.to_string()>{tools}{inner}</section>
            }
            .into_any()
        })
        .collect();
    let add = format!("add:{name}");
    view! {
        <div id=name.clone()>
            <input type="hidden" name=format!("{name}~count") value=count.to_string()/>
            {(count == 0).then(|| view! { <p class="blank-answer">"まだありません。"</p> })}
            {groups}
            <button class="button button-small" name="op" value=add>{format!("{}を1件足す", short(&node.label))}</button>
        </div>
    }
    .into_any()
}

/// The words before a bracketed remark.
pub fn short(label: &str) -> String {
    label.split(['（', '(']).next().unwrap_or(label).to_owned()
}

/// The head of a group: its number and the buttons that move and remove it.
pub fn tools(group: &str, index: usize, count: usize, label: &str) -> AnyView {
    let title = format!("{} {index}", short(label));
    let button = |verb: &str, word: &'static str, off: bool| {
        let value = format!("{verb}:{group}");
        let say = format!("{title} を{word}");
        view! {
            <button class="button button-small button-quiet" name="op" value=value aria-label=say disabled=off>{word}</button>
        }
    };
    let up = button("up", "上へ", index == 1);
    let down = button("down", "下へ", index == count);
    let remove = button("remove", "削除", false);
    view! {
        <div class="group-head">
            <p>{title.clone()}</p>
            <div class="group-tools">{up}{down}{remove}</div>
        </div>
    }
    .into_any()
}

/// A table with columns: filled rows and some to spare. A row left blank goes away.
pub fn table(node: &Node, path: &ItemPath, context: &FieldContext) -> AnyView {
    let name = path.to_string();
    let count = context.typed.last_filled(&name) + SPARE_ROWS;
    let heads = node
        .children
        .iter()
        .map(|column| view! { <th scope="col">{column.label.clone()}</th> });
    let heads = heads.collect_view();
    let rows: Vec<AnyView> = (1..=count)
        .map(|index| row(node, path, index, context))
        .collect();
    let id = name.clone();
    view! {
        <p class="hint">"空の行は保存されません。行が足りないときは、保存すると新しい空の行が出ます。"</p>
        <input type="hidden" name=format!("{name}~count") value=count.to_string()/>
        <div class="table-scroll" role="region" tabindex="0" aria-labelledby=format!("{name}-label")>
            <table class="table-rows" id=id><thead><tr><th scope="col">"行"</th>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn row(node: &Node, path: &ItemPath, index: usize, context: &FieldContext) -> AnyView {
    let group = path.clone().group(index);
    let cells: Vec<AnyView> = node
        .children
        .iter()
        .map(|column| {
            let cell = cell(
                column,
                &group.child(column.id.clone()).to_string(),
                index,
                context,
            );
            view! { <td>{cell}</td> }.into_any()
        })
        .collect();
    view! { <tr id=group.to_string()><th scope="row">{index}</th>{cells}</tr> }.into_any()
}

fn cell(column: &Node, name: &str, index: usize, context: &FieldContext) -> AnyView {
    let value = context.typed.get(name).to_owned();
    let say = format!("{index}行目の{}", column.label);
    let id = name.to_owned();
    let problem = problem_beside(name, context.problem(name));
    let wrong = problem.is_some();
    let by = wrong.then(|| format!("{name}-problem"));
    let invalid = wrong.then_some("true");
    let input = match column.kind {
        Kind::Choice => {
            let options = column.choices.iter().map(|choice| {
                let n = choice.n.to_string();
                let selected = value == n;
                view! { <option value=n.clone() selected=selected>{format!("{n}）{}", choice.label)}</option> }
            });
            let options = options.collect_view();
            view! { <select class="select" id=id.clone() name=id aria-label=say aria-describedby=by aria-invalid=invalid><option value="">"―"</option>{options}</select> }
                .into_any()
        }
        Kind::Longtext => {
            view! { <textarea class="textarea" id=id.clone() name=id rows="3" aria-label=say aria-describedby=by aria-invalid=invalid>{textarea_text(&value)}</textarea> }
                .into_any()
        }
        kind => {
            let kind = if kind == Kind::Date { date_type(&value) } else { "text" };
            view! { <input class="input" id=id.clone() name=id type=kind value=value aria-label=say autocomplete="off"
                aria-describedby=by aria-invalid=invalid/> }
                .into_any()
        }
    };
    view! { {input}{problem} }.into_any()
}
