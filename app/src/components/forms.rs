//! Pieces of forms: hidden fields, labelled inputs, the summary of problems.

use leptos::prelude::*;

/// A problem with something typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of the field (an item path in the editor), empty for the whole form.
    pub field: String,
    /// What the field is called, for the summary.
    pub label: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// The hidden `csrf` field.
pub fn csrf(token: &str) -> AnyView {
    let token = token.to_owned();
    view! { <input type="hidden" name="csrf" value=token/> }.into_any()
}

/// A hidden field.
pub fn hidden(name: &'static str, value: impl Into<String>) -> AnyView {
    let value = value.into();
    view! { <input type="hidden" name=name value=value/> }.into_any()
}

/// Hidden fields, for what was typed on an earlier page: names and values.
pub fn hidden_fields(fields: &[(String, String)]) -> AnyView {
    let fields = fields.iter().cloned();
    let fields = fields.map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    fields.collect_view().into_any()
}

/// The summary on top of a form; nothing when all is well.
pub fn problem_summary(problems: &[Problem]) -> Option<AnyView> {
    summary(
        problems,
        "入力した内容は残っています。まだ保存されていません。",
    )
}

/// As [`problem_summary`], over passwords: a page never gives those back.
pub fn password_problems(problems: &[Problem]) -> Option<AnyView> {
    summary(
        problems,
        "パスワードは変わっていません。入力欄は空に戻しました。もう一度入力してください。",
    )
}

fn summary(problems: &[Problem], kept: &'static str) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let count = problems.len();
    let items = problems.iter().cloned().map(|problem| {
        let message = if problem.label.is_empty() {
            problem.message
        } else {
            format!("{}: {}", problem.label, problem.message)
        };
        if problem.field.is_empty() {
            view! { <li>{message}</li> }.into_any()
        } else {
            let href = format!("#{}", problem.field);
            view! { <li><a href=href>{message}</a></li> }.into_any()
        }
    });
    let items = items.collect_view();
    Some(
        view! {
            <div class="notice notice-error" role="alert" tabindex="-1" autofocus=true>
                <h2>{format!("{count}か所を直してください")}</h2>
                <p>{kept}</p>
                <ul>{items}</ul>
            </div>
        }
        .into_any(),
    )
}

/// A labelled input with its hint and its problem.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The name, also the element's id.
    pub name: &'static str,
    /// The label.
    pub label: &'static str,
    /// `text`, `email`, `password`, `number`, `date`.
    pub kind: &'static str,
    /// What was typed.
    pub value: String,
    /// A hint below the label.
    pub hint: &'static str,
    /// The `autocomplete` token.
    pub autocomplete: &'static str,
    /// Whether an answer is required.
    pub required: bool,
}

/// Renders an [`Input`], with its problem from `problems` if there is one.
pub fn input(field: Input, problems: &[Problem]) -> AnyView {
    let problem = problems
        .iter()
        .find(|p| p.field == field.name)
        .map(|p| p.message.clone());
    let name = field.name;
    let described = match (field.hint.is_empty(), problem.is_some()) {
        (true, false) => None,
        (false, false) => Some(format!("{name}-hint")),
        (true, true) => Some(format!("{name}-problem")),
        (false, true) => Some(format!("{name}-problem {name}-hint")),
    };
    let invalid = problem.is_some().then_some("true");
    let tag = if field.required { "必須" } else { "任意" };
    let autocomplete = if field.autocomplete.is_empty() {
        "off"
    } else {
        field.autocomplete
    };
    view! {
        <div class="form-item">
            <label class="form-label" for=name>
                {field.label}<span class="tag" data-required=field.required.to_string()>{tag}</span>
            </label>
            {(!field.hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{field.hint}</p> })}
            <input class="input" id=name name=name type=field.kind value=field.value
                autocomplete=autocomplete aria-describedby=described aria-invalid=invalid
                required=field.required/>
            {problem_beside(name, problem)}
        </div>
    }
    .into_any()
}

/// The problem beside a field.
pub fn problem_beside(name: &str, problem: Option<String>) -> Option<AnyView> {
    let id = format!("{name}-problem");
    problem.map(|message| view! { <p class="problem" id=id>{message}</p> }.into_any())
}
