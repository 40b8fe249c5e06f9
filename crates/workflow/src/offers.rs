//! Which acts to offer: the same table and the same preconditions as the acts themselves.

use domain::procedure::{self, Offer, transitions};
use domain::{Act, Action, BodyCode, Circumstances, FormId, FormKind, Regime, Stage};
use jiff::Timestamp;
use jiff::civil::Date;
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::find;
use crate::assessment_key::AssessmentKey;
use crate::assignment::is_permitted;
use crate::circumstances::regime;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

impl Workflow {
    /// What this person can do to the assessment as it stands, each act with what still stands
    /// in its way. Whoever may do nothing to it and does not read it learns nothing.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.offers", level = "debug", skip_all)]
    pub async fn offers(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<Vec<Offer>, WorkflowError> {
        let form = FormKind::of(&key.form).ok_or(WorkflowError::NotFound)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let regime = regime(&mut tx, &key.body).await?;
        let mut allowed = Vec::new();
        for action in acts_of(form, regime) {
            if is_permitted(&mut tx, actor, action, &found).await? {
                allowed.push(action);
            }
        }
        if allowed.is_empty() && !actor.may_on(Action::ReadAssessment, key) {
            return Err(WorkflowError::NotFound);
        }
        let around = self
            .circumstances(&mut tx, &found, Some(&actor.user), found.revision)
            .await?;
        Ok(procedure::offered(
            form,
            regime,
            &found.stage,
            &around,
            |action| allowed.contains(&action),
        ))
    }
}

/// The rights that the acts of a procedure ask for.
fn acts_of(form: FormKind, regime: Regime) -> Vec<Action> {
    let mut asked: Vec<Action> = transitions(form, regime)
        .filter_map(|row| row.who)
        .collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// The acts by role alone that this person has on an assessment of `body`, which follows
/// `regime`, at `stage`, for lists; preconditions are not asked.
#[must_use]
pub fn acts_on(
    actor: &Actor,
    body: &BodyCode,
    (form, regime): (&FormId, Regime),
    stage: &Stage,
) -> Vec<Act> {
    let Some(form) = FormKind::of(form) else {
        return Vec::new();
    };
    let user = Some(actor.user.clone());
    let anything = Circumstances::clear(user, Timestamp::UNIX_EPOCH, Date::ZERO, 0);
    let offers = procedure::offered(form, regime, stage, &anything, |action| {
        actor.may(action, body)
    });
    offers.iter().map(|offer| offer.transition.act).collect()
}

/// Whether this person may change answers of an assessment of `body` at `stage`.
#[must_use]
pub fn may_edit(actor: &Actor, body: &BodyCode, stage: &Stage) -> bool {
    stage.is_editable() && actor.may(Action::EditAssessment, body)
}

/// Whether this person may ever do `act` to an assessment of `body`.
#[must_use]
pub fn may_ever(actor: &Actor, body: &BodyCode, form: FormKind, act: Act) -> bool {
    let mut rows = Regime::ALL
        .into_iter()
        .flat_map(|regime| transitions(form, regime));
    rows.any(|row| row.act == act && row.who.is_some_and(|action| actor.may(action, body)))
}
