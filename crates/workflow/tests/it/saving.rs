//! Starting assessments and saving answers and facts.

use domain::{Answer, Answers, Facts, Role};
use testkit::{TestDatabase, on_both, sample};
use workflow::{Conflict, NewAssessment, Saved, WorkflowError, merge_answers};

use crate::assert_refused;
use crate::world::{
    CITY, OTHER, World, complete_answers, fields, file, new_assessment, text, with_count,
};

on_both! {
    a_new_assessment_is_an_empty_draft_at_revision_one,
    a_number_is_unique_for_a_form_within_a_body,
    an_unknown_form_or_a_blank_agency_is_refused,
    only_changed_items_make_a_revision,
    saving_the_same_twice_saves_once,
    a_stale_save_brings_both_texts_back_and_loses_nothing,
    a_save_on_a_revision_that_never_was_has_no_base,
    what_is_there_already_is_not_stale,
    two_saves_at_once_lose_nothing,
    many_savers_with_merging_lose_nothing,
    answers_that_are_not_of_the_form_are_refused,
    facts_are_saved_with_a_revision_and_go_stale_too,
    nothing_is_saved_out_of_the_draft_stage,
}

async fn a_new_assessment_is_an_empty_draft_at_revision_one(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.draft(&editor, "007").await;
    assert_eq!(key.to_string(), "011002/007/kiso");
    let open = world.open(&editor, &key).await;
    assert_eq!(
        (open.revision, open.stage.as_str(), open.last_edition),
        (1, "draft", 0)
    );
    assert!(open.document.answers.is_empty());
    assert_eq!(open.document.agency, "見本市長");
    assert_eq!(open.changed_by, Some(editor.email));
    assert_eq!(open.body.code, open.key.body);
    assert_eq!(world.trail().await.last().unwrap(), "assessment.create");
}

async fn a_number_is_unique_for_a_form_within_a_body(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let other = world.person("other", Role::Editor, Some(OTHER)).await;
    world.draft(&editor, "1").await;
    let again = world
        .workflow
        .create_assessment(&editor, new_assessment("1"))
        .await;
    assert_refused!(again, WorkflowError::Conflict(Conflict::Number));
    world.draft(&other, "1").await;
    world.draft(&editor, "2").await;
}

async fn an_unknown_form_or_a_blank_agency_is_refused(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let unknown = NewAssessment {
        form: sample::form("juten"),
        ..new_assessment("1")
    };
    let blank = NewAssessment {
        agency: "　".to_owned(),
        ..new_assessment("1")
    };
    assert_eq!(
        fields(world.workflow.create_assessment(&editor, unknown).await),
        ["form"]
    );
    assert_eq!(
        fields(world.workflow.create_assessment(&editor, blank).await),
        ["agency"]
    );
}

async fn only_changed_items_make_a_revision(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let mut answers = with_count(complete_answers(), 3);
    answers.remove("cover.title");
    let saved = world
        .workflow
        .save_answers(&editor, &key, 2, answers.clone())
        .await
        .unwrap();
    let items = vec![sample::item("I.5"), sample::item("cover.title")];
    assert_eq!(
        saved,
        Saved {
            revision: 3,
            changed_items: items
        }
    );
    assert_eq!(world.open(&editor, &key).await.document.answers, answers);
}

async fn saving_the_same_twice_saves_once(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.draft(&editor, "1").await;
    let save = || {
        world
            .workflow
            .save_answers(&editor, &key, 1, complete_answers())
    };
    assert_eq!(save().await.unwrap().revision, 2);
    assert_eq!(
        save().await.unwrap(),
        Saved {
            revision: 2,
            changed_items: Vec::new()
        }
    );
    assert_eq!(world.open(&editor, &key).await.newest_revision, 2);
    assert_eq!(
        world
            .trail()
            .await
            .iter()
            .filter(|act| *act == "answers.save")
            .count(),
        1
    );
}

async fn a_stale_save_brings_both_texts_back_and_loses_nothing(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let colleague = world.person("colleague", Role::Editor, Some(CITY)).await;
    let key = world.complete(&editor, "1").await;
    let theirs = with_count(complete_answers(), 8);
    world
        .workflow
        .save_answers(&colleague, &key, 2, theirs.clone())
        .await
        .unwrap();
    let mut mine = complete_answers();
    mine.set(sample::item("cover.title"), text("住民基本台帳"));
    let refused = world
        .workflow
        .save_answers(&editor, &key, 2, mine.clone())
        .await;
    let Err(WorkflowError::Stale(stale)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(stale.current.revision, 3);
    assert_eq!(stale.current.document.answers, theirs);
    assert_eq!(stale.current.changed_by, Some(colleague.email));
    assert_eq!(stale.base, Some(complete_answers()));
    let merge = merge_answers(&stale.current.form, &stale.base.unwrap(), &mine, &theirs);
    assert!(merge.conflicts.is_empty());
    let saved = world
        .workflow
        .save_answers(&editor, &key, 3, merge.merged)
        .await
        .unwrap();
    assert_eq!(saved.changed_items, [sample::item("cover.title")]);
    assert_eq!(
        world.open(&editor, &key).await.document.answers,
        with_count(mine, 8)
    );
}

async fn a_save_on_a_revision_that_never_was_has_no_base(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    for expected in [0, 99] {
        let new = with_count(complete_answers(), 1);
        let refused = world
            .workflow
            .save_answers(&editor, &key, expected, new)
            .await;
        let Err(WorkflowError::Stale(stale)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(stale.base, None);
    }
}

async fn what_is_there_already_is_not_stale(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let saved = world
        .workflow
        .save_answers(&editor, &key, 1, complete_answers())
        .await
        .unwrap();
    assert_eq!(
        saved,
        Saved {
            revision: 2,
            changed_items: Vec::new()
        }
    );
}

async fn two_saves_at_once_lose_nothing(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let save = |count| {
        let new = with_count(complete_answers(), count);
        world.workflow.save_answers(&editor, &key, 2, new)
    };
    let (one, two) = tokio::join!(save(1), save(2));
    let (winner, loser) = if one.is_ok() { (1, two) } else { (2, one) };
    let Err(WorkflowError::Stale(stale)) = loser else {
        panic!("{loser:?}")
    };
    assert_eq!(
        stale.current.document.answers,
        with_count(complete_answers(), winner)
    );
    assert_eq!(stale.current.revision, 3);
}

/// Each of ten people adds a file of their own, at the same time, merging until it is in.
async fn many_savers_with_merging_lose_nothing(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let savers = (0..10).map(|n| {
        let (workflow, editor, key) = (world.workflow.clone(), editor.clone(), key.clone());
        tokio::spawn(async move {
            loop {
                let open = workflow.open_assessment(&editor, &key).await.unwrap();
                let mut answers = open.document.answers;
                let mut files = answers.groups("II").to_vec();
                files.push(file(&format!("保管庫{n}")));
                answers.set(sample::item("II"), Answer::Repeat(files));
                match workflow
                    .save_answers(&editor, &key, open.revision, answers)
                    .await
                {
                    Ok(_) => return,
                    Err(WorkflowError::Stale(_)) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
        })
    });
    for saver in futures::future::join_all(savers).await {
        saver.unwrap();
    }
    let open = world.open(&editor, &key).await;
    assert_eq!(open.document.answers.groups("II").len(), 11);
    assert_eq!(open.revision, 12);
}

async fn answers_that_are_not_of_the_form_are_refused(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.draft(&editor, "1").await;
    let unknown = Answers::from_iter([(sample::item("IX"), Answer::Number(1))]);
    let other_kind = Answers::from_iter([(sample::item("cover.title"), Answer::Number(1))]);
    for answers in [unknown, other_kind] {
        let refused = world.workflow.save_answers(&editor, &key, 1, answers).await;
        assert_eq!(fields(refused), ["answers"]);
    }
    assert_eq!(world.open(&editor, &key).await.newest_revision, 1);
}

async fn facts_are_saved_with_a_revision_and_go_stale_too(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let facts = Facts {
        uses_ms: Some(true),
        headcount: Some(120_000),
        ..Facts::default()
    };
    let saved = world
        .workflow
        .save_facts(&editor, &key, 2, facts.clone())
        .await
        .unwrap();
    assert_eq!(saved.revision, 3);
    let again = world
        .workflow
        .save_facts(&editor, &key, 2, facts.clone())
        .await
        .unwrap();
    assert_eq!(again.revision, 3);
    let other = Facts {
        uses_ms: Some(false),
        ..Facts::default()
    };
    let refused = world.workflow.save_facts(&editor, &key, 2, other).await;
    assert_refused!(refused, WorkflowError::Stale(_));
    let open = world.open(&editor, &key).await;
    assert_eq!(
        (open.document.facts, open.document.answers),
        (facts, complete_answers())
    );
}

async fn nothing_is_saved_out_of_the_draft_stage(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let review = world.submitted(&editor, "1").await;
    let approved = world.filed(&editor, &approver, "2").await;
    for key in [review, approved] {
        let new = with_count(complete_answers(), 1);
        let refused = world.workflow.save_answers(&editor, &key, 2, new).await;
        assert_refused!(refused, WorkflowError::Refused(_));
        let facts = Facts {
            uses_ms: Some(true),
            ..Facts::default()
        };
        let refused = world.workflow.save_facts(&editor, &key, 2, facts).await;
        assert_refused!(refused, WorkflowError::Refused(_));
        assert_eq!(world.open(&editor, &key).await.newest_revision, 2);
    }
}
