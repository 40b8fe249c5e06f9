//! Days that somebody chose or that follow from an end, told at their boundaries.

use domain::{Command, DueKind};
use jiff::ToSpan;
use jiff::civil::Date;
use testkit::{TestDatabase, on_both, sample};
use workflow::{Actor, InboxFilter, MessageKind, NewConsultation, PageRequest};

use crate::affair_world::{affair_world, coordinator, key, plain, publish_kiso, register};
use crate::affair_world::{some_facts, start};
use crate::world::World;

on_both! {
    the_end_of_a_consultation_is_due_and_told_a_week_before,
    a_planned_publication_is_due_and_told_the_day_before,
    after_the_end_only_the_three_years_are_due,
}

const DAY: i64 = 86_400;

/// What is due of a kind in a span of a year before and ten after, with its titles.
async fn due(world: &World, actor: &Actor, kind: DueKind) -> Vec<(Date, String)> {
    let today = world.workflow.today();
    let (from, to) = (
        today.saturating_sub(1.year()),
        today.saturating_add(10.years()),
    );
    let all = world.workflow.list_due(actor, from, to).await.unwrap();
    all.into_iter()
        .filter(|entry| entry.due.kind == kind)
        .map(|entry| (entry.due.on, entry.title))
        .collect()
}

/// How often this was told.
async fn told(world: &World, actor: &Actor, kind: MessageKind) -> usize {
    world.workflow.tell_due().await.unwrap();
    let (filter, page) = (InboxFilter::default(), PageRequest::default());
    let inbox = world.workflow.inbox(actor, filter, &page).await.unwrap();
    let told = inbox.items.iter().filter(|one| one.kind == kind);
    told.count()
}

/// The affair 1 with its published 基礎項目評価書.
async fn published(world: &World) -> (Actor, Actor) {
    let (editor, keeper) = (world.editor().await, coordinator(world).await);
    register(world, &keeper, some_facts()).await;
    start(world, &editor, "kiso").await;
    publish_kiso(world, &editor).await;
    (editor, keeper)
}

async fn the_end_of_a_consultation_is_due_and_told_a_week_before(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, keeper) = published(&world).await;
    let juten = start(&world, &editor, "juten").await;
    let mut answers = world.open(&editor, &juten).await.document.answers;
    answers.set(sample::item("cover.title"), plain("見本事務 重点"));
    answers.set(sample::item("I.1.name"), plain("見本事務"));
    let revision = world.open(&editor, &juten).await.revision;
    let saved = world
        .workflow
        .save_answers(&editor, &juten, revision, answers);
    let seen = saved.await.unwrap().revision;
    let approver = world.approver().await;
    for (actor, command) in [
        (&editor, Command::SubmitForReview),
        (&approver, Command::Check),
        (&keeper, Command::PrepareConsultation),
    ] {
        world.act(actor, &juten, seen, command).await;
    }
    let from = world.workflow.today();
    let to = from.saturating_add(29.days());
    let new = NewConsultation {
        from,
        to,
        method: "この画面から".to_owned(),
        contact: "見本市 総務課".to_owned(),
    };
    let pending = world
        .workflow
        .begin_consultation(&keeper, &juten, seen, new);
    pending.await.unwrap().commit().await.unwrap();

    let kind = DueKind::ConsultationEnd;
    let wanted = vec![(to, "見本事務 重点".to_owned())];
    assert_eq!(due(&world, &editor, kind).await, wanted);
    let message = MessageKind::ConsultationEnds;
    world.clock.advance(21 * DAY);
    assert_eq!(told(&world, &editor, message).await, 0, "eight days before");
    world.clock.advance(DAY);
    assert_eq!(told(&world, &editor, message).await, 1, "a week before");
    world.clock.advance(DAY);
    assert_eq!(told(&world, &editor, message).await, 1, "and once");
    world.clock.advance(30 * DAY);
    assert_eq!(due(&world, &editor, kind).await, wanted, "it stays in view");
}

async fn a_planned_publication_is_due_and_told_the_day_before(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let key = world.filed(&editor, &approver, "1").await;
    let on = world.workflow.today().saturating_add(3.days());
    let plan = Command::SchedulePublication { on };
    world.act(&approver, &key, 2, plan).await;
    let kind = DueKind::Publication;
    let found = due(&world, &editor, kind).await;
    assert_eq!(found, [(on, "住民基本台帳に関する事務".to_owned())]);
    let message = MessageKind::PublicationDue;
    for (day, wanted) in [(0, 0), (1, 0), (2, 1), (3, 1)] {
        assert_eq!(told(&world, &editor, message).await, wanted, "day {day}");
        world.clock.advance(DAY);
    }
    world.act(&approver, &key, 2, Command::CancelSchedule).await;
    assert_eq!(due(&world, &editor, kind).await, []);
}

async fn after_the_end_only_the_three_years_are_due(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, _) = published(&world).await;
    assert_eq!(due(&world, &editor, DueKind::Redo).await.len(), 1);
    let (kiso, ended) = (key("kiso"), world.workflow.today());
    let seen = world.open(&editor, &kiso).await.revision;
    let end = Command::End { on: ended };
    world.act(&editor, &kiso, seen, end).await;
    for kind in [DueKind::Redo, DueKind::YearlyReview] {
        assert_eq!(due(&world, &editor, kind).await, [], "{kind:?}");
    }
    let may_end = domain::procedure::earliest_removal(ended);
    let title = domain::procedure::ended_title("見本事務 kiso", Some(ended));
    let found = due(&world, &editor, DueKind::DisplayEnd).await;
    assert_eq!(found, [(may_end, title)]);
    let days = ended.until((jiff::Unit::Day, may_end)).unwrap().get_days();
    let message = MessageKind::DisplayEnds;
    world.clock.advance((i64::from(days) - 1) * DAY);
    assert_eq!(told(&world, &editor, message).await, 0);
    assert_eq!(told(&world, &editor, MessageKind::RedoDue).await, 0);
    world.clock.advance(DAY);
    assert_eq!(told(&world, &editor, message).await, 1);
}
