//! The decisions of the procedure on a submission, which administrative organs have.

use domain::Regime;
use leptos::prelude::*;

use super::super::review::{ObstacleView, obstacles};
use super::{SubmissionView, message};
use crate::components::forms::{csrf, hidden, problem_beside};
use crate::components::inputs::textarea_text;

/// A decision of the procedure, with what stands in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionView {
    /// The `op`.
    pub op: String,
    /// The words on its button.
    pub words: String,
    /// Whether a reason is needed.
    pub needs_reason: bool,
    /// Whether a day is needed.
    pub needs_day: bool,
    /// What stands in the way, in the words of the refusal.
    pub obstacles: Vec<ObstacleView>,
}

/// The forms of the decisions.
pub(super) fn decisions(view: &SubmissionView<'_>, token: &str) -> AnyView {
    if view.regime == Regime::Local {
        return view! {
            <p>"地方公共団体等の評価書です。了承・承認の手続はありません。気付いたことは、指導・助言として団体に伝えます。"</p>
        }
        .into_any();
    }
    if view.decisions.is_empty() {
        return view! { <p>"いま、あなたができる手続はありません。"</p> }.into_any();
    }
    let forms: Vec<AnyView> = view
        .decisions
        .iter()
        .map(|decision| decision_form(view, token, decision))
        .collect();
    forms.into_any()
}

fn decision_form(view: &SubmissionView<'_>, token: &str, decision: &DecisionView) -> AnyView {
    let reason = decision.needs_reason.then(|| {
        let typed = view.typed.get("reason").to_owned();
        view! {
            <label class="form-label" for="reason">"理由"<span class="tag" data-required="true">"必須"</span></label>
            <textarea class="textarea" id="reason" name="reason" rows="4" required=true>{textarea_text(&typed)}</textarea>
            {problem_beside("reason", message(&view.problems, "reason"))}
        }
    });
    let day = decision.needs_day.then(|| {
        view! {
            <label class="form-label" for="approved-on">"承認日"</label>
            <input class="input" type="date" id="approved-on" name="approved_on" value=view.typed.get("approved_on").to_owned() required=true/>
            {problem_beside("approved_on", message(&view.problems, "approved_on"))}
        }
    });
    let list = obstacles(&decision.op, &decision.obstacles);
    let blocked = list.is_some();
    let described = blocked.then(|| format!("obstacles-{}", decision.op));
    view! {
        <form method="post" action=format!("{}#decision", view.action) class="stage-form">
            {csrf(token)}
            {hidden("version", view.version.to_string())}
            {reason}
            {day}
            {list}
            <p><button class="button" name="op" value=decision.op.clone() disabled=blocked aria-describedby=described>{decision.words.clone()}</button></p>
        </form>
    }
    .into_any()
}
