use store::sessions::{self, Session};
use store::users::{self, UserState};
use store::{Secret, Tx};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_editor, begin};

on_both! {
    a_session_is_found_with_its_user,
    a_void_session_is_not_found,
    a_disabled_user_has_no_session,
    a_use_prolongs_a_session,
    signing_out_ends_one_session_and_everywhere_ends_all,
    only_the_own_session_can_be_ended_by_its_id_and_all_but_one_at_once,
    void_sessions_are_removed,
}

fn session() -> Session {
    Session {
        user: sample::user_id("editor"),
        csrf: Secret::new("csrf"),
        created_at: time::start(),
        seen_at: time::start(),
        expires_at: time::after(100),
        half_open: false,
        address: "192.0.2.1".to_owned(),
        user_agent: "Mozilla/5.0".to_owned(),
    }
}

async fn sign_in(tx: &mut Tx, browser: &str) {
    sessions::insert(tx, &sample::digest(browser), &session())
        .await
        .unwrap();
}

async fn a_session_is_found_with_its_user(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let id = add_editor(&mut tx).await;
    sign_in(&mut tx, "one").await;
    let found = sessions::find(&mut tx, &sample::digest("one"), time::after(1))
        .await
        .unwrap();
    let found = found.unwrap();
    assert!(!found.has_second_factor);
    let (found, user) = (found.session, found.user);
    assert_eq!(found, session());
    assert_eq!((&user.id, user.body), (&id, Some(sample::body_code(CITY))));
    assert_eq!(
        users::find(&mut tx, &id).await.unwrap().unwrap().created_at,
        user.created_at
    );
    assert!(
        !format!("{found:?}").contains("\"csrf\""),
        "the secret stays out of Debug"
    );
}

async fn a_void_session_is_not_found(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_editor(&mut tx).await;
    sign_in(&mut tx, "one").await;
    let late = sessions::find(&mut tx, &sample::digest("one"), time::after(100)).await;
    assert_eq!(late.unwrap(), None);
    let unknown = sessions::find(&mut tx, &sample::digest("two"), time::after(1)).await;
    assert_eq!(unknown.unwrap(), None);
}

async fn a_disabled_user_has_no_session(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let id = add_editor(&mut tx).await;
    sign_in(&mut tx, "one").await;
    users::set_state(&mut tx, &id, UserState::Disabled, time::after(1))
        .await
        .unwrap();
    let found = sessions::find(&mut tx, &sample::digest("one"), time::after(2)).await;
    assert_eq!(found.unwrap(), None);
}

async fn a_use_prolongs_a_session(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_editor(&mut tx).await;
    sign_in(&mut tx, "one").await;
    let one = sample::digest("one");
    assert!(
        sessions::touch(&mut tx, &one, time::after(50), time::after(150))
            .await
            .unwrap()
    );
    let found = sessions::find(&mut tx, &one, time::after(120))
        .await
        .unwrap()
        .unwrap()
        .session;
    assert_eq!(
        (found.seen_at, found.expires_at),
        (time::after(50), time::after(150))
    );
    let other = sample::digest("two");
    assert!(
        !sessions::touch(&mut tx, &other, time::after(50), time::after(150))
            .await
            .unwrap()
    );
}

async fn signing_out_ends_one_session_and_everywhere_ends_all(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let id = add_editor(&mut tx).await;
    for browser in ["one", "two", "three"] {
        sign_in(&mut tx, browser).await;
    }
    assert!(
        sessions::delete(&mut tx, &sample::digest("one"))
            .await
            .unwrap()
    );
    assert!(
        !sessions::delete(&mut tx, &sample::digest("one"))
            .await
            .unwrap()
    );
    let open = sessions::list_of_user(&mut tx, &id, time::after(1)).await;
    assert_eq!(open.unwrap().len(), 2);
    assert_eq!(sessions::delete_all_of_user(&mut tx, &id).await.unwrap(), 2);
    let open = sessions::list_of_user(&mut tx, &id, time::after(1)).await;
    assert_eq!(open.unwrap(), []);
}

async fn only_the_own_session_can_be_ended_by_its_id_and_all_but_one_at_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let id = add_editor(&mut tx).await;
    for browser in ["one", "two", "three", "four"] {
        sign_in(&mut tx, browser).await;
    }
    let [one, two, four] = ["one", "two", "four"].map(sample::digest);
    let other = sample::user_id("other");
    let ended = sessions::delete_of_user(&mut tx, &other, &one).await;
    assert!(!ended.unwrap());
    let ended = sessions::delete_of_user(&mut tx, &id, &one).await;
    assert!(ended.unwrap());
    let ended = sessions::delete_others_of_user(&mut tx, &id, &four).await;
    assert_eq!(ended.unwrap(), 2);
    let open = sessions::list_of_user(&mut tx, &id, time::after(1)).await;
    let open: Vec<_> = open.unwrap().into_iter().map(|(hash, _)| hash).collect();
    assert_eq!(open, [four]);
    let found = sessions::find(&mut tx, &two, time::after(1)).await;
    assert_eq!(found.unwrap(), None);
}

async fn void_sessions_are_removed(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_editor(&mut tx).await;
    sign_in(&mut tx, "one").await;
    assert_eq!(
        sessions::delete_expired(&mut tx, time::after(99))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        sessions::delete_expired(&mut tx, time::after(100))
            .await
            .unwrap(),
        1
    );
}
