//! Every row begins at a stage that its kind of assessment comes to.

use std::collections::BTreeSet;

use super::*;

/// Where an act leads; the stage itself where it stays.
fn leads_to(act: Act, from: StageKind) -> Vec<StageKind> {
    use StageKind as S;
    match act {
        Act::SubmitForReview => vec![S::InReview],
        Act::Withdraw | Act::SendBack | Act::Reopen | Act::Amend | Act::Redo => vec![S::Draft],
        Act::PrepareConsultation => vec![S::PreparingConsultation],
        Act::OpenConsultation | Act::ConsultAgain => vec![S::Consulting],
        Act::CloseConsultation | Act::CommissionReturn => vec![S::Reworking],
        Act::HandOver => vec![S::ThirdPartyReview],
        Act::GiveVerdict => vec![S::AmendingAfterReview, S::PreparingSubmission],
        Act::FinishAmendment => vec![S::PreparingSubmission],
        Act::File => vec![S::Submitted],
        Act::RequestApproval => vec![S::ApprovalRequested],
        Act::BeginCommissionReview => vec![S::CommissionReview],
        Act::CommissionApprove => vec![S::CommissionApproved],
        Act::Publish | Act::Resume => vec![S::Published],
        Act::End => vec![S::Ended],
        Act::Unpublish => vec![from, S::Unpublished],
        Act::Check | Act::SchedulePublication | Act::CancelSchedule | Act::NotifyEnd => vec![from],
    }
}

#[test]
fn no_row_begins_where_nothing_ever_stands() {
    for form in FormKind::ALL {
        for regime in Regime::ALL {
            let mut reached = BTreeSet::from([StageKind::Draft]);
            loop {
                let next: BTreeSet<StageKind> = transitions(form, regime)
                    .flat_map(|row| row.from.iter().map(move |from| (row.act, *from)))
                    .filter(|(_, from)| reached.contains(from))
                    .flat_map(|(act, from)| leads_to(act, from))
                    .collect();
                let before = reached.len();
                reached.extend(next);
                if reached.len() == before {
                    break;
                }
            }
            for row in transitions(form, regime) {
                let begins = row.from.iter().any(|from| reached.contains(from));
                assert!(begins, "{form:?} {regime:?} {:?}", row.act);
            }
        }
    }
}
