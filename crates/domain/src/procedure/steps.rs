//! The way to an edition as a list: which stages a kind of assessment goes through, in order.

use super::{FormKind, Regime};
use crate::stage::{Origin, Stage, StageKind};

/// Whether a step lies behind, is the present one, or lies ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It was taken.
    Done,
    /// The assessment stands here.
    Now,
    /// It comes.
    Next,
    /// It was left out, which this kind of assessment may.
    LeftOut,
}

/// A step of the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The stage.
    pub kind: StageKind,
    /// Where it lies.
    pub standing: Standing,
    /// Whether the procedure asks for it (任意 otherwise).
    pub is_required: bool,
}

impl Step {
    /// Whether it lies behind.
    #[must_use]
    pub fn is_done(self) -> bool {
        self.standing == Standing::Done
    }
}

/// The steps of the round that `stage` belongs to, from the first draft to publication, with
/// what became of it afterwards. Source: `domain/records.md` §3.2–3.5.
#[must_use]
pub fn steps(form: FormKind, regime: Regime, stage: &Stage) -> Vec<Step> {
    let now = stage.kind();
    let mut way = way(form, regime, stage);
    if matches!(now, StageKind::Unpublished | StageKind::Ended) {
        way.push((now, true));
    }
    let place = way.iter().position(|(kind, _)| *kind == now);
    let place = place.unwrap_or(way.len());
    let standing = |index: usize, kind: StageKind, is_required: bool| match index.cmp(&place) {
        std::cmp::Ordering::Equal => Standing::Now,
        std::cmp::Ordering::Greater => Standing::Next,
        std::cmp::Ordering::Less if is_required || was_taken(stage, kind) => Standing::Done,
        std::cmp::Ordering::Less => Standing::LeftOut,
    };
    let steps = way.iter().enumerate();
    steps
        .map(|(index, (kind, is_required))| Step {
            kind: *kind,
            standing: standing(index, *kind, *is_required),
            is_required: *is_required,
        })
        .collect()
}

/// The stages in order; whether each is required.
fn way(form: FormKind, regime: Regime, stage: &Stage) -> Vec<(StageKind, bool)> {
    use StageKind as S;
    let origin = stage.round().map(|round| round.origin);
    if origin == Some(Origin::Amendment) && !hears(stage.kind()) {
        return must(&[S::Draft, S::Submitted, S::Published]);
    }
    match (form, regime) {
        (FormKind::Kiso, _) => must(&[S::Draft, S::InReview, S::Submitted, S::Published]),
        (FormKind::Juten, _) => vec![
            (S::Draft, true),
            (S::InReview, true),
            (S::PreparingConsultation, false),
            (S::Consulting, false),
            (S::Reworking, false),
            (S::ThirdPartyReview, false),
            (S::AmendingAfterReview, false),
            (S::PreparingSubmission, false),
            (S::Submitted, true),
            (S::Published, true),
        ],
        (FormKind::Zenkomoku, Regime::Local) => {
            let mut way = must(&[
                S::Draft,
                S::InReview,
                S::PreparingConsultation,
                S::Consulting,
                S::Reworking,
                S::ThirdPartyReview,
            ]);
            way.push((S::AmendingAfterReview, false));
            way.extend(must(&[S::PreparingSubmission, S::Submitted, S::Published]));
            way
        }
        (FormKind::Zenkomoku, Regime::Administrative) => must(&[
            S::Draft,
            S::PreparingConsultation,
            S::Consulting,
            S::Reworking,
            S::ApprovalRequested,
            S::CommissionReview,
            S::CommissionApproved,
            S::Published,
        ]),
    }
}

fn must(kinds: &[StageKind]) -> Vec<(StageKind, bool)> {
    kinds.iter().map(|kind| (*kind, true)).collect()
}

/// Stages that an amendment only has when it went through the house after all.
fn hears(kind: StageKind) -> bool {
    !matches!(
        kind,
        StageKind::Draft | StageKind::Submitted | StageKind::Published
    )
}

/// Whether a step that may be left out was taken in this round.
fn was_taken(stage: &Stage, kind: StageKind) -> bool {
    let round = stage.round().unwrap_or_default();
    match kind {
        StageKind::PreparingConsultation | StageKind::Consulting | StageKind::Reworking => {
            round.consultation.is_some()
        }
        StageKind::ThirdPartyReview => round.handed_over.is_some(),
        StageKind::AmendingAfterReview => round
            .verdict
            .is_some_and(|verdict| verdict.kind == crate::stage::VerdictKind::ToBeAmended),
        StageKind::PreparingSubmission => round.consultation.is_some() || round.verdict.is_some(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standings(form: FormKind, regime: Regime, stage: &Stage) -> Vec<(StageKind, Standing)> {
        let steps = steps(form, regime, stage);
        steps
            .iter()
            .map(|step| (step.kind, step.standing))
            .collect()
    }

    #[test]
    fn a_local_government_has_no_step_of_approval() {
        let draft = Stage::new_draft();
        for form in FormKind::ALL {
            let all = standings(form, Regime::Local, &draft);
            assert_eq!(all[0], (StageKind::Draft, Standing::Now));
            assert!(
                all[1..]
                    .iter()
                    .all(|(_, standing)| *standing == Standing::Next)
            );
            assert!(
                all.iter()
                    .all(|(kind, _)| *kind != StageKind::CommissionApproved)
            );
        }
    }

    #[test]
    fn optional_steps_that_were_not_taken_are_left_out() {
        let published = Stage::Published {
            edition: 1,
            revision: 1,
        };
        let all = standings(FormKind::Juten, Regime::Local, &published);
        assert!(all.contains(&(StageKind::Consulting, Standing::LeftOut)));
        assert!(all.contains(&(StageKind::InReview, Standing::Done)));
        assert_eq!(all.last(), Some(&(StageKind::Published, Standing::Now)));
    }

    #[test]
    fn an_amendment_goes_straight_to_the_commission() {
        let draft = Stage::draft(Origin::Amendment);
        let all = standings(FormKind::Zenkomoku, Regime::Local, &draft);
        let kinds: Vec<_> = all.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(
            kinds,
            [StageKind::Draft, StageKind::Submitted, StageKind::Published]
        );
    }
}
