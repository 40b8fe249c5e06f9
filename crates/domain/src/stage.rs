//! The stages of an assessment: each carries what is true in it.
//!
//! Which act leads where is the table of [`crate::procedure`]; a stage only says what it is.
//! Source: `domain/records.md` §3.2–3.5. Bodies of local government have no stage of approval
//! by the commission; the three stages of administrative organs are marked as such.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::UserId;

mod round;
mod words;

pub(crate) use round::days as days_between;
pub use round::{Consultation, HandOver, Origin, RedoGround, Round, Verdict, VerdictKind};
pub use words::StageKind;

/// Where an assessment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Stage {
    /// 作成中・修正中・再実施中: being written.
    Draft {
        /// Why it came back, if it did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returned: Option<Returned>,
        /// Why this edition is written.
        #[serde(default)]
        origin: Origin,
    },
    /// 庁内確認中.
    InReview {
        /// What was submitted.
        submitted: Submitted,
        /// The check in the house (確認記録), once somebody else than the submitter made it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        checked: Option<Checked>,
        /// The round so far.
        #[serde(default)]
        round: Round,
    },
    /// 公示準備: the public version and the full version are fixed.
    PreparingConsultation {
        /// The revision to be heard about.
        revision: i64,
        /// The round so far.
        round: Round,
    },
    /// 意見聴取中. The round's consultation is the one that runs.
    Consulting {
        /// The revision that is shown to the public.
        revision: i64,
        /// The round with its consultation.
        round: Round,
    },
    /// 見直し中: opinions are answered and the text may change.
    Reworking {
        /// The round with its consultation.
        round: Round,
        /// What the commission gave as its reason when it returned an application.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returned: Option<Returned>,
    },
    /// 第三者点検中.
    ThirdPartyReview {
        /// The revision that was handed over, in full.
        revision: i64,
        /// The round with what was handed over.
        round: Round,
    },
    /// 点検後修正中.
    AmendingAfterReview {
        /// The round with its verdict.
        round: Round,
    },
    /// 提出準備.
    PreparingSubmission {
        /// The revision to be submitted.
        revision: i64,
        /// The round, complete.
        round: Round,
    },
    /// 提出済: with the commission.
    Submitted {
        /// The submission.
        filed: Filed,
        /// The round, complete.
        round: Round,
        /// A publication that is planned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scheduled: Option<Scheduled>,
    },
    /// 承認申請 (行政機関等のみ).
    ApprovalRequested {
        /// The application.
        filed: Filed,
        /// The round, complete.
        round: Round,
    },
    /// 委員会審査 (行政機関等のみ).
    CommissionReview {
        /// The application.
        filed: Filed,
        /// The round, complete.
        round: Round,
    },
    /// 承認 (行政機関等のみ).
    CommissionApproved {
        /// The application.
        filed: Filed,
        /// The round, complete.
        round: Round,
        /// When the commission approved it.
        approved_on: Date,
        /// Who recorded that.
        approved_by: UserId,
        /// A publication that is planned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scheduled: Option<Scheduled>,
    },
    /// 公表済: the current edition is public.
    Published {
        /// The edition, from 1.
        edition: u32,
        /// The revision it was made from.
        revision: i64,
    },
    /// 公表取下げ: the editions are no longer shown; a page says so.
    Unpublished {
        /// The last edition.
        edition: u32,
        /// The revision it was made from.
        revision: i64,
        /// Why, when, by whom.
        withdrawn: Returned,
    },
    /// 終了: the affair ended. The last edition stays public for at least three years.
    Ended {
        /// The last edition.
        edition: u32,
        /// The revision it was made from.
        revision: i64,
        /// The day the affair ended (やめた日).
        ended_on: Date,
        /// Who recorded that.
        by: UserId,
        /// When the commission was told (規則16条).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notified_on: Option<Date>,
    },
}

/// A submission to review in the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submitted {
    /// The revision submitted.
    pub revision: i64,
    /// Who submitted it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A check in the house, of the revision submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// Who checked it; not who submitted it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A submission to the commission, withheld parts included (規則13条 applies to the public only).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// The revision submitted.
    pub revision: i64,
    /// The day of submission.
    pub on: Date,
    /// Who submitted it.
    pub by: UserId,
    /// When that was recorded.
    pub at: Timestamp,
}

/// A publication that is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheduled {
    /// The day, from its first minute in Japan.
    pub on: Date,
    /// Who planned it.
    pub by: UserId,
    /// The revision that was seen.
    pub revision: i64,
}

/// A return, or a withdrawal of what was public.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// Who returned it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// Why, of the whole; never blank unless items have reasons.
    pub reason: String,
    /// Why, item by item: (path of the item, reason).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemReason>,
}

/// What is wrong with one item.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemReason {
    /// The path of the item, as `II[1].II.6.place`.
    pub item: String,
    /// Why; never blank.
    pub reason: String,
}

impl std::fmt::Debug for Returned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A reason may quote the text: only its length is for logs.
        let (count, items) = (self.reason.chars().count(), self.items.len());
        write!(f, "Returned(by {}, {count} chars, {items} items)", self.by)
    }
}

impl std::fmt::Debug for ItemReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ItemReason({}, {} chars)",
            self.item,
            self.reason.chars().count()
        )
    }
}

impl Stage {
    /// A new draft.
    #[must_use]
    pub fn new_draft() -> Self {
        Self::draft(Origin::New)
    }

    /// A draft of an edition with this origin.
    #[must_use]
    pub fn draft(origin: Origin) -> Self {
        Self::Draft {
            returned: None,
            origin,
        }
    }

    /// Whether answers may be changed: while it is written, while opinions are considered,
    /// and after the third-party review.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        matches!(
            self.kind(),
            StageKind::Draft | StageKind::Reworking | StageKind::AmendingAfterReview
        )
    }

    /// The round that leads to the next edition; `None` when there is none under way.
    #[must_use]
    pub fn round(&self) -> Option<Round> {
        match self {
            Self::Draft { origin, .. } => Some(Round::of(origin.clone())),
            Self::InReview { round, .. }
            | Self::PreparingConsultation { round, .. }
            | Self::Consulting { round, .. }
            | Self::Reworking { round, .. }
            | Self::ThirdPartyReview { round, .. }
            | Self::AmendingAfterReview { round }
            | Self::PreparingSubmission { round, .. }
            | Self::Submitted { round, .. }
            | Self::ApprovalRequested { round, .. }
            | Self::CommissionReview { round, .. }
            | Self::CommissionApproved { round, .. } => Some(round.clone()),
            Self::Published { .. } | Self::Unpublished { .. } | Self::Ended { .. } => None,
        }
    }

    /// The revision that this stage is about; `None` where the newest one is.
    #[must_use]
    pub fn bound_revision(&self) -> Option<i64> {
        match self {
            Self::InReview { submitted, .. } => Some(submitted.revision),
            Self::PreparingConsultation { revision, .. }
            | Self::Consulting { revision, .. }
            | Self::ThirdPartyReview { revision, .. }
            | Self::PreparingSubmission { revision, .. }
            | Self::Published { revision, .. }
            | Self::Unpublished { revision, .. }
            | Self::Ended { revision, .. } => Some(*revision),
            Self::Submitted { filed, .. }
            | Self::ApprovalRequested { filed, .. }
            | Self::CommissionReview { filed, .. }
            | Self::CommissionApproved { filed, .. } => Some(filed.revision),
            Self::Draft { .. } | Self::Reworking { .. } | Self::AmendingAfterReview { .. } => None,
        }
    }

    /// This stage about `revision`: after the program itself filled items in the act that led
    /// here. Changes nothing where no revision is bound, or what was filed or published.
    #[must_use]
    pub fn rebound(mut self, to: i64) -> Self {
        match &mut self {
            Self::PreparingConsultation { revision, .. }
            | Self::Consulting { revision, .. }
            | Self::PreparingSubmission { revision, .. } => *revision = to,
            _ => {}
        }
        self
    }

    /// This stage with another id of its consultation: the caller names it when it is stored.
    #[must_use]
    pub fn with_consultation_id(mut self, id: &str) -> Self {
        if let Self::Consulting { round, .. } = &mut self
            && let Some(consultation) = &mut round.consultation
        {
            id.clone_into(&mut consultation.id);
        }
        self
    }

    /// The submission to the commission, while it is with it.
    #[must_use]
    pub fn filed(&self) -> Option<&Filed> {
        match self {
            Self::Submitted { filed, .. }
            | Self::ApprovalRequested { filed, .. }
            | Self::CommissionReview { filed, .. }
            | Self::CommissionApproved { filed, .. } => Some(filed),
            _ => None,
        }
    }

    /// The publication that is planned.
    #[must_use]
    pub fn scheduled(&self) -> Option<&Scheduled> {
        match self {
            Self::Submitted { scheduled, .. } | Self::CommissionApproved { scheduled, .. } => {
                scheduled.as_ref()
            }
            _ => None,
        }
    }

    /// Why it came back, while that is to be mended.
    #[must_use]
    pub fn returned(&self) -> Option<&Returned> {
        match self {
            Self::Draft { returned, .. } | Self::Reworking { returned, .. } => returned.as_ref(),
            _ => None,
        }
    }
}
