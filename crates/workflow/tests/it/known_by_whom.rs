//! Who learns of what: not before it was put before them, and each thing once.

use domain::notice_life::NoticeStage;
use domain::{Command, Role, Stage};
use jiff::ToSpan;
use testkit::{TestDatabase, on_both};
use workflow::{Actor, InboxFilter, MessageKind, PageRequest, WorkflowError};

use crate::affair_world::{affair_world, coordinator, incident, register, some_facts};
use crate::assert_refused;
use crate::notices::{DAY, draft, letter, people};
use crate::world::World;

on_both! {
    the_commission_reads_a_returned_notice_as_it_was_asked_for,
    the_commission_knows_of_no_assessment_before_it_is_filed,
    a_coordinator_who_planned_a_publication_is_told_once_that_it_failed,
    of_two_who_register_an_incident_at_once_one_registers_it,
    a_mail_is_taken_only_when_one_is_due,
}

async fn the_commission_reads_a_returned_notice_as_it_was_asked_for(db: TestDatabase) {
    let world = World::new(db).await;
    let (who, workflow) = (people(&world).await, &world.workflow);
    let (first, second) = (draft("最初の案"), draft("書きかけの案"));
    let drafted = workflow.draft_notice(&who.provider, &first);
    let id = drafted.await.unwrap();
    let request = letter("見本企第1号", DAY);
    let asked = workflow.request_acknowledgement(&who.provider, &id, 1, &request);
    asked.await.unwrap();
    let returned = workflow.send_back_notice(&who.commission, &id, 2, "題名が違う");
    returned.await.unwrap();
    let mended = workflow.save_notice_draft(&who.provider, &id, 3, &second);
    mended.await.unwrap();

    let open = workflow.open_notice(&who.commission, &id).await.unwrap();
    assert_eq!((open.draft.title(), open.version), ("最初の案", 3));
    assert!(matches!(open.stage, NoticeStage::Returned { .. }));
    let page = PageRequest::default();
    let list = workflow.list_notices(&who.commission, None, &page).await;
    assert_eq!(list.unwrap().items[0].title, "最初の案");
    let own = workflow.open_notice(&who.provider, &id).await.unwrap();
    assert_eq!(own.draft.title(), "書きかけの案");

    let again = workflow.request_acknowledgement(&who.provider, &id, 4, &request);
    again.await.unwrap();
    let open = workflow.open_notice(&who.commission, &id).await.unwrap();
    assert_eq!((open.draft.title(), open.version), ("書きかけの案", 5));
}

async fn the_commission_knows_of_no_assessment_before_it_is_filed(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let officer = world.person("officer", Role::PpcApprover, None).await;
    let key = world.submitted(&editor, "1").await;
    let workflow = &world.workflow;
    let begin = || Command::BeginCommissionReview;
    let offers = workflow.offers(&officer, &key).await;
    assert_refused!(offers.map(drop), WorkflowError::NotFound);
    let act = workflow.act(&officer, &key, 2, begin()).await;
    assert_refused!(act, WorkflowError::NotFound);
    world.check_and_file(&approver, &key, 2).await;
    // A local government's is not approved; that it was filed is known.
    let act = workflow.act(&officer, &key, 2, begin()).await;
    assert_refused!(act, WorkflowError::NotFound);
    for role in [Role::Provider, Role::SystemAdmin, Role::Helpdesk] {
        let stranger = world.person(role.as_str(), role, None).await;
        let offers = workflow.offers(&stranger, &key).await;
        assert_refused!(offers.map(drop), WorkflowError::NotFound);
    }
}

async fn failures(world: &World, actor: &Actor) -> usize {
    let (all, page) = (InboxFilter::default(), PageRequest::default());
    let inbox = world.workflow.inbox(actor, all, &page).await.unwrap();
    let found = inbox.items.iter();
    found
        .filter(|entry| entry.kind == MessageKind::PublicationFailed)
        .count()
}

async fn a_coordinator_who_planned_a_publication_is_told_once_that_it_failed(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let coordinator = world.coordinator().await;
    let key = world.submitted(&editor, "1").await;
    world.check_and_file(&approver, &key, 2).await;
    let workflow = &world.workflow;
    for (planner, told) in [(&coordinator, (1, 0)), (&approver, (2, 1))] {
        let seen = world.open(&editor, &key).await.revision;
        let on = workflow.today().saturating_add(1.day());
        let stage = world
            .act(planner, &key, seen, Command::SchedulePublication { on })
            .await;
        assert!(matches!(stage, Stage::Submitted { .. }));
        world.clock.advance(2 * 24 * 3_600);
        let due = workflow.due_publications().await.unwrap().remove(0);
        assert!(workflow.fail_schedule(&due, "できなかった").await.unwrap());
        let counted = (
            failures(&world, &coordinator).await,
            failures(&world, &approver).await,
        );
        assert_eq!(counted, told);
    }
}

async fn of_two_who_register_an_incident_at_once_one_registers_it(db: TestDatabase) {
    let world = affair_world(db).await;
    let actor = coordinator(&world).await;
    register(&world, &actor, some_facts()).await;
    let new = incident(&world, &actor, world.workflow.today()).await;
    let press = || {
        let (workflow, actor, new) = (world.workflow.clone(), actor.clone(), new.clone());
        tokio::spawn(async move { workflow.register_incident(&actor, new).await })
    };
    let (one, other) = (press(), press());
    let (one, other) = (one.await.unwrap(), other.await.unwrap());
    assert_eq!(one.unwrap(), other.unwrap());
    let all = world.workflow.list_incidents(&actor).await.unwrap();
    assert_eq!(all.len(), 1);
}

async fn a_mail_is_taken_only_when_one_is_due(db: TestDatabase) {
    let world = World::new(db).await;
    assert!(world.workflow.take_mail().await.unwrap().is_none());
    let editor = world.editor().await;
    let (address, _) = world.link();
    let client = workflow::Client::default();
    let asked = world
        .workflow
        .ask_new_password(&editor.email, client, address);
    asked.await.unwrap();
    assert!(world.workflow.take_mail().await.unwrap().is_some());
    assert!(world.workflow.take_mail().await.unwrap().is_none());
}
