//! Affairs: judged again with every input and incident; their documents share what they say.

use domain::{AffairState, Answer, Duty, Facts};
use jiff::civil::Date;
use testkit::{TestDatabase, on_both, sample};
use workflow::{AffairFilter, Conflict, PageRequest, TakeShared, WorkflowError};

use crate::affair_world::{
    affair_world, content, coordinator, incident, key, open, plain, publish_kiso, register,
    some_facts, start,
};
use crate::world::{World, fields};

on_both! {
    an_affair_is_judged_when_it_is_registered_and_whenever_an_input_changes,
    a_number_belongs_to_one_affair_of_the_body,
    an_incident_counts_for_a_year_and_the_result_falls_without_anybody_doing_anything,
    a_higher_result_for_something_public_demands_a_redo_until_a_reason_or_a_new_edition,
    a_cancelled_incident_and_a_lower_result_take_nothing_down,
    facts_saved_on_the_affair_or_a_draft_are_in_every_draft,
    an_affair_without_a_name_takes_that_of_its_document,
    a_second_kind_brings_the_basic_one_with_it,
    a_shared_answer_goes_to_the_other_draft_unless_somebody_wrote_there,
    either_side_of_a_difference_can_be_taken,
    what_was_typed_on_an_old_version_is_not_saved,
    what_cannot_be_is_refused_by_its_field,
}

fn day(world: &World) -> Date {
    world.workflow.today()
}

async fn an_affair_is_judged_when_it_is_registered_and_whenever_an_input_changes(db: TestDatabase) {
    let world = affair_world(db).await;
    let editor = world.editor().await;
    register(&world, &editor, Facts::default()).await;
    let before = open(&world, &editor).await;
    assert_eq!(before.entry.state, AffairState::Registered);
    let judged = content("見本事務", some_facts());
    let (key, workflow) = (key("kiso"), &world.workflow);
    for _ in 0..2 {
        let saved = workflow
            .save_affair(&editor, &key.body, &key.number, 1, judged.clone())
            .await;
        assert_eq!(saved.unwrap(), 2, "a double click saves once");
    }
    let after = open(&world, &editor).await;
    assert_eq!(after.entry.judgement.duty(), Some(Duty::Kiso));
    assert_eq!(after.entry.state, AffairState::Preparing);
    let history: Vec<_> = after
        .judgements
        .iter()
        .map(|entry| entry.judgement.duty)
        .collect();
    assert_eq!(history, [Some(Duty::Kiso), None]);
    let trail = world.trail().await;
    assert_eq!(trail[trail.len() - 2..], ["affair.register", "affair.save"]);
}

async fn a_number_belongs_to_one_affair_of_the_body(db: TestDatabase) {
    let world = affair_world(db).await;
    let editor = world.editor().await;
    register(&world, &editor, some_facts()).await;
    let again = world
        .workflow
        .register_affair(
            &editor,
            &sample::number("1"),
            "見本市教育委員会",
            content("別", some_facts()),
        )
        .await;
    assert_eq!(fields(again), ["number"]);
    let other = workflow::NewAssessment {
        form: sample::form("kiso"),
        number: sample::number("1"),
        agency: "見本市教育委員会".to_owned(),
        facts: Facts::default(),
    };
    assert_eq!(
        fields(world.workflow.create_assessment(&editor, other).await),
        ["agency"]
    );
}

async fn an_incident_counts_for_a_year_and_the_result_falls_without_anybody_doing_anything(
    db: TestDatabase,
) {
    const DAY: i64 = 24 * 60 * 60;
    let world = affair_world(db).await;
    let editor = world.editor().await;
    register(&world, &editor, some_facts()).await;
    let new = incident(&world, &editor, day(&world)).await;
    let last = new.incident.last_day();
    for _ in 0..2 {
        world
            .workflow
            .register_incident(&editor, new.clone())
            .await
            .unwrap();
    }
    assert_eq!(
        world.workflow.list_incidents(&editor).await.unwrap().len(),
        1,
        "twice is once"
    );
    let duty = async || open(&world, &editor).await.entry.judgement.duty();
    assert_eq!(duty().await, Some(Duty::KisoJuten));
    world
        .clock
        .advance(DAY * i64::from((last - day(&world)).get_days()));
    assert_eq!((day(&world), duty().await), (last, Some(Duty::KisoJuten)));
    world.clock.advance(DAY);
    assert_eq!(
        duty().await,
        Some(Duty::Kiso),
        "the day after the anniversary"
    );
}

async fn a_higher_result_for_something_public_demands_a_redo_until_a_reason_or_a_new_edition(
    db: TestDatabase,
) {
    let world = affair_world(db).await;
    let (editor, workflow) = (world.editor().await, &world.workflow);
    register(&world, &editor, some_facts()).await;
    start(&world, &editor, "kiso").await;
    publish_kiso(&world, &editor).await;
    assert_eq!(
        open(&world, &editor).await.entry.state,
        AffairState::InForce
    );
    let new = incident(&world, &editor, day(&world)).await;
    workflow.register_incident(&editor, new).await.unwrap();
    let raised = open(&world, &editor).await;
    assert_eq!(raised.entry.state, AffairState::Preparing);
    assert!(
        raised
            .entry
            .affair
            .redo_reason
            .as_deref()
            .unwrap()
            .contains("上がりました")
    );
    assert!(raised.judgements[0].judgement.redo);
    let redo = AffairFilter {
        redo: true,
        ..AffairFilter::default()
    };
    let listed = workflow
        .list_affairs(&editor, &redo, &PageRequest::default())
        .await
        .unwrap();
    assert_eq!(listed.items.len(), 1);
    assert!(
        world
            .open(&editor, &key("kiso"))
            .await
            .affair
            .unwrap()
            .redo_reason
            .is_some()
    );

    let (key, version) = (key("kiso"), raised.entry.affair.version);
    let dismiss = |reason: &'static str| {
        workflow.dismiss_redo(&editor, &key.body, &key.number, version, reason)
    };
    assert_eq!(fields(dismiss(" ").await), ["reason"]);
    for _ in 0..2 {
        dismiss("登録の誤りだったため").await.unwrap();
    }
    assert_eq!(open(&world, &editor).await.entry.affair.redo_reason, None);
}

async fn a_cancelled_incident_and_a_lower_result_take_nothing_down(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, workflow) = (world.editor().await, &world.workflow);
    register(&world, &editor, some_facts()).await;
    start(&world, &editor, "kiso").await;
    publish_kiso(&world, &editor).await;
    let new = incident(&world, &editor, day(&world)).await;
    let id = workflow.register_incident(&editor, new).await.unwrap();
    for _ in 0..2 {
        workflow
            .cancel_incident(&editor, &id, "二重に登録したため")
            .await
            .unwrap();
    }
    let now = open(&world, &editor).await;
    assert_eq!(now.entry.judgement.duty(), Some(Duty::Kiso));
    assert_eq!(now.entry.state, AffairState::InForce);
    assert!(
        now.entry.affair.redo_reason.is_some(),
        "a person decides about it"
    );
    let few = Facts {
        headcount: Some(999),
        ..some_facts()
    };
    let (key, version) = (key("kiso"), now.entry.affair.version);
    let lower = content("見本事務", few);
    workflow
        .save_affair(&editor, &key.body, &key.number, version, lower)
        .await
        .unwrap();
    let now = open(&world, &editor).await;
    assert_eq!(now.entry.judgement.duty(), Some(Duty::None));
    assert_eq!(
        now.entry.state,
        AffairState::InForce,
        "what is public stays"
    );
}

async fn facts_saved_on_the_affair_or_a_draft_are_in_every_draft(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, workflow) = (world.editor().await, &world.workflow);
    start(&world, &editor, "juten").await;
    let (kiso, juten) = (key("kiso"), key("juten"));
    let saved = workflow
        .save_facts(&editor, &juten, 1, some_facts())
        .await
        .unwrap();
    assert_eq!(saved.revision, 2);
    let basic = world.open(&editor, &kiso).await;
    assert_eq!((basic.revision, &basic.document.facts), (2, &some_facts()));
    assert_eq!(
        basic.document.answers.get("II.1.value"),
        Some(&Answer::Choice(3)),
        "filled"
    );
    assert_eq!(
        basic.document.answers.get("III.result"),
        Some(&Answer::Choice(1))
    );
    let affair = open(&world, &editor).await.entry.affair;
    assert_eq!(affair.content.facts, some_facts());

    let more = Facts {
        headcount: Some(120_000),
        ..some_facts()
    };
    let change = content("見本事務", more.clone());
    workflow
        .save_affair(&editor, &kiso.body, &kiso.number, affair.version, change)
        .await
        .unwrap();
    for key in [&kiso, &juten] {
        let open = world.open(&editor, key).await;
        assert_eq!((open.revision, &open.document.facts), (3, &more), "{key}");
    }
    let basic = world.open(&editor, &kiso).await;
    assert_eq!(
        basic.document.answers.get("III.result"),
        Some(&Answer::Choice(2))
    );
    let expected = basic.affair.unwrap().expected;
    assert_eq!(expected.get("II.1.value"), Some(&Answer::Choice(4)));
}

async fn an_affair_without_a_name_takes_that_of_its_document(db: TestDatabase) {
    let world = affair_world(db).await;
    let editor = world.editor().await;
    let key = start(&world, &editor, "kiso").await;
    let mut answers = world.open(&editor, &key).await.document.answers;
    for name in ["見本事務", "別の名称"] {
        answers.set(sample::item("I.1.name"), plain(name));
        let revision = world.open(&editor, &key).await.revision;
        let saved = world
            .workflow
            .save_answers(&editor, &key, revision, answers.clone())
            .await;
        saved.unwrap();
        let affair = open(&world, &editor).await.entry.affair;
        assert_eq!(affair.content.name, "見本事務", "once");
    }
}

async fn a_second_kind_brings_the_basic_one_with_it(db: TestDatabase) {
    let world = affair_world(db).await;
    let editor = world.editor().await;
    register(&world, &editor, some_facts()).await;
    assert_eq!(start(&world, &editor, "juten").await, key("juten"));
    let documents = open(&world, &editor).await.entry.documents;
    let forms: Vec<&str> = documents.iter().map(|found| found.form.as_str()).collect();
    assert_eq!(forms, ["juten", "kiso"]);
    let basic = world.open(&editor, &key("kiso")).await;
    assert_eq!(
        basic.document.answers.get("II.1.value"),
        Some(&Answer::Choice(3))
    );
}

async fn a_shared_answer_goes_to_the_other_draft_unless_somebody_wrote_there(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, workflow) = (world.editor().await, &world.workflow);
    start(&world, &editor, "juten").await;
    let (kiso, juten, item) = (key("kiso"), key("juten"), sample::item("I.1.name"));
    let write = async |key, name: &str| {
        let open = world.open(&editor, key).await;
        let mut answers = open.document.answers.clone();
        answers.set(item.clone(), plain(name));
        workflow
            .save_answers(&editor, key, open.revision, answers)
            .await
            .unwrap();
    };
    let read = async |key| {
        world
            .open(&editor, key)
            .await
            .document
            .answers
            .get("I.1.name")
            .cloned()
    };
    write(&kiso, "甲").await;
    assert_eq!(read(&juten).await, Some(plain("甲")), "nothing stood there");
    write(&juten, "乙").await;
    assert_eq!(read(&kiso).await, Some(plain("乙")), "the same stood there");
    let open = world.open(&editor, &kiso).await;
    assert_eq!(
        workflow
            .shared_differences(&editor, &kiso)
            .await
            .unwrap()
            .len(),
        0
    );
    assert!(open.revision > 2, "a revision of its own");
    let trail = world.trail().await;
    assert_eq!(trail.iter().filter(|act| *act == "answers.save").count(), 4);
}

async fn either_side_of_a_difference_can_be_taken(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, workflow) = (world.editor().await, &world.workflow);
    start(&world, &editor, "kiso").await;
    publish_kiso(&world, &editor).await;
    start(&world, &editor, "juten").await;
    let (kiso, juten, item) = (key("kiso"), key("juten"), sample::item("I.1.name"));
    let open = world.open(&editor, &juten).await;
    assert_eq!(
        open.document.answers.get("I.1.name"),
        Some(&plain("見本事務")),
        "taken over"
    );
    let mut answers = open.document.answers.clone();
    answers.set(item.clone(), plain("別の名称"));
    workflow
        .save_answers(&editor, &juten, open.revision, answers)
        .await
        .unwrap();
    let found = workflow.shared_differences(&editor, &juten).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].here.is_draft && !found[0].there.is_draft);
    let take = TakeShared {
        from: sample::form("kiso"),
        from_revision: found[0].there.revision,
        into: sample::form("juten"),
        into_revision: found[0].here.revision,
        item,
    };
    let stale = TakeShared {
        into_revision: 1,
        ..take.clone()
    };
    let refused = workflow.take_shared(&editor, &juten, &stale).await;
    assert!(
        matches!(refused, Err(WorkflowError::Conflict(Conflict::Meanwhile))),
        "{refused:?}"
    );
    for _ in 0..2 {
        workflow.take_shared(&editor, &juten, &take).await.unwrap();
    }
    assert_eq!(
        workflow.shared_differences(&editor, &juten).await.unwrap(),
        []
    );
    let public = TakeShared {
        from: sample::form("juten"),
        into: sample::form("kiso"),
        ..take
    };
    let same = workflow.take_shared(&editor, &kiso, &public).await;
    assert!(same.is_ok(), "they agree already: {same:?}");
}

async fn what_was_typed_on_an_old_version_is_not_saved(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, workflow) = (world.editor().await, &world.workflow);
    register(&world, &editor, some_facts()).await;
    let (key, first) = (key("kiso"), content("甲", some_facts()));
    workflow
        .save_affair(&editor, &key.body, &key.number, 1, first)
        .await
        .unwrap();
    let late = content("乙", some_facts());
    let refused = workflow
        .save_affair(&editor, &key.body, &key.number, 1, late)
        .await;
    assert!(
        matches!(refused, Err(WorkflowError::Conflict(Conflict::Meanwhile))),
        "{refused:?}"
    );
    assert_eq!(open(&world, &editor).await.entry.affair.content.name, "甲");
}

async fn what_cannot_be_is_refused_by_its_field(db: TestDatabase) {
    let world = affair_world(db).await;
    let (editor, workflow) = (world.editor().await, &world.workflow);
    register(&world, &editor, some_facts()).await;
    let wrong = workflow::AffairContent {
        voluntary: Some(Duty::KisoZenkomoku),
        late_reason: Some(" ".to_owned()),
        ..content(" ", some_facts())
    };
    let key = key("kiso");
    let saved = workflow
        .save_affair(&editor, &key.body, &key.number, 1, wrong)
        .await;
    assert_eq!(fields(saved), ["name", "voluntary_reason", "late_reason"]);
    let less = workflow::AffairContent {
        voluntary: Some(Duty::Kiso),
        voluntary_reason: "要綱".to_owned(),
        ..content("見本事務", some_facts())
    };
    let saved = workflow
        .save_affair(&editor, &key.body, &key.number, 1, less)
        .await;
    assert_eq!(fields(saved), ["voluntary"], "no more than the duty");
    let coordinator = coordinator(&world).await;
    let tomorrow = day(&world).tomorrow().unwrap();
    let mut future = incident(&world, &coordinator, tomorrow).await;
    assert_eq!(
        fields(
            workflow
                .register_incident(&coordinator, future.clone())
                .await
        ),
        ["occurred_on", "known_on"]
    );
    future.incident.occurred_on = day(&world);
    future.known_on = day(&world).yesterday().unwrap();
    future.summary.clear();
    assert_eq!(
        fields(workflow.register_incident(&coordinator, future).await),
        ["known_on", "summary"]
    );
}
