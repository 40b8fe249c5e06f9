//! The decisions of the procedure, which administrative organs have.

use app::pages::{DecisionView, ObstacleView};
use domain::procedure::Offer;
use domain::{Act, Command, FormKind, Refusal, Regime, Stage};
use workflow::{OpenSubmission, WorkflowError, may_ever};

use super::super::talk::unread;
use crate::errors::PageError;
use crate::forms::Fields;
use crate::session::SignedIn;
use crate::state::AppState;

/// The decisions of the procedure: `op` and act.
const DECISIONS: [(&str, Act); 3] = [
    ("begin", Act::BeginCommissionReview),
    ("approve", Act::CommissionApprove),
    ("return", Act::CommissionReturn),
];

/// Decides, bound to the revision that was filed.
pub(super) async fn decide(
    state: &AppState,
    signed_in: &SignedIn,
    id: &str,
    (op, fields): (&str, &Fields),
) -> Result<(), WorkflowError> {
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let command = match op {
        "begin" => Command::BeginCommissionReview,
        "approve" => Command::CommissionApprove {
            on: fields
                .get("approved_on")
                .parse()
                .map_err(|_| unread("approved_on", "承認日を書いてください。"))?,
        },
        "return" => Command::CommissionReturn {
            reason: fields.get("reason").to_owned(),
        },
        _ => return Err(WorkflowError::NotFound),
    };
    let seen = workflow.open_submission(actor, id).await?;
    if seen.stage.is_none() {
        return Err(WorkflowError::NotFound);
    }
    let (key, revision) = (&seen.key, seen.head.revision);
    workflow.act(actor, key, revision, command).await.map(drop)
}

/// The decisions that are this person's, each with what stands in its way; none for a local
/// government, and none on a submission that the procedure is no longer about.
pub(super) async fn views(
    state: &AppState,
    signed_in: &SignedIn,
    seen: &OpenSubmission,
) -> Result<Vec<DecisionView>, PageError> {
    let actor = &signed_in.actor;
    let Some(stage) = &seen.stage else {
        return Ok(Vec::new());
    };
    if seen.head.regime == Regime::Local {
        return Ok(Vec::new());
    }
    let offers = state.workflow.offers(actor, &seen.key).await?;
    let form = FormKind::of(&seen.key.form).ok_or(PageError::NotFound)?;
    let of = |(op, act): (&str, Act)| {
        may_ever(actor, &seen.key.body, form, act).then(|| DecisionView {
            op: op.to_owned(),
            words: act.label().to_owned(),
            needs_reason: act.needs_reason(),
            needs_day: act == Act::CommissionApprove,
            obstacles: in_the_way(&offers, act, stage),
        })
    };
    Ok(DECISIONS.into_iter().filter_map(of).collect())
}

/// The words of the refusal that an act would meet now.
fn in_the_way(offers: &[Offer], act: Act, stage: &Stage) -> Vec<ObstacleView> {
    let offer = offers.iter().find(|offer| offer.transition.act == act);
    let messages = match offer {
        Some(offer) => {
            let obstacles = offer.obstacles.iter();
            obstacles.map(|found| found.message.clone()).collect()
        }
        None => {
            let now = stage.label();
            vec![Refusal::NotNow { now }.to_string()]
        }
    };
    let view = |message| ObstacleView {
        message,
        link: None,
    };
    messages.into_iter().map(view).collect()
}
