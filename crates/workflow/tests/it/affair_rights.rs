//! The use cases of affairs, incidents and plans in every role, on the own body and on
//! another one.

use domain::{IncidentId, Role};
use testkit::{TestDatabase, on_both, sample};
use workflow::{Actor, AffairFilter, PageRequest, PlanKey, TakeShared, WorkflowError};

use crate::affair_world::{
    affair_world, content, incident, key, plan_key, register, some_facts, start,
};
use crate::world::{CITY, OTHER, World};

on_both! {
    every_use_case_of_affairs_is_allowed_to_its_roles_in_the_own_body_only,
}

#[derive(Debug, Clone, Copy)]
enum Case {
    OpenAffair,
    SaveAffair,
    DismissRedo,
    Differences,
    TakeShared,
    ListPlans,
    OpenPlan,
    CreatePlan,
    RefreshPlan,
    SubmitPlan,
    OpenSubmission,
    OpenPlanText,
    SavePlanText,
}

use Case::{
    CreatePlan, Differences, DismissRedo, ListPlans, OpenAffair, OpenPlan, OpenPlanText,
    OpenSubmission, RefreshPlan, SaveAffair, SavePlanText, SubmitPlan,
};
use Role::{Approver, BodyAdmin, Coordinator, Editor, PpcApprover, PpcReviewer};

const READERS: &[Role] = &[Editor, Approver, Coordinator, BodyAdmin];
const MANAGERS: &[Role] = &[Editor, Coordinator];
const COMMISSION: &[Role] = &[PpcReviewer, PpcApprover];

/// (use case, roles that may in the own body, roles that may everywhere).
const TABLE: &[(Case, &[Role], &[Role])] = &[
    (OpenAffair, READERS, &[]),
    (SaveAffair, MANAGERS, &[]),
    (DismissRedo, MANAGERS, &[]),
    (Differences, READERS, &[]),
    (Case::TakeShared, &[Editor], &[]),
    (ListPlans, READERS, &[]),
    (OpenPlan, READERS, &[]),
    (CreatePlan, &[Coordinator], &[]),
    (RefreshPlan, &[Coordinator], &[]),
    (SubmitPlan, &[Coordinator], &[]),
    (OpenSubmission, READERS, COMMISSION),
    (OpenPlanText, READERS, &[]),
    (SavePlanText, &[Coordinator], &[]),
];

async fn attempt(
    world: &World,
    actor: &Actor,
    body: &str,
    case: Case,
) -> Result<(), WorkflowError> {
    let workflow = &world.workflow;
    let mut key = key("kiso");
    key.body = sample::body_code(body);
    let plan = PlanKey {
        body: key.body.clone(),
        ..plan_key()
    };
    let text = plan.text().unwrap();
    match case {
        OpenAffair => workflow
            .open_affair(actor, &key.body, &key.number)
            .await
            .map(drop),
        SaveAffair => {
            let content = content("見本事務", some_facts());
            workflow
                .save_affair(actor, &key.body, &key.number, 1, content)
                .await
                .map(drop)
        }
        DismissRedo => {
            workflow
                .dismiss_redo(actor, &key.body, &key.number, 1, "理由")
                .await
        }
        Differences => workflow.shared_differences(actor, &key).await.map(drop),
        Case::TakeShared => {
            let take = TakeShared {
                from: sample::form("juten"),
                from_revision: 1,
                into: sample::form("kiso"),
                into_revision: 1,
                item: sample::item("I.1.name"),
            };
            workflow.take_shared(actor, &key, &take).await
        }
        ListPlans => workflow.list_plans(actor, &key.body).await.map(drop),
        OpenPlan => workflow.open_plan(actor, &plan).await.map(drop),
        CreatePlan => workflow.create_plan(actor, &plan).await,
        RefreshPlan => workflow.refresh_plan(actor, &plan, 1).await.map(drop),
        SubmitPlan => workflow.submit_plan(actor, &plan, 1).await.map(drop),
        OpenSubmission => workflow
            .open_plan_submission(actor, &plan, 1)
            .await
            .map(drop),
        OpenPlanText => workflow.open_assessment(actor, &text).await.map(drop),
        SavePlanText => {
            let answers = domain::Answers::default();
            workflow
                .save_answers(actor, &text, 99, answers)
                .await
                .map(drop)
        }
    }
}

fn is_allowed(result: &Result<(), WorkflowError>) -> bool {
    match result {
        Ok(()) | Err(WorkflowError::Conflict(_) | WorkflowError::Stale(_)) => true,
        Err(WorkflowError::NotFound) => false,
        Err(other) => panic!("{other:?}"),
    }
}

async fn prepare(world: &World, body: &str) {
    let clerk = world
        .person(&format!("clerk-{body}"), Editor, Some(body))
        .await;
    let keeper = world
        .person(&format!("keeper-{body}"), Coordinator, Some(body))
        .await;
    register(world, &clerk, some_facts()).await;
    start(world, &clerk, "juten").await;
    for key in [key("kiso"), key("juten")] {
        let key = workflow::AssessmentKey {
            body: sample::body_code(body),
            ..key
        };
        let open = world.open(&clerk, &key).await;
        let mut answers = open.document.answers.clone();
        answers.set(
            sample::item("I.1.name"),
            crate::affair_world::plain(key.form.as_str()),
        );
        world
            .workflow
            .save_answers(&clerk, &key, open.revision, answers)
            .await
            .unwrap();
    }
    let plan = PlanKey {
        body: sample::body_code(body),
        ..plan_key()
    };
    world.workflow.create_plan(&keeper, &plan).await.unwrap();
    world.workflow.submit_plan(&keeper, &plan, 1).await.unwrap();
}

async fn every_use_case_of_affairs_is_allowed_to_its_roles_in_the_own_body_only(db: TestDatabase) {
    let world = affair_world(db).await;
    prepare(&world, CITY).await;
    prepare(&world, OTHER).await;
    for role in Role::ALL {
        let body = role.needs_body().then_some(CITY);
        let actor = world.person(role.as_str(), role, body).await;
        for (case, in_own, everywhere) in TABLE {
            let anywhere = everywhere.contains(&role);
            let on_own = attempt(&world, &actor, CITY, *case).await;
            assert_eq!(
                is_allowed(&on_own),
                anywhere || in_own.contains(&role),
                "{case:?} {role:?}"
            );
            let on_other = attempt(&world, &actor, OTHER, *case).await;
            assert_eq!(
                is_allowed(&on_other),
                anywhere,
                "{case:?} {role:?} elsewhere"
            );
        }
        lists(&world, &actor).await;
    }
}

/// What is asked of the actor's own body, whichever that is.
async fn lists(world: &World, actor: &Actor) {
    let (workflow, role) = (&world.workflow, actor.role);
    let (filter, page) = (AffairFilter::default(), PageRequest::default());
    let reads = [
        workflow.list_affairs(actor, &filter, &page).await.map(drop),
        workflow.list_agencies(actor).await.map(drop),
        workflow.list_incidents(actor).await.map(drop),
    ];
    for result in &reads {
        assert_eq!(is_allowed(result), READERS.contains(&role), "{role:?}");
    }
    let clerk = Actor {
        body: Some(sample::body_code(CITY)),
        role: Editor,
        ..actor.clone()
    };
    let new = incident(world, &clerk, workflow.today()).await;
    let nobody = IncidentId::parse("nobody").unwrap();
    let cancelled = workflow.cancel_incident(actor, &nobody, "理由").await;
    assert!(
        matches!(cancelled, Err(WorkflowError::NotFound)),
        "{role:?}"
    );
    let content = content("事務", some_facts());
    let number = sample::number(&format!(
        "of {}",
        role.as_str().len() * 100 + usize::from(role.as_str().as_bytes()[0])
    ));
    let writes = [
        workflow.register_incident(actor, new).await.map(drop),
        workflow
            .add_agency(actor, "見本市選挙管理委員会")
            .await
            .map(drop),
        workflow
            .register_affair(actor, &number, "見本市長", content)
            .await,
    ];
    for result in &writes {
        assert_eq!(is_allowed(result), MANAGERS.contains(&role), "{role:?}");
    }
}
