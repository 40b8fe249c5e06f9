use store::invitations::{self, Invitation};
use store::{Store, StoreError, Tx};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{add_editor, begin};

on_both! {
    an_invitation_is_used_once,
    of_many_who_use_an_invitation_at_once_one_succeeds,
    an_invitation_whose_use_was_not_committed_can_still_be_used,
    a_void_invitation_cannot_be_used,
    a_new_invitation_voids_the_open_ones,
    an_invitation_for_nobody_is_refused,
}

fn invitation() -> Invitation {
    Invitation {
        user: sample::user_id("editor"),
        created_at: time::start(),
        created_by: None,
        expires_at: time::after(100),
        used_at: None,
    }
}

async fn invite(db: &TestDatabase) {
    let mut tx = begin(db).await;
    add_editor(&mut tx).await;
    invitations::insert(&mut tx, &sample::digest("token"), &invitation())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn use_in(tx: &mut Tx, second: i64) -> Option<Invitation> {
    let token = sample::digest("token");
    invitations::use_once(tx, &token, time::after(second))
        .await
        .unwrap()
}

async fn use_it(store: &Store) -> bool {
    let mut tx = store.begin().await.unwrap();
    let used = use_in(&mut tx, 1).await.is_some();
    tx.commit().await.unwrap();
    used
}

async fn an_invitation_is_used_once(db: TestDatabase) {
    invite(&db).await;
    let mut tx = begin(&db).await;
    let token = sample::digest("token");
    assert_eq!(
        invitations::find(&mut tx, &token).await.unwrap(),
        Some(invitation())
    );
    let used = Invitation {
        used_at: Some(time::after(1)),
        ..invitation()
    };
    let first = invitations::use_once(&mut tx, &token, time::after(1))
        .await
        .unwrap();
    assert_eq!(first, Some(used));
    assert_eq!(
        invitations::use_once(&mut tx, &token, time::after(2))
            .await
            .unwrap(),
        None
    );
    let unknown = sample::digest("another");
    assert_eq!(
        invitations::use_once(&mut tx, &unknown, time::after(2))
            .await
            .unwrap(),
        None
    );
}

async fn of_many_who_use_an_invitation_at_once_one_succeeds(db: TestDatabase) {
    invite(&db).await;
    let racers: Vec<_> = (0..8)
        .map(|_| {
            let store = db.store.clone();
            tokio::spawn(async move { use_it(&store).await })
        })
        .collect();
    let mut winners = 0;
    for racer in racers {
        winners += u32::from(racer.await.unwrap());
    }
    assert_eq!(winners, 1);
}

async fn an_invitation_whose_use_was_not_committed_can_still_be_used(db: TestDatabase) {
    invite(&db).await;
    let mut tx = begin(&db).await;
    let used = use_in(&mut tx, 1).await;
    assert!(used.is_some());
    drop(tx);
    assert!(use_it(&db.store).await);
}

async fn a_void_invitation_cannot_be_used(db: TestDatabase) {
    invite(&db).await;
    let mut tx = begin(&db).await;
    let late = use_in(&mut tx, 100).await;
    assert_eq!(late, None);
}

async fn a_new_invitation_voids_the_open_ones(db: TestDatabase) {
    invite(&db).await;
    let mut tx = begin(&db).await;
    let user = sample::user_id("editor");
    let voided = invitations::void_all_of_user(&mut tx, &user, time::start())
        .await
        .unwrap();
    assert_eq!(voided, 1);
    let used = use_in(&mut tx, 1).await;
    assert_eq!(used, None);
}

async fn an_invitation_for_nobody_is_refused(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let refused = invitations::insert(&mut tx, &sample::digest("token"), &invitation()).await;
    assert!(matches!(refused, Err(StoreError::Dangling)), "{refused:?}");
}
