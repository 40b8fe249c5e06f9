use domain::{Role, UserId};
use store::users::{self, NewUser, UserFilter, UserState};
use store::{Secret, StoreError, Tx};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_bodies, begin};

on_both! {
    an_account_without_a_password_is_invited,
    an_account_is_found_by_its_address,
    an_address_has_one_account,
    an_address_in_capitals_is_refused,
    an_unknown_body_is_refused,
    nobody_becomes_active_without_a_password,
    a_password_then_the_state_open_the_account,
    a_page_of_a_body_continues_after_the_last_address,
    a_list_holds_what_its_filter_says,
    active_people_of_a_role_are_those_of_the_body_or_of_none,
    whoever_locks_a_user_makes_others_wait,
    a_role_that_the_program_does_not_know_names_its_row,
}

async fn add(tx: &mut Tx, id: &str, email: &str, body: Option<&str>) -> Result<UserId, StoreError> {
    let id = sample::user_id(id);
    let body = body.map(sample::body_code);
    let new = NewUser {
        id: &id,
        email,
        role: Role::Approver,
        body: body.as_ref(),
        password_hash: None,
        at: time::start(),
    };
    users::insert(tx, &new).await.map(|()| id)
}

async fn an_account_without_a_password_is_invited(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = add(&mut tx, "a", "a@demo.invalid", Some(CITY))
        .await
        .unwrap();
    let user = users::find(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(
        (user.state, user.password_hash, user.role),
        (UserState::Invited, None, Role::Approver)
    );
    assert_eq!(user.body, Some(sample::body_code(CITY)));
    assert_eq!(
        (user.created_at, user.changed_at),
        (time::start(), time::start())
    );
}

async fn an_account_is_found_by_its_address(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let id = add(&mut tx, "a", "作成@demo.invalid", None).await.unwrap();
    let found = users::find_by_email(&mut tx, "作成@demo.invalid")
        .await
        .unwrap();
    assert_eq!(found.map(|user| user.id), Some(id));
    assert_eq!(
        users::find_by_email(&mut tx, "b@demo.invalid")
            .await
            .unwrap(),
        None
    );
}

async fn an_address_has_one_account(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add(&mut tx, "a", "a@demo.invalid", None).await.unwrap();
    let again = add(&mut tx, "b", "a@demo.invalid", None).await.unwrap_err();
    assert!(
        matches!(&again, StoreError::Conflict { what } if what == "users"),
        "{again:?}"
    );
    let told = format!("{again} {again:?}");
    assert!(!told.contains("demo.invalid"), "{told}");
}

async fn an_address_in_capitals_is_refused(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let refused = add(&mut tx, "a", "A@demo.invalid", None).await.unwrap_err();
    assert!(matches!(refused, StoreError::Refused { .. }), "{refused:?}");
    assert!(!format!("{refused:?}").contains("demo.invalid"));
}

async fn an_unknown_body_is_refused(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let refused = add(&mut tx, "a", "a@demo.invalid", Some(CITY))
        .await
        .unwrap_err();
    assert!(matches!(refused, StoreError::Dangling), "{refused:?}");
}

async fn nobody_becomes_active_without_a_password(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let id = add(&mut tx, "a", "a@demo.invalid", None).await.unwrap();
    let refused = users::set_state(&mut tx, &id, UserState::Active, time::after(1)).await;
    assert!(
        matches!(&refused, Err(StoreError::Refused { what }) if what == "users_active_has_password"),
        "{refused:?}"
    );
}

async fn a_password_then_the_state_open_the_account(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let id = add(&mut tx, "a", "a@demo.invalid", None).await.unwrap();
    let hash = Secret::new("$argon2id$sample");
    assert!(
        users::set_password(&mut tx, &id, &hash, time::after(1))
            .await
            .unwrap()
    );
    assert!(
        users::set_state(&mut tx, &id, UserState::Active, time::after(2))
            .await
            .unwrap()
    );
    let user = users::find(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(user.password_hash, Some(hash));
    assert_eq!(
        (user.state, user.changed_at),
        (UserState::Active, time::after(2))
    );
    assert!(!format!("{user:?}").contains("argon2id") && !format!("{user:?}").contains('@'));
    let nobody = sample::user_id("nobody");
    assert!(
        !users::set_state(&mut tx, &nobody, UserState::Disabled, time::start())
            .await
            .unwrap()
    );
}

async fn a_page_of_a_body_continues_after_the_last_address(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    // Capitals, the long mark and kanji: an order by locale would differ from the other's.
    for (id, email) in [
        ("1", "b-b@demo.invalid"),
        ("2", "ba@demo.invalid"),
        ("3", "b.c@demo.invalid"),
    ] {
        add(&mut tx, id, email, Some(CITY)).await.unwrap();
    }
    add(&mut tx, "4", "a@demo.invalid", Some("131016"))
        .await
        .unwrap();
    let city = sample::body_code(CITY);
    let own = UserFilter {
        body: Some(&city),
        ..UserFilter::default()
    };
    let first = users::list(&mut tx, &own, None, 2).await.unwrap();
    let after = first.last().map(|user| user.email.as_str());
    let second = users::list(&mut tx, &own, after, 2).await.unwrap();
    let ids: Vec<_> = first
        .iter()
        .chain(&second)
        .map(|user| user.id.as_str())
        .collect();
    assert_eq!(ids, ["1", "3", "2"], "by code point: `-`, `.`, letters");
    let everybody = users::list(&mut tx, &UserFilter::default(), None, 10).await;
    let everybody = everybody.unwrap();
    assert_eq!(everybody.first().map(|user| user.id.as_str()), Some("4"));
    assert_eq!(everybody.len(), 4);
}

async fn a_list_holds_what_its_filter_says(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    for (id, email) in [
        ("1", "a_b@demo.invalid"),
        ("2", "axb@demo.invalid"),
        ("3", "50%@demo.invalid"),
    ] {
        add(&mut tx, id, email, Some(CITY)).await.unwrap();
    }
    let id = sample::user_id("2");
    users::set_role(&mut tx, &id, Role::Editor, time::after(1))
        .await
        .unwrap();
    users::set_state(&mut tx, &id, UserState::Disabled, time::after(1))
        .await
        .unwrap();
    let address = |address| UserFilter {
        address: Some(address),
        ..UserFilter::default()
    };
    let cases = [
        (address("a_b"), vec!["1"]),
        (address("%"), vec!["3"]),
        (address("!"), vec![]),
        (address("@demo"), vec!["3", "1", "2"]),
        (
            UserFilter {
                role: Some(Role::Editor),
                ..UserFilter::default()
            },
            vec!["2"],
        ),
        (
            UserFilter {
                state: Some(UserState::Invited),
                role: Some(Role::Approver),
                ..UserFilter::default()
            },
            vec!["3", "1"],
        ),
    ];
    for (filter, ids) in cases {
        let found = users::list(&mut tx, &filter, None, 10).await.unwrap();
        let found: Vec<_> = found.iter().map(|user| user.id.as_str()).collect();
        assert_eq!(found, ids, "{filter:?}");
    }
}

async fn active_people_of_a_role_are_those_of_the_body_or_of_none(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let hash = Secret::new("$argon2id$sample");
    for (id, body) in [
        ("1", Some(CITY)),
        ("2", Some("131016")),
        ("3", None),
        ("4", Some(CITY)),
    ] {
        let id = add(&mut tx, id, &format!("{id}@demo.invalid"), body)
            .await
            .unwrap();
        if id.as_str() != "4" {
            users::set_password(&mut tx, &id, &hash, time::after(1))
                .await
                .unwrap();
            users::set_state(&mut tx, &id, UserState::Active, time::after(1))
                .await
                .unwrap();
        }
    }
    let city = sample::body_code(CITY);
    for (role, body, ids) in [
        (Role::Approver, Some(&city), vec!["1"]),
        (Role::Approver, None, vec!["3"]),
        (Role::Editor, Some(&city), vec![]),
    ] {
        let found = users::lock_active_in_role(&mut tx, role, body).await;
        let found = found.unwrap();
        let found: Vec<_> = found.iter().map(|user| user.id.as_str()).collect();
        assert_eq!(found, ids, "{role:?}");
    }
}

async fn a_role_that_the_program_does_not_know_names_its_row(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let id = add(&mut tx, "a", "a@demo.invalid", None).await.unwrap();
    tx.commit().await.unwrap();
    crate::helpers::tamper(&db, "UPDATE users SET role = 'emperor'")
        .await
        .unwrap();
    let mut tx = db.store.begin_read().await.unwrap();
    let corrupt = users::find(&mut tx, &id).await.unwrap_err();
    assert_eq!(corrupt.to_string(), "users.role of row a breaks a rule");
}

async fn whoever_locks_a_user_makes_others_wait(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let id = add(&mut tx, "a", "a@demo.invalid", None).await.unwrap();
    tx.commit().await.unwrap();
    let mut holder = begin(&db).await;
    let locked = users::lock(&mut holder, &id).await.unwrap().unwrap();
    assert_eq!(locked.state, UserState::Invited);
    let (store, other) = (db.store.clone(), id.clone());
    let waiter = tokio::spawn(async move {
        let mut tx = store.begin().await.unwrap();
        users::lock(&mut tx, &other).await.unwrap().unwrap().state
    });
    users::set_state(&mut holder, &id, UserState::Disabled, time::after(1))
        .await
        .unwrap();
    holder.commit().await.unwrap();
    assert_eq!(waiter.await.unwrap(), UserState::Disabled);
    let mut tx = begin(&db).await;
    assert_eq!(
        users::lock(&mut tx, &sample::user_id("nobody"))
            .await
            .unwrap(),
        None
    );
}
