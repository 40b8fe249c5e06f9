//! What can be done to a notice, and when.

use super::NoticeStage;
use crate::role::Action;

/// Something that moves a notice on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeAct {
    /// Change the draft.
    Edit,
    /// Ask the commission to acknowledge.
    Request,
    /// The commission acknowledges.
    Acknowledge,
    /// The commission returns it.
    SendBack,
    /// Send the notice.
    Issue,
    /// Hand it to the prefectures and designated cities.
    Distribute,
    /// Put it on the public site.
    List,
    /// Begin the notice that will take its place.
    Revise,
    /// Declare it void.
    Expire,
}

impl NoticeAct {
    /// Every act.
    pub const ALL: [Self; 9] = [
        Self::Edit,
        Self::Request,
        Self::Acknowledge,
        Self::SendBack,
        Self::Issue,
        Self::Distribute,
        Self::List,
        Self::Revise,
        Self::Expire,
    ];

    /// The word of addresses and the audit trail.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Request => "request",
            Self::Acknowledge => "acknowledge",
            Self::SendBack => "send-back",
            Self::Issue => "issue",
            Self::Distribute => "distribute",
            Self::List => "list",
            Self::Revise => "revise",
            Self::Expire => "expire",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }

    /// The act on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Edit => "草案を保存する",
            Self::Request => "了承を依頼する",
            Self::Acknowledge => "了承する",
            Self::SendBack => "差し戻す",
            Self::Issue => "通知する",
            Self::Distribute => "周知を始める",
            Self::List => "掲載する",
            Self::Revise => "改訂する",
            Self::Expire => "失効させる",
        }
    }

    /// The right that it needs.
    #[must_use]
    pub fn right(self) -> Action {
        match self {
            Self::Acknowledge | Self::SendBack => Action::AcknowledgeNotice,
            _ => Action::ManageNotices,
        }
    }

    /// The labels of the stages in which it is possible.
    #[must_use]
    pub fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Edit | Self::Request => &["草案", "差戻し"],
            Self::Acknowledge | Self::SendBack => &["了承依頼中"],
            Self::Issue => &["了承済"],
            Self::Distribute => &["通知済"],
            Self::List => &["周知中"],
            Self::Revise | Self::Expire => &["通知済", "周知中", "掲載済"],
        }
    }

    /// Whether it is possible in this stage.
    #[must_use]
    pub fn is_possible(self, stage: &NoticeStage) -> bool {
        self.needed().contains(&stage.label())
    }
}
