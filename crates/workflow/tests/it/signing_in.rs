//! Signing in, and being kept from guessing.

use domain::Role;
use store::{Secret, users};
use testkit::{TestDatabase, on_both};
use workflow::password::Password;
use workflow::{PasswordHashing, SignInError};

use crate::assert_refused;
use crate::world::{CITY, PASSWORD, World};

on_both! {
    the_right_password_signs_in_under_a_new_token_each_time,
    unknown_people_wrong_passwords_and_closed_accounts_look_the_same,
    the_session_before_ends_with_the_sign_in,
    after_five_failures_an_account_waits_and_then_gets_in,
    the_right_password_does_not_help_while_the_account_waits,
    an_address_that_tries_many_accounts_waits,
    an_office_that_signs_in_every_morning_never_waits,
    guesses_all_at_once_are_counted_one_by_one,
    an_unknown_account_waits_as_a_known_one_does,
    an_outdated_hash_is_made_anew_at_the_next_sign_in,
}

async fn the_right_password_signs_in_under_a_new_token_each_time(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let first = world
        .sign_in(" EDITOR@demo.invalid ", PASSWORD)
        .await
        .unwrap();
    let second = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
    assert_ne!(first.token, second.token);
    assert_eq!(first.session.actor, editor);
    let looked_up = world.workflow.session(&first.token).await.unwrap().unwrap();
    assert_eq!(looked_up, first.session);
    assert!(looked_up.csrf_matches(first.session.csrf()));
    assert!(!looked_up.csrf_matches(second.session.csrf()));
    assert!(!looked_up.csrf_matches(""));
    assert_eq!(
        world
            .trail()
            .await
            .iter()
            .filter(|act| *act == "session.sign-in")
            .count(),
        2
    );
}

async fn unknown_people_wrong_passwords_and_closed_accounts_look_the_same(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let admin = world.body_admin().await;
    let wrong = async |email: &str, password: &str| {
        world
            .sign_in(email, password)
            .await
            .unwrap_err()
            .user_message()
    };
    let first = wrong("editor@demo.invalid", "another turtle").await;
    assert_eq!(first, wrong("nobody@demo.invalid", PASSWORD).await);
    world
        .workflow
        .disable_user(&admin, &editor.user)
        .await
        .unwrap();
    assert_eq!(first, wrong("editor@demo.invalid", PASSWORD).await);
}

async fn the_session_before_ends_with_the_sign_in(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    let first = world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
    let previous = Some(&first.token);
    let second = world
        .sign_in_from("192.0.2.1", "editor@demo.invalid", PASSWORD, previous)
        .await;
    assert_eq!(world.workflow.session(&first.token).await.unwrap(), None);
    assert!(
        world
            .workflow
            .session(&second.unwrap().token)
            .await
            .unwrap()
            .is_some()
    );
}

async fn after_five_failures_an_account_waits_and_then_gets_in(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    for _ in 0..6 {
        let failed = world.sign_in("editor@demo.invalid", "guess").await;
        assert_refused!(failed, SignInError::WrongCredentials);
    }
    let failed = world.sign_in("editor@demo.invalid", "guess").await;
    assert_refused!(
        failed,
        SignInError::Throttled {
            retry_after_seconds: 30
        }
    );
    world.clock.advance(30);
    world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
    // Nothing is left of the failures.
    for _ in 0..5 {
        let failed = world.sign_in("editor@demo.invalid", "guess").await;
        assert_refused!(failed, SignInError::WrongCredentials);
    }
    world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
}

async fn the_right_password_does_not_help_while_the_account_waits(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    for _ in 0..6 {
        world
            .sign_in("editor@demo.invalid", "guess")
            .await
            .unwrap_err();
    }
    let refused = world.sign_in("editor@demo.invalid", PASSWORD).await;
    assert_refused!(refused, SignInError::Throttled { .. });
    // Asking again does not make the wait longer.
    world.clock.advance(30);
    world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
}

async fn an_address_that_tries_many_accounts_waits(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    for n in 0..21 {
        let failed = world
            .sign_in(&format!("person{n}@demo.invalid"), "guess")
            .await;
        assert_refused!(failed, SignInError::WrongCredentials);
    }
    let refused = world.sign_in("editor@demo.invalid", PASSWORD).await;
    assert_refused!(refused, SignInError::Throttled { .. });
    let elsewhere = world
        .sign_in_from("192.0.2.2", "editor@demo.invalid", PASSWORD, None)
        .await;
    elsewhere.unwrap();
    world.clock.advance(10);
    world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
}

async fn an_office_that_signs_in_every_morning_never_waits(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    world.approver().await;
    for _ in 0..30 {
        world
            .sign_in("editor@demo.invalid", PASSWORD)
            .await
            .unwrap();
        world
            .sign_in("approver@demo.invalid", PASSWORD)
            .await
            .unwrap();
    }
}

async fn guesses_all_at_once_are_counted_one_by_one(db: TestDatabase) {
    let world = World::new(db).await;
    world.editor().await;
    let guesses = (0..20).map(|_| world.sign_in("editor@demo.invalid", "guess"));
    let results = futures::future::join_all(guesses).await;
    let let_through = results
        .iter()
        .filter(|result| matches!(result, Err(SignInError::WrongCredentials)))
        .count();
    assert_eq!(let_through, 6, "{results:?}");
}

async fn an_unknown_account_waits_as_a_known_one_does(db: TestDatabase) {
    let world = World::new(db).await;
    for _ in 0..6 {
        world
            .sign_in("nobody@demo.invalid", "guess")
            .await
            .unwrap_err();
    }
    let refused = world.sign_in("nobody@demo.invalid", "guess").await;
    assert_refused!(refused, SignInError::Throttled { .. });
}

async fn an_outdated_hash_is_made_anew_at_the_next_sign_in(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.person("editor", Role::Editor, Some(CITY)).await;
    let strong = PasswordHashing::recommended()
        .hash(Password::typed(PASSWORD))
        .await
        .unwrap();
    let mut tx = world.db.store.begin().await.unwrap();
    let hash = Secret::new(strong);
    users::set_password(&mut tx, &editor.user, &hash, testkit::time::start())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
    let mut tx = world.db.store.begin_read().await.unwrap();
    let stored = users::find(&mut tx, &editor.user)
        .await
        .unwrap()
        .unwrap()
        .password_hash
        .unwrap();
    assert_ne!(stored, hash);
    drop(tx);
    world
        .sign_in("editor@demo.invalid", PASSWORD)
        .await
        .unwrap();
}
