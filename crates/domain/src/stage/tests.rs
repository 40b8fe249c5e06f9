#![allow(clippy::unwrap_used)]
use super::*;

fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

fn submitted() -> Submitted {
    Submitted {
        revision: 7,
        by: user("editor"),
        at: Timestamp::UNIX_EPOCH,
    }
}

fn returned(reason: &str) -> Returned {
    Returned {
        by: user("approver"),
        at: Timestamp::UNIX_EPOCH,
        reason: reason.to_owned(),
    }
}

fn approved() -> Stage {
    Stage::InReview(submitted())
        .approve(user("approver"), Timestamp::UNIX_EPOCH, 7)
        .unwrap()
}

#[test]
fn the_short_path_leads_from_draft_to_published_and_on_to_the_next_draft() {
    let stage = Stage::new_draft().submit(submitted()).unwrap();
    let stage = stage
        .approve(user("approver"), Timestamp::UNIX_EPOCH, 7)
        .unwrap();
    let stage = stage.publish(1, 7).unwrap();
    assert_eq!(
        stage,
        Stage::Published {
            edition: 1,
            revision: 7
        }
    );
    assert_eq!(stage.revise(), Ok(Stage::new_draft()));
}

#[test]
fn who_submitted_cannot_approve() {
    let refused = Stage::InReview(submitted()).approve(user("editor"), Timestamp::UNIX_EPOCH, 7);
    assert_eq!(refused, Err(StageRefusal::OwnSubmission));
}

#[test]
fn a_decision_is_bound_to_the_revision_read() {
    let review = Stage::InReview(submitted());
    let approve = review
        .clone()
        .approve(user("approver"), Timestamp::UNIX_EPOCH, 6);
    assert_eq!(approve, Err(StageRefusal::OtherRevision));
    assert_eq!(
        review.send_back(returned("理由"), 8),
        Err(StageRefusal::OtherRevision)
    );
    assert_eq!(approved().publish(1, 8), Err(StageRefusal::OtherRevision));
}

#[test]
fn a_return_needs_a_reason_and_keeps_it() {
    let review = Stage::InReview(submitted());
    assert_eq!(
        review.clone().send_back(returned("　 "), 7),
        Err(StageRefusal::NoReason)
    );
    let draft = review.send_back(returned("保管場所が不足"), 7).unwrap();
    assert_eq!(
        draft,
        Stage::Draft {
            returned: Some(returned("保管場所が不足"))
        }
    );
}

#[test]
fn nothing_is_approved_or_published_out_of_turn() {
    let now = Timestamp::UNIX_EPOCH;
    let published = Stage::Published {
        edition: 1,
        revision: 7,
    };
    assert!(
        Stage::new_draft()
            .approve(user("approver"), now, 7)
            .is_err()
    );
    assert!(Stage::new_draft().publish(1, 7).is_err());
    assert!(Stage::InReview(submitted()).publish(1, 7).is_err());
    assert!(published.clone().submit(submitted()).is_err());
    assert!(published.clone().withdraw().is_err());
    assert!(published.send_back(returned("理由"), 7).is_err());
    assert!(approved().revise().is_err());
    assert!(approved().submit(submitted()).is_err());
}

#[test]
fn a_stage_is_read_back_from_json() {
    for stage in [
        Stage::new_draft(),
        Stage::Draft {
            returned: Some(returned("理由")),
        },
        Stage::InReview(submitted()),
        approved(),
        Stage::Published {
            edition: 2,
            revision: 9,
        },
    ] {
        let json = serde_json::to_string(&stage).unwrap();
        assert_eq!(
            serde_json::from_str::<Stage>(&json).unwrap(),
            stage,
            "{json}"
        );
    }
}

#[test]
fn a_reason_stays_out_of_debug_lines() {
    assert!(!format!("{:?}", returned("地下1階")).contains("地下"));
}
