//! One-time links.

use domain::Role;
use testkit::{TestDatabase, on_both};
use workflow::{Conflict, NewUser, Operator, Token, UserState, WorkflowError};

use crate::assert_refused;
use crate::world::{CITY, OTHER, PASSWORD, World, code, fields};

on_both! {
    an_invited_person_chooses_a_password_and_is_signed_in,
    a_link_works_once_even_for_two_at_a_time,
    a_weak_password_leaves_the_link_good,
    a_link_ends_after_a_week_and_unknown_ones_never_began,
    a_second_invitation_voids_the_first,
    a_reset_ends_sessions_and_keeps_the_old_password_until_then,
    a_disabled_person_comes_back_by_a_new_link,
    whoever_has_a_password_is_not_invited_again_by_an_administrator,
    an_invited_person_gets_another_link_by_mail,
    an_address_of_another_body_is_refused_without_telling_where,
    another_role_is_refused,
    role_and_body_must_fit,
    nobody_grants_more_than_they_may,
    disabling_voids_the_link,
    two_invitations_at_once_leave_one_account,
}

fn new(email: &str, role: Role, body: Option<&str>) -> NewUser {
    NewUser {
        email: email.to_owned(),
        role,
        body: body.map(code),
    }
}

fn new_editor() -> NewUser {
    new("new@demo.invalid", Role::Editor, Some(CITY))
}

async fn an_invited_person_chooses_a_password_and_is_signed_in(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let link = world.invite(&admin, new_editor()).await.unwrap();
    let invited = world.workflow.invitation(&link).await.unwrap().unwrap();
    assert!(!invited.is_reset);
    assert_eq!(
        (invited.email.as_str(), invited.role),
        ("new@demo.invalid", Role::Editor)
    );
    assert_eq!(invited.body.unwrap().code, code(CITY));
    world
        .sign_in("new@demo.invalid", PASSWORD)
        .await
        .unwrap_err();
    let begun = world
        .workflow
        .accept_invitation(&link, PASSWORD)
        .await
        .unwrap()
        .whole()
        .unwrap();
    assert_eq!(begun.session.actor.role, Role::Editor);
    assert!(
        world
            .workflow
            .session(&begun.token)
            .await
            .unwrap()
            .is_some()
    );
    world.sign_in("new@demo.invalid", PASSWORD).await.unwrap();
    let trail = world.trail().await;
    assert!(trail.ends_with(&[
        "user.invite".to_owned(),
        "session.sign-in-failed".to_owned(),
        "user.accept-invitation".to_owned(),
        "session.sign-in".to_owned(),
    ]));
}

async fn a_link_works_once_even_for_two_at_a_time(db: TestDatabase) {
    let world = World::new(db).await;
    let invitation = world
        .workflow
        .invite_user_as_operator(Operator, new_editor())
        .await
        .unwrap();
    let (one, two) = tokio::join!(
        world
            .workflow
            .accept_invitation(&invitation.token, PASSWORD),
        world
            .workflow
            .accept_invitation(&invitation.token, "somebody else's turtle"),
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let third = world
        .workflow
        .accept_invitation(&invitation.token, PASSWORD)
        .await;
    assert_refused!(third, WorkflowError::NotFound);
    assert_eq!(
        world.workflow.invitation(&invitation.token).await.unwrap(),
        None
    );
}

async fn a_weak_password_leaves_the_link_good(db: TestDatabase) {
    let world = World::new(db).await;
    let invitation = world
        .workflow
        .invite_user_as_operator(Operator, new_editor())
        .await
        .unwrap();
    for weak in ["short", "password1234", "NEW@demo.invalid"] {
        let refused = world
            .workflow
            .accept_invitation(&invitation.token, weak)
            .await;
        assert_eq!(fields(refused), ["password"], "{weak}");
    }
    world
        .workflow
        .accept_invitation(&invitation.token, PASSWORD)
        .await
        .unwrap();
}

async fn a_link_ends_after_a_week_and_unknown_ones_never_began(db: TestDatabase) {
    let world = World::new(db).await;
    let invitation = world
        .workflow
        .invite_user_as_operator(Operator, new_editor())
        .await
        .unwrap();
    world.clock.advance(7 * 24 * 3_600);
    let unknown = Token::parse(&"A".repeat(43)).unwrap();
    for token in [invitation.token, unknown] {
        assert_eq!(world.workflow.invitation(&token).await.unwrap(), None);
        let refused = world.workflow.accept_invitation(&token, PASSWORD).await;
        assert_refused!(refused, WorkflowError::NotFound);
    }
}

async fn a_second_invitation_voids_the_first(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let first = world.invite(&admin, new_editor()).await.unwrap();
    let second = world.invite(&admin, new_editor()).await.unwrap();
    let refused = world.workflow.accept_invitation(&first, PASSWORD).await;
    assert_refused!(refused, WorkflowError::NotFound);
    world
        .workflow
        .accept_invitation(&second, PASSWORD)
        .await
        .unwrap();
}

async fn a_reset_ends_sessions_and_keeps_the_old_password_until_then(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let editor = world.editor().await;
    let session = world.sign_in(&editor.email, PASSWORD).await.unwrap().token;
    let (address, made) = world.link();
    let renewed = world.workflow.renew_link(&admin, &editor.user, address);
    renewed.await.unwrap();
    let link = made.lock().unwrap().pop().unwrap();
    world.sign_in(&editor.email, PASSWORD).await.unwrap();
    world
        .workflow
        .accept_invitation(&link, "two turtles on the roof")
        .await
        .unwrap();
    assert_eq!(world.workflow.session(&session).await.unwrap(), None);
    world.sign_in(&editor.email, PASSWORD).await.unwrap_err();
    world
        .sign_in(&editor.email, "two turtles on the roof")
        .await
        .unwrap();
    let trail = world.trail().await;
    assert!(trail.contains(&"user.reset-password".to_owned()));
}

async fn a_disabled_person_comes_back_by_a_new_link(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let editor = world.editor().await;
    world
        .workflow
        .disable_user(&admin, &editor.user)
        .await
        .unwrap();
    let (address, made) = world.link();
    let renewed = world.workflow.renew_link(&admin, &editor.user, address);
    renewed.await.unwrap();
    world.sign_in(&editor.email, PASSWORD).await.unwrap_err();
    let link = made.lock().unwrap().pop().unwrap();
    let begun = world.workflow.accept_invitation(&link, PASSWORD).await;
    assert_eq!(begun.unwrap().whole().unwrap().session.actor, editor);
    let trail = world.trail().await;
    assert!(trail.contains(&"user.enable".to_owned()));
}

async fn whoever_has_a_password_is_not_invited_again_by_an_administrator(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let editor = world.editor().await;
    let again = || new(&editor.email, Role::Editor, Some(CITY));
    let refused = world.invite(&admin, again()).await;
    assert_eq!(fields(refused), ["email"]);
    let link = world.workflow.invite_user_as_operator(Operator, again());
    assert!(link.await.unwrap().is_reset);
}

async fn an_invited_person_gets_another_link_by_mail(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let first = world.invite(&admin, new_editor()).await.unwrap();
    let users = world.workflow.list_users(&admin, &Default::default()).await;
    let users = users.unwrap().items;
    let invited = users.iter().find(|user| user.state == UserState::Invited);
    let (address, made) = world.link();
    let user = &invited.unwrap().user;
    let renewed = world.workflow.renew_link(&admin, user, address).await;
    renewed.unwrap();
    let second = made.lock().unwrap().pop().unwrap();
    assert_eq!(world.workflow.invitation(&first).await.unwrap(), None);
    let begun = world.workflow.accept_invitation(&second, PASSWORD).await;
    begun.unwrap();
    let mails = world.mails().await;
    assert_eq!(mails.len(), 2);
    assert!(
        mails
            .iter()
            .all(|(subject, _)| subject == "ポータルへの招待")
    );
    assert!(mails.iter().any(|(_, text)| text.contains(second.reveal())));
}

async fn an_address_of_another_body_is_refused_without_telling_where(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    world.person("elsewhere", Role::Editor, Some(OTHER)).await;
    world.person("above", Role::Provider, None).await;
    for email in ["elsewhere@demo.invalid", "above@demo.invalid"] {
        let refused = world.invite(&admin, new(email, Role::Editor, Some(CITY)));
        let refused = refused.await.unwrap_err();
        let message = refused.user_message();
        assert_eq!(fields::<()>(Err(refused)), ["email"]);
        assert!(
            !message.contains(OTHER) && !message.contains("見本市"),
            "{message}"
        );
    }
}

async fn another_role_is_refused(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let editor = world.editor().await;
    let other_role = new(&editor.email, Role::Approver, Some(CITY));
    assert_eq!(fields(world.invite(&admin, other_role).await), ["role"]);
}

async fn role_and_body_must_fit(db: TestDatabase) {
    let world = World::new(db).await;
    let operator =
        async |user: NewUser| fields(world.workflow.invite_user_as_operator(Operator, user).await);
    assert_eq!(
        operator(new("a@demo.invalid", Role::Editor, None)).await,
        ["body"]
    );
    assert_eq!(
        operator(new("a@demo.invalid", Role::Provider, Some(CITY))).await,
        ["body"]
    );
    assert_eq!(
        operator(new("a@demo.invalid", Role::Editor, Some("131016"))).await,
        ["body"]
    );
    assert_eq!(
        operator(new("no address", Role::Provider, None)).await,
        ["email"]
    );
}

async fn nobody_grants_more_than_they_may(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let above = world.invite(&admin, new("a@demo.invalid", Role::SystemAdmin, None));
    assert_refused!(above.await, WorkflowError::NotFound);
    let system = world.system_admin().await;
    let provider = new("p@demo.invalid", Role::Provider, None);
    world.invite(&system, provider).await.unwrap();
}

async fn disabling_voids_the_link(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let link = world.invite(&admin, new_editor()).await.unwrap();
    let users = world
        .workflow
        .list_users(&admin, &Default::default())
        .await
        .unwrap()
        .items;
    let invited = users
        .iter()
        .find(|user| user.state == UserState::Invited)
        .unwrap();
    world
        .workflow
        .disable_user(&admin, &invited.user)
        .await
        .unwrap();
    assert_eq!(world.workflow.invitation(&link).await.unwrap(), None);
    let refused = world.workflow.accept_invitation(&link, PASSWORD).await;
    assert_refused!(refused, WorkflowError::NotFound);
}

async fn two_invitations_at_once_leave_one_account(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let (one, two) = tokio::join!(
        world.invite(&admin, new_editor()),
        world.invite(&admin, new_editor()),
    );
    assert!(one.is_ok() || two.is_ok());
    for result in [one, two] {
        let fine = matches!(
            result,
            Ok(_) | Err(WorkflowError::Conflict(Conflict::Meanwhile))
        );
        assert!(fine, "{result:?}");
    }
    let users = world
        .workflow
        .list_users(&admin, &Default::default())
        .await
        .unwrap()
        .items;
    assert_eq!(users.len(), 2);
}
