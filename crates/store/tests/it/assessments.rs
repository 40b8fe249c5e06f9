use domain::{Round, Stage, Submitted};
use store::assessments::{self, Bump, Cursor};
use store::{StoreError, Tx};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_bodies, begin, save, start_assessment};

on_both! {
    a_new_assessment_is_a_draft_at_its_first_revision,
    a_body_uses_a_number_once_for_a_form,
    another_body_may_use_the_same_number,
    an_assessment_of_an_unknown_body_is_refused,
    whoever_saved_first_wins_and_the_other_learns_the_revision,
    of_two_who_save_at_once_nothing_is_lost,
    a_stage_moves_only_from_where_it_was_read,
    a_stage_moves_only_at_the_revision_that_was_read,
    a_body_lists_what_changed_last_first,
    a_filter_shows_one_stage,
    a_lock_returns_what_is_there,
}

async fn a_new_assessment_is_a_draft_at_its_first_revision(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "007", 5)
        .await
        .unwrap();
    let (city, number, form) = (
        sample::body_code(CITY),
        sample::number("007"),
        sample::form("kiso"),
    );
    let found = assessments::find(&mut tx, &city, &number, &form)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.id, id);
    assert_eq!((found.stage, found.revision), (Stage::new_draft(), 1));
    assert_eq!(
        (found.agency.as_str(), found.title.as_str()),
        ("見本市長", "見本事務")
    );
    assert_eq!(
        (found.created_at, found.changed_at),
        (time::after(5), time::after(5))
    );
    let other = assessments::find(&mut tx, &city, &sample::number("7"), &form)
        .await
        .unwrap();
    assert_eq!(other, None, "leading zeros count");
}

async fn a_body_uses_a_number_once_for_a_form(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let again = start_assessment(&mut tx, "b", CITY, "1", 0).await;
    assert!(
        matches!(&again, Err(StoreError::Conflict { what }) if what == "assessments"),
        "{again:?}"
    );
}

async fn another_body_may_use_the_same_number(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    start_assessment(&mut tx, "b", "131016", "1", 0)
        .await
        .unwrap();
}

async fn an_assessment_of_an_unknown_body_is_refused(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let refused = start_assessment(&mut tx, "a", CITY, "1", 0).await;
    assert!(matches!(refused, Err(StoreError::Dangling)), "{refused:?}");
}

async fn whoever_saved_first_wins_and_the_other_learns_the_revision(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    assert_eq!(save(&mut tx, &id, 1, &[]).await.unwrap(), 2);
    let late = save(&mut tx, &id, 1, &[]).await;
    assert!(
        matches!(late, Err(StoreError::Stale { current: 2 })),
        "{late:?}"
    );
    let nothing = save(&mut tx, &sample::assessment_id("none"), 1, &[]).await;
    assert!(
        matches!(
            nothing,
            Err(StoreError::Absent {
                table: "assessments"
            })
        ),
        "{nothing:?}"
    );
}

async fn of_two_who_save_at_once_nothing_is_lost(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    tx.commit().await.unwrap();
    let writers: Vec<_> = (0..2)
        .map(|writer| {
            let (store, id) = (db.store.clone(), id.clone());
            tokio::spawn(async move {
                let mut expected = 1;
                for turn in 0..10 {
                    let item = format!("w{writer}.{turn}");
                    loop {
                        let mut tx = store.begin().await.unwrap();
                        let value = serde_json::json!(turn);
                        match save(&mut tx, &id, expected, &[(&item, Some(value))]).await {
                            Ok(next) => {
                                tx.commit().await.unwrap();
                                expected = next;
                                break;
                            }
                            Err(StoreError::Stale { current }) => expected = current,
                            Err(other) => panic!("{other:?}"),
                        }
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let mut tx = db.store.begin_read().await.unwrap();
    let revision = assessments::find_by_id(&mut tx, &id)
        .await
        .unwrap()
        .unwrap()
        .revision;
    assert_eq!(revision, 21);
    let answers = store::answers::load_at(&mut tx, &id, revision)
        .await
        .unwrap();
    assert_eq!(answers.len(), 20);
    let revisions = store::revisions::list(&mut tx, &id, None, 100)
        .await
        .unwrap();
    let numbers: Vec<_> = revisions.iter().map(|revision| revision.revision).collect();
    assert_eq!(numbers, (1..=21).rev().collect::<Vec<_>>());
}

fn in_review(revision: i64) -> Stage {
    let submitted = Submitted {
        revision,
        by: sample::user_id("editor"),
        at: time::after(9),
    };
    Stage::InReview {
        submitted,
        checked: None,
        round: Round::default(),
    }
}

async fn submit(tx: &mut Tx, id: &str, expected: i64) -> Result<(), StoreError> {
    let (id, draft) = (sample::assessment_id(id), Stage::new_draft());
    assessments::set_stage(
        tx,
        &id,
        expected,
        &draft,
        &in_review(expected),
        time::after(9),
        None,
    )
    .await
}

async fn a_stage_moves_only_from_where_it_was_read(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    submit(&mut tx, "a", 1).await.unwrap();
    let found = assessments::find_by_id(&mut tx, &id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.stage, found.revision), (in_review(1), 1));
    let twice = submit(&mut tx, "a", 1).await;
    assert!(
        matches!(twice, Err(StoreError::Stale { current: 1 })),
        "{twice:?}"
    );
    let nothing = submit(&mut tx, "none", 1).await;
    assert!(
        matches!(nothing, Err(StoreError::Absent { .. })),
        "{nothing:?}"
    );
}

async fn a_stage_moves_only_at_the_revision_that_was_read(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    save(&mut tx, &id, 1, &[]).await.unwrap();
    let late = submit(&mut tx, "a", 1).await;
    assert!(
        matches!(late, Err(StoreError::Stale { current: 2 })),
        "{late:?}"
    );
}

async fn a_body_lists_what_changed_last_first(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    // Two at the same instant: the id decides, and a page may end between them.
    for (id, seconds) in [("a", 1), ("b", 2), ("c", 2), ("d", 3)] {
        start_assessment(&mut tx, id, CITY, id, seconds)
            .await
            .unwrap();
    }
    start_assessment(&mut tx, "x", "131016", "1", 9)
        .await
        .unwrap();
    let city = sample::body_code(CITY);
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let page = assessments::list_of_body(&mut tx, &city, None, cursor.as_ref(), 2)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        cursor = Some(Cursor {
            changed_at: last.changed_at,
            id: last.id.clone(),
        });
        seen.extend(page.into_iter().map(|assessment| assessment.id.to_string()));
    }
    assert_eq!(seen, ["d", "c", "b", "a"]);
}

async fn a_filter_shows_one_stage(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    for id in ["a", "b", "c"] {
        start_assessment(&mut tx, id, CITY, id, 0).await.unwrap();
    }
    submit(&mut tx, "b", 1).await.unwrap();
    let city = sample::body_code(CITY);
    let found = assessments::list_of_body(&mut tx, &city, Some("in-review"), None, 10)
        .await
        .unwrap();
    assert_eq!(
        found
            .iter()
            .map(|found| found.id.as_str())
            .collect::<Vec<_>>(),
        ["b"]
    );
    let counts = assessments::count_by_stage(&mut tx, &city).await.unwrap();
    assert_eq!(
        counts,
        [("draft".to_owned(), 2), ("in-review".to_owned(), 1)]
    );
}

async fn a_lock_returns_what_is_there(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let bump = Bump {
        agency: "別の長",
        title: "別の名",
        at: time::after(7),
        by: None,
    };
    assessments::bump_revision(&mut tx, &id, 1, &bump)
        .await
        .unwrap();
    let locked = assessments::lock(&mut tx, &id).await.unwrap();
    assert_eq!(locked, assessments::find_by_id(&mut tx, &id).await.unwrap());
    let locked = locked.unwrap();
    assert_eq!(
        (locked.agency.as_str(), locked.title.as_str()),
        ("別の長", "別の名")
    );
    assert_eq!(
        assessments::lock(&mut tx, &sample::assessment_id("none"))
            .await
            .unwrap(),
        None
    );
}
