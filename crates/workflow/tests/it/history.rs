//! What happened, and what an answer was.

use domain::Act;
use domain::Answer;
use testkit::{TestDatabase, on_both, sample};
use workflow::{PageRequest, RecordedAct, WorkflowError};

use crate::assert_refused;
use crate::world::{World, complete_answers, with_count};

on_both! {
    the_history_tells_who_did_what_and_when_newest_first,
    the_history_of_another_assessment_is_not_in_it,
    the_versions_of_an_answer_are_all_there,
}

async fn the_history_tells_who_did_what_and_when_newest_first(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    world.clock.advance(60);
    let pending = world
        .workflow
        .begin_publication(&approver, &key, 2)
        .await
        .unwrap();
    pending.commit().await.unwrap();
    let mut request = PageRequest::first(2);
    let mut entries = Vec::new();
    loop {
        let page = world
            .workflow
            .history(&editor, &key, &request)
            .await
            .unwrap();
        entries.extend(page.items);
        match page.next {
            Some(next) => request = PageRequest::after(next, 2),
            None => break,
        }
    }
    let did = RecordedAct::Did;
    let told: Vec<_> = entries
        .iter()
        .map(|e| (e.act, e.actor.as_deref().unwrap(), e.revision))
        .collect();
    assert_eq!(
        told,
        [
            (did(Act::Publish), "approver@demo.invalid", Some(2)),
            (did(Act::File), "coordinator@demo.invalid", Some(2)),
            (did(Act::Check), "approver@demo.invalid", Some(2)),
            (did(Act::SubmitForReview), "editor@demo.invalid", Some(2)),
            (RecordedAct::AnswersSaved, "editor@demo.invalid", Some(2)),
            (RecordedAct::Created, "editor@demo.invalid", Some(1)),
        ]
    );
    assert_eq!(
        (entries[0].edition, entries[0].at),
        (Some(1), testkit::time::after(60))
    );
    assert_eq!(
        entries[4].changed_items,
        [sample::item("II"), sample::item("cover.title")]
    );
}

async fn the_history_of_another_assessment_is_not_in_it(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    world.complete(&editor, "1").await;
    let key = world.draft(&editor, "11").await;
    let page = world
        .workflow
        .history(&editor, &key, &PageRequest::default())
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);
}

async fn the_versions_of_an_answer_are_all_there(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let steps = [
        (2, with_count(complete_answers(), 1)),
        (3, with_count(complete_answers(), 2)),
        (4, complete_answers()),
    ];
    for (revision, answers) in steps {
        world
            .workflow
            .save_answers(&editor, &key, revision, answers)
            .await
            .unwrap();
    }
    let item = sample::item("I.5");
    let page = world
        .workflow
        .item_history(&editor, &key, &item, &PageRequest::default())
        .await;
    let versions: Vec<_> = page
        .unwrap()
        .items
        .into_iter()
        .map(|v| (v.revision, v.answer))
        .collect();
    assert_eq!(
        versions,
        [
            (5, None),
            (4, Some(Answer::Number(2))),
            (3, Some(Answer::Number(1))),
        ]
    );
    let unknown = sample::item("IX");
    let page = world
        .workflow
        .item_history(&editor, &key, &unknown, &PageRequest::default())
        .await;
    assert_refused!(page, WorkflowError::NotFound);
}
