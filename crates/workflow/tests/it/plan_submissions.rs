//! Plans on the commission's desk: what was submitted, and nothing else.

use domain::Role;
use testkit::{TestDatabase, on_both};
use workflow::{InboxFilter, MessageKind, NewReceipt, PageRequest, WorkflowError};

use crate::affair_world::{affair_world, coordinator, plan_key, register, some_facts};
use crate::assert_refused;
use crate::world::{CITY, OTHER, World, code, fields};

on_both! {
    the_commission_reads_what_was_submitted_and_no_draft,
    a_plan_is_received_once_and_the_body_is_told,
    the_list_of_submissions_goes_on_where_it_was_cut,
}

async fn submitted(world: &World) -> (workflow::Actor, workflow::Actor) {
    let (actor, workflow) = (coordinator(world).await, &world.workflow);
    register(world, &actor, some_facts()).await;
    workflow.create_plan(&actor, &plan_key()).await.unwrap();
    let plan = workflow.open_plan(&actor, &plan_key()).await.unwrap();
    let revision = plan.entry.revision.unwrap();
    let number = workflow.submit_plan(&actor, &plan_key(), revision).await;
    assert_eq!(number.unwrap(), 1);
    let officer = world.person("officer", Role::PpcReviewer, None).await;
    (actor, officer)
}

async fn told(world: &World, actor: &workflow::Actor) -> Vec<MessageKind> {
    let (all, page) = (InboxFilter::default(), PageRequest::default());
    let inbox = world.workflow.inbox(actor, all, &page).await.unwrap();
    inbox.items.into_iter().map(|entry| entry.kind).collect()
}

async fn the_commission_reads_what_was_submitted_and_no_draft(db: TestDatabase) {
    let world = affair_world(db).await;
    let (coordinator, officer) = submitted(&world).await;
    let workflow = &world.workflow;
    assert_eq!(told(&world, &officer).await, [MessageKind::PlanSubmitted]);
    let page = PageRequest::default();
    let filed = workflow.filed_plans(&officer, None, &page).await.unwrap();
    assert_eq!(filed.items.len(), 1);
    assert_eq!(
        (filed.items[0].agency, filed.items[0].submission.number),
        (1, 1)
    );
    let elsewhere = workflow
        .filed_plans(&officer, Some(&code(OTHER)), &page)
        .await;
    assert_eq!(elsewhere.unwrap().items, []);
    let own = workflow.filed_plans(&coordinator, None, &page).await;
    assert_refused!(own, WorkflowError::NotFound);

    let drafts = workflow.list_plans(&officer, &code(CITY)).await;
    assert_refused!(drafts, WorkflowError::NotFound);
    let draft = workflow.open_plan(&officer, &plan_key()).await;
    assert_refused!(draft, WorkflowError::NotFound);
    let text = plan_key().text().unwrap();
    let draft = workflow.open_assessment(&officer, &text).await;
    assert_refused!(draft, WorkflowError::NotFound);

    let readings = async || {
        let trail = world.trail().await;
        trail
            .iter()
            .filter(|act| *act == "assessment.read-withheld")
            .count()
    };
    for (who, count) in [(&coordinator, 0), (&officer, 1), (&officer, 1)] {
        let opened = workflow.open_plan_submission(who, &plan_key(), 1).await;
        opened.unwrap();
        assert_eq!(readings().await, count);
    }
}

async fn a_plan_is_received_once_and_the_body_is_told(db: TestDatabase) {
    let world = affair_world(db).await;
    let (coordinator, officer) = submitted(&world).await;
    let workflow = &world.workflow;
    let receipt = |number: &str| NewReceipt {
        number: number.to_owned(),
        on: workflow.today(),
    };
    let body = workflow
        .receive_plan(&coordinator, &plan_key(), 1, &receipt("計1"))
        .await;
    assert_refused!(body, WorkflowError::NotFound);
    for _ in 0..2 {
        let received = workflow
            .receive_plan(&officer, &plan_key(), 1, &receipt("計1"))
            .await;
        received.unwrap();
    }
    let other = workflow
        .receive_plan(&officer, &plan_key(), 1, &receipt("計2"))
        .await;
    assert_eq!(fields(other), ["number"]);
    let plan = workflow.open_plan(&coordinator, &plan_key()).await.unwrap();
    let shown = plan.submissions[0].0.receipt.clone().unwrap();
    assert_eq!((shown.number.as_str(), shown.on), ("計1", workflow.today()));
    assert!(
        told(&world, &coordinator)
            .await
            .contains(&MessageKind::PlanReceived)
    );
    let trail = world.trail().await;
    assert_eq!(trail.iter().filter(|act| *act == "plan.receive").count(), 1);
}

async fn the_list_of_submissions_goes_on_where_it_was_cut(db: TestDatabase) {
    let world = affair_world(db).await;
    let (coordinator, officer) = submitted(&world).await;
    let workflow = &world.workflow;
    let text = plan_key().text().unwrap();
    world.clock.advance(60);
    let open = world.open(&coordinator, &text).await;
    let mut answers = open.document.answers;
    answers.set(
        testkit::sample::item("cover.agency"),
        crate::affair_world::plain("見本市の長"),
    );
    let saved = workflow
        .save_answers(&coordinator, &text, open.revision, answers)
        .await;
    let revision = saved.unwrap().revision;
    let number = workflow
        .submit_plan(&coordinator, &plan_key(), revision)
        .await;
    assert_eq!(number.unwrap(), 2);
    let page = PageRequest::first(1);
    let first = workflow.filed_plans(&officer, None, &page).await.unwrap();
    assert_eq!(first.items[0].submission.number, 2);
    let next = PageRequest::after(first.next.unwrap(), 1);
    let second = workflow.filed_plans(&officer, None, &next).await.unwrap();
    assert_eq!((second.items[0].submission.number, second.next), (1, None));
}
