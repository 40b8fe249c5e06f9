//! Hearing residents' opinions: from the opening to the items of the form, by the clock.

use std::sync::Arc;

use domain::form::FormHead;
use domain::opinion::{MaskReason, OpinionVerdict};
use domain::procedure::{Need, Refusal};
use domain::{
    Answers, Command, ConsultationId, EditionId, FormEdition, FormId, Forms, Phase, Role, StageKind,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use store::consultations;
use testkit::{TestDatabase, on_both, sample, time};
use workflow::{
    Actor, AnswerOpinions, AssessmentKey, ManualClock, Masking, NewConsultation, Operator,
    PasswordHashing, SendOpinion, SendOpinionError, Workflow, WorkflowError,
};

use crate::world::{CITY, OTHER, SECRET, World, fields, long, new_assessment, text};

mod answering;
mod opening;
mod rights;
mod secrets;
mod sending;

const FORM: &str = r#"[
 {"id":"cover.title","number":"","label":"評価書名","kind":"text","required":true,"confirmed":true},
 {"id":"II","number":"Ⅱ","label":"ファイルの概要","kind":"repeat","required":false,"confirmed":true,"children":[
  {"id":"II.6.place","number":"Ⅱ 6. ①","label":"保管場所","kind":"longtext","required":false,"confirmed":true}]},
 {"id":"VI.2.method","number":"Ⅵ 2. ①","label":"方法","kind":"longtext","required":false,"confirmed":true},
 {"id":"VI.2.period","number":"Ⅵ 2. ②","label":"期間","kind":"text","required":false,"confirmed":true},
 {"id":"VI.2.short","number":"Ⅵ 2. ③","label":"短縮の理由","kind":"longtext","required":false,"confirmed":true},
 {"id":"VI.2.opinions","number":"Ⅵ 2. ④","label":"主な意見","kind":"longtext","required":false,"confirmed":true},
 {"id":"VI.2.reflect","number":"Ⅵ 2. ⑤","label":"反映","kind":"longtext","required":false,"confirmed":true}
]"#;

const PLACE: &str = "II[1].II.6.place";
const OPINION: &str = "窓口の甲野さんの説明が足りません。";
const CONTACT: &str = "resident@demo.invalid";

fn form(id: &str) -> FormEdition {
    let head = FormHead {
        id: FormId::parse(id).unwrap(),
        edition: EditionId::parse("2014-04").unwrap(),
        edition_label: "平成26年4月".to_owned(),
        title: "評価書".to_owned(),
        style: "様式".to_owned(),
        warning: None,
    };
    FormEdition::new(head, serde_json::from_str(FORM).unwrap()).unwrap()
}

fn answers(shortening: &str) -> Answers {
    let place = format!("サーバー室は｛非公表:場所｜{SECRET}｝に置く。");
    let file = Answers::from_iter([(sample::item("II.6.place"), long(&place))]);
    Answers::from_iter([
        (
            sample::item("cover.title"),
            text("住民基本台帳に関する事務"),
        ),
        (sample::item("II"), domain::Answer::Repeat(vec![file])),
        (sample::item("VI.2.short"), long(shortening)),
    ])
}

/// 1 April 2026, nine in the morning in Japan.
pub struct Hearing {
    pub world: World,
    pub editor: Actor,
    pub coordinator: Actor,
    pub key: AssessmentKey,
}

impl Hearing {
    /// Ready to be opened, at revision 2.
    pub async fn ready(db: TestDatabase, shortening: &str) -> Self {
        let clock = Arc::new(ManualClock::new(time::start()));
        let forms = Arc::new(Forms::new(vec![form("kiso"), form("zenkomoku")]));
        let hashing = PasswordHashing::cheap_for_tests();
        let workflow = Workflow::new(db.store.clone(), forms, clock.clone(), hashing);
        let bodies = [CITY, OTHER].map(sample::body);
        workflow.import_bodies(Operator, &bodies).await.unwrap();
        let world = World {
            workflow,
            clock,
            db,
        };
        let editor = world.editor().await;
        let (approver, coordinator) = (world.approver().await, world.coordinator().await);
        world.draft(&editor, "1").await;
        let new = workflow::NewAssessment {
            form: sample::form("zenkomoku"),
            ..new_assessment("1")
        };
        let key = world
            .workflow
            .create_assessment(&editor, new)
            .await
            .unwrap();
        let saved = world
            .workflow
            .save_answers(&editor, &key, 1, answers(shortening));
        assert_eq!(saved.await.unwrap().revision, 2);
        world.act(&editor, &key, 2, Command::SubmitForReview).await;
        world.act(&approver, &key, 2, Command::Check).await;
        world
            .act(&coordinator, &key, 2, Command::PrepareConsultation)
            .await;
        Self {
            world,
            editor,
            coordinator,
            key,
        }
    }

    /// Open from 1 to 30 April.
    pub async fn open(db: TestDatabase) -> (Self, ConsultationId) {
        let hearing = Self::ready(db, "").await;
        let new = period(date(2026, 4, 1), date(2026, 4, 30));
        let pending = hearing.begin(new).await.unwrap();
        let id = pending.id.clone();
        pending.commit().await.unwrap();
        (hearing, id)
    }

    /// Closed on 1 May, with these opinions, each about the whole.
    async fn closed(db: TestDatabase, texts: &[&str]) -> (Self, ConsultationId) {
        let (hearing, id) = Self::open(db).await;
        for text in texts {
            hearing.send(&id, text).await.unwrap();
        }
        hearing.go_to("2026-04-30T15:00:00Z");
        hearing
            .world
            .workflow
            .close_due_consultations()
            .await
            .unwrap();
        (hearing, id)
    }

    async fn begin(
        &self,
        new: NewConsultation,
    ) -> Result<workflow::PendingConsultation, WorkflowError> {
        let (actor, key) = (&self.coordinator, &self.key);
        self.world
            .workflow
            .begin_consultation(actor, key, 2, new)
            .await
    }

    fn go_to(&self, at: &str) {
        use workflow::Clock;
        let at: Timestamp = at.parse().unwrap();
        let now = self.world.clock.now();
        self.world.clock.advance(at.as_second() - now.as_second());
    }

    /// An opinion by somebody who read the page for ten seconds.
    pub async fn typed(&self, id: &ConsultationId, text: &str) -> SendOpinion {
        let form = self.world.workflow.opinion_form(id, None).await.unwrap();
        self.world.clock.advance(10);
        SendOpinion {
            item: String::new(),
            text: text.to_owned(),
            name: "甲野".to_owned(),
            contact: CONTACT.to_owned(),
            consent: true,
            token: form.token,
        }
    }

    async fn send(&self, id: &ConsultationId, text: &str) -> Result<String, SendOpinionError> {
        let sent = self.typed(id, text).await;
        let done = self.world.workflow.send_opinion(id, &sent).await?;
        Ok(done.receipt)
    }

    async fn answer(
        &self,
        id: &ConsultationId,
        numbers: &[(u32, u32)],
    ) -> Result<(), WorkflowError> {
        let new = AnswerOpinions {
            opinions: numbers.to_vec(),
            verdict: Some(OpinionVerdict::Reflected),
            reason: "説明を書き足しました。".to_owned(),
        };
        self.world
            .workflow
            .answer_opinions(&self.editor, id, new)
            .await
    }

    async fn stage(&self) -> StageKind {
        self.world.open(&self.editor, &self.key).await.stage.kind()
    }
}

pub fn period(from: Date, to: Date) -> NewConsultation {
    NewConsultation {
        from,
        to,
        method: "様式から送る。".to_owned(),
        contact: "総務課".to_owned(),
    }
}

fn needs<T: std::fmt::Debug>(result: Result<T, WorkflowError>) -> Vec<Need> {
    match result {
        Err(WorkflowError::Refused(Refusal::Obstacles(found))) => {
            found.into_iter().map(|obstacle| obstacle.need).collect()
        }
        other => panic!("{other:?}"),
    }
}
