//! The end of an affair: all its documents, its notification, its undoing.

use domain::procedure::{Need, earliest_removal};
use domain::{AffairState, Command, Role, StageKind};
use jiff::ToSpan;
use testkit::{TestDatabase, on_both};
use workflow::{Actor, InboxFilter, MessageKind, PageRequest};

use crate::affair_world::{affair_world, coordinator, key, open, publish, publish_kiso, register};
use crate::affair_world::{some_facts, start};
use crate::world::{World, needs};

on_both! {
    the_end_of_an_affair_ends_every_document_of_it,
    an_affair_does_not_end_while_a_document_is_on_its_way,
    the_end_is_notified_and_undone_as_a_whole,
    every_document_stays_for_three_years_to_the_day,
}

/// The affair 1 with two published documents and a coordinator.
async fn two_published(world: &World) -> (Actor, Actor) {
    let (editor, keeper) = (world.editor().await, coordinator(world).await);
    register(world, &keeper, some_facts()).await;
    start(world, &editor, "kiso").await;
    publish_kiso(world, &editor).await;
    start(world, &editor, "juten").await;
    publish(world, &editor, "juten").await;
    (editor, keeper)
}

async fn stages(world: &World, actor: &Actor) -> Vec<StageKind> {
    let mut kinds = Vec::new();
    for form in ["kiso", "juten"] {
        kinds.push(world.open(actor, &key(form)).await.stage.kind());
    }
    kinds
}

fn end(world: &World) -> Command {
    Command::End {
        on: world.workflow.today(),
    }
}

async fn revision(world: &World, actor: &Actor, form: &str) -> i64 {
    world.open(actor, &key(form)).await.revision
}

async fn the_end_of_an_affair_ends_every_document_of_it(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, _) = two_published(&world).await;
    let today = world.workflow.today();
    let seen = revision(&world, &editor, "juten").await;
    // A double click is the same end.
    for _ in 0..2 {
        world.act(&editor, &key("juten"), seen, end(&world)).await;
    }
    assert_eq!(
        stages(&world, &editor).await,
        [StageKind::Ended, StageKind::Ended]
    );
    let affair = open(&world, &editor).await.entry;
    assert_eq!(affair.affair.ended_on, Some(today));
    assert_eq!(affair.state, AffairState::Ended);
    let trail = world.trail().await;
    let ends = trail.iter().filter(|act| *act == "assessment.end").count();
    assert_eq!(ends, 2, "a row for each document");
}

async fn an_affair_does_not_end_while_a_document_is_on_its_way(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, _) = two_published(&world).await;
    let seen = revision(&world, &editor, "juten").await;
    world
        .act(&editor, &key("juten"), seen, Command::Amend)
        .await;
    let seen = revision(&world, &editor, "kiso").await;
    let (kiso, workflow) = (key("kiso"), &world.workflow);
    let refused = workflow.act(&editor, &kiso, seen, end(&world)).await;
    assert!(
        format!("{refused:?}").contains("重点項目評価書"),
        "{refused:?}"
    );
    assert_eq!(needs(refused), [Need::OthersAtRest]);
    let offers = workflow.offers(&editor, &kiso).await.unwrap();
    let offered = offers
        .iter()
        .find(|offer| offer.transition.act == domain::Act::End)
        .unwrap();
    assert_eq!(offered.obstacles.len(), 1, "the button says the same");
    assert_eq!(
        stages(&world, &editor).await,
        [StageKind::Published, StageKind::Draft]
    );
    assert_eq!(open(&world, &editor).await.entry.affair.ended_on, None);
}

async fn the_end_is_notified_and_undone_as_a_whole(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, keeper) = two_published(&world).await;
    let seen = revision(&world, &editor, "kiso").await;
    let (kiso, juten) = (key("kiso"), key("juten"));
    let reason = || "誤って終了としたため".to_owned();
    world.act(&editor, &kiso, seen, end(&world)).await;
    let resume = Command::Resume { reason: reason() };
    world.act(&keeper, &kiso, seen, resume).await;
    assert_eq!(
        stages(&world, &editor).await,
        [StageKind::Published, StageKind::Published]
    );
    assert_eq!(open(&world, &editor).await.entry.affair.ended_on, None);

    world.act(&editor, &kiso, seen, end(&world)).await;
    let on = world.workflow.today();
    let notify = Command::NotifyEnd { on };
    world.act(&keeper, &kiso, seen, notify).await;
    let affair = open(&world, &editor).await.entry;
    assert_eq!(affair.affair.notified_on, Some(on));
    assert_eq!(affair.state, AffairState::EndNotified);
    let seen = revision(&world, &editor, "juten").await;
    let resume = Command::Resume { reason: reason() };
    let refused = world.workflow.act(&keeper, &juten, seen, resume).await;
    assert_eq!(needs(refused), [Need::EndNotNotified]);
    let officer = world.person("officer", Role::PpcReviewer, None).await;
    let (filter, page) = (InboxFilter::default(), PageRequest::default());
    let inbox = world.workflow.inbox(&officer, filter, &page).await.unwrap();
    let told = inbox
        .items
        .iter()
        .filter(|one| one.kind == MessageKind::EndNotified);
    assert_eq!(told.count(), 1, "the commission is told once");
}

async fn every_document_stays_for_three_years_to_the_day(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, keeper) = two_published(&world).await;
    let seen = revision(&world, &editor, "kiso").await;
    world.act(&editor, &key("kiso"), seen, end(&world)).await;
    let first = earliest_removal(world.workflow.today());
    let days = world.workflow.today().until((jiff::Unit::Day, first));
    let days = i64::from(days.unwrap().get_days());
    world.clock.advance((days - 1) * 86_400);
    assert_eq!(world.workflow.today(), first.saturating_sub(1.day()));
    let unpublish = || Command::Unpublish {
        reason: "終了から3年がたったため".to_owned(),
    };
    for form in ["kiso", "juten"] {
        let seen = revision(&world, &editor, form).await;
        let key = key(form);
        let early = world.workflow.act(&keeper, &key, seen, unpublish());
        assert_eq!(needs(early.await), [Need::RetentionOver], "{form}");
    }
    world.clock.advance(86_400);
    for form in ["kiso", "juten"] {
        let seen = revision(&world, &editor, form).await;
        world.act(&keeper, &key(form), seen, unpublish()).await;
    }
}
