//! Who may do what: one table, asked at every use case.

use serde::{Deserialize, Serialize};

use crate::ids::BodyCode;

/// The part a person plays. Source: `domain/records.md` §1. Reviewers, the commission,
/// prefectures and the ministry become variants of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 業務主管課: writes the assessments of a body.
    Editor,
    /// 取りまとめ課: examines, approves and publishes them.
    Approver,
    /// Manages the people of a body.
    BodyAdmin,
    /// The ministry as provider of notice, guidance and examples.
    Provider,
    /// Runs the installation: bodies and people, never the text of an assessment.
    SystemAdmin,
}

/// Something a person may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Read an assessment in full, withheld parts included.
    ReadAssessment,
    /// Start an assessment.
    CreateAssessment,
    /// Change answers and facts.
    EditAssessment,
    /// Send an assessment to review, take it back, start its next edition.
    SubmitAssessment,
    /// Approve it or return it.
    DecideAssessment,
    /// Publish it.
    PublishAssessment,
    /// See the people of a body.
    ListUsers,
    /// Invite people to a body and disable their accounts.
    ManageUsers,
    /// See notices, guidance and examples as their provider.
    ManageNotices,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 9] = [
        Self::ReadAssessment,
        Self::CreateAssessment,
        Self::EditAssessment,
        Self::SubmitAssessment,
        Self::DecideAssessment,
        Self::PublishAssessment,
        Self::ListUsers,
        Self::ManageUsers,
        Self::ManageNotices,
    ];
}

/// Where a role may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Nowhere,
    OwnBody,
    Everywhere,
}

impl Role {
    /// Every role, in the order in which screens offer them.
    pub const ALL: [Self; 5] = [
        Self::Editor,
        Self::Approver,
        Self::BodyAdmin,
        Self::Provider,
        Self::SystemAdmin,
    ];

    /// The word of the command line and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Approver => "approver",
            Self::BodyAdmin => "body-admin",
            Self::Provider => "provider",
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
            Self::Approver => "承認担当（取りまとめ課）",
            Self::BodyAdmin => "団体の管理者",
            Self::Provider => "資料の提供者（通知・記載例）",
            Self::SystemAdmin => "システムの管理者",
        }
    }

    /// Whether a person in this role belongs to a body.
    #[must_use]
    pub fn needs_body(self) -> bool {
        matches!(self, Self::Editor | Self::Approver | Self::BodyAdmin)
    }

    /// Whether a person in this role may give `other` to somebody.
    #[must_use]
    pub fn may_grant(self, other: Self) -> bool {
        match self {
            Self::SystemAdmin => true,
            Self::BodyAdmin => other.needs_body(),
            Self::Editor | Self::Approver | Self::Provider => false,
        }
    }

    /// Whether a person in this role, of body `own`, may do `action` to what belongs to
    /// body `target` (`None`: to nobody's in particular).
    #[must_use]
    pub fn may(self, own: Option<&BodyCode>, action: Action, target: Option<&BodyCode>) -> bool {
        match self.reach(action) {
            Reach::Nowhere => false,
            Reach::OwnBody => own.is_some() && own == target,
            Reach::Everywhere => true,
        }
    }

    fn reach(self, action: Action) -> Reach {
        use Action::{
            CreateAssessment, DecideAssessment, EditAssessment, ListUsers, ManageNotices,
            ManageUsers, PublishAssessment, ReadAssessment, SubmitAssessment,
        };
        match (self, action) {
            (Self::Editor | Self::Approver | Self::BodyAdmin, ReadAssessment) => Reach::OwnBody,
            (Self::Editor, CreateAssessment | EditAssessment | SubmitAssessment) => Reach::OwnBody,
            (Self::Approver, DecideAssessment | PublishAssessment) => Reach::OwnBody,
            (Self::BodyAdmin, ListUsers | ManageUsers) => Reach::OwnBody,
            (Self::SystemAdmin, ListUsers | ManageUsers) => Reach::Everywhere,
            (Self::Provider, ManageNotices) => Reach::Everywhere,
            _ => Reach::Nowhere,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn no_role_reaches_an_assessment_of_another_body() {
        let own = BodyCode::parse("011002").unwrap();
        let other = BodyCode::parse("271004").unwrap();
        for role in Role::ALL {
            for action in [
                Action::ReadAssessment,
                Action::CreateAssessment,
                Action::EditAssessment,
                Action::SubmitAssessment,
                Action::DecideAssessment,
                Action::PublishAssessment,
            ] {
                assert!(
                    !role.may(Some(&own), action, Some(&other)),
                    "{role:?} {action:?}"
                );
                assert!(!role.may(None, action, Some(&other)), "{role:?} {action:?}");
                assert!(!role.may(None, action, None), "{role:?} {action:?}");
            }
        }
    }

    #[test]
    fn whoever_writes_does_not_decide() {
        let own = BodyCode::parse("011002").unwrap();
        for role in Role::ALL {
            let may = |action| role.may(Some(&own), action, Some(&own));
            assert!(
                !(may(Action::EditAssessment) && may(Action::DecideAssessment)),
                "{role:?}"
            );
        }
    }

    #[test]
    fn words_are_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
    }
}
