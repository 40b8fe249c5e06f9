//! What can be allowed or refused.

/// Something a person may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Read an assessment in full, withheld parts included, at any stage.
    ReadAssessment,
    /// Start an assessment.
    CreateAssessment,
    /// Change answers and facts.
    EditAssessment,
    /// Send an assessment to review, take it back, start its next edition.
    SubmitAssessment,
    /// Check it or return it, in the house.
    DecideAssessment,
    /// Publish it, plan its publication.
    PublishAssessment,
    /// Take what is public off the site, with a reason.
    UnpublishAssessment,
    /// Register affairs, their threshold inputs and incidents.
    ManageAffairs,
    /// End an affair.
    EndAffair,
    /// Read the plan of an agency (計画管理書).
    ReadPlan,
    /// Read the plans that were submitted, as they were submitted.
    ReadSubmittedPlan,
    /// Write and submit it.
    ManagePlan,
    /// Submit an assessment to the commission, reopen one.
    SubmitToCommission,
    /// Prepare and open the hearing of residents' opinions.
    RunConsultation,
    /// Read the opinions, contacts included.
    ReadOpinions,
    /// Answer opinions.
    AnswerOpinions,
    /// Invite a third-party reviewer to an assessment and hand it over.
    EngageReviewer,
    /// Read an assessment in full as its third-party reviewer, comment, give a verdict.
    ReviewAssessment,
    /// Read what was submitted to the commission, in full; notes and advice.
    ReviewSubmission,
    /// Approve or return a submission, of administrative organs only.
    DecideSubmission,
    /// Draft and issue notices, guidance and examples.
    ManageNotices,
    /// Acknowledge (了承) or return a notice that was asked for.
    AcknowledgeNotice,
    /// Receive, read and pass on notices for a body.
    FollowNotices,
    /// See how far a notice has come among bodies.
    OverseeNotices,
    /// Ask a question, for a body.
    SendInquiry,
    /// Answer questions, of the categories of one's desk.
    AnswerInquiry,
    /// See the people of a body.
    ListUsers,
    /// Invite people to a body and disable their accounts.
    ManageUsers,
    /// See the trail of acts.
    ReadAudit,
    /// Register bodies.
    ManageBodies,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 30] = [
        Self::ReadAssessment,
        Self::CreateAssessment,
        Self::EditAssessment,
        Self::SubmitAssessment,
        Self::DecideAssessment,
        Self::PublishAssessment,
        Self::UnpublishAssessment,
        Self::ManageAffairs,
        Self::EndAffair,
        Self::ReadPlan,
        Self::ReadSubmittedPlan,
        Self::ManagePlan,
        Self::SubmitToCommission,
        Self::RunConsultation,
        Self::ReadOpinions,
        Self::AnswerOpinions,
        Self::EngageReviewer,
        Self::ReviewAssessment,
        Self::ReviewSubmission,
        Self::DecideSubmission,
        Self::ManageNotices,
        Self::AcknowledgeNotice,
        Self::FollowNotices,
        Self::OverseeNotices,
        Self::SendInquiry,
        Self::AnswerInquiry,
        Self::ListUsers,
        Self::ManageUsers,
        Self::ReadAudit,
        Self::ManageBodies,
    ];

    /// The action in Japanese, for the table of rights.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ReadAssessment => "評価書の全文を読む",
            Self::CreateAssessment => "評価書を作り始める",
            Self::EditAssessment => "評価書に書く",
            Self::SubmitAssessment => "庁内確認に提出する・取り下げる・次の版を始める",
            Self::DecideAssessment => "庁内で確認する・差し戻す",
            Self::PublishAssessment => "公表する・公表日を予約する",
            Self::UnpublishAssessment => "公表を取り下げる",
            Self::ManageAffairs => "事務・しきい値の入力・重大事故を登録する",
            Self::EndAffair => "事務を終了する",
            Self::ReadPlan => "計画管理書を読む",
            Self::ReadSubmittedPlan => "提出された計画管理書を読む",
            Self::ManagePlan => "計画管理書を作る・提出する",
            Self::SubmitToCommission => "委員会へ提出する・提出を取り戻す",
            Self::RunConsultation => "意見聴取を準備する・始める",
            Self::ReadOpinions => "寄せられた意見を読む",
            Self::AnswerOpinions => "意見に回答する",
            Self::EngageReviewer => "第三者点検の委員を招く・渡す",
            Self::ReviewAssessment => "第三者点検をする",
            Self::ReviewSubmission => "提出された評価書を審査する・助言する",
            Self::DecideSubmission => "承認する・返す（行政機関等のみ）",
            Self::ManageNotices => "通知・留意事項・記載例を作る・出す",
            Self::AcknowledgeNotice => "通知を了承する・差し戻す",
            Self::FollowNotices => "通知を受け取る・読む・周知する",
            Self::OverseeNotices => "周知の状況を見る",
            Self::SendInquiry => "問い合わせる",
            Self::AnswerInquiry => "問合せに答える",
            Self::ListUsers => "利用者を見る",
            Self::ManageUsers => "利用者を招く・止める",
            Self::ReadAudit => "記録（監査証跡）を見る",
            Self::ManageBodies => "団体を登録する",
        }
    }
}
