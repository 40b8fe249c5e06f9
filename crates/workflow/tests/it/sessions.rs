//! How long sessions last, and how they end.

use testkit::{TestDatabase, on_both};
use workflow::{ChangePassword, Client, Token};

use crate::world::{PASSWORD, World, fields};

on_both! {
    a_session_lasts_while_it_is_used_but_a_day_at_most,
    an_idle_session_ends,
    signing_out_ends_this_session_only_and_twice_is_no_error,
    signing_out_everywhere_ends_every_session,
    an_unknown_token_is_no_session,
    a_new_password_ends_the_sessions_before_and_opens_one,
    a_wrong_current_or_a_weak_new_password_changes_nothing,
    guessing_the_current_password_is_slowed_down_too,
    a_disabled_account_has_no_session_from_then_on,
    a_person_sees_where_they_are_signed_in_and_ends_it_there,
    tidying_removes_what_has_ended,
}

const HOUR: i64 = 3_600;

async fn a_session_lasts_while_it_is_used_but_a_day_at_most(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    let token = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    for _ in 0..3 {
        world.clock.advance(7 * HOUR);
        assert!(world.workflow.session(&token).await.unwrap().is_some());
    }
    world.clock.advance(3 * HOUR - 1);
    assert!(world.workflow.session(&token).await.unwrap().is_some());
    world.clock.advance(1);
    assert_eq!(world.workflow.session(&token).await.unwrap(), None);
}

async fn an_idle_session_ends(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    let token = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    world.clock.advance(8 * HOUR);
    assert_eq!(world.workflow.session(&token).await.unwrap(), None);
}

async fn signing_out_ends_this_session_only_and_twice_is_no_error(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    let one = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    let two = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    world.workflow.sign_out(&one).await.unwrap();
    world.workflow.sign_out(&one).await.unwrap();
    assert_eq!(world.workflow.session(&one).await.unwrap(), None);
    assert!(world.workflow.session(&two).await.unwrap().is_some());
    assert_eq!(world.trail().await.last().unwrap(), "session.sign-out");
}

async fn signing_out_everywhere_ends_every_session(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    world.approver().await;
    let one = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    let two = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    let other = world
        .sign_in("approver@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    assert_eq!(
        world.workflow.sign_out_everywhere(&editor).await.unwrap(),
        2
    );
    for ended in [one, two] {
        assert_eq!(world.workflow.session(&ended).await.unwrap(), None);
    }
    assert!(world.workflow.session(&other).await.unwrap().is_some());
    assert_eq!(
        world.workflow.sign_out_everywhere(&editor).await.unwrap(),
        0
    );
}

async fn an_unknown_token_is_no_session(db: TestDatabase) {
    let world = World::new(db).await;
    let unknown = Token::parse(&"A".repeat(43)).unwrap();
    assert_eq!(world.workflow.session(&unknown).await.unwrap(), None);
    world.workflow.sign_out(&unknown).await.unwrap();
}

async fn a_new_password_ends_the_sessions_before_and_opens_one(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let before = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    let typed = ChangePassword {
        current: PASSWORD,
        new: "two turtles on the roof",
        client: Client::default(),
    };
    let now = world
        .workflow
        .change_password(&editor, typed)
        .await
        .unwrap();
    assert_eq!(world.workflow.session(&before).await.unwrap(), None);
    assert!(world.workflow.session(&now.token).await.unwrap().is_some());
    world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap_err();
    world
        .sign_in("editor@demo.invalid", "two turtles on the roof")
        .await
        .unwrap();
}

async fn a_wrong_current_or_a_weak_new_password_changes_nothing(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let session = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    let wrong = ChangePassword {
        current: "guess",
        new: "two turtles on the roof",
        client: Client::default(),
    };
    assert_eq!(
        fields(world.workflow.change_password(&editor, wrong).await),
        ["current"]
    );
    let weak = ChangePassword {
        current: PASSWORD,
        new: "turtle",
        client: Client::default(),
    };
    assert_eq!(
        fields(world.workflow.change_password(&editor, weak).await),
        ["new"]
    );
    assert!(world.workflow.session(&session).await.unwrap().is_some());
    world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
}

async fn guessing_the_current_password_is_slowed_down_too(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let guess = ChangePassword {
        current: "guess",
        new: "two turtles on the roof",
        client: Client::default(),
    };
    for _ in 0..6 {
        world
            .workflow
            .change_password(&editor, guess)
            .await
            .unwrap_err();
    }
    let right = ChangePassword {
        current: PASSWORD,
        new: "two turtles on the roof",
        client: Client::default(),
    };
    assert_eq!(
        fields(world.workflow.change_password(&editor, right).await),
        ["current"]
    );
    world.clock.advance(30);
    world
        .workflow
        .change_password(&editor, right)
        .await
        .unwrap();
}

async fn a_disabled_account_has_no_session_from_then_on(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let admin = world.body_admin().await;
    let token = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap()
        .token;
    world
        .workflow
        .disable_user(&admin, &editor.user)
        .await
        .unwrap();
    world
        .workflow
        .disable_user(&admin, &editor.user)
        .await
        .unwrap();
    assert_eq!(world.workflow.session(&token).await.unwrap(), None);
    assert_eq!(
        world
            .trail()
            .await
            .iter()
            .filter(|act| *act == "user.disable")
            .count(),
        1
    );
}

async fn a_person_sees_where_they_are_signed_in_and_ends_it_there(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let here = world.sign_in(&editor.email, PASSWORD).await.unwrap().token;
    world.clock.advance(60);
    for address in ["192.0.2.2", "192.0.2.3", "192.0.2.4"] {
        let one = world.sign_in_from(address, &editor.email, PASSWORD, None);
        one.await.unwrap();
    }
    let other = world.sign_in(&approver.email, PASSWORD).await.unwrap();
    let open = world.workflow.own_sessions(&editor, &here).await.unwrap();
    assert_eq!(open.len(), 4);
    assert_eq!(open.iter().filter(|session| session.is_this).count(), 1);
    let away = open.iter().find(|session| session.address == "192.0.2.3");
    let away = away.unwrap();
    assert_eq!(away.user_agent, "Mozilla/5.0 (test)");
    // Nobody ends the session of somebody else.
    world
        .workflow
        .end_session(&approver, &away.id)
        .await
        .unwrap();
    let open = world.workflow.own_sessions(&editor, &here).await.unwrap();
    assert_eq!(open.len(), 4);
    for _ in 0..2 {
        world.workflow.end_session(&editor, &away.id).await.unwrap();
    }
    let open = world.workflow.own_sessions(&editor, &here).await.unwrap();
    assert_eq!(open.len(), 3);
    let ended = world.workflow.end_other_sessions(&editor, &here).await;
    assert_eq!(ended.unwrap(), 2);
    let open = world.workflow.own_sessions(&editor, &here).await.unwrap();
    assert!(open.len() == 1 && open[0].is_this);
    assert!(world.workflow.session(&here).await.unwrap().is_some());
    let theirs = world.workflow.session(&other.token).await.unwrap();
    assert!(theirs.is_some());
    let trail = world.trail().await;
    assert_eq!(
        trail.iter().filter(|act| *act == "session.end").count(),
        1,
        "{trail:?}"
    );
}

async fn tidying_removes_what_has_ended(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
    world
        .sign_in("nobody@demo.invalid", PASSWORD)
        .await
        .unwrap_err();
    assert_eq!(world.workflow.tidy().await.unwrap(), 0);
    world.clock.advance(25 * HOUR);
    // A session, an account and an address.
    assert_eq!(world.workflow.tidy().await.unwrap(), 3);
    assert_eq!(world.workflow.tidy().await.unwrap(), 0);
}
