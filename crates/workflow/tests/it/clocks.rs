//! Every period at its boundary: the second or the day before, and the one it ends with. How
//! a server that slept makes good what it missed is told beside each use case.

use domain::Role;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use testkit::{TestDatabase, on_both};
use workflow::{Actor, InboxFilter, MessageKind, NewUser, Operator, PageRequest, SignInError};

use crate::assert_refused;
use crate::world::{CITY, PASSWORD, World, code};

on_both! {
    a_session_ends_with_the_eighth_hour_of_rest,
    an_invitation_ends_with_the_seventh_day,
    an_account_waits_thirty_seconds_after_too_many_failures,
    the_yearly_review_is_told_thirty_days_before_and_not_a_day_earlier,
    the_redo_is_told_six_months_before_and_not_a_day_earlier,
}

const DAY: i64 = 86_400;

async fn a_session_ends_with_the_eighth_hour_of_rest(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    for (rest, lives) in [
        (8 * 3_600 - 1, true),
        (8 * 3_600, false),
        (8 * 3_600 + 1, false),
    ] {
        let token = world.sign_in(&editor.email, PASSWORD).await.unwrap().token;
        world.clock.advance(rest);
        let found = world.workflow.session(&token).await.unwrap();
        assert_eq!(found.is_some(), lives, "{rest}");
    }
}

async fn an_invitation_ends_with_the_seventh_day(db: TestDatabase) {
    let world = World::new(db).await;
    for (seconds, lives) in [(7 * DAY - 1, true), (7 * DAY, false), (7 * DAY + 1, false)] {
        let new = NewUser {
            email: format!("new-{seconds}@demo.invalid"),
            role: Role::Editor,
            body: Some(code(CITY)),
        };
        let invited = world.workflow.invite_user_as_operator(Operator, new).await;
        let token = invited.unwrap().token;
        world.clock.advance(seconds);
        let found = world.workflow.invitation(&token).await.unwrap();
        assert_eq!(found.is_some(), lives, "{seconds}");
    }
}

async fn an_account_waits_thirty_seconds_after_too_many_failures(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    for _ in 0..6 {
        let failed = world.sign_in(&editor.email, "guess").await;
        assert_refused!(failed, SignInError::WrongCredentials);
    }
    world.clock.advance(29);
    let early = world.sign_in(&editor.email, PASSWORD).await;
    assert_refused!(
        early,
        SignInError::Throttled {
            retry_after_seconds: 1
        }
    );
    world.clock.advance(1);
    world.sign_in(&editor.email, PASSWORD).await.unwrap();
}

/// Publishes today; whoever edits it, and the day.
async fn published(world: &World) -> (Actor, Date) {
    let (editor, approver) = (world.editor().await, world.approver().await);
    let key = world.filed(&editor, &approver, "1").await;
    let pending = world.workflow.begin_publication(&approver, &key, 2).await;
    pending.unwrap().commit().await.unwrap();
    (editor, world.workflow.today())
}

/// Sleeps until a day, and tells what is due then; how often this was told by now.
async fn told(world: &World, editor: &Actor, day: Date, kind: MessageKind) -> usize {
    let days = world.workflow.today().until(day).unwrap().get_days();
    world.clock.advance(i64::from(days) * DAY);
    world.workflow.tell_due().await.unwrap();
    let filter = InboxFilter {
        kind: Some(kind),
        ..InboxFilter::default()
    };
    let page = PageRequest::default();
    let found = world.workflow.inbox(editor, filter, &page).await.unwrap();
    found.items.len()
}

async fn is_told_from(world: &World, after: Span, before: Span, kind: MessageKind) {
    let (editor, day) = published(world).await;
    let due = day.checked_add(after).unwrap();
    let first = due.checked_sub(before).unwrap();
    let table = [
        (first.yesterday().unwrap(), 0),
        (first, 1),
        (first.tomorrow().unwrap(), 1),
    ];
    for (day, count) in table {
        assert_eq!(told(world, &editor, day, kind).await, count, "{day}");
    }
}

async fn the_yearly_review_is_told_thirty_days_before_and_not_a_day_earlier(db: TestDatabase) {
    let world = World::new(db).await;
    is_told_from(&world, 1.year(), 30.days(), MessageKind::YearlyReviewDue).await;
}

async fn the_redo_is_told_six_months_before_and_not_a_day_earlier(db: TestDatabase) {
    let world = World::new(db).await;
    is_told_from(&world, 5.years(), 6.months(), MessageKind::RedoDue).await;
}
