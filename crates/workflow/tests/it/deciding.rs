//! From draft to approval, and back.

use domain::{Role, Stage, StageRefusal};
use testkit::{TestDatabase, on_both};
use workflow::{Act, Actor, AssessmentKey, WorkflowError, possible_acts};

use crate::assert_refused;
use crate::world::{CITY, World, complete_answers, fields, with_count};

on_both! {
    what_lacks_an_answer_is_not_submitted_and_the_findings_say_where,
    only_the_newest_revision_is_submitted,
    submitting_and_approving_twice_is_no_error,
    who_submitted_cannot_approve_whatever_the_role_by_then,
    a_decision_is_bound_to_the_revision_read,
    of_two_approvers_at_once_one_wins_and_the_other_learns_the_stage,
    approving_and_returning_at_once_do_one_of_them,
    saving_and_submitting_at_once_never_slip_past_each_other,
    a_return_needs_a_reason_which_stays_in_the_history,
    an_approved_assessment_can_still_be_returned,
    withdrawing_opens_the_draft_again,
    the_buttons_offered_are_the_acts_that_work,
}

async fn what_lacks_an_answer_is_not_submitted_and_the_findings_say_where(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.draft(&editor, "1").await;
    let refused = world.workflow.submit(&editor, &key, 1).await;
    let Err(WorkflowError::Incomplete(findings)) = refused else {
        panic!("{refused:?}")
    };
    let items: Vec<&str> = findings
        .iter()
        .map(|finding| finding.item.as_str())
        .collect();
    assert_eq!(items, ["cover.title", "II"]);
    assert_eq!(world.open(&editor, &key).await.stage, Stage::new_draft());
}

async fn only_the_newest_revision_is_submitted(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let old = world.workflow.submit(&editor, &key, 1).await;
    assert_refused!(old, WorkflowError::Refused(StageRefusal::OtherRevision));
    let stage = world.workflow.submit(&editor, &key, 2).await.unwrap();
    assert_eq!(world.open(&editor, &key).await.stage, stage);
}

async fn submitting_and_approving_twice_is_no_error(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.complete(&editor, "1").await;
    let first = world.workflow.submit(&editor, &key, 2).await.unwrap();
    world.clock.advance(1);
    assert_eq!(
        world.workflow.submit(&editor, &key, 2).await.unwrap(),
        first
    );
    let first = world.workflow.approve(&approver, &key, 2).await.unwrap();
    world.clock.advance(1);
    assert_eq!(
        world.workflow.approve(&approver, &key, 2).await.unwrap(),
        first
    );
    let trail = world.trail().await;
    for act in ["assessment.submit", "assessment.approve"] {
        assert_eq!(trail.iter().filter(|recorded| *recorded == act).count(), 1);
    }
    let colleague = world.person("colleague", Role::Editor, Some(CITY)).await;
    let late = world.workflow.submit(&colleague, &key, 2).await;
    assert_refused!(late, WorkflowError::Refused(StageRefusal::NotNow { .. }));
}

async fn who_submitted_cannot_approve_whatever_the_role_by_then(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.submitted(&editor, "1").await;
    let promoted = Actor {
        role: Role::Approver,
        ..editor
    };
    let refused = world.workflow.approve(&promoted, &key, 2).await;
    assert_refused!(refused, WorkflowError::Refused(StageRefusal::OwnSubmission));
    let open = world.open(&promoted, &key).await;
    assert_eq!(possible_acts(&promoted, &open), [Act::SendBack]);
}

async fn a_decision_is_bound_to_the_revision_read(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.submitted(&editor, "1").await;
    // The approver reads revision 2; meanwhile it is taken back, changed and sent again.
    world.workflow.withdraw(&editor, &key).await.unwrap();
    let new = with_count(complete_answers(), 1);
    world
        .workflow
        .save_answers(&editor, &key, 2, new)
        .await
        .unwrap();
    world.workflow.submit(&editor, &key, 3).await.unwrap();
    let approve = world.workflow.approve(&approver, &key, 2).await;
    assert_refused!(approve, WorkflowError::Refused(StageRefusal::OtherRevision));
    let send_back = world.workflow.send_back(&approver, &key, 2, "理由").await;
    assert_refused!(
        send_back,
        WorkflowError::Refused(StageRefusal::OtherRevision)
    );
    world.workflow.approve(&approver, &key, 3).await.unwrap();
}

async fn of_two_approvers_at_once_one_wins_and_the_other_learns_the_stage(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let one = world.approver().await;
    let two = world.person("approver2", Role::Approver, Some(CITY)).await;
    let key = world.submitted(&editor, "1").await;
    let (first, second) = tokio::join!(
        world.workflow.approve(&one, &key, 2),
        world.workflow.approve(&two, &key, 2),
    );
    let (won, lost) = if first.is_ok() {
        (first, second)
    } else {
        (second, first)
    };
    let Stage::Approved { approved_by, .. } = won.unwrap() else {
        panic!()
    };
    assert!([one.user, two.user].contains(&approved_by));
    let Err(WorkflowError::Refused(StageRefusal::NotNow { now })) = lost else {
        panic!("{lost:?}")
    };
    assert_eq!(now, "承認済み（公表前）");
}

async fn approving_and_returning_at_once_do_one_of_them(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let one = world.approver().await;
    let two = world.person("approver2", Role::Approver, Some(CITY)).await;
    let key = world.submitted(&editor, "1").await;
    let (approve, withdraw) = tokio::join!(
        world.workflow.approve(&one, &key, 2),
        world.workflow.withdraw(&editor, &key),
    );
    assert!(
        approve.is_ok() != withdraw.is_ok(),
        "{approve:?} {withdraw:?}"
    );
    let key = world.submitted(&editor, "2").await;
    let (approve, send_back) = tokio::join!(
        world.workflow.approve(&one, &key, 2),
        world
            .workflow
            .send_back(&two, &key, 2, "保管場所が不足しています。"),
    );
    // Returning is possible after an approval too; approving is not after a return.
    send_back.unwrap();
    assert!(
        matches!(approve, Ok(_) | Err(WorkflowError::Refused(_))),
        "{approve:?}"
    );
    assert_eq!(world.open(&editor, &key).await.stage.as_str(), "draft");
}

async fn saving_and_submitting_at_once_never_slip_past_each_other(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let colleague = world.person("colleague", Role::Editor, Some(CITY)).await;
    for n in 1..=8 {
        let key = world.complete(&editor, &n.to_string()).await;
        let new = with_count(complete_answers(), n);
        let (submitted, saved) = tokio::join!(
            world.workflow.submit(&editor, &key, 2),
            world.workflow.save_answers(&colleague, &key, 2, new),
        );
        assert!(
            submitted.is_ok() != saved.is_ok(),
            "{submitted:?} {saved:?}"
        );
        let open = world.open(&editor, &key).await;
        if let Stage::InReview(submitted) = open.stage {
            assert_eq!(submitted.revision, open.newest_revision);
        }
    }
}

async fn a_return_needs_a_reason_which_stays_in_the_history(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.submitted(&editor, "1").await;
    let blank = world.workflow.send_back(&approver, &key, 2, " 　").await;
    assert_refused!(blank, WorkflowError::Refused(StageRefusal::NoReason));
    let long = world
        .workflow
        .send_back(&approver, &key, 2, &"長".repeat(2_001))
        .await;
    assert_eq!(fields(long), ["reason"]);
    let stage = world
        .workflow
        .send_back(&approver, &key, 2, " 保管場所が不足 ")
        .await
        .unwrap();
    assert_eq!(
        world
            .workflow
            .send_back(&approver, &key, 2, "保管場所が不足")
            .await
            .unwrap(),
        stage
    );
    let Stage::Draft {
        returned: Some(returned),
    } = stage
    else {
        panic!()
    };
    assert_eq!(
        (returned.reason.as_str(), &returned.by),
        ("保管場所が不足", &approver.user)
    );
    world.workflow.submit(&editor, &key, 2).await.unwrap();
    let history = world
        .workflow
        .history(&editor, &key, &Default::default())
        .await
        .unwrap();
    let reasons: Vec<_> = history
        .items
        .into_iter()
        .filter_map(|entry| entry.reason)
        .collect();
    assert_eq!(reasons, ["保管場所が不足"]);
}

async fn an_approved_assessment_can_still_be_returned(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.approved(&editor, &approver, "1").await;
    world
        .workflow
        .send_back(&approver, &key, 2, "公表日を直す")
        .await
        .unwrap();
    let new = with_count(complete_answers(), 1);
    world
        .workflow
        .save_answers(&editor, &key, 2, new)
        .await
        .unwrap();
}

async fn withdrawing_opens_the_draft_again(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.submitted(&editor, "1").await;
    assert_eq!(
        world.workflow.withdraw(&editor, &key).await.unwrap(),
        Stage::new_draft()
    );
    let twice = world.workflow.withdraw(&editor, &key).await;
    assert_refused!(twice, WorkflowError::Refused(StageRefusal::NotNow { .. }));
}

/// Every act in every stage, by an editor, the approver and the administrator of the body:
/// what is offered works, what is not offered is refused.
async fn the_buttons_offered_are_the_acts_that_work(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let admin = world.body_admin().await;
    let mut number = 0;
    for stage in ["draft", "in-review", "approved", "published"] {
        for actor in [&editor, &approver, &admin] {
            for act in Act::ALL {
                number += 1;
                let key = in_stage(&world, &editor, &approver, stage, &number.to_string()).await;
                let open = world.open(actor, &key).await;
                assert_eq!(open.stage.as_str(), stage);
                let offered = possible_acts(actor, &open).contains(&act);
                let before = world.trail().await.len();
                let result = perform(&world, actor, &key, act).await;
                // Doing once more what one has done already is no error, but no act either.
                let worked = world.trail().await.len() > before;
                assert_eq!(offered, worked, "{stage} {actor:?} {act:?}: {result:?}");
            }
        }
    }
}

async fn in_stage(
    world: &World,
    editor: &Actor,
    approver: &Actor,
    stage: &str,
    number: &str,
) -> AssessmentKey {
    match stage {
        "draft" => world.complete(editor, number).await,
        "in-review" => world.submitted(editor, number).await,
        "approved" => world.approved(editor, approver, number).await,
        _ => {
            let key = world.approved(editor, approver, number).await;
            let pending = world
                .workflow
                .begin_publication(approver, &key, 2)
                .await
                .unwrap();
            pending.commit().await.unwrap();
            key
        }
    }
}

async fn perform(
    world: &World,
    actor: &Actor,
    key: &AssessmentKey,
    act: Act,
) -> Result<(), WorkflowError> {
    let workflow = &world.workflow;
    match act {
        Act::Edit => {
            let new = with_count(complete_answers(), 1);
            workflow.save_answers(actor, key, 2, new).await.map(drop)
        }
        Act::Submit => workflow.submit(actor, key, 2).await.map(drop),
        Act::Withdraw => workflow.withdraw(actor, key).await.map(drop),
        Act::Approve => workflow.approve(actor, key, 2).await.map(drop),
        Act::SendBack => workflow.send_back(actor, key, 2, "理由").await.map(drop),
        Act::Publish => {
            workflow
                .begin_publication(actor, key, 2)
                .await?
                .commit()
                .await
        }
        Act::Revise => workflow.revise(actor, key).await.map(drop),
    }
}
