//! What people are told, and that it never holds what may not be told.

use domain::{Command, Role};
use store::mail_outbox;
use testkit::{TestDatabase, on_both, time};
use workflow::{InboxFilter, MessageKind, PageRequest, Subject};

use crate::world::{CITY, OTHER, SECRET, World, send_back};

on_both! {
    whoever_has_the_next_turn_is_told,
    a_double_click_tells_once,
    preferences_begin_with_what_needs_action,
    nothing_that_is_told_holds_an_answer,
}

async fn inbox(world: &World, actor: &workflow::Actor) -> Vec<(MessageKind, Subject)> {
    let filter = InboxFilter::default();
    let page = PageRequest::default();
    let page = world.workflow.inbox(actor, filter, &page).await.unwrap();
    page.items
        .into_iter()
        .map(|entry| (entry.kind, entry.subject))
        .collect()
}

async fn whoever_has_the_next_turn_is_told(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let elsewhere = world.person("b", Role::Approver, Some(OTHER)).await;
    let key = world.submitted(&editor, "1").await;
    let subject = Subject::Assessment(key.clone());
    let submitted = (MessageKind::Submitted, subject.clone());
    assert_eq!(inbox(&world, &approver).await, [submitted]);
    assert_eq!(inbox(&world, &editor).await, []);
    assert_eq!(inbox(&world, &elsewhere).await, []);
    assert_eq!(world.workflow.count_unread(&approver, 99).await.unwrap(), 1);
    world.act(&approver, &key, 2, send_back(SECRET)).await;
    let back = (MessageKind::SentBack, subject);
    assert_eq!(inbox(&world, &editor).await, [back]);
}

async fn a_double_click_tells_once(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let key = world.submitted(&editor, "1").await;
    let again = Command::SubmitForReview;
    world.act(&editor, &key, 2, again).await;
    assert_eq!(inbox(&world, &approver).await.len(), 1);
    let newest = world
        .workflow
        .inbox(&approver, InboxFilter::default(), &PageRequest::default())
        .await
        .unwrap();
    let id = &newest.items[0].id;
    let marked = world.workflow.mark_read(&approver, id, true).await.unwrap();
    let again = world.workflow.mark_read(&approver, id, true).await.unwrap();
    assert_eq!((marked, again), (1, 0));
    assert_eq!(world.workflow.count_unread(&approver, 99).await.unwrap(), 0);
}

async fn preferences_begin_with_what_needs_action(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let before = world.workflow.mail_preferences(&editor).await.unwrap();
    assert!(
        before
            .iter()
            .all(|(kind, wanted)| kind.needs_action() == *wanted)
    );
    let choice = [(MessageKind::SentBack, false)];
    world.workflow.prefer_mail(&editor, &choice).await.unwrap();
    let after = world.workflow.mail_preferences(&editor).await.unwrap();
    assert!(after.contains(&(MessageKind::SentBack, false)));
    assert_eq!(after.len(), MessageKind::ALL.len());
}

async fn nothing_that_is_told_holds_an_answer(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let key = world.submitted(&editor, "1").await;
    world.act(&approver, &key, 2, send_back(SECRET)).await;
    let filter = InboxFilter::default();
    for person in [&editor, &approver] {
        let page = PageRequest::default();
        let page = world.workflow.inbox(person, filter, &page).await.unwrap();
        for entry in page.items {
            let told = format!("{entry:?} {} {}", entry.subject.words(), entry.kind.line());
            assert!(!told.contains(SECRET), "{told}");
        }
    }
    let mut tx = world.db.store.begin().await.unwrap();
    let (now, until) = (time::after(1_000), time::after(2_000));
    let mut mails = 0;
    while let Some(mail) = mail_outbox::take_next(&mut tx, now, until).await.unwrap() {
        assert!(!format!("{mail:?}").contains(SECRET));
        mails += 1;
    }
    assert_eq!(mails, 2, "{CITY}");
}
