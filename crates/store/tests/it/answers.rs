use std::collections::BTreeMap;

use domain::Facts;
use serde_json::{Value, json};
use store::revisions::{self, Revision, RevisionKind};
use store::{StoreError, answers};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_bodies, add_editor, begin, revision, save, start_assessment};

on_both! {
    an_assessment_is_there_as_of_every_revision,
    the_history_of_an_item_is_newest_first_and_says_who,
    the_items_changed_between_revisions_are_listed_once,
    answers_of_a_revision_that_is_not_there_are_refused,
    a_revision_changes_an_item_once,
    a_revision_is_read_back_as_it_was_written,
    an_answer_that_is_no_json_names_its_row_and_not_its_text,
}

fn answers_of(pairs: &[(&str, Value)]) -> BTreeMap<domain::ItemId, Value> {
    pairs
        .iter()
        .map(|(item, value)| (sample::item(item), value.clone()))
        .collect()
}

async fn an_assessment_is_there_as_of_every_revision(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    save(
        &mut tx,
        &id,
        1,
        &[("I.1", Some(json!("一"))), ("I.2", Some(json!(2)))],
    )
    .await
    .unwrap();
    save(&mut tx, &id, 2, &[("I.1", Some(json!("壱")))])
        .await
        .unwrap();
    save(
        &mut tx,
        &id,
        3,
        &[("I.2", None), ("II", Some(json!([{"II.1": "x"}])))],
    )
    .await
    .unwrap();
    save(&mut tx, &id, 4, &[("I.2", Some(json!(3)))])
        .await
        .unwrap();

    for (revision, expected) in [
        (1, answers_of(&[])),
        (2, answers_of(&[("I.1", json!("一")), ("I.2", json!(2))])),
        (3, answers_of(&[("I.1", json!("壱")), ("I.2", json!(2))])),
        (
            4,
            answers_of(&[("I.1", json!("壱")), ("II", json!([{"II.1": "x"}]))]),
        ),
        (
            5,
            answers_of(&[
                ("I.1", json!("壱")),
                ("I.2", json!(3)),
                ("II", json!([{"II.1": "x"}])),
            ]),
        ),
    ] {
        let found = answers::load_at(&mut tx, &id, revision).await.unwrap();
        assert_eq!(found, expected, "revision {revision}");
    }
}

async fn the_history_of_an_item_is_newest_first_and_says_who(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let by_editor = Revision {
        author: Some(editor.clone()),
        ..revision(2, RevisionKind::Answers)
    };
    revisions::append(&mut tx, &id, &by_editor).await.unwrap();
    let changes = BTreeMap::from([(sample::item("I.1"), Some(json!("一")))]);
    answers::append(&mut tx, &id, 2, &changes).await.unwrap();
    revisions::append(&mut tx, &id, &revision(3, RevisionKind::Import))
        .await
        .unwrap();
    let changes = BTreeMap::from([(sample::item("I.1"), None)]);
    answers::append(&mut tx, &id, 3, &changes).await.unwrap();

    let item = sample::item("I.1");
    let all = answers::history(&mut tx, &id, &item, None, 10)
        .await
        .unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|v| (v.revision, v.author.clone(), v.value.clone()))
        .collect();
    assert_eq!(
        told,
        [(3, None, None), (2, Some(editor), Some(json!("一")))]
    );
    assert_eq!(all[1].at, time::after(2));
    assert!(
        !format!("{all:?}").contains('一'),
        "texts stay out of Debug"
    );
    let older = answers::history(&mut tx, &id, &item, Some(3), 10)
        .await
        .unwrap();
    assert_eq!(older, all[1..]);
}

async fn the_items_changed_between_revisions_are_listed_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    save(&mut tx, &id, 1, &[("I.1", Some(json!(1)))])
        .await
        .unwrap();
    save(
        &mut tx,
        &id,
        2,
        &[("I.2", Some(json!(1))), ("I.3", Some(json!(1)))],
    )
    .await
    .unwrap();
    save(&mut tx, &id, 3, &[("I.2", None)]).await.unwrap();
    let changed = answers::changed_between(&mut tx, &id, 2, 4).await.unwrap();
    assert_eq!(changed, [sample::item("I.2"), sample::item("I.3")]);
    assert_eq!(
        answers::changed_between(&mut tx, &id, 4, 4).await.unwrap(),
        []
    );
}

async fn answers_of_a_revision_that_is_not_there_are_refused(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let changes = BTreeMap::from([(sample::item("I.1"), Some(json!("秘密の文")))]);
    let refused = answers::append(&mut tx, &id, 2, &changes)
        .await
        .unwrap_err();
    assert!(matches!(refused, StoreError::Dangling), "{refused:?}");
    assert!(!format!("{refused} {refused:?}").contains("秘密"));
}

async fn a_revision_changes_an_item_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let changes = BTreeMap::from([(sample::item("I.1"), Some(json!("秘密の文")))]);
    answers::append(&mut tx, &id, 1, &changes).await.unwrap();
    let again = answers::append(&mut tx, &id, 1, &changes)
        .await
        .unwrap_err();
    assert!(
        matches!(&again, StoreError::Conflict { what } if what == "answers"),
        "{again:?}"
    );
}

async fn a_revision_is_read_back_as_it_was_written(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let written = Revision {
        revision: 2,
        author: Some(editor),
        at: "2026-04-01T00:00:00.123456789Z".parse().unwrap(),
        kind: RevisionKind::Facts,
        facts: Facts {
            headcount: Some(120_000),
            uses_ms: Some(false),
            ..Facts::default()
        },
        changed: vec!["I.1".to_owned(), "II".to_owned()],
        digest: sample::digest("whole"),
    };
    revisions::append(&mut tx, &id, &written).await.unwrap();
    assert_eq!(
        revisions::find(&mut tx, &id, 2).await.unwrap(),
        Some(written)
    );
    assert_eq!(revisions::find(&mut tx, &id, 3).await.unwrap(), None);
    let before = revisions::list(&mut tx, &id, Some(2), 10).await.unwrap();
    assert_eq!(before, [revision(1, RevisionKind::Created)]);
}

async fn an_answer_that_is_no_json_names_its_row_and_not_its_text(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    tx.commit().await.unwrap();
    let broken = "INSERT INTO answers (assessment_id, item, revision, value)
                  VALUES ('a', 'I.1', 1, '秘密の文')";
    crate::helpers::tamper(&db, broken).await.unwrap();
    let mut tx = db.store.begin_read().await.unwrap();
    let corrupt = answers::load_at(&mut tx, &id, 1).await.unwrap_err();
    assert_eq!(
        corrupt.to_string(),
        "answers.value of row a/I.1/1 breaks a rule"
    );
    assert!(!format!("{corrupt:?}").contains("秘密"));
}
