//! Two people press the same button at the same moment, fifty times: one wins, the other is
//! told, nothing is doubled.

use std::fmt::Debug;

use domain::review::ItemCheck;
use domain::stage::VerdictKind;
use domain::{Command, Role, Stage};
use jiff::civil::date;
use store::assessments;
use testkit::{TestDatabase, on_both};
use workflow::{
    Actor, AssessmentKey, InboxFilter, MessageKind, NewReceipt, PageRequest, SubmissionFilter,
    WorkflowError,
};

use crate::hearing::{Hearing, period};
use crate::notices;
use crate::third_party;
use crate::world::{CITY, World};

on_both! {
    of_two_coordinators_who_file_and_two_officers_who_receive_one_each_wins,
    of_two_who_publish_one_wins,
    of_two_who_open_a_consultation_one_wins,
    of_two_reviewers_who_give_their_verdict_one_wins,
    an_opinion_sent_twice_from_one_form_is_one_opinion,
    of_two_who_end_an_affair_one_wins,
    of_two_who_issue_a_notice_one_wins,
}

const TIMES: usize = 50;

/// Both at the same moment.
async fn race<T: Send + 'static>(
    one: impl Future<Output = T> + Send + 'static,
    other: impl Future<Output = T> + Send + 'static,
) -> [T; 2] {
    let (one, other) = (tokio::spawn(one), tokio::spawn(other));
    [one.await.unwrap(), other.await.unwrap()]
}

/// Of two outcomes one is a success and the other says what happened.
fn one_won<T: Debug>(outcomes: &[Result<T, WorkflowError>; 2], round: usize) {
    let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(won, 1, "round {round}: {outcomes:?}");
    let lost = outcomes.iter().find_map(|outcome| outcome.as_ref().err());
    let told = lost.is_some_and(|error| {
        matches!(
            error,
            WorkflowError::Refused(_)
                | WorkflowError::Conflict(_)
                | WorkflowError::Stale(_)
                | WorkflowError::Notice(_)
                | WorkflowError::Invalid(_)
        ) && !error.user_message().is_empty()
    });
    assert!(told, "round {round}: {lost:?}");
}

/// Each time left one row in the trail, and, where it is news, one message.
async fn each_once(world: &World, action: &str, news: Option<(&Actor, MessageKind)>) {
    let trail = world.trail().await;
    let rows = trail.iter().filter(|row| *row == action).count();
    assert_eq!(rows, TIMES, "{action}");
    let Some((reader, kind)) = news else { return };
    let filter = InboxFilter {
        kind: Some(kind),
        ..InboxFilter::default()
    };
    let page = PageRequest::first(PageRequest::MOST);
    let told = world.workflow.inbox(reader, filter, &page).await.unwrap();
    assert_eq!(told.items.len(), TIMES, "{action}");
}

/// Sets an assessment back to where a round began.
async fn put_back(world: &World, reader: &Actor, key: &AssessmentKey, stage: &Stage) {
    let open = world.open(reader, key).await;
    let (now, revision) = (world.workflow.clock().now(), open.revision);
    let mut tx = world.db.store.begin().await.unwrap();
    assessments::set_stage(&mut tx, &open.id, revision, &open.stage, stage, now, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn second(world: &World, role: Role) -> Actor {
    let body = role.needs_body().then_some(CITY);
    world.person("second", role, body).await
}

async fn of_two_coordinators_who_file_and_two_officers_who_receive_one_each_wins(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let one = world.coordinator().await;
    let other = second(&world, Role::Coordinator).await;
    let officers = [
        world.person("officer", Role::PpcReviewer, None).await,
        world.person("officer-2", Role::PpcReviewer, None).await,
    ];
    let key = world.complete(&editor, "1").await;
    for round in 0..TIMES {
        let revision = world.open(&editor, &key).await.revision;
        world
            .act(&editor, &key, revision, Command::SubmitForReview)
            .await;
        world.act(&approver, &key, revision, Command::Check).await;
        world.keep_plans(&one).await;
        let press = |actor: &Actor| {
            let (workflow, actor) = (world.workflow.clone(), actor.clone());
            let (key, file) = (key.clone(), world.file());
            async move { workflow.act(&actor, &key, revision, file).await }
        };
        one_won(&race(press(&one), press(&other)).await, round);
        world.clock.advance(1);
        receive(&world, &officers, round).await;
        let reason = "もう一度".to_owned();
        world
            .act(&one, &key, revision, Command::Reopen { reason })
            .await;
    }
    each_once(&world, "assessment.file", None).await;
    let received = Some((&one, MessageKind::SubmissionAcknowledged));
    each_once(&world, "submission.receive", received).await;
    let page = PageRequest::first(PageRequest::MOST);
    let all = world
        .workflow
        .submissions(&officers[0], &SubmissionFilter::default(), &page)
        .await
        .unwrap();
    assert_eq!(all.items.len(), TIMES);
}

/// Two officers receive the newest submission, each under a number of their own.
async fn receive(world: &World, officers: &[Actor; 2], round: usize) {
    let filter = SubmissionFilter {
        newest_first: true,
        ..SubmissionFilter::default()
    };
    let page = PageRequest::first(1);
    let found = world.workflow.submissions(&officers[0], &filter, &page);
    let newest = found.await.unwrap().items.remove(0);
    let press = |actor: &Actor, number: &str| {
        let (workflow, actor) = (world.workflow.clone(), actor.clone());
        let (id, version) = (newest.id.clone(), newest.version);
        let new = NewReceipt {
            number: format!("見本第{round}号の{number}"),
            on: world.workflow.today(),
        };
        async move {
            workflow
                .receive_submission(&actor, &id, version, &new)
                .await
        }
    };
    let outcomes = race(press(&officers[0], "1"), press(&officers[1], "2")).await;
    one_won(&outcomes, round);
}

async fn of_two_who_publish_one_wins(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let key = world.filed(&editor, &approver, "1").await;
    let other = world.coordinator().await;
    let submitted = world.open(&editor, &key).await.stage;
    for round in 0..TIMES {
        let press = |actor: &Actor| {
            let (workflow, actor, key) = (world.workflow.clone(), actor.clone(), key.clone());
            async move {
                let pending = workflow.begin_publication(&actor, &key, 2).await?;
                pending.commit().await
            }
        };
        one_won(&race(press(&approver), press(&other)).await, round);
        let edition = u32::try_from(round).unwrap() + 1;
        let open = world.open(&editor, &key).await;
        assert_eq!(open.last_edition, edition);
        put_back(&world, &editor, &key, &submitted).await;
    }
    let news = Some((&editor, MessageKind::Published));
    each_once(&world, "assessment.publish", news).await;
}

async fn of_two_who_open_a_consultation_one_wins(db: TestDatabase) {
    let hearing = Hearing::ready(db, "").await;
    let (world, key) = (&hearing.world, &hearing.key);
    let other = second(world, Role::Coordinator).await;
    let prepared = world.open(&hearing.editor, key).await.stage;
    for round in 0..TIMES {
        let press = |actor: &Actor| {
            let (workflow, actor, key) = (world.workflow.clone(), actor.clone(), key.clone());
            let new = period(date(2026, 4, 1), date(2026, 4, 30));
            async move {
                let pending = workflow.begin_consultation(&actor, &key, 2, new).await?;
                pending.commit().await.map(drop)
            }
        };
        one_won(
            &race(press(&hearing.coordinator), press(&other)).await,
            round,
        );
        put_back(world, &hearing.editor, key, &prepared).await;
    }
    let all = world.workflow.consultations(&hearing.editor, &key.body);
    assert_eq!(all.await.unwrap().len(), TIMES);
    let news = Some((&hearing.editor, MessageKind::ConsultationOpened));
    each_once(world, "assessment.open-consultation", news).await;
}

async fn of_two_reviewers_who_give_their_verdict_one_wins(db: TestDatabase) {
    let world = third_party::world(db).await;
    let who = third_party::parties(&world).await;
    let key = third_party::handed_over(&world, &who).await;
    let other = second(&world, Role::ThirdPartyReviewer).await;
    let new = third_party::invited(&other.email);
    let engaged = world
        .workflow
        .engage_reviewer(&who.coordinator, &key, new, third_party::nowhere)
        .await;
    engaged.unwrap();
    for round in 0..TIMES {
        let revision = world.open(&who.editor, &key).await.revision;
        let press = |actor: &Actor| {
            let (workflow, actor, key) = (world.workflow.clone(), actor.clone(), key.clone());
            let new = third_party::verdict(&world, VerdictKind::Suitable, ItemCheck::Fits);
            async move {
                let questions = third_party::checklist();
                workflow
                    .give_verdict(&actor, &key, &questions, revision, &new)
                    .await
                    .map(drop)
            }
        };
        one_won(&race(press(&who.reviewer), press(&other)).await, round);
        let revision = world.open(&who.editor, &key).await.revision;
        let reason = "もう一度".to_owned();
        for (actor, command) in [
            (&who.coordinator, Command::Reopen { reason }),
            (&who.editor, Command::SubmitForReview),
            (&who.approver, Command::Check),
            (&who.coordinator, Command::HandOver),
        ] {
            world.act(actor, &key, revision, command).await;
        }
    }
    let news = Some((&who.editor, MessageKind::VerdictGiven));
    each_once(&world, "assessment.give-verdict", news).await;
}

async fn an_opinion_sent_twice_from_one_form_is_one_opinion(db: TestDatabase) {
    let (hearing, id) = Hearing::open(db).await;
    let world = &hearing.world;
    for round in 0..TIMES {
        let text = format!("{round}番目の意見です。説明が足りません。");
        let sent = hearing.typed(&id, &text).await;
        let (one, other) = tokio::join!(
            world.workflow.send_opinion(&id, &sent),
            world.workflow.send_opinion(&id, &sent)
        );
        let (one, other) = (one.unwrap().receipt, other.unwrap().receipt);
        assert_eq!(one, other, "round {round}");
    }
    let all = world.workflow.opinions(&hearing.editor, &id).await.unwrap();
    assert_eq!(all.opinions.len(), TIMES);
    let numbers = all.opinions.iter().map(|row| row.opinion.number);
    assert!(numbers.eq(1..=u32::try_from(TIMES).unwrap()));
}

async fn of_two_who_end_an_affair_one_wins(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let key = world.filed(&editor, &approver, "1").await;
    let pending = world.workflow.begin_publication(&approver, &key, 2).await;
    pending.unwrap().commit().await.unwrap();
    let published = world.open(&editor, &key).await.stage;
    let other = second(&world, Role::Editor).await;
    for round in 0..TIMES {
        let press = |actor: &Actor| {
            let (workflow, actor, key) = (world.workflow.clone(), actor.clone(), key.clone());
            let on = world.workflow.today();
            async move { workflow.act(&actor, &key, 2, Command::End { on }).await }
        };
        one_won(&race(press(&editor), press(&other)).await, round);
        put_back(&world, &editor, &key, &published).await;
    }
    let coordinator = world.coordinator().await;
    let news = Some((&coordinator, MessageKind::AffairEnded));
    each_once(&world, "assessment.end", news).await;
}

async fn of_two_who_issue_a_notice_one_wins(db: TestDatabase) {
    let world = World::new(db).await;
    let people = notices::people(&world).await;
    let other = second(&world, Role::Provider).await;
    for round in 0..TIMES {
        let title = format!("資料の提供について（{round}）");
        let id = notices::acknowledged(&world, &people, &title).await;
        let press = |actor: &Actor, number: usize| {
            let (workflow, actor, id) = (world.workflow.clone(), actor.clone(), id.clone());
            let number = format!("見本企第{number}号");
            async move {
                let day = notices::DAY;
                let pending = workflow
                    .begin_issue_notice(&actor, &id, 3, &number, day)
                    .await?;
                workflow.commit_change(pending).await
            }
        };
        let provider = &people.provider;
        let outcomes = race(press(provider, 2 * round + 1), press(&other, 2 * round + 2)).await;
        one_won(&outcomes, round);
    }
    each_once(&world, "notice.issue", None).await;
}
