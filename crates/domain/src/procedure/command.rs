//! An act with what it is given.

use jiff::civil::Date;

use super::Act;
use crate::stage::{Consultation, ItemReason, RedoGround, VerdictKind};

/// An act with what the person typed. Reasons are trimmed by [`super::apply`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// [`Act::SubmitForReview`]
    SubmitForReview,
    /// [`Act::Withdraw`]
    Withdraw,
    /// [`Act::Check`]
    Check,
    /// [`Act::SendBack`], of the whole and per item; one of the two is given.
    SendBack {
        /// Why, of the whole.
        reason: String,
        /// Why, item by item.
        items: Vec<ItemReason>,
    },
    /// [`Act::PrepareConsultation`]
    PrepareConsultation,
    /// [`Act::OpenConsultation`]; `shortened` is set by [`super::apply`].
    OpenConsultation(Consultation),
    /// [`Act::CloseConsultation`]
    CloseConsultation,
    /// [`Act::HandOver`]
    HandOver,
    /// [`Act::GiveVerdict`]
    GiveVerdict {
        /// The day of the review.
        on: Date,
        /// The result.
        kind: VerdictKind,
    },
    /// [`Act::FinishAmendment`]
    FinishAmendment,
    /// [`Act::ConsultAgain`]
    ConsultAgain(Consultation),
    /// [`Act::File`]
    File {
        /// The day of submission.
        on: Date,
    },
    /// [`Act::RequestApproval`]
    RequestApproval {
        /// The day of application.
        on: Date,
    },
    /// [`Act::BeginCommissionReview`]
    BeginCommissionReview,
    /// [`Act::CommissionApprove`]
    CommissionApprove {
        /// The day of approval.
        on: Date,
    },
    /// [`Act::CommissionReturn`]
    CommissionReturn {
        /// Why.
        reason: String,
    },
    /// [`Act::SchedulePublication`]
    SchedulePublication {
        /// The day of publication, later than today.
        on: Date,
    },
    /// [`Act::CancelSchedule`]
    CancelSchedule,
    /// [`Act::Publish`]
    Publish {
        /// The number of the edition, the next after the last one.
        edition: u32,
        /// The day of publication, today or before.
        on: Date,
    },
    /// [`Act::Amend`]
    Amend,
    /// [`Act::Redo`]
    Redo {
        /// Why.
        ground: RedoGround,
    },
    /// [`Act::Reopen`]
    Reopen {
        /// Why.
        reason: String,
    },
    /// [`Act::Unpublish`]
    Unpublish {
        /// Why; shown on the page that remains.
        reason: String,
    },
    /// [`Act::End`]
    End {
        /// The day the affair ended.
        on: Date,
    },
    /// [`Act::NotifyEnd`]
    NotifyEnd {
        /// The day the commission was told.
        on: Date,
    },
    /// [`Act::Resume`]
    Resume {
        /// Why.
        reason: String,
    },
}

impl Command {
    /// Which act it is.
    #[must_use]
    pub fn act(&self) -> Act {
        match self {
            Self::SubmitForReview => Act::SubmitForReview,
            Self::Withdraw => Act::Withdraw,
            Self::Check => Act::Check,
            Self::SendBack { .. } => Act::SendBack,
            Self::PrepareConsultation => Act::PrepareConsultation,
            Self::OpenConsultation(_) => Act::OpenConsultation,
            Self::CloseConsultation => Act::CloseConsultation,
            Self::HandOver => Act::HandOver,
            Self::GiveVerdict { .. } => Act::GiveVerdict,
            Self::FinishAmendment => Act::FinishAmendment,
            Self::ConsultAgain(_) => Act::ConsultAgain,
            Self::File { .. } => Act::File,
            Self::RequestApproval { .. } => Act::RequestApproval,
            Self::BeginCommissionReview => Act::BeginCommissionReview,
            Self::CommissionApprove { .. } => Act::CommissionApprove,
            Self::CommissionReturn { .. } => Act::CommissionReturn,
            Self::SchedulePublication { .. } => Act::SchedulePublication,
            Self::CancelSchedule => Act::CancelSchedule,
            Self::Publish { .. } => Act::Publish,
            Self::Amend => Act::Amend,
            Self::Redo { .. } => Act::Redo,
            Self::Reopen { .. } => Act::Reopen,
            Self::Unpublish { .. } => Act::Unpublish,
            Self::End { .. } => Act::End,
            Self::NotifyEnd { .. } => Act::NotifyEnd,
            Self::Resume { .. } => Act::Resume,
        }
    }

    /// The reason given, of the whole.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::SendBack { reason, .. }
            | Self::CommissionReturn { reason }
            | Self::Reopen { reason }
            | Self::Unpublish { reason }
            | Self::Resume { reason } => Some(reason.trim()),
            _ => None,
        }
    }

    /// The day given.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::GiveVerdict { on, .. }
            | Self::File { on }
            | Self::RequestApproval { on }
            | Self::CommissionApprove { on }
            | Self::SchedulePublication { on }
            | Self::Publish { on, .. }
            | Self::End { on }
            | Self::NotifyEnd { on } => Some(*on),
            _ => None,
        }
    }

    /// The consultation to be opened.
    #[must_use]
    pub fn consultation(&self) -> Option<&Consultation> {
        match self {
            Self::OpenConsultation(consultation) | Self::ConsultAgain(consultation) => {
                Some(consultation)
            }
            _ => None,
        }
    }
}
