use domain::{Role, UserId};
use store::mail_outbox::{self, Content, Mail};
use store::notifications::{self, Filter, NewNotification, Reader, Recipient};
use store::{Secret, Tx, users};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_bodies, begin};

on_both! {
    a_message_to_a_role_reaches_those_of_the_body_only,
    somebody_who_comes_later_finds_what_waits_for_the_role,
    all_staff_of_the_commission_are_told_at_once,
    who_caused_it_is_not_told,
    what_was_told_under_a_key_is_not_told_again,
    reading_is_a_matter_of_each_person,
    a_message_for_others_cannot_be_marked,
    lists_go_on_after_a_page_and_can_be_filtered,
    mail_goes_to_active_people_who_want_it,
    a_mail_is_taken_once_and_its_text_is_erased_when_it_is_sent,
    a_mail_whose_worker_died_is_taken_after_the_lease_under_the_same_id,
    a_mail_given_up_says_why_and_can_be_tried_again,
    senders_never_take_the_same_mail,
}

async fn person(tx: &mut Tx, name: &str, role: Role, body: Option<&str>) -> UserId {
    let (id, body) = (sample::user_id(name), body.map(sample::body_code));
    let new = users::NewUser {
        id: &id,
        email: &format!("{name}@demo.invalid"),
        role,
        body: body.as_ref(),
        password_hash: Some(&Secret::new("$argon2id$sample")),
        at: time::start(),
    };
    users::insert(tx, &new).await.unwrap();
    id
}

fn news<'a>(to: Recipient<'a>, kind: &'a str) -> NewNotification<'a> {
    NewNotification {
        to,
        kind,
        body: None,
        subject_kind: "assessment",
        subject: "011002/1/kiso",
        due_on: None,
        by: None,
        dedupe: None,
        mail: true,
        at: time::start(),
    }
}

async fn kinds_for(tx: &mut Tx, user: &UserId) -> Vec<String> {
    listed(tx, user, &Filter::default()).await
}

async fn listed(tx: &mut Tx, user: &UserId, filter: &Filter<'_>) -> Vec<String> {
    let found = users::find(tx, user).await.unwrap().unwrap();
    let reader = Reader {
        user,
        role: found.role,
        body: found.body.as_ref(),
    };
    let list = notifications::list(tx, &reader, filter, None, 50).await;
    list.unwrap().into_iter().map(|entry| entry.kind).collect()
}

async fn unread(tx: &mut Tx, user: &UserId) -> u32 {
    let found = users::find(tx, user).await.unwrap().unwrap();
    let reader = Reader {
        user,
        role: found.role,
        body: found.body.as_ref(),
    };
    notifications::count_unread(tx, &reader, 99).await.unwrap()
}

async fn read(tx: &mut Tx, user: &UserId, id: &str, through: bool) -> u64 {
    let found = users::find(tx, user).await.unwrap().unwrap();
    let reader = Reader {
        user,
        role: found.role,
        body: found.body.as_ref(),
    };
    let now = time::after(5);
    notifications::mark_read(tx, &reader, id, through, now)
        .await
        .unwrap()
}

async fn a_message_to_a_role_reaches_those_of_the_body_only(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let editor = person(&mut tx, "editor", Role::Editor, Some(CITY)).await;
    let other = person(&mut tx, "other", Role::Editor, Some(sample::CODES[1])).await;
    let approver = person(&mut tx, "approver", Role::Approver, Some(CITY)).await;
    let city = sample::body_code(CITY);
    let to_role = news(Recipient::RoleOf(Role::Editor, &city), "a");
    notifications::insert(&mut tx, &to_role).await.unwrap();
    let to_user = news(Recipient::User(&other), "b");
    notifications::insert(&mut tx, &to_user).await.unwrap();
    assert_eq!(kinds_for(&mut tx, &editor).await, ["a"]);
    assert_eq!(kinds_for(&mut tx, &other).await, ["b"]);
    assert_eq!(kinds_for(&mut tx, &approver).await, Vec::<String>::new());
}

async fn somebody_who_comes_later_finds_what_waits_for_the_role(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let city = sample::body_code(CITY);
    let message = news(Recipient::RoleOf(Role::Editor, &city), "a");
    notifications::insert(&mut tx, &message).await.unwrap();
    let late = person(&mut tx, "late", Role::Editor, Some(CITY)).await;
    assert_eq!(kinds_for(&mut tx, &late).await, ["a"]);
    assert_eq!(take(&mut tx, 0).await, None);
}

async fn all_staff_of_the_commission_are_told_at_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let reviewer = person(&mut tx, "reviewer", Role::PpcReviewer, None).await;
    let approver = person(&mut tx, "approver", Role::PpcApprover, None).await;
    let provider = person(&mut tx, "provider", Role::Provider, None).await;
    notifications::insert(&mut tx, &news(Recipient::Commission, "a"))
        .await
        .unwrap();
    let provider_only = news(Recipient::Role(Role::Provider), "b");
    notifications::insert(&mut tx, &provider_only)
        .await
        .unwrap();
    for staff in [&reviewer, &approver] {
        assert_eq!(kinds_for(&mut tx, staff).await, ["a"]);
    }
    assert_eq!(kinds_for(&mut tx, &provider).await, ["b"]);
    assert_eq!(take_all(&mut tx).await.len(), 3);
}

async fn who_caused_it_is_not_told(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let one = person(&mut tx, "one", Role::Coordinator, Some(CITY)).await;
    let two = person(&mut tx, "two", Role::Coordinator, Some(CITY)).await;
    let city = sample::body_code(CITY);
    let message = NewNotification {
        by: Some(&one),
        ..news(Recipient::RoleOf(Role::Coordinator, &city), "a")
    };
    notifications::insert(&mut tx, &message).await.unwrap();
    assert_eq!(kinds_for(&mut tx, &one).await, Vec::<String>::new());
    assert_eq!(unread(&mut tx, &one).await, 0);
    assert_eq!(kinds_for(&mut tx, &two).await, ["a"]);
    let sent_to: Vec<_> = take_all(&mut tx).await;
    assert_eq!(sent_to, ["two@demo.invalid"]);
}

async fn what_was_told_under_a_key_is_not_told_again(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let user = person(&mut tx, "provider", Role::Provider, None).await;
    let message = NewNotification {
        dedupe: Some("due 1"),
        ..news(Recipient::User(&user), "a")
    };
    let first = notifications::insert(&mut tx, &message).await.unwrap();
    let second = notifications::insert(&mut tx, &message).await.unwrap();
    assert!(first.is_some() && second.is_none());
    assert_eq!(kinds_for(&mut tx, &user).await, ["a"]);
    assert_eq!(take_all(&mut tx).await.len(), 1);
}

async fn reading_is_a_matter_of_each_person(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let one = person(&mut tx, "one", Role::Provider, None).await;
    let two = person(&mut tx, "two", Role::Provider, None).await;
    let mut ids = Vec::new();
    for (second, kind) in ["a", "b", "c"].into_iter().enumerate() {
        let message = NewNotification {
            at: time::after(second.try_into().unwrap()),
            ..news(Recipient::Role(Role::Provider), kind)
        };
        let id = notifications::insert(&mut tx, &message).await.unwrap();
        ids.push(id.unwrap());
    }
    assert_eq!(unread(&mut tx, &one).await, 3);
    assert_eq!(read(&mut tx, &one, &ids[2], false).await, 1);
    assert_eq!(read(&mut tx, &one, &ids[2], false).await, 0);
    assert_eq!(unread(&mut tx, &one).await, 2);
    assert_eq!(read(&mut tx, &one, &ids[1], true).await, 2);
    assert_eq!(unread(&mut tx, &one).await, 0);
    assert_eq!(unread(&mut tx, &two).await, 3);
}

async fn a_message_for_others_cannot_be_marked(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let one = person(&mut tx, "one", Role::Provider, None).await;
    let two = person(&mut tx, "two", Role::Provider, None).await;
    let message = news(Recipient::User(&one), "a");
    let id = notifications::insert(&mut tx, &message).await.unwrap();
    let id = id.unwrap();
    assert_eq!(read(&mut tx, &two, &id, true).await, 0);
    assert_eq!(unread(&mut tx, &one).await, 1);
}

async fn lists_go_on_after_a_page_and_can_be_filtered(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let user = person(&mut tx, "one", Role::Provider, None).await;
    for (second, kind) in ["a", "b", "a"].into_iter().enumerate() {
        let message = NewNotification {
            at: time::after(second.try_into().unwrap()),
            ..news(Recipient::User(&user), kind)
        };
        notifications::insert(&mut tx, &message).await.unwrap();
    }
    let reader = Reader {
        user: &user,
        role: Role::Provider,
        body: None,
    };
    let all = Filter::default();
    let first = notifications::list(&mut tx, &reader, &all, None, 2)
        .await
        .unwrap();
    let last = &first[1].id;
    let second = notifications::list(&mut tx, &reader, &all, Some(last), 2)
        .await
        .unwrap();
    assert_eq!((first.len(), second.len()), (2, 1));
    read(&mut tx, &user, &first[0].id, false).await;
    let of_kind = Filter {
        unread: true,
        kind: Some("a"),
    };
    assert_eq!(listed(&mut tx, &user, &of_kind).await, ["a"]);
}

async fn take(tx: &mut Tx, now: i64) -> Option<Mail> {
    mail_outbox::take_next(tx, time::after(now), time::after(now + 60))
        .await
        .unwrap()
}

async fn take_all(tx: &mut Tx) -> Vec<String> {
    let mut addresses = Vec::new();
    while let Some(mail) = take(tx, 0).await {
        addresses.push(mail.address.expose().to_owned());
    }
    addresses
}

async fn mail_goes_to_active_people_who_want_it(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let _plain = person(&mut tx, "plain", Role::Provider, None).await;
    let refuses = person(&mut tx, "refuses", Role::Provider, None).await;
    let wants = person(&mut tx, "wants", Role::Provider, None).await;
    let gone = person(&mut tx, "gone", Role::Provider, None).await;
    let disabled = users::UserState::Disabled;
    users::set_state(&mut tx, &gone, disabled, time::start())
        .await
        .unwrap();
    notifications::prefer(&mut tx, &refuses, "act", true)
        .await
        .unwrap();
    notifications::prefer(&mut tx, &refuses, "act", false)
        .await
        .unwrap();
    notifications::prefer(&mut tx, &wants, "know", true)
        .await
        .unwrap();
    let act = news(Recipient::Role(Role::Provider), "act");
    notifications::insert(&mut tx, &act).await.unwrap();
    let mut sent = take_all(&mut tx).await;
    sent.sort();
    assert_eq!(sent, ["plain@demo.invalid", "wants@demo.invalid"]);
    let know = NewNotification {
        mail: false,
        ..news(Recipient::Role(Role::Provider), "know")
    };
    notifications::insert(&mut tx, &know).await.unwrap();
    assert_eq!(take_all(&mut tx).await, ["wants@demo.invalid"]);
    assert_eq!(
        notifications::preferences(&mut tx, &refuses).await.unwrap(),
        [("act".to_owned(), false)]
    );
}

async fn own_mail(tx: &mut Tx) {
    let user = person(tx, "one", Role::Provider, None).await;
    let text = Secret::new("https://demo.invalid/desk/invitations/token");
    mail_outbox::insert(tx, &user, "招待", &text, time::start())
        .await
        .unwrap();
}

async fn a_mail_is_taken_once_and_its_text_is_erased_when_it_is_sent(db: TestDatabase) {
    let mut tx = begin(&db).await;
    own_mail(&mut tx).await;
    let mail = take(&mut tx, 0).await.unwrap();
    let Content::Own { subject, text } = &mail.content else {
        panic!("{mail:?}");
    };
    assert_eq!(subject, "招待");
    assert!(text.expose().ends_with("token"));
    assert_eq!(mail.address.expose(), "one@demo.invalid");
    assert_eq!(take(&mut tx, 0).await, None);
    assert!(
        mail_outbox::sent(&mut tx, &mail, time::after(1))
            .await
            .unwrap()
    );
    assert!(
        !mail_outbox::sent(&mut tx, &mail, time::after(1))
            .await
            .unwrap()
    );
    assert_eq!(take(&mut tx, 1_000).await, None);
    tx.commit().await.unwrap();
    crate::helpers::tamper(
        &db,
        "UPDATE mail_outbox SET id = CASE WHEN text IS NULL THEN id ELSE NULL END",
    )
    .await
    .unwrap();
}

async fn a_mail_whose_worker_died_is_taken_after_the_lease_under_the_same_id(db: TestDatabase) {
    let mut tx = begin(&db).await;
    own_mail(&mut tx).await;
    let first = take(&mut tx, 0).await.unwrap();
    assert_eq!(take(&mut tx, 59).await, None);
    let second = take(&mut tx, 60).await.unwrap();
    assert_eq!((&second.id, second.attempts), (&first.id, 2));
    assert!(
        !mail_outbox::sent(&mut tx, &first, time::after(61))
            .await
            .unwrap()
    );
    assert!(
        mail_outbox::sent(&mut tx, &second, time::after(61))
            .await
            .unwrap()
    );
}

async fn a_mail_given_up_says_why_and_can_be_tried_again(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let user = person(&mut tx, "one", Role::Provider, None).await;
    let message = news(Recipient::User(&user), "a");
    notifications::insert(&mut tx, &message).await.unwrap();
    let mail = take(&mut tx, 0).await.unwrap();
    let retry = Some(time::after(30));
    assert!(
        mail_outbox::failed(&mut tx, &mail, "no route", retry, time::after(1))
            .await
            .unwrap()
    );
    assert_eq!(take(&mut tx, 29).await, None);
    let mail = take(&mut tx, 30).await.unwrap();
    mail_outbox::failed(&mut tx, &mail, "no route", None, time::after(31))
        .await
        .unwrap();
    let given_up = mail_outbox::list_given_up(&mut tx, 10).await.unwrap();
    assert_eq!(given_up.len(), 1);
    assert_eq!(
        (given_up[0].error.as_str(), given_up[0].attempts),
        ("no route", 2)
    );
    let id = given_up[0].id.clone();
    assert!(
        mail_outbox::retry(&mut tx, &id, time::after(40))
            .await
            .unwrap()
    );
    assert!(
        !mail_outbox::retry(&mut tx, &id, time::after(40))
            .await
            .unwrap()
    );
    assert_eq!(take(&mut tx, 40).await.unwrap().attempts, 1);
}

async fn senders_never_take_the_same_mail(db: TestDatabase) {
    let mut tx = begin(&db).await;
    for number in 0..20 {
        person(&mut tx, &format!("p{number}"), Role::Provider, None).await;
    }
    let message = news(Recipient::Role(Role::Provider), "a");
    notifications::insert(&mut tx, &message).await.unwrap();
    tx.commit().await.unwrap();
    let senders: Vec<_> = (0..4)
        .map(|_| {
            let store = db.store.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                loop {
                    let mut tx = store.begin().await.unwrap();
                    let Some(mail) = take(&mut tx, 0).await else {
                        return taken;
                    };
                    tx.commit().await.unwrap();
                    taken.push(mail.id);
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for sender in senders {
        all.extend(sender.await.unwrap());
    }
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 20);
}
