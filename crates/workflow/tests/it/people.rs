//! Lists of people, and closing accounts.

use domain::{Role, UserId};
use testkit::{TestDatabase, on_both};
use workflow::{PageRequest, UserState, WorkflowError};

use crate::assert_refused;
use crate::world::{CITY, OTHER, World, fields};

on_both! {
    a_body_administrator_sees_the_own_people_and_the_system_everybody,
    people_come_in_pages,
    nobody_disables_themselves,
    nobody_disables_whom_they_do_not_manage,
    a_demo_password_needs_an_account,
}

async fn a_body_administrator_sees_the_own_people_and_the_system_everybody(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let system = world.system_admin().await;
    world.editor().await;
    world.person("elsewhere", Role::Editor, Some(OTHER)).await;
    let own = world
        .workflow
        .list_users(&admin, &PageRequest::default())
        .await
        .unwrap();
    let shown: Vec<_> = own
        .items
        .iter()
        .map(|u| (u.email.as_str(), u.may_disable))
        .collect();
    assert_eq!(
        shown,
        [("admin@demo.invalid", false), ("editor@demo.invalid", true)]
    );
    assert_eq!(
        own.items[1].body.as_ref().unwrap().name,
        format!("見本市{CITY}")
    );
    assert_eq!(own.items[1].state, UserState::Active);
    let all = world
        .workflow
        .list_users(&system, &PageRequest::default())
        .await
        .unwrap();
    let shown: Vec<_> = all
        .items
        .iter()
        .map(|u| (u.email.as_str(), u.may_disable))
        .collect();
    assert_eq!(
        shown,
        [
            ("admin@demo.invalid", true),
            ("editor@demo.invalid", true),
            ("elsewhere@demo.invalid", true),
            ("system@demo.invalid", false),
        ]
    );
}

async fn people_come_in_pages(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    for n in 0..4 {
        world
            .person(&format!("editor{n}"), Role::Editor, Some(CITY))
            .await;
    }
    let mut request = PageRequest::first(2);
    let mut seen = Vec::new();
    loop {
        let page = world.workflow.list_users(&admin, &request).await.unwrap();
        assert!(page.items.len() <= 2);
        seen.extend(page.items.into_iter().map(|user| user.email));
        match page.next {
            Some(next) => request = PageRequest::after(next, 2),
            None => break,
        }
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted());
}

async fn nobody_disables_themselves(db: TestDatabase) {
    let world = World::new(db).await;
    for actor in [world.body_admin().await, world.system_admin().await] {
        assert_eq!(
            fields(world.workflow.disable_user(&actor, &actor.user).await),
            ["user"]
        );
    }
}

async fn nobody_disables_whom_they_do_not_manage(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let elsewhere = world.person("elsewhere", Role::Editor, Some(OTHER)).await;
    let system = world.system_admin().await;
    let unknown = UserId::parse("unknown").unwrap();
    for user in [&elsewhere.user, &system.user, &unknown] {
        let refused = world.workflow.disable_user(&admin, user).await;
        assert_refused!(refused, WorkflowError::NotFound);
    }
}

async fn a_demo_password_needs_an_account(db: TestDatabase) {
    let world = World::new(db).await;
    let set = world.workflow.set_password_as_operator(
        workflow::Operator,
        "nobody@demo.invalid",
        "a turtle on the town hall",
    );
    assert_refused!(set.await, WorkflowError::NotFound);
}
