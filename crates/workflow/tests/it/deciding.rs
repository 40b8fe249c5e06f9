//! From draft to approval, and back.

use domain::procedure::Need;
use domain::{Act, Command, Role, Stage};
use testkit::{TestDatabase, on_both};
use workflow::{Actor, AssessmentKey, WorkflowError};

use crate::world::{
    CITY, World, a_command, complete_answers, fields, needs, send_back, with_count,
};

on_both! {
    what_lacks_an_answer_is_not_submitted_and_the_findings_say_where,
    only_the_newest_revision_is_submitted,
    submitting_and_checking_twice_is_no_error,
    who_submitted_cannot_check_whatever_the_role_by_then,
    a_decision_is_bound_to_the_revision_read,
    of_two_approvers_at_once_one_wins_and_the_other_is_told,
    checking_and_returning_at_once_end_in_a_draft,
    saving_and_submitting_at_once_never_slip_past_each_other,
    a_return_needs_a_reason_which_stays_in_the_history,
    a_submission_can_be_taken_back_with_a_reason,
    withdrawing_opens_the_draft_again,
    the_buttons_offered_are_the_acts_that_work,
}

async fn what_lacks_an_answer_is_not_submitted_and_the_findings_say_where(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.draft(&editor, "1").await;
    let refused = world
        .workflow
        .act(&editor, &key, 1, Command::SubmitForReview)
        .await;
    let Err(WorkflowError::Refused(refusal)) = &refused else {
        panic!("{refused:?}")
    };
    assert!(refusal.to_string().contains("2件"), "{refusal}");
    assert_eq!(needs(refused), [Need::NoErrors]);
    assert_eq!(world.open(&editor, &key).await.stage, Stage::new_draft());
}

async fn only_the_newest_revision_is_submitted(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let old = world
        .workflow
        .act(&editor, &key, 1, Command::SubmitForReview)
        .await;
    assert_eq!(needs(old), [Need::Seen]);
    let stage = world.act(&editor, &key, 2, Command::SubmitForReview).await;
    assert_eq!(world.open(&editor, &key).await.stage, stage);
}

async fn submitting_and_checking_twice_is_no_error(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.complete(&editor, "1").await;
    let first = world.act(&editor, &key, 2, Command::SubmitForReview).await;
    world.clock.advance(1);
    assert_eq!(
        world.act(&editor, &key, 2, Command::SubmitForReview).await,
        first
    );
    let first = world.act(&approver, &key, 2, Command::Check).await;
    world.clock.advance(1);
    assert_eq!(world.act(&approver, &key, 2, Command::Check).await, first);
    let trail = world.trail().await;
    for act in ["assessment.submit", "assessment.check"] {
        assert_eq!(trail.iter().filter(|recorded| *recorded == act).count(), 1);
    }
    let colleague = world.person("colleague", Role::Editor, Some(CITY)).await;
    let late = world
        .workflow
        .act(&colleague, &key, 2, Command::SubmitForReview)
        .await;
    assert_eq!(needs(late), []);
}

async fn who_submitted_cannot_check_whatever_the_role_by_then(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.submitted(&editor, "1").await;
    let promoted = Actor {
        role: Role::Approver,
        ..editor
    };
    let refused = world.workflow.act(&promoted, &key, 2, Command::Check).await;
    assert_eq!(needs(refused), [Need::OtherPerson]);
    let offers = world.workflow.offers(&promoted, &key).await.unwrap();
    let open: Vec<Act> = offers
        .into_iter()
        .filter(|offer| offer.obstacles.is_empty())
        .map(|offer| offer.transition.act)
        .collect();
    assert_eq!(open, [Act::SendBack]);
}

async fn a_decision_is_bound_to_the_revision_read(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.submitted(&editor, "1").await;
    // The approver reads revision 2; meanwhile it is taken back, changed and sent again.
    world.act(&editor, &key, 2, Command::Withdraw).await;
    let new = with_count(complete_answers(), 1);
    world
        .workflow
        .save_answers(&editor, &key, 2, new)
        .await
        .unwrap();
    world.act(&editor, &key, 3, Command::SubmitForReview).await;
    let approve = world.workflow.act(&approver, &key, 2, Command::Check).await;
    assert_eq!(needs(approve), [Need::Seen]);
    let returned = world
        .workflow
        .act(&approver, &key, 2, send_back("理由"))
        .await;
    assert_eq!(needs(returned), [Need::Seen]);
    world.act(&approver, &key, 3, Command::Check).await;
}

async fn of_two_approvers_at_once_one_wins_and_the_other_is_told(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let one = world.approver().await;
    let two = world.person("approver2", Role::Approver, Some(CITY)).await;
    let key = world.submitted(&editor, "1").await;
    let (first, second) = tokio::join!(
        world.workflow.act(&one, &key, 2, Command::Check),
        world.workflow.act(&two, &key, 2, Command::Check),
    );
    let (won, lost) = if first.is_ok() {
        (first, second)
    } else {
        (second, first)
    };
    let Stage::InReview { checked, .. } = won.unwrap() else {
        panic!()
    };
    let by = checked.unwrap().by;
    assert!([one.user, two.user].contains(&by));
    assert_eq!(needs(lost), [Need::AlreadyChecked]);
}

async fn checking_and_returning_at_once_end_in_a_draft(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let one = world.approver().await;
    let two = world.person("approver2", Role::Approver, Some(CITY)).await;
    let key = world.submitted(&editor, "1").await;
    let (check, withdraw) = tokio::join!(
        world.workflow.act(&one, &key, 2, Command::Check),
        world.workflow.act(&editor, &key, 2, Command::Withdraw),
    );
    // Taking back is possible after a check too; checking is not after that.
    withdraw.unwrap();
    assert!(
        matches!(check, Ok(_) | Err(WorkflowError::Refused(_))),
        "{check:?}"
    );
    assert_eq!(world.open(&editor, &key).await.stage.as_str(), "draft");
    let key = world.submitted(&editor, "2").await;
    let (approve, returned) = tokio::join!(
        world.workflow.act(&one, &key, 2, Command::Check),
        world
            .workflow
            .act(&two, &key, 2, send_back("保管場所が不足しています。")),
    );
    // Returning is possible after a check too; checking is not after a return.
    returned.unwrap();
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
            world
                .workflow
                .act(&editor, &key, 2, Command::SubmitForReview),
            world.workflow.save_answers(&colleague, &key, 2, new),
        );
        assert!(
            submitted.is_ok() != saved.is_ok(),
            "{submitted:?} {saved:?}"
        );
        let open = world.open(&editor, &key).await;
        if let Stage::InReview { submitted, .. } = open.stage {
            assert_eq!(submitted.revision, open.newest_revision);
        }
    }
}

async fn a_return_needs_a_reason_which_stays_in_the_history(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.submitted(&editor, "1").await;
    let blank = world
        .workflow
        .act(&approver, &key, 2, send_back(" 　"))
        .await;
    assert_eq!(needs(blank), [Need::Reason]);
    let long = world
        .workflow
        .act(&approver, &key, 2, send_back(&"長".repeat(2_001)))
        .await;
    assert_eq!(fields(long), ["reason"]);
    let stage = world
        .workflow
        .act(&approver, &key, 2, send_back(" 保管場所が不足 "))
        .await
        .unwrap();
    assert_eq!(
        world
            .workflow
            .act(&approver, &key, 2, send_back("保管場所が不足"))
            .await
            .unwrap(),
        stage
    );
    let Stage::Draft {
        returned: Some(returned),
        ..
    } = stage
    else {
        panic!()
    };
    assert_eq!(
        (returned.reason.as_str(), &returned.by),
        ("保管場所が不足", &approver.user)
    );
    world.act(&editor, &key, 2, Command::SubmitForReview).await;
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

async fn a_submission_can_be_taken_back_with_a_reason(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    let reopen = |reason: &str| Command::Reopen {
        reason: reason.to_owned(),
    };
    let coordinator = world.coordinator().await;
    let blank = world.workflow.act(&coordinator, &key, 2, reopen("")).await;
    assert_eq!(needs(blank), [Need::Reason]);
    world
        .act(&coordinator, &key, 2, reopen("公表日を直す"))
        .await;
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
        world.act(&editor, &key, 2, Command::Withdraw).await,
        Stage::new_draft()
    );
    let twice = world
        .workflow
        .act(&editor, &key, 2, Command::Withdraw)
        .await;
    assert_eq!(twice.unwrap(), Stage::new_draft());
}

/// Every act in every stage of the short path, by four people of the body: what is offered
/// works, what is not offered is refused.
async fn the_buttons_offered_are_the_acts_that_work(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let coordinator = world.coordinator().await;
    let admin = world.body_admin().await;
    let mut number = 0;
    for stage in ["draft", "in-review", "submitted", "published"] {
        for actor in [&editor, &approver, &coordinator, &admin] {
            let mut left = None;
            for act in Act::ALL {
                let key = match left.take() {
                    Some(key) => key,
                    None => {
                        number += 1;
                        let number = number.to_string();
                        in_stage(&world, &editor, &approver, stage, &number).await
                    }
                };
                assert_eq!(world.open(actor, &key).await.stage.as_str(), stage);
                let offers = world.workflow.offers(actor, &key).await;
                let offered = offers
                    .unwrap()
                    .into_iter()
                    .any(|offer| offer.transition.act == act && offer.obstacles.is_empty());
                let before = world.trail().await.len();
                let result = perform(&world, actor, &key, act).await;
                // Doing once more what one has done already is no error, but no act either.
                let worked = world.trail().await.len() > before;
                assert_eq!(offered, worked, "{stage} {actor:?} {act:?}: {result:?}");
                left = (!worked).then_some(key);
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
        "submitted" => world.filed(editor, approver, number).await,
        _ => {
            let key = world.filed(editor, approver, number).await;
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
    if act == Act::Publish {
        let pending = world.workflow.begin_publication(actor, key, 2).await?;
        return pending.commit().await;
    }
    let command = a_command(act, world.workflow.today());
    world.workflow.act(actor, key, 2, command).await.map(drop)
}
