//! The inputs of the editor, one for each kind of item. An input's id is its item's path.

use domain::{ItemPath, Kind, Node};
use leptos::prelude::*;

use super::field::FieldContext;
use super::forms::problem_beside;
use crate::islands::MarkTools;

/// What connects an input with its problem, if it has one.
struct Described {
    by: Option<String>,
    invalid: Option<&'static str>,
}

fn described(name: &str, context: &FieldContext) -> Described {
    let wrong = context.problem(name).is_some();
    Described {
        by: wrong.then(|| format!("{name}-problem")),
        invalid: wrong.then_some("true"),
    }
}

/// The input of an item that takes an answer.
pub fn input(node: &Node, name: &str, path: &ItemPath, context: &FieldContext) -> AnyView {
    let value = context.typed.get(name).to_owned();
    let id = name.to_owned();
    let Described { by, invalid } = described(name, context);
    let kind = match node.kind {
        Kind::Longtext => return longtext(name, &value, context),
        Kind::Choice => return radios(node, name, context),
        Kind::Boolean => return yes_or_no(name, context),
        Kind::Multichoice => return checkboxes(node, name, context),
        Kind::Table if node.children.is_empty() => return rows_as_lines(name, &value, context),
        Kind::Table => return super::groups::table(node, path, context),
        Kind::Diagram => return diagram(name, context),
        Kind::Date => date_type(&value),
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
            aria-describedby=by aria-invalid=invalid/>
    }
    .into_any()
}

/// A date input shows nothing of what is no date: then a text input keeps what was typed.
pub fn date_type(value: &str) -> &'static str {
    let digits = |c: char| c.is_ascii_digit() || c == '-';
    if value.is_empty() || (value.len() == 10 && value.chars().all(digits)) {
        "date"
    } else {
        "text"
    }
}

fn longtext(name: &str, value: &str, context: &FieldContext) -> AnyView {
    let rows = (value.chars().count() / 45 + value.lines().count() + 3).clamp(4, 24);
    let id = name.to_owned();
    let Described { by, invalid } = described(name, context);
    let body_name = context.body_name.clone();
    view! {
        <textarea class="textarea" id=id.clone() name=id.clone() rows=rows.to_string()
            data-body-name=body_name aria-describedby=by aria-invalid=invalid>
            {textarea_text(value)}
        </textarea>
        <MarkTools textarea=id/>
    }
    .into_any()
}

/// A text as the content of a `<textarea>`. The renderer writes that content as it is, so it
/// is escaped here; and a browser drops a first line break, so that one more keeps a typed one.
pub fn textarea_text(value: &str) -> String {
    let escaped = value.replace('&', "&amp;").replace('<', "&lt;");
    if escaped.starts_with('\n') {
        format!("\n{escaped}")
    } else {
        escaped
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
    let Described { by, invalid } = described(name, context);
    view! {
        <div role="radiogroup" id=name.to_owned() tabindex="-1" aria-labelledby=labelled aria-describedby=by
            aria-invalid=invalid class="choice-grid">
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
    let by = described(name, context).by;
    view! {
        <div role="radiogroup" id=name.to_owned() tabindex="-1" aria-labelledby=labelled aria-describedby=by
            class="choice-grid">{options.into_iter().collect_view()}</div>
    }
    .into_any()
}

fn checkboxes(node: &Node, name: &str, context: &FieldContext) -> AnyView {
    let options = node.choices.iter().map(|choice| {
        let n = choice.n.to_string();
        let checked = context.typed.holds(name, &n);
        let words_name = format!("{name}~{n}");
        let words = choice.takes_text().then(|| {
            let value = context.typed.get(&words_name).to_owned();
            let Described { by, invalid } = described(&words_name, context);
            let problem = problem_beside(&words_name, context.problem(&words_name));
            view! {
                <input class="input" id=words_name.clone() name=words_name type="text" value=value autocomplete="off"
                    aria-label=format!("{}の内容", choice.label) aria-describedby=by aria-invalid=invalid/>
                {problem}
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
    // The blank value says that the choices were on the page, even when none is chosen.
    view! {
        <input type="hidden" name=name.to_owned() value=""/>
        <div role="group" id=name.to_owned() tabindex="-1" aria-labelledby=labelled class="choice-grid">{options}</div>
    }
    .into_any()
}

fn rows_as_lines(name: &str, value: &str, context: &FieldContext) -> AnyView {
    let id = name.to_owned();
    let labelled = format!("{name}-label");
    let count = value.lines().filter(|line| !line.trim().is_empty()).count();
    let rows = (count + 3).clamp(5, 24);
    let Described { by, invalid } = described(name, context);
    let hint = format!("{name}-hint");
    let by = by.map_or_else(|| hint.clone(), |problem| format!("{problem} {hint}"));
    view! {
        <p class="hint" id=hint>{format!("1行に1件ずつ書きます（いま{count}件）。表計算ソフトの列をそのまま貼り付けられます。")}</p>
        <textarea class="textarea" id=id.clone() name=id rows=rows.to_string() aria-labelledby=labelled
            aria-describedby=by aria-invalid=invalid>
            {textarea_text(value)}
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
    // A value that came with an import is kept as it is; only without one is there a remark.
    let remark = hash.is_empty().then(|| {
        view! { <p class="hint">"この版では図を添付できません。図に代わる説明を書いてください。"</p> }
    });
    let problems =
        [&alt_name, &hash_name].map(|field| problem_beside(field, context.problem(field)));
    let alt_described = described(&alt_name, context);
    view! {
        <div id=name.to_owned() tabindex="-1">
            {remark}
            <label class="form-label" for=alt_name.clone()>"図に代わる説明"</label>
            <textarea class="textarea" id=alt_name.clone() name=alt_name rows="5"
                aria-describedby=alt_described.by aria-invalid=alt_described.invalid>{textarea_text(&alt)}</textarea>
            <input type="hidden" id=hash_name.clone() name=hash_name value=hash/>
            <label class="choice">
                <input type="checkbox" name=withheld_name value="true" checked=withheld/>
                <span>"図の全体を非公表にする"</span>
            </label>
            {problems.into_iter().collect_view()}
        </div>
    }
    .into_any()
}
