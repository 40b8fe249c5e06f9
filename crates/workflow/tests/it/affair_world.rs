//! Small forms of an affair and of a plan, and what their tests say often.

use domain::affair::{Incident, IncidentSubject};
use domain::form::FormHead;
use domain::{
    Answer, Command, EditionId, Facts, FormEdition, FormId, Forms, ItemId, MarkedText, Role,
    SharedField,
};
use jiff::civil::Date;
use testkit::{TestDatabase, sample};
use workflow::{
    Actor, AffairContent, AssessmentKey, NewAssessment, NewIncident, OpenAffair, PlanKey,
};

use crate::world::{CITY, World, plan_form};

const KISO: &str = r#"[
 {"id":"cover.title","number":"","label":"評価書名","kind":"text","required":true,"confirmed":true},
 {"id":"I.1.name","number":"Ⅰ 1. ①","label":"事務の名称","kind":"text","required":true,"confirmed":true},
 {"id":"II.1.value","number":"Ⅱ 1.","label":"対象人数","kind":"choice","required":true,"confirmed":true,"choices":[
  {"n":1,"label":"a"},{"n":2,"label":"b"},{"n":3,"label":"c"},{"n":4,"label":"d"},{"n":5,"label":"e"}]},
 {"id":"II.3.value","number":"Ⅱ 3.","label":"重大事故","kind":"choice","required":false,"confirmed":true,"choices":[
  {"n":1,"label":"a"},{"n":2,"label":"b"}]},
 {"id":"III.result","number":"Ⅲ","label":"結果","kind":"choice","required":false,"confirmed":true,"choices":[
  {"n":1,"label":"a"},{"n":2,"label":"b"},{"n":3,"label":"c"},{"n":4,"label":"d"}]}
]"#;

const JUTEN: &str = r#"[
 {"id":"cover.title","number":"","label":"評価書名","kind":"text","required":true,"confirmed":true},
 {"id":"I.1.name","number":"Ⅰ 1. ①","label":"事務の名称","kind":"text","required":true,"confirmed":true}
]"#;

fn form(id: &str, items: &str) -> FormEdition {
    let head = FormHead {
        id: FormId::parse(id).unwrap(),
        edition: EditionId::parse("2014-04").unwrap(),
        edition_label: "平成26年4月".to_owned(),
        title: id.to_owned(),
        style: String::new(),
        warning: None,
    };
    FormEdition::new(head, serde_json::from_str(items).unwrap()).unwrap()
}

/// A world with the forms 基礎, 重点 and 計画管理書.
pub async fn affair_world(db: TestDatabase) -> World {
    let forms = vec![form("kiso", KISO), form("juten", JUTEN), plan_form()];
    let name = ItemId::parse("I.1.name").unwrap();
    let items = ["kiso", "juten"].map(|form| (FormId::parse(form).unwrap(), name.clone()));
    let shared = SharedField {
        label: "事務の名称".to_owned(),
        items: items.into_iter().collect(),
    };
    World::with_forms(db, Forms::new(forms).with_shared(vec![shared])).await
}

pub async fn coordinator(world: &World) -> Actor {
    world
        .person("coordinator", Role::Coordinator, Some(CITY))
        .await
}

pub use crate::world::judged_facts as some_facts;

pub fn content(name: &str, facts: Facts) -> AffairContent {
    AffairContent {
        name: name.to_owned(),
        facts,
        ..AffairContent::default()
    }
}

pub fn key(form: &str) -> AssessmentKey {
    AssessmentKey {
        body: sample::body_code(CITY),
        number: sample::number("1"),
        form: sample::form(form),
    }
}

pub fn plan_key() -> PlanKey {
    PlanKey {
        body: sample::body_code(CITY),
        agency: 1,
    }
}

pub async fn open(world: &World, actor: &Actor) -> OpenAffair {
    let key = key("kiso");
    let open = world
        .workflow
        .open_affair(actor, &key.body, &key.number)
        .await;
    open.unwrap()
}

/// Registers the affair 1 of 見本市長.
pub async fn register(world: &World, actor: &Actor, facts: Facts) {
    let number = sample::number("1");
    let content = content("見本事務", facts);
    let done = world
        .workflow
        .register_affair(actor, &number, "見本市長", content)
        .await;
    done.unwrap();
}

pub async fn start(world: &World, editor: &Actor, form: &str) -> AssessmentKey {
    let new = NewAssessment {
        form: sample::form(form),
        number: sample::number("1"),
        agency: "見本市長".to_owned(),
        facts: Facts::default(),
    };
    world.workflow.create_assessment(editor, new).await.unwrap()
}

/// Makes the basic document public.
pub async fn publish_kiso(world: &World, editor: &Actor) {
    publish(world, editor, "kiso").await;
}

/// Makes a document that was started public.
pub async fn publish(world: &World, editor: &Actor, form: &str) {
    let (key, approver) = (key(form), world.approver().await);
    let open = world.open(editor, &key).await;
    let mut answers = open.document.answers.clone();
    answers.set(
        sample::item("cover.title"),
        plain(&format!("見本事務 {form}")),
    );
    answers.set(sample::item("I.1.name"), plain("見本事務"));
    if form == "kiso" {
        answers.set(sample::item("II.1.value"), Answer::Choice(3));
    }
    let workflow = &world.workflow;
    let saved = workflow
        .save_answers(editor, &key, open.revision, answers)
        .await
        .unwrap();
    world
        .act(editor, &key, saved.revision, Command::SubmitForReview)
        .await;
    world
        .act(&approver, &key, saved.revision, Command::Check)
        .await;
    let keeper = coordinator(world).await;
    world.keep_plans(&keeper).await;
    world.act(&keeper, &key, saved.revision, world.file()).await;
    let pending = workflow
        .begin_publication(&approver, &key, saved.revision)
        .await
        .unwrap();
    pending.commit().await.unwrap();
}

pub fn plain(text: &str) -> Answer {
    Answer::Text(MarkedText::plain(text).unwrap())
}

/// A serious incident of the first agency on a day.
pub async fn incident(world: &World, actor: &Actor, day: Date) -> NewIncident {
    let agencies = world.workflow.list_agencies(actor).await.unwrap();
    NewIncident {
        agency: agencies[0].id.clone(),
        incident: Incident {
            occurred_on: day,
            subject: IncidentSubject::Specific,
            persons: 150,
            deliberate: false,
            attributable: true,
        },
        known_on: day,
        summary: "書類の誤送付".to_owned(),
    }
}
