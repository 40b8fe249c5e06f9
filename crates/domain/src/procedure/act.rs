//! The acts that move an assessment.

use super::Need;

/// Something that can be done to an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// 庁内確認に提出する.
    SubmitForReview,
    /// 提出を取り下げる.
    Withdraw,
    /// 庁内で確認する (確認記録).
    Check,
    /// 差し戻す.
    SendBack,
    /// 公示を準備する.
    PrepareConsultation,
    /// 公示して意見聴取を始める.
    OpenConsultation,
    /// 意見聴取が終わる: by the clock only.
    CloseConsultation,
    /// 全文を第三者点検機関に渡す.
    HandOver,
    /// 点検の結果を記録する.
    GiveVerdict,
    /// 見直し・修正を終えて提出の準備に入る.
    FinishAmendment,
    /// 大きな変更のため意見聴取へ戻す.
    ConsultAgain,
    /// 委員会へ提出する.
    File,
    /// 承認を申請する (行政機関等のみ).
    RequestApproval,
    /// 審査を始める (行政機関等のみ).
    BeginCommissionReview,
    /// 承認する (行政機関等のみ).
    CommissionApprove,
    /// 返す (行政機関等のみ).
    CommissionReturn,
    /// 公表日を予約する.
    SchedulePublication,
    /// 予約を取り消す.
    CancelSchedule,
    /// 公表する.
    Publish,
    /// 修正を始める.
    Amend,
    /// 再実施を始める.
    Redo,
    /// 提出の前後で作成中に戻す.
    Reopen,
    /// 公表を取り下げる.
    Unpublish,
    /// 終了する.
    End,
    /// 委員会に終了を通知したことを記録する.
    NotifyEnd,
    /// 終了を取り消す.
    Resume,
}

impl Act {
    /// Every act, in the order in which pages offer them.
    pub const ALL: [Self; 26] = [
        Self::SubmitForReview,
        Self::Withdraw,
        Self::Check,
        Self::SendBack,
        Self::PrepareConsultation,
        Self::OpenConsultation,
        Self::CloseConsultation,
        Self::HandOver,
        Self::GiveVerdict,
        Self::FinishAmendment,
        Self::ConsultAgain,
        Self::File,
        Self::RequestApproval,
        Self::BeginCommissionReview,
        Self::CommissionApprove,
        Self::CommissionReturn,
        Self::SchedulePublication,
        Self::CancelSchedule,
        Self::Publish,
        Self::Amend,
        Self::Redo,
        Self::Reopen,
        Self::Unpublish,
        Self::End,
        Self::NotifyEnd,
        Self::Resume,
    ];

    /// The word of forms (`op`) and, after `assessment.`, of the audit trail.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SubmitForReview => "submit",
            Self::Withdraw => "withdraw",
            Self::Check => "check",
            Self::SendBack => "send-back",
            Self::PrepareConsultation => "prepare-consultation",
            Self::OpenConsultation => "open-consultation",
            Self::CloseConsultation => "close-consultation",
            Self::HandOver => "hand-over",
            Self::GiveVerdict => "give-verdict",
            Self::FinishAmendment => "finish-amendment",
            Self::ConsultAgain => "consult-again",
            Self::File => "file",
            Self::RequestApproval => "request-approval",
            Self::BeginCommissionReview => "begin-commission-review",
            Self::CommissionApprove => "commission-approve",
            Self::CommissionReturn => "commission-return",
            Self::SchedulePublication => "schedule-publication",
            Self::CancelSchedule => "cancel-schedule",
            Self::Publish => "publish",
            Self::Amend => "amend",
            Self::Redo => "redo",
            Self::Reopen => "reopen",
            Self::Unpublish => "unpublish",
            Self::End => "end",
            Self::NotifyEnd => "notify-end",
            Self::Resume => "resume",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }

    /// The words on its button.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::SubmitForReview => "庁内確認に提出する",
            Self::Withdraw => "提出を取り下げる",
            Self::Check => "確認したことを記録する",
            Self::SendBack => "差し戻す",
            Self::PrepareConsultation => "公示の準備に進む",
            Self::OpenConsultation => "公示して意見聴取を始める",
            Self::CloseConsultation => "意見聴取を終える",
            Self::HandOver => "全文を第三者点検に渡す",
            Self::GiveVerdict => "点検の結果を記録する",
            Self::FinishAmendment => "提出の準備に進む",
            Self::ConsultAgain => "意見聴取をやり直す",
            Self::File => "委員会へ提出する",
            Self::RequestApproval => "委員会に承認を申請する",
            Self::BeginCommissionReview => "審査を始める",
            Self::CommissionApprove => "承認する",
            Self::CommissionReturn => "返す",
            Self::SchedulePublication => "公表日を予約する",
            Self::CancelSchedule => "公表の予約を取り消す",
            Self::Publish => "公表する",
            Self::Amend => "修正を始める",
            Self::Redo => "再実施を始める",
            Self::Reopen => "作成中に戻す",
            Self::Unpublish => "公表を取り下げる",
            Self::End => "事務を終了する",
            Self::NotifyEnd => "終了の通知を記録する",
            Self::Resume => "終了を取り消す",
        }
    }

    /// What was done, for histories.
    #[must_use]
    pub fn done_label(self) -> &'static str {
        match self {
            Self::SubmitForReview => "庁内確認に提出しました",
            Self::Withdraw => "提出を取り下げました",
            Self::Check => "庁内で確認しました",
            Self::SendBack => "差し戻しました",
            Self::PrepareConsultation => "公示の準備に進みました",
            Self::OpenConsultation => "公示して意見聴取を始めました",
            Self::CloseConsultation => "意見聴取が終わりました",
            Self::HandOver => "全文を第三者点検に渡しました",
            Self::GiveVerdict => "点検の結果を記録しました",
            Self::FinishAmendment => "提出の準備に進みました",
            Self::ConsultAgain => "意見聴取をやり直しました",
            Self::File => "委員会へ提出しました",
            Self::RequestApproval => "委員会に承認を申請しました",
            Self::BeginCommissionReview => "委員会が審査を始めました",
            Self::CommissionApprove => "委員会が承認しました",
            Self::CommissionReturn => "委員会が返しました",
            Self::SchedulePublication => "公表日を予約しました",
            Self::CancelSchedule => "公表の予約を取り消しました",
            Self::Publish => "公表しました",
            Self::Amend => "修正を始めました",
            Self::Redo => "再実施を始めました",
            Self::Reopen => "作成中に戻しました",
            Self::Unpublish => "公表を取り下げました",
            Self::End => "事務を終了しました",
            Self::NotifyEnd => "終了の通知を記録しました",
            Self::Resume => "終了を取り消しました",
        }
    }

    /// Whether it must be given a reason, as the table of transitions says.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        super::table::asks(self, Need::Reason)
    }
}
