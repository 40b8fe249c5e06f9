//! The people of a body: lists, roles, closing and opening accounts, forgotten passwords.

use domain::Role;
use testkit::{TestDatabase, on_both};
use workflow::{
    ChangeRole, Client, Conflict, NewUser, Operator, PageRequest, SignInError, Token,
    UserSelection, UserState, WorkflowError,
};

use crate::assert_refused;
use crate::world::{CITY, OTHER, PASSWORD, PREFECTURE, World, code, fields};

on_both! {
    every_role_can_be_invited_where_it_fits,
    a_list_holds_what_was_asked_for,
    a_role_changes_for_what_fits_and_the_person_signs_in_anew,
    nobody_changes_the_own_role_or_that_of_a_higher_one,
    a_role_that_is_no_longer_the_one_shown_is_not_changed,
    the_last_administrator_stays,
    two_administrators_do_not_close_each_other_out,
    a_forgotten_password_is_answered_alike_for_everybody,
    a_link_that_was_asked_for_ends_after_half_an_hour,
    asking_for_links_is_slowed_down_alike_for_everybody,
    an_account_shows_its_history,
}

const CLIENT: Client<'_> = Client {
    address: "192.0.2.1",
    user_agent: "test",
};

async fn every_role_can_be_invited_where_it_fits(db: TestDatabase) {
    let world = World::new(db).await;
    for role in Role::ALL {
        for body in [None, Some(CITY), Some(PREFECTURE)] {
            let new = NewUser {
                email: format!("{}-{}@demo.invalid", role.as_str(), body.unwrap_or("none")),
                role,
                body: body.map(code),
            };
            let invited = world
                .workflow
                .invite_user_as_operator(Operator, new.clone())
                .await;
            let fits = match body {
                None => !role.needs_body(),
                Some(CITY) => role.needs_body() && role != Role::Prefecture,
                Some(_) => role.needs_body(),
            };
            if fits {
                assert_eq!(invited.unwrap().email, new.email);
            } else {
                assert_eq!(fields(invited), ["body"], "{role:?} {body:?}");
            }
        }
    }
}

async fn a_list_holds_what_was_asked_for(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let system = world.system_admin().await;
    let editor = world.editor().await;
    world.approver().await;
    world.person("elsewhere", Role::Editor, Some(OTHER)).await;
    world
        .workflow
        .disable_user(&admin, &editor.user)
        .await
        .unwrap();
    let other = code(OTHER);
    let all = UserSelection::default();
    let cases = [
        (
            &admin,
            UserSelection {
                role: Some(Role::Approver),
                ..all
            },
            vec!["approver"],
        ),
        (
            &admin,
            UserSelection {
                state: Some(UserState::Disabled),
                ..all
            },
            vec!["editor"],
        ),
        (
            &admin,
            UserSelection {
                address: " ＡＰＰ",
                ..all
            },
            vec!["approver"],
        ),
        (
            &admin,
            UserSelection {
                address: "%",
                ..all
            },
            vec![],
        ),
        // Another body is not shown by asking for it.
        (
            &admin,
            UserSelection {
                body: Some(&other),
                ..all
            },
            vec!["admin", "approver", "editor"],
        ),
        (
            &system,
            UserSelection {
                body: Some(&other),
                ..all
            },
            vec!["elsewhere"],
        ),
        (
            &system,
            UserSelection {
                role: Some(Role::Editor),
                ..all
            },
            vec!["editor", "elsewhere"],
        ),
    ];
    for (actor, selection, names) in cases {
        let request = PageRequest::default();
        let found = world.workflow.select_users(actor, &selection, &request);
        let found = found.await.unwrap().items;
        let found: Vec<_> = found
            .iter()
            .map(|user| user.email.split('@').next().unwrap())
            .collect();
        assert_eq!(found, names, "{selection:?}");
    }
}

async fn a_role_changes_for_what_fits_and_the_person_signs_in_anew(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let editor = world.editor().await;
    let token = world.sign_in(&editor.email, PASSWORD).await.unwrap().token;
    let change = |to| ChangeRole {
        user: &editor.user,
        from: Role::Editor,
        to,
    };
    for wrong in [Role::Prefecture, Role::Provider, Role::SystemAdmin] {
        let refused = world.workflow.change_role(&admin, change(wrong)).await;
        assert_eq!(fields(refused), ["role"], "{wrong:?}");
    }
    let same = world
        .workflow
        .change_role(&admin, change(Role::Editor))
        .await;
    same.unwrap();
    assert!(world.workflow.session(&token).await.unwrap().is_some());
    for _ in 0..2 {
        let changed = world.workflow.change_role(&admin, change(Role::Approver));
        changed.await.unwrap();
    }
    assert_eq!(world.workflow.session(&token).await.unwrap(), None);
    let begun = world.sign_in(&editor.email, PASSWORD).await.unwrap();
    assert_eq!(begun.session.actor.role, Role::Approver);
    let trail = world.trail().await;
    let changes = trail.iter().filter(|act| *act == "user.change-role");
    assert_eq!(changes.count(), 1);
}

async fn nobody_changes_the_own_role_or_that_of_a_higher_one(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let system = world.system_admin().await;
    for (actor, to) in [(&admin, Role::Approver), (&system, Role::Provider)] {
        let own = ChangeRole {
            user: &actor.user,
            from: actor.role,
            to,
        };
        let refused = world.workflow.change_role(actor, own).await;
        assert_eq!(fields(refused), ["user"]);
    }
    let above = ChangeRole {
        user: &system.user,
        from: Role::SystemAdmin,
        to: Role::Provider,
    };
    let refused = world.workflow.change_role(&admin, above).await;
    assert_refused!(refused, WorkflowError::NotFound);
}

async fn a_role_that_is_no_longer_the_one_shown_is_not_changed(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let editor = world.editor().await;
    let late = ChangeRole {
        user: &editor.user,
        from: Role::Approver,
        to: Role::Coordinator,
    };
    let refused = world.workflow.change_role(&admin, late).await;
    assert_refused!(refused, WorkflowError::Conflict(Conflict::Meanwhile));
}

async fn the_last_administrator_stays(db: TestDatabase) {
    let world = World::new(db).await;
    let system = world.system_admin().await;
    let admin = world.body_admin().await;
    let down = ChangeRole {
        user: &admin.user,
        from: Role::BodyAdmin,
        to: Role::Editor,
    };
    let refused = world.workflow.disable_user(&system, &admin.user).await;
    assert_eq!(fields(refused), ["user"]);
    let refused = world.workflow.change_role(&system, down).await;
    assert_eq!(fields(refused), ["user"]);
    // An administrator of another body, or one who has not come yet, does not count.
    world
        .person("elsewhere", Role::BodyAdmin, Some(OTHER))
        .await;
    let invited = NewUser {
        email: "new@demo.invalid".to_owned(),
        role: Role::BodyAdmin,
        body: Some(code(CITY)),
    };
    world.invite(&system, invited).await.unwrap();
    let refused = world.workflow.disable_user(&system, &admin.user).await;
    assert_eq!(fields(refused), ["user"]);
    let second = world.person("second", Role::BodyAdmin, Some(CITY)).await;
    let closed = world.workflow.disable_user(&second, &admin.user).await;
    closed.unwrap();
    let refused = world.workflow.disable_user(&system, &second.user).await;
    assert_eq!(fields(refused), ["user"]);
}

async fn two_administrators_do_not_close_each_other_out(db: TestDatabase) {
    let world = World::new(db).await;
    let one = world.body_admin().await;
    let two = world.person("second", Role::BodyAdmin, Some(CITY)).await;
    let (first, second) = tokio::join!(
        world.workflow.disable_user(&one, &two.user),
        world.workflow.disable_user(&two, &one.user),
    );
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
}

async fn ask(world: &World, email: &str) -> (Result<(), SignInError>, Option<Token>) {
    let (address, made) = world.link();
    let asked = world.workflow.ask_new_password(email, CLIENT, address);
    let asked = asked.await;
    let link = made.lock().unwrap().pop();
    (asked, link)
}

async fn a_forgotten_password_is_answered_alike_for_everybody(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let editor = world.editor().await;
    let closed = world.approver().await;
    world
        .workflow
        .disable_user(&admin, &closed.user)
        .await
        .unwrap();
    let invited = NewUser {
        email: "new@demo.invalid".to_owned(),
        role: Role::Editor,
        body: Some(code(CITY)),
    };
    let invited = world.invite(&admin, invited).await.unwrap();
    for email in [
        "nobody@demo.invalid",
        &closed.email,
        "new@demo.invalid",
        "",
        "x",
    ] {
        let (asked, link) = ask(&world, email).await;
        assert!(asked.is_ok() && link.is_none(), "{email}");
    }
    // Who was invited still comes in by the first link.
    let still = world.workflow.invitation(&invited).await.unwrap();
    assert!(still.is_some());
    let (asked, link) = ask(&world, &editor.email).await;
    asked.unwrap();
    let session = world.sign_in(&editor.email, PASSWORD).await.unwrap();
    let new = "two turtles on the roof";
    let link = link.unwrap();
    let entered = world.workflow.accept_invitation(&link, new).await;
    assert_eq!(entered.unwrap().whole().unwrap().session.actor, editor);
    let ended = world.workflow.session(&session.token).await.unwrap();
    assert_eq!(ended, None);
    let again = world.workflow.accept_invitation(&link, PASSWORD).await;
    assert_refused!(again, WorkflowError::NotFound);
    world.sign_in(&editor.email, new).await.unwrap();
}

async fn a_link_that_was_asked_for_ends_after_half_an_hour(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let link = ask(&world, &editor.email).await.1.unwrap();
    world.clock.advance(30 * 60 - 1);
    assert!(world.workflow.invitation(&link).await.unwrap().is_some());
    world.clock.advance(1);
    assert_eq!(world.workflow.invitation(&link).await.unwrap(), None);
}

async fn asking_for_links_is_slowed_down_alike_for_everybody(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    for email in [editor.email.as_str(), "nobody@demo.invalid"] {
        for _ in 0..6 {
            ask(&world, email).await.0.unwrap();
        }
        let (refused, link) = ask(&world, email).await;
        assert_refused!(refused, SignInError::Throttled { .. });
        assert!(link.is_none());
    }
    // It does not keep anybody from signing in.
    world.sign_in(&editor.email, PASSWORD).await.unwrap();
}

async fn an_account_shows_its_history(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let editor = world.editor().await;
    world.sign_in(&editor.email, "guess").await.unwrap_err();
    world.sign_in(&editor.email, PASSWORD).await.unwrap();
    let change = ChangeRole {
        user: &editor.user,
        from: Role::Editor,
        to: Role::Coordinator,
    };
    world.workflow.change_role(&admin, change).await.unwrap();
    let request = PageRequest::first(3);
    let page = world
        .workflow
        .account_history(&admin, &editor.user, &request);
    let page = page.await.unwrap();
    let acts: Vec<_> = page
        .items
        .iter()
        .map(|act| (act.what.as_str(), act.by.as_deref()))
        .collect();
    assert_eq!(
        acts,
        [
            (
                "役割を「作成担当（業務主管課）」から「取りまとめ担当（取りまとめ課）」に変えました",
                Some("admin@demo.invalid")
            ),
            ("サインインしました", Some("editor@demo.invalid")),
            ("サインインに失敗しました", None),
        ]
    );
    let request = PageRequest::after(page.next.unwrap(), 10);
    let rest = world
        .workflow
        .account_history(&admin, &editor.user, &request);
    assert_eq!(rest.await.unwrap().items.len(), 2);
    let person = world.workflow.person(&admin, &editor.user).await.unwrap();
    assert!(person.may_change && person.has_password && person.second_factor.is_none());
    assert_eq!(
        person.roles,
        [
            Role::Editor,
            Role::Approver,
            Role::Coordinator,
            Role::BodyAdmin
        ]
    );
    let own = world.workflow.own_history(&editor, &request).await;
    assert!(!own.unwrap().items.is_empty());
}
