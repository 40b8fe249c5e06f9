//! A scene in which every address leads to something of 見本市, and everybody is there twice:
//! once of that body, once of another.

use std::collections::BTreeMap;

use domain::affair::{Incident, IncidentSubject};
use domain::inquiry::Category;
use domain::interchange::import;
use domain::review::AdviceKind;
use domain::{Body, BodyCode, Command, FormId, Role, UserId};
use workflow::{
    Actor, AssessmentKey, NewAdvice, NewAssessment, NewComment, NewEngagement, NewIncident,
    NewInquiry, NewUser, Operator, PageRequest, PlanKey, SubmissionFilter, Targets,
};

use super::rule::Caller;
use crate::desk::helpers::keep_plans;
use crate::helpers::{BODY, Browser, PASSWORD, PREFECTURE, TestApp, content};
use crate::notices;
use crate::opinions;
use crate::publish::house::set_filed;

/// Another body, and another prefecture.
const OTHER: &str = "993018";
const OTHER_PREFECTURE: &str = "980005";

/// Somebody with a browser.
pub struct Person {
    pub email: String,
    pub caller: Caller,
    pub browser: Browser,
}

/// The program, with something behind every parameter of an address.
pub struct Scene {
    pub app: TestApp,
    pub body: BodyCode,
    /// By the name of the parameter.
    pub place: BTreeMap<String, String>,
}

fn code(text: &str) -> BodyCode {
    BodyCode::parse(text).unwrap()
}

impl Scene {
    pub async fn new() -> Self {
        let app = TestApp::spawn().await;
        let prefecture = Body {
            code: code(OTHER_PREFECTURE),
            prefecture_name: "試作県".to_owned(),
            name: "試作県".to_owned(),
            kana: String::new(),
        };
        let imported = app.workflow().import_bodies(Operator, &[prefecture]).await;
        imported.unwrap();
        let mut scene = Self {
            app,
            body: code(BODY),
            place: BTreeMap::new(),
        };
        for role in Role::ALL {
            scene.app.actor(role).await;
        }
        scene.consultation().await;
        scene.filed().await;
        scene.published().await;
        scene.handed_over().await;
        scene.notice().await;
        scene.inquiry().await;
        scene.people().await;
        scene
    }

    fn put(&mut self, name: &str, value: &(impl ToString + ?Sized)) {
        self.place.insert(name.to_owned(), value.to_string());
    }

    /// 1/zenkomoku, of which opinions are being heard; one has come.
    async fn consultation(&mut self) {
        let (.., id) = opinions::open(&self.app).await;
        let sent = opinions::send(&self.app, &self.app.browser(), &id, &[]).await;
        assert_eq!(sent.status, 200, "{}", sent.text());
        for (name, value) in [
            ("code", BODY),
            ("number", "1"),
            ("form", "kiso"),
            ("section", "I"),
            ("op", "end"),
        ] {
            self.put(name, &value);
        }
        self.put("id", &id);
        self.put("consultation", &id);
    }

    /// 1/kiso, submitted to the commission with the plan; it has said something.
    async fn filed(&mut self) {
        let (editor, coordinator) = self.house().await;
        let approver = self.app.actor(Role::Approver).await;
        let workflow = self.app.workflow();
        let key = key("1/kiso");
        let seen = workflow.open_assessment(&editor, &key).await.unwrap();
        let seen = seen.revision;
        let act = async |who: &Actor, command| {
            workflow.act(who, &key, seen, command).await.unwrap();
        };
        act(&editor, Command::SubmitForReview).await;
        act(&approver, Command::Check).await;
        keep_plans(&self.app).await;
        let on = workflow.today();
        act(&coordinator, Command::File { on }).await;
        let plan = PlanKey {
            body: self.body.clone(),
            agency: 1,
        };
        let open = workflow.open_plan(&coordinator, &plan).await.unwrap();
        let revision = open.entry.revision.unwrap();
        let submitted = workflow.submit_plan(&coordinator, &plan, revision).await;
        submitted.unwrap();
        let officer = self.app.actor(Role::PpcReviewer).await;
        let (filter, page) = (SubmissionFilter::default(), PageRequest::default());
        let found = workflow.submissions(&officer, &filter, &page).await;
        let submission = found.unwrap().items.remove(0).id;
        let advice = NewAdvice {
            token: "00000000-0000-7000-8000-000000000001",
            kind: AdviceKind::Advice,
            body: "範囲を見直すこと。",
        };
        workflow
            .advise(&officer, &submission, &advice)
            .await
            .unwrap();
        let incident = NewIncident {
            agency: open.entry.agency.id.clone(),
            incident: Incident {
                occurred_on: on,
                subject: IncidentSubject::Personal,
                persons: 2,
                deliberate: false,
                attributable: true,
            },
            known_on: on,
            summary: "書類を取り違えた。".to_owned(),
        };
        let incident = workflow.register_incident(&coordinator, incident).await;
        self.put("incident", &incident.unwrap());
        self.put("submission", &submission);
        self.put("advice", &advice.token);
        self.put("agency", &1);
        self.put("n", &1);
    }

    async fn house(&self) -> (Actor, Actor) {
        let editor = self.app.actor(Role::Editor).await;
        (editor, self.app.actor(Role::Coordinator).await)
    }

    /// A document of the demo, as its editor's draft; what it is called and its revision.
    async fn draft(&self, name: &str) -> (AssessmentKey, i64) {
        let path = format!("{}/../content/demo/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let json = std::fs::read_to_string(path).unwrap();
        let content = content();
        let find = |form: &FormId, _: Option<&domain::EditionId>| content.newest(form.as_str());
        let imported = import(&json, &find).unwrap();
        let (editor, workflow) = (self.app.actor(Role::Editor).await, self.app.workflow());
        let new = NewAssessment {
            form: imported.form.clone(),
            number: imported.number.clone(),
            agency: imported.agency.clone(),
            facts: imported.facts.clone(),
        };
        let key = workflow.create_assessment(&editor, new).await.unwrap();
        let open = workflow.open_assessment(&editor, &key).await.unwrap();
        let document = imported.apply_to(Some(&open.document));
        let saved = workflow.save_answers(&editor, &key, open.revision, document.answers);
        let revision = saved.await.unwrap().revision;
        (key, revision)
    }

    /// 2/kiso, published, and 3/kiso, published and being amended.
    async fn published(&self) {
        self.publish("mihon-2-kiso").await;
        let (key, revision) = self.publish("mihon-3-kiso").await;
        let editor = self.app.actor(Role::Editor).await;
        let workflow = self.app.workflow();
        let amended = workflow.act(&editor, &key, revision, Command::Amend);
        amended.await.unwrap();
    }

    async fn publish(&self, name: &str) -> (AssessmentKey, i64) {
        let (key, revision) = self.draft(name).await;
        let (editor, coordinator) = self.house().await;
        let workflow = self.app.workflow();
        let open = workflow.open_assessment(&editor, &key).await.unwrap();
        set_filed(workflow, &open, &coordinator).await;
        let publisher = self.app.publisher();
        let published = publisher.publish(&coordinator, &key, revision).await;
        published.unwrap();
        (key, revision)
    }

    /// 2/juten, handed over to a reviewer, who has asked something.
    async fn handed_over(&mut self) {
        let (key, revision) = self.draft("mihon-2-juten").await;
        let (editor, coordinator) = self.house().await;
        let approver = self.app.actor(Role::Approver).await;
        let reviewer = self.app.actor(Role::ThirdPartyReviewer).await;
        let workflow = self.app.workflow();
        let engage = async |of: &AssessmentKey, email: &str| {
            let new = NewEngagement {
                email: email.to_owned(),
                organ: "見本市個人情報保護審議会".to_owned(),
            };
            let nowhere = |_: &workflow::Token| String::new();
            let engaged = workflow.engage_reviewer(&coordinator, of, new, nowhere);
            engaged.await.unwrap()
        };
        engage(&key, &reviewer.email).await;
        engage(&self::key("1/zenkomoku"), &reviewer.email).await;
        let released = engage(&key, "released@demo.invalid").await;
        for (who, command) in [
            (&editor, Command::SubmitForReview),
            (&approver, Command::Check),
            (&coordinator, Command::HandOver),
        ] {
            workflow.act(who, &key, revision, command).await.unwrap();
        }
        let comment = NewComment {
            token: "00000000-0000-7000-8000-000000000002",
            revision,
            item: "",
            body: "どこに保管しますか。",
        };
        let said = workflow.comment_on_item(&reviewer, &key, &comment).await;
        said.unwrap();
        self.put("released", &released);
        self.put("comment", &comment.token);
    }

    /// A notice that is being passed on.
    async fn notice(&mut self) {
        let workflow = self.app.workflow();
        let provider = self.app.actor(Role::Provider).await;
        let commission = self.app.actor(Role::PpcApprover).await;
        let draft = notices::draft("提供します。");
        let id = workflow.draft_notice(&provider, &draft).await.unwrap();
        let (request, granted) = (
            notices::letter("見本企第1号"),
            notices::letter("見本委第1号"),
        );
        let asked = workflow.request_acknowledgement(&provider, &id, 1, &request);
        asked.await.unwrap();
        let acknowledged = workflow.acknowledge_notice(&commission, &id, 2, &granted);
        acknowledged.await.unwrap();
        let act = notices::issue(&id, 3, notices::DAY);
        self.app.publisher().change(&provider, act).await.unwrap();
        workflow.distribute_notice(&provider, &id).await.unwrap();
        let prefecture = self.app.actor(Role::Prefecture).await;
        let forwarded = workflow.forward_notice(&prefecture, &id, &Targets::All);
        forwarded.await.unwrap();
        self.put("notice", &id);
        self.put("prefecture", &PREFECTURE[..2]);
        self.put("act", &"read");
    }

    async fn inquiry(&mut self) {
        let question = NewInquiry {
            category: Category::General,
            subject: "保管場所の書き方".to_owned(),
            text: "どこまで詳しく書けばよいですか。".to_owned(),
            once: "scene".to_owned(),
        };
        let editor = self.app.actor(Role::Editor).await;
        let sent = self.app.workflow().send_inquiry(&editor, &question).await;
        self.put("inquiry", &sent.unwrap());
    }

    /// Somebody to be managed, and links that were handed out.
    async fn people(&mut self) {
        let workflow = self.app.workflow();
        let new = |email: &str| NewUser {
            email: email.to_owned(),
            role: Role::Editor,
            body: Some(code(BODY)),
        };
        let invited = workflow
            .invite_user_as_operator(Operator, new("new@demo.invalid"))
            .await;
        let token = invited.unwrap().token.reveal().to_owned();
        let editor = self.app.actor(Role::Editor).await;
        let editor = Actor {
            user: self.user("feed@demo.invalid").await,
            ..editor
        };
        let feed = workflow.subscribe_calendar(&editor).await.unwrap();
        let victim = self.user("victim@demo.invalid").await;
        self.put("victim", &victim);
        self.put("token", &token);
        self.put("feed", &feed.reveal());
    }

    /// A new editor of this body.
    async fn user(&self, email: &str) -> UserId {
        self.app.person_at(email, Role::Editor, BODY).await;
        let mut tx = self.app.workflow().store().begin_read().await.unwrap();
        let found = store::users::find_by_email(&mut tx, email).await;
        found.unwrap().unwrap().id
    }

    /// Everybody, of this body and of another; nobody is signed in yet.
    pub async fn everybody(&self) -> Vec<Person> {
        let mut all = Vec::new();
        for role in Role::ALL {
            all.push(self.person(role, true).await);
            all.push(self.person(role, false).await);
        }
        all
    }

    async fn person(&self, role: Role, is_own: bool) -> Person {
        let own = match (role, is_own) {
            (Role::Prefecture, true) => PREFECTURE,
            (Role::Prefecture, false) => OTHER_PREFECTURE,
            (_, true) => BODY,
            (_, false) => OTHER,
        };
        let body = role.needs_body().then(|| code(own));
        let email = match is_own {
            true => format!("{}@demo.invalid", role.as_str()),
            false => format!("other-{}@demo.invalid", role.as_str()),
        };
        if !is_own {
            let (workflow, body) = (self.app.workflow(), body.clone());
            let new = NewUser {
                email: email.clone(),
                role,
                body,
            };
            let link = workflow
                .invite_user_as_operator(Operator, new)
                .await
                .unwrap();
            let accepted = workflow.accept_invitation(&link.token, PASSWORD).await;
            accepted.unwrap();
            if role.needs_second_factor() {
                self.app.give_factor(&email).await;
            }
        }
        Person {
            caller: Caller {
                role,
                body,
                is_invited: is_own,
            },
            browser: self.app.browser(),
            email,
        }
    }
}

fn key(rest: &str) -> AssessmentKey {
    AssessmentKey::parse(&format!("{BODY}/{rest}")).unwrap()
}
