//! The commission's desk: what was filed, and nothing else.

use domain::review::{AdviceKind, ScopeJudgement, SubmissionState};
use domain::{Action, Command, Role};
use testkit::{TestDatabase, on_both, sample};
use workflow::{
    Actor, AssessmentKey, AuditFilter, Conflict, NewAdvice, NewReceipt, NewSpanJudgement,
    PageRequest, SubmissionFilter, WorkflowError, judgement_digest,
};

use crate::assert_refused;
use crate::world::{CITY, OTHER, SECRET, World, complete_answers, fields};

on_both! {
    the_commission_reads_exactly_what_was_filed_and_no_draft,
    a_receipt_has_a_day_and_a_number_of_its_own_and_the_body_sees_it,
    a_submission_moves_on_after_its_receipt_only,
    what_is_taken_back_is_marked_on_the_desk_and_told,
    advice_goes_to_the_body_and_its_answer_comes_back,
    a_judgement_is_about_a_span_of_the_submission,
    the_commissions_desk_is_for_the_commission_only,
    the_trail_and_the_inboxes_hold_no_words_of_the_desk,
    a_bodys_trail_tells_role_and_office_of_outsiders_and_no_address,
}

/// A submission of 基礎項目評価, filed at revision 2.
async fn filed(world: &World) -> (AssessmentKey, String, Actor) {
    let (editor, approver) = (world.editor().await, world.approver().await);
    let key = world.submitted(&editor, "1").await;
    world.check_and_file(&approver, &key, 2).await;
    let officer = world.person("officer", Role::PpcReviewer, None).await;
    (key, newest(world, &officer).await, officer)
}

async fn newest(world: &World, officer: &Actor) -> String {
    let filter = SubmissionFilter {
        newest_first: true,
        ..SubmissionFilter::default()
    };
    let request = PageRequest::default();
    let page = world.workflow.submissions(officer, &filter, &request).await;
    page.unwrap().items.remove(0).id
}

fn receipt(world: &World, number: &str) -> NewReceipt {
    NewReceipt {
        number: number.to_owned(),
        on: world.workflow.today(),
    }
}

fn token(n: u8) -> String {
    format!("00000000-0000-7000-8000-0000000000{n:02}")
}

async fn the_commission_reads_exactly_what_was_filed_and_no_draft(db: TestDatabase) {
    let world = World::new(db).await;
    let (key, id, officer) = filed(&world).await;
    let coordinator = world.coordinator().await;
    let reopen = Command::Reopen {
        reason: "訂正のため".to_owned(),
    };
    world.act(&coordinator, &key, 2, reopen).await;
    let answers = crate::world::with_count(complete_answers(), 9);
    let editor = world.editor().await;
    let saved = world.workflow.save_answers(&editor, &key, 2, answers).await;
    saved.unwrap();

    let seen = world.workflow.open_submission(&officer, &id).await.unwrap();
    assert_eq!(seen.head.revision, 2);
    assert_eq!(seen.document.answers, complete_answers());
    assert_eq!(seen.stage, None);
    assert_eq!(seen.spans.len(), 1);
    assert_eq!(seen.spans[0].span.text, SECRET);
    let draft = world.workflow.open_assessment(&officer, &key).await;
    assert_refused!(draft, WorkflowError::NotFound);
    let trail = world.trail().await;
    assert!(trail.contains(&"assessment.read-withheld".to_owned()));

    let approver = world.approver().await;
    world.clock.advance(60);
    world.act(&editor, &key, 3, Command::SubmitForReview).await;
    world.check_and_file(&approver, &key, 3).await;
    let second = newest(&world, &officer).await;
    let seen = world
        .workflow
        .open_submission(&officer, &second)
        .await
        .unwrap();
    assert_eq!(seen.former.unwrap().id, id);
    assert_eq!(seen.changed, [sample::item("I.5")]);
    assert!(seen.stage.is_some());
}

async fn a_receipt_has_a_day_and_a_number_of_its_own_and_the_body_sees_it(db: TestDatabase) {
    let world = World::new(db).await;
    let (key, id, officer) = filed(&world).await;
    let workflow = &world.workflow;
    let before = NewReceipt {
        on: world.workflow.today().yesterday().unwrap(),
        ..receipt(&world, "第1号")
    };
    let refused = workflow.receive_submission(&officer, &id, 1, &before).await;
    assert_eq!(fields(refused), ["on"]);
    let blank = workflow
        .receive_submission(&officer, &id, 1, &receipt(&world, " "))
        .await;
    assert_eq!(fields(blank), ["number"]);
    let new = receipt(&world, "第1号");
    for version in [1, 1] {
        let received = workflow
            .receive_submission(&officer, &id, version, &new)
            .await;
        received.unwrap();
    }
    let other = receipt(&world, "第2号");
    let late = workflow.receive_submission(&officer, &id, 1, &other).await;
    assert_refused!(late, WorkflowError::Conflict(_));
    let editor = world.editor().await;
    let seen = workflow.body_advice(&editor, &key).await.unwrap();
    assert_eq!(seen.submissions[0].receipt_number.as_deref(), Some("第1号"));
}

async fn a_submission_moves_on_after_its_receipt_only(db: TestDatabase) {
    let world = World::new(db).await;
    let (_, id, officer) = filed(&world).await;
    let workflow = &world.workflow;
    let state = SubmissionState::Examining;
    let early = workflow.set_submission_state(&officer, &id, 1, state).await;
    assert_eq!(fields(early), ["state"]);
    let new = receipt(&world, "1");
    workflow
        .receive_submission(&officer, &id, 1, &new)
        .await
        .unwrap();
    workflow
        .set_submission_state(&officer, &id, 2, state)
        .await
        .unwrap();
    let me = Some(&officer.user);
    workflow
        .assign_submission(&officer, &id, 3, me)
        .await
        .unwrap();
    let late = workflow.assign_submission(&officer, &id, 3, None).await;
    assert_refused!(late, WorkflowError::Conflict(_));
    let editor = world.editor().await;
    let wrong = workflow
        .assign_submission(&officer, &id, 4, Some(&editor.user))
        .await;
    assert_eq!(fields(wrong), ["officer"]);
    let seen = workflow.open_submission(&officer, &id).await.unwrap();
    assert_eq!(seen.head.state, state);
}

async fn what_is_taken_back_is_marked_on_the_desk_and_told(db: TestDatabase) {
    let world = World::new(db).await;
    let (key, id, officer) = filed(&world).await;
    let (workflow, coordinator) = (&world.workflow, world.coordinator().await);
    let first = receipt(&world, "1");
    let received = workflow.receive_submission(&officer, &id, 1, &first).await;
    received.unwrap();
    let reopen = Command::Reopen {
        reason: "訂正のため".to_owned(),
    };
    world.act(&coordinator, &key, 2, reopen).await;
    let head = workflow.open_submission(&officer, &id).await.unwrap().head;
    assert_eq!(head.state, SubmissionState::Withdrawn);
    assert_eq!(head.withdrawn_on, Some(workflow.today()));
    for (state, count) in [
        (SubmissionState::Withdrawn, 1),
        (SubmissionState::Received, 0),
    ] {
        let filter = SubmissionFilter {
            state: Some(state),
            ..SubmissionFilter::default()
        };
        let request = PageRequest::default();
        let page = workflow.submissions(&officer, &filter, &request).await;
        assert_eq!(page.unwrap().items.len(), count, "{state:?}");
    }
    let state = SubmissionState::Done;
    let late = workflow
        .set_submission_state(&officer, &id, head.version, state)
        .await;
    assert_eq!(fields(late), ["state"]);
    let page = PageRequest::default();
    let inbox = workflow.inbox(&officer, workflow::InboxFilter::default(), &page);
    let told = inbox.await.unwrap().items;
    let withdrawn = workflow::MessageKind::SubmissionWithdrawn;
    assert_eq!(told.iter().filter(|one| one.kind == withdrawn).count(), 1);
}

async fn advice_goes_to_the_body_and_its_answer_comes_back(db: TestDatabase) {
    let world = World::new(db).await;
    let (key, id, officer) = filed(&world).await;
    let workflow = &world.workflow;
    let (first, second) = (token(1), token(2));
    let advice = NewAdvice {
        token: &first,
        kind: AdviceKind::Guidance,
        body: "範囲を見直すこと",
    };
    for _ in 0..2 {
        workflow.advise(&officer, &id, &advice).await.unwrap();
    }
    let editor = world.editor().await;
    for _ in 0..2 {
        let answered = workflow
            .answer_advice(&editor, &key, (&second, &first), "見直した")
            .await;
        answered.unwrap();
    }
    let no_advice = workflow
        .answer_advice(&editor, &key, (&token(3), &second), "見直した")
        .await;
    assert_refused!(no_advice, WorkflowError::NotFound);
    let seen = workflow.open_submission(&officer, &id).await.unwrap();
    let shown: Vec<_> = seen
        .advice
        .iter()
        .map(|entry| (entry.by_commission, entry.advice.body.as_str()))
        .collect();
    assert_eq!(shown, [(true, "範囲を見直すこと"), (false, "見直した")]);
}

async fn a_judgement_is_about_a_span_of_the_submission(db: TestDatabase) {
    let world = World::new(db).await;
    let (_, id, officer) = filed(&world).await;
    let workflow = &world.workflow;
    let seen = workflow.open_submission(&officer, &id).await.unwrap();
    let span = &seen.spans[0].span;
    let nothing = judgement_digest(None).to_string();
    let judgement = NewSpanJudgement {
        item: &span.path,
        ordinal: span.ordinal,
        digest: &span.digest,
        judgement: ScopeJudgement::TooWide,
        note: "階数は要らない",
        seen: &nothing,
    };
    workflow
        .judge_span(&officer, &id, &judgement)
        .await
        .unwrap();
    let wrong = NewSpanJudgement {
        digest: &sample::digest("another"),
        ..judgement
    };
    let refused = workflow.judge_span(&officer, &id, &wrong).await;
    assert_refused!(refused, WorkflowError::NotFound);
    let late = NewSpanJudgement {
        judgement: ScopeJudgement::ReasonLacking,
        ..judgement
    };
    let refused = workflow.judge_span(&officer, &id, &late).await;
    assert_refused!(refused, WorkflowError::Conflict(Conflict::OtherText));
    let seen = workflow.open_submission(&officer, &id).await.unwrap();
    let found = seen.spans[0].judgement.clone().unwrap();
    assert_eq!(found.judgement, ScopeJudgement::TooWide);
}

async fn the_commissions_desk_is_for_the_commission_only(db: TestDatabase) {
    let world = World::new(db).await;
    let (key, id, _) = filed(&world).await;
    let workflow = &world.workflow;
    let request = PageRequest::default();
    let filter = SubmissionFilter::default();
    for role in Role::ALL {
        if role == Role::Prefecture {
            continue;
        }
        for body in [CITY, OTHER] {
            let name = format!("{}-{body}", role.as_str());
            let own = role.needs_body().then_some(body);
            let actor = world.person(&name, role, own).await;
            let note = token(9);
            let advice = NewAdvice {
                token: &note,
                kind: AdviceKind::Advice,
                body: "語",
            };
            let results = [
                workflow
                    .submissions(&actor, &filter, &request)
                    .await
                    .map(drop),
                workflow.open_submission(&actor, &id).await.map(drop),
                workflow
                    .note_on_submission(&actor, &id, &token(8), "語")
                    .await,
                workflow.advise(&actor, &id, &advice).await,
                workflow.assign_submission(&actor, &id, 1, None).await,
                workflow
                    .overview_of_bodies(&actor, None, &request)
                    .await
                    .map(drop),
                workflow.overview_of_prefectures(&actor).await.map(drop),
                workflow.commission_officers(&actor).await.map(drop),
            ];
            for (position, result) in results.iter().enumerate() {
                let refused = matches!(result, Err(WorkflowError::NotFound));
                assert_eq!(refused, !role.is_commission(), "{role:?} {position}");
            }
            let seen = workflow.body_advice(&actor, &key).await.is_ok();
            let own = actor.may(Action::ReadAssessment, &key.body);
            assert_eq!(seen, own, "{role:?} {body}");
        }
    }
}

async fn the_trail_and_the_inboxes_hold_no_words_of_the_desk(db: TestDatabase) {
    let world = World::new(db).await;
    let (key, id, officer) = filed(&world).await;
    let workflow = &world.workflow;
    let first = token(1);
    let advice = NewAdvice {
        token: &first,
        kind: AdviceKind::Advice,
        body: "助言の言葉",
    };
    workflow.advise(&officer, &id, &advice).await.unwrap();
    let noted = workflow
        .note_on_submission(&officer, &id, &token(2), "メモの言葉")
        .await;
    noted.unwrap();
    let editor = world.editor().await;
    let answered = workflow
        .answer_advice(&editor, &key, (&token(3), &first), "対応の言葉")
        .await;
    answered.unwrap();
    let seen = workflow.open_submission(&officer, &id).await.unwrap();
    let span = &seen.spans[0].span;
    let nothing = judgement_digest(None).to_string();
    let judgement = NewSpanJudgement {
        item: &span.path,
        ordinal: span.ordinal,
        digest: &span.digest,
        judgement: ScopeJudgement::ReasonLacking,
        note: "判断の言葉",
        seen: &nothing,
    };
    workflow
        .judge_span(&officer, &id, &judgement)
        .await
        .unwrap();
    let trail = world.trail_text().await;
    let printed = format!("{seen:?}");
    for word in [
        "助言の言葉",
        "メモの言葉",
        "対応の言葉",
        "判断の言葉",
        SECRET,
    ] {
        assert!(!trail.contains(word), "{word} in the trail");
        assert!(!printed.contains(word), "{word} in what a log would print");
    }
}

async fn a_bodys_trail_tells_role_and_office_of_outsiders_and_no_address(db: TestDatabase) {
    let world = World::new(db).await;
    let (key, id, officer) = filed(&world).await;
    let workflow = &world.workflow;
    let new = receipt(&world, "第1号");
    workflow
        .receive_submission(&officer, &id, 1, &new)
        .await
        .unwrap();
    let admin = world.body_admin().await;
    let read = async |filter: AuditFilter| {
        let request = PageRequest::default();
        let page = workflow.list_audit(&admin, &filter, &request).await;
        page.unwrap().items
    };
    let lines = read(AuditFilter::default()).await;
    let office = Role::PpcReviewer.label();
    let by_office = lines
        .iter()
        .filter(|line| line.actor.as_deref() == Some(office));
    assert!(by_office.clone().count() >= 1);
    assert!(by_office.into_iter().all(|line| line.origin.is_none()));
    assert!(!format!("{lines:?}").contains("officer@"));
    let own = lines.iter().filter_map(|line| line.actor.as_deref());
    assert!(own.into_iter().any(|actor| actor == "editor@demo.invalid"));
    let asked = AuditFilter {
        person: "officer@demo.invalid".to_owned(),
        ..AuditFilter::default()
    };
    assert!(read(asked).await.is_empty(), "an address is no key to it");
    let request = PageRequest::default();
    let history = workflow
        .history(&world.editor().await, &key, &request)
        .await;
    assert!(!format!("{:?}", history.unwrap().items).contains("officer@"));
}
