//! Acts that come twice, as by a double click, and acts of a page that is old.

use domain::procedure::Need;
use domain::stage::RedoGround;
use domain::{Command, Stage};
use jiff::ToSpan;
use testkit::{TestDatabase, on_both};
use workflow::{Actor, AssessmentKey};

use crate::world::{World, complete_answers, needs, send_back, with_count};

on_both! {
    every_act_that_comes_twice_is_done_once,
    an_act_of_a_page_that_is_old_is_refused,
    the_same_act_of_another_person_is_not_done,
    a_waiver_is_about_the_item_that_was_read,
}

struct People {
    editor: Actor,
    approver: Actor,
    coordinator: Actor,
}

async fn people(world: &World) -> People {
    People {
        editor: world.editor().await,
        approver: world.approver().await,
        coordinator: world.coordinator().await,
    }
}

async fn publish(world: &World, by: &Actor, key: &AssessmentKey, seen: i64) {
    let pending = world.workflow.begin_publication(by, key, seen).await;
    pending.unwrap().commit().await.unwrap();
}

/// The way of a 基礎項目評価書 through every act it knows; `None` publishes.
fn way<'a>(world: &World, who: &'a People) -> Vec<(&'a Actor, Option<Command>)> {
    let today = world.workflow.today();
    let on = today.saturating_add(1.day());
    let (editor, approver, coordinator) = (&who.editor, &who.approver, &who.coordinator);
    let reason = || "理由".to_owned();
    let acts = vec![
        (editor, Some(Command::SubmitForReview)),
        (editor, Some(Command::Withdraw)),
        (editor, Some(Command::SubmitForReview)),
        (approver, Some(send_back("理由"))),
        (editor, Some(Command::SubmitForReview)),
        (approver, Some(Command::Check)),
        (coordinator, Some(world.file())),
        (approver, Some(Command::SchedulePublication { on })),
        (approver, Some(Command::CancelSchedule)),
        (coordinator, Some(Command::Reopen { reason: reason() })),
        (editor, Some(Command::SubmitForReview)),
        (approver, Some(Command::Check)),
        (coordinator, Some(world.file())),
        (approver, None),
        (editor, Some(Command::End { on: today })),
        (coordinator, Some(Command::Resume { reason: reason() })),
        (editor, Some(Command::Amend)),
        (
            editor,
            Some(Command::Redo {
                ground: RedoGround::FiveYears,
            }),
        ),
        (coordinator, Some(Command::Unpublish { reason: reason() })),
    ];
    acts
}

async fn every_act_that_comes_twice_is_done_once(db: TestDatabase) {
    let world = World::new(db).await;
    let who = people(&world).await;
    let key = world.complete(&who.editor, "1").await;
    world.keep_plans(&who.coordinator).await;
    // The facts of the affair were written into the document.
    let seen = world.open(&who.editor, &key).await.revision;
    for (actor, command) in way(&world, &who) {
        let Some(command) = command else {
            publish(&world, actor, &key, seen).await;
            continue;
        };
        let first = world.act(actor, &key, seen, command.clone()).await;
        let done = world.trail().await.len();
        let second = world.act(actor, &key, seen, command.clone()).await;
        assert_eq!(first, second, "{command:?}");
        assert_eq!(world.trail().await.len(), done, "{command:?}");
    }
}

async fn an_act_of_a_page_that_is_old_is_refused(db: TestDatabase) {
    let world = World::new(db).await;
    let who = people(&world).await;
    let key = world.complete(&who.editor, "1").await;
    world.keep_plans(&who.coordinator).await;
    // The facts of the affair were written into the document.
    let seen = world.open(&who.editor, &key).await.revision;
    for (actor, command) in way(&world, &who) {
        let Some(command) = command else {
            publish(&world, actor, &key, seen).await;
            continue;
        };
        let old = world
            .workflow
            .act(actor, &key, seen - 1, command.clone())
            .await;
        let missing = needs(old);
        let told = missing.contains(&Need::Seen) || missing.contains(&Need::SeenNewest);
        assert!(told, "{command:?}: {missing:?}");
        world.act(actor, &key, seen, command).await;
    }
}

async fn the_same_act_of_another_person_is_not_done(db: TestDatabase) {
    let world = World::new(db).await;
    let who = people(&world).await;
    let other = world
        .person("other", domain::Role::Editor, Some(crate::world::CITY))
        .await;
    let key = world.submitted(&who.editor, "1").await;
    world.act(&who.editor, &key, 2, Command::Withdraw).await;
    let late = world.workflow.act(&other, &key, 2, Command::Withdraw).await;
    assert!(needs(late).is_empty());
    let stage = world.open(&who.editor, &key).await.stage;
    assert!(matches!(stage, Stage::Draft { .. }));
}

async fn a_waiver_is_about_the_item_that_was_read(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let workflow = &world.workflow;
    let key = world.draft(&editor, "1").await;
    let findings = domain::check::check(
        &world.open(&editor, &key).await.form,
        &world.open(&editor, &key).await.document,
    );
    let finding = findings.iter().find(|one| domain::check::is_waivable(one));
    let finding = finding.unwrap();
    let place = (finding.rule, finding.item.as_str());
    let count = with_count(complete_answers(), 1);
    let only_count = domain::Answers::from_iter(
        count
            .iter()
            .filter(|(item, _)| item.as_str() == "I.5")
            .map(|(item, answer)| (item.clone(), answer.clone())),
    );
    let saved = workflow.save_answers(&editor, &key, 1, only_count).await;
    saved.unwrap();
    // Another item changed since: what was read still stands.
    let waived = workflow
        .waive_finding(&editor, &key, 1, place, "理由")
        .await;
    waived.unwrap();
    let saved = workflow
        .save_answers(&editor, &key, 2, complete_answers())
        .await;
    saved.unwrap();
    let saved = workflow
        .save_answers(&editor, &key, 3, domain::Answers::default())
        .await;
    saved.unwrap();
    let old = workflow
        .waive_finding(&editor, &key, 3, place, "理由2")
        .await;
    assert_eq!(needs(old), [Need::SeenNewest]);
    let old = workflow.end_waiver(&editor, &key, 3, place).await;
    assert_eq!(needs(old), [Need::SeenNewest]);
}
