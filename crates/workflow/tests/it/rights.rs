//! Every use case in every role, on the own body and on another one: who may not, cannot
//! tell what exists from what does not.

use domain::{Act, Facts, Role};
use testkit::{TestDatabase, on_both, sample};
use workflow::{Actor, AssessmentKey, NewUser, PageRequest, WorkflowError};

use crate::world::{CITY, OTHER, PREFECTURE, World, a_command, complete_answers, new_assessment};

on_both! {
    every_use_case_is_allowed_to_its_roles_in_the_own_body_only,
    what_does_not_exist_looks_like_what_is_not_allowed,
    lists_and_new_assessments_are_for_their_roles_only,
}

/// What is done to an assessment or to the people of its body.
#[derive(Debug, Clone, Copy)]
enum Case {
    Open,
    OpenRevision,
    History,
    ItemHistory,
    SaveAnswers,
    SaveFacts,
    Changes,
    CompareRevisions,
    DecideChanges,
    Do(Act),
    Publish,
    Invite,
    Disable,
    ShowPerson,
    AccountHistory,
    RenewLink,
    ResetSecondFactor,
    ChangeRole,
}

use Case::{
    AccountHistory, ChangeRole, Changes, CompareRevisions, DecideChanges, Disable, Do, History,
    Invite, ItemHistory, Open, OpenRevision, Publish, RenewLink, ResetSecondFactor, SaveAnswers,
    SaveFacts, ShowPerson,
};
use Role::{Approver, BodyAdmin, Coordinator, Editor, SystemAdmin};

/// (use case, roles that may in the own body, roles that may everywhere).
const TABLE: &[(Case, &[Role], &[Role])] = &[
    (Open, &[Editor, Approver, Coordinator, BodyAdmin], &[]),
    (
        OpenRevision,
        &[Editor, Approver, Coordinator, BodyAdmin],
        &[],
    ),
    (History, &[Editor, Approver, Coordinator, BodyAdmin], &[]),
    (
        ItemHistory,
        &[Editor, Approver, Coordinator, BodyAdmin],
        &[],
    ),
    (SaveAnswers, &[Editor], &[]),
    (SaveFacts, &[Editor], &[]),
    (Changes, &[Editor, Approver, Coordinator, BodyAdmin], &[]),
    (
        CompareRevisions,
        &[Editor, Approver, Coordinator, BodyAdmin],
        &[],
    ),
    (DecideChanges, &[Editor], &[]),
    (Do(Act::SubmitForReview), &[Editor], &[]),
    (Do(Act::Withdraw), &[Editor], &[]),
    (Do(Act::Check), &[Approver, Coordinator], &[]),
    (Do(Act::SendBack), &[Approver, Coordinator], &[]),
    // An amendment is submitted by whoever writes it.
    (Do(Act::File), &[Editor, Coordinator], &[]),
    (Do(Act::SchedulePublication), &[Approver, Coordinator], &[]),
    (Do(Act::CancelSchedule), &[Approver, Coordinator], &[]),
    (Do(Act::Amend), &[Editor], &[]),
    (Do(Act::Redo), &[Editor], &[]),
    (Do(Act::Reopen), &[Coordinator], &[]),
    (Do(Act::Unpublish), &[Coordinator], &[]),
    (Do(Act::End), &[Editor], &[]),
    (Do(Act::NotifyEnd), &[Coordinator], &[]),
    (Do(Act::Resume), &[Coordinator], &[]),
    // A 基礎項目評価書 of a local government has none of these.
    (Do(Act::OpenConsultation), &[], &[]),
    (Do(Act::GiveVerdict), &[], &[]),
    (Do(Act::CommissionApprove), &[], &[]),
    (Do(Act::CloseConsultation), &[], &[]),
    (Publish, &[Approver, Coordinator], &[]),
    (Invite, &[BodyAdmin], &[SystemAdmin]),
    (Disable, &[BodyAdmin], &[SystemAdmin]),
    (ShowPerson, &[BodyAdmin], &[SystemAdmin]),
    (AccountHistory, &[BodyAdmin], &[SystemAdmin]),
    (RenewLink, &[BodyAdmin], &[SystemAdmin]),
    (ResetSecondFactor, &[BodyAdmin], &[SystemAdmin]),
    (ChangeRole, &[BodyAdmin], &[SystemAdmin]),
];

/// An assessment with somebody of its body.
struct Target {
    key: AssessmentKey,
    clerk: Actor,
}

async fn attempt(
    world: &World,
    actor: &Actor,
    on: &Target,
    case: Case,
) -> Result<(), WorkflowError> {
    let (workflow, key) = (&world.workflow, &on.key);
    let page = PageRequest::default();
    match case {
        Open => workflow.open_assessment(actor, key).await.map(drop),
        OpenRevision => workflow.open_revision(actor, key, 1).await.map(drop),
        History => workflow.history(actor, key, &page).await.map(drop),
        ItemHistory => {
            let item = sample::item("I.5");
            workflow
                .item_history(actor, key, &item, &page)
                .await
                .map(drop)
        }
        SaveAnswers => workflow
            .save_answers(actor, key, 1, complete_answers())
            .await
            .map(drop),
        SaveFacts => workflow
            .save_facts(actor, key, 1, Facts::default())
            .await
            .map(drop),
        Changes => workflow.changes(actor, key).await.map(drop),
        CompareRevisions => workflow
            .compare_revisions(actor, key, None, None)
            .await
            .map(drop),
        DecideChanges => workflow
            .decide_changes(actor, key, 1, Vec::new())
            .await
            .map(drop),
        Do(act) => {
            let command = a_command(act, workflow.today());
            workflow.act(actor, key, 1, command).await.map(drop)
        }
        Publish => workflow.begin_publication(actor, key, 1).await.map(drop),
        Invite => {
            let email = format!("invited-{}@demo.invalid", key.body);
            let new = NewUser {
                email,
                role: Editor,
                body: Some(key.body.clone()),
            };
            let (address, _) = world.link();
            workflow.invite_user(actor, new, address).await
        }
        Disable => workflow.disable_user(actor, &on.clerk.user).await,
        ShowPerson => workflow.person(actor, &on.clerk.user).await.map(drop),
        AccountHistory => {
            let history = workflow.account_history(actor, &on.clerk.user, &page);
            history.await.map(drop)
        }
        RenewLink => {
            let (address, _) = world.link();
            let renewed = workflow.renew_link(actor, &on.clerk.user, address);
            renewed.await
        }
        ResetSecondFactor => {
            let (address, _) = world.link();
            let reset = workflow.reset_second_factor(actor, &on.clerk.user, address);
            reset.await
        }
        ChangeRole => {
            let change = workflow::ChangeRole {
                user: &on.clerk.user,
                from: Editor,
                to: Editor,
            };
            workflow.change_role(actor, change).await
        }
    }
}

/// Where somebody of a role is: a prefecture's officer in a prefecture.
fn body_of(role: Role) -> Option<&'static str> {
    match role {
        Role::Prefecture => Some(PREFECTURE),
        role => role.needs_body().then_some(CITY),
    }
}

/// Allowed is what gets as far as the rules of the stage.
fn is_allowed(result: &Result<(), WorkflowError>) -> bool {
    match result {
        Ok(()) | Err(WorkflowError::Refused(_) | WorkflowError::Incomplete(_)) => true,
        Err(WorkflowError::NotFound) => false,
        Err(other) => panic!("{other:?}"),
    }
}

async fn target(world: &World, body: &str) -> Target {
    let clerk = world
        .person(&format!("clerk-{body}"), Editor, Some(body))
        .await;
    Target {
        key: world.draft(&clerk, "1").await,
        clerk,
    }
}

async fn every_use_case_is_allowed_to_its_roles_in_the_own_body_only(db: TestDatabase) {
    let world = World::new(db).await;
    for role in Role::ALL {
        let body = body_of(role);
        world.person(role.as_str(), role, body).await;
    }
    let (own, other) = (target(&world, CITY).await, target(&world, OTHER).await);
    for (case, in_own, everywhere) in TABLE {
        for role in Role::ALL {
            let body = body_of(role);
            let actor = world.person(role.as_str(), role, body).await;
            let on_own = attempt(&world, &actor, &own, *case).await;
            let on_other = attempt(&world, &actor, &other, *case).await;
            let anywhere = everywhere.contains(&role);
            assert_eq!(
                is_allowed(&on_own),
                anywhere || in_own.contains(&role),
                "{case:?} {role:?}"
            );
            assert_eq!(
                is_allowed(&on_other),
                anywhere,
                "{case:?} {role:?} elsewhere"
            );
        }
    }
}

async fn what_does_not_exist_looks_like_what_is_not_allowed(db: TestDatabase) {
    let world = World::new(db).await;
    let existing = target(&world, CITY).await;
    let clerk = Actor {
        user: sample::user_id("nobody"),
        ..existing.clerk.clone()
    };
    let key = AssessmentKey::parse("011002/2/kiso").unwrap();
    let missing = Target { key, clerk };
    for (case, in_own, _) in TABLE {
        if matches!(case, Invite) {
            continue;
        }
        for role in Role::ALL {
            let body = body_of(role);
            let actor = world.person(role.as_str(), role, body).await;
            let result = attempt(&world, &actor, &missing, *case).await;
            assert!(
                matches!(result, Err(WorkflowError::NotFound)),
                "{case:?} {role:?} {in_own:?}"
            );
        }
    }
}

async fn lists_and_new_assessments_are_for_their_roles_only(db: TestDatabase) {
    let world = World::new(db).await;
    let page = PageRequest::default();
    for role in Role::ALL {
        let body = body_of(role);
        let actor = world.person(role.as_str(), role, body).await;
        let desk = world.workflow.desk(&actor, &page).await.map(drop);
        assert_eq!(
            is_allowed(&desk),
            [Editor, Approver, Coordinator, BodyAdmin].contains(&role),
            "{role:?}"
        );
        let users = world.workflow.list_users(&actor, &page).await.map(drop);
        assert_eq!(
            is_allowed(&users),
            [BodyAdmin, SystemAdmin].contains(&role),
            "{role:?}"
        );
        let create = world
            .workflow
            .create_assessment(&actor, new_assessment(role.as_str()))
            .await;
        assert_eq!(is_allowed(&create.map(drop)), role == Editor, "{role:?}");
    }
}
