//! Doing a transition, and saying which could be done.

use super::command::Command;
use super::need::{Need, Obstacle, asks_for_more};
use super::table::{Transition, transitions};
use super::{Act, Circumstances, FormKind, Regime};
use crate::ids::UserId;
use crate::role::Action;
use crate::stage::{
    Checked, Consultation, Filed, HandOver, Origin, Returned, Round, Scheduled, Stage, Submitted,
    Verdict,
};

/// Why a transition is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The stage has no such transition for this kind of assessment.
    #[error(
        "いまの状態（{now}）では、この操作はできません。画面を開き直して、状態を確かめてください。"
    )]
    NotNow {
        /// The stage in Japanese.
        now: &'static str,
    },
    /// Preconditions do not hold.
    #[error("{}", .0.iter().map(|obstacle| obstacle.message.as_str()).collect::<String>())]
    Obstacles(Vec<Obstacle>),
}

impl Refusal {
    /// Whether all that is wrong is in what was typed, in the assessment or with the act, and
    /// not in when or by whom it is done.
    #[must_use]
    pub fn is_about_content(&self) -> bool {
        match self {
            Self::NotNow { .. } => false,
            Self::Obstacles(obstacles) => obstacles
                .iter()
                .all(|obstacle| obstacle.need.is_about_input() || obstacle.need == Need::NoErrors),
        }
    }
}

/// A transition that a person may make from a stage, with what stands in the way now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The row of the table.
    pub transition: &'static Transition,
    /// What does not hold yet; empty: the act is open.
    pub obstacles: Vec<Obstacle>,
}

/// The transitions from `stage` whose actions the person may do, in the order of the table.
#[must_use]
pub fn offered(
    form: FormKind,
    regime: Regime,
    stage: &Stage,
    around: &Circumstances,
    may: impl Fn(Action) -> bool,
) -> Vec<Offer> {
    transitions(form, regime)
        .filter(|row| row.who.is_some_and(&may) && starts(row, stage))
        .map(|row| Offer {
            transition: row,
            obstacles: obstacles(row, stage, None, around),
        })
        .collect()
}

/// The row by which `act` leads on from `stage`.
///
/// # Errors
/// [`Refusal::NotNow`] when there is none.
pub(crate) fn row(
    form: FormKind,
    regime: Regime,
    stage: &Stage,
    act: Act,
) -> Result<&'static Transition, Refusal> {
    transitions(form, regime)
        .find(|row| row.act == act && starts(row, stage))
        .ok_or(Refusal::NotNow { now: stage.label() })
}

/// Does what `command` asks for. The caller has asked whether the person may do the row's
/// action; which row it is depends on the stage only.
///
/// # Errors
/// [`Refusal`], naming every precondition that does not hold.
pub fn apply(
    form: FormKind,
    regime: Regime,
    stage: &Stage,
    command: &Command,
    around: &Circumstances,
) -> Result<(Stage, &'static Transition), Refusal> {
    let row = row(form, regime, stage, command.act())?;
    let obstacles = obstacles(row, stage, Some(command), around);
    if !obstacles.is_empty() {
        return Err(Refusal::Obstacles(obstacles));
    }
    let next = next(form, stage, command, around).ok_or(Refusal::NotNow { now: stage.label() })?;
    Ok((next, row))
}

fn starts(row: &Transition, stage: &Stage) -> bool {
    let amendment = matches!(
        stage,
        Stage::Draft {
            origin: Origin::Amendment,
            ..
        }
    );
    row.from.contains(&stage.kind()) && row.amendment.is_none_or(|wanted| wanted == amendment)
}

fn obstacles(
    row: &Transition,
    stage: &Stage,
    command: Option<&Command>,
    around: &Circumstances,
) -> Vec<Obstacle> {
    row.needs
        .iter()
        .filter_map(|need| need.obstacle(stage, command, around))
        .collect()
}

/// The stage after the command, whose transition is known to be allowed; `None` for the clock
/// in a person's place and the like.
fn next(form: FormKind, stage: &Stage, command: &Command, around: &Circumstances) -> Option<Stage> {
    let round = stage.round().unwrap_or_default();
    let revision = around.newest;
    Some(match command {
        Command::SubmitForReview => Stage::InReview {
            submitted: Submitted {
                revision,
                by: person(around)?,
                at: around.now,
            },
            checked: None,
            round,
        },
        Command::Check => checked(stage, around)?,
        Command::Withdraw => Stage::draft(round.origin),
        Command::SendBack { items, .. } => Stage::Draft {
            returned: Some(returned(command, items.clone(), around)?),
            origin: round.origin,
        },
        Command::Reopen { .. } => Stage::Draft {
            returned: Some(returned(command, Vec::new(), around)?),
            origin: round.origin,
        },
        Command::PrepareConsultation => Stage::PreparingConsultation { revision, round },
        Command::OpenConsultation(consultation) => consulting(revision, round, consultation),
        Command::ConsultAgain(consultation) => {
            // The review was of the text before: it has to be repeated as well.
            consulting(revision, Round::of(round.origin), consultation)
        }
        Command::CloseConsultation => Stage::Reworking {
            round,
            returned: None,
        },
        Command::HandOver => Stage::ThirdPartyReview {
            revision,
            round: Round {
                handed_over: Some(HandOver {
                    revision,
                    at: around.now,
                }),
                verdict: None,
                ..round
            },
        },
        Command::GiveVerdict { on, kind } => {
            let verdict = Verdict {
                on: *on,
                revision,
                kind: *kind,
            };
            let round = Round {
                verdict: Some(verdict),
                ..round
            };
            if asks_for_more(*kind) {
                Stage::AmendingAfterReview { round }
            } else {
                Stage::PreparingSubmission { revision, round }
            }
        }
        Command::FinishAmendment => Stage::PreparingSubmission { revision, round },
        Command::File { on } => Stage::Submitted {
            filed: filed(*on, around)?,
            round,
            scheduled: None,
        },
        Command::RequestApproval { on } => Stage::ApprovalRequested {
            filed: filed(*on, around)?,
            round,
        },
        Command::BeginCommissionReview => Stage::CommissionReview {
            filed: stage.filed()?.clone(),
            round,
        },
        Command::CommissionApprove { on } => Stage::CommissionApproved {
            filed: stage.filed()?.clone(),
            round,
            approved_on: *on,
            approved_by: person(around)?,
            scheduled: None,
        },
        Command::CommissionReturn { .. } => Stage::Reworking {
            round,
            returned: Some(returned(command, Vec::new(), around)?),
        },
        Command::SchedulePublication { on } => {
            let scheduled = Scheduled {
                on: *on,
                by: person(around)?,
                revision,
            };
            with_schedule(stage, Some(scheduled))?
        }
        Command::CancelSchedule => with_schedule(stage, None)?,
        Command::Publish { edition, .. } => Stage::Published {
            edition: *edition,
            revision,
        },
        Command::Amend => Stage::draft(Origin::Amendment),
        Command::Redo { ground } => Stage::draft(Origin::Redo { ground: *ground }),
        Command::Unpublish { .. }
        | Command::End { .. }
        | Command::NotifyEnd { .. }
        | Command::Resume { .. } => after_publication(stage, command, around)?,
    })
    .filter(|_| form != FormKind::Kiso || !is_hearing(command))
}

/// Acts that a 基礎項目評価書 never has, whatever the table says.
fn is_hearing(command: &Command) -> bool {
    command.consultation().is_some()
}

fn after_publication(stage: &Stage, command: &Command, around: &Circumstances) -> Option<Stage> {
    if matches!(command, Command::Unpublish { .. }) && stage.round().is_some() {
        // The next edition is on its way and stays where it is.
        return Some(stage.clone());
    }
    let (edition, revision) = match stage {
        Stage::Published { edition, revision }
        | Stage::Ended {
            edition, revision, ..
        } => (*edition, *revision),
        _ => return None,
    };
    Some(match (command, stage) {
        (Command::Unpublish { .. }, _) => Stage::Unpublished {
            edition,
            revision,
            withdrawn: returned(command, Vec::new(), around)?,
        },
        (Command::End { on }, _) => Stage::Ended {
            edition,
            revision,
            ended_on: *on,
            by: person(around)?,
            notified_on: None,
        },
        (Command::NotifyEnd { on }, Stage::Ended { ended_on, by, .. }) => Stage::Ended {
            edition,
            revision,
            ended_on: *ended_on,
            by: by.clone(),
            notified_on: Some(*on),
        },
        (Command::Resume { .. }, Stage::Ended { .. }) => Stage::Published { edition, revision },
        _ => return None,
    })
}

fn checked(stage: &Stage, around: &Circumstances) -> Option<Stage> {
    let Stage::InReview {
        submitted, round, ..
    } = stage
    else {
        return None;
    };
    Some(Stage::InReview {
        submitted: submitted.clone(),
        checked: Some(Checked {
            by: person(around)?,
            at: around.now,
        }),
        round: round.clone(),
    })
}

fn consulting(revision: i64, round: Round, consultation: &Consultation) -> Stage {
    let consultation = Consultation {
        shortened: consultation.days() < Consultation::DAYS,
        ..consultation.clone()
    };
    Stage::Consulting {
        revision,
        round: Round {
            consultation: Some(consultation),
            ..round
        },
    }
}

fn with_schedule(stage: &Stage, planned: Option<Scheduled>) -> Option<Stage> {
    let mut next = stage.clone();
    match &mut next {
        Stage::Submitted { scheduled, .. } | Stage::CommissionApproved { scheduled, .. } => {
            *scheduled = planned;
            Some(next)
        }
        _ => None,
    }
}

fn filed(on: jiff::civil::Date, around: &Circumstances) -> Option<Filed> {
    Some(Filed {
        revision: around.newest,
        on,
        by: person(around)?,
        at: around.now,
    })
}

fn returned(
    command: &Command,
    items: Vec<crate::stage::ItemReason>,
    around: &Circumstances,
) -> Option<Returned> {
    Some(Returned {
        by: person(around)?,
        at: around.now,
        reason: command.reason().unwrap_or_default().to_owned(),
        items,
    })
}

fn person(around: &Circumstances) -> Option<UserId> {
    around.actor.clone()
}
