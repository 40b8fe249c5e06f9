//! The transitions, as `domain/records.md` §3.2–3.5 lists them.
//!
//! What the tables there leave to the authority's practice and the service adds is marked
//! "added": withdrawal, the record of the check, reopening, taking off the site, planning a
//! publication, undoing an end. None of them leads around a precondition.

use super::{Act, FormKind, Need, Regime};
use crate::role::Action;
use crate::stage::StageKind;

/// A document that a transition leaves behind (残す文書).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// 評価書案.
    Draft,
    /// 確認記録.
    CheckRecord,
    /// 計画管理書.
    Plan,
    /// 公示版・全文版.
    BothVersions,
    /// 公示.
    PublicNotice,
    /// 意見一覧.
    Opinions,
    /// 見直し版と差分.
    ReworkedVersion,
    /// 点検結果.
    ReviewResult,
    /// 対応表.
    ResponseTable,
    /// 提出控.
    SubmissionCopy,
    /// 公表版.
    PublicEdition,
    /// 変更箇所.
    Changes,
    /// 通知 (of the end).
    EndNotification,
}

impl Kept {
    /// The document on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "評価書案",
            Self::CheckRecord => "確認記録",
            Self::Plan => "計画管理書",
            Self::BothVersions => "公示版・全文版",
            Self::PublicNotice => "公示",
            Self::Opinions => "意見一覧",
            Self::ReworkedVersion => "見直し版と差分",
            Self::ReviewResult => "点検結果",
            Self::ResponseTable => "対応表",
            Self::SubmissionCopy => "提出控",
            Self::PublicEdition => "公表版",
            Self::Changes => "変更箇所",
            Self::EndNotification => "終了の通知",
        }
    }
}

/// One transition: an act from some stages to another.
#[derive(Debug, PartialEq, Eq)]
pub struct Transition {
    /// The act.
    pub act: Act,
    /// The forms that have it.
    pub forms: &'static [FormKind],
    /// The regimes that have it.
    pub regimes: &'static [Regime],
    /// From where.
    pub from: &'static [StageKind],
    /// Whether a draft must be an amendment (`Some(true)`), must not be one (`Some(false)`).
    pub amendment: Option<bool>,
    /// Who: the action that the person must be allowed; `None` is the clock alone.
    pub who: Option<Action>,
    /// What must be true.
    pub needs: &'static [Need],
    /// What is kept.
    pub keeps: &'static [Kept],
}

use FormKind::{Juten, Kiso, Zenkomoku};
use Regime::{Administrative, Local};
use StageKind as S;

const ALL: &[FormKind] = &[Kiso, Juten, Zenkomoku];
const BOTH: &[Regime] = &[Local, Administrative];
const LOCAL: &[Regime] = &[Local];
const ADMINISTRATIVE: &[Regime] = &[Administrative];
const FULL: &[FormKind] = &[Zenkomoku];
const FOCUSED: &[FormKind] = &[Juten];
const SHORT: &[FormKind] = &[Kiso, Juten];

/// A row.
macro_rules! row {
    ($act:ident, $forms:expr, $regimes:expr, $from:expr, $amendment:expr, $who:expr, $needs:expr, $keeps:expr) => {
        Transition {
            act: Act::$act,
            forms: $forms,
            regimes: $regimes,
            from: $from,
            amendment: $amendment,
            who: $who,
            needs: $needs,
            keeps: $keeps,
        }
    };
}

const WRITES: Option<Action> = Some(Action::SubmitAssessment);
const CHECKS: Option<Action> = Some(Action::DecideAssessment);
const HEARS: Option<Action> = Some(Action::RunConsultation);
const FILES: Option<Action> = Some(Action::SubmitToCommission);
const PUBLISHES: Option<Action> = Some(Action::PublishAssessment);

/// Every transition of every kind.
static TABLE: &[Transition] = &[
    // 作成中 → 庁内確認中
    row!(
        SubmitForReview,
        &[Kiso],
        BOTH,
        &[S::Draft],
        Some(false),
        WRITES,
        &[
            Need::Seen,
            Need::NoErrors,
            Need::ChangesDescribed,
            Need::BeforeHolding
        ],
        &[Kept::Draft]
    ),
    row!(
        SubmitForReview,
        &[Juten],
        BOTH,
        &[S::Draft],
        Some(false),
        WRITES,
        &[
            Need::Seen,
            Need::NoErrors,
            Need::ChangesDescribed,
            Need::BeforeHolding,
            Need::KisoExists
        ],
        &[Kept::Draft]
    ),
    row!(
        SubmitForReview,
        FULL,
        LOCAL,
        &[S::Draft],
        Some(false),
        WRITES,
        &[
            Need::Seen,
            Need::NoErrors,
            Need::ChangesDescribed,
            Need::BeforeHolding,
            Need::KisoExists
        ],
        &[Kept::Draft]
    ),
    // Added: taking it back before anybody went on with it.
    row!(Withdraw, ALL, BOTH, &[S::InReview], None, WRITES, &[], &[]),
    // Added: the record of the check that the next transitions ask for.
    row!(
        Check,
        ALL,
        BOTH,
        &[S::InReview],
        None,
        CHECKS,
        &[Need::Seen, Need::OtherPerson, Need::AlreadyChecked],
        &[Kept::CheckRecord]
    ),
    // 庁内確認中 → 作成中
    row!(
        SendBack,
        ALL,
        BOTH,
        &[S::InReview],
        None,
        CHECKS,
        &[Need::Seen, Need::Reason],
        &[]
    ),
    // 庁内確認中 → 提出済 (基礎・重点)
    row!(
        File,
        &[Kiso],
        BOTH,
        &[S::InReview],
        None,
        FILES,
        &[
            Need::Seen,
            Need::Checked,
            Need::PlanCurrent,
            Need::FilingInOrder
        ],
        &[Kept::CheckRecord, Kept::Plan, Kept::SubmissionCopy]
    ),
    row!(
        File,
        FOCUSED,
        BOTH,
        &[S::InReview],
        None,
        FILES,
        &[
            Need::Seen,
            Need::Checked,
            Need::PlanCurrent,
            Need::KisoFiled,
            Need::FilingInOrder
        ],
        &[Kept::CheckRecord, Kept::Plan, Kept::SubmissionCopy]
    ),
    // 庁内確認中 → 公示準備 (全項目; 重点は任意)
    row!(
        PrepareConsultation,
        FULL,
        LOCAL,
        &[S::InReview],
        None,
        HEARS,
        &[Need::Seen, Need::Checked],
        &[Kept::CheckRecord, Kept::BothVersions]
    ),
    row!(
        PrepareConsultation,
        FOCUSED,
        BOTH,
        &[S::InReview],
        None,
        HEARS,
        &[Need::Seen, Need::Checked],
        &[Kept::CheckRecord, Kept::BothVersions]
    ),
    // 行政機関等: 作成中 → 公示
    row!(
        PrepareConsultation,
        FULL,
        ADMINISTRATIVE,
        &[S::Draft],
        Some(false),
        HEARS,
        &[
            Need::Seen,
            Need::NoErrors,
            Need::ChangesDescribed,
            Need::BeforeHolding,
            Need::KisoExists
        ],
        &[Kept::Draft, Kept::BothVersions]
    ),
    // 公示準備 → 意見聴取中
    row!(
        OpenConsultation,
        &[Juten, Zenkomoku],
        BOTH,
        &[S::PreparingConsultation],
        None,
        HEARS,
        &[Need::Seen, Need::PeriodInOrder, Need::PeriodLongEnough],
        &[Kept::PublicNotice]
    ),
    // 意見聴取中 → 見直し中: by the end of the period, never before.
    row!(
        CloseConsultation,
        &[Juten, Zenkomoku],
        BOTH,
        &[S::Consulting],
        None,
        None,
        &[Need::ConsultationOver],
        &[Kept::Opinions]
    ),
    // 見直し中 → 第三者点検中
    row!(
        HandOver,
        FULL,
        LOCAL,
        &[S::Reworking],
        None,
        WRITES,
        &[
            Need::Seen,
            Need::NoErrors,
            Need::OpinionsAnswered,
            Need::OpinionsDescribed,
            Need::ReviewerEngaged
        ],
        &[Kept::ReworkedVersion]
    ),
    // 重点: 第三者点検は任意 (様式3 Ⅴ3)
    row!(
        HandOver,
        FOCUSED,
        BOTH,
        &[S::Reworking],
        None,
        WRITES,
        &[
            Need::Seen,
            Need::NoErrors,
            Need::OpinionsAnswered,
            Need::ReviewerEngaged
        ],
        &[Kept::ReworkedVersion]
    ),
    row!(
        HandOver,
        FOCUSED,
        BOTH,
        &[S::InReview],
        None,
        FILES,
        &[Need::Seen, Need::Checked, Need::ReviewerEngaged],
        &[Kept::CheckRecord]
    ),
    row!(
        FinishAmendment,
        FOCUSED,
        BOTH,
        &[S::Reworking],
        None,
        WRITES,
        &[Need::Seen, Need::NoErrors, Need::OpinionsAnswered],
        &[Kept::ReworkedVersion]
    ),
    // 第三者点検中 → 点検後修正中／提出準備
    row!(
        GiveVerdict,
        FULL,
        LOCAL,
        &[S::ThirdPartyReview],
        None,
        Some(Action::ReviewAssessment),
        &[Need::Seen, Need::VerdictInOrder],
        &[Kept::ReviewResult]
    ),
    row!(
        GiveVerdict,
        FOCUSED,
        BOTH,
        &[S::ThirdPartyReview],
        None,
        Some(Action::ReviewAssessment),
        &[Need::Seen, Need::VerdictInOrder],
        &[Kept::ReviewResult]
    ),
    // 点検後修正中 → 提出準備／意見聴取中
    row!(
        FinishAmendment,
        FULL,
        LOCAL,
        &[S::AmendingAfterReview],
        None,
        WRITES,
        &[Need::Seen, Need::NoErrors, Need::ReviewDescribed],
        &[Kept::ResponseTable]
    ),
    row!(
        FinishAmendment,
        FOCUSED,
        BOTH,
        &[S::AmendingAfterReview],
        None,
        WRITES,
        &[Need::Seen, Need::NoErrors],
        &[Kept::ResponseTable]
    ),
    row!(
        ConsultAgain,
        FULL,
        LOCAL,
        &[S::AmendingAfterReview],
        None,
        WRITES,
        &[
            Need::Seen,
            Need::NoErrors,
            Need::PeriodInOrder,
            Need::PeriodLongEnough
        ],
        &[Kept::ResponseTable, Kept::PublicNotice]
    ),
    // 提出準備 → 提出済
    row!(
        File,
        FULL,
        LOCAL,
        &[S::PreparingSubmission],
        None,
        FILES,
        &[
            Need::Seen,
            Need::PlanCurrent,
            Need::KisoFiled,
            Need::ReviewDescribed,
            Need::FilingInOrder
        ],
        &[Kept::Plan, Kept::SubmissionCopy]
    ),
    row!(
        File,
        FOCUSED,
        BOTH,
        &[S::PreparingSubmission],
        None,
        FILES,
        &[
            Need::Seen,
            Need::PlanCurrent,
            Need::KisoFiled,
            Need::FilingInOrder
        ],
        &[Kept::Plan, Kept::SubmissionCopy]
    ),
    // 修正中 → 提出済
    row!(
        File,
        ALL,
        BOTH,
        &[S::Draft],
        Some(true),
        WRITES,
        &[
            Need::Seen,
            Need::NoErrors,
            Need::ChangesDescribed,
            Need::FilingInOrder
        ],
        &[Kept::Changes, Kept::SubmissionCopy]
    ),
    // 行政機関等・全項目: 見直し → 承認申請 → 委員会審査 → 承認
    row!(
        RequestApproval,
        FULL,
        ADMINISTRATIVE,
        &[S::Reworking],
        None,
        FILES,
        &[
            Need::Seen,
            Need::NoErrors,
            Need::OpinionsAnswered,
            Need::OpinionsDescribed,
            Need::PlanCurrent,
            Need::KisoFiled,
            Need::FilingInOrder
        ],
        &[Kept::ReworkedVersion, Kept::Plan, Kept::SubmissionCopy]
    ),
    row!(
        BeginCommissionReview,
        FULL,
        ADMINISTRATIVE,
        &[S::ApprovalRequested],
        None,
        Some(Action::ReviewSubmission),
        &[],
        &[]
    ),
    row!(
        CommissionApprove,
        FULL,
        ADMINISTRATIVE,
        &[S::CommissionReview],
        None,
        Some(Action::DecideSubmission),
        &[Need::Seen, Need::ApprovalInOrder],
        &[]
    ),
    row!(
        CommissionReturn,
        FULL,
        ADMINISTRATIVE,
        &[S::CommissionReview],
        None,
        Some(Action::DecideSubmission),
        &[Need::Seen, Need::Reason],
        &[]
    ),
    // 提出済 → 公表済
    row!(
        Publish,
        SHORT,
        BOTH,
        &[S::Submitted],
        None,
        PUBLISHES,
        &[
            Need::Seen,
            Need::OtherPerson,
            Need::PublicationInOrder,
            Need::ExchangeAfterPublication
        ],
        &[Kept::PublicEdition]
    ),
    row!(
        Publish,
        FULL,
        BOTH,
        &[S::Submitted, S::CommissionApproved],
        None,
        PUBLISHES,
        &[
            Need::Seen,
            Need::OtherPerson,
            Need::PublicationInOrder,
            Need::ExchangeAfterPublication
        ],
        &[Kept::PublicEdition]
    ),
    // Added: a day for it.
    row!(
        SchedulePublication,
        SHORT,
        BOTH,
        &[S::Submitted],
        None,
        PUBLISHES,
        &[Need::Seen, Need::OtherPerson, Need::ScheduleAhead],
        &[]
    ),
    row!(
        SchedulePublication,
        FULL,
        BOTH,
        &[S::Submitted, S::CommissionApproved],
        None,
        PUBLISHES,
        &[Need::Seen, Need::OtherPerson, Need::ScheduleAhead],
        &[]
    ),
    row!(
        CancelSchedule,
        ALL,
        BOTH,
        &[S::Submitted, S::CommissionApproved],
        None,
        PUBLISHES,
        &[],
        &[]
    ),
    // 公表済 → 修正中／再実施中／終了
    row!(
        Amend,
        ALL,
        BOTH,
        &[S::Published, S::Unpublished],
        None,
        WRITES,
        &[],
        &[]
    ),
    row!(
        Redo,
        ALL,
        BOTH,
        &[S::Published, S::Unpublished],
        None,
        WRITES,
        &[],
        &[]
    ),
    // Added: an amendment in which an important change turned up goes on as 再実施.
    row!(Redo, ALL, BOTH, &[S::Draft], Some(true), WRITES, &[], &[]),
    row!(
        End,
        ALL,
        BOTH,
        &[S::Published],
        None,
        Some(Action::EndAffair),
        &[Need::NotInFuture],
        &[]
    ),
    row!(
        NotifyEnd,
        ALL,
        BOTH,
        &[S::Ended],
        None,
        FILES,
        &[Need::NotifiedAfterEnd],
        &[Kept::EndNotification]
    ),
    // Added: mending mistakes, always with a reason.
    row!(
        Reopen,
        ALL,
        BOTH,
        &[
            S::PreparingConsultation,
            S::PreparingSubmission,
            S::Submitted
        ],
        None,
        FILES,
        &[Need::Reason],
        &[]
    ),
    row!(
        Resume,
        ALL,
        BOTH,
        &[S::Ended],
        None,
        FILES,
        &[Need::Reason],
        &[]
    ),
    row!(
        Unpublish,
        ALL,
        BOTH,
        &[S::Published, S::Ended],
        None,
        Some(Action::UnpublishAssessment),
        &[Need::Reason, Need::RetentionOver],
        &[]
    ),
    // The same while the next edition is on its way: what is public goes, the work goes on.
    // What an earlier edition says openly can be withheld in the next one only after it.
    row!(
        Unpublish,
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
            S::CommissionApproved
        ],
        None,
        Some(Action::UnpublishAssessment),
        &[Need::Reason, Need::IsPublic],
        &[]
    ),
];

/// The transitions of a kind of assessment under a regime.
pub fn transitions(form: FormKind, regime: Regime) -> impl Iterator<Item = &'static Transition> {
    TABLE
        .iter()
        .filter(move |row| row.forms.contains(&form) && row.regimes.contains(&regime))
}
