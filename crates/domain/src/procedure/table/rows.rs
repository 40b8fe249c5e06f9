//! Every row, in the order in which acts are offered.

use FormKind::{Juten, Kiso, Zenkomoku};
use Regime::{Administrative, Local};
use StageKind as S;

use super::{Kept, Transition};
use crate::procedure::{Act, FormKind, Need, Regime};
use crate::role::Action;
use crate::stage::StageKind;

const ALL: &[FormKind] = &[Kiso, Juten, Zenkomoku];
const FULL: &[FormKind] = &[Zenkomoku];
const FOCUSED: &[FormKind] = &[Juten];
const BASIC: &[FormKind] = &[Kiso];
const SHORT: &[FormKind] = &[Kiso, Juten];
const HEARD: &[FormKind] = &[Juten, Zenkomoku];
const BOTH: &[Regime] = &[Local, Administrative];
const LOCAL: &[Regime] = &[Local];
const ADMINISTRATIVE: &[Regime] = &[Administrative];

const WRITES: Action = Action::SubmitAssessment;
const CHECKS: Action = Action::DecideAssessment;
const HEARS: Action = Action::RunConsultation;
const FILES: Action = Action::SubmitToCommission;
const PUBLISHES: Action = Action::PublishAssessment;

/// What is written may go on, as long as the file is not held yet.
const WRITTEN: &[Need] = &[
    Need::Seen,
    Need::NoErrors,
    Need::ChangesDescribed,
    Need::BeforeHolding,
];
/// The same beside a 基礎項目評価書.
const WRITTEN_BESIDE_KISO: &[Need] = &[
    Need::Seen,
    Need::NoErrors,
    Need::ChangesDescribed,
    Need::BeforeHolding,
    Need::KisoExists,
];
/// What was submitted in the house may be checked, by somebody else.
const CHECKABLE: &[Need] = &[Need::Seen, Need::OtherPerson, Need::AlreadyChecked];
/// What was submitted may be made public.
const PUBLISHABLE: &[Need] = &[
    Need::Seen,
    Need::OtherPerson,
    Need::PublicationInOrder,
    Need::ExchangeAfterPublication,
];

/// A row that the clock alone does, without conditions.
const fn row(
    act: Act,
    forms: &'static [FormKind],
    regimes: &'static [Regime],
    from: &'static [StageKind],
) -> Transition {
    Transition {
        act,
        forms,
        regimes,
        from,
        amendment: None,
        who: None,
        needs: &[],
        keeps: &[],
    }
}

/// Every transition of every kind.
pub(super) static TABLE: &[Transition] = &[
    // 作成中 → 庁内確認中
    row(Act::SubmitForReview, BASIC, BOTH, &[S::Draft])
        .of_others()
        .by(WRITES)
        .needs(WRITTEN)
        .keeps(&[Kept::Draft]),
    row(Act::SubmitForReview, FOCUSED, BOTH, &[S::Draft])
        .of_others()
        .by(WRITES)
        .needs(WRITTEN_BESIDE_KISO)
        .keeps(&[Kept::Draft]),
    row(Act::SubmitForReview, FULL, LOCAL, &[S::Draft])
        .of_others()
        .by(WRITES)
        .needs(WRITTEN_BESIDE_KISO)
        .keeps(&[Kept::Draft]),
    // Added: taking it back before anybody went on with it.
    // 行政機関等・全項目 is not checked in the house (§3.5).
    row(Act::Withdraw, SHORT, BOTH, &[S::InReview])
        .by(WRITES)
        .needs(&[Need::SeenNewest]),
    row(Act::Withdraw, FULL, LOCAL, &[S::InReview])
        .by(WRITES)
        .needs(&[Need::SeenNewest]),
    // Added: the record of the check that the next transitions ask for.
    row(Act::Check, SHORT, BOTH, &[S::InReview])
        .by(CHECKS)
        .needs(CHECKABLE)
        .keeps(&[Kept::CheckRecord]),
    row(Act::Check, FULL, LOCAL, &[S::InReview])
        .by(CHECKS)
        .needs(CHECKABLE)
        .keeps(&[Kept::CheckRecord]),
    // 庁内確認中 → 作成中
    row(Act::SendBack, SHORT, BOTH, &[S::InReview])
        .by(CHECKS)
        .needs(&[Need::Seen, Need::Reason]),
    row(Act::SendBack, FULL, LOCAL, &[S::InReview])
        .by(CHECKS)
        .needs(&[Need::Seen, Need::Reason]),
    // 庁内確認中 → 提出済 (基礎・重点)
    row(Act::File, BASIC, BOTH, &[S::InReview])
        .by(FILES)
        .needs(&[
            Need::Seen,
            Need::Checked,
            Need::PlanCurrent,
            Need::FilingInOrder,
        ])
        .keeps(&[Kept::CheckRecord, Kept::Plan, Kept::SubmissionCopy]),
    row(Act::File, FOCUSED, BOTH, &[S::InReview])
        .by(FILES)
        .needs(&[
            Need::Seen,
            Need::Checked,
            Need::PlanCurrent,
            Need::KisoFiled,
            Need::FilingInOrder,
        ])
        .keeps(&[Kept::CheckRecord, Kept::Plan, Kept::SubmissionCopy]),
    // 庁内確認中 → 公示準備 (全項目; 重点は任意)
    row(Act::PrepareConsultation, FULL, LOCAL, &[S::InReview])
        .by(HEARS)
        .needs(&[Need::Seen, Need::Checked])
        .keeps(&[Kept::CheckRecord, Kept::BothVersions]),
    row(Act::PrepareConsultation, FOCUSED, BOTH, &[S::InReview])
        .by(HEARS)
        .needs(&[Need::Seen, Need::Checked])
        .keeps(&[Kept::CheckRecord, Kept::BothVersions]),
    // 行政機関等: 作成中 → 公示
    row(Act::PrepareConsultation, FULL, ADMINISTRATIVE, &[S::Draft])
        .of_others()
        .by(HEARS)
        .needs(WRITTEN_BESIDE_KISO)
        .keeps(&[Kept::Draft, Kept::BothVersions]),
    // 公示準備 → 意見聴取中
    row(
        Act::OpenConsultation,
        HEARD,
        BOTH,
        &[S::PreparingConsultation],
    )
    .by(HEARS)
    .needs(&[Need::Seen, Need::PeriodInOrder, Need::PeriodLongEnough])
    .keeps(&[Kept::PublicNotice]),
    // 意見聴取中 → 見直し中: by the end of the period, never before.
    row(Act::CloseConsultation, HEARD, BOTH, &[S::Consulting])
        .needs(&[Need::ConsultationOver])
        .keeps(&[Kept::Opinions]),
    // 見直し中 → 第三者点検中
    row(Act::HandOver, FULL, LOCAL, &[S::Reworking])
        .by(WRITES)
        .needs(&[
            Need::Seen,
            Need::NoErrors,
            Need::OpinionsAnswered,
            Need::OpinionsDescribed,
            Need::ReviewerEngaged,
        ])
        .keeps(&[Kept::ReworkedVersion]),
    // 重点: 第三者点検は任意 (様式3 Ⅴ3)
    row(Act::HandOver, FOCUSED, BOTH, &[S::Reworking])
        .by(WRITES)
        .needs(&[
            Need::Seen,
            Need::NoErrors,
            Need::OpinionsAnswered,
            Need::ReviewerEngaged,
        ])
        .keeps(&[Kept::ReworkedVersion]),
    row(Act::HandOver, FOCUSED, BOTH, &[S::InReview])
        .by(FILES)
        .needs(&[Need::Seen, Need::Checked, Need::ReviewerEngaged])
        .keeps(&[Kept::CheckRecord]),
    row(Act::FinishAmendment, FOCUSED, BOTH, &[S::Reworking])
        .by(WRITES)
        .needs(&[Need::Seen, Need::NoErrors, Need::OpinionsAnswered])
        .keeps(&[Kept::ReworkedVersion]),
    // 第三者点検中 → 点検後修正中／提出準備
    row(Act::GiveVerdict, FULL, LOCAL, &[S::ThirdPartyReview])
        .by(Action::ReviewAssessment)
        .needs(&[Need::Seen, Need::VerdictInOrder])
        .keeps(&[Kept::ReviewResult]),
    row(Act::GiveVerdict, FOCUSED, BOTH, &[S::ThirdPartyReview])
        .by(Action::ReviewAssessment)
        .needs(&[Need::Seen, Need::VerdictInOrder])
        .keeps(&[Kept::ReviewResult]),
    // 点検後修正中 → 提出準備／意見聴取中
    row(Act::FinishAmendment, FULL, LOCAL, &[S::AmendingAfterReview])
        .by(WRITES)
        .needs(&[Need::Seen, Need::NoErrors, Need::ReviewDescribed])
        .keeps(&[Kept::ResponseTable]),
    row(
        Act::FinishAmendment,
        FOCUSED,
        BOTH,
        &[S::AmendingAfterReview],
    )
    .by(WRITES)
    .needs(&[Need::Seen, Need::NoErrors])
    .keeps(&[Kept::ResponseTable]),
    row(Act::ConsultAgain, FULL, LOCAL, &[S::AmendingAfterReview])
        .by(WRITES)
        .needs(&[
            Need::Seen,
            Need::NoErrors,
            Need::PeriodInOrder,
            Need::PeriodLongEnough,
        ])
        .keeps(&[Kept::ResponseTable, Kept::PublicNotice]),
    // 提出準備 → 提出済
    row(Act::File, FULL, LOCAL, &[S::PreparingSubmission])
        .by(FILES)
        .needs(&[
            Need::Seen,
            Need::PlanCurrent,
            Need::KisoFiled,
            Need::ReviewDescribed,
            Need::FilingInOrder,
        ])
        .keeps(&[Kept::Plan, Kept::SubmissionCopy]),
    row(Act::File, FOCUSED, BOTH, &[S::PreparingSubmission])
        .by(FILES)
        .needs(&[
            Need::Seen,
            Need::PlanCurrent,
            Need::KisoFiled,
            Need::FilingInOrder,
        ])
        .keeps(&[Kept::Plan, Kept::SubmissionCopy]),
    // 修正中 → 提出済
    row(Act::File, ALL, BOTH, &[S::Draft])
        .of_amendments()
        .by(WRITES)
        .needs(&[
            Need::Seen,
            Need::NoErrors,
            Need::ChangesDescribed,
            Need::FilingInOrder,
        ])
        .keeps(&[Kept::Changes, Kept::SubmissionCopy]),
    // 行政機関等・全項目: 見直し → 承認申請 → 委員会審査 → 承認
    row(Act::RequestApproval, FULL, ADMINISTRATIVE, &[S::Reworking])
        .by(FILES)
        .needs(&[
            Need::Seen,
            Need::NoErrors,
            Need::OpinionsAnswered,
            Need::OpinionsDescribed,
            Need::PlanCurrent,
            Need::KisoFiled,
            Need::FilingInOrder,
        ])
        .keeps(&[Kept::ReworkedVersion, Kept::Plan, Kept::SubmissionCopy]),
    row(
        Act::BeginCommissionReview,
        FULL,
        ADMINISTRATIVE,
        &[S::ApprovalRequested],
    )
    .by(Action::ReviewSubmission)
    .needs(&[Need::Seen]),
    row(
        Act::CommissionApprove,
        FULL,
        ADMINISTRATIVE,
        &[S::CommissionReview],
    )
    .by(Action::DecideSubmission)
    .needs(&[Need::Seen, Need::ApprovalInOrder]),
    row(
        Act::CommissionReturn,
        FULL,
        ADMINISTRATIVE,
        &[S::CommissionReview],
    )
    .by(Action::DecideSubmission)
    .needs(&[Need::Seen, Need::Reason]),
    // 提出済 → 公表済
    row(Act::Publish, SHORT, BOTH, &[S::Submitted])
        .by(PUBLISHES)
        .needs(PUBLISHABLE)
        .keeps(&[Kept::PublicEdition]),
    row(
        Act::Publish,
        FULL,
        BOTH,
        &[S::Submitted, S::CommissionApproved],
    )
    .by(PUBLISHES)
    .needs(PUBLISHABLE)
    .keeps(&[Kept::PublicEdition]),
    // Added: a day for it.
    row(Act::SchedulePublication, SHORT, BOTH, &[S::Submitted])
        .by(PUBLISHES)
        .needs(&[Need::Seen, Need::OtherPerson, Need::ScheduleAhead]),
    row(
        Act::SchedulePublication,
        FULL,
        BOTH,
        &[S::Submitted, S::CommissionApproved],
    )
    .by(PUBLISHES)
    .needs(&[Need::Seen, Need::OtherPerson, Need::ScheduleAhead]),
    row(
        Act::CancelSchedule,
        ALL,
        BOTH,
        &[S::Submitted, S::CommissionApproved],
    )
    .by(PUBLISHES)
    .needs(&[Need::SeenNewest]),
    // 公表済 → 修正中／再実施中／終了
    row(Act::Amend, ALL, BOTH, &[S::Published, S::Unpublished])
        .by(WRITES)
        .needs(&[Need::SeenNewest]),
    row(Act::Redo, ALL, BOTH, &[S::Published, S::Unpublished])
        .by(WRITES)
        .needs(&[Need::SeenNewest]),
    // Added: an amendment in which an important change turned up goes on as 再実施.
    row(Act::Redo, ALL, BOTH, &[S::Draft])
        .of_amendments()
        .by(WRITES)
        .needs(&[Need::SeenNewest]),
    row(Act::End, ALL, BOTH, &[S::Published])
        .by(Action::EndAffair)
        .needs(&[Need::SeenNewest, Need::NotInFuture, Need::OthersAtRest]),
    row(Act::NotifyEnd, ALL, BOTH, &[S::Ended])
        .by(FILES)
        .needs(&[Need::SeenNewest, Need::NotifiedAfterEnd])
        .keeps(&[Kept::EndNotification]),
    // Added: mending mistakes, always with a reason.
    row(
        Act::Reopen,
        ALL,
        BOTH,
        &[
            S::PreparingConsultation,
            S::PreparingSubmission,
            S::Submitted,
        ],
    )
    .by(FILES)
    .needs(&[Need::SeenNewest, Need::Reason]),
    row(Act::Resume, ALL, BOTH, &[S::Ended]).by(FILES).needs(&[
        Need::SeenNewest,
        Need::Reason,
        Need::EndNotNotified,
    ]),
    row(Act::Unpublish, ALL, BOTH, &[S::Published, S::Ended])
        .by(Action::UnpublishAssessment)
        .needs(&[Need::SeenNewest, Need::Reason, Need::RetentionOver]),
    // The same while the next edition is on its way: what is public goes, the work goes on.
    // What an earlier edition says openly can be withheld in the next one only after it.
    row(
        Act::Unpublish,
        ALL,
        BOTH,
        &[
            S::Draft,
            S::InReview,
            S::PreparingConsultation,
            S::Reworking,
            S::AmendingAfterReview,
            S::PreparingSubmission,
            S::Submitted,
            S::CommissionApproved,
        ],
    )
    .by(Action::UnpublishAssessment)
    .needs(&[Need::SeenNewest, Need::Reason, Need::IsPublic]),
];
