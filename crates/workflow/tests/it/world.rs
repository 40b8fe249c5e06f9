//! Bodies, people and a form to play the use cases with.

use std::sync::Arc;

use domain::form::FormHead;
use domain::notation::parse_typed;
use domain::procedure::{Need, Refusal};
use domain::stage::{Consultation, RedoGround, VerdictKind};
use domain::{
    Act, Answer, Answers, BodyCode, Command, EditionId, Facts, FormEdition, FormId, Forms,
    LongText, Role, Stage, UserId,
};
use jiff::ToSpan;
use jiff::civil::Date;
use store::{audit, users};
use testkit::{TestDatabase, sample, time};
use workflow::{
    Actor, AffairFilter, AssessmentKey, Client, Entered, ManualClock, NewAssessment, NewSession,
    NewUser, OpenAssessment, Operator, PageRequest, PasswordHashing, PlanKey, SignIn, SignInError,
    Token, Workflow, WorkflowError,
};

/// The body of most tests, and another one.
pub const CITY: &str = sample::CODES[0];
pub const OTHER: &str = sample::CODES[3];

/// The prefecture of [`CITY`].
pub const PREFECTURE: &str = "010006";

/// The password of everybody.
pub const PASSWORD: &str = "a turtle on the town hall";

/// What must never become public.
pub const SECRET: &str = "地下1階の電算室";

/// A form with a title, an optional number, and files with a place each.
const FORM: &str = r#"[
 {"id":"cover.title","number":"","label":"評価書名","kind":"text","required":true,"confirmed":true},
 {"id":"I.5","number":"Ⅰ 5.","label":"件数","kind":"number","required":false,"confirmed":true},
 {"id":"I.6","number":"Ⅰ 6.","label":"概要","kind":"longtext","required":false,"confirmed":true},
 {"id":"II","number":"Ⅱ","label":"ファイルの概要","kind":"repeat","required":true,"confirmed":true,"children":[
  {"id":"II.6.place","number":"Ⅱ 6. ①","label":"保管場所","kind":"longtext","required":true,"confirmed":true}]}
]"#;

fn form(edition: &str) -> FormEdition {
    form_of(edition, FORM)
}

/// A form with these items.
pub fn form_of(edition: &str, items: &str) -> FormEdition {
    let head = FormHead {
        id: FormId::parse("kiso").unwrap(),
        edition: EditionId::parse(edition).unwrap(),
        edition_label: "平成26年4月".to_owned(),
        title: "全項目評価書".to_owned(),
        style: "様式4".to_owned(),
        warning: None,
    };
    FormEdition::new(head, serde_json::from_str(items).unwrap()).unwrap()
}

/// A plan with what the program fills.
const PLAN: &str = r#"[
 {"id":"cover.agency","number":"","label":"機関","kind":"text","required":true,"confirmed":true},
 {"id":"plan","number":"1.","label":"計画","kind":"repeat","required":true,"confirmed":true,"children":[
  {"id":"plan.number","number":"","label":"評価書番号","kind":"text","required":true,"confirmed":true},
  {"id":"plan.name","number":"","label":"事務の名称","kind":"text","required":true,"confirmed":true},
  {"id":"plan.threshold","number":"","label":"しきい値判断結果","kind":"choice","required":true,"confirmed":true,"choices":[
   {"n":1,"label":"a"},{"n":2,"label":"b"},{"n":3,"label":"c"},{"n":4,"label":"d"}]},
  {"id":"plan.kind","number":"","label":"種類","kind":"text","required":true,"confirmed":true}]}
]"#;

/// The form of a plan (計画管理書).
pub fn plan_form() -> FormEdition {
    let head = FormHead {
        id: FormId::parse("keikaku").unwrap(),
        edition: EditionId::parse("2014-04").unwrap(),
        edition_label: "平成26年4月".to_owned(),
        title: "計画管理書".to_owned(),
        style: "様式1".to_owned(),
        warning: None,
    };
    FormEdition::new(head, serde_json::from_str(PLAN).unwrap()).unwrap()
}

pub struct World {
    pub workflow: Workflow,
    pub clock: Arc<ManualClock>,
    pub db: TestDatabase,
}

impl World {
    /// Two municipalities, a prefecture and nobody.
    pub async fn new(db: TestDatabase) -> Self {
        Self::with_forms(db, Forms::new(vec![form("2014-04"), plan_form()])).await
    }

    /// As [`World::new`], with other forms.
    pub async fn with_forms(db: TestDatabase, forms: Forms) -> Self {
        let clock = Arc::new(ManualClock::new(time::start()));
        let forms = Arc::new(forms);
        let hashing = PasswordHashing::cheap_for_tests();
        let workflow = Workflow::new(db.store.clone(), forms, clock.clone(), hashing);
        let bodies = [CITY, OTHER, PREFECTURE].map(sample::body);
        workflow.import_bodies(Operator, &bodies).await.unwrap();
        Self {
            workflow,
            clock,
            db,
        }
    }

    /// An active person: `name@demo.invalid`.
    pub async fn person(&self, name: &str, role: Role, body: Option<&str>) -> Actor {
        let email = format!("{name}@demo.invalid");
        let body = body.map(sample::body_code);
        if role == Role::Prefecture && body.as_ref().is_some_and(is_no_prefecture) {
            self.put_beside_rules(&email, role, body.as_ref()).await;
        } else {
            let new = NewUser {
                email: email.clone(),
                role,
                body,
            };
            let invited = self.workflow.invite_user_as_operator(Operator, new).await;
            invited.unwrap();
        }
        self.workflow
            .set_password_as_operator(Operator, &email, PASSWORD)
            .await
            .unwrap();
        let mut tx = self.db.store.begin_read().await.unwrap();
        let user = users::find_by_email(&mut tx, &email)
            .await
            .unwrap()
            .unwrap();
        Actor {
            user: user.id,
            role: user.role,
            body: user.body,
            email,
            origin: None,
        }
    }

    /// Puts an officer of a prefecture into a city, where no invitation puts one, for tests
    /// that try every role on things of the same body.
    async fn put_beside_rules(&self, email: &str, role: Role, body: Option<&BodyCode>) {
        let mut tx = self.db.store.begin().await.unwrap();
        if users::find_by_email(&mut tx, email)
            .await
            .unwrap()
            .is_some()
        {
            return;
        }
        let now = self.workflow.clock().now();
        let id = UserId::parse(&store::new_id(now)).unwrap();
        let new = users::NewUser {
            id: &id,
            email,
            role,
            body,
            password_hash: None,
            at: now,
        };
        users::insert(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn editor(&self) -> Actor {
        self.person("editor", Role::Editor, Some(CITY)).await
    }

    pub async fn approver(&self) -> Actor {
        self.person("approver", Role::Approver, Some(CITY)).await
    }

    pub async fn coordinator(&self) -> Actor {
        self.person("coordinator", Role::Coordinator, Some(CITY))
            .await
    }

    pub async fn body_admin(&self) -> Actor {
        self.person("admin", Role::BodyAdmin, Some(CITY)).await
    }

    pub async fn system_admin(&self) -> Actor {
        self.person("system", Role::SystemAdmin, None).await
    }

    /// Signs in from a browser that was not there before, as somebody who needs no more than
    /// the password.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<NewSession, SignInError> {
        self.sign_in_from("192.0.2.1", email, password, None).await
    }

    /// As far as the password leads.
    pub async fn enter(&self, email: &str, password: &str) -> Result<Entered, SignInError> {
        self.enter_from("192.0.2.1", email, password, None).await
    }

    pub async fn sign_in_from(
        &self,
        address: &str,
        email: &str,
        password: &str,
        previous: Option<&Token>,
    ) -> Result<NewSession, SignInError> {
        let entered = self.enter_from(address, email, password, previous).await?;
        Ok(entered.whole().unwrap())
    }

    async fn enter_from(
        &self,
        address: &str,
        email: &str,
        password: &str,
        previous: Option<&Token>,
    ) -> Result<Entered, SignInError> {
        let client = Client {
            address,
            user_agent: "Mozilla/5.0 (test)",
        };
        let typed = SignIn {
            email,
            password,
            client,
            previous,
        };
        self.workflow.sign_in(typed).await
    }

    /// A new draft of the actor's body.
    pub async fn draft(&self, editor: &Actor, number: &str) -> AssessmentKey {
        self.workflow
            .create_assessment(editor, new_assessment(number))
            .await
            .unwrap()
    }

    pub async fn open(&self, actor: &Actor, key: &AssessmentKey) -> OpenAssessment {
        self.workflow.open_assessment(actor, key).await.unwrap()
    }

    /// A draft with everything that is required, at revision 2.
    pub async fn complete(&self, editor: &Actor, number: &str) -> AssessmentKey {
        let key = self.draft(editor, number).await;
        let saved = self
            .workflow
            .save_answers(editor, &key, 1, complete_answers())
            .await
            .unwrap();
        assert_eq!(saved.revision, 2);
        key
    }

    /// Submitted at revision 2.
    pub async fn submitted(&self, editor: &Actor, number: &str) -> AssessmentKey {
        let key = self.complete(editor, number).await;
        self.act(editor, &key, 2, Command::SubmitForReview).await;
        key
    }

    /// Checked and submitted to the commission at revision 2.
    pub async fn filed(&self, editor: &Actor, approver: &Actor, number: &str) -> AssessmentKey {
        let key = self.submitted(editor, number).await;
        self.check_and_file(approver, &key, 2).await;
        key
    }

    /// From review to the commission.
    pub async fn check_and_file(&self, approver: &Actor, key: &AssessmentKey, revision: i64) {
        let coordinator = self.coordinator().await;
        self.act(approver, key, revision, Command::Check).await;
        self.keep_plans(&coordinator).await;
        self.act(&coordinator, key, revision, self.file()).await;
    }

    /// Gives every affair of the body that is not judged yet a name and the inputs of a
    /// 基礎項目評価.
    async fn judge_affairs(&self, coordinator: &Actor) {
        let (filter, page) = (AffairFilter::default(), PageRequest::default());
        let found = self.workflow.list_affairs(coordinator, &filter, &page);
        for entry in found.await.unwrap().items {
            let (affair, mut content) = (&entry.affair, entry.affair.content.clone());
            if entry.judgement.duty().is_some() {
                continue;
            }
            if content.name.is_empty() {
                content.name = "見本事務".to_owned();
            }
            content.facts = judged_facts();
            let (body, number, version) = (&affair.body, &affair.number, affair.version);
            let saved = self
                .workflow
                .save_affair(coordinator, body, number, version, content);
            saved.await.unwrap();
        }
    }

    /// Brings the plan of every agency of the body up to date, its affairs judged.
    pub async fn keep_plans(&self, coordinator: &Actor) {
        self.judge_affairs(coordinator).await;
        let body = coordinator.body.clone().unwrap();
        let plans = self.workflow.list_plans(coordinator, &body).await.unwrap();
        for plan in plans {
            let key = PlanKey {
                body: body.clone(),
                agency: plan.agency.ordinal,
            };
            match plan.revision {
                None => self.workflow.create_plan(coordinator, &key).await.unwrap(),
                Some(revision) => drop(
                    self.workflow
                        .refresh_plan(coordinator, &key, revision)
                        .await
                        .unwrap(),
                ),
            }
        }
    }

    /// A submission to the commission today.
    pub fn file(&self) -> Command {
        let on = self.workflow.today();
        Command::File { on }
    }

    /// Does what must work.
    pub async fn act(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        seen: i64,
        command: Command,
    ) -> Stage {
        self.workflow.act(actor, key, seen, command).await.unwrap()
    }

    /// The actions of the audit trail, oldest first; the chain is whole.
    pub async fn trail(&self) -> Vec<String> {
        let mut tx = self.db.store.begin_read().await.unwrap();
        let whole = audit::verify(&mut tx).await.unwrap();
        assert!(matches!(whole, audit::Chain::Whole { .. }), "{whole:?}");
        let acts = audit::list(&mut tx, None, None, 100_000).await.unwrap();
        acts.into_iter().rev().map(|act| act.action).collect()
    }

    /// Everything that the audit trail says, in one text.
    pub async fn trail_text(&self) -> String {
        let mut tx = self.db.store.begin_read().await.unwrap();
        let acts = audit::list(&mut tx, None, None, 100_000).await.unwrap();
        acts.into_iter()
            .map(|act| format!("{} {} {}\n", act.action, act.subject, act.detail))
            .collect()
    }
}

fn is_no_prefecture(code: &BodyCode) -> bool {
    domain::BodyKind::of(code) != domain::BodyKind::Prefecture
}

pub fn code(code: &str) -> BodyCode {
    sample::body_code(code)
}

pub fn new_assessment(number: &str) -> NewAssessment {
    NewAssessment {
        form: sample::form("kiso"),
        number: sample::number(number),
        agency: "見本市長".to_owned(),
        facts: Facts::default(),
    }
}

pub fn text(typed: &str) -> Answer {
    Answer::Text(parse_typed(typed).unwrap())
}

pub fn long(typed: &str) -> Answer {
    Answer::Longtext(LongText::parse_typed(typed).unwrap())
}

pub fn file(place: &str) -> Answers {
    Answers::from_iter([(sample::item("II.6.place"), long(place))])
}

pub fn complete_answers() -> Answers {
    let place = format!("サーバー室は｛非公表:場所｜{SECRET}｝に置く。");
    Answers::from_iter([
        (
            sample::item("cover.title"),
            text("住民基本台帳に関する事務"),
        ),
        (sample::item("II"), Answer::Repeat(vec![file(&place)])),
    ])
}

/// The answers with one more number in them.
pub fn with_count(mut answers: Answers, count: i64) -> Answers {
    answers.set(sample::item("I.5"), Answer::Number(count));
    answers
}

/// The problems of a refusal by field.
pub fn fields<T: std::fmt::Debug>(result: Result<T, WorkflowError>) -> Vec<&'static str> {
    match result {
        Err(WorkflowError::Invalid(problems)) => {
            problems.into_iter().map(|problem| problem.field).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// What makes 12,000 persons with 10 who handle them and no incident.
pub fn judged_facts() -> Facts {
    Facts {
        headcount: Some(12_000),
        staff: Some(10),
        incident: Some(false),
        ..Facts::default()
    }
}

/// A return with this reason.
pub fn send_back(reason: &str) -> Command {
    Command::SendBack {
        reason: reason.to_owned(),
        items: Vec::new(),
    }
}

/// An act with something sensible given; those of publication and of the clock withdraw.
pub fn a_command(act: Act, today: Date) -> Command {
    let reason = "理由".to_owned();
    let consultation = || Consultation {
        id: "c1".to_owned(),
        from: today,
        to: today.saturating_add(29.days()),
        shortened: false,
    };
    match act {
        Act::SubmitForReview => Command::SubmitForReview,
        Act::Withdraw | Act::Publish => Command::Withdraw,
        Act::Check => Command::Check,
        Act::SendBack => send_back("理由"),
        Act::PrepareConsultation => Command::PrepareConsultation,
        Act::OpenConsultation => Command::OpenConsultation(consultation()),
        Act::CloseConsultation => Command::CloseConsultation,
        Act::HandOver => Command::HandOver,
        Act::GiveVerdict => Command::GiveVerdict {
            on: today,
            kind: VerdictKind::Suitable,
        },
        Act::FinishAmendment => Command::FinishAmendment,
        Act::ConsultAgain => Command::ConsultAgain(consultation()),
        Act::File => Command::File { on: today },
        Act::RequestApproval => Command::RequestApproval { on: today },
        Act::BeginCommissionReview => Command::BeginCommissionReview,
        Act::CommissionApprove => Command::CommissionApprove { on: today },
        Act::CommissionReturn => Command::CommissionReturn { reason },
        Act::SchedulePublication => Command::SchedulePublication {
            on: today.saturating_add(1.day()),
        },
        Act::CancelSchedule => Command::CancelSchedule,
        Act::Amend => Command::Amend,
        Act::Redo => Command::Redo {
            ground: RedoGround::Voluntary,
        },
        Act::Reopen => Command::Reopen { reason },
        Act::Unpublish => Command::Unpublish { reason },
        Act::End => Command::End { on: today },
        Act::NotifyEnd => Command::NotifyEnd { on: today },
        Act::Resume => Command::Resume { reason },
    }
}

/// The preconditions that a refusal names; none when it is out of turn.
pub fn needs<T: std::fmt::Debug>(result: Result<T, WorkflowError>) -> Vec<Need> {
    match result {
        Err(WorkflowError::Refused(Refusal::Obstacles(obstacles))) => obstacles
            .into_iter()
            .map(|obstacle| obstacle.need)
            .collect(),
        Err(WorkflowError::Refused(Refusal::NotNow { .. })) => Vec::new(),
        other => panic!("{other:?}"),
    }
}

/// Asserts that a result is this refusal.
#[macro_export]
macro_rules! assert_refused {
    ($result:expr, $pattern:pat) => {
        let result = $result;
        assert!(matches!(result, Err($pattern)), "{result:?}");
    };
}
