//! Plans: made from the affairs, what people typed is kept, submitted, never published.

use domain::{Answer, Answers, Command};
use testkit::{TestDatabase, on_both, sample};
use workflow::{AssessmentAddress, Audience, Conflict, Operator, PageRequest, WorkflowError};

use crate::affair_world::{
    affair_world, content, coordinator, open, plain, plan_key, register, some_facts, start,
};
use crate::world::{World, fields};

on_both! {
    a_plan_has_a_row_for_each_affair_and_follows_them,
    what_a_person_typed_is_kept_and_shown_as_such,
    only_a_plan_that_says_what_is_so_is_submitted_and_stays_as_it_was,
    a_plan_is_no_assessment_and_is_never_published,
}

fn row(answers: &Answers, place: usize) -> Answers {
    answers.groups("plan")[place].clone()
}

async fn text(world: &World, actor: &workflow::Actor) -> (i64, Answers) {
    let open = world.open(actor, &plan_key().text().unwrap()).await;
    (open.revision, open.document.answers)
}

async fn a_plan_has_a_row_for_each_affair_and_follows_them(db: TestDatabase) {
    let world = affair_world(db).await;
    let (actor, workflow) = (coordinator(&world).await, &world.workflow);
    register(&world, &actor, some_facts()).await;
    for _ in 0..2 {
        workflow.create_plan(&actor, &plan_key()).await.unwrap();
    }
    let (revision, answers) = text(&world, &actor).await;
    assert_eq!(answers.get("cover.agency"), Some(&plain("見本市長")));
    let first = row(&answers, 0);
    assert_eq!(first.get("plan.number"), Some(&plain("1")));
    assert_eq!(first.get("plan.threshold"), Some(&Answer::Choice(1)));
    assert_eq!(
        workflow
            .open_plan(&actor, &plan_key())
            .await
            .unwrap()
            .entry
            .gaps,
        []
    );

    let second = content("第二の事務", some_facts());
    workflow
        .register_affair(&actor, &sample::number("2"), "見本市長", second)
        .await
        .unwrap();
    let version = open(&world, &actor).await.entry.affair.version;
    let body = sample::body_code(crate::world::CITY);
    let renamed = content("新しい名称", some_facts());
    workflow
        .save_affair(&actor, &body, &sample::number("1"), version, renamed)
        .await
        .unwrap();
    let plan = workflow.open_plan(&actor, &plan_key()).await.unwrap();
    assert_eq!(plan.entry.gaps.len(), 2, "{:?}", plan.entry.gaps);
    assert!(plan.changes.iter().all(|change| !change.kept));
    let next = workflow
        .refresh_plan(&actor, &plan_key(), revision)
        .await
        .unwrap();
    assert_eq!(
        workflow
            .refresh_plan(&actor, &plan_key(), revision)
            .await
            .unwrap(),
        next
    );
    let (_, answers) = text(&world, &actor).await;
    assert_eq!(
        row(&answers, 0).get("plan.name"),
        Some(&plain("新しい名称"))
    );
    assert_eq!(row(&answers, 1).get("plan.number"), Some(&plain("2")));
    assert_eq!(
        workflow
            .open_plan(&actor, &plan_key())
            .await
            .unwrap()
            .changes,
        []
    );
}

async fn what_a_person_typed_is_kept_and_shown_as_such(db: TestDatabase) {
    let world = affair_world(db).await;
    let (actor, workflow) = (coordinator(&world).await, &world.workflow);
    register(&world, &actor, some_facts()).await;
    workflow.create_plan(&actor, &plan_key()).await.unwrap();
    let (revision, mut answers) = text(&world, &actor).await;
    let mut first = row(&answers, 0);
    first.set(sample::item("plan.kind"), plain("手で書いた種類"));
    answers.set(sample::item("plan"), Answer::Repeat(vec![first]));
    let key = plan_key().text().unwrap();
    let saved = workflow
        .save_answers(&actor, &key, revision, answers.clone())
        .await
        .unwrap();
    let plan = workflow.open_plan(&actor, &plan_key()).await.unwrap();
    assert_eq!(plan.changes.len(), 1);
    assert!(plan.changes[0].kept && plan.changes[0].item.as_str() == "plan.kind");
    let after = workflow
        .refresh_plan(&actor, &plan_key(), saved.revision)
        .await
        .unwrap();
    assert_eq!(after, saved.revision, "nothing is the machine's to change");
    assert_eq!(text(&world, &actor).await.1, answers);
}

async fn only_a_plan_that_says_what_is_so_is_submitted_and_stays_as_it_was(db: TestDatabase) {
    let world = affair_world(db).await;
    let (actor, workflow) = (coordinator(&world).await, &world.workflow);
    register(&world, &actor, some_facts()).await;
    workflow.create_plan(&actor, &plan_key()).await.unwrap();
    let (revision, before) = text(&world, &actor).await;
    for _ in 0..2 {
        assert_eq!(
            workflow
                .submit_plan(&actor, &plan_key(), revision)
                .await
                .unwrap(),
            1
        );
    }
    let stale = workflow
        .submit_plan(&actor, &plan_key(), revision + 1)
        .await;
    assert!(
        matches!(stale, Err(WorkflowError::Conflict(Conflict::Meanwhile))),
        "{stale:?}"
    );
    let second = content("第二の事務", some_facts());
    workflow
        .register_affair(&actor, &sample::number("2"), "見本市長", second)
        .await
        .unwrap();
    let (_, mut answers) = text(&world, &actor).await;
    answers.set(sample::item("cover.agency"), plain("見本市の長"));
    let key = plan_key().text().unwrap();
    let saved = workflow
        .save_answers(&actor, &key, revision, answers)
        .await
        .unwrap();
    let refused = workflow
        .submit_plan(&actor, &plan_key(), saved.revision)
        .await;
    assert_eq!(fields(refused), ["plan"]);
    let refreshed = workflow
        .refresh_plan(&actor, &plan_key(), saved.revision)
        .await
        .unwrap();
    assert_eq!(
        workflow
            .submit_plan(&actor, &plan_key(), refreshed)
            .await
            .unwrap(),
        2
    );
    let first = workflow
        .open_plan_submission(&actor, &plan_key(), 1)
        .await
        .unwrap();
    assert_eq!(first.document.answers, before, "as it was handed over");
    let plan = workflow.open_plan(&actor, &plan_key()).await.unwrap();
    assert_eq!(plan.submissions.len(), 2);
}

async fn a_plan_is_no_assessment_and_is_never_published(db: TestDatabase) {
    let world = affair_world(db).await;
    let (actor, workflow) = (coordinator(&world).await, &world.workflow);
    register(&world, &actor, some_facts()).await;
    workflow.create_plan(&actor, &plan_key()).await.unwrap();
    let key = plan_key().text().unwrap();
    let page = PageRequest::default();
    assert_eq!(
        workflow.desk(&actor, &page).await.unwrap().items,
        [],
        "not on the desk"
    );
    let (editor, approver) = (world.editor().await, world.approver().await);
    for who in [&editor, &approver, &actor] {
        let none = [
            workflow
                .act(who, &key, 1, Command::SubmitForReview)
                .await
                .map(drop),
            workflow.act(who, &key, 1, Command::Check).await.map(drop),
            workflow.act(who, &key, 1, world.file()).await.map(drop),
            workflow.begin_publication(who, &key, 1).await.map(drop),
        ];
        for result in none {
            assert!(matches!(result, Err(WorkflowError::NotFound)), "{result:?}");
        }
    }
    let address = AssessmentAddress {
        key: key.clone(),
        edition: None,
    };
    let public = workflow
        .export_assessment(Operator, &address, Audience::Public)
        .await;
    assert!(matches!(public, Err(WorkflowError::NotFound)), "{public:?}");
    let document = world.open(&actor, &key).await.document;
    let recorded = workflow
        .record_published(Operator, vec![document], workflow.today())
        .await;
    assert!(recorded.is_err(), "nor brought in as published");
    start(&world, &editor, "kiso").await;
    let documents = open(&world, &editor).await.entry.documents;
    assert_eq!(
        documents.len(),
        1,
        "nor a document of the affair with the same number"
    );
}
