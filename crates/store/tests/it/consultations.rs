use domain::opinion::{MaskReason, OpinionMask, OpinionVerdict};
use domain::{AssessmentId, ConsultationId, UserId};
use jiff::civil::date;
use store::opinion_answers::OpinionAnswer;
use store::{StoreError, Tx, consultations, opinion_answers, opinion_masks, opinions};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_editor, begin, start_assessment, tamper};

on_both! {
    a_consultation_is_read_back_with_its_release_and_phrases,
    consultations_are_listed_by_their_end,
    an_end_is_seen_to_once,
    opinions_are_numbered_without_gaps_and_found_by_receipt,
    a_receipt_exists_once,
    opinions_and_answers_cannot_be_changed,
    contacts_are_erased_and_nothing_else_of_them_is_changed,
    of_two_answers_to_the_same_version_one_is_taken,
    what_is_not_shown_has_versions_too,
    the_last_result_counts,
    a_withdrawn_consultation_is_in_no_public_list_and_withdrawn_once,
    what_is_hidden_of_opinions_is_found_by_assessment_and_for_everybody,
}

/// As [`tamper`], by somebody whom no wall holds back.
async fn meddle(db: &TestDatabase, statement: &str) -> Result<(), StoreError> {
    let everything = match db.url.starts_with("postgres") {
        true => "SET hyokasho.scope = 'everything';",
        false => "",
    };
    tamper(db, &format!("{everything}{statement}")).await
}

fn id(number: u32) -> ConsultationId {
    ConsultationId::new(sample::body_code(CITY), number)
}

async fn open(tx: &mut Tx, assessment: &AssessmentId, number: u32, to: i8) -> ConsultationId {
    let id = id(number);
    let new = consultations::NewConsultation {
        id: &id,
        assessment,
        number: &sample::number("1"),
        form: &sample::form("zenkomoku"),
        form_edition: &sample::form_edition("2014-04"),
        agency: "見本市長",
        title: "見本事務",
        revision: 1,
        from: date(2014, 10, 1),
        to: date(2014, 10, to),
        shortening: Some("急ぐため"),
        method: "様式から送る。",
        contact: "総務課",
        release: "{}",
        at: time::after(i64::from(number)),
        by: None,
    };
    let phrases = [("II.6.place".to_owned(), "地下1階の電算室".to_owned())];
    consultations::insert(tx, &new, &phrases).await.unwrap();
    id
}

/// A consultation until the thirtieth, and an editor.
async fn with_one(tx: &mut Tx) -> (ConsultationId, UserId) {
    let editor = add_editor(tx).await;
    let assessment = start_assessment(tx, "a", CITY, "1", 0).await.unwrap();
    (open(tx, &assessment, 1, 30).await, editor)
}

async fn send(tx: &mut Tx, consultation: &ConsultationId, name: &str) -> Result<u32, StoreError> {
    let number = consultations::next_number(tx, consultation).await?;
    let new = opinions::NewOpinion {
        id: name,
        consultation,
        number,
        item: Some("II.6.place"),
        text: "場所を詳しく書いてほしい。",
        receipt_hash: &sample::digest(name),
        at: time::after(i64::from(number) * 60),
        name: Some("甲野"),
        contact: Some("x@demo.invalid"),
    };
    opinions::insert(tx, &new).await?;
    Ok(number)
}

async fn a_consultation_is_read_back_with_its_release_and_phrases(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, _) = with_one(&mut tx).await;
    let found = consultations::find(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(
        (found.id, found.from, found.to),
        (id.clone(), date(2014, 10, 1), date(2014, 10, 30))
    );
    assert_eq!((found.opinions, found.closed_at), (0, None));
    assert_eq!(found.shortening.as_deref(), Some("急ぐため"));
    let release = consultations::release(&mut tx, &id).await.unwrap();
    assert_eq!(release.as_deref(), Some("{}"));
    let phrases = consultations::list_phrases(&mut tx, None, 10)
        .await
        .unwrap();
    assert_eq!(
        (phrases.len(), phrases[0].phrase.as_str()),
        (1, "地下1階の電算室")
    );
    assert!(
        !format!("{phrases:?}").contains("電算室"),
        "phrases stay out of Debug"
    );
    let after = Some((&id, 0));
    assert!(
        consultations::list_phrases(&mut tx, after, 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        consultations::count_of_body(&mut tx, id.body())
            .await
            .unwrap(),
        1
    );
}

async fn consultations_are_listed_by_their_end(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_editor(&mut tx).await;
    let assessment = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    for (number, to) in [(1, 20), (2, 31), (3, 10)] {
        open(&mut tx, &assessment, number, to).await;
    }
    let ids = |found: Vec<consultations::Consultation>| -> Vec<String> {
        found.iter().map(|found| found.id.to_string()).collect()
    };
    let day = date(2014, 10, 20);
    let open = consultations::list_ending_from(&mut tx, day).await.unwrap();
    assert_eq!(ids(open), [id(1).to_string(), id(2).to_string()]);
    let ended = consultations::list_ended_before(&mut tx, day, 10)
        .await
        .unwrap();
    assert_eq!(ids(ended), [id(3).to_string()]);
    let of = consultations::list_of_assessment(&mut tx, &assessment)
        .await
        .unwrap();
    assert_eq!(
        ids(of),
        [id(3).to_string(), id(2).to_string(), id(1).to_string()]
    );
    let of = consultations::list_of_body(&mut tx, id(1).body(), 2)
        .await
        .unwrap();
    assert_eq!(ids(of), [id(3).to_string(), id(2).to_string()]);
    let after = consultations::list_after(&mut tx, Some(&id(1)), 10)
        .await
        .unwrap();
    assert_eq!(ids(after), [id(2).to_string(), id(3).to_string()]);
}

async fn an_end_is_seen_to_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, _) = with_one(&mut tx).await;
    assert!(
        consultations::list_due(&mut tx, date(2014, 10, 30))
            .await
            .unwrap()
            .is_empty()
    );
    let due = consultations::list_due(&mut tx, date(2014, 10, 31))
        .await
        .unwrap();
    assert_eq!(due.len(), 1);
    assert!(
        consultations::close(&mut tx, &id, time::after(9))
            .await
            .unwrap()
    );
    assert!(
        !consultations::close(&mut tx, &id, time::after(10))
            .await
            .unwrap()
    );
    assert!(
        consultations::list_due(&mut tx, date(2014, 11, 30))
            .await
            .unwrap()
            .is_empty()
    );
    let found = consultations::lock(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(found.closed_at, Some(time::after(9)));
}

async fn opinions_are_numbered_without_gaps_and_found_by_receipt(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, _) = with_one(&mut tx).await;
    for (name, number) in [("one", 1), ("two", 2), ("three", 3)] {
        assert_eq!(send(&mut tx, &id, name).await.unwrap(), number);
    }
    let found = opinions::find_by_receipt(&mut tx, &id, &sample::digest("two"))
        .await
        .unwrap();
    assert_eq!(found.unwrap().number, 2);
    let other = ConsultationId::new(sample::body_code(CITY), 9);
    let none = opinions::find_by_receipt(&mut tx, &other, &sample::digest("two"))
        .await
        .unwrap();
    assert_eq!(none, None);
    let rest = opinions::list(&mut tx, &id, 1, 10).await.unwrap();
    let numbers: Vec<u32> = rest.iter().map(|opinion| opinion.number).collect();
    assert_eq!(numbers, [2, 3]);
    assert!(
        !format!("{rest:?}").contains("場所"),
        "opinions stay out of Debug"
    );
    let since = time::after(120);
    assert_eq!(opinions::count_since(&mut tx, &id, since).await.unwrap(), 2);
    let found = consultations::find(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(found.opinions, 3);
}

async fn a_receipt_exists_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, _) = with_one(&mut tx).await;
    send(&mut tx, &id, "one").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = begin(&db).await;
    let twice = send(&mut tx, &id, "one").await;
    assert!(
        matches!(twice, Err(StoreError::Conflict { .. })),
        "{twice:?}"
    );
}

async fn opinions_and_answers_cannot_be_changed(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor) = with_one(&mut tx).await;
    send(&mut tx, &id, "one").await.unwrap();
    answer(&mut tx, &id, &editor, 0).await;
    mask(&mut tx, &id, &editor, 0).await;
    consultations::insert_result(&mut tx, &id, "{}", time::after(5), None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for statement in [
        "UPDATE opinions SET text = 'x'",
        "DELETE FROM opinions",
        "UPDATE opinion_answers SET reason = 'x'",
        "DELETE FROM opinion_masks",
        "UPDATE consultations SET to_day = '2099-01-01'",
        "DELETE FROM consultation_phrases",
        "UPDATE consultation_results SET result = 'x'",
    ] {
        let refused = meddle(&db, statement).await;
        assert!(
            matches!(refused, Err(StoreError::Immutable { .. })),
            "{statement}: {refused:?}"
        );
    }
}

async fn contacts_are_erased_and_nothing_else_of_them_is_changed(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor) = with_one(&mut tx).await;
    send(&mut tx, &id, "one").await.unwrap();
    let contacts = opinions::list_contacts(&mut tx, &id).await.unwrap();
    assert_eq!(contacts[0].name.as_deref(), Some("甲野"));
    assert!(!format!("{contacts:?}").contains("甲野"));
    tx.commit().await.unwrap();
    for statement in [
        "UPDATE opinion_contacts SET name = 'x'",
        "DELETE FROM opinion_contacts",
    ] {
        let refused = meddle(&db, statement).await;
        assert!(
            matches!(refused, Err(StoreError::Immutable { .. })),
            "{statement}: {refused:?}"
        );
    }
    let mut tx = begin(&db).await;
    assert!(
        opinions::erase_contact(&mut tx, "one", time::after(9), &editor)
            .await
            .unwrap()
    );
    assert!(
        !opinions::erase_contact(&mut tx, "one", time::after(9), &editor)
            .await
            .unwrap()
    );
    let contacts = opinions::list_contacts(&mut tx, &id).await.unwrap();
    assert_eq!((&contacts[0].name, &contacts[0].contact), (&None, &None));
    assert_eq!(contacts[0].erased_at, Some(time::after(9)));
    let opinion = opinions::find(&mut tx, &id, 1).await.unwrap().unwrap();
    assert_eq!(opinion.text, "場所を詳しく書いてほしい。");
}

async fn answer(tx: &mut Tx, id: &ConsultationId, by: &UserId, expected: u32) -> bool {
    let answer = OpinionAnswer {
        opinion: "one".to_owned(),
        version: expected + 1,
        group: "g".to_owned(),
        verdict: OpinionVerdict::Reflected,
        reason: format!("第{expected}"),
        at: time::after(7),
        by: by.clone(),
    };
    opinion_answers::insert(tx, id, &answer, expected)
        .await
        .unwrap()
}

async fn mask(tx: &mut Tx, id: &ConsultationId, by: &UserId, expected: u32) -> bool {
    let mask = OpinionMask {
        phrases: vec![format!("甲野{expected}")],
        reason: Some(MaskReason::Personal),
        summary: None,
    };
    opinion_answers::insert_mask(tx, id, "one", &mask, expected, time::after(7), by)
        .await
        .unwrap()
}

async fn of_two_answers_to_the_same_version_one_is_taken(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor) = with_one(&mut tx).await;
    send(&mut tx, &id, "one").await.unwrap();
    assert_eq!(opinion_answers::count_open(&mut tx, &id).await.unwrap(), 1);
    assert!(answer(&mut tx, &id, &editor, 0).await);
    assert!(!answer(&mut tx, &id, &editor, 0).await);
    assert!(answer(&mut tx, &id, &editor, 1).await);
    assert_eq!(opinion_answers::count_open(&mut tx, &id).await.unwrap(), 0);
    let newest = opinion_answers::list_newest(&mut tx, &id).await.unwrap();
    assert_eq!(
        (newest.len(), newest[0].version, newest[0].reason.as_str()),
        (1, 2, "第1")
    );
    let all = opinion_answers::list_of_opinion(&mut tx, "one")
        .await
        .unwrap();
    assert_eq!(all.len(), 2);
}

async fn what_is_not_shown_has_versions_too(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor) = with_one(&mut tx).await;
    send(&mut tx, &id, "one").await.unwrap();
    assert!(mask(&mut tx, &id, &editor, 0).await);
    assert!(!mask(&mut tx, &id, &editor, 0).await);
    assert!(mask(&mut tx, &id, &editor, 1).await);
    let masks = opinion_answers::list_masks(&mut tx, &id).await.unwrap();
    assert_eq!((masks.len(), masks[0].version), (1, 2));
    assert_eq!(masks[0].mask.phrases, ["甲野1"]);
    assert!(!format!("{masks:?}").contains("甲野"));
}

async fn the_last_result_counts(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor) = with_one(&mut tx).await;
    assert_eq!(
        consultations::last_result(&mut tx, &id).await.unwrap(),
        None
    );
    for (version, text) in [(1, "{}"), (2, "[]")] {
        let added = consultations::insert_result(&mut tx, &id, text, time::after(5), Some(&editor));
        assert_eq!(added.await.unwrap(), version);
    }
    let last = consultations::last_result(&mut tx, &id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((last.version, last.result.as_str()), (2, "[]"));
}

async fn a_withdrawn_consultation_is_in_no_public_list_and_withdrawn_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (first, _) = with_one(&mut tx).await;
    let found = consultations::find(&mut tx, &first).await.unwrap().unwrap();
    let assessment = found.assessment;
    let new = |at| consultations::NewWithdrawal {
        assessment: &assessment,
        on: date(2014, 11, 2),
        at: time::after(at),
        by: None,
        reason: "誤りがあったため",
    };
    assert!(consultations::is_shown(&mut tx, &assessment).await.unwrap());
    let gone = consultations::withdraw(&mut tx, &new(1)).await.unwrap();
    assert_eq!(gone, std::slice::from_ref(&first));
    assert!(!consultations::is_shown(&mut tx, &assessment).await.unwrap());
    let again = consultations::withdraw(&mut tx, &new(2)).await.unwrap();
    assert!(again.is_empty());
    let second = open(&mut tx, &assessment, 2, 30).await;
    let shown = consultations::list_ending_from(&mut tx, date(2014, 10, 1)).await;
    let shown: Vec<_> = shown.unwrap().into_iter().map(|row| row.id).collect();
    assert_eq!(shown, [second], "a later one is shown");
    let found = consultations::find(&mut tx, &first).await.unwrap().unwrap();
    assert_eq!(found.withdrawn.unwrap().on, date(2014, 11, 2));
    tx.commit().await.unwrap();
    let refused = meddle(&db, "DELETE FROM consultation_withdrawals").await;
    assert!(
        matches!(refused, Err(StoreError::Immutable { .. })),
        "{refused:?}"
    );
}

async fn what_is_hidden_of_opinions_is_found_by_assessment_and_for_everybody(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let (id, editor) = with_one(&mut tx).await;
    send(&mut tx, &id, "one").await.unwrap();
    mask(&mut tx, &id, &editor, 0).await;
    mask(&mut tx, &id, &editor, 1).await;
    let found = consultations::find(&mut tx, &id).await.unwrap().unwrap();
    let own = opinion_masks::list_of_assessment(&mut tx, &found.assessment).await;
    let own = own.unwrap();
    assert_eq!((own.len(), own[0].number), (1, 1), "the newest decision");
    let all = opinion_masks::list_all(&mut tx, None, 10).await.unwrap();
    assert_eq!(all, own);
    let after = Some(own[0].opinion.as_str());
    assert!(
        opinion_masks::list_all(&mut tx, after, 10)
            .await
            .unwrap()
            .is_empty()
    );
    let contacts = opinions::list_contacts_of_assessment(&mut tx, &found.assessment).await;
    assert_eq!(contacts.unwrap().len(), 1);
}
