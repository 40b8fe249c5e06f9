//! What of opinions and of what was shown must not be public, or is public no more.

use domain::stage::Filed;
use domain::{Answer, Round, Stage};

use super::*;

on_both! {
    words_that_were_hidden_do_not_come_into_the_items_of_the_form,
    what_looks_withheld_is_refused_in_every_plain_field_that_is_published,
    what_the_version_shown_says_openly_cannot_be_hidden_in_an_opinion,
    a_withdrawal_takes_the_version_shown_off_and_nobody_can_read_or_answer_it,
}

const NAME: &str = "甲野花子";

fn masking(seen: u32, phrases: &str, summary: &str) -> Masking {
    Masking {
        number: 1,
        seen,
        phrases: phrases.to_owned(),
        reason: MaskReason::Personal,
        summary: summary.to_owned(),
    }
}

async fn words_that_were_hidden_do_not_come_into_the_items_of_the_form(db: TestDatabase) {
    let (hearing, id) =
        Hearing::closed(db, &[&format!("窓口の{NAME}さんの説明が足りません。")]).await;
    let (workflow, editor) = (&hearing.world.workflow, &hearing.editor);
    let answer = |reason: &str, seen| AnswerOpinions {
        opinions: vec![(1, seen)],
        verdict: Some(OpinionVerdict::NotReflected),
        reason: reason.to_owned(),
    };
    let told = answer("甲野　花子の説明は足りていました。", 0);
    workflow.answer_opinions(editor, &id, told).await.unwrap();
    workflow
        .mask_opinion(editor, &id, masking(0, NAME, ""))
        .await
        .unwrap();
    let items = ["VI.2.opinions", "VI.2.reflect"].map(str::to_owned);
    let (_, _, proposed) = workflow.propose_items(editor, &id).await.unwrap();
    assert!(proposed.iter().all(|item| item.problem.is_some()));
    let filled = workflow.fill_items(editor, &id, 2, &items).await;
    assert_eq!(fields(filled), ["items"]);

    let told = answer(&format!("{CONTACT}に答えました。"), 1);
    workflow.answer_opinions(editor, &id, told).await.unwrap();
    let filled = workflow.fill_items(editor, &id, 2, &items).await;
    assert_eq!(fields(filled), ["items"], "a contact is as secret");

    let told = answer("説明は足りていました。", 2);
    workflow.answer_opinions(editor, &id, told).await.unwrap();
    workflow.fill_items(editor, &id, 2, &items).await.unwrap();
    let described = async |revision| {
        let act = workflow.act(editor, &hearing.key, revision, Command::HandOver);
        !needs(act.await.map(|_| ())).contains(&Need::OpinionsDescribed)
    };
    assert!(described(3).await);

    let by_hand = |words: &str| {
        Answers::from_iter([(sample::item("VI.2.opinions"), Answer::clone(&long(words)))])
    };
    let mut answers = hearing
        .world
        .open(editor, &hearing.key)
        .await
        .document
        .answers;
    let (item, words) = by_hand(&format!("{NAME}さんの意見があった。"))
        .iter()
        .next()
        .map(|(item, answer)| (item.clone(), answer.clone()))
        .unwrap();
    answers.set(item, words);
    let saved = workflow.save_answers(editor, &hearing.key, 3, answers);
    let revision = saved.await.unwrap().revision;
    assert!(!described(revision).await, "written by hand is no better");

    // Whatever way it took afterwards: it is not published.
    let open = hearing.world.open(editor, &hearing.key).await;
    let now = time::start();
    let filed = Filed {
        revision,
        on: workflow.today(),
        by: hearing.coordinator.user.clone(),
        at: now,
    };
    let submitted = Stage::Submitted {
        filed,
        round: Round::default(),
        scheduled: None,
    };
    let mut tx = hearing.world.db.store.begin().await.unwrap();
    store::assessments::set_stage(
        &mut tx,
        &open.id,
        revision,
        &open.stage,
        &submitted,
        now,
        None,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let approver = hearing.world.approver().await;
    let published = workflow.begin_publication(&approver, &hearing.key, revision);
    assert_eq!(fields(published.await), ["opinions"]);
}

async fn what_looks_withheld_is_refused_in_every_plain_field_that_is_published(db: TestDatabase) {
    const MARK: &str = "｛非公表:場所｜地下の倉庫｝";
    let hearing = Hearing::ready(db, "").await;
    for (method, contact, field) in [(MARK, "総務課", "method"), ("様式から", MARK, "contact")]
    {
        let new = NewConsultation {
            method: method.to_owned(),
            contact: contact.to_owned(),
            ..period(date(2026, 4, 1), date(2026, 4, 30))
        };
        assert_eq!(fields(hearing.begin(new).await), [field]);
    }
    let world = testkit::database::sqlite().await;
    let (hearing, id) = Hearing::closed(world, &[OPINION]).await;
    let workflow = &hearing.world.workflow;
    let answer = AnswerOpinions {
        opinions: vec![(1, 0)],
        verdict: Some(OpinionVerdict::Reflected),
        reason: MARK.to_owned(),
    };
    let answered = workflow.answer_opinions(&hearing.editor, &id, answer).await;
    assert_eq!(fields(answered), ["reason"]);
    let masked = workflow
        .mask_opinion(&hearing.editor, &id, masking(0, "", MARK))
        .await;
    assert_eq!(fields(masked), ["summary"]);
    let reason = MARK.to_owned();
    let command = Command::Unpublish { reason };
    let act = workflow.act(&hearing.coordinator, &hearing.key, 2, command);
    assert_eq!(fields(act.await), ["reason"]);
}

async fn what_the_version_shown_says_openly_cannot_be_hidden_in_an_opinion(db: TestDatabase) {
    let public = "住民基本台帳に関する事務";
    let (hearing, id) = Hearing::closed(db, &[&format!("{public}の{NAME}さんに聞いた。")]).await;
    let workflow = &hearing.world.workflow;
    let mask = async |phrases: &str| {
        workflow
            .mask_opinion(&hearing.editor, &id, masking(0, phrases, ""))
            .await
    };
    assert_eq!(fields(mask(public).await), ["phrases"]);
    mask(NAME).await.unwrap();
}

async fn a_withdrawal_takes_the_version_shown_off_and_nobody_can_read_or_answer_it(
    db: TestDatabase,
) {
    let (hearing, id) = Hearing::closed(db, &[OPINION]).await;
    let workflow = &hearing.world.workflow;
    hearing.answer(&id, &[(1, 0)]).await.unwrap();
    let withdraw = |reason: &str| {
        let reason = reason.to_owned();
        let command = Command::Unpublish { reason };
        workflow.act(&hearing.coordinator, &hearing.key, 2, command)
    };
    let reason = "公表しない内容があったため";
    withdraw(reason).await.unwrap();
    assert_eq!(
        hearing.stage().await,
        StageKind::Reworking,
        "the work goes on"
    );
    let mut tx = hearing.world.db.store.begin_read().await.unwrap();
    let found = consultations::find(&mut tx, &id).await.unwrap().unwrap();
    let withdrawn = found.withdrawn.unwrap();
    assert_eq!(withdrawn.on, date(2026, 5, 1));
    assert_eq!(withdrawn.reason, "公表しない内容があったため");
    let first = date(2026, 1, 1);
    let listed = consultations::list_ending_from(&mut tx, first)
        .await
        .unwrap();
    assert!(listed.is_empty(), "no list names it");
    drop(tx);
    let form = workflow.opinion_form(&id, Some(PLACE)).await;
    assert!(matches!(form, Err(WorkflowError::NotFound)), "{form:?}");
    let seen = workflow
        .preview_result(&hearing.coordinator, &id)
        .await
        .unwrap()
        .seen;
    let result = workflow
        .begin_result(&hearing.coordinator, &id, &seen)
        .await;
    assert_eq!(fields(result), ["result"]);
    withdraw(reason).await.expect("a double click is harmless");
    let again = withdraw("別の理由").await;
    assert_eq!(needs(again), [Need::IsPublic], "nothing is left");
}
