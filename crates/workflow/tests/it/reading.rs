//! The desk, and assessments opened from it.

use domain::{Answers, Role};
use testkit::{TestDatabase, on_both, sample};
use workflow::WorkflowError;

use crate::assert_refused;
use crate::world::{OTHER, SECRET, World, text};

on_both! {
    a_withheld_title_never_shows_on_the_desk,
    the_desk_holds_the_own_body_last_changed_first_in_pages,
    an_old_revision_can_be_opened_and_an_unknown_one_not,
}

async fn a_withheld_title_never_shows_on_the_desk(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.draft(&editor, "1").await;
    let title = text(&format!("台帳｛非公表:場所｜{SECRET}｝事務"));
    let answers = Answers::from_iter([(sample::item("cover.title"), title)]);
    world
        .workflow
        .save_answers(&editor, &key, 1, answers)
        .await
        .unwrap();
    let desk = world
        .workflow
        .desk(&editor, &Default::default())
        .await
        .unwrap();
    assert_eq!(desk.items[0].title, "台帳非公表（設置場所）事務");
    assert!(!world.trail_text().await.contains(SECRET));
}

async fn the_desk_holds_the_own_body_last_changed_first_in_pages(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let other = world.person("other", Role::Editor, Some(OTHER)).await;
    world.draft(&other, "9").await;
    for number in ["1", "2", "3"] {
        world.draft(&editor, number).await;
        world.clock.advance(1);
    }
    let first = workflow::PageRequest::first(2);
    let page = world.workflow.desk(&editor, &first).await.unwrap();
    let numbers = |page: &workflow::Page<workflow::DeskEntry>| {
        page.items
            .iter()
            .map(|entry| entry.key.number.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(&page), ["3", "2"]);
    assert_eq!(page.items[0].form_title, "全項目評価書");
    let rest = workflow::PageRequest::after(page.next.unwrap(), 2);
    let page = world.workflow.desk(&editor, &rest).await.unwrap();
    assert_eq!((numbers(&page), page.next), (vec!["1".to_owned()], None));
    let mistyped = world
        .workflow
        .desk(&editor, &workflow::PageRequest::after("x", 2))
        .await;
    assert_refused!(mistyped, WorkflowError::NotFound);
}

async fn an_old_revision_can_be_opened_and_an_unknown_one_not(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let old = world
        .workflow
        .open_revision(&editor, &key, 1)
        .await
        .unwrap();
    assert_eq!(
        (old.revision, old.newest_revision, old.is_newest()),
        (1, 2, false)
    );
    assert!(old.document.answers.is_empty());
    assert!(!old.is_newest());
    let unknown = world.workflow.open_revision(&editor, &key, 3).await;
    assert_refused!(unknown, WorkflowError::NotFound);
}
