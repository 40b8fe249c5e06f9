//! Second factors that others take away, and who is told.

use domain::Role;
use testkit::{TestDatabase, on_both};
use workflow::{InboxFilter, MessageKind, Owes, PageRequest, SignInError};

use crate::assert_refused;
use crate::world::{CITY, PASSWORD, World, fields};

on_both! {
    a_reset_by_an_administrator_ends_the_password_too_and_mails_the_link,
    people_are_told_of_what_happens_to_their_account,
}

async fn a_reset_by_an_administrator_ends_the_password_too_and_mails_the_link(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let approver = world.approver().await;
    let here = world.sign_in(&approver.email, PASSWORD).await.unwrap();
    world.enrol(&approver, &here.token).await;
    let (address, made) = world.link();
    let reset = world
        .workflow
        .reset_second_factor(&admin, &approver.user, address);
    reset.await.unwrap();
    assert_eq!(world.workflow.session(&here.token).await.unwrap(), None);
    let refused = world.enter(&approver.email, PASSWORD).await;
    assert_refused!(refused, SignInError::WrongCredentials);
    // Without one there is nothing to reset, and no second link.
    let (address, none) = world.link();
    let again = world
        .workflow
        .reset_second_factor(&admin, &approver.user, address);
    again.await.unwrap();
    assert!(none.lock().unwrap().is_empty());
    // The way back is the mailed link alone: the administrator cannot get one to hand over.
    let (address, mailed) = world.link();
    let renewed = world
        .workflow
        .renew_link(&admin, &approver.user, address)
        .await;
    renewed.unwrap();
    let first = made.lock().unwrap().pop().unwrap();
    assert_eq!(world.workflow.invitation(&first).await.unwrap(), None);
    let link = mailed.lock().unwrap().pop().unwrap();
    let begun = world.workflow.accept_invitation(&link, PASSWORD).await;
    assert_eq!(begun.unwrap().whole().unwrap().session.actor, approver);
    let (address, _) = world.link();
    let own = world
        .workflow
        .reset_second_factor(&admin, &admin.user, address);
    assert_eq!(fields(own.await), ["user"]);
    let trail = world.trail().await;
    let resets = trail.iter().filter(|act| *act == "second-factor.reset");
    assert_eq!(resets.count(), 1);
}

async fn people_are_told_of_what_happens_to_their_account(db: TestDatabase) {
    let world = World::new(db).await;
    let (admin, approver) = (world.admin_with_factor().await, world.approver().await);
    let second = world.person("second", Role::BodyAdmin, Some(CITY)).await;
    let here = world.sign_in(&approver.email, PASSWORD).await.unwrap();
    world.enrol(&approver, &here.token).await;
    let (address, _) = world.link();
    let renewed = world.workflow.renew_link(&admin, &approver.user, address);
    world.clock.advance(1);
    renewed.await.unwrap();
    world.clock.advance(1);
    let (address, _) = world.link();
    world
        .workflow
        .reset_second_factor(&admin, &approver.user, address)
        .await
        .unwrap();
    world.clock.advance(1);
    for _ in 0..6 {
        let half = world.half(&admin.email, Owes::Code).await;
        world.type_code(&half, "12345").await.unwrap_err();
    }
    use MessageKind::{AccountLocked, PasswordChanged, PeopleChanged, SecondFactorChanged};
    for (actor, told) in [
        (
            &approver,
            vec![SecondFactorChanged, PasswordChanged, SecondFactorChanged],
        ),
        (&second, vec![PeopleChanged, PeopleChanged]),
        (&admin, vec![AccountLocked]),
    ] {
        let (all, page) = (InboxFilter::default(), PageRequest::default());
        let inbox = world.workflow.inbox(actor, all, &page).await.unwrap();
        let kinds: Vec<_> = inbox.items.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, told, "{actor:?}");
    }
    let mails = world.mails().await;
    let locked = &mails.last().unwrap().1;
    assert!(
        locked.contains("192.0.2.1") && locked.contains("2026年4月1日"),
        "{locked}"
    );
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.1.contains("/desk/invitations/"))
            .count(),
        2
    );
}
