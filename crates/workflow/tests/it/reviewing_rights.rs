//! Who may take part in a third-party review, and in which one: roles, invitations, rounds.

use domain::review::ItemCheck;
use domain::stage::{RedoGround, VerdictKind};
use domain::{Command, Role};
use testkit::{TestDatabase, on_both};
use workflow::{Actor, AssessmentKey, NewAnswer, NewComment, WorkflowError};

use crate::assert_refused;
use crate::third_party::{
    Parties, checked, checklist, engage, handed_over, invited, nowhere, parties, token, unwritten,
    verdict, world,
};
use crate::world::{CITY, OTHER, World, text};

on_both! {
    each_act_of_the_review_is_for_its_roles_only,
    a_link_for_a_reviewer_goes_to_the_reviewer_and_only_before_the_first_password,
    whoever_is_invited_for_the_next_edition_does_not_see_what_was_handed_over_before,
    whoever_is_invited_while_a_review_goes_on_takes_part_and_later_ones_do_not,
    assignments_show_the_title_that_was_handed_over,
}

#[derive(Debug, Clone, Copy)]
enum Case {
    Engage,
    Release,
    Engagements,
    BodyReview,
    OpenHandedOver,
    Comment,
    Draft,
    Verdict,
    Respond,
}

/// (use case, roles that may in the own body; the reviewer is engaged for it).
const TABLE: &[(Case, &[Role])] = &[
    (Case::Engage, &[Role::Coordinator]),
    (Case::Release, &[Role::Coordinator]),
    (
        Case::Engagements,
        &[
            Role::Editor,
            Role::Approver,
            Role::Coordinator,
            Role::BodyAdmin,
        ],
    ),
    (
        Case::BodyReview,
        &[
            Role::Editor,
            Role::Approver,
            Role::Coordinator,
            Role::BodyAdmin,
        ],
    ),
    (Case::OpenHandedOver, &[Role::ThirdPartyReviewer]),
    (Case::Comment, &[Role::ThirdPartyReviewer]),
    (Case::Draft, &[Role::ThirdPartyReviewer]),
    (Case::Verdict, &[Role::ThirdPartyReviewer]),
    (Case::Respond, &[Role::Editor]),
];

async fn attempt(
    world: &World,
    actor: &Actor,
    key: &AssessmentKey,
    engagement: &str,
    case: Case,
) -> Result<(), WorkflowError> {
    let workflow = &world.workflow;
    let mut draft = verdict(world, VerdictKind::Suitable, ItemCheck::Fits);
    draft.draft.method.clear();
    match case {
        Case::Engage => {
            let new = invited("somebody@demo.invalid");
            workflow
                .engage_reviewer(actor, key, new, nowhere)
                .await
                .map(drop)
        }
        // Already ended: nothing changes for the cases that follow.
        Case::Release => workflow.end_engagement(actor, key, engagement).await,
        Case::Engagements => workflow.engagements(actor, key).await.map(drop),
        Case::BodyReview => workflow.body_review(actor, key).await.map(drop),
        Case::OpenHandedOver => workflow.open_handed_over(actor, key).await.map(drop),
        Case::Comment => {
            let comment = NewComment {
                token: &token(7),
                revision: 2,
                item: "",
                body: "語",
            };
            workflow.comment_on_item(actor, key, &comment).await
        }
        Case::Draft => workflow
            .save_review_draft(actor, key, &checklist(), 1, &draft.draft)
            .await
            .map(drop),
        Case::Verdict => workflow
            .give_verdict(actor, key, &checklist(), 1, &draft)
            .await
            .map(drop),
        Case::Respond => {
            let words = (&*unwritten(), "語");
            workflow.respond_to_review(actor, key, "two", words).await
        }
    }
}

async fn each_act_of_the_review_is_for_its_roles_only(db: TestDatabase) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = handed_over(&world, &who).await;
    let ended = world
        .workflow
        .engage_reviewer(
            &who.coordinator,
            &key,
            invited("ended@demo.invalid"),
            nowhere,
        )
        .await
        .unwrap();
    let workflow = &world.workflow;
    workflow
        .end_engagement(&who.coordinator, &key, &ended)
        .await
        .unwrap();
    for role in Role::ALL {
        let own = role.fits(domain::BodyKind::Municipality).then_some(CITY);
        let other = own.map(|_| OTHER);
        if role == Role::Prefecture {
            continue;
        }
        let actor = match role {
            Role::ThirdPartyReviewer => who.reviewer.clone(),
            role => {
                world
                    .person(&format!("own-{}", role.as_str()), role, own)
                    .await
            }
        };
        // Of another body; a reviewer who is not engaged.
        let name = format!("other-{}", role.as_str());
        let stranger = world.person(&name, role, other).await;
        for (case, allowed) in TABLE {
            let result = attempt(&world, &actor, &key, &ended, *case).await;
            let may = !matches!(result, Err(WorkflowError::NotFound));
            assert_eq!(may, allowed.contains(&role), "{case:?} {role:?} {result:?}");
            let result = attempt(&world, &stranger, &key, &ended, *case).await;
            assert!(
                matches!(result, Err(WorkflowError::NotFound)),
                "{case:?} {role:?} elsewhere: {result:?}"
            );
        }
    }
}

async fn a_link_for_a_reviewer_goes_to_the_reviewer_and_only_before_the_first_password(
    db: TestDatabase,
) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = checked(&world, &who).await;
    let engage = async |email: &str| {
        let (address, made) = world.link();
        let new = invited(email);
        let engaged = world
            .workflow
            .engage_reviewer(&who.coordinator, &key, new, address);
        engaged.await.unwrap();
        made.lock().unwrap().pop()
    };
    let invitations = async || {
        let trail = world.trail().await;
        trail.iter().filter(|act| *act == "user.invite").count()
    };
    let before = invitations().await;
    let first = engage("new@demo.invalid").await.unwrap();
    let second = engage("new@demo.invalid").await.unwrap();
    assert_eq!(world.workflow.invitation(&first).await.unwrap(), None);
    let mails = world.mails().await;
    assert!(mails.iter().any(|(_, text)| text.contains(second.reveal())));
    assert_eq!(invitations().await, before + 2);

    // An account that comes back keeps its password, and whoever engages it gets nowhere.
    let system = world.system_admin().await;
    let reviewer = &who.reviewer.user;
    let closed = world.workflow.disable_user(&system, reviewer).await;
    closed.unwrap();
    let (address, made) = world.link();
    let renewed = world.workflow.renew_link(&system, reviewer, address).await;
    renewed.unwrap();
    let reset = made.lock().unwrap().pop().unwrap();
    assert!(engage(&who.reviewer.email).await.is_none());
    assert!(world.workflow.invitation(&reset).await.unwrap().is_some());
}

/// Publishes what the reviewer found suitable, and begins the next edition.
async fn next_edition(world: &World, who: &Parties, key: &AssessmentKey) {
    let workflow = &world.workflow;
    let new = verdict(world, VerdictKind::Suitable, ItemCheck::Fits);
    let questions = checklist();
    let given = workflow.give_verdict(&who.reviewer, key, &questions, 2, &new);
    given.await.unwrap();
    world.keep_plans(&who.coordinator).await;
    world.act(&who.coordinator, key, 3, world.file()).await;
    let pending = workflow.begin_publication(&who.approver, key, 3).await;
    pending.unwrap().commit().await.unwrap();
    let ground = RedoGround::Voluntary;
    world
        .act(&who.editor, key, 3, Command::Redo { ground })
        .await;
}

async fn whoever_is_invited_for_the_next_edition_does_not_see_what_was_handed_over_before(
    db: TestDatabase,
) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = handed_over(&world, &who).await;
    let workflow = &world.workflow;
    let id = token(1);
    let comment = NewComment {
        token: &id,
        revision: 2,
        item: "",
        body: "前の回の意見",
    };
    let said = workflow
        .comment_on_item(&who.reviewer, &key, &comment)
        .await;
    said.unwrap();
    next_edition(&world, &who, &key).await;
    let later = world.person("later", Role::ThirdPartyReviewer, None).await;
    let new = invited(&later.email);
    let engaged = workflow.engage_reviewer(&who.coordinator, &key, new, nowhere);
    engaged.await.unwrap();
    let opened = workflow.open_handed_over(&later, &key).await;
    assert_refused!(opened, WorkflowError::NotFound);
    let answer = NewAnswer {
        token: &token(2),
        thread: &id,
        body: "語",
    };
    let answered = workflow.answer_comment(&later, &key, &answer).await;
    assert_refused!(answered, WorkflowError::NotFound);
    let settled = workflow.settle_comment(&later, &key, &id, true).await;
    assert_refused!(settled, WorkflowError::NotFound);
    let assigned = workflow.assignments(&later).await.unwrap();
    assert_eq!(
        (&assigned[0].title, assigned[0].handed_over_at),
        (&None, None)
    );
    let still = workflow.open_handed_over(&who.reviewer, &key).await;
    assert_eq!(still.unwrap().comments.len(), 1);
}

async fn whoever_is_invited_while_a_review_goes_on_takes_part_and_later_ones_do_not(
    db: TestDatabase,
) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = handed_over(&world, &who).await;
    let workflow = &world.workflow;
    let invite = async |name: &str| {
        let person = world.person(name, Role::ThirdPartyReviewer, None).await;
        let new = invited(&person.email);
        let engaged = workflow.engage_reviewer(&who.coordinator, &key, new, nowhere);
        engaged.await.unwrap();
        person
    };
    world.clock.advance(60);
    let during = invite("during").await;
    let opened = workflow.open_handed_over(&during, &key).await.unwrap();
    assert_eq!((opened.handover.revision, opened.may_write), (2, true));
    world.clock.advance(60);
    let new = verdict(&world, VerdictKind::ToBeAmended, ItemCheck::ToAmend);
    let questions = checklist();
    let given = workflow.give_verdict(&during, &key, &questions, 2, &new);
    given.await.unwrap();
    world.clock.advance(60);
    let after = invite("after").await;
    let opened = workflow.open_handed_over(&after, &key).await;
    assert_refused!(opened, WorkflowError::NotFound);
    assert!(workflow.open_handed_over(&during, &key).await.is_ok());
}

async fn assignments_show_the_title_that_was_handed_over(db: TestDatabase) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = checked(&world, &who).await;
    let workflow = &world.workflow;
    engage(&world, &who, &key).await;
    let title = async || {
        workflow
            .assignments(&who.reviewer)
            .await
            .unwrap()
            .remove(0)
            .title
    };
    assert_eq!(title().await, None);
    world
        .act(&who.coordinator, &key, 2, Command::HandOver)
        .await;
    let handed = title().await.unwrap();
    let new = verdict(&world, VerdictKind::ToBeAmended, ItemCheck::ToAmend);
    let questions = checklist();
    let given = workflow.give_verdict(&who.reviewer, &key, &questions, 2, &new);
    given.await.unwrap();
    let mut answers = world.open(&who.editor, &key).await.document.answers;
    answers.set(testkit::sample::item("cover.title"), text("書き直した題名"));
    let saved = workflow.save_answers(&who.editor, &key, 3, answers).await;
    saved.unwrap();
    assert_eq!(title().await, Some(handed));
}
