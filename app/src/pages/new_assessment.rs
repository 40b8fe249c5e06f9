//! Starting an assessment. Posts `form`, `number`, `agency`, the facts and `csrf` to
//! [`routes::NEW_ASSESSMENT`].

use leptos::prelude::*;

use super::facts::fact_fields;
use crate::components::forms::{Input, Problem, csrf, input, problem_beside, problem_summary};
use crate::forms::Typed;
use crate::islands::UnsavedGuard;
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// A form edition to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormOption {
    /// The value, as `zenkomoku`.
    pub id: String,
    /// The title.
    pub title: String,
    /// When it is used, in a sentence.
    pub hint: String,
}

/// The page on which an assessment starts.
#[derive(Debug, Clone, Default)]
pub struct NewAssessmentView {
    /// The forms to choose from.
    pub forms: Vec<FormOption>,
    /// What was typed: `form`, `number`, `agency` and the facts (see [`super::FactsView`]).
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The assessment that already has this number and form, if there is one.
    pub existing: Option<Link>,
}

/// The page on which an assessment starts.
#[must_use]
pub fn render_new_assessment(frame: &PortalFrame, view: &NewAssessmentView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let number = Input {
            name: "number",
            label: "評価書番号",
            kind: "text",
            value: view.typed.get("number").to_owned(),
            hint: "計画管理書の番号と同じ番号を書きます。",
            required: true,
            ..Input::default()
        };
        let agency = Input {
            name: "agency",
            label: "評価実施機関名",
            kind: "text",
            value: view.typed.get("agency").to_owned(),
            hint: "例: ○○市長、○○市教育委員会",
            required: true,
            ..Input::default()
        };
        view! {
            <h1>"新しい評価書を作る"</h1>
            {problem_summary(&view.problems)}
            {view.existing.clone().map(|link| view! {
                <p><a href=link.href>{link.label}</a></p>
            })}
            <form method="post" action=routes::NEW_ASSESSMENT id="new-form" data-unsaved=(!view.problems.is_empty()).then_some("true")>
                {csrf(&token)}
                {form_options(&view)}
                {input(number, &view.problems)}
                {input(agency, &view.problems)}
                <h2>"事務の事実"</h2>
                <p>"どの欄を書くかと、検査の内容が、この答えで決まります。分からないものは後で書けます。"</p>
                {fact_fields(&view.typed, &view.problems)}
                <p><button class="button button-main">"作り始める"</button></p>
                <UnsavedGuard form="new-form".to_owned()/>
            </form>
        }
    })
}

fn form_options(view: &NewAssessmentView) -> AnyView {
    let options: Vec<AnyView> = view
        .forms
        .iter()
        .map(|form| {
            let checked = view.typed.get("form") == form.id;
            view! {
                <label class="choice">
                    <input type="radio" name="form" value=form.id.clone() checked=checked required=true/>
                    <span>{form.title.clone()}<br/><span class="meta">{form.hint.clone()}</span></span>
                </label>
            }
            .into_any()
        })
        .collect();
    let problem = view
        .problems
        .iter()
        .find(|p| p.field == "form")
        .map(|p| p.message.clone());
    view! {
        <fieldset id="form"><legend>"様式"</legend>{options}{problem_beside("form", problem)}</fieldset>
    }
    .into_any()
}
