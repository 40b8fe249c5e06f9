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

on_both! {
    opening_fixes_the_public_version_of_the_bound_revision,
    a_period_below_thirty_days_needs_the_reason,
    opinions_are_accepted_to_the_last_minute_of_the_last_day_in_japan,
    a_sleeping_server_closes_when_it_wakes_and_once,
    the_same_form_sent_twice_is_taken_once,
    what_cannot_be_kept_is_refused_before_anything_is_stored,
    the_next_step_waits_for_every_answer_and_for_the_items,
    answers_and_masks_are_bound_to_what_was_seen,
    a_result_is_published_as_it_was_seen_and_without_hidden_words,
    contacts_are_for_the_bodys_own_staff_and_can_be_erased,
    every_act_is_for_its_roles_in_the_own_body_only,
    no_words_of_an_opinion_are_in_the_trail,
}

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

async fn opening_fixes_the_public_version_of_the_bound_revision(db: TestDatabase) {
    let hearing = Hearing::ready(db, "").await;
    let workflow = &hearing.world.workflow;
    let new = || period(date(2026, 4, 1), date(2026, 4, 30));
    let other = workflow.begin_consultation(&hearing.coordinator, &hearing.key, 1, new());
    assert_eq!(needs(other.await), [Need::Seen]);
    let empty = NewConsultation {
        method: " ".to_owned(),
        contact: String::new(),
        ..new()
    };
    assert_eq!(fields(hearing.begin(empty).await), ["method", "contact"]);

    let dropped = hearing.begin(new()).await.unwrap();
    drop(dropped);
    assert_eq!(
        hearing.stage().await,
        StageKind::PreparingConsultation,
        "nothing is left"
    );

    let pending = hearing.begin(new()).await.unwrap();
    let id = pending.id.clone();
    assert_eq!(id.to_string(), format!("{CITY}-1"));
    pending.commit().await.unwrap();
    assert_eq!(hearing.stage().await, StageKind::Consulting);
    let mut tx = hearing.world.db.store.begin_read().await.unwrap();
    let release = consultations::release(&mut tx, &id).await.unwrap().unwrap();
    assert!(release.contains("サーバー室は") && !release.contains("電算室"));
    let phrases = consultations::list_phrases(&mut tx, None, 10)
        .await
        .unwrap();
    assert_eq!((phrases.len(), phrases[0].phrase.as_str()), (1, SECRET));
    let shown = workflow
        .site_consultation(&mut tx, &id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(shown.phase, Phase::Open { days_left: 29 });
    assert_eq!(shown.consultation.revision, 2);
}

async fn a_period_below_thirty_days_needs_the_reason(db: TestDatabase) {
    let hearing = Hearing::ready(db, "").await;
    let short = || period(date(2026, 4, 1), date(2026, 4, 29));
    assert_eq!(
        needs(hearing.begin(short()).await),
        [Need::PeriodLongEnough]
    );
    let past = period(date(2026, 3, 31), date(2026, 4, 29));
    assert_eq!(needs(hearing.begin(past).await), [Need::PeriodInOrder]);
    let turned = period(date(2026, 5, 30), date(2026, 4, 30));
    let found = needs(hearing.begin(turned).await);
    assert!(found.contains(&Need::PeriodInOrder), "{found:?}");

    let world = testkit::database::sqlite().await;
    let hearing = Hearing::ready(world, "災害への対応を急ぐため。").await;
    let pending = hearing.begin(short()).await.unwrap();
    let id = pending.id.clone();
    pending.commit().await.unwrap();
    let mut tx = hearing.world.db.store.begin_read().await.unwrap();
    let found = consultations::find(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(
        found.shortening.as_deref(),
        Some("災害への対応を急ぐため。")
    );
}

async fn opinions_are_accepted_to_the_last_minute_of_the_last_day_in_japan(db: TestDatabase) {
    let hearing = Hearing::ready(db, "").await;
    let pending = hearing
        .begin(period(date(2026, 4, 2), date(2026, 5, 1)))
        .await
        .unwrap();
    let id = pending.id.clone();
    pending.commit().await.unwrap();
    // (instant, whether opinions are accepted): midnight in Japan is 15:00 in Greenwich.
    let table = [
        ("2026-04-01T14:59:49Z", false),
        ("2026-04-01T15:00:00Z", true),
        ("2026-05-01T14:58:00Z", true),
        ("2026-05-01T14:59:49Z", true),
        ("2026-05-01T14:59:59Z", false),
        ("2026-05-02T00:00:00Z", false),
    ];
    for (at, accepted) in table {
        hearing.go_to(at);
        // Ten seconds later it is sent: the first and the fifth fall on the other side.
        let done = hearing.send(&id, OPINION).await;
        match (done, accepted) {
            (Ok(_), true) | (Err(SendOpinionError::NotOpen(_)), false) => {}
            (other, _) => panic!("{at}: {other:?}"),
        }
    }
}

async fn a_sleeping_server_closes_when_it_wakes_and_once(db: TestDatabase) {
    let (hearing, id) = Hearing::open(db).await;
    let workflow = &hearing.world.workflow;
    hearing.go_to("2026-04-30T14:59:59Z");
    assert!(workflow.close_due_consultations().await.unwrap().is_empty());
    assert!(workflow.note_day_of_consultations().await.unwrap());
    assert!(
        !workflow.note_day_of_consultations().await.unwrap(),
        "once a day"
    );
    // Three weeks asleep. Nothing is accepted though nobody has closed it.
    hearing.go_to("2026-05-21T00:00:00Z");
    assert_eq!(hearing.stage().await, StageKind::Consulting);
    let late = hearing.send(&id, OPINION).await;
    assert!(
        matches!(late, Err(SendOpinionError::NotOpen(Phase::Closed))),
        "{late:?}"
    );
    let (one, other) = tokio::join!(
        workflow.close_due_consultations(),
        workflow.close_due_consultations()
    );
    assert_eq!(one.unwrap().len() + other.unwrap().len(), 1);
    assert_eq!(hearing.stage().await, StageKind::Reworking);
    assert!(workflow.close_due_consultations().await.unwrap().is_empty());
    let trail = hearing.world.trail().await;
    let closed = trail
        .iter()
        .filter(|act| *act == "assessment.close-consultation");
    assert_eq!(closed.count(), 1);
}

async fn the_same_form_sent_twice_is_taken_once(db: TestDatabase) {
    let (hearing, id) = Hearing::open(db).await;
    let workflow = &hearing.world.workflow;
    let sent = hearing.typed(&id, OPINION).await;
    let (one, other) = tokio::join!(
        workflow.send_opinion(&id, &sent),
        workflow.send_opinion(&id, &sent)
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.receipt, other.receipt);
    hearing.go_to("2026-04-30T16:00:00Z");
    let status = workflow
        .receipt_status(&id, &one.receipt.to_lowercase())
        .await
        .unwrap();
    assert_eq!(status.unwrap().answered, None);
    assert_eq!(
        workflow
            .receipt_status(&id, "0000-0000-0000-0000")
            .await
            .unwrap(),
        None
    );
    let all = workflow.opinions(&hearing.editor, &id).await.unwrap();
    assert_eq!(all.opinions.len(), 1);
}

async fn what_cannot_be_kept_is_refused_before_anything_is_stored(db: TestDatabase) {
    let (hearing, id) = Hearing::open(db).await;
    let workflow = &hearing.world.workflow;
    let good = hearing.typed(&id, OPINION).await;
    let bad = [
        (
            SendOpinion {
                text: "短い".to_owned(),
                ..good.clone()
            },
            "text",
        ),
        (
            SendOpinion {
                text: "わたしの番号は123456789018です。".to_owned(),
                ..good.clone()
            },
            "text",
        ),
        (
            SendOpinion {
                contact: "123456789018".to_owned(),
                ..good.clone()
            },
            "contact",
        ),
        (
            SendOpinion {
                item: "II[2].II.6.place".to_owned(),
                ..good.clone()
            },
            "item",
        ),
        (
            SendOpinion {
                item: "<script>".to_owned(),
                ..good.clone()
            },
            "item",
        ),
        (
            SendOpinion {
                consent: false,
                ..good.clone()
            },
            "consent",
        ),
    ];
    for (sent, field) in bad {
        match workflow.send_opinion(&id, &sent).await {
            Err(SendOpinionError::Invalid(found)) => assert_eq!(found[0].field, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    let form = workflow.opinion_form(&id, Some(PLACE)).await.unwrap();
    let quoted = form.item.unwrap();
    assert!(quoted.quote.contains("サーバー室は") && !quoted.quote.contains("電算室"));
    let fast = SendOpinion {
        token: form.token,
        ..good.clone()
    };
    let fast = workflow.send_opinion(&id, &fast).await;
    assert!(matches!(fast, Err(SendOpinionError::TooFast)), "{fast:?}");
    let forged = SendOpinion {
        token: "x".to_owned(),
        ..good.clone()
    };
    let forged = workflow.send_opinion(&id, &forged).await;
    assert!(
        matches!(forged, Err(SendOpinionError::FormGone)),
        "{forged:?}"
    );
    let other = ConsultationId::new(sample::body_code(CITY), 9);
    let other = workflow.send_opinion(&other, &good).await;
    assert!(matches!(
        other,
        Err(SendOpinionError::Workflow(WorkflowError::NotFound))
    ));
    let all = workflow.opinions(&hearing.editor, &id).await.unwrap();
    assert!(all.opinions.is_empty());
    let about = SendOpinion {
        item: PLACE.to_owned(),
        ..good
    };
    workflow.send_opinion(&id, &about).await.unwrap();
    let all = workflow.opinions(&hearing.editor, &id).await.unwrap();
    assert!(all.opinions[0].about.contains("保管場所"));
}

async fn the_next_step_waits_for_every_answer_and_for_the_items(db: TestDatabase) {
    let (hearing, id) = Hearing::closed(db, &[OPINION, "保管の期間を短くしてください。"]).await;
    let workflow = &hearing.world.workflow;
    let hand_over = || workflow.act(&hearing.editor, &hearing.key, 2, Command::HandOver);
    let missing = needs(hand_over().await);
    assert!(
        missing.contains(&Need::OpinionsAnswered) && missing.contains(&Need::OpinionsDescribed),
        "{missing:?}"
    );
    hearing.answer(&id, &[(1, 0)]).await.unwrap();
    assert!(needs(hand_over().await).contains(&Need::OpinionsAnswered));
    hearing.answer(&id, &[(2, 0)]).await.unwrap();
    let missing = needs(hand_over().await);
    assert!(
        !missing.contains(&Need::OpinionsAnswered) && missing.contains(&Need::OpinionsDescribed),
        "{missing:?}"
    );

    let (key, revision, proposed) = workflow.propose_items(&hearing.editor, &id).await.unwrap();
    assert_eq!((key, revision, proposed.len()), (hearing.key.clone(), 2, 4));
    assert_eq!(
        proposed[1].proposed,
        "2026年4月1日から2026年4月30日まで（30日間）"
    );
    let items = ["VI.2.period", "VI.2.opinions", "VI.2.reflect"].map(str::to_owned);
    let saved = workflow
        .fill_items(&hearing.editor, &id, 2, &items)
        .await
        .unwrap();
    assert_eq!((saved.revision, saved.changed_items.len()), (3, 3));
    let open = hearing.world.open(&hearing.editor, &hearing.key).await;
    assert!(
        open.document.answers.get("VI.2.method").is_none(),
        "not chosen, not written"
    );
    let again = workflow
        .fill_items(&hearing.editor, &id, 3, &items)
        .await
        .unwrap();
    assert!(again.changed_items.is_empty());
    let act = workflow.act(&hearing.editor, &hearing.key, 3, Command::HandOver);
    if let Err(error) = act.await {
        let missing = needs(Err::<(), _>(error));
        assert!(!missing.contains(&Need::OpinionsDescribed), "{missing:?}");
    }
}

async fn answers_and_masks_are_bound_to_what_was_seen(db: TestDatabase) {
    let (hearing, id) = Hearing::open(db).await;
    hearing.send(&id, OPINION).await.unwrap();
    assert_eq!(
        fields(hearing.answer(&id, &[(1, 0)]).await),
        ["opinion"],
        "not before the end"
    );
    hearing.go_to("2026-05-01T00:00:00Z");
    let workflow = &hearing.world.workflow;
    let empty = AnswerOpinions {
        opinions: Vec::new(),
        verdict: None,
        reason: " ".to_owned(),
    };
    let refused = workflow.answer_opinions(&hearing.editor, &id, empty).await;
    assert_eq!(fields(refused), ["opinion", "verdict", "reason"]);
    hearing.answer(&id, &[(1, 0)]).await.unwrap();
    let stale = hearing.answer(&id, &[(1, 0)]).await;
    assert!(
        matches!(stale, Err(WorkflowError::Conflict(_))),
        "{stale:?}"
    );
    hearing.answer(&id, &[(1, 1)]).await.unwrap();
    let history = workflow
        .answers_to_opinion(&hearing.coordinator, &id, 1)
        .await
        .unwrap();
    assert_eq!(
        (history.len(), history[0].1.as_str()),
        (2, "editor@demo.invalid")
    );
    let mask = |seen, phrases: &str| Masking {
        number: 1,
        seen,
        phrases: phrases.to_owned(),
        reason: MaskReason::Personal,
        summary: String::new(),
    };
    let strange = workflow
        .mask_opinion(&hearing.editor, &id, mask(0, "乙野"))
        .await;
    assert_eq!(fields(strange), ["phrases"]);
    workflow
        .mask_opinion(&hearing.editor, &id, mask(0, "甲野\n"))
        .await
        .unwrap();
    let stale = workflow
        .mask_opinion(&hearing.editor, &id, mask(0, ""))
        .await;
    assert!(
        matches!(stale, Err(WorkflowError::Conflict(_))),
        "{stale:?}"
    );
    let all = workflow.opinions(&hearing.editor, &id).await.unwrap();
    assert!(!all.opinions[0].public().to_plain().contains("甲野"));
}

async fn a_result_is_published_as_it_was_seen_and_without_hidden_words(db: TestDatabase) {
    let (hearing, id) = Hearing::closed(db, &[OPINION]).await;
    let workflow = &hearing.world.workflow;
    let begin = async |seen: &str| workflow.begin_result(&hearing.coordinator, &id, seen).await;
    let preview = async || {
        workflow
            .preview_result(&hearing.coordinator, &id)
            .await
            .unwrap()
    };
    let seen = preview().await.seen;
    assert_eq!(fields(begin(&seen).await), ["result"], "one has no answer");
    let new = AnswerOpinions {
        opinions: vec![(1, 0)],
        verdict: Some(OpinionVerdict::NotReflected),
        reason: "甲野の説明は足りていました。".to_owned(),
    };
    workflow
        .answer_opinions(&hearing.editor, &id, new)
        .await
        .unwrap();
    assert_eq!(
        fields(begin(&seen).await),
        ["result"],
        "another one was seen"
    );
    let mask = Masking {
        number: 1,
        seen: 0,
        phrases: "甲野".to_owned(),
        reason: MaskReason::Personal,
        summary: String::new(),
    };
    workflow
        .mask_opinion(&hearing.editor, &id, mask)
        .await
        .unwrap();
    let seen = preview().await.seen;
    assert_eq!(
        fields(begin(&seen).await),
        ["result"],
        "the answer has the hidden name"
    );
    hearing.answer(&id, &[(1, 1)]).await.unwrap();
    let seen = preview().await.seen;
    begin(&seen).await.unwrap().commit().await.unwrap();
    let mut tx = hearing.world.db.store.begin_read().await.unwrap();
    let shown = workflow
        .site_consultation(&mut tx, &id)
        .await
        .unwrap()
        .unwrap();
    let (result, day) = shown.result.unwrap();
    assert_eq!((result.count(), day), (1, date(2026, 5, 1)));
    assert!(!result.to_json().contains("甲野") && !result.to_json().contains(CONTACT));
    drop(tx);
    let receipts = workflow.receipt_status(&id, "0000").await.unwrap();
    assert_eq!(receipts, None);
}

async fn contacts_are_for_the_bodys_own_staff_and_can_be_erased(db: TestDatabase) {
    let (hearing, id) = Hearing::closed(db, &[OPINION, OPINION]).await;
    let workflow = &hearing.world.workflow;
    let commission = hearing.world.person("ppc", Role::PpcReviewer, None).await;
    let seen = workflow.opinions(&commission, &id).await.unwrap();
    assert_eq!(seen.opinions.len(), 2);
    assert!(seen.opinions.iter().all(|row| row.contact.is_none()));
    let taken = workflow.export_opinions(&commission, &id).await;
    assert!(matches!(taken, Err(WorkflowError::NotFound)));
    let own = workflow.opinions(&hearing.editor, &id).await.unwrap();
    let contact = own.opinions[0].contact.clone().unwrap();
    assert_eq!(contact.contact.as_deref(), Some(CONTACT));
    assert_eq!(
        workflow
            .erase_contacts(&hearing.editor, &id, Some(1))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        workflow
            .erase_contacts(&hearing.editor, &id, Some(1))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        workflow
            .erase_contacts(&hearing.editor, &id, None)
            .await
            .unwrap(),
        1
    );
    let own = workflow
        .export_opinions(&hearing.editor, &id)
        .await
        .unwrap();
    for row in own.opinions {
        let contact = row.contact.unwrap();
        assert_eq!((contact.name, contact.contact), (None, None));
        assert_eq!(row.opinion.text, OPINION);
    }
}

#[derive(Debug, Clone, Copy)]
enum Case {
    Open,
    List,
    Read,
    Export,
    Answer,
    Mask,
    Erase,
    Preview,
    Result,
    Propose,
    Fill,
}

async fn attempt(hearing: &Hearing, actor: &Actor, id: &ConsultationId, case: Case) -> bool {
    let workflow = &hearing.world.workflow;
    let done = match case {
        Case::Open => {
            let new = period(date(2026, 6, 1), date(2026, 7, 1));
            workflow
                .begin_consultation(actor, &hearing.key, 2, new)
                .await
                .map(drop)
        }
        Case::List => workflow.consultations(actor, id.body()).await.map(drop),
        Case::Read => workflow.opinions(actor, id).await.map(drop),
        Case::Export => workflow.export_opinions(actor, id).await.map(drop),
        Case::Answer => {
            let new = AnswerOpinions {
                opinions: Vec::new(),
                verdict: None,
                reason: String::new(),
            };
            workflow.answer_opinions(actor, id, new).await
        }
        Case::Mask => {
            let new = Masking {
                number: 1,
                seen: 9,
                phrases: String::new(),
                reason: MaskReason::Other,
                summary: String::new(),
            };
            workflow.mask_opinion(actor, id, new).await
        }
        Case::Erase => workflow.erase_contacts(actor, id, None).await.map(drop),
        Case::Preview => workflow.preview_result(actor, id).await.map(drop),
        Case::Result => workflow.begin_result(actor, id, "").await.map(drop),
        Case::Propose => workflow.propose_items(actor, id).await.map(drop),
        Case::Fill => workflow.fill_items(actor, id, 2, &[]).await.map(drop),
    };
    match done {
        Ok(())
        | Err(WorkflowError::Refused(_) | WorkflowError::Invalid(_) | WorkflowError::Conflict(_)) => {
            true
        }
        Err(WorkflowError::NotFound) => false,
        Err(other) => panic!("{case:?}: {other:?}"),
    }
}

async fn every_act_is_for_its_roles_in_the_own_body_only(db: TestDatabase) {
    use Role::{Approver, Coordinator, Editor, PpcApprover, PpcReviewer};
    let (hearing, id) = Hearing::closed(db, &[OPINION]).await;
    let table: [(Case, &[Role], &[Role]); 11] = [
        (Case::Open, &[Coordinator], &[]),
        (
            Case::List,
            &[Editor, Approver, Coordinator],
            &[PpcReviewer, PpcApprover],
        ),
        (
            Case::Read,
            &[Editor, Approver, Coordinator],
            &[PpcReviewer, PpcApprover],
        ),
        (Case::Export, &[Editor, Approver, Coordinator], &[]),
        (Case::Answer, &[Editor, Coordinator], &[]),
        (Case::Mask, &[Editor, Coordinator], &[]),
        (Case::Erase, &[Editor, Coordinator], &[]),
        (
            Case::Preview,
            &[Editor, Approver, Coordinator],
            &[PpcReviewer, PpcApprover],
        ),
        (Case::Result, &[Coordinator], &[]),
        (Case::Propose, &[Editor, Approver, Coordinator], &[]),
        (Case::Fill, &[Editor], &[]),
    ];
    for role in Role::ALL {
        let own = role.needs_body().then_some(CITY);
        let there = role.needs_body().then_some(OTHER);
        if role == Role::Prefecture {
            continue;
        }
        let actor = hearing.world.person(role.as_str(), role, own).await;
        let stranger = hearing
            .world
            .person(&format!("x-{}", role.as_str()), role, there)
            .await;
        for (case, in_own, everywhere) in &table {
            let may = everywhere.contains(&role);
            let allowed = attempt(&hearing, &actor, &id, *case).await;
            assert_eq!(allowed, may || in_own.contains(&role), "{case:?} {role:?}");
            let allowed = attempt(&hearing, &stranger, &id, *case).await;
            assert_eq!(allowed, may, "{case:?} {role:?} elsewhere");
        }
    }
}

async fn no_words_of_an_opinion_are_in_the_trail(db: TestDatabase) {
    let (hearing, id) = Hearing::closed(db, &[OPINION]).await;
    let workflow = &hearing.world.workflow;
    hearing.answer(&id, &[(1, 0)]).await.unwrap();
    let mask = Masking {
        number: 1,
        seen: 0,
        phrases: "甲野さん".to_owned(),
        reason: MaskReason::Defamation,
        summary: "窓口の説明について".to_owned(),
    };
    workflow
        .mask_opinion(&hearing.editor, &id, mask)
        .await
        .unwrap();
    workflow
        .export_opinions(&hearing.editor, &id)
        .await
        .unwrap();
    workflow
        .erase_contacts(&hearing.editor, &id, None)
        .await
        .unwrap();
    let preview = workflow
        .preview_result(&hearing.coordinator, &id)
        .await
        .unwrap();
    let pending = workflow
        .begin_result(&hearing.coordinator, &id, &preview.seen)
        .await
        .unwrap();
    pending.commit().await.unwrap();
    let trail = hearing.world.trail().await;
    for action in [
        "assessment.open-consultation",
        "assessment.close-consultation",
        "consultation.answer",
        "consultation.mask",
        "consultation.export-opinions",
        "consultation.erase-contacts",
        "consultation.publish-result",
    ] {
        assert!(trail.iter().any(|act| act == action), "{action}");
    }
    let text = hearing.world.trail_text().await;
    for word in ["甲野", "窓口", "説明", CONTACT, "電算室"] {
        assert!(!text.contains(word), "{word}");
    }
}
