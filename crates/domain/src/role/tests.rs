#![allow(clippy::unwrap_used)]
use super::*;

fn code(text: &str) -> BodyCode {
    BodyCode::parse(text).unwrap()
}

const TEXTS: [Action; 9] = [
    Action::ReadAssessment,
    Action::CreateAssessment,
    Action::EditAssessment,
    Action::SubmitAssessment,
    Action::DecideAssessment,
    Action::PublishAssessment,
    Action::UnpublishAssessment,
    Action::SubmitToCommission,
    Action::EngageReviewer,
];

#[test]
fn no_role_reaches_an_assessment_of_another_body() {
    let (own, other) = (code("011002"), code("271004"));
    for role in Role::ALL {
        for action in TEXTS {
            let refused = |own, target| !role.may(own, action, target);
            assert!(refused(Some(&own), Some(&other)), "{role:?} {action:?}");
            assert!(refused(None, Some(&other)), "{role:?} {action:?}");
            assert!(refused(None, None), "{role:?} {action:?}");
        }
    }
}

#[test]
fn every_action_has_one_row_and_every_row_a_role() {
    for action in Action::ALL {
        let rows = TABLE.iter().filter(|(listed, _)| *listed == action);
        assert_eq!(rows.count(), 1, "{action:?}");
    }
    assert!(TABLE.iter().all(|(_, cells)| !cells.is_empty()));
}

#[test]
fn whoever_writes_does_not_decide() {
    let own = code("011002");
    for role in Role::ALL {
        let may = |action| role.may(Some(&own), action, Some(&own));
        assert!(
            !(may(Action::EditAssessment) && may(Action::DecideAssessment)),
            "{role:?}"
        );
        assert!(
            !(may(Action::EditAssessment) && may(Action::PublishAssessment)),
            "{role:?}"
        );
    }
}

#[test]
fn a_reviewer_reaches_only_what_was_assigned() {
    let own = code("011002");
    let reviewer = Role::ThirdPartyReviewer;
    assert!(reviewer.may_if_assigned(Action::ReviewAssessment));
    for action in Action::ALL {
        assert!(!reviewer.may(Some(&own), action, Some(&own)), "{action:?}");
    }
}

#[test]
fn a_prefecture_oversees_its_own_bodies_only() {
    let (hokkaido, sapporo, osaka) = (code("010006"), code("011002"), code("271004"));
    let may = |target| Role::Prefecture.may(Some(&hokkaido), Action::OverseeNotices, Some(target));
    assert!(may(&sapporo));
    assert!(!may(&osaka));
}

#[test]
fn words_are_read_back_and_labels_differ() {
    for role in Role::ALL {
        assert_eq!(Role::parse(role.as_str()), Some(role));
        let json = serde_json::to_string(&role).unwrap();
        assert_eq!(json, format!("\"{}\"", role.as_str()));
        let same = Role::ALL
            .into_iter()
            .filter(|other| other.label() == role.label());
        assert_eq!(same.count(), 1);
    }
}

#[test]
fn only_administrators_give_roles_and_only_those_of_their_reach() {
    assert!(Role::SystemAdmin.may_grant(Role::PpcReviewer));
    assert!(Role::BodyAdmin.may_grant(Role::Coordinator));
    assert!(!Role::BodyAdmin.may_grant(Role::PpcReviewer));
    assert!(!Role::BodyAdmin.may_grant(Role::ThirdPartyReviewer));
    assert!(!Role::Coordinator.may_grant(Role::Editor));
}

#[test]
fn the_table_in_the_documents_is_this_table() {
    let document = include_str!("../../../../docs/ROLES.md");
    assert!(
        document.contains(&as_markdown()),
        "write the new table into docs/ROLES.md"
    );
}
