//! What is due: told once, also after a server that slept; and the secret address.

use domain::Role;
use jiff::civil::date;
use testkit::{TestDatabase, on_both};
use workflow::{Actor, DueEntry, InboxFilter, MessageKind, PageRequest, Token, WorkflowError};

use crate::assert_refused;
use crate::world::{CITY, OTHER, SECRET, World};

on_both! {
    what_is_due_is_told_once_and_also_after_a_long_sleep,
    a_new_day_in_japan_is_a_new_day,
    the_calendar_is_for_those_who_read_the_bodys_assessments,
    a_secret_address_opens_the_calendar_until_it_is_revoked,
    a_secret_address_ends_with_the_account,
}

const DAY: i64 = 86_400;

/// Publishes today; a body has an assessment with a current edition.
async fn published(world: &World) -> (Actor, Actor) {
    let (editor, approver) = (world.editor().await, world.approver().await);
    let key = world.filed(&editor, &approver, "1").await;
    let pending = world.workflow.begin_publication(&approver, &key, 2).await;
    pending.unwrap().commit().await.unwrap();
    (editor, approver)
}

async fn due_news(world: &World, actor: &Actor) -> Vec<(MessageKind, Option<String>)> {
    let filter = InboxFilter::default();
    let page = PageRequest::default();
    let page = world.workflow.inbox(actor, filter, &page).await.unwrap();
    let due = page
        .items
        .into_iter()
        .filter(|entry| entry.due_on.is_some());
    due.map(|entry| (entry.kind, entry.due_on.map(|day| day.to_string())))
        .collect()
}

async fn what_is_due_is_told_once_and_also_after_a_long_sleep(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, _) = published(&world).await;
    let day = world.workflow.today();
    assert!(world.workflow.tell_due().await.unwrap());
    assert!(!world.workflow.tell_due().await.unwrap(), "once a day");
    assert_eq!(due_news(&world, &editor).await, []);
    // 300 days of sleep are too few, 340 are enough.
    world.clock.advance(300 * DAY);
    world.workflow.tell_due().await.unwrap();
    assert_eq!(due_news(&world, &editor).await, []);
    world.clock.advance(40 * DAY);
    let next = day.saturating_add(jiff::Span::new().years(1)).to_string();
    let review = (MessageKind::YearlyReviewDue, Some(next));
    for _ in 0..3 {
        world.workflow.tell_due().await.unwrap();
        assert_eq!(
            due_news(&world, &editor).await,
            std::slice::from_ref(&review)
        );
        world.clock.advance(DAY);
    }
    // Four and a half years later: the redo, and the review of that time.
    world.clock.advance(4 * 365 * DAY);
    world.workflow.tell_due().await.unwrap();
    let kinds: Vec<_> = due_news(&world, &editor).await;
    assert_eq!(kinds.len(), 3, "{kinds:?}");
    let redo = day.saturating_add(jiff::Span::new().years(5)).to_string();
    assert!(kinds.contains(&(MessageKind::RedoDue, Some(redo))));
    let coordinator = world.person("late", Role::Coordinator, Some(CITY)).await;
    assert_eq!(due_news(&world, &coordinator).await.len(), 3);
    let elsewhere = world.person("b", Role::Editor, Some(OTHER)).await;
    assert_eq!(due_news(&world, &elsewhere).await, []);
}

async fn a_new_day_in_japan_is_a_new_day(db: TestDatabase) {
    let world = World::new(db).await;
    let mut days = 0;
    let first = world.workflow.today();
    for _ in 0..49 {
        days += i32::from(world.workflow.tell_due().await.unwrap());
        world.clock.advance(3_600);
    }
    assert_eq!(days, 3, "from {first}");
}

async fn list(world: &World, actor: &Actor) -> Result<Vec<DueEntry>, WorkflowError> {
    let (from, to) = (date(2000, 1, 1), date(2100, 1, 1));
    world.workflow.list_due(actor, from, to).await
}

async fn the_calendar_is_for_those_who_read_the_bodys_assessments(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, _) = published(&world).await;
    let all = list(&world, &editor).await.unwrap();
    assert!(
        all.iter()
            .all(|entry| entry.title == "住民基本台帳に関する事務")
    );
    assert!(!format!("{all:?}").contains(SECRET));
    for role in Role::ALL {
        let body = role.needs_body().then_some(CITY);
        let actor = world
            .person(&format!("x-{}", role.as_str()), role, body)
            .await;
        let may = matches!(
            role,
            Role::Editor | Role::Approver | Role::Coordinator | Role::BodyAdmin
        );
        assert_eq!(list(&world, &actor).await.is_ok(), may, "{role:?}");
        let subscribed = world.workflow.subscribe_calendar(&actor).await;
        assert_eq!(subscribed.is_ok(), may, "{role:?}");
    }
    let elsewhere = world.person("b", Role::Editor, Some(OTHER)).await;
    assert_eq!(list(&world, &elsewhere).await.unwrap(), []);
}

async fn a_secret_address_opens_the_calendar_until_it_is_revoked(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, _) = published(&world).await;
    let workflow = &world.workflow;
    let first = workflow.subscribe_calendar(&editor).await.unwrap();
    let second = workflow.subscribe_calendar(&editor).await.unwrap();
    assert_refused!(workflow.calendar(&first).await, WorkflowError::NotFound);
    assert!(!workflow.calendar(&second).await.unwrap().is_empty());
    let unknown = Token::generate(&mut rand::rng());
    assert_refused!(workflow.calendar(&unknown).await, WorkflowError::NotFound);
    for _ in 0..2 {
        workflow.revoke_calendar(&editor).await.unwrap();
    }
    assert_refused!(workflow.calendar(&second).await, WorkflowError::NotFound);
    assert_eq!(workflow.calendar_since(&editor).await.unwrap(), None);
    let trail = world.trail().await;
    let revoked = trail.iter().filter(|act| *act == "calendar.revoke");
    assert_eq!(revoked.count(), 1);
}

async fn a_secret_address_ends_with_the_account(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let admin = world.body_admin().await;
    let token = world.workflow.subscribe_calendar(&editor).await.unwrap();
    assert!(world.workflow.calendar(&token).await.is_ok());
    world
        .workflow
        .disable_user(&admin, &editor.user)
        .await
        .unwrap();
    let gone = world.workflow.calendar(&token).await;
    assert_refused!(gone, WorkflowError::NotFound);
}
