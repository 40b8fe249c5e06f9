//! The names of the stages.

use super::{Origin, Stage};

/// A stage without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StageKind {
    /// 作成中・修正中・再実施中.
    Draft,
    /// 庁内確認中.
    InReview,
    /// 公示準備.
    PreparingConsultation,
    /// 意見聴取中.
    Consulting,
    /// 見直し中.
    Reworking,
    /// 第三者点検中.
    ThirdPartyReview,
    /// 点検後修正中.
    AmendingAfterReview,
    /// 提出準備.
    PreparingSubmission,
    /// 提出済.
    Submitted,
    /// 承認申請 (行政機関等のみ).
    ApprovalRequested,
    /// 委員会審査 (行政機関等のみ).
    CommissionReview,
    /// 承認 (行政機関等のみ).
    CommissionApproved,
    /// 公表済.
    Published,
    /// 公表取下げ.
    Unpublished,
    /// 終了.
    Ended,
}

impl StageKind {
    /// Every stage, in the order of the procedure.
    pub const ALL: [Self; 15] = [
        Self::Draft,
        Self::InReview,
        Self::PreparingConsultation,
        Self::Consulting,
        Self::Reworking,
        Self::ThirdPartyReview,
        Self::AmendingAfterReview,
        Self::PreparingSubmission,
        Self::Submitted,
        Self::ApprovalRequested,
        Self::CommissionReview,
        Self::CommissionApproved,
        Self::Published,
        Self::Unpublished,
        Self::Ended,
    ];

    /// The word of `data-state` and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::PreparingConsultation => "preparing-consultation",
            Self::Consulting => "consulting",
            Self::Reworking => "reworking",
            Self::ThirdPartyReview => "third-party-review",
            Self::AmendingAfterReview => "amending-after-review",
            Self::PreparingSubmission => "preparing-submission",
            Self::Submitted => "submitted",
            Self::ApprovalRequested => "approval-requested",
            Self::CommissionReview => "commission-review",
            Self::CommissionApproved => "commission-approved",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
            Self::Ended => "ended",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The stage on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "作成中",
            Self::InReview => "庁内確認中",
            Self::PreparingConsultation => "公示準備",
            Self::Consulting => "意見聴取中",
            Self::Reworking => "見直し中",
            Self::ThirdPartyReview => "第三者点検中",
            Self::AmendingAfterReview => "点検後修正中",
            Self::PreparingSubmission => "提出準備",
            Self::Submitted => "提出済み",
            Self::ApprovalRequested => "承認申請中",
            Self::CommissionReview => "委員会審査中",
            Self::CommissionApproved => "承認済み",
            Self::Published => "公表済み",
            Self::Unpublished => "公表取下げ",
            Self::Ended => "終了",
        }
    }
}

impl Stage {
    /// The stage without what it carries.
    #[must_use]
    pub fn kind(&self) -> StageKind {
        match self {
            Self::Draft { .. } => StageKind::Draft,
            Self::InReview { .. } => StageKind::InReview,
            Self::PreparingConsultation { .. } => StageKind::PreparingConsultation,
            Self::Consulting { .. } => StageKind::Consulting,
            Self::Reworking { .. } => StageKind::Reworking,
            Self::ThirdPartyReview { .. } => StageKind::ThirdPartyReview,
            Self::AmendingAfterReview { .. } => StageKind::AmendingAfterReview,
            Self::PreparingSubmission { .. } => StageKind::PreparingSubmission,
            Self::Submitted { .. } => StageKind::Submitted,
            Self::ApprovalRequested { .. } => StageKind::ApprovalRequested,
            Self::CommissionReview { .. } => StageKind::CommissionReview,
            Self::CommissionApproved { .. } => StageKind::CommissionApproved,
            Self::Published { .. } => StageKind::Published,
            Self::Unpublished { .. } => StageKind::Unpublished,
            Self::Ended { .. } => StageKind::Ended,
        }
    }

    /// The word of `data-state` and the database, as [`StageKind::as_str`].
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.kind().as_str()
    }

    /// The stage on screens; a draft of a later edition says which kind it is.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Draft {
                origin: Origin::Amendment,
                ..
            } => "修正中",
            Self::Draft {
                origin: Origin::Redo { .. },
                ..
            } => "再実施中",
            other => other.kind().label(),
        }
    }
}
