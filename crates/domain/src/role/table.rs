//! The table of rights.

use super::{Action, Role};

/// Where a role may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Not at all.
    Nowhere,
    /// On the assessments that the person was invited to.
    Assigned,
    /// On what belongs to the person's body.
    OwnBody,
    /// On what belongs to the bodies of the person's prefecture.
    OwnPrefecture,
    /// On what belongs to anybody.
    Everywhere,
}

impl Reach {
    /// The reach in Japanese; empty for none.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Nowhere => "",
            Self::Assigned => "招かれた評価書",
            Self::OwnBody => "自団体",
            Self::OwnPrefecture => "自都道府県内",
            Self::Everywhere => "全て",
        }
    }
}

use Reach::{Assigned, Everywhere, OwnBody, OwnPrefecture};
use Role::{
    Approver, BodyAdmin, Coordinator, Editor, Helpdesk, Platform, PpcApprover, PpcReviewer,
    Prefecture, Provider, SystemAdmin, ThirdPartyReviewer,
};

type Row = (Action, &'static [(Role, Reach)]);

/// Who may do what where; what is not listed is refused. Sources: `domain/records.md` §1
/// (who sees what), §3.2–3.5 (who moves an assessment on), §4 (notices and inquiries).
pub const TABLE: &[Row] = &[
    (
        Action::ReadAssessment,
        &[
            (Editor, OwnBody),
            (Approver, OwnBody),
            (Coordinator, OwnBody),
            (BodyAdmin, OwnBody),
        ],
    ),
    (Action::CreateAssessment, &[(Editor, OwnBody)]),
    (Action::EditAssessment, &[(Editor, OwnBody)]),
    (Action::SubmitAssessment, &[(Editor, OwnBody)]),
    (
        Action::DecideAssessment,
        &[(Approver, OwnBody), (Coordinator, OwnBody)],
    ),
    (
        Action::PublishAssessment,
        &[(Approver, OwnBody), (Coordinator, OwnBody)],
    ),
    (Action::UnpublishAssessment, &[(Coordinator, OwnBody)]),
    (
        Action::ManageAffairs,
        &[(Editor, OwnBody), (Coordinator, OwnBody)],
    ),
    (Action::EndAffair, &[(Editor, OwnBody)]),
    (
        Action::ReadPlan,
        &[
            (Editor, OwnBody),
            (Approver, OwnBody),
            (Coordinator, OwnBody),
            (BodyAdmin, OwnBody),
        ],
    ),
    (
        Action::ReadSubmittedPlan,
        &[
            (Editor, OwnBody),
            (Approver, OwnBody),
            (Coordinator, OwnBody),
            (BodyAdmin, OwnBody),
            (PpcReviewer, Everywhere),
            (PpcApprover, Everywhere),
        ],
    ),
    (Action::ManagePlan, &[(Coordinator, OwnBody)]),
    (Action::SubmitToCommission, &[(Coordinator, OwnBody)]),
    (Action::RunConsultation, &[(Coordinator, OwnBody)]),
    (
        Action::ReadOpinions,
        &[
            (Editor, OwnBody),
            (Approver, OwnBody),
            (Coordinator, OwnBody),
            (ThirdPartyReviewer, Assigned),
            (PpcReviewer, Everywhere),
            (PpcApprover, Everywhere),
        ],
    ),
    (
        Action::AnswerOpinions,
        &[(Editor, OwnBody), (Coordinator, OwnBody)],
    ),
    (Action::EngageReviewer, &[(Coordinator, OwnBody)]),
    (Action::ReviewAssessment, &[(ThirdPartyReviewer, Assigned)]),
    (
        Action::ReviewSubmission,
        &[(PpcReviewer, Everywhere), (PpcApprover, Everywhere)],
    ),
    (Action::DecideSubmission, &[(PpcApprover, Everywhere)]),
    (Action::ManageNotices, &[(Provider, Everywhere)]),
    (Action::AcknowledgeNotice, &[(PpcApprover, Everywhere)]),
    (
        Action::FollowNotices,
        &[
            (Editor, OwnBody),
            (Approver, OwnBody),
            (Coordinator, OwnBody),
            (BodyAdmin, OwnBody),
            (Prefecture, OwnBody),
        ],
    ),
    (
        Action::OverseeNotices,
        &[(Provider, Everywhere), (Prefecture, OwnPrefecture)],
    ),
    (
        Action::SendInquiry,
        &[
            (Editor, OwnBody),
            (Approver, OwnBody),
            (Coordinator, OwnBody),
            (BodyAdmin, OwnBody),
            (Prefecture, OwnBody),
        ],
    ),
    (
        Action::AnswerInquiry,
        &[
            (Provider, Everywhere),
            (Helpdesk, Everywhere),
            (Platform, Everywhere),
        ],
    ),
    (
        Action::ListUsers,
        &[(BodyAdmin, OwnBody), (SystemAdmin, Everywhere)],
    ),
    (
        Action::ManageUsers,
        &[(BodyAdmin, OwnBody), (SystemAdmin, Everywhere)],
    ),
    (
        Action::ReadAudit,
        &[(BodyAdmin, OwnBody), (SystemAdmin, Everywhere)],
    ),
    (Action::ManageBodies, &[(SystemAdmin, Everywhere)]),
];

/// Looks a role and an action up.
pub(super) fn reach(role: Role, action: Action) -> Reach {
    let row = TABLE.iter().find(|(listed, _)| *listed == action);
    let cell = row.and_then(|(_, cells)| cells.iter().find(|(listed, _)| *listed == role));
    cell.map_or(Reach::Nowhere, |(_, reach)| *reach)
}

/// The table in Markdown: actions down, roles across, the reach in each cell.
#[must_use]
pub fn as_markdown() -> String {
    let mut text = String::from("| |");
    for role in Role::ALL {
        text.push_str(&format!(" {} |", role.label()));
    }
    text.push_str("\n| --- |");
    text.push_str(&" --- |".repeat(Role::ALL.len()));
    for action in Action::ALL {
        text.push_str(&format!("\n| {} |", action.label()));
        for role in Role::ALL {
            text.push_str(&format!(" {} |", reach(role, action).label()));
        }
    }
    text.push('\n');
    text
}
