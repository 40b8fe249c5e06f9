#![allow(clippy::unwrap_used)]
use std::net::{IpAddr, Ipv4Addr};

use domain::Role;
use testkit::{TestDatabase, on_both, sample, time};

use super::*;

on_both! {
    a_reading_from_outside_is_recorded_once_a_day_and_revision,
    whoever_belongs_to_the_body_works_with_the_text,
    what_was_typed_at_a_failed_sign_in_is_not_kept,
    every_export_is_recorded,
}

const ORIGIN: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));

fn key() -> AssessmentKey {
    AssessmentKey::parse("011002/1/zenkomoku").unwrap()
}

async fn person(tx: &mut Tx, role: Role, body: Option<&str>) -> Actor {
    let bodies = sample::CODES.map(sample::body);
    store::bodies::upsert_all(tx, &bodies).await.unwrap();
    let (user, body) = (sample::user_id("somebody"), body.map(sample::body_code));
    let new = store::users::NewUser {
        id: &user,
        email: "somebody@demo.invalid",
        role,
        body: body.as_ref(),
        password_hash: None,
        at: time::start(),
    };
    store::users::insert(tx, &new).await.unwrap();
    Actor {
        user,
        role,
        body,
        email: "somebody@demo.invalid".to_owned(),
        origin: Some(ORIGIN),
    }
}

async fn rows(tx: &mut Tx) -> Vec<audit::AuditEntry> {
    audit::list(tx, None, None, 100).await.unwrap()
}

async fn a_reading_from_outside_is_recorded_once_a_day_and_revision(db: TestDatabase) {
    let mut tx = db.store.begin().await.unwrap();
    let reviewer = person(&mut tx, Role::ThirdPartyReviewer, None).await;
    // 23:59 and 24:00 in Japan.
    let before: Timestamp = "2026-04-01T14:59:59Z".parse().unwrap();
    let midnight: Timestamp = "2026-04-01T15:00:00Z".parse().unwrap();
    let mut news = Vec::new();
    for (revision, at) in [(2, before), (2, before), (3, before), (2, midnight)] {
        news.push(
            record_reading(&mut tx, &reviewer, &key(), revision, at)
                .await
                .unwrap(),
        );
    }
    assert_eq!(news, [true, false, true, true]);
    let rows = rows(&mut tx).await;
    assert_eq!(rows.len(), 3);
    let row = &rows[2];
    assert_eq!(
        (row.action.as_str(), row.subject.as_str()),
        (READ_WITHHELD, "011002/1/zenkomoku")
    );
    assert_eq!(row.actor, Some(reviewer.user));
    assert_eq!(row.origin, Some(ORIGIN.to_string()));
    assert_eq!(
        row.detail,
        json!({ "revision": 2, "role": "third-party-reviewer" })
    );
}

async fn whoever_belongs_to_the_body_works_with_the_text(db: TestDatabase) {
    let mut tx = db.store.begin().await.unwrap();
    let editor = person(&mut tx, Role::Editor, Some("011002")).await;
    let now = time::start();
    assert!(
        !record_reading(&mut tx, &editor, &key(), 1, now)
            .await
            .unwrap()
    );
    assert_eq!(rows(&mut tx).await, []);
}

async fn what_was_typed_at_a_failed_sign_in_is_not_kept(db: TestDatabase) {
    let mut tx = db.store.begin().await.unwrap();
    let known = person(&mut tx, Role::Editor, Some("011002")).await;
    let known = store::users::find(&mut tx, &known.user).await.unwrap();
    for account in [None, known.as_ref()] {
        record_failed_sign_in(&mut tx, account, "password", Some(ORIGIN), time::start())
            .await
            .unwrap();
    }
    let rows = rows(&mut tx).await;
    let said: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.subject.as_str(),
                row.actor.is_some(),
                row.body.is_some(),
            )
        })
        .collect();
    assert_eq!(said, [("somebody", false, true), ("unknown", false, false)]);
    assert!(rows.iter().all(|row| row.origin.is_some()));
}

async fn every_export_is_recorded(db: TestDatabase) {
    let mut tx = db.store.begin().await.unwrap();
    for _ in 0..2 {
        let (by, now) = (By::OPERATOR, time::start());
        record_export(&mut tx, &key(), 2, "regulator", "html", by, now)
            .await
            .unwrap();
    }
    let rows = rows(&mut tx).await;
    assert_eq!(rows.len(), 2);
    assert_eq!(
        rows[0].detail,
        json!({ "revision": 2, "audience": "regulator", "format": "html" })
    );
}
