//! Plans (計画管理書): one per agency, made from its affairs, submitted to the commission,
//! never public.
//!
//! The text of a plan is an assessment of the form `keikaku`, so that the editor, its
//! history and its conflicts are those of every assessment; its number is the place of the
//! agency within the body. What makes it different is here: who may read and write it
//! ([`action_on`]), and that no act of publication knows it.

pub(crate) mod generate;
pub(crate) mod read;
mod submitted;
mod write;

use domain::{Action, FormId};

pub use generate::{PlanChange, PlanGap};
pub use read::{OpenPlan, PlanEntry, PlanKey};
pub use submitted::SubmittedPlan;

/// The form of a plan.
pub const PLAN_FORM: &str = "keikaku";

/// Whether a form is a plan's: never public.
#[must_use]
pub fn is_plan(form: &FormId) -> bool {
    form.as_str() == PLAN_FORM
}

/// What must be asked before doing `action` to something of a form: a plan has actions of
/// its own, and none of deciding and publishing.
pub(crate) fn action_on(form: &FormId, action: Action) -> Option<Action> {
    if !is_plan(form) {
        return Some(action);
    }
    match action {
        Action::ReadAssessment => Some(Action::ReadPlan),
        Action::EditAssessment => Some(Action::ManagePlan),
        _ => None,
    }
}
