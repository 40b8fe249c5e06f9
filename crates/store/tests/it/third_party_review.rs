use std::collections::BTreeMap;

use domain::review::{ItemCheck, QuestionAnswer};
use domain::stage::VerdictKind;
use domain::{AssessmentId, ItemPath, Role, UserId};
use store::engagements::{self, Engagement};
use store::handovers::{self, Handover};
use store::review_comments::{self, Comment};
use store::reviews::{self, Draft, Response, StoredVerdict};
use store::{StoreError, Tx, users};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_editor, begin, start_assessment};

on_both! {
    a_person_is_engaged_once_at_a_time,
    an_ended_engagement_is_active_no_more_and_stays_in_the_list,
    hand_overs_are_numbered_and_keep_what_was_handed_over,
    a_thread_is_settled_and_reopened_and_a_comment_is_added_once,
    a_draft_is_saved_on_top_of_the_version_that_was_read,
    a_hand_over_has_one_verdict,
    a_response_takes_the_place_of_the_one_before,
}

/// An assessment, its editor, and a reviewer.
pub async fn parties(tx: &mut Tx) -> (AssessmentId, UserId, UserId) {
    let editor = add_editor(tx).await;
    let reviewer = sample::user_id("reviewer");
    let new = users::NewUser {
        id: &reviewer,
        email: "reviewer@demo.invalid",
        role: Role::ThirdPartyReviewer,
        body: None,
        password_hash: None,
        at: time::start(),
    };
    users::insert(tx, &new).await.unwrap();
    let id = start_assessment(tx, "a", CITY, "1", 0).await.unwrap();
    (id, editor, reviewer)
}

pub fn handover(by: &UserId, to: &UserId) -> Handover {
    Handover {
        handover: 0,
        revision: 1,
        round: 1,
        at: time::after(5),
        by: by.clone(),
        recipients: vec![to.clone()],
        digest: sample::digest("full"),
    }
}

fn engagement(id: &str, assessment: &AssessmentId, by: &UserId, to: &UserId) -> Engagement {
    Engagement {
        id: id.to_owned(),
        assessment: assessment.clone(),
        reviewer: to.clone(),
        organ: "見本市個人情報保護審議会".to_owned(),
        round: 1,
        invited_by: by.clone(),
        invited_at: time::after(1),
        ended_at: None,
    }
}

async fn a_person_is_engaged_once_at_a_time(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor, reviewer) = parties(&mut tx).await;
    let first = engagement("e1", &id, &editor, &reviewer);
    engagements::insert(&mut tx, &first).await.unwrap();
    let found = engagements::active(&mut tx, &id, &reviewer).await.unwrap();
    assert_eq!(found, Some(first));
    let again = engagement("e2", &id, &editor, &reviewer);
    let refused = engagements::insert(&mut tx, &again).await;
    assert!(matches!(refused, Err(StoreError::Conflict { .. })));
}

async fn an_ended_engagement_is_active_no_more_and_stays_in_the_list(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor, reviewer) = parties(&mut tx).await;
    let first = engagement("e1", &id, &editor, &reviewer);
    engagements::insert(&mut tx, &first).await.unwrap();
    for expected in [true, false] {
        let ended = engagements::end(&mut tx, &id, "e1", &editor, time::after(9)).await;
        assert_eq!(ended.unwrap(), expected);
    }
    let active = engagements::active(&mut tx, &id, &reviewer).await.unwrap();
    assert_eq!(active, None);
    let mine = engagements::list_of_reviewer(&mut tx, &reviewer, 10).await;
    assert_eq!(mine.unwrap(), []);
    let second = engagement("e2", &id, &editor, &reviewer);
    engagements::insert(&mut tx, &second).await.unwrap();
    let all = engagements::list_of_assessment(&mut tx, &id).await.unwrap();
    let shown: Vec<_> = all.iter().map(|e| (e.id.as_str(), e.ended_at)).collect();
    assert_eq!(shown, [("e2", None), ("e1", Some(time::after(9)))]);
}

async fn hand_overs_are_numbered_and_keep_what_was_handed_over(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor, reviewer) = parties(&mut tx).await;
    let new = handover(&editor, &reviewer);
    for number in 1..=2 {
        assert_eq!(handovers::append(&mut tx, &id, &new).await.unwrap(), number);
    }
    let expected = Handover { handover: 2, ..new };
    let newest = handovers::newest(&mut tx, &id).await.unwrap();
    assert_eq!(newest.as_ref(), Some(&expected));
    assert_eq!(handovers::list(&mut tx, &id).await.unwrap().len(), 2);
}

async fn a_thread_is_settled_and_reopened_and_a_comment_is_added_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor, reviewer) = parties(&mut tx).await;
    let new = handover(&editor, &reviewer);
    handovers::append(&mut tx, &id, &new).await.unwrap();
    let first = Comment {
        id: "c1".to_owned(),
        handover: 1,
        item: Some(ItemPath::parse("II[1].II.6.place").unwrap()),
        reply_to: None,
        author: reviewer.clone(),
        at: time::after(6),
        body: "場所が広すぎる".to_owned(),
        settled: false,
    };
    let answer = Comment {
        id: "c2".to_owned(),
        item: None,
        reply_to: Some("c1".to_owned()),
        author: editor.clone(),
        at: time::after(7),
        ..first.clone()
    };
    assert!(review_comments::insert(&mut tx, &id, &first).await.unwrap());
    assert!(!review_comments::insert(&mut tx, &id, &first).await.unwrap());
    assert!(
        review_comments::insert(&mut tx, &id, &answer)
            .await
            .unwrap()
    );
    let settled = review_comments::settle(&mut tx, "c1", &reviewer, time::after(8)).await;
    assert!(settled.unwrap());
    let all = review_comments::list(&mut tx, &id).await.unwrap();
    let settled = Comment {
        settled: true,
        ..first.clone()
    };
    assert_eq!(all, [settled, answer]);
    assert!(review_comments::reopen(&mut tx, "c1").await.unwrap());
    let found = review_comments::find(&mut tx, &id, "c1").await.unwrap();
    assert_eq!(found, Some(first));
}

async fn a_draft_is_saved_on_top_of_the_version_that_was_read(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor, reviewer) = parties(&mut tx).await;
    let new = handover(&editor, &reviewer);
    handovers::append(&mut tx, &id, &new).await.unwrap();
    let blank = reviews::draft(&mut tx, &id, 1, &reviewer).await.unwrap();
    assert_eq!(blank, Draft::default());
    let answer = QuestionAnswer {
        check: Some(ItemCheck::ToAmend),
        note: "要確認".to_owned(),
    };
    let mut draft = Draft {
        answers: BTreeMap::from([("suitability.kind".to_owned(), answer)]),
        method: "審議会による点検".to_owned(),
        result: String::new(),
        version: 0,
    };
    for version in 1..=2 {
        let saved = reviews::save_draft(&mut tx, &id, 1, &reviewer, &draft, time::after(6)).await;
        assert_eq!(saved.unwrap(), version);
        draft.version = version;
    }
    let found = reviews::draft(&mut tx, &id, 1, &reviewer).await.unwrap();
    assert!(found == draft);
    draft.version = 1;
    let stale = reviews::save_draft(&mut tx, &id, 1, &reviewer, &draft, time::after(7)).await;
    assert!(matches!(stale, Err(StoreError::Stale { current: 2 })));
}

async fn a_hand_over_has_one_verdict(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor, reviewer) = parties(&mut tx).await;
    let new = handover(&editor, &reviewer);
    handovers::append(&mut tx, &id, &new).await.unwrap();
    let verdict = StoredVerdict {
        reviewer,
        organ: "見本市個人情報保護審議会".to_owned(),
        on: jiff::civil::date(2026, 4, 1),
        kind: VerdictKind::ToBeAmended,
        method: "審議会による点検".to_owned(),
        result: "修正を要する".to_owned(),
        answers: BTreeMap::new(),
        at: time::after(8),
    };
    reviews::insert_verdict(&mut tx, &id, 1, &verdict)
        .await
        .unwrap();
    let found = reviews::verdict(&mut tx, &id, 1).await.unwrap();
    assert!(found.as_ref() == Some(&verdict));
    let again = reviews::insert_verdict(&mut tx, &id, 1, &verdict).await;
    assert!(matches!(again, Err(StoreError::Conflict { .. })));
}

async fn a_response_takes_the_place_of_the_one_before(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor, reviewer) = parties(&mut tx).await;
    let new = handover(&editor, &reviewer);
    handovers::append(&mut tx, &id, &new).await.unwrap();
    for text in ["直した", "別のところも直した"] {
        let response = Response {
            subject: "suitability.kind".to_owned(),
            text: text.to_owned(),
            by: editor.clone(),
            at: time::after(9),
        };
        reviews::respond(&mut tx, &id, 1, &response).await.unwrap();
    }
    let all = reviews::responses(&mut tx, &id, 1).await.unwrap();
    let texts: Vec<_> = all.iter().map(|response| response.text.as_str()).collect();
    assert_eq!(texts, ["別のところも直した"]);
}
