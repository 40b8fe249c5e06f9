//! Which acts to offer: the same rules as the acts themselves, read the other way.

use domain::{Action, BodyCode, Stage};

use crate::actor::Actor;
use crate::open_assessment::OpenAssessment;

/// Something that can be done to an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Change answers and facts.
    Edit,
    /// Send it to review.
    Submit,
    /// Take it back from review.
    Withdraw,
    /// Approve it.
    Approve,
    /// Return it with a reason.
    SendBack,
    /// Publish it.
    Publish,
    /// Start its next edition.
    Revise,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 7] = [
        Self::Edit,
        Self::Submit,
        Self::Withdraw,
        Self::Approve,
        Self::SendBack,
        Self::Publish,
        Self::Revise,
    ];

    fn action(self) -> Action {
        match self {
            Self::Edit => Action::EditAssessment,
            Self::Submit | Self::Withdraw | Self::Revise => Action::SubmitAssessment,
            Self::Approve | Self::SendBack => Action::DecideAssessment,
            Self::Publish => Action::PublishAssessment,
        }
    }

    fn fits(self, actor: &Actor, stage: &Stage) -> bool {
        match (self, stage) {
            (Self::Approve, Stage::InReview(submitted)) => submitted.by != actor.user,
            (Self::Edit | Self::Submit, Stage::Draft { .. })
            | (Self::Withdraw | Self::SendBack, Stage::InReview(_))
            | (Self::SendBack | Self::Publish, Stage::Approved { .. })
            | (Self::Revise, Stage::Published { .. }) => true,
            _ => false,
        }
    }
}

/// What this person can do to the assessment as it stands; nothing to an old revision of it.
#[must_use]
pub fn possible_acts(actor: &Actor, open: &OpenAssessment) -> Vec<Act> {
    if open.is_newest() {
        acts_on(actor, &open.key.body, &open.stage)
    } else {
        Vec::new()
    }
}

/// What this person can do to an assessment of `body` that stands at `stage`.
#[must_use]
pub fn acts_on(actor: &Actor, body: &BodyCode, stage: &Stage) -> Vec<Act> {
    let possible = |act: &Act| actor.may(act.action(), body) && act.fits(actor, stage);
    Act::ALL.into_iter().filter(possible).collect()
}
