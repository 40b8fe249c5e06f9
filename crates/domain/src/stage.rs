//! The stages of an assessment: each carries what is true in it, a transition consumes the
//! old one and may refuse. The short path for now; `domain/records.md` §3 has the whole.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::UserId;

/// Where an assessment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Stage {
    /// Being written.
    Draft {
        /// Why it came back from review, if it did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returned: Option<Returned>,
    },
    /// An approver's turn.
    InReview(Submitted),
    /// May be published.
    Approved {
        /// What was approved.
        submitted: Submitted,
        /// Who approved it.
        approved_by: UserId,
        /// When.
        approved_at: Timestamp,
    },
    /// The current edition is public.
    Published {
        /// The edition, from 1.
        edition: u32,
        /// The revision it was made from.
        revision: i64,
    },
}

/// A submission to review.
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

/// A return from review.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// Who returned it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// Why; never blank.
    pub reason: String,
}

impl std::fmt::Debug for Returned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A reason may quote the text: only its length is for logs.
        write!(
            f,
            "Returned(by {}, {} chars)",
            self.by,
            self.reason.chars().count()
        )
    }
}

/// Why a transition is refused. The message is for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StageRefusal {
    /// The stage has no such transition.
    #[error(
        "いまの状態（{now}）では、この操作はできません。画面を開き直して、状態を確かめてください。"
    )]
    NotNow {
        /// The stage in Japanese.
        now: &'static str,
    },
    /// Who submitted must not approve.
    #[error("提出した人は承認できません。ほかの承認担当に頼んでください。")]
    OwnSubmission,
    /// The revision read is not the one submitted or approved.
    #[error("読んだ後に改訂がありました。新しい改訂を読んでから、もう一度判断してください。")]
    OtherRevision,
    /// A return without a reason.
    #[error("差し戻す理由を書いてください。")]
    NoReason,
}

impl Stage {
    /// A new draft.
    #[must_use]
    pub fn new_draft() -> Self {
        Self::Draft { returned: None }
    }

    /// The word of `data-state` and the database: `draft`, `in-review`, `approved`,
    /// `published`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft",
            Self::InReview(_) => "in-review",
            Self::Approved { .. } => "approved",
            Self::Published { .. } => "published",
        }
    }

    /// The stage on screens.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "作成中",
            Self::InReview(_) => "庁内確認中",
            Self::Approved { .. } => "承認済み（公表前）",
            Self::Published { .. } => "公表済み",
        }
    }

    /// Whether answers may be changed.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        matches!(self, Self::Draft { .. })
    }

    /// Draft to review, bound to the revision.
    ///
    /// # Errors
    /// [`StageRefusal::NotNow`].
    pub fn submit(self, submitted: Submitted) -> Result<Self, StageRefusal> {
        match self {
            Self::Draft { .. } => Ok(Self::InReview(submitted)),
            other => Err(other.not_now()),
        }
    }

    /// Review back to draft, by the side that submitted.
    ///
    /// # Errors
    /// [`StageRefusal::NotNow`].
    pub fn withdraw(self) -> Result<Self, StageRefusal> {
        match self {
            Self::InReview(_) => Ok(Self::new_draft()),
            other => Err(other.not_now()),
        }
    }

    /// Review to approved. The approver is not who submitted, and read this very revision.
    ///
    /// # Errors
    /// Every [`StageRefusal`] but [`StageRefusal::NoReason`].
    pub fn approve(self, by: UserId, at: Timestamp, revision: i64) -> Result<Self, StageRefusal> {
        match self {
            Self::InReview(submitted) if submitted.by == by => Err(StageRefusal::OwnSubmission),
            Self::InReview(submitted) if submitted.revision != revision => {
                Err(StageRefusal::OtherRevision)
            }
            Self::InReview(submitted) => Ok(Self::Approved {
                submitted,
                approved_by: by,
                approved_at: at,
            }),
            other => Err(other.not_now()),
        }
    }

    /// Review or approved back to draft, with a reason, by who read this very revision.
    ///
    /// # Errors
    /// Every [`StageRefusal`] but [`StageRefusal::OwnSubmission`].
    pub fn send_back(self, returned: Returned, revision: i64) -> Result<Self, StageRefusal> {
        if returned.reason.trim().is_empty() {
            return Err(StageRefusal::NoReason);
        }
        match self {
            Self::InReview(submitted) | Self::Approved { submitted, .. } => {
                if submitted.revision == revision {
                    Ok(Self::Draft {
                        returned: Some(returned),
                    })
                } else {
                    Err(StageRefusal::OtherRevision)
                }
            }
            other => Err(other.not_now()),
        }
    }

    /// Approved to published.
    ///
    /// # Errors
    /// [`StageRefusal::NotNow`], [`StageRefusal::OtherRevision`].
    pub fn publish(self, edition: u32, revision: i64) -> Result<Self, StageRefusal> {
        match self {
            Self::Approved { submitted, .. } if submitted.revision == revision => {
                Ok(Self::Published { edition, revision })
            }
            Self::Approved { .. } => Err(StageRefusal::OtherRevision),
            other => Err(other.not_now()),
        }
    }

    /// Published to a new draft; the edition stays public until the next one.
    ///
    /// # Errors
    /// [`StageRefusal::NotNow`].
    pub fn revise(self) -> Result<Self, StageRefusal> {
        match self {
            Self::Published { .. } => Ok(Self::new_draft()),
            other => Err(other.not_now()),
        }
    }

    fn not_now(&self) -> StageRefusal {
        StageRefusal::NotNow { now: self.label() }
    }
}

#[cfg(test)]
mod tests;
