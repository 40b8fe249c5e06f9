use domain::review::{AdviceKind, ScopeJudgement, SubmissionKind, SubmissionState};
use domain::{AssessmentId, ItemPath, Role, UserId};
use jiff::civil::date;
use store::commission_overview as overview;
use store::span_judgements::{self, SpanJudgement};
use store::submission_talk::{self as talk, Advice, Note};
use store::submissions::{self, Assigned, Cursor, Filter, NewSubmission, Order};
use store::{StoreError, Tx, assessments, users};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_editor, begin, publish, start_assessment, tamper};

on_both! {
    a_submission_is_received_once_and_then_has_a_number,
    two_officers_at_once_do_not_overwrite_each_other,
    the_inbox_pages_by_age_in_both_orders_and_narrows_by_each_filter,
    the_text_of_a_submission_is_what_was_filed,
    notes_and_advice_are_kept_in_order_and_added_once,
    a_span_has_the_last_judgement,
    the_overview_counts_what_is_public_and_submitted_and_no_drafts,
}

/// An officer of the commission.
async fn add_officer(tx: &mut Tx) -> UserId {
    let officer = sample::user_id("officer");
    let new = users::NewUser {
        id: &officer,
        email: "officer@demo.invalid",
        role: Role::PpcReviewer,
        body: None,
        password_hash: Some(&store::Secret::new("$argon2id$sample")),
        at: time::start(),
    };
    users::insert(tx, &new).await.unwrap();
    officer
}

/// Files `document` as the submission `id`, so many seconds in.
pub async fn file(
    tx: &mut Tx,
    (id, assessment): (&str, &AssessmentId),
    by: &UserId,
    seconds: i64,
    document: &str,
) {
    let found = assessments::find_by_id(tx, assessment)
        .await
        .unwrap()
        .unwrap();
    let new = NewSubmission {
        id,
        assessment,
        body: &found.body,
        number: &found.number,
        form: &found.form,
        form_edition: &found.form_edition,
        agency: &found.agency,
        title: &found.title,
        kind: SubmissionKind::Filing,
        revision: found.revision,
        round: 1,
        filed_on: date(2026, 4, 1),
        filed_at: time::after(seconds),
        filed_by: by,
        document,
    };
    submissions::insert(tx, &new).await.unwrap();
}

async fn a_submission_is_received_once_and_then_has_a_number(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let officer = add_officer(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    file(&mut tx, ("s1", &id), &editor, 1, "{}").await;
    let state = submissions::set_state(&mut tx, "s1", 1, SubmissionState::Done).await;
    assert!(matches!(state, Err(StoreError::Stale { current: 1 })));
    let receipt = ("第1号", date(2026, 4, 2));
    submissions::receive(&mut tx, "s1", 1, receipt, &officer)
        .await
        .unwrap();
    let again = submissions::receive(&mut tx, "s1", 2, receipt, &officer).await;
    assert!(matches!(again, Err(StoreError::Stale { current: 2 })));
    let head = submissions::find(&mut tx, "s1").await.unwrap().unwrap();
    assert_eq!(head.state, SubmissionState::Received);
    assert_eq!(head.receipt_number.as_deref(), Some("第1号"));
    assert_eq!(head.received_on, Some(date(2026, 4, 2)));
    let absent = submissions::assign(&mut tx, "nothing", 1, None).await;
    assert!(matches!(absent, Err(StoreError::Absent { .. })));
}

async fn two_officers_at_once_do_not_overwrite_each_other(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let officer = add_officer(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    file(&mut tx, ("s1", &id), &editor, 1, "{}").await;
    submissions::assign(&mut tx, "s1", 1, Some(&officer))
        .await
        .unwrap();
    let second = submissions::assign(&mut tx, "s1", 1, None).await;
    assert!(matches!(second, Err(StoreError::Stale { current: 2 })));
    let officers = submissions::officers(&mut tx).await.unwrap();
    assert_eq!(officers, [(officer, "officer@demo.invalid".to_owned())]);
}

async fn the_inbox_pages_by_age_in_both_orders_and_narrows_by_each_filter(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let officer = add_officer(&mut tx).await;
    let city = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let ward = start_assessment(&mut tx, "b", sample::CODES[2], "1", 0)
        .await
        .unwrap();
    for (id, assessment, at) in [("s1", &city, 1), ("s2", &ward, 2), ("s3", &city, 3)] {
        file(&mut tx, (id, assessment), &editor, at, "{}").await;
    }
    submissions::assign(&mut tx, "s2", 1, Some(&officer))
        .await
        .unwrap();
    let receipt = ("1", date(2026, 4, 2));
    submissions::receive(&mut tx, "s3", 1, receipt, &officer)
        .await
        .unwrap();

    for (order, expected) in [
        (Order::OldestFirst, ["s1", "s2", "s3"]),
        (Order::NewestFirst, ["s3", "s2", "s1"]),
    ] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let filter = Filter::default();
            let page = submissions::inbox(&mut tx, &filter, order, after.as_ref(), 1).await;
            let Some(last) = page.unwrap().pop() else {
                break;
            };
            after = Some(Cursor {
                filed_at: last.filed_at,
                id: last.id.clone(),
            });
            seen.push(last.id);
        }
        assert_eq!(seen, expected);
    }
    let all = Filter::default;
    for (filter, expected) in [
        (
            Filter {
                prefecture: Some("13".to_owned()),
                ..all()
            },
            vec!["s2"],
        ),
        (
            Filter {
                body: Some(sample::body_code(CITY)),
                ..all()
            },
            vec!["s1", "s3"],
        ),
        (
            Filter {
                form: Some(sample::form("juten")),
                ..all()
            },
            vec![],
        ),
        (
            Filter {
                kind: Some(SubmissionKind::Approval),
                ..all()
            },
            vec![],
        ),
        (
            Filter {
                state: Some(SubmissionState::Received),
                ..all()
            },
            vec!["s3"],
        ),
        (
            Filter {
                assigned: Some(Assigned::To(officer.clone())),
                ..all()
            },
            vec!["s2"],
        ),
        (
            Filter {
                assigned: Some(Assigned::Nobody),
                ..all()
            },
            vec!["s1", "s3"],
        ),
        (
            Filter {
                filed_until: Some(time::after(2)),
                ..all()
            },
            vec!["s1", "s2"],
        ),
    ] {
        let page = submissions::inbox(&mut tx, &filter, Order::OldestFirst, None, 9).await;
        let ids: Vec<_> = page.unwrap().into_iter().map(|head| head.id).collect();
        assert_eq!(ids, expected, "{filter:?}");
    }
}

async fn the_text_of_a_submission_is_what_was_filed(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    file(&mut tx, ("s1", &id), &editor, 1, "{\"全\":\"文\"}").await;
    let found = submissions::document(&mut tx, "s1").await.unwrap();
    let (text, digest) = found.unwrap();
    assert_eq!(text, "{\"全\":\"文\"}");
    assert_eq!(digest, sample::digest("{\"全\":\"文\"}"));
    tx.commit().await.unwrap();
    let changed = tamper(&db, "UPDATE submissions SET document = '{}'").await;
    assert!(matches!(changed, Err(StoreError::Immutable { .. })));
}

async fn notes_and_advice_are_kept_in_order_and_added_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let officer = add_officer(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    file(&mut tx, ("s1", &id), &editor, 1, "{}").await;
    let note = Note {
        id: "n1".to_owned(),
        author: officer.clone(),
        at: time::after(2),
        body: "内部の覚え".to_owned(),
    };
    assert!(talk::add_note(&mut tx, "s1", &note).await.unwrap());
    assert!(!talk::add_note(&mut tx, "s1", &note).await.unwrap());
    assert!(talk::notes(&mut tx, "s1").await.unwrap() == [note]);
    let advice = Advice {
        id: "a1".to_owned(),
        submission: "s1".to_owned(),
        kind: Some(AdviceKind::Guidance),
        reply_to: None,
        author: officer,
        at: time::after(3),
        body: "範囲を見直すこと".to_owned(),
    };
    let answer = Advice {
        id: "a2".to_owned(),
        kind: None,
        reply_to: Some("a1".to_owned()),
        author: editor,
        at: time::after(4),
        body: "見直した".to_owned(),
        ..advice.clone()
    };
    for new in [&advice, &answer] {
        assert!(talk::add_advice(&mut tx, &id, new).await.unwrap());
        assert!(!talk::add_advice(&mut tx, &id, new).await.unwrap());
    }
    let all = talk::advice(&mut tx, &id).await.unwrap();
    assert!(all == [advice, answer]);
}

async fn a_span_has_the_last_judgement(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let officer = add_officer(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    file(&mut tx, ("s1", &id), &editor, 1, "{}").await;
    let mut judgement = SpanJudgement {
        item: ItemPath::parse("II[1].II.6.place").unwrap(),
        ordinal: 1,
        digest: sample::digest("span"),
        judgement: ScopeJudgement::Appropriate,
        note: String::new(),
        by: officer,
        at: time::after(2),
    };
    span_judgements::set(&mut tx, "s1", &judgement)
        .await
        .unwrap();
    judgement.judgement = ScopeJudgement::TooWide;
    "階数まで伏せる必要はない".clone_into(&mut judgement.note);
    span_judgements::set(&mut tx, "s1", &judgement)
        .await
        .unwrap();
    let all = span_judgements::list(&mut tx, "s1").await.unwrap();
    assert!(all == [judgement]);
}

async fn the_overview_counts_what_is_public_and_submitted_and_no_drafts(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let public = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    start_assessment(&mut tx, "b", CITY, "2", 0).await.unwrap();
    publish(&mut tx, &public, 1, 3).await.unwrap();
    file(&mut tx, ("s1", &public), &editor, 1, "{}").await;
    let rows = overview::bodies(&mut tx, Some("01"), date(2026, 4, 4), None, 10).await;
    let rows = rows.unwrap();
    assert_eq!(rows.len(), 2);
    let standing = rows[0].standing;
    assert_eq!(
        (standing.published, standing.submitted, standing.overdue),
        (1, 1, 1)
    );
    assert_eq!(standing.last_filed, Some(date(2026, 4, 1)));
    assert_eq!(rows[1].standing, overview::Standing::default());
    let fresh = overview::bodies(&mut tx, None, date(2026, 4, 3), None, 1).await;
    assert_eq!(fresh.unwrap()[0].standing.overdue, 0);
    let all = overview::prefectures(&mut tx, date(2026, 4, 4))
        .await
        .unwrap();
    let counts: Vec<_> = all
        .iter()
        .map(|row| (row.code.as_str(), row.bodies, row.standing.submitted))
        .collect();
    assert_eq!(counts, [("01", 2, 1), ("13", 1, 0), ("27", 1, 0)]);
}
