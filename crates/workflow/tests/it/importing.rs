//! Documents and bodies from files.

use domain::interchange::{Imported, import, release_json};
use domain::{Body, Document, FormEdition, Stage};
use serde_json::json;
use std::sync::Arc;
use store::editions;
use testkit::{TestDatabase, on_both, sample};
use workflow::{AssessmentKey, Operator, RefusedDocument, Upserted, WorkflowError};

use crate::world::{CITY, OTHER, SECRET, World, complete_answers, fields};

on_both! {
    a_document_becomes_a_draft_and_a_second_import_changes_what_it_names,
    an_import_that_says_nothing_new_makes_no_revision,
    several_documents_come_in_together_or_not_at_all,
    what_is_not_a_draft_is_not_overwritten,
    documents_that_were_public_become_editions_in_order,
    a_document_in_somebodys_hands_is_not_overtaken,
    one_refused_document_keeps_all_from_being_published,
    bodies_are_counted,
}

fn imported(world: &World, number: &str, body: &str, answers: &serde_json::Value) -> Imported {
    let json = json!({
        "format": "hyokasho/assessment", "version": 1, "form": "kiso",
        "body": body, "agency": "見本市長", "number": number,
        "facts": { "uses_ms": true }, "answers": answers,
    });
    let forms = world.workflow.forms();
    let find =
        |form: &_, _: Option<&_>| -> Option<Arc<FormEdition>> { forms.newest(form).cloned() };
    import(&json.to_string(), &find).unwrap()
}

fn full(world: &World, number: &str, body: &str) -> Imported {
    let place = json!(["サーバー室は", { "withheld": SECRET, "reason": "location" }, "に置く。"]);
    let answers = json!({
        "cover.title": "住民基本台帳に関する事務", "II": [{ "II.6.place": place }],
    });
    imported(world, number, body, &answers)
}

fn document(world: &World, number: &str) -> Document {
    full(world, number, CITY).apply_to(None)
}

fn refusal<T: std::fmt::Debug>(
    result: Result<T, RefusedDocument>,
) -> (String, usize, WorkflowError) {
    match result {
        Err(RefusedDocument::One { key, position, why }) => (key.to_string(), position, why),
        other => panic!("{other:?}"),
    }
}

async fn import_all(world: &World, documents: &[Imported]) -> Vec<(bool, i64)> {
    let done = world
        .workflow
        .import_assessments(Operator, documents)
        .await
        .unwrap();
    done.into_iter()
        .map(|one| (one.created, one.revision))
        .collect()
}

fn key(number: &str) -> AssessmentKey {
    AssessmentKey::parse(&format!("{CITY}/{number}/kiso")).unwrap()
}

async fn a_document_becomes_a_draft_and_a_second_import_changes_what_it_names(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    assert_eq!(
        import_all(&world, &[full(&world, "1", CITY)]).await,
        [(true, 1)]
    );
    let open = world.open(&editor, &key("1")).await;
    assert_eq!(open.changed_by, None);
    assert_eq!(open.document.answers, complete_answers());
    let part = imported(&world, "1", CITY, &json!({ "I.5": 7 }));
    assert_eq!(import_all(&world, &[part]).await, [(false, 2)]);
    let open = world.open(&editor, &key("1")).await;
    assert_eq!(
        open.document.answers,
        crate::world::with_count(complete_answers(), 7)
    );
    assert_eq!(
        world
            .trail()
            .await
            .iter()
            .filter(|act| *act == "assessment.import")
            .count(),
        2
    );
}

async fn an_import_that_says_nothing_new_makes_no_revision(db: TestDatabase) {
    let world = World::new(db).await;
    let one = [full(&world, "1", CITY)];
    assert_eq!(import_all(&world, &one).await, [(true, 1)]);
    assert_eq!(import_all(&world, &one).await, [(false, 1)]);
}

async fn several_documents_come_in_together_or_not_at_all(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let documents = [
        full(&world, "1", CITY),
        full(&world, "1", OTHER),
        full(&world, "2", "131016"),
    ];
    let refused = world
        .workflow
        .import_assessments(Operator, &documents)
        .await;
    let (key_of_refused, position, why) = refusal(refused);
    assert_eq!((key_of_refused.as_str(), position), ("131016/2/kiso", 2));
    assert_eq!(fields::<()>(Err(why)), ["body"]);
    assert!(
        world
            .workflow
            .open_assessment(&editor, &key("1"))
            .await
            .is_err()
    );
    assert_eq!(
        import_all(&world, &documents[..2]).await,
        [(true, 1), (true, 1)]
    );
    assert_eq!(import_all(&world, &[]).await, []);
}

async fn what_is_not_a_draft_is_not_overwritten(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let submitted = world.submitted(&editor, "1").await;
    let part = imported(&world, "1", CITY, &json!({ "I.5": 7 }));
    let refused = world.workflow.import_assessments(Operator, &[part]).await;
    assert!(matches!(refusal(refused).2, WorkflowError::Refused(_)));
    assert_eq!(
        world.open(&editor, &submitted).await.document.answers,
        complete_answers()
    );
}

async fn documents_that_were_public_become_editions_in_order(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let record = async |number: &str, day: &str| {
        let documents = vec![document(&world, number)];
        let pending = world
            .workflow
            .record_published(Operator, documents, day.parse().unwrap())
            .await?;
        let edition = &pending.editions[0];
        assert!(!release_json(&edition.form, &edition.public).contains(SECRET));
        let made = edition.public.edition();
        pending.commit().await.unwrap();
        Ok(made)
    };
    assert_eq!(record("1", "2015-03-01").await.unwrap(), 1);
    assert_eq!(record("1", "2016-03-01").await.unwrap(), 2);
    for day in ["2016-02-29", "2026-04-02"] {
        let (_, _, why) = refusal(record("1", day).await);
        assert_eq!(fields::<()>(Err(why)), ["published"], "{day}");
    }
    let open = world.open(&editor, &key("1")).await;
    assert_eq!(
        open.stage,
        Stage::Published {
            edition: 2,
            revision: 1
        }
    );
    let mut tx = world.db.store.begin_read().await.unwrap();
    let heads = editions::list_of_assessment(&mut tx, &open.id)
        .await
        .unwrap();
    let days: Vec<String> = heads
        .iter()
        .map(|head| head.published.to_string())
        .collect();
    assert_eq!(days, ["2016-03-01", "2015-03-01"]);
    drop(tx);
    // A draft that only commands have touched may be published too.
    import_all(&world, &[full(&world, "2", CITY)]).await;
    assert_eq!(record("2", "2015-03-01").await.unwrap(), 1);
    assert_eq!(
        world.trail().await.last().unwrap(),
        "assessment.record-published"
    );
}

async fn a_document_in_somebodys_hands_is_not_overtaken(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    world.complete(&editor, "1").await;
    world.submitted(&editor, "2").await;
    world.filed(&editor, &approver, "3").await;
    for number in ["1", "2", "3"] {
        let documents = vec![document(&world, number)];
        let day = "2015-03-01".parse().unwrap();
        let refused = world
            .workflow
            .record_published(Operator, documents, day)
            .await;
        assert!(
            matches!(refusal(refused).2, WorkflowError::Refused(_)),
            "{number}"
        );
    }
}

async fn one_refused_document_keeps_all_from_being_published(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    world.complete(&editor, "2").await;
    let documents = vec![document(&world, "1"), document(&world, "2")];
    let day = "2015-03-01".parse().unwrap();
    let refused = world
        .workflow
        .record_published(Operator, documents, day)
        .await;
    assert_eq!(refusal(refused).1, 1);
    assert!(
        world
            .workflow
            .open_assessment(&editor, &key("1"))
            .await
            .is_err()
    );
    assert!(
        world
            .workflow
            .unfinished_site_jobs()
            .await
            .unwrap()
            .is_empty()
    );
}

async fn bodies_are_counted(db: TestDatabase) {
    let world = World::new(db).await;
    let renamed = Body {
        name: "新見本市".to_owned(),
        ..sample::body(CITY)
    };
    let bodies = [renamed, sample::body(OTHER), sample::body("131016")];
    let counts = world
        .workflow
        .import_bodies(Operator, &bodies)
        .await
        .unwrap();
    assert_eq!(
        counts,
        Upserted {
            inserted: 1,
            changed: 1,
            unchanged: 1
        }
    );
    assert_eq!(world.trail().await.last().unwrap(), "bodies.import");
}
