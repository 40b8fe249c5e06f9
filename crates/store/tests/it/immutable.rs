//! What only grows cannot be changed by anybody who does not first take the rule away.

use domain::changes::decision::Decision;
use store::{StoreError, audit, changes, editions, schedules, withheld_phrases};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_bodies, begin, publish, save, start_assessment, tamper};
use crate::{submissions, third_party_review};

on_both! {
    what_only_grows_is_neither_changed_nor_removed,
}

async fn fill_every_table(db: &TestDatabase) {
    let mut tx = begin(db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "z", CITY, "9", 0).await.unwrap();
    save(&mut tx, &id, 1, &[("I.1", Some(serde_json::json!("一")))])
        .await
        .unwrap();
    publish(&mut tx, &id, 1, 1).await.unwrap();
    let phrases = [("I.1".to_owned(), "語".to_owned())];
    let body = sample::body_code(CITY);
    withheld_phrases::insert_all(&mut tx, &id, 1, &body, &phrases)
        .await
        .unwrap();
    let withdrawal = editions::NewWithdrawal {
        assessment: &id,
        on: jiff::civil::date(2026, 5, 1),
        at: time::start(),
        by: None,
        reason: "誤りがあったため",
    };
    assert!(editions::withdraw(&mut tx, &withdrawal).await.unwrap());
    let act = audit::NewAudit {
        at: time::start(),
        actor: None,
        action: "publish",
        body: None,
        subject: "a",
        detail: serde_json::json!({}),
        origin: None,
    };
    audit::append(&mut tx, &act).await.unwrap();
    fill_reviews(&mut tx).await;
    fill_changes(&mut tx).await;
    let failure = schedules::ScheduleFailure {
        at: time::start(),
        scheduled_on: jiff::civil::date(2026, 5, 1),
        scheduled_by: sample::user_id("editor"),
        revision: 1,
        message: "…".to_owned(),
    };
    schedules::record_failure(&mut tx, &id, &body, &failure)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// A decision on a change, and a row of the table of changes.
async fn fill_changes(tx: &mut store::Tx) {
    let (id, body) = (sample::assessment_id("z"), sample::body_code(CITY));
    let editor = sample::user_id("editor");
    let basis = changes::Basis {
        assessment: &id,
        body: &body,
        edition: 1,
    };
    let decision = Decision {
        changed_on: jiff::civil::date(2026, 4, 1),
        timing: None,
        note: String::new(),
        weight: None,
    };
    let new = changes::NewDecision {
        digest: &sample::digest("change"),
        item: "I.1",
        decision: &decision,
        revision: 1,
        by: &editor,
        at: time::start(),
    };
    changes::decide(tx, &basis, &new).await.unwrap();
    let rows = [sample::digest("row")];
    changes::remember_rows(tx, &basis, 1, &rows).await.unwrap();
}

/// A hand-over with a comment and a verdict, a submission with a note and advice.
async fn fill_reviews(tx: &mut store::Tx) {
    use store::{handovers, review_comments, reviews, submission_talk as talk};

    let (id, editor, reviewer) = third_party_review::parties(tx).await;
    let handover = third_party_review::handover(&editor, &reviewer);
    handovers::append(tx, &id, &handover).await.unwrap();
    let comment = review_comments::Comment {
        id: "c".to_owned(),
        handover: 1,
        item: None,
        reply_to: None,
        author: reviewer.clone(),
        at: time::start(),
        body: "語".to_owned(),
        settled: false,
    };
    review_comments::insert(tx, &id, &comment).await.unwrap();
    let verdict = reviews::StoredVerdict {
        reviewer,
        organ: "審議会".to_owned(),
        on: jiff::civil::date(2026, 4, 1),
        kind: domain::stage::VerdictKind::Suitable,
        method: "点検".to_owned(),
        result: "適".to_owned(),
        answers: reviews::QuestionAnswers::new(),
        at: time::start(),
    };
    reviews::insert_verdict(tx, &id, 1, &verdict).await.unwrap();
    submissions::file(tx, ("s", &id), &editor, 1, "{}").await;
    let note = talk::Note {
        id: "n".to_owned(),
        author: editor.clone(),
        at: time::start(),
        body: "語".to_owned(),
    };
    talk::add_note(tx, "s", &note).await.unwrap();
    let advice = talk::Advice {
        id: "v".to_owned(),
        submission: "s".to_owned(),
        kind: Some(domain::review::AdviceKind::Advice),
        reply_to: None,
        author: editor,
        at: time::start(),
        body: "語".to_owned(),
    };
    talk::add_advice(tx, &id, &advice).await.unwrap();
}

async fn what_only_grows_is_neither_changed_nor_removed(db: TestDatabase) {
    fill_every_table(&db).await;
    for (table, column) in [
        ("revisions", "changed"),
        ("answers", "value"),
        ("editions", "title"),
        ("withheld_phrases", "phrase"),
        ("change_decisions", "note"),
        ("change_rows", "digest"),
        ("edition_withdrawals", "reason"),
        ("schedule_failures", "message"),
        ("audit", "subject"),
        ("handovers", "digest"),
        ("review_comments", "body"),
        ("review_verdicts", "result"),
        ("submissions", "document"),
        ("submission_notes", "body"),
        ("submission_advice", "body"),
    ] {
        let mut statements = vec![
            format!("UPDATE {table} SET {column} = 'x'"),
            format!("DELETE FROM {table}"),
        ];
        if db.store.dialect() == store::Dialect::Postgres {
            statements.push(format!("TRUNCATE {table} CASCADE"));
        }
        for statement in statements {
            let refused = tamper(&db, &statement).await;
            assert!(
                matches!(refused, Err(StoreError::Immutable { .. })),
                "{statement}: {refused:?}"
            );
        }
    }
}
