//! Third-party review, from the invitation to the response, on a 重点項目評価書 whose review
//! is handed over from the check in the house.

use std::sync::Arc;

use domain::form::FormHead;
use domain::review::{Aspect, Checklist, ItemCheck, Question, QuestionAnswer};
use domain::stage::VerdictKind;
use domain::{Answer, Command, FormEdition, Forms, Role, Stage};
use testkit::{TestDatabase, on_both, sample};
use workflow::{
    Actor, AssessmentKey, Conflict, NewAnswer, NewComment, NewEngagement, NewVerdict,
    PasswordHashing, ReviewDraft, Token, Workflow, WorkflowError, text_digest,
};

use crate::assert_refused;
use crate::world::{SECRET, World, complete_answers, fields, new_assessment, plan_form};

on_both! {
    inviting_a_person_twice_engages_once_and_only_reviewers_are_invited,
    a_reviewer_sees_exactly_what_was_handed_over_while_engaged,
    a_comment_names_an_item_of_the_document_and_is_added_once,
    a_verdict_that_lacks_something_is_kept_as_a_draft,
    a_verdict_fills_the_items_and_the_stage_is_about_the_new_revision,
    what_is_to_be_amended_is_responded_to_point_by_point,
    the_trail_holds_no_words_of_the_review,
}

const JUTEN: &str = r#"[
 {"id":"cover.title","number":"","label":"評価書名","kind":"text","required":true,"confirmed":true},
 {"id":"I.5","number":"Ⅰ 5.","label":"件数","kind":"number","required":false,"confirmed":true},
 {"id":"II","number":"Ⅱ","label":"ファイルの概要","kind":"repeat","required":true,"confirmed":true,"children":[
  {"id":"II.6.place","number":"Ⅱ 6. ①","label":"保管場所","kind":"longtext","required":true,"confirmed":true}]},
 {"id":"V.3","number":"Ⅴ 3.","label":"第三者点検","kind":"section","required":false,"confirmed":true,"children":[
  {"id":"V.3.date","number":"①","label":"実施日","kind":"date","required":false,"confirmed":true},
  {"id":"V.3.method","number":"②","label":"方法","kind":"longtext","required":false,"confirmed":true},
  {"id":"V.3.result","number":"③","label":"結果","kind":"longtext","required":false,"confirmed":true}]}
]"#;

pub const ORGAN: &str = "見本市個人情報保護審議会";

fn form(id: &str) -> FormEdition {
    let head = FormHead {
        id: sample::form(id),
        edition: sample::form_edition("2014-04"),
        edition_label: "平成26年4月".to_owned(),
        title: "評価書".to_owned(),
        style: "様式".to_owned(),
        warning: None,
    };
    FormEdition::new(head, serde_json::from_str(JUTEN).unwrap()).unwrap()
}

/// A world with both forms that a 重点項目評価 needs.
pub async fn world(db: TestDatabase) -> World {
    let mut world = World::new(db).await;
    let forms = Arc::new(Forms::new(vec![form("kiso"), form("juten"), plan_form()]));
    let hashing = PasswordHashing::cheap_for_tests();
    let store = world.db.store.clone();
    world.workflow = Workflow::new(store, forms, world.clock.clone(), hashing);
    world
}

/// Everybody who takes part.
pub struct Parties {
    pub editor: Actor,
    pub approver: Actor,
    pub coordinator: Actor,
    pub reviewer: Actor,
}

pub async fn parties(world: &World) -> Parties {
    Parties {
        editor: world.editor().await,
        approver: world.approver().await,
        coordinator: world.coordinator().await,
        reviewer: world.person("member", Role::ThirdPartyReviewer, None).await,
    }
}

/// A 重点項目評価書, checked in the house at revision 2; its 基礎項目評価書 is submitted.
pub async fn checked(world: &World, who: &Parties) -> AssessmentKey {
    let kiso = world.submitted(&who.editor, "1").await;
    world.check_and_file(&who.approver, &kiso, 2).await;
    let mut new = new_assessment("1");
    new.form = sample::form("juten");
    let workflow = &world.workflow;
    let key = workflow.create_assessment(&who.editor, new).await.unwrap();
    let saved = workflow.save_answers(&who.editor, &key, 1, complete_answers());
    saved.await.unwrap();
    world
        .act(&who.editor, &key, 2, Command::SubmitForReview)
        .await;
    world.act(&who.approver, &key, 2, Command::Check).await;
    key
}

pub fn invited(email: &str) -> NewEngagement {
    NewEngagement {
        email: email.to_owned(),
        organ: ORGAN.to_owned(),
    }
}

pub fn nowhere(_: &Token) -> String {
    String::new()
}

pub async fn engage(world: &World, who: &Parties, key: &AssessmentKey) -> String {
    let new = invited(&who.reviewer.email);
    let (address, made) = world.link();
    let engaged = world
        .workflow
        .engage_reviewer(&who.coordinator, key, new, address);
    let id = engaged.await.unwrap();
    assert!(
        made.lock().unwrap().is_empty(),
        "who has a password needs no link"
    );
    id
}

/// As [`checked`], handed over to the reviewer.
pub async fn handed_over(world: &World, who: &Parties) -> AssessmentKey {
    let key = checked(world, who).await;
    engage(world, who, &key).await;
    world
        .act(&who.coordinator, &key, 2, Command::HandOver)
        .await;
    key
}

pub fn checklist() -> Checklist {
    let question = |id: &str| Question {
        id: id.to_owned(),
        aspect: Aspect::Suitability,
        text: "問い".to_owned(),
        source: "指針".to_owned(),
        confirmed: true,
    };
    Checklist {
        questions: vec![question("one"), question("two")],
    }
}

/// Names what stands where nobody has written yet.
pub fn unwritten() -> String {
    text_digest("").to_string()
}

pub fn token(n: u8) -> String {
    format!("00000000-0000-7000-8000-0000000000{n:02}")
}

const REMARK: &str = "所見の言葉";
const REMARK_ON_ITEM: &str = "項目への意見の言葉";

pub fn verdict(world: &World, kind: VerdictKind, second: ItemCheck) -> NewVerdict {
    let answer = |check, note: &str| QuestionAnswer {
        check: Some(check),
        note: note.to_owned(),
    };
    let answers = [
        ("one".to_owned(), answer(ItemCheck::Fits, "")),
        ("two".to_owned(), answer(second, REMARK)),
    ];
    NewVerdict {
        on: world.workflow.today(),
        kind,
        draft: ReviewDraft {
            answers: answers.into(),
            method: format!("{ORGAN}による点検"),
            result: "点検の結果の言葉".to_owned(),
            version: 0,
        },
    }
}

async fn inviting_a_person_twice_engages_once_and_only_reviewers_are_invited(db: TestDatabase) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = checked(&world, &who).await;
    let workflow = &world.workflow;
    let id = engage(&world, &who, &key).await;
    assert_eq!(engage(&world, &who, &key).await, id);
    let (address, made) = world.link();
    let new = invited("new@demo.invalid");
    let engaged = workflow.engage_reviewer(&who.coordinator, &key, new, address);
    engaged.await.unwrap();
    assert_eq!(made.lock().unwrap().len(), 1);
    let known = workflow.engagements(&who.editor, &key).await.unwrap();
    assert_eq!(known.len(), 2);
    let other = workflow
        .engage_reviewer(&who.coordinator, &key, invited(&who.editor.email), nowhere)
        .await;
    assert_eq!(fields(other), ["email"]);
    let blank = NewEngagement {
        organ: " ".to_owned(),
        ..invited("x@demo.invalid")
    };
    let blank = workflow
        .engage_reviewer(&who.coordinator, &key, blank, nowhere)
        .await;
    assert_eq!(fields(blank), ["organ"]);
}

async fn a_reviewer_sees_exactly_what_was_handed_over_while_engaged(db: TestDatabase) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = checked(&world, &who).await;
    let workflow = &world.workflow;
    let id = engage(&world, &who, &key).await;
    let early = workflow.open_handed_over(&who.reviewer, &key).await;
    assert_refused!(early, WorkflowError::NotFound);
    world
        .act(&who.coordinator, &key, 2, Command::HandOver)
        .await;

    let new = verdict(&world, VerdictKind::ToBeAmended, ItemCheck::ToAmend);
    let questions = checklist();
    let given = workflow.give_verdict(&who.reviewer, &key, &questions, 2, &new);
    given.await.unwrap();
    let mut answers = world.open(&who.editor, &key).await.document.answers;
    answers.set(sample::item("I.5"), Answer::Number(7));
    let saved = workflow.save_answers(&who.editor, &key, 3, answers).await;
    assert_eq!(saved.unwrap().revision, 4);

    let seen = workflow
        .open_handed_over(&who.reviewer, &key)
        .await
        .unwrap();
    assert_eq!((seen.open.revision, seen.handover.revision), (2, 2));
    assert_eq!(seen.open.document.answers, complete_answers());
    assert_eq!(
        seen.handover.recipients,
        std::slice::from_ref(&who.reviewer.user)
    );
    let trail = world.trail().await;
    assert!(trail.contains(&"assessment.read-withheld".to_owned()));
    let direct = workflow.open_assessment(&who.reviewer, &key).await;
    assert_refused!(direct, WorkflowError::NotFound);

    let stranger = world
        .person("stranger", Role::ThirdPartyReviewer, None)
        .await;
    let not_engaged = workflow.open_handed_over(&stranger, &key).await;
    assert_refused!(not_engaged, WorkflowError::NotFound);
    assert_eq!(workflow.assignments(&stranger).await.unwrap(), []);
    for _ in 0..2 {
        let ended = workflow.end_engagement(&who.coordinator, &key, &id).await;
        ended.unwrap();
    }
    let ended = workflow.open_handed_over(&who.reviewer, &key).await;
    assert_refused!(ended, WorkflowError::NotFound);
    assert_eq!(workflow.assignments(&who.reviewer).await.unwrap(), []);
}

async fn a_comment_names_an_item_of_the_document_and_is_added_once(db: TestDatabase) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = handed_over(&world, &who).await;
    let workflow = &world.workflow;
    let id = token(1);
    let comment = NewComment {
        token: &id,
        revision: 2,
        item: "II[1].II.6.place",
        body: REMARK_ON_ITEM,
    };
    for _ in 0..2 {
        let added = workflow
            .comment_on_item(&who.reviewer, &key, &comment)
            .await;
        added.unwrap();
    }
    for item in ["II[2].II.6.place", "IX.9", "]["] {
        let wrong = NewComment {
            item,
            ..comment.clone()
        };
        let refused = workflow.comment_on_item(&who.reviewer, &key, &wrong).await;
        assert_eq!(fields(refused), ["item"], "{item}");
    }
    let stale = NewComment {
        revision: 1,
        ..comment
    };
    let refused = workflow.comment_on_item(&who.reviewer, &key, &stale).await;
    assert_refused!(refused, WorkflowError::Refused(_));
    let answer = NewAnswer {
        token: &token(2),
        thread: &id,
        body: "直します",
    };
    let answered = workflow.answer_comment(&who.editor, &key, &answer).await;
    answered.unwrap();
    let settled = workflow
        .settle_comment(&who.reviewer, &key, &id, true)
        .await;
    settled.unwrap();
    let seen = workflow.body_review(&who.editor, &key).await.unwrap();
    let shown: Vec<_> = seen
        .comments
        .iter()
        .map(|entry| (entry.by_reviewer, entry.mine, entry.comment.settled))
        .collect();
    assert_eq!(shown, [(true, false, true), (false, true, false)]);
}

async fn a_verdict_that_lacks_something_is_kept_as_a_draft(db: TestDatabase) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = handed_over(&world, &who).await;
    let workflow = &world.workflow;
    let mut new = verdict(&world, VerdictKind::Suitable, ItemCheck::Fits);
    new.draft.answers.remove("one");
    new.draft.result.clear();
    let refused = workflow
        .give_verdict(&who.reviewer, &key, &checklist(), 2, &new)
        .await;
    assert_eq!(fields(refused), ["answers", "result"]);
    let seen = workflow
        .open_handed_over(&who.reviewer, &key)
        .await
        .unwrap();
    assert_eq!(seen.draft.method, new.draft.method);
    assert_eq!((seen.draft.version, seen.may_write), (1, true));
    let mut other = new.draft.clone();
    "別の窓".clone_into(&mut other.method);
    let stale = workflow
        .save_review_draft(&who.reviewer, &key, &checklist(), 2, &other)
        .await;
    assert_refused!(stale, WorkflowError::Conflict(_));
}

async fn a_verdict_fills_the_items_and_the_stage_is_about_the_new_revision(db: TestDatabase) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = handed_over(&world, &who).await;
    let workflow = &world.workflow;
    let new = verdict(&world, VerdictKind::Suitable, ItemCheck::Fits);
    let stage = workflow
        .give_verdict(&who.reviewer, &key, &checklist(), 2, &new)
        .await
        .unwrap();
    assert!(matches!(
        stage,
        Stage::PreparingSubmission { revision: 3, .. }
    ));
    let twice = workflow
        .give_verdict(&who.reviewer, &key, &checklist(), 2, &new)
        .await;
    assert_eq!(twice.unwrap(), stage);
    let open = world.open(&who.editor, &key).await;
    assert_eq!(open.revision, 3);
    let answers = &open.document.answers;
    assert_eq!(
        answers.get("V.3.date"),
        Some(&Answer::Date(world.workflow.today()))
    );
    assert_eq!(
        answers.get("V.3.method"),
        Some(&crate::world::long(&format!("{ORGAN}による点検")))
    );
    world.keep_plans(&who.coordinator).await;
    world.act(&who.coordinator, &key, 3, world.file()).await;
}

async fn what_is_to_be_amended_is_responded_to_point_by_point(db: TestDatabase) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = handed_over(&world, &who).await;
    let workflow = &world.workflow;
    let early = workflow
        .respond_to_review(&who.editor, &key, "two", (&unwritten(), "直した"))
        .await;
    assert_refused!(early, WorkflowError::Refused(_));
    let new = verdict(&world, VerdictKind::ToBeAmended, ItemCheck::ToAmend);
    let questions = checklist();
    let given = workflow.give_verdict(&who.reviewer, &key, &questions, 2, &new);
    given.await.unwrap();
    let done = workflow
        .respond_to_review(&who.editor, &key, "two", (&unwritten(), "直した"))
        .await;
    done.unwrap();
    let no_point = workflow
        .respond_to_review(&who.editor, &key, "one", (&unwritten(), "直した"))
        .await;
    assert_refused!(no_point, WorkflowError::NotFound);
    let blank = workflow
        .respond_to_review(&who.editor, &key, "two", (&unwritten(), " "))
        .await;
    assert_eq!(fields(blank), ["response"]);
    // Somebody who has read the point before that does not write over it.
    let late = workflow
        .respond_to_review(&who.editor, &key, "two", (&unwritten(), "別に直した"))
        .await;
    assert_refused!(late, WorkflowError::Conflict(Conflict::OtherText));
    let seen = text_digest("直した").to_string();
    let again = workflow
        .respond_to_review(&who.editor, &key, "two", (&seen, "別に直した"))
        .await;
    again.unwrap();
    let seen = workflow.body_review(&who.approver, &key).await.unwrap();
    assert_eq!(seen.responses["two"].text, "別に直した");
    world
        .act(&who.editor, &key, 3, Command::FinishAmendment)
        .await;
}

async fn the_trail_holds_no_words_of_the_review(db: TestDatabase) {
    let world = world(db).await;
    let who = parties(&world).await;
    let key = handed_over(&world, &who).await;
    let workflow = &world.workflow;
    let comment = NewComment {
        token: &token(1),
        revision: 2,
        item: "II[1].II.6.place",
        body: REMARK_ON_ITEM,
    };
    let added = workflow
        .comment_on_item(&who.reviewer, &key, &comment)
        .await;
    added.unwrap();
    let new = verdict(&world, VerdictKind::ToBeAmended, ItemCheck::ToAmend);
    let questions = checklist();
    let given = workflow.give_verdict(&who.reviewer, &key, &questions, 2, &new);
    given.await.unwrap();
    let done = workflow
        .respond_to_review(&who.editor, &key, "two", (&unwritten(), "対応の言葉"))
        .await;
    done.unwrap();
    let trail = world.trail_text().await;
    for word in [
        REMARK,
        REMARK_ON_ITEM,
        "点検の結果の言葉",
        "対応の言葉",
        SECRET,
    ] {
        assert!(!trail.contains(word), "{word}");
    }
    assert!(!trail.contains("@demo.invalid"));
}
