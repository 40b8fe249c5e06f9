//! A form for one act on a page that has several: its fields have ids of their own, and what
//! was refused comes back in it.

use leptos::prelude::*;

use super::forms::{Problem, csrf, hidden_fields, problem_beside, problem_summary};
use super::inputs::textarea_text;

/// How a field is filled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FieldKind {
    /// A line.
    #[default]
    Line,
    /// A day.
    Date,
    /// A text of several lines: how many are shown.
    Area(u32),
    /// One of these: (value, words).
    Select(Vec<(String, String)>),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// The label.
    pub label: &'static str,
    /// How it is filled.
    pub kind: FieldKind,
    /// What stands in it.
    pub value: String,
    /// A hint below the label.
    pub hint: &'static str,
    /// Whether an answer is required.
    pub required: bool,
}

/// A form. It posts its fields, the hidden ones and `csrf`.
#[derive(Debug, Clone, Default)]
pub struct ActForm {
    /// The word before its fields' ids, unlike that of any other form of the page.
    pub id: &'static str,
    /// Where it posts.
    pub action: String,
    /// The heading.
    pub heading: &'static str,
    /// What happens, in a sentence.
    pub lead: String,
    /// Hidden fields: names and values.
    pub hidden: Vec<(String, String)>,
    /// The fields.
    pub fields: Vec<Field>,
    /// The button.
    pub button: &'static str,
    /// Whether it is the main thing to do on the page.
    pub is_main: bool,
    /// What is wrong with what was typed; the fields name themselves without the form's word.
    pub problems: Vec<Problem>,
}

/// The form as a section.
#[must_use]
pub fn act_form(form: ActForm, token: &str) -> AnyView {
    let class = if form.is_main {
        "button button-main"
    } else {
        "button"
    };
    let problems = located(&form);
    let fields: Vec<AnyView> = form
        .fields
        .iter()
        .map(|field| field_view(form.id, field, &form.problems))
        .collect();
    let (heading_id, labelled) = (format!("{}-form", form.id), format!("{}-form", form.id));
    let lead = Some(form.lead).filter(|lead| !lead.is_empty());
    view! {
        <section aria-labelledby=labelled>
            <h2 id=heading_id>{form.heading}</h2>
            {problem_summary(&problems)}
            {lead.map(|lead| view! { <p>{lead}</p> })}
            <form method="post" action=form.action>
                {csrf(token)}
                {hidden_fields(&form.hidden)}
                {fields}
                <p class="button-row"><button class=class>{form.button}</button></p>
            </form>
        </section>
    }
    .into_any()
}

/// The problems, leading to the fields of this form.
fn located(form: &ActForm) -> Vec<Problem> {
    let problems = form.problems.iter().cloned();
    let located = problems.map(|problem| {
        let known = form.fields.iter().find(|field| field.name == problem.field);
        Problem {
            field: known.map_or_else(String::new, |field| format!("{}-{}", form.id, field.name)),
            label: known.map_or(problem.label, |field| field.label.to_owned()),
            message: problem.message,
        }
    });
    located.collect()
}

fn field_view(form: &str, field: &Field, problems: &[Problem]) -> AnyView {
    let id = format!("{form}-{}", field.name);
    let problem = problems.iter().find(|problem| problem.field == field.name);
    let problem = problem.map(|problem| problem.message.clone());
    let hint_id = (!field.hint.is_empty()).then(|| format!("{id}-hint"));
    let problem_id = problem.as_ref().map(|_| format!("{id}-problem"));
    let described: Vec<String> = problem_id.into_iter().chain(hint_id.clone()).collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = problem.is_some().then_some("true");
    let tag = if field.required { "必須" } else { "任意" };
    let hint = field.hint;
    let control = control(&id, field, described, invalid);
    view! {
        <div class="form-item">
            <label class="form-label" for=id.clone()>
                {field.label}<span class="tag" data-required=field.required.to_string()>{tag}</span>
            </label>
            {hint_id.map(|id| view! { <p class="hint" id=id>{hint}</p> })}
            {control}
            {problem_beside(&id, problem)}
        </div>
    }
    .into_any()
}

fn control(
    id: &str,
    field: &Field,
    described: Option<String>,
    invalid: Option<&'static str>,
) -> AnyView {
    let (id, name, value) = (id.to_owned(), field.name, field.value.clone());
    let required = field.required;
    match &field.kind {
        FieldKind::Line | FieldKind::Date => {
            let kind = match field.kind {
                FieldKind::Date => "date",
                _ => "text",
            };
            view! {
                <input class="input" id=id name=name type=kind value=value autocomplete="off"
                    aria-describedby=described aria-invalid=invalid required=required/>
            }
            .into_any()
        }
        FieldKind::Area(rows) => view! {
            <textarea class="textarea" id=id name=name rows=rows.to_string()
                aria-describedby=described aria-invalid=invalid required=required>
                {textarea_text(&value)}
            </textarea>
        }
        .into_any(),
        FieldKind::Select(options) => {
            let options: Vec<AnyView> = options
                .iter()
                .cloned()
                .map(|(option, words)| {
                    let selected = option == value;
                    view! { <option value=option selected=selected>{words}</option> }.into_any()
                })
                .collect();
            view! {
                <select class="select" id=id name=name aria-describedby=described aria-invalid=invalid>
                    {options}
                </select>
            }
            .into_any()
        }
    }
}
