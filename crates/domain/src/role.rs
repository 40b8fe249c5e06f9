//! Who may do what: one table, asked at every use case.
//!
//! [`TABLE`] is the whole of it: per action, who may where. `docs/ROLES.md` is written from
//! it (a test compares them). A person of the same role may still be refused by the stage,
//! or because of what the person did before (who submitted does not check).

mod action;
mod table;

use serde::{Deserialize, Serialize};

use crate::body::BodyKind;
use crate::ids::BodyCode;

pub use action::Action;
pub use table::{Reach, TABLE, as_markdown};

/// The part a person plays. Source: `domain/records.md` §1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 業務主管課: writes the assessments of a body.
    Editor,
    /// 庁内の確認者: examines what was submitted and may publish.
    Approver,
    /// 取りまとめ課: keeps the plan, hears opinions, submits to the commission, publishes.
    Coordinator,
    /// Manages the people of a body.
    BodyAdmin,
    /// 第三者点検機関: reviews the assessments it was invited to.
    ThirdPartyReviewer,
    /// 都道府県の番号制度担当部局: passes notices on to the bodies of its prefecture.
    Prefecture,
    /// 個人情報保護委員会の担当: receives submissions, examines, advises.
    PpcReviewer,
    /// 個人情報保護委員会の決裁者: approves what the law lets it approve, and acknowledges notices.
    PpcApprover,
    /// The ministry as provider of notice, guidance and examples.
    Provider,
    /// 設計・開発受託事業者のヘルプデスク: technical questions about the software.
    Helpdesk,
    /// 中間サーバー・プラットフォームの運用者の窓口.
    Platform,
    /// Runs the installation: bodies and people, never the text of an assessment.
    SystemAdmin,
}

impl Role {
    /// Every role, in the order in which screens offer them.
    pub const ALL: [Self; 12] = [
        Self::Editor,
        Self::Approver,
        Self::Coordinator,
        Self::BodyAdmin,
        Self::ThirdPartyReviewer,
        Self::Prefecture,
        Self::PpcReviewer,
        Self::PpcApprover,
        Self::Provider,
        Self::Helpdesk,
        Self::Platform,
        Self::SystemAdmin,
    ];

    /// The word of the command line and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Approver => "approver",
            Self::Coordinator => "coordinator",
            Self::BodyAdmin => "body-admin",
            Self::ThirdPartyReviewer => "third-party-reviewer",
            Self::Prefecture => "prefecture",
            Self::PpcReviewer => "ppc-reviewer",
            Self::PpcApprover => "ppc-approver",
            Self::Provider => "provider",
            Self::Helpdesk => "helpdesk",
            Self::Platform => "platform",
            Self::SystemAdmin => "system-admin",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// The role on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Editor => "作成担当（業務主管課）",
            Self::Approver => "承認担当（庁内の確認）",
            Self::Coordinator => "取りまとめ担当（取りまとめ課）",
            Self::BodyAdmin => "団体の管理者",
            Self::ThirdPartyReviewer => "第三者点検の委員",
            Self::Prefecture => "都道府県の担当（番号制度担当部局）",
            Self::PpcReviewer => "個人情報保護委員会の担当",
            Self::PpcApprover => "個人情報保護委員会の決裁者",
            Self::Provider => "資料の提供者（通知・記載例）",
            Self::Helpdesk => "ヘルプデスク（ソフトウェアの技術）",
            Self::Platform => "プラットフォームの窓口",
            Self::SystemAdmin => "システムの管理者",
        }
    }

    /// Whether a person in this role belongs to a body.
    #[must_use]
    pub fn needs_body(self) -> bool {
        matches!(
            self,
            Self::Editor | Self::Approver | Self::Coordinator | Self::BodyAdmin | Self::Prefecture
        )
    }

    /// Whether a person in this role may belong to a body of this kind.
    #[must_use]
    pub fn fits(self, kind: BodyKind) -> bool {
        self.needs_body() && (self != Self::Prefecture || kind == BodyKind::Prefecture)
    }

    /// Whether a password alone does not let a person of this role in: the commission and
    /// whoever manages accounts.
    #[must_use]
    pub fn needs_second_factor(self) -> bool {
        matches!(
            self,
            Self::PpcReviewer | Self::PpcApprover | Self::BodyAdmin | Self::SystemAdmin
        )
    }

    /// Whether a person in this role works for the commission.
    #[must_use]
    pub fn is_commission(self) -> bool {
        matches!(self, Self::PpcReviewer | Self::PpcApprover)
    }

    /// Whether a person in this role may give `other` to somebody. Third-party reviewers come
    /// by the invitation to an assessment instead ([`Action::EngageReviewer`]).
    #[must_use]
    pub fn may_grant(self, other: Self) -> bool {
        match self {
            Self::SystemAdmin => true,
            Self::BodyAdmin => other.needs_body(),
            _ => false,
        }
    }

    /// Whether a person in this role, of body `own`, may do `action` to what belongs to
    /// body `target` (`None`: to nobody's in particular). `false` for what a person may only
    /// do where it was assigned: see [`Role::may_if_assigned`].
    #[must_use]
    pub fn may(self, own: Option<&BodyCode>, action: Action, target: Option<&BodyCode>) -> bool {
        match self.reach(action) {
            Reach::Nowhere | Reach::Assigned => false,
            Reach::OwnBody => own.is_some() && own == target,
            Reach::OwnPrefecture => own
                .zip(target)
                .is_some_and(|(own, target)| own.prefecture() == target.prefecture()),
            Reach::Everywhere => true,
        }
    }

    /// Whether a person in this role may do `action` to an assessment that the person was
    /// invited to. The use case asks the store whether there is such an invitation.
    #[must_use]
    pub fn may_if_assigned(self, action: Action) -> bool {
        self.reach(action) == Reach::Assigned
    }

    /// Where a person in this role may do `action`.
    #[must_use]
    pub fn reach(self, action: Action) -> Reach {
        table::reach(self, action)
    }
}

#[cfg(test)]
mod tests;
